//! `mockras soak`: repeats conversations in one life of the service; nothing may drift, run out or grow.

mod playing;
mod saving;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use mockras::campaign::{Signature, Soak, Soaked};
use mockras::check::all_rules;
use mockras::generate::{Tier, case};
use mockras::pipeline::{Conversation, Runner};
use mockras::ras::Policy;
use mockras::report::soak::{FORMAT, FoundBySoak, SoakReport};
use mockras::report::words::counted;
use mockras::scenario::{Case, Scenario, shown};

use super::check::{Subject, subjects};
use super::environment::processors;
use super::exit::{self, Exit, Meaning, UserError};
use super::format::{FormatFlag, distinct, write_all};
use super::html;
use super::setup::Setup;
use super::shrink::found_in;
use super::store::{FOLDER, Store};
use super::target;
use super::terminal::{progress_bar, tell};
use playing::play_all;
use saving::Saver;

const EXAMPLES: &str = "\
Examples:
  mockras soak --dll ./libgate.so
      the built-in corpus and some generated scenarios, each repeated
  mockras soak --dll ./libgate.so --cycles 10000
      each of them ten thousand times
  mockras soak tests/scenarios --dll ./libgate.so --cycles 10000 -j 4
      your own scenarios
  mockras soak --fault loses-addresses
      what a finding looks like
  mockras replay --dll ./libgate.so
      plays what was saved, once the DLL is mended";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "every conversation was repeated, and nothing is wrong"),
    (Exit::Findings, "something drifts, runs out or grows, or a documented rule is broken"),
    (Exit::Inconclusive, "not every conversation was repeated, or one was cut short"),
    (Exit::NotStarted, "the service started in no conversation"),
];

/// Repeat conversations in one life of the service: nothing may drift, run out or grow
///
/// A conversation is a scenario up to its first stop. In each cycle its steps are played, and everybody is hung up; the
/// service goes on. Answers have to be the same each time, addresses may not run out, and what processes of native
/// DLLs hold (memory, handles, threads) may not grow. Default readings and the corpus apply unless flags say
/// otherwise.
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct SoakArgs {
    /// Scenarios (.toml), saved cases, or folders; else the built-in corpus, and generated scenarios
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Repeat each conversation so often; else 1000 times, and long ones less often
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    cycles: Option<u32>,
    /// Repeat so many generated scenarios too; without paths 16, else none
    #[arg(long, value_name = "COUNT")]
    generated: Option<u64>,
    /// Draw generated scenarios from this number
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Play so many conversations at the same time; else one a processor
    #[arg(short, long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=256))]
    jobs: Option<u32>,
    /// Save what is found here
    #[arg(long, value_name = "FOLDER", default_value = FOLDER)]
    save: PathBuf,
    /// Write the report as text, json or html, to standard output or a file
    #[arg(long, value_name = "FORM[=FILE]")]
    format: Vec<FormatFlag<SoakForm>>,
    #[command(flatten)]
    setup: Setup,
}

/// A form in which a soak is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SoakForm {
    Text,
    Json,
    Html,
}

/// How many generated scenarios are repeated beside the corpus.
const GENERATED: u64 = 16;

/// How often a conversation is repeated if nobody says it, and how many steps all cycles of a long one may have then; but
/// it is repeated at least so often.
const CYCLES: u32 = 1000;
const STEPS: u32 = 20_000;
const CYCLES_MIN: u32 = 60;

/// A conversation to repeat.
struct Repeated {
    name: String,
    scenario: Scenario,
    /// How often.
    cycles: u32,
    /// The number of a generated scenario.
    number: Option<u64>,
}

pub(super) fn soak(mut args: SoakArgs) -> Result<Exit, UserError> {
    let formats = FormatFlag::or_default(std::mem::take(&mut args.format));
    let setup = std::mem::take(&mut args.setup).with_environment()?;
    let list = conversations(&args, &setup)?;
    distinct(&formats, args.paths.iter().map(PathBuf::as_path))?;
    formats.iter().filter_map(|format| format.file.as_deref()).try_for_each(target::try_out)?;
    let runner = setup.player()?;
    runner.tell_of_system();
    let store = Store::open(&args.save, args.seed, None, setup.fault(), Vec::new())?;
    let saver = Saver { store: store.keep_paths(setup.is_elsewhere()), setup: &setup, player: &runner };
    exit::note_interrupts();
    let cycles = list.iter().map(|repeated| u64::from(repeated.cycles)).sum();
    let progress = progress_bar(Some(cycles), "{bar:30} {human_pos}/{human_len} cycles, {eta} left{msg}");
    let make = || -> Box<dyn Runner> { Box::new(setup.another_player().expect("one could be made before")) };
    let jobs = args.jobs.unwrap_or_else(processors) as usize;
    let played = play_all(&list, jobs, &make, &progress);
    progress.finish_and_clear();
    let report = SoakReport {
        dlls: setup.dlls(),
        flags: setup.flags_but_dlls(),
        system: runner.system(),
        ..told(&list, &played, &saver)
    };
    let (line, exit) = ended(&report);
    let line = format!("RESULT: {line}");
    let written = write_all(&formats, |form| match form {
        SoakForm::Text => report.to_text(),
        SoakForm::Json => report.to_json(),
        SoakForm::Html => html::of_soak(&report, &line).render(),
    });
    if let Err(error) = &written {
        error.tell();
    }
    tell(line);
    Ok(if written.is_ok() { exit } else { Exit::Usage })
}

