//! `mockras check`: plays scenarios, or reads transcripts, and judges them by the rules.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use mockras::check::{Verdicts, judge};
use mockras::model::{Event, Level, LogEntry, ServiceState, Stage};
use mockras::pipeline::{self, Runner};
use mockras::report::{Conclusion, JudgedRun, Report};
use mockras::scenario::shown;
use mockras::transcript::{EntryKind, Transcript};

use super::exit::{self, Exit, Meaning, UserError};
use super::folder;
use super::format::{FormatFlag, distinct, real, write_all};
use super::native;
use super::player::CommandPlayer;
use super::saved::{self, is_scenario};
use super::scenarios;
use super::select::Select;
use super::setup::Setup;
use super::sweep::SweepTable;
use super::terminal::{progress_bar, tell};

const EXAMPLES: &str = "\
Examples:
  mockras check --dll stock:address-pool
      all rules over the whole built-in corpus
  mockras check tests/scenarios --dll stock:silent --rule 'IP4-*' --skip IP4-19
      some rules over your own scenarios
  mockras check two-links.toml --sweep
      under every reading of every policy that shows: which readings does the DLL survive?
  mockras check --dll stock:silent --format text --format junit=out.xml --format sarif=out.sarif
      several reports at once
  mockras check --fault double-lease
      what a finding looks like: a scenario that shows this seeded fault
  mockras run two-links.toml | mockras check -
      judge a transcript that is there already";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "every rule that applied was kept"),
    (Exit::Findings, "a rule was broken"),
    (Exit::Inconclusive, "no rule about a DLL applied, or a run was cut short"),
    (Exit::NotStarted, "the service started in no scenario, or a DLL cannot be loaded in some"),
];

/// Judge scenarios, or saved transcripts, by the documented rules
///
/// Each scenario is played against the DLLs that it names, or those of --dll, and its transcript is judged. A rule that
/// never applied is not a pass: the report says how often each did, and what no scenario reached.
#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct CheckArgs {
    /// Scenarios (.toml), folders of scenarios, or saved transcripts; `-` for a transcript on standard input; without
    /// any, the built-in corpus, or with --fault the scenario that shows it
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    select: Select,
    #[command(flatten)]
    setup: Setup,
    /// Play each scenario also under every reading that it can observe, and under pairs of readings
    #[arg(long)]
    sweep: bool,
    /// Write the report as text (the default), json, junit or sarif, to standard output or to a file; may be repeated
    #[arg(long, value_name = "FORM[=FILE]")]
    format: Vec<FormatFlag<ReportForm>>,
}

/// A form of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    Text,
    Json,
    Junit,
    Sarif,
}

/// A file that is judged.
enum JudgedPath {
    Scenario(PathBuf),
    Transcript(PathBuf),
}

impl JudgedPath {
    fn path(&self) -> &Path {
        match self {
            Self::Scenario(path) | Self::Transcript(path) => path,
        }
    }
}

pub(super) fn check(args: CheckArgs) -> Result<Exit, UserError> {
    let CheckArgs { paths, select, setup, sweep, format } = args;
    let formats = FormatFlag::or_default(format);
    let asked = sweep || !setup.is_empty();
    let setup = setup.with_environment()?;
    let subjects = subjects(&paths, &setup, asked)?;
    distinct(&formats, subjects.iter().map(JudgedPath::path))?;
    let all_are_played = subjects.iter().all(|subject| matches!(subject, JudgedPath::Scenario(_)));
    let (dlls, flags) =
        if all_are_played { (setup.dlls(), setup.flags_but_dlls()) } else { (Vec::new(), Vec::new()) };
    let runner = setup.player()?;
    runner.tell_of_system();
    let mut checker = Checker {
        report: Report { dlls, flags, system: runner.system(), rules: select.rules()?, runs: Vec::new() },
        runner,
        setup,
        table: sweep.then(SweepTable::default),
    };
    exit::note_interrupts();
    let progress = progress_bar(Some(subjects.len() as u64), "{bar:30} {pos}/{len} scenarios{msg}");
    let mut judged = 0;
    for subject in subjects.iter().take_while(|_| !exit::is_interrupted()) {
        judged += 1;
        match subject {
            JudgedPath::Scenario(path) => checker.scenario(path, &progress)?,
            JudgedPath::Transcript(path) => checker.transcript(path)?,
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    let Checker { report, table, .. } = checker;
    let written = write_all(&formats, |form| match form {
        ReportForm::Text => {
            let table = table.as_ref().map(|table| format!("\n{table}")).unwrap_or_default();
            mockras::report::text::render(&report) + &table
        }
        ReportForm::Json => mockras::report::json::render(&report),
        ReportForm::Junit => crate::junit::render(&report),
        ReportForm::Sarif => mockras::report::sarif::render(&report),
    });
    // A report that could not be written takes nothing from the verdict.
    if let Err(error) = &written {
        error.tell();
    }
    let (line, ending) = match report.ending() {
        Conclusion::Pass | Conclusion::Inconclusive if judged < subjects.len() => {
            let line =
                format!("RESULT: INCONCLUSIVE (interrupted after {judged} of {} scenarios)", subjects.len());
            (line, Conclusion::Inconclusive)
        }
        ending => (report.result_line(), ending),
    };
    tell(line);
    Ok(if written.is_ok() { code(ending) } else { Exit::Usage })
}

fn code(ending: Conclusion) -> Exit {
    match ending {
        Conclusion::Pass => Exit::Clean,
        Conclusion::Fail => Exit::Findings,
        Conclusion::Inconclusive => Exit::Inconclusive,
        Conclusion::NotStarted => Exit::NotStarted,
    }
}

/// The files that the paths stand for, each once. `asked` is whether there are flags that only scenarios can follow.
fn subjects(paths: &[PathBuf], setup: &Setup, asked: bool) -> Result<Vec<JudgedPath>, UserError> {
    if paths.is_empty() {
        let names = match setup.fault() {
            Some(fault) => vec![scenarios::of_fault(fault)],
            None => scenarios::corpus(),
        };
        return Ok(names.into_iter().map(|name| JudgedPath::Scenario(name.into())).collect());
    }
    let mut subjects = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = folder::scenarios(path)?;
            subjects.extend(found.into_iter().map(JudgedPath::Scenario));
        } else if is_scenario(path) {
            subjects.push(JudgedPath::Scenario(path.clone()));
        } else {
            subjects.push(JudgedPath::Transcript(path.clone()));
        }
    }
    let mut seen = BTreeSet::new();
    subjects.retain(|subject| seen.insert(real(subject.path())));
    if asked && subjects.iter().all(|subject| matches!(subject, JudgedPath::Transcript(_))) {
        return Err(UserError::new(
            "expected a scenario beside --profile, --policy, --dll, --fault and --sweep, found transcripts",
        )
        .hint("a transcript is judged as it was saved; a name that ends in .toml is a scenario"));
    }
    Ok(subjects)
}

