//! How native DLLs are run: flags, and where their files are.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Mutex;

use clap::{Args, ValueEnum};
use mockras::scenario::{AfterCall, DLL_MAX_BYTES, Guard, Scenario, Span, check_file, shown};

use super::environment::words;
use super::exit::UserError;
use super::terminal::tell;

/// The flags about native DLLs.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
#[command(next_help_heading = "Native DLLs")]
pub(super) struct NativeFlags {
    /// Load native DLLs into this process, for a debugger [MOCKRAS_IN_PROCESS=1]
    #[arg(long)]
    pub(super) in_process: bool,
    /// Play both processes in one child where that shows the same, or always in two
    #[arg(long, value_name = "HOW", conflicts_with = "in_process")]
    pub(super) isolation: Option<Isolation>,
    /// Let a call of a native DLL take so long, else 2s [MOCKRAS_TIMEOUT]
    #[arg(long, value_name = "TIME", value_parser = timeout, conflicts_with = "in_process")]
    pub(super) timeout: Option<Span>,
    /// Start children under this command, such as 'valgrind -q'
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["in_process", "runner"])]
    pub(super) wrap: Option<Command>,
    /// Run native DLLs behind this command, which starts mockras elsewhere [MOCKRAS_RUNNER]
    #[arg(long, value_name = "COMMAND", conflicts_with = "in_process")]
    pub(super) runner: Option<Command>,
    /// Place arguments at the end, at the start, or without guard pages: end, start, off [MOCKRAS_GUARD]
    #[arg(long, value_name = "WHERE")]
    guard: Option<Guard>,
    /// Treat arguments after a call this way: unmap, scribble, keep [MOCKRAS_AFTER_CALL]
    #[arg(long, value_name = "WHAT")]
    after_call: Option<AfterCall>,
    /// Run DLLs below this folder as well, where files name them
    #[arg(long, value_name = "FOLDER")]
    pub(super) allow_dll: Vec<PathBuf>,
}

/// How many children play.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Isolation {
    // One for both processes of the service, as long as nothing shows.
    Fast,
    // One for each process, always.
    Strict,
}

/// A command that leads to mockras elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    text: String,
    /// The words, as a shell splits the text; the first is the program.
    pub(super) words: Vec<String>,
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Command {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match shlex::split(text) {
            None => Err(format!("expected a command, found a quote without its other one in `{text}`")),
            Some(words) if words.first().is_none_or(String::is_empty) => {
                Err("expected a command such as `wine64 mockras.exe`, found nothing".to_owned())
            }
            Some(words) => Ok(Self { text: text.to_owned(), words }),
        }
    }
}

/// The longest timeout: a day, so that nothing waits for ever.
const TIMEOUT_MAX: Span = Span { ms: 24 * 60 * 60 * 1000 };

pub(super) fn timeout(text: &str) -> Result<Span, String> {
    let span: Span = text.parse().map_err(|error: mockras::ras::WordError| error.to_string())?;
    if span.ms == 0 || span > TIMEOUT_MAX {
        return Err(format!("expected a time from 1ms to {TIMEOUT_MAX}, found `{text}`"));
    }
    Ok(span)
}

impl NativeFlags {
    pub(super) fn from_environment() -> Result<Self, UserError> {
        let in_process = match words::<String>("MOCKRAS_IN_PROCESS", None)?.pop().as_deref() {
            None | Some("0") => false,
            Some("1") => true,
            Some(other) => {
                return Err(UserError::new(format!("MOCKRAS_IN_PROCESS: expected 0 or 1, found `{other}`")));
            }
        };
        let written: Option<String> = words("MOCKRAS_TIMEOUT", None)?.pop();
        let timeout = written.map(|text| timeout(&text)).transpose();
        let runner = words("MOCKRAS_RUNNER", None)?.pop();
        if in_process && runner.is_some() {
            return Err(UserError::new("expected MOCKRAS_IN_PROCESS=1 or MOCKRAS_RUNNER, found both"));
        }
        Ok(Self {
            in_process,
            isolation: None,
            timeout: timeout.map_err(|error| UserError::new(format!("MOCKRAS_TIMEOUT: {error}")))?,
            wrap: None,
            runner,
            guard: words("MOCKRAS_GUARD", None)?.pop(),
            after_call: words("MOCKRAS_AFTER_CALL", None)?.pop(),
            // No variable: what may be run is said where it is run.
            allow_dll: Vec::new(),
        })
    }

    /// These flags, and where one was not given, those of the environment that do not conflict with these.
    pub(super) fn or(self, those: Self) -> Self {
        let is_for_children = self.isolation.is_some()
            || self.timeout.is_some()
            || self.wrap.is_some()
            || self.runner.is_some();
        let in_process = self.in_process || (those.in_process && !is_for_children);
        Self {
            in_process,
            isolation: self.isolation,
            timeout: self.timeout.or(those.timeout.filter(|_| !in_process)),
            runner: self.runner.or(those.runner.filter(|_| !in_process && self.wrap.is_none())),
            wrap: self.wrap,
            guard: self.guard.or(those.guard),
            after_call: self.after_call.or(those.after_call),
            allow_dll: self.allow_dll,
        }
    }

    /// The same in the process of the command.
    pub(super) fn in_process(&self) -> Self {
        Self {
            in_process: true,
            guard: self.guard,
            after_call: self.after_call,
            allow_dll: self.allow_dll.clone(),
            ..Self::default()
        }
    }

