//! `mockras fuzz`: plays generated scenarios, and saves those in which something is found.

mod names;
mod progress;
mod report;
mod resume;

use std::path::PathBuf;

use clap::Args;
use mockras::campaign::{self, FeatureKind, Find, Oracle, Plan, Played, PlayedLane, Shard};
use mockras::check::Kind;
use mockras::generate::{Exhaustive, Shape, Tier, shrink};
use mockras::pipeline::{Judging, Runner};
use mockras::report::campaign::{Campaign, CampaignFinding, FORMAT, LaneReport};
use mockras::scenario::{Always, Dll, Scenario, Span};

use super::check::unloaded;
use super::environment::processors;
use super::exit::{self, Exit, Meaning, UserError};
use super::format::{FormatFlag, ShowFlag, distinct, shows};
use super::native;
use super::select::Select;
use super::setup::Setup;
use super::store::{FOLDER, Store};
use super::terminal::tell;
use super::verdict::VerdictFlags;
use names::{Known, NamesFlag};
use progress::Progress;
pub(super) use report::{CampaignForm, allowing, digest, ended, write};
use resume::Keeper;

const EXAMPLES: &str = "\
Examples:
  mockras fuzz --dll ./libgate.so
      10000 generated scenarios; what is found is saved in mockras-cases
  mockras fuzz --dll ./libgate.so --time 10m -j 2 --tier strict
      for as long, with values that no page promises not to happen
  mockras fuzz --dll stock:address-pool --fault double-lease --cases 2000
      a seeded fault is found, made small and explained
  mockras fuzz --dll ./libgate.so --cases 1000000 --shard 3/8 --format json=3.json
      the third of eight shares; `mockras merge *.json` joins the reports
  mockras replay --dll ./libgate.so
      plays what was saved, once the DLL is mended";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "every case was played, and there are no errors"),
    (Exit::Findings, "an error was found, or a finding of a kind that --deny names"),
    (Exit::Inconclusive, "not every case was played, no rule about a DLL applied, or a run was cut short"),
    (Exit::NotStarted, "a DLL cannot be loaded, or the service started in no case"),
];

/// Play generated scenarios, and save those in which something is found
///
/// Case number i of a seed is the same whatever --jobs, --shard and --rule say. Each ends with a quiet phase: everyone
/// is hung up, the service stops, starts again and stops. What is found is saved at once, one file for each kind of
/// finding, and made smaller at the end.
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct FuzzArgs {
    /// Play so many scenarios; else 10000
    #[arg(long, value_name = "COUNT")]
    cases: Option<u64>,
    /// Play scenarios for this long, such as 10m
    #[arg(long, value_name = "TIME")]
    time: Option<Span>,
    /// Play so many at the same time; else one a processor
    #[arg(short, long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=256))]
    jobs: Option<u32>,
    /// Draw every scenario from this number
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Draw smoke, default, strict or paranoid scenarios
    #[arg(long, value_name = "TIER", default_value_t = Tier::Default)]
    tier: Tier,
    /// Draw at most so many steps
    #[arg(long, value_name = "COUNT", default_value_t = 24, value_parser = clap::value_parser!(u32).range(0..=1000))]
    steps: u32,
    /// Play one share, such as 3/8
    #[arg(long, value_name = "PART/OF", default_value_t = Shard::WHOLE)]
    shard: Shard,
    /// Play every scenario of so many steps instead
    #[arg(long, value_name = "STEPS", conflicts_with_all = ["cases", "tier", "steps", "blind", "seed", "names"], value_parser = clap::value_parser!(u32).range(0..=8))]
    exhaustive: Option<u32>,
    /// Draw every scenario afresh
    #[arg(long)]
    blind: bool,
    /// Take the names of this file as well; `none`: not those that are in the DLL
    #[arg(long, value_name = "FILE")]
    names: Vec<NamesFlag>,
    /// Save what is found here
    #[arg(long, value_name = "FOLDER", default_value = FOLDER)]
    save: PathBuf,
    /// Keep what is played beside the cases, and go on from there
    #[arg(long)]
    resume: bool,
    /// Make a finding smaller in so many runs
    #[arg(long, value_name = "RUNS", default_value_t = 500)]
    budget: u32,
    /// Show also: coverage
    #[arg(long, value_name = "WHAT", value_delimiter = ',', hide_possible_values = true)]
    show: Vec<ShowFlag>,
    /// Write the report as text, json or html, to standard output or a file
    #[arg(long, value_name = "FORM[=FILE]")]
    format: Vec<FormatFlag<CampaignForm>>,
    #[command(flatten)]
    select: Select,
    #[command(flatten)]
    verdict: VerdictFlags,
    #[command(flatten)]
    setup: Setup,
}

