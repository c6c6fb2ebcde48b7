//! Who plays the scenarios of a command: this process, children of it, or children that another command leads to.

use std::cell::{OnceCell, RefCell};
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use mockras::dll::Registered;
use mockras::generate::fault::SeededFault;
use mockras::pipeline::{Conversation, Play, Reached, Runner, Sink};
use mockras::ras::Callout;
use mockras::scenario::{DLL_MAX_BYTES, Dll, Scenario, read_file};
use mockras::transcript::{Header, Transcript};
use mockras_native::ffi::coverage;
use mockras_native::worker::{self, Isolated, System};

use super::exit::{self, Exit, UserError};
use super::native::{Isolation, NativeFlags, is_native};
use super::terminal::tell;
use super::windows_half::{self, Half};

/// What children of the command are started with; no help shows it.
pub(super) const CHILD: &str = "__worker";

/// What follows that word for a child that is reached through another command.
const REMOTE: &str = "remote";

/// What a child is started with that is reached through another command.
pub(super) const REMOTE_CHILD: [&str; 2] = [CHILD, REMOTE];

/// Plays scenarios, and knows the files of their DLLs.
pub(super) struct CommandPlayer {
    fault: Option<&'static SeededFault>,
    /// Who plays native DLLs, unless this process does.
    isolated: Option<Isolated>,
    /// Whether their files are those of another system, or may be.
    is_elsewhere: bool,
    /// The system on which native DLLs run, if it is not this one and a command leads there.
    system: Option<System>,
    /// How native DLLs are run.
    native: NativeFlags,
    /// Who plays DLLs for Windows on another system, by half.
    windows: [OnceCell<Option<Isolated>>; 2],
    /// The entry points before whose calls runs end.
    avoided: RefCell<Vec<Callout>>,
}

impl CommandPlayer {
    /// The player that these flags ask for. A command that does not lead to mockras is refused here.
    pub(super) fn new(native: &NativeFlags, fault: Option<&'static SeededFault>) -> Result<Self, UserError> {
        let mut player = Self::another(native, fault)?;
        if let (true, Some(isolated)) = (player.is_elsewhere, &player.isolated) {
            let system = isolated.system().map_err(|error| {
                UserError::new(format!("--runner: {error}")).hint(
                    "the command is to start a mockras of this version, and to pass on the arguments that follow it, \
                     standard input and standard output",
                )
            })?;
            player.system = Some(system).filter(|system| *system != System::own());
        }
        Ok(player)
    }

    /// A further player, for another thread, of flags that were found to be good.
    pub(super) fn another(
        native: &NativeFlags,
        fault: Option<&'static SeededFault>,
    ) -> Result<Self, UserError> {
        let is_elsewhere = native.runner.is_some();
        let isolated = if native.in_process { None } else { Some(isolated(native, fault)?) };
        Ok(Self {
            fault,
            isolated,
            is_elsewhere,
            system: None,
            native: native.clone(),
            windows: Default::default(),
            avoided: RefCell::default(),
        })
    }

    /// Where native DLLs run, if that is not this system. Of the Windows half this is known when a scenario was read that
    /// needs it.
    pub(super) fn system(&self) -> Option<String> {
        let windows = windows_half::systems().map(System::to_string);
        let systems: Vec<String> = self.system.iter().map(System::to_string).chain(windows).collect();
        (!systems.is_empty()).then(|| systems.join(" and "))
    }

    /// Tells where native DLLs run, if that is not this system and a command leads there.
    pub(super) fn tell_of_system(&self) {
        if let Some(system) = &self.system {
            tell(format_args!("note: native DLLs run on {system}"));
        }
    }

    /// Names of DLLs, and the hashes of those that are files. One that cannot be read has none.
    pub(super) fn fingerprints(&self, dlls: &[Dll]) -> Vec<String> {
        let fingerprint = |dll: &Dll| match dll.path.as_ref().and_then(|path| self.hash(path)) {
            Some(hash) => format!("{} {hash}", dll.name()),
            None => dll.name(),
        };
        dlls.iter().map(fingerprint).collect()
    }

    /// A hash that stands for the bytes of a file, on the system where it is.
    fn hash(&self, path: &str) -> Option<String> {
        match &self.isolated {
            Some(isolated) if self.is_elsewhere => isolated.fingerprint(path).ok(),
            _ => {
                let bytes = read_file(Path::new(path), "a DLL", DLL_MAX_BYTES).ok()?;
                Some(format!("xxh3:{:032x}", mockras::campaign::hash(&bytes)))
            }
        }
    }

    /// The children that play a scenario, unless this process does.
    fn children(&self, scenario: &Scenario) -> Option<&Isolated> {
        let isolated = self.isolated.as_ref().filter(|_| is_native(scenario))?;
        let half = windows_half::of(scenario).filter(|_| !self.is_elsewhere);
        half.and_then(|half| self.on_windows(half)).or(Some(isolated))
    }