    /// The flags, as they can be typed.
    pub(super) fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if self.in_process {
            flags.push("--in-process".to_owned());
        }
        let mut flag = |name: &str, value: Option<String>| {
            flags.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
        };
        flag("--isolation", (self.isolation == Some(Isolation::Strict)).then(|| "strict".to_owned()));
        flag("--timeout", self.timeout.map(|timeout| timeout.to_string()));
        flag("--wrap", self.wrap.as_ref().map(Command::to_string));
        flag("--runner", self.runner.as_ref().map(Command::to_string));
        flag("--guard", self.guard.map(|guard| guard.to_string()));
        flag("--after-call", self.after_call.map(|after_call| after_call.to_string()));
        for folder in &self.allow_dll {
            flag("--allow-dll", Some(folder.to_string_lossy().into_owned()));
        }
        flags
    }

    /// Puts the flags over what the scenario says of its native DLLs.
    pub(super) fn put_over(&self, scenario: &mut Scenario) {
        for dll in scenario.dlls.iter_mut().filter(|dll| dll.path.is_some()) {
            dll.guard = self.guard.or(dll.guard);
            dll.after_call = self.after_call.or(dll.after_call);
        }
    }
}

pub(super) fn is_native(scenario: &Scenario) -> bool {
    scenario.specs().iter().any(|dll| dll.path.is_some())
}

/// Makes paths of DLLs start where the scenario file is.
pub(super) fn rebase(scenario: &mut Scenario, file: &Path) -> Result<(), UserError> {
    let folder = file.parent().filter(|folder| *folder != Path::new("") && file != Path::new("-"));
    let Some(folder) = folder else { return Ok(()) };
    for path in paths_of_here(scenario) {
        let joined = folder.join(&*path);
        // Where it is not, another file of that name may be.
        let joined = joined.to_str().ok_or_else(|| {
            UserError::new(format!(
                "{}: expected a path in UTF-8 to its DLL, found {}",
                shown(file),
                shown(&joined)
            ))
            .hint("start mockras in the folder of the file")
        })?;
        *path = joined.to_owned();
    }
    Ok(())
}

/// The paths of DLLs, but for those that are full ones on Windows alone: they start nowhere else.
fn paths_of_here(scenario: &mut Scenario) -> impl Iterator<Item = &mut String> {
    let is_of_windows = |path: &str| {
        let has_drive = path.as_bytes().get(1) == Some(&b':');
        !cfg!(windows) && (has_drive || path.starts_with(r"\\"))
    };
    let paths = scenario.dlls.iter_mut().filter_map(|dll| dll.path.as_mut());
    paths.filter(move |path| !is_of_windows(path))
}

/// Writes the paths of DLLs so that they are found from a file in this folder, wherever mockras is started. A DLL keeps
/// the name it was given, even if that is a symbolic link: names are part of what is found.
pub(super) fn relate(scenario: &mut Scenario, folder: &Path) {
    let folder = folder.canonicalize().ok();
    for path in paths_of_here(scenario) {
        let Ok(absolute) = std::path::absolute(&*path) else { continue };
        let related = folder.as_deref().and_then(|folder| related(&absolute, folder));
        if let Some(found) = related.or_else(|| absolute.to_str().map(str::to_owned)) {
            *path = found;
        }
    }
}

/// How a file is named from a folder, with `/` on every system; nothing if no relative path leads there.
fn related(file: &Path, folder: &Path) -> Option<String> {
    let file = file.parent()?.canonicalize().ok()?.join(file.file_name()?);
    // Another drive.
    if file.components().next() != folder.components().next() {
        return None;
    }
    let related = pathdiff::diff_paths(file, folder)?;
    let parts: Option<Vec<&str>> = related.iter().map(|part| part.to_str()).collect();
    let joined = parts?.join("/");
    // A bare name is not a path.
    Some(if joined.contains('/') { joined } else { format!("./{joined}") })
}

/// Tells which files of DLLs are not there or cannot be read, each once: transcripts hold no paths. One that is not to be
/// read at all, such as a pipe or a file that is too long, is refused.
pub(super) fn tell_of_missing(scenario: &Scenario) -> Result<(), UserError> {
    for path in scenario.specs().into_iter().filter_map(|dll| dll.path) {
        match std::fs::metadata(&path) {
            Ok(found) if found.is_dir() => tell_once(&path, "expected a DLL, found a directory"),
            Ok(_) => {
                check_file(Path::new(&path), "a DLL", DLL_MAX_BYTES)
                    .map_err(|error| UserError::new(format!("{}: {error}", shown(Path::new(&path)))))?;
                if let Err(error) = std::fs::File::open(&path) {
                    tell_once(&path, &error.to_string());
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                tell_once(&path, "there is no such file");
            }
            Err(error) => tell_once(&path, &error.to_string()),
        }
    }
    Ok(())
}

/// Says of a file that is there why it could not be loaded.
pub(super) fn tell_of_trouble(scenario: &Scenario, dll: u8, why: &str) {
    let spec = scenario.specs().into_iter().nth(usize::from(dll));
    if let Some(path) = spec.and_then(|spec| spec.path) {
        tell_once(&path, why);
    }
}

/// Tells of the first trouble with a file. That is what its user has to know.
fn tell_once(path: &str, trouble: &str) {
    static TOLD: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if TOLD.lock().is_ok_and(|mut told| told.insert(path.into())) {
        tell(format_args!("error: {path}: {trouble}"));
    }
}

/// Refuses a library where a scenario or a transcript is expected.
pub(super) fn refuse_library(path: &Path) -> Result<(), UserError> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if [".so", ".dll", ".dylib"].iter().any(|end| name.ends_with(end)) {
        let file = shown(path);
        return Err(UserError::new(format!("{file}: expected a scenario or a transcript, found a library"))
            .hint(format!("--dll ./{file} plays it")));
    }
    Ok(())
}
