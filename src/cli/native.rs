//! How native DLLs are run: flags, where their files are, and who plays.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use clap::Args;
use mockras::callout::Registered;
use mockras::generate::fault::SeededFault;
use mockras::pipeline::{self, Runner, Sink};
use mockras::scenario::{AfterCall, Dll, Guard, Scenario, Span};
use mockras::transcript::Header;
use mockras::worker::{self, Isolated};

use super::exit::{Exit, UserError};
use super::setup::words;
use super::told::tell;

/// What children of the command are started with; no help shows it.
pub(super) const CHILD: &str = "__worker";

/// The flags about native DLLs.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Native {
    /// Load native DLLs into this process, for a debugger; a crash ends the command, a hang has no end (environment:
    /// MOCKRAS_IN_PROCESS=1)
    #[arg(long)]
    in_process: bool,
    /// How long a call of a native DLL may take, such as 500ms; 2s unless given (environment: MOCKRAS_TIMEOUT)
    #[arg(long, value_name = "TIME", value_parser = timeout, conflicts_with = "in_process")]
    timeout: Option<Span>,
    /// Where the arguments of native DLLs lie: end (before a page that cannot be touched), start or off (environment:
    /// MOCKRAS_GUARD)
    #[arg(long, value_name = "WHERE")]
    guard: Option<Guard>,
    /// What becomes of arguments when a call is over: scribble, unmap or keep (environment: MOCKRAS_AFTER_CALL)
    #[arg(long, value_name = "WHAT")]
    after_call: Option<AfterCall>,
}

/// The longest timeout: a day, so that nothing waits for ever.
const TIMEOUT_MAX: Span = Span { ms: 24 * 60 * 60 * 1000 };

fn timeout(text: &str) -> Result<Span, String> {
    let span: Span = text.parse().map_err(|error: mockras::ras::WordError| error.to_string())?;
    if span.ms == 0 || span > TIMEOUT_MAX {
        return Err(format!("expected a time from 1ms to {TIMEOUT_MAX}, found `{text}`"));
    }
    Ok(span)
}

impl Native {
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
        Ok(Self {
            in_process,
            timeout: timeout.map_err(|error| UserError::new(format!("MOCKRAS_TIMEOUT: {error}")))?,
            guard: words("MOCKRAS_GUARD", None)?.pop(),
            after_call: words("MOCKRAS_AFTER_CALL", None)?.pop(),
        })
    }

    /// These flags, and where one was not given, those.
    pub(super) fn or(self, those: Self) -> Self {
        Self {
            in_process: self.in_process || those.in_process,
            timeout: self.timeout.or(those.timeout),
            guard: self.guard.or(those.guard),
            after_call: self.after_call.or(those.after_call),
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
        flag("--timeout", self.timeout.map(|timeout| timeout.to_string()));
        flag("--guard", self.guard.map(|guard| guard.to_string()));
        flag("--after-call", self.after_call.map(|after_call| after_call.to_string()));
        flags
    }

    /// Puts the flags over what the scenario says of its native DLLs.
    pub(super) fn put_over(&self, scenario: &mut Scenario) {
        for dll in scenario.dlls.iter_mut().filter(|dll| dll.path.is_some()) {
            dll.guard = self.guard.or(dll.guard);
            dll.after_call = self.after_call.or(dll.after_call);
        }
    }

    /// Who plays scenarios: those with native DLLs are played in children of this process.
    pub(super) fn runner(&self, fault: Option<&'static SeededFault>) -> Result<Box<dyn Runner>, UserError> {
        let here = Here { fault };
        if self.in_process {
            return Ok(Box::new(here));
        }
        let isolated = Isolated::of_this_program([CHILD]).map_err(|error| {
            UserError::new(format!("the program of the command cannot be found: {error}"))
        })?;
        let isolated = self.timeout.into_iter().fold(isolated, Isolated::timeout);
        let isolated = fault.into_iter().fold(isolated, Isolated::fault);
        Ok(Box::new(AsNeeded { here, isolated }))
    }
}

/// The DLLs that a scenario names, in this process.
struct Here {
    fault: Option<&'static SeededFault>,
}