/// How many scenarios are played if nobody says how many or how long.
const CASES: u64 = 10_000;

pub(super) fn fuzz(mut args: FuzzArgs) -> Result<Exit, UserError> {
    let formats = FormatFlag::or_default(args.format.clone());
    distinct(&formats, std::iter::empty())?;
    let verdict = std::mem::take(&mut args.verdict);
    let setup = std::mem::take(&mut args.setup).with_environment()?.reading(verdict.chosen());
    let mut shape = Shape { is_hostile: verdict.hostile, ..setup.shape(args.tier, args.steps)? };
    let mut known = Known::default();
    if args.exhaustive.is_none() {
        known = Known::of(std::mem::take(&mut shape.vocabulary), &args.names, &shape.subjects)?;
        shape.vocabulary.clone_from(&known.vocabulary);
    }
    let mut judging = Judging::by(&args.select.rules()?);
    judging.readings = verdict.counting(setup.readings());
    let oracle = Oracle { judging };
    let every = args.exhaustive.map(|length| every(length, &shape.subjects));
    let asked = asked(&args, every.as_ref())?;
    let cases = asked.unwrap_or(u64::MAX);
    let plan = Plan { seed: args.seed, shape, oracle, is_guided: !args.blind, every };
    let own = args.shard.cases(cases);
    let runner = setup.player()?;
    runner.tell_of_system();
    if own > 0
        && let Some(exit) = not_loaded(&plan.shape.subjects, &runner)
    {
        return Ok(exit);
    }
    let dlls = report::described(&plan.shape.subjects, &runner);
    // What replays the cases is to be allowed to: they lie elsewhere than the DLL.
    let flags = [
        setup.flags_but_dlls(),
        args.select.flags(),
        verdict.flags(),
        report::allowing(&plan.shape.subjects),
    ]
    .concat();
    let names = report::named(&plan.shape.subjects, &runner);
    let store = Store::open(&args.save, args.seed, args.exhaustive, setup.fault(), names)?;
    let store = store.keep_paths(setup.is_elsewhere());
    report::try_out(&formats)?;
    let (keeper, before) = resumed(&args, &plan.shape, (&flags, &dlls, &known, cases), &store)?;
    if own == 0 {
        let why = if cases == 0 { "--cases 0" } else { "no case is in this share" };
        let line = format!("RESULT: INCONCLUSIVE (no case was played: {why})");
        let nothing = told(&args, flags, dlls, &known, cases, &Played::default(), Vec::new());
        let written = write(&nothing, &line, &formats, false);
        return Ok(finished(written, (line, Exit::Inconclusive)));
    }
    exit::note_interrupts();
    let done = before.lanes.iter().map(|lane| lane.cases).sum();
    let progress = Progress::new(&store, own, args.time, asked.is_none()).going_on(keeper.as_ref(), done);
    let jobs = args.jobs.unwrap_or_else(processors);
    let make = || -> Box<dyn Runner> { Box::new(setup.another_player().expect("one could be made before")) };
    let mut played = campaign::go_on(&plan, cases, args.shard, jobs, &make, &progress, before);
    progress.played_all();
    let made = |(at, mut find): (usize, Find)| {
        progress.shrinking(at);
        smaller(&mut find, &plan, &runner, args.budget);
        found(&find, &store)
    };
    tell_of_unmet(&plan.shape, &played);
    let finds = std::mem::take(&mut played.finds);
    let findings = finds.into_values().enumerate().map(made).collect();
    progress.finish();
    let whole = asked.unwrap_or_else(|| played.lanes.iter().map(|lane| lane.cases).sum());
    let campaign = told(&args, flags, dlls, &known, whole, &played, findings);
    let campaign = Campaign { systems: runner.system().into_iter().collect(), ..campaign };
    let (line, exit) = ended(&campaign, asked.map(|_| own), exit::is_interrupted(), &verdict.denied());
    let written = write(&campaign, &line, &formats, shows(&args.show, ShowFlag::Coverage));
    let is_over = asked.is_some() && campaign.played() >= own && campaign.cut.is_none();
    let written = written.and_then(|()| Keeper::end(keeper.filter(|_| is_over && !exit::is_interrupted())));
    Ok(finished(written, (line, exit)))
}