struct Checker {
    setup: Setup,
    runner: CommandPlayer,
    report: Report,
    /// What a sweep found, if there is one.
    table: Option<SweepTable>,
}

impl Checker {
    fn scenario(&mut self, path: &Path, progress: &ProgressBar) -> Result<(), UserError> {
        let scenario = self.setup.scenario(path)?;
        let Self { setup, runner, report, table } = self;
        let rules = report.rules.clone();
        let Some(table) = table else {
            let (transcript, verdicts) = pipeline::judged(&scenario, &*runner, &rules);
            if let Some((dll, why)) = unloaded(&transcript) {
                native::tell_of_trouble(&scenario, dll, why);
            }
            let written = runner.written();
            let run = run(path, &transcript, verdicts, setup, Vec::new());
            let cut = run.cut | is_cut(path, &*runner);
            report.runs.push(JudgedRun { written, cut, ..run });
            return Ok(());
        };
        let mut runs = 0;
        let swept = pipeline::sweep(&scenario, &*runner, &rules, &mut |variation| {
            let started = started(&variation.transcript);
            let written = runner.written();
            let is_cut = is_cut(path, &*runner);
            runs += 1;
            progress.set_message(format!(", {runs} runs of {}", shown(path)));
            if table.variation(&variation, started) || is_cut {
                let under =
                    variation.changes.iter().map(|(field, reading)| format!("{field}={reading}")).collect();
                let run = run(path, &variation.transcript, variation.verdicts, setup, under);
                report.runs.push(JudgedRun { written, cut: run.cut | is_cut, ..run });
            }
        });
        table.swept(swept);
        Ok(())
    }

    fn transcript(&mut self, path: &Path) -> Result<(), UserError> {
        let transcript = saved::transcript(path)?;
        let verdicts = judge(&transcript, None, &self.report.rules);
        self.report.runs.push(run(path, &transcript, verdicts, &Setup::default(), Vec::new()));
        Ok(())
    }
}

fn run(
    path: &Path,
    transcript: &Transcript,
    verdicts: Verdicts,
    setup: &Setup,
    under: Vec<String>,
) -> JudgedRun {
    let text = path.to_string_lossy();
    // The same text on every system.
    let name = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    JudgedRun {
        command: path.to_str().and_then(|_| command(&name, setup, &under)),
        name,
        under,
        header: transcript.header.clone(),
        cut: verdicts.is_cut,
        verdicts,
        started: started(transcript),
        unloaded: unloaded(transcript).map(|(dll, why)| {
            let name = transcript.header.dlls.get(usize::from(dll)).map_or("?", String::as_str);
            format!("{name}: {why}")
        }),
        written: String::new(),
    }
}

/// Whether a run was cut short by somebody else. That is nobody's finding, so it is told here.
fn is_cut(path: &Path, runner: &dyn Runner) -> bool {
    let cut = runner.cut();
    if let Some(why) = &cut {
        tell(format_args!("warning: {}: the run was cut short: {why}", shown(path)));
    }
    cut.is_some()
}

/// The command that judges this again, as it can be typed; none for standard input.
fn command(name: &str, setup: &Setup, under: &[String]) -> Option<String> {
    if name == "-" {
        return None;
    }
    // Not to be taken for a flag.
    let name = if name.starts_with('-') { format!("./{name}") } else { name.to_owned() };
    let mut words = vec!["mockras".to_owned(), "check".to_owned(), name];
    words.extend(setup.flags());
    words.extend(under.iter().flat_map(|change| ["--policy".to_owned(), change.clone()]));
    shlex::try_join(words.iter().map(String::as_str)).ok()
}

/// Which DLL could not be loaded, and why. That a version of Windows takes a list of DLLs for one path says nothing of
/// the DLLs.
pub(super) fn unloaded(transcript: &Transcript) -> Option<(u8, &str)> {
    let header = &transcript.header;
    if header.profile.is_2000_or_earlier() && header.dlls.len() > 1 {
        return None;
    }
    transcript.entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Logged(LogEntry { level: Level::Error, stage: Stage::Load, instance, text }) => {
            Some((instance.dll, text.as_str()))
        }
        _ => None,
    })
}

/// Whether nothing kept the service from starting. A transcript that was cut off before may still have come to it.
pub(super) fn started(transcript: &Transcript) -> bool {
    let mut states = transcript.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Event(Event::Service(state)) => Some(*state),
        _ => None,
    });
    states.next().is_none_or(|first| first != ServiceState::NotStarted)
        || states.any(|state| state == ServiceState::Running)
}
