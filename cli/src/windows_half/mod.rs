//! The Windows half: a `mockras.exe` under Wine, which plays DLLs for Windows on other systems.
//!
//! Whoever names a `.dll` need not know of it. Wine and `mockras.exe` are looked for, a Wine prefix is made once, and
//! children are started there as behind `--runner`. Files are those of this system: paths are translated on the way to
//! a child, and nobody else sees them. On Windows itself nothing of this is needed.

mod exe;
mod file;
mod limited;
mod prefix;
mod ready;
mod surroundings;
mod wine;

use std::path::Path;

use mockras::scenario::{Scenario, shown};
use mockras_native::binary::Machine;
use mockras_native::worker::{Isolated, System};

use super::exit::UserError;
use file::Home;

/// The DLL of Windows through which DLLs ask the service. Ours stands in for it.
const STAND_IN: &str = "mprapi.dll";

/// A mockras for Windows, by the DLLs that it can load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    X64,
    X86,
}

impl Half {
    /// Both, in the order of their numbers.
    pub(super) const ALL: [Self; 2] = [Self::X64, Self::X86];

    fn machine(self) -> Machine {
        match self {
            Self::X64 => Machine::X86_64,
            Self::X86 => Machine::X86,
        }
    }

    /// The folder of its files.
    fn folder(self) -> &'static str {
        match self {
            Self::X64 => "x86_64",
            Self::X86 => "i686",
        }
    }

    /// What builds and installs it.
    fn script(self) -> &'static str {
        match self {
            Self::X64 => "scripts/windows.sh --exe",
            Self::X86 => "scripts/windows.sh --exe --i686",
        }
    }
}

/// The half that plays the DLLs of a scenario, if they are for Windows and this is another system.
pub(super) fn of(scenario: &Scenario) -> Option<Half> {
    if cfg!(windows) {
        return None;
    }
    let paths = scenario.specs().into_iter().filter_map(|dll| dll.path);
    let mut halves = paths.filter_map(|path| match file::home(&path) {
        Home::Windows { half, .. } => Some(half),
        Home::Elsewhere(_) | Home::Unknown => None,
    });
    halves.next()
}

/// The scenario as a child under Wine reads it.
fn translated(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    // What cannot be translated was refused.
    let inside = |path: &str| file::inside(path).unwrap_or_else(|| path.to_owned());
    for path in scenario.dlls.iter_mut().filter_map(|dll| dll.path.as_mut()) {
        *path = inside(path);
    }
    scenario.dll_path = scenario.dll_path.map(|list| list.with_paths(inside));
    scenario
}

/// Sees to it that the DLLs of a scenario can be played, if it takes the Windows half to do so, whose children are started
/// with these words.
pub(super) fn require(scenario: &Scenario, words: &[&str]) -> Result<(), UserError> {
    let Some(half) = of(scenario) else { return Ok(()) };
    let paths = scenario.specs().into_iter().filter_map(|dll| dll.path);
    let dlls: Vec<(String, Home)> = paths.map(|path| (path.clone(), file::home(&path))).collect();
    alike(&dlls)?;
    let of_windows = |home: &Home| matches!(home, Home::Windows { .. });
    let unspeakable = dlls.iter().find(|(path, home)| of_windows(home) && file::inside(path).is_none());
    if let Some((path, _)) = unspeakable {
        let path = shown(Path::new(path));
        let what = "expected a path that Windows can have, found a backslash or one of : * ? \" < > |";
        return Err(UserError::new(format!("{path}: {what}")));
    }
    let first = dlls.iter().find(|(_, home)| of_windows(home)).map(|(path, _)| shown(Path::new(path)));
    let first = first.unwrap_or_default();
    let what = || format!("{first} is a DLL for {} Windows", half.machine());
    let ready = ready::of(half, words).map_err(|error| error.about(what()))?;
    let asking = dlls.iter().find(|(_, home)| matches!(home, Home::Windows { is_asking: true, .. }));
    match asking {
        Some((path, _)) if !ready.has_beside(STAND_IN) => {
            let path = shown(Path::new(path));
            let what = format!("it needs {STAND_IN}, and its stand-in is not beside mockras.exe");
            Err(UserError::new(format!("{path}: {what}"))
                .hint(format!("`{}` in a checkout of mockras builds and installs both", half.script())))
        }
        _ => Ok(()),
    }
}

/// Refuses DLLs that no process can load together.
fn alike(dlls: &[(String, Home)]) -> Result<(), UserError> {
    let what = |home: &Home| match home {
        Home::Windows { half, .. } => Some(format!("a DLL for {} Windows", half.machine())),
        Home::Elsewhere(format) => Some(format!("a library: {format}")),
        Home::Unknown => None,
    };
    let known = || dlls.iter().filter_map(|(path, home)| Some((shown(Path::new(path)), what(home)?)));
    let Some((first, kind)) = known().next() else { return Ok(()) };
    match known().find(|(_, other)| *other != kind) {
        None => Ok(()),
        Some((path, other)) => Err(UserError::new(format!(
            "expected native DLLs for one system, found {first}, {kind}, and {path}, {other}"
        ))
        .hint("build them for the same system, or play each in a scenario of its own")),
    }
}

/// Children of a half that is ready; they are started with these words.
pub(super) fn isolated(half: Half, words: &[&str]) -> Option<Isolated> {
    ready::known(half).map(|ready| ready.children(words).translated(translated))
}

/// The systems of the halves that have been required.
pub(super) fn systems() -> impl Iterator<Item = &'static System> {
    Half::ALL.into_iter().filter_map(ready::known).map(|ready| &ready.system)
}