/// With `--resume`, where the campaign is kept, and what was played of it before.
fn resumed(
    args: &FuzzArgs,
    shape: &Shape,
    (flags, dlls, known, cases): (&[String], &[String], &Known, u64),
    store: &Store,
) -> Result<(Option<Keeper>, Played), UserError> {
    if !args.resume {
        return Ok((None, Played::default()));
    }
    let rules: String = shape.always.iter().map(Always::to_toml).collect();
    let project =
        format!("{:032x}", campaign::hash((rules + &shape.registry.entries().join("\n")).as_bytes()));
    let asked = told(args, flags.to_vec(), dlls.to_vec(), known, cases, &Played::default(), Vec::new());
    let file = Keeper::file(&args.save, args.seed, args.exhaustive, args.shard);
    let (keeper, before) = Keeper::open(file, asked, project, store)?;
    Ok((Some(keeper), before))
}

/// Tells of rules `[[always]]` that no case was about: that is no pass.
fn tell_of_unmet(shape: &Shape, played: &Played) {
    let applied = played.coverage.of_kind(FeatureKind::Rule);
    for rule in &shape.always {
        let id = rule.id();
        if applied.iter().all(|(known, _)| *known != id) {
            tell(format_args!("note: {id} never applied: no generated connection was one that it is about"));
        }
    }
}

/// How many cases the campaign has; none if time alone ends it.
fn asked(args: &FuzzArgs, every: Option<&Exhaustive>) -> Result<Option<u64>, UserError> {
    match (every, args.cases, args.time) {
        (Some(every), ..) => Ok(Some(every.count())),
        (None, Some(cases), _) => Ok(Some(cases)),
        (None, None, None) => Ok(Some(CASES)),
        (None, None, Some(_)) if args.shard != Shard::WHOLE => Err(UserError::new(
            "expected --cases beside --shard and --time: a share is one of a known number of cases",
        )
        .hint("give every share the same --cases, as in --cases 1000000")),
        (None, None, Some(_)) => Ok(None),
    }
}

/// Tells the last line, and what kept a report from being written.
pub(super) fn finished(written: Result<(), UserError>, (line, exit): (String, Exit)) -> Exit {
    tell(line);
    match written {
        Ok(()) => exit,
        Err(error) => {
            error.tell();
            Exit::Usage
        }
    }
}

/// Every small scenario, with the DLLs under test or with the usual ones.
fn every(length: u32, subjects: &[Dll]) -> Exhaustive {
    let every = Exhaustive::new(length, &Exhaustive::readings());
    if subjects.is_empty() { every } else { every.with_dlls(vec![subjects.to_vec()]) }
}

/// A DLL that cannot be loaded at all is not fuzzed.
fn not_loaded(subjects: &[Dll], runner: &dyn Runner) -> Option<Exit> {
    let scenario = Scenario { dlls: subjects.to_vec(), ..Scenario::default() };
    let transcript = runner.run(&scenario);
    let (dll, why) = unloaded(&transcript)?;
    native::tell_of_trouble(&scenario, dll, why);
    tell("RESULT: FAIL (a DLL cannot be loaded)");
    Some(Exit::NotStarted)
}

/// So many scenarios that hang are tried to make one smaller: each takes as long as a call may.
const HANGS_MAX: u32 = 5;

