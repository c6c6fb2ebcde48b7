//! A Windows half that was found, and plays.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use mockras::scenario::shown;
use mockras_native::worker::{Isolated, System};

use super::super::exit::UserError;
use super::super::terminal::tell;
use super::prefix::{Held, OTHERS, Prefix};
use super::surroundings::Surroundings;
use super::wine::{Variables, Wine};
use super::{Half, exe, file};

/// A half that plays.
pub(super) struct Ready {
    wine: PathBuf,
    exe: PathBuf,
    installed: PathBuf,
    variables: Variables,
    pub(super) system: System,
    /// As long as this process lives.
    _held: Held,
}

static HALVES: [OnceLock<Result<Ready, UserError>>; 2] = [const { OnceLock::new() }; 2];

/// The half, which is found and tried once in a process. Where DLLs run is told then.
pub(super) fn of(half: Half, words: &[&str]) -> Result<&'static Ready, UserError> {
    let made = HALVES[half as usize].get_or_init(|| {
        // One at a time: both may have the same prefix.
        static ONE: Mutex<()> = Mutex::new(());
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let ready = Ready::make(half, &Surroundings::from_environment()?, words)?;
        tell(format_args!("note: native DLLs run on {}", ready.system));
        Ok(ready)
    });
    made.as_ref().map_err(Clone::clone)
}

/// The half, if it was asked for before and plays.
pub(super) fn known(half: Half) -> Option<&'static Ready> {
    HALVES[half as usize].get()?.as_ref().ok()
}

fn children(wine: &Path, exe: &Path, variables: &Variables, words: &[&str]) -> Isolated {
    let arguments = std::iter::once(exe.as_os_str().to_owned()).chain(words.iter().map(Into::into));
    Isolated::new(wine, arguments).through_a_command().with_variables(variables.all())
}

impl Ready {
    /// Children, which are started with these words.
    pub(super) fn children(&self, words: &[&str]) -> Isolated {
        children(&self.wine, &self.exe, &self.variables, words)
    }

    /// Whether this DLL is found where `mockras.exe` looks for it.
    pub(super) fn has_beside(&self, dll: &str) -> bool {
        exe::has_beside(&self.exe, &self.installed, dll)
    }

    fn make(half: Half, surroundings: &Surroundings, words: &[&str]) -> Result<Self, UserError> {
        let wine = Wine::find(surroundings)?;
        let exe = exe::find(surroundings, half)?;
        let installed = exe::installed(surroundings, half);
        let (folder, variables) = environment(half, surroundings, &installed);
        let prefix = Prefix { wine: &wine, folder, variables: &variables, patience: OTHERS };
        let mut held = prefix.hold()?;
        if half == Half::X86 && !prefix.has_32_bit() {
            return Err(no_32_bit(&wine));
        }
        let system = || {
            wine.start_server(&variables);
            children(&wine.program, &exe, &variables, words).system()
        };
        let mut met = system();
        // What is wrong may be the prefix, of which not every part can be looked at.
        if met.as_ref().is_err_and(|error| error.kind() != ErrorKind::InvalidData) && !held.is_new {
            held = prefix.renew(held)?;
            met = system();
        }
        let system = met.map_err(|error| {
            UserError::new(format!("mockras.exe cannot be started under Wine: {error}")).hint(format!(
                "`{}` in a checkout of mockras builds and installs one of this version",
                half.script()
            ))
        })?;
        Ok(Self { wine: wine.program, exe, installed, variables, system, _held: held })
    }
}

fn no_32_bit(wine: &Wine) -> UserError {
    UserError::new(format!("{}: expected a Wine that runs 32-bit programs, found none", shown(&wine.program)))
        .hint(format!(
            "`{}` in a checkout of mockras brings the 32-bit DLLs of Wine as well, or install them (Debian: \
             `dpkg --add-architecture i386; apt-get update; apt-get install wine32`)",
            Half::X86.script()
        ))
}

/// The prefix of a half, and what is around its programs: Wine has a folder of its own for everything, and no display.
fn environment(half: Half, surroundings: &Surroundings, installed: &Path) -> (PathBuf, Variables) {
    let data = &surroundings.data;
    let mut variables = Variables::default();
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WINEARCH", "WINESERVER", "WINELOADER", "WINEDLLPATH"] {
        variables.remove(name);
    }
    let own_dlls = installed.join("wine");
    // The 64-bit Wine of Debian has no 32-bit DLLs: these are beside that half, and so is its prefix.
    let name = if half == Half::X86 && own_dlls.is_dir() {
        variables.set("WINEDLLPATH", own_dlls);
        "prefix-i686"
    } else {
        "prefix"
    };
    let prefix = data.join(name);
    variables.set("WINEPREFIX", &prefix);
    if std::env::var_os("WINEDEBUG").is_none() {
        variables.set("WINEDEBUG", "-all");
    }
    variables.set("WINEDLLOVERRIDES", "winemenubuilder.exe,mscoree,mshtml=;mprapi=n");
    for name in ["HOME", "XDG_RUNTIME_DIR"] {
        variables.set(name, data.join("home"));
    }
    variables.set("LC_ALL", "C.UTF-8");
    // What a mockras.exe that lies elsewhere needs beside it.
    let helpers = installed.to_str().and_then(file::inside).unwrap_or_default();
    variables.set("WINEPATH", helpers);
    (prefix, variables)
}
