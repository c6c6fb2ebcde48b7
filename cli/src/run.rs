//! `mockras run`: plays a scenario and prints its transcript.

use std::path::PathBuf;

use clap::Args;
use mockras::check::Twin;
use mockras::model::{Ask, Event, Level, LogEntry, ServiceState, Stage};
use mockras::pipeline::{Runner, Sink, varied};
use mockras::ras::Callout;
use mockras::scenario::{Scenario, shown};
use mockras::transcript::{Entry, EntryKind};

use super::exit::{self, Exit, Meaning, UserError};
use super::format::FormatFlag;
use super::native;
use super::output::{TranscriptForm, TranscriptOutput};
use super::setup::Setup;
use super::terminal::tell;

const EXAMPLES: &str = "\
Examples:
  mockras run two-links.toml
  mockras run two-links.toml --dll stock:silent --dll 'stock:refuse-user,users=[\"bob\"]'
  mockras run two-links.toml --policy vote=ask_all --policy processes=one
  mockras run two-links.toml --format text --format json=out.json
  mockras run two-links.toml --format svg=out.svg
  generate-scenario | mockras run - --profile server-2003

A scenario is a TOML file:
  profile = \"server-2012\"      # optional, as are [policy] and [[dll]]
  steps = [
    { dial = { port = \"VPN2-0\", user = \"alice\" } },
    { wait = \"90s\" },
    { hang-up = { port = \"VPN2-0\" } },
  ]
  [policy]
  hangup_after_refusal = \"all\"
  [[dll]]
  stock = \"refuse-user\"
  users = [\"bob\"]
`mockras list steps|policies|stock` shows what else can stand there.

Flags go before the environment, that before the file, that before defaults.
Policies are put over each other one by one; --dll replaces all DLLs of the file.
The transcript goes to standard output, the closing RESULT line to standard error.";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "a DLL was asked something, and no call faulted"),
    (Exit::Findings, "a call faulted"),
    (Exit::Inconclusive, "no DLL was asked anything but to start and stop, or the run was cut short"),
    (Exit::NotStarted, "the service did not start because of a DLL, such as one that cannot be loaded"),
];

/// Play a scenario and print its transcript
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct RunArgs {
    /// The scenario file; `-` for standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    #[command(flatten)]
    setup: Setup,
    /// Play it as a rule compares it with: one-process, threads, reread, bystander, namesake, swapped or renamed
    #[arg(long, value_name = "TWIN")]
    twin: Option<Twin>,
    /// Write the transcript as text (the default), json or svg, to standard output or to a file
    #[arg(long, value_name = "FORM[=FILE]")]
    format: Vec<FormatFlag<TranscriptForm>>,
}

pub(super) fn run(args: RunArgs) -> Result<Exit, UserError> {
    let setup = args.setup.with_environment()?;
    let mut scenario = setup.scenario(&args.scenario)?;
    if let Some(twin) = args.twin {
        let none = || {
            UserError::new(format!(
                "{}: expected a scenario with the twin `{twin}`, found none: {}",
                shown(&args.scenario),
                why_not(twin)
            ))
        };
        scenario = varied(twin, &scenario).ok_or_else(none)?;
    }
    warn_of_decided(&scenario);
    let runner = setup.player()?;
    if native::is_native(&scenario) {
        runner.tell_of_system();
    }
    let header = runner.header(&scenario);
    let formats = FormatFlag::or_default(args.format);
    let mut recorder = Recorder {
        outputs: TranscriptOutput::open_all(&formats, &args.scenario, &header, native::is_native(&scenario))?,
        summary: RunSummary::new(&header.dlls),
    };
    match args.twin {
        Some(Twin::Threads) => {
            let played = runner.run_on_threads(&scenario).unwrap_or_else(|| runner.run(&scenario));
            played.entries.into_iter().for_each(|entry| recorder.entry(entry));
        }
        _ => runner.play(&scenario, &mut recorder),
    }
    let Recorder { outputs, summary } = recorder;
    let title = args.scenario.to_string_lossy();
    outputs.into_iter().try_for_each(|output| output.finish(&title))?;
    tell_written(&runner.written());
    if let Some((dll, why)) = &summary.unloaded {
        native::tell_of_trouble(&scenario, *dll, why);
    }
    let (exit, result) = match (runner.cut(), summary.result()) {
        (Some(why), (Exit::Clean | Exit::Inconclusive, _)) => {
            (Exit::Inconclusive, format!("INCONCLUSIVE (the run was cut short: {why})"))
        }
        (_, result) => result,
    };
    tell(format_args!("RESULT: {result}"));
    Ok(exit)
}

/// A reading that was asked for is not in force where a page decides the question for this Windows version.
fn warn_of_decided(scenario: &Scenario) {
    let Scenario { profile, policy, .. } = scenario;
    for (field, decided, rules) in profile.decided() {
        let asked = policy.reading(field).filter(|asked| asked != decided);
        if let Some(asked) = asked {
            tell(format_args!(
                "note: {profile} decides {field}: {decided} ({rules}); `{asked}` has no effect"
            ));
        }
    }
}

/// Why a scenario has no such twin.
fn why_not(twin: Twin) -> &'static str {
    match twin {
        Twin::OneProcess => "its service is one process already",
        Twin::Again | Twin::Threads => "every scenario has one",
        Twin::Reread => "hangups follow refusals in it already",
        Twin::Cycles => "it is no scenario: `mockras soak` repeats conversations",
        Twin::Bystander => "nobody dials in it, the bystander does, or it is hostile",
        Twin::Namesake => "nobody dials in it, somebody of the domain ELSEWHERE does, or it is hostile",
        Twin::Swapped => "no two users on different ports dial one after the other",
        Twin::Renamed => {
            "it names no port that has another name, its DLL was told of a port, or it is hostile"
        }
        _ => "it has none",
    }
}

/// Tells what the DLLs wrote, so that it can be told from what mockras says.
fn tell_written(text: &str) {
    for line in text.lines() {
        tell(format_args!("dll: {line}"));
    }
}

/// Writes entries out as they come, and keeps nothing of them but a few numbers.
struct Recorder<'a> {
    outputs: Vec<TranscriptOutput>,
    summary: RunSummary<'a>,
}

impl Sink for Recorder<'_> {
    fn entry(&mut self, entry: Entry) {
        self.outputs.iter_mut().for_each(|output| output.entry(&entry));
        self.summary.entry(&entry.kind);
    }
}

/// What the closing line of a run is made of.
struct RunSummary<'a> {
    dlls: &'a [String],
    steps: u64,
    skipped: u64,
    /// Calls that exercise a DLL: all but those that start and stop it.
    exercised: u64,
    /// How many things were noticed that are no faults: rules judge them.
    noticed: u64,
    /// Why the first DLL could not be loaded, and which that is.
    unloaded: Option<(u8, String)>,
    /// The last call, as `AcceptNewLink of gate`.
    call: String,
    faults: u64,
    first_fault: String,
    last_error: Option<String>,
    /// Why the service did not start, the first time.
    not_started: Option<String>,
}

impl<'a> RunSummary<'a> {
    fn new(dlls: &'a [String]) -> Self {
        Self {
            dlls,
            steps: 0,
            skipped: 0,
            exercised: 0,
            noticed: 0,
            unloaded: None,
            call: String::new(),
            faults: 0,
            first_fault: String::new(),
            last_error: None,
            not_started: None,
        }
    }

    fn dll(&self, dll: u8) -> &'a str {
        self.dlls.get(usize::from(dll)).map_or("?", String::as_str)
    }

    fn fault(&mut self, what: impl Fn(&Self) -> String) {
        self.faults += 1;
        if self.faults == 1 {
            self.first_fault = what(self);
        }
    }

    fn entry(&mut self, kind: &EntryKind) {
        match kind {
            EntryKind::Event(Event::Step { number, .. }) if *number > 0 => self.steps += 1,
            EntryKind::Event(Event::Service(ServiceState::NotStarted)) if self.not_started.is_none() => {
                self.not_started = Some(self.last_error.take().unwrap_or_default());
            }
            EntryKind::Event(_) => {}
            EntryKind::Answered(returned) => self.noticed += returned.scribbled.len() as u64,
            EntryKind::Noticed(..) => self.noticed += 1,
            EntryKind::Skipped(_) => self.skipped += 1,
            EntryKind::Asked(Ask { instance, entry, .. }) => {
                use Callout::{InitializeDll, InitializeDllEx, TerminateDll};
                if !matches!(entry.callout, InitializeDll | InitializeDllEx | TerminateDll) {
                    self.exercised += 1;
                }
                self.call = format!("{} of {}", entry.callout, self.dll(instance.dll));
            }
            EntryKind::Faulted(fault) => self.fault(|outcome| format!("{}: {}", outcome.call, fault.what)),
            EntryKind::Logged(LogEntry { level: Level::Error, stage: Stage::Unload, instance, text }) => {
                self.fault(|outcome| format!("unloading {}: {text}", outcome.dll(instance.dll)));
            }
            EntryKind::Logged(LogEntry { level: Level::Error, stage, instance, text }) => {
                if *stage == Stage::Load {
                    self.unloaded.get_or_insert_with(|| (instance.dll, text.clone()));
                }
                self.last_error = Some(format!(": {}: {text}", self.dll(instance.dll)));
            }
            _ => {}
        }
    }

    fn passed(&self) -> String {
        match self.noticed {
            0 => "PASS".to_owned(),
            1 => "PASS (1 thing was noticed; `mockras check` judges it)".to_owned(),
            many => format!("PASS ({many} things were noticed; `mockras check` judges them)"),
        }
    }

    fn result(self) -> (Exit, String) {
        if let Some(why) = self.not_started {
            return (Exit::NotStarted, format!("FAIL (the service did not start{why})"));
        }
        match self.faults {
            0 => {}
            1 => return (Exit::Findings, format!("FAIL (1 call faulted: {})", self.first_fault)),
            n => return (Exit::Findings, format!("FAIL ({n} calls faulted, first {})", self.first_fault)),
        }
        let why = match (self.exercised, self.steps, self.skipped) {
            (1.., ..) => return (Exit::Clean, self.passed()),
            (_, 0, _) => "the scenario has no steps".to_owned(),
            (_, steps, skipped) if steps == skipped => "every step was skipped".to_owned(),
            _ => "no DLL was asked anything but to start and stop".to_owned(),
        };
        (Exit::Inconclusive, format!("INCONCLUSIVE ({why})"))
    }
}