/// Makes the scenario of a find smaller, and sees what it shows then.
fn smaller(find: &mut Find, plan: &Plan, runner: &dyn Runner, budget: u32) {
    let signature = find.problem.signature.clone();
    let is_hang = signature.text().contains("hang: ");
    // The DLLs under test stay: what shows without them is not theirs.
    let has_subjects =
        |scenario: &Scenario| plan.shape.subjects.iter().all(|dll| scenario.dlls.contains(dll));
    let shows = |scenario: &Scenario| {
        has_subjects(scenario) && !exit::is_interrupted() && plan.oracle.shows(scenario, runner, &signature)
    };
    // What counts under the usual readings is told under them.
    let counting = plan.oracle.judging.readings.counting();
    let plain = counting.into_iter().map(|policy| Scenario { policy, ..find.scenario.clone() });
    let plainer = plain.take(usize::from(find.problem.kind == Kind::Error) * 2).find(|plain| shows(plain));
    let mut hangs = 0;
    let shrunk = shrink(plainer.as_ref().unwrap_or(&find.scenario), budget, &mut |scenario| {
        let is_shown = hangs < HANGS_MAX && shows(scenario);
        hangs += u32::from(is_shown && is_hang);
        is_shown
    });
    let Some(outcome) = plan.oracle.shown(&shrunk.scenario, runner, &signature) else { return };
    let shown = outcome.problems.into_iter().find(|problem| problem.signature == signature);
    find.problem = shown.unwrap_or_else(|| find.problem.clone());
    find.scenario = shrunk.scenario;
    find.transcript = outcome.transcript.to_string();
}

/// Saves a find, and says where. If it cannot be saved, the report holds it still.
fn found(find: &Find, store: &Store) -> CampaignFinding {
    let case = store.case(find);
    let file = match store.save(&find.problem.signature, &case) {
        Ok(file) => Some(file.to_string_lossy().replace('\\', "/")),
        Err(error) => {
            error.tell();
            None
        }
    };
    CampaignFinding {
        signature: find.problem.signature.text().to_owned(),
        kind: find.problem.kind.word().to_owned(),
        reading: find.problem.reading.map(|reading| reading.to_string()),
        binds: find.problem.binds.to_string(),
        text: find.problem.text.clone(),
        number: find.number,
        case_number: find.number,
        times: find.times,
        tier: case.found.tier.clone(),
        steps: case.scenario.steps.len() as u64,
        file,
        case: case.to_toml(),
    }
}

/// The lanes as reports tell them.
fn report_of(lanes: &[PlayedLane]) -> Vec<LaneReport> {
    let of = |lane: &PlayedLane| LaneReport {
        lane: lane.number,
        cases: lane.cases,
        whole: lane.is_whole,
        digest: format!("{:032x}", lane.digest),
    };
    lanes.iter().map(of).collect()
}

fn told(
    args: &FuzzArgs,
    flags: Vec<String>,
    dlls: Vec<String>,
    known: &Known,
    cases: u64,
    Played { lanes, coverage, .. }: &Played,
    findings: Vec<CampaignFinding>,
) -> Campaign {
    let played = report_of(lanes);
    let is_all =
        lanes.iter().all(|lane| lane.is_whole) && lanes.iter().map(|lane| lane.cases).sum::<u64>() == cases;
    Campaign {
        format: FORMAT,
        mockras: env!("CARGO_PKG_VERSION").to_owned(),
        seed: args.seed,
        cases,
        tier: args.tier.word().to_owned(),
        steps: args.steps,
        exhaustive: args.exhaustive,
        guided: !args.blind && args.exhaustive.is_none(),
        dlls,
        flags,
        names: known.told.clone(),
        vocabulary: known.digest(),
        systems: Vec::new(),
        digest: is_all.then(|| digest(&played)),
        lanes: played,
        started: lanes.iter().map(|lane| lane.started).sum(),
        exercised: lanes.iter().map(|lane| lane.exercised).sum(),
        avoided: lanes.iter().map(|lane| lane.avoided).sum(),
        cut: lanes.iter().find_map(|lane| lane.cut.clone()),
        findings,
        edges: coverage.edges_known(),
        reached: coverage.counts(),
    }
}