impl Here {
    fn dlls(&self, scenario: &Scenario) -> Vec<Registered> {
        let dlls = pipeline::named(scenario);
        match self.fault {
            None => dlls,
            Some(fault) => dlls.into_iter().map(|dll| fault.wrap(dll)).collect(),
        }
    }
}

impl Runner for Here {
    fn header(&self, scenario: &Scenario) -> Header {
        self.dlls(scenario).header(scenario)
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        self.dlls(scenario).play(scenario, sink);
    }
}

/// Native DLLs in children; stock DLLs need none.
struct AsNeeded {
    here: Here,
    isolated: Isolated,
}

impl Runner for AsNeeded {
    fn header(&self, scenario: &Scenario) -> Header {
        self.here.header(scenario)
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        if is_native(scenario) { self.isolated.play(scenario, sink) } else { self.here.play(scenario, sink) }
    }

    fn written(&self) -> String {
        self.isolated.written()
    }

    fn cut(&self) -> Option<String> {
        self.isolated.cut()
    }
}

pub(super) fn is_native(scenario: &Scenario) -> bool {
    scenario.specs().iter().any(|dll| dll.path.is_some())
}

/// Paths in a scenario file start where the file is.
pub(super) fn rebase(scenario: &mut Scenario, file: &Path) {
    let folder = file.parent().filter(|folder| *folder != Path::new("") && file != Path::new("-"));
    let Some(folder) = folder else { return };
    for path in scenario.dlls.iter_mut().filter_map(|dll| dll.path.as_mut()) {
        if let Some(joined) = folder.join(&*path).to_str() {
            *path = joined.to_owned();
        }
    }
}

/// Writes the paths of DLLs so that they are found from a file in this folder, wherever mockras is started. A DLL keeps
/// the name it was given, even if that is a symbolic link: names are part of what is found.
pub(super) fn relate(scenario: &mut Scenario, folder: &Path) {
    let folder = folder.canonicalize().ok();
    for path in scenario.dlls.iter_mut().filter_map(|dll| dll.path.as_mut()) {
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

/// Names of DLLs, and the hashes of those that are files.
pub(super) fn fingerprints(dlls: &[Dll]) -> Vec<String> {
    let fingerprint = |dll: &Dll| match dll.path.as_ref().map(std::fs::read) {
        Some(Ok(bytes)) => format!("{} xxh3:{:032x}", dll.name(), mockras::campaign::hash(&bytes)),
        _ => dll.name(),
    };
    dlls.iter().map(fingerprint).collect()
}

/// Transcripts hold no paths, so here is said which file it is that cannot be loaded; once.
pub(super) fn tell_of_missing(scenario: &Scenario) {
    for path in scenario.specs().into_iter().filter_map(|dll| dll.path) {
        match std::fs::metadata(&path) {
            Ok(found) if found.is_dir() => tell_once(&path, "expected a DLL, found a directory"),
            Ok(_) => match std::fs::File::open(&path) {
                Ok(_) => continue,
                Err(error) => tell_once(&path, &error.to_string()),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                tell_once(&path, "there is no such file");
            }
            Err(error) => tell_once(&path, &error.to_string()),
        }
    }
}

/// Says of a file that is there why it could not be loaded.
pub(super) fn tell_of_trouble(scenario: &Scenario, dll: u8, why: &str) {
    let spec = scenario.specs().into_iter().nth(usize::from(dll));
    if let Some(path) = spec.and_then(|spec| spec.path) {
        tell_once(&path, why);
    }
}

/// The first trouble with a file is what its user has to know.
fn tell_once(path: &str, trouble: &str) {
    static TOLD: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if TOLD.lock().is_ok_and(|mut told| told.insert(path.into())) {
        tell(format_args!("error: {path}: {trouble}"));
    }
}

/// What a child does.
pub(super) fn child() -> ExitCode {
    if std::io::stdin().is_terminal() || std::io::stdout().is_terminal() {
        UserError::new(format!("`{CHILD}` is for mockras itself, which talks to its children through pipes"))
            .hint("`mockras run` and `mockras check` start them as they are needed")
            .tell();
        return Exit::Usage.into();
    }
    worker::child()
}