    /// Children of this half. Nothing if nobody has required it: then the file is refused as what it is.
    fn on_windows(&self, half: Half) -> Option<&Isolated> {
        let isolated = self.windows[half as usize].get_or_init(|| {
            let isolated = windows_half::isolated(half, &REMOTE_CHILD)?;
            isolated.avoid(&self.avoided.borrow());
            Some(furnished(isolated, &self.native, self.fault))
        });
        isolated.as_ref()
    }

    /// All that has children, or may have.
    fn all(&self) -> impl Iterator<Item = &Isolated> {
        let windows = self.windows.iter().filter_map(|half| half.get()?.as_ref());
        self.isolated.iter().chain(windows)
    }

    fn dlls(&self, scenario: &Scenario) -> Vec<Registered> {
        let dlls = mockras_native::named(scenario);
        match self.fault {
            None => dlls,
            Some(fault) => dlls.into_iter().map(|dll| fault.wrap(dll)).collect(),
        }
    }
}

fn isolated(native: &NativeFlags, fault: Option<&'static SeededFault>) -> Result<Isolated, UserError> {
    let of_program = |error: std::io::Error| {
        UserError::new(format!("the program of the command cannot be found: {error}"))
    };
    let words = native.runner.as_ref().map(|runner| runner.words.as_slice());
    let isolated = match words.and_then(<[String]>::split_first) {
        Some((program, arguments)) => {
            let arguments = arguments.iter().map(String::as_str).chain(REMOTE_CHILD);
            Isolated::new(program, arguments).through_a_command()
        }
        None => Isolated::of_this_program([CHILD]).map_err(of_program)?,
    };
    let isolated = match &native.wrap {
        Some(wrap) => isolated.under(&wrap.words).map_err(of_program)?,
        None => isolated,
    };
    Ok(furnished(isolated, native, fault))
}

/// The same with what the flags say.
fn furnished(isolated: Isolated, native: &NativeFlags, fault: Option<&'static SeededFault>) -> Isolated {
    let isolated = native.timeout.into_iter().fold(isolated, Isolated::timeout).until(exit::is_interrupted);
    let isolated = match native.isolation {
        Some(Isolation::Strict) => isolated.strict(),
        Some(Isolation::Fast) | None => isolated,
    };
    fault.into_iter().fold(isolated, Isolated::fault)
}

/// Plays native DLLs in children. Stock DLLs need none.
impl Runner for CommandPlayer {
    fn header(&self, scenario: &Scenario) -> Header {
        self.dlls(scenario).header(scenario)
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        match self.children(scenario) {
            Some(isolated) => isolated.play(scenario, sink),
            None => {
                coverage::begin();
                self.dlls(scenario).play(scenario, sink);
            }
        }
    }

    fn begin(&self, scenario: &Scenario) -> Option<Play> {
        match self.children(scenario) {
            Some(isolated) => isolated.begin(scenario),
            None => self.dlls(scenario).begin(scenario),
        }
    }

    fn run(&self, scenario: &Scenario) -> Transcript {
        match self.children(scenario) {
            Some(isolated) => isolated.run(scenario),
            None => {
                coverage::begin();
                self.dlls(scenario).run(scenario)
            }
        }
    }

    fn run_on_threads(&self, scenario: &Scenario) -> Option<Transcript> {
        self.children(scenario)?.run_on_threads(scenario)
    }

    fn repeat(&self, conversation: &Conversation, sink: &mut dyn Sink) {
        match self.children(&conversation.cycle) {
            Some(isolated) => isolated.repeat(conversation, sink),
            None => self.dlls(&conversation.cycle).play(&conversation.whole(), sink),
        }
    }

    fn written(&self) -> String {
        self.all().map(Isolated::written).collect()
    }

    fn reached(&self) -> Reached {
        self.isolated.as_ref().map_or_else(coverage::take, Isolated::reached)
    }

    fn cut(&self) -> Option<String> {
        self.all().filter_map(Isolated::cut).fold(None, |first, cut| first.or(Some(cut)))
    }

    fn refresh(&self) {
        self.all().for_each(Isolated::refresh);
    }

    fn avoid(&self, callouts: &[Callout]) {
        self.avoided.replace(callouts.to_vec());
        self.all().for_each(|isolated| isolated.avoid(callouts));
    }
}

/// Runs a child of the command.
pub(super) fn child() -> ExitCode {
    if std::io::stdin().is_terminal() || std::io::stdout().is_terminal() {
        UserError::new(format!("`{CHILD}` is for mockras itself, which talks to its children through pipes"))
            .hint("`mockras run` and `mockras check` start them as they are needed")
            .tell();
        return Exit::Usage.into();
    }
    match std::env::args_os().nth(2) {
        Some(argument) if argument == REMOTE => worker::remote_child(),
        _ => worker::child(),
    }
}