/// What is repeated.
fn conversations(args: &SoakArgs, setup: &Setup) -> Result<Vec<Repeated>, UserError> {
    let mut list = Vec::new();
    let asked = args.paths.is_empty() && setup.fault().is_none();
    for subject in subjects(&args.paths, setup, false, false)?.list {
        let Subject::Play(play) = subject else {
            return Err(UserError::new(format!(
                "{}: expected a scenario (.toml), found a transcript",
                shown(subject.path())
            )));
        };
        let found = found_in(&play.path)?;
        let setup = setup
            .on(play.profile)
            .with_fault_of(found.as_ref().and_then(|found| found.fault.as_deref()))
            .map_err(|error| UserError::new(format!("{}: case.fault: {error}", shown(&play.path))))?;
        let scenario = setup.scenario(&play.path)?;
        // Of the corpus, what shows other readings is left out.
        let is_usual = !asked || readings(&scenario, &setup) == Policy::default();
        let cycles = args.cycles.or(found.and_then(|found| found.cycles));
        let name = play.path.to_string_lossy().replace('\\', "/");
        list.extend(is_usual.then(|| repeated(name, scenario, cycles, None)).flatten());
    }
    let generated = args.generated.unwrap_or(if asked { GENERATED } else { 0 });
    if generated > 0 {
        let mut shape = setup.shape(Tier::Default, 24)?;
        for field in Policy::FIELDS {
            if shape.readings.iter().all(|(name, _)| *name != field.name) {
                shape.readings.push((field.name, field.readings[0].0));
            }
        }
        let drawn = (0..).filter_map(|number| {
            let name = format!("generated case {number} of seed {}", args.seed);
            repeated(name, case(args.seed, number, &shape), args.cycles, Some(number))
        });
        list.extend(drawn.take(usize::try_from(generated).unwrap_or(usize::MAX)));
    }
    if list.is_empty() {
        return Err(UserError::new(
            "expected a scenario in which somebody comes before the service stops, found none",
        ));
    }
    Ok(list)
}

/// The readings of a scenario, but for those that flags ask for.
fn readings(scenario: &Scenario, setup: &Setup) -> Policy {
    let usual = Policy::default();
    let mut policy = scenario.policy;
    for field in
        Policy::FIELDS.iter().filter(|field| setup.readings().iter().any(|asked| asked.names(field.name)))
    {
        if let Some(reading) = usual.reading(field.name) {
            let set = policy.set(field.name, reading);
            debug_assert!(set.is_ok(), "a default is a reading");
        }
    }
    policy
}

fn repeated(name: String, scenario: Scenario, cycles: Option<u32>, number: Option<u64>) -> Option<Repeated> {
    let length = Conversation::of(&scenario, 1)?.length();
    let usual = (STEPS / length.max(1)).clamp(CYCLES_MIN, CYCLES);
    Some(Repeated { name, scenario, cycles: cycles.unwrap_or(usual), number })
}

/// What is told of those that were played.
fn told(list: &[Repeated], played: &[Soaked], saver: &Saver<'_>) -> SoakReport {
    let count = |is: fn(&Soaked) -> bool| played.iter().filter(|soaked| is(soaked)).count() as u64;
    let mut findings: Vec<FoundBySoak> = Vec::new();
    for (repeated, soaked) in list.iter().zip(played) {
        for finding in &soaked.findings {
            match findings.iter_mut().find(|known| known.signature == finding.signature) {
                Some(known) => known.times += 1,
                None => findings.push(saver.saved(repeated, finding)),
            }
        }
    }
    SoakReport {
        format: FORMAT,
        mockras: env!("CARGO_PKG_VERSION").to_owned(),
        dlls: Vec::new(),
        flags: Vec::new(),
        system: None,
        asked: list.len() as u64,
        conversations: played.len() as u64,
        started: count(|soaked| soaked.is_started),
        cycles: played.iter().map(|soaked| u64::from(soaked.cycles)).sum(),
        measured: count(|soaked| soaked.is_measured),
        cut: played.iter().find_map(|soaked| soaked.cut.clone()),
        trouble: played.iter().filter(|soaked| !soaked.is_started).find_map(|soaked| soaked.trouble.clone()),
        findings,
    }
}

fn ended(report: &SoakReport) -> (String, Exit) {
    let conversations = counted(report.conversations, "conversation");
    let whole = format!("{conversations}, {}", counted(report.cycles, "cycle"));
    let missing = report.conversations < report.asked;
    let interrupted = if exit::is_interrupted() { "; interrupted" } else { "" };
    if report.conversations > 0 && report.started == 0 {
        return ("FAIL (the service did not start in any conversation)".to_owned(), Exit::NotStarted);
    }
    if !report.findings.is_empty() {
        let errors = counted(report.findings.len() as u64, "error");
        return (format!("FAIL ({errors} in {whole}{interrupted})"), Exit::Findings);
    }
    if exit::is_interrupted() {
        return (format!("INCONCLUSIVE (interrupted after {whole})"), Exit::Inconclusive);
    }
    if report.cut.is_some() || missing {
        return ("INCONCLUSIVE (a conversation was cut short)".to_owned(), Exit::Inconclusive);
    }
    (format!("PASS ({whole})"), Exit::Clean)
}

/// What came of a saved case of a soak, played so often as it takes: whether its finding shows, and what else.
pub(super) fn again(
    case: &Case,
    cycles: u32,
    scenario: &Scenario,
    runner: &dyn Runner,
) -> Option<(bool, Soaked)> {
    let soak = Soak { rules: all_rules().to_vec(), cycles };
    let soaked = soak.play(scenario, runner, &playing::UntilInterrupted)?;
    let wanted = &case.found.signature;
    let shows = soaked.findings.iter().any(|finding| finding.signature == *wanted);
    Some((shows, soaked))
}

/// The signatures of what was found.
pub(super) fn signatures(soaked: &Soaked) -> Vec<Signature> {
    soaked.findings.iter().map(|finding| Signature::saved(finding.signature.clone())).collect()
}
