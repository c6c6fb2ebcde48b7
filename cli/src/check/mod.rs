//! `mockras check`: plays scenarios, or reads transcripts, and judges them by the rules.

mod debugger;
mod golden;
mod judged;
mod playing;
pub(super) mod plays;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use mockras::campaign::Coverage;
use mockras::check::{Twins, judge};
use mockras::pipeline::{self, Judging, Runner};
use mockras::ras::Profile;
use mockras::report::text::Shown;
use mockras::report::{Conclusion, JudgedRun, Report};
use mockras::scenario::{Scenario, shown};
use mockras::transcript::Transcript;

use super::environment::processors;
use super::exit::{self, Exit, Meaning, UserError};
use super::format::{FormatFlag, ShowFlag, distinct, shows, write_all};
use super::html;
use super::native;
use super::player::CommandPlayer;
use super::saved;
use super::select::Select;
use super::setup::Setup;
use super::sweep::SweepTable;
use super::terminal::{progress_bar, tell};
use super::verdict::VerdictFlags;
use debugger::Stop;
use golden::{Golden, GoldenFlags};
use judged::{run, shown_run, tell_of_cut};
pub(super) use judged::{started, unloaded};
use playing::{Played, play_all};
use plays::{Play, Subjects};
pub(super) use plays::{Subject, subjects};

const EXAMPLES: &str = "\
Examples:
  mockras check --dll ./libgate.so
      a DLL on the newest Windows: all rules over the built-in corpus
  mockras check --dll ./libgate.so --profile server-2008,server-2012 --show held
      on two versions, and which rules it kept how often
  mockras check tests/scenarios --dll stock:silent --rule 'IP4-*' --skip IP4-19
      some rules over your own scenarios
  mockras check two-links.toml --sweep
      under every reading of every policy that shows: which readings does the DLL survive?
  mockras check --dll ./libgate.so --format text --format junit=out.xml
      several reports at once
  mockras check --fault double-lease
      what a finding looks like: a scenario that shows this seeded fault
  mockras run two-links.toml | mockras check -
      judge a transcript that is there already";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "no errors; there may be findings that are open, or advice"),
    (Exit::Findings, "an error, a kind that --deny names, or a golden file that differs"),
    (Exit::Inconclusive, "no rule about a DLL applied, or a run was cut short"),
    (Exit::NotStarted, "the service started in no scenario, or a DLL cannot be loaded in some"),
];

/// Judge scenarios, or saved transcripts, by the documented rules
///
/// Each scenario is played against the DLLs that it names, or those of --dll, twice, and its transcript is judged: on the
/// newest Windows, under the default readings of open questions. A finding is an error, or open (only under a reading that
/// does not count), or advice (no page says that it is wrong).
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct CheckArgs {
    /// Scenarios (.toml), folders, or transcripts; `-` for standard input; else the built-in corpus
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Play so many at once; else one a processor
    #[arg(short, long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=256))]
    jobs: Option<u32>,
    /// Show also: held, untested, coverage, written
    #[arg(long, value_name = "WHAT", value_delimiter = ',', hide_possible_values = true)]
    show: Vec<ShowFlag>,
    /// Play each scenario also under every reading that shows in it, and pairs of readings
    #[arg(long)]
    sweep: bool,
    /// Write the report as text, json, junit, sarif or html, to standard output or a file
    #[arg(long, value_name = "FORM[=FILE]")]
    format: Vec<FormatFlag<ReportForm>>,
    /// Stop in gdb at the call of the first finding
    #[arg(long, conflicts_with_all = ["sweep", "runner", "wrap"])]
    debug: bool,
    #[command(flatten)]
    golden: GoldenFlags,
    #[command(flatten)]
    select: Select,
    #[command(flatten)]
    verdict: VerdictFlags,
    #[command(flatten)]
    setup: Setup,
}

/// A form of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    Text,
    Json,
    Junit,
    Sarif,
    Html,
}

pub(super) fn check(args: CheckArgs) -> Result<Exit, UserError> {
    let CheckArgs { paths, select, verdict, setup, jobs, show, sweep, format, debug, golden } = args;
    let formats = FormatFlag::or_default(format);
    let asked = sweep || !setup.is_empty();
    let setup = setup.with_environment()?.reading(verdict.chosen());
    let Subjects { list, left_out } = subjects(&paths, &setup, verdict.hostile, asked)?;
    distinct(&formats, list.iter().map(Subject::path))?;
    let all_are_played = list.iter().all(|subject| matches!(subject, Subject::Play(_)));
    let (dlls, flags) = match all_are_played {
        true => (setup.dlls(), [setup.flags_but_dlls(), verdict.flags()].concat()),
        false => (Vec::new(), Vec::new()),
    };
    let rules = select.rules()?;
    let judging = Judging::by(&rules).under(verdict.counting(setup.readings())).twice();
    let runner = setup.player()?;
    runner.tell_of_system();
    let denied = verdict.denied();
    let golden = Golden::open(golden, &list, &setup)?;
    let report = Report { dlls, flags, rules, left_out, denied, ..Report::default() };
    let jobs = jobs.unwrap_or_else(processors) as usize;
    let is_shown = formats.iter().any(|format| format.form == ReportForm::Html);
    let table = sweep.then(SweepTable::default);
    let mut checker = Checker {
        setup,
        runner,
        judging,
        report,
        table,
        golden,
        is_shown,
        coverage: Coverage::default(),
        stop: None,
    };
    exit::note_interrupts();
    let judged = checker.subjects(&list, jobs)?;
    let Checker { mut report, table, coverage, golden, runner, stop, .. } = checker;
    // Scenarios that were read since may name DLLs for Windows.
    report.system = runner.system();
    let unanswered = match golden {
        None => Ok(()),
        Some(golden) => golden.finish(&mut report),
    };
    let (line, ending) = match report.ending() {
        Conclusion::Pass | Conclusion::Inconclusive if judged < list.len() => {
            let line =
                format!("RESULT: INCONCLUSIVE (interrupted after {judged} of {} scenarios)", list.len());
            (line, Conclusion::Inconclusive)
        }
        ending => (report.result_line(), ending),
    };
    let told = Told { report: &report, table: table.as_ref(), coverage: &coverage, show: &show, line: &line };
    let written = write_all(&formats, |form| told.rendered(form));
    let written = unanswered.and(written);
    // What could not be written takes nothing from the verdict.
    if let Err(error) = &written {
        error.tell();
    }
    tell(line);
    match (debug, stop) {
        (true, Some(_)) if report.system.is_some() => {
            tell("debug: gdb cannot stop in a DLL of another system")
        }
        (true, Some(stop)) => stop.run()?,
        (true, None) => tell("debug: no finding is about a call of a native DLL"),
        (false, _) => {}
    }
    Ok(if written.is_ok() { code(ending) } else { Exit::Usage })
}

/// What reports are made of.
struct Told<'a> {
    report: &'a Report,
    table: Option<&'a SweepTable>,
    coverage: &'a Coverage,
    show: &'a [ShowFlag],
    /// The last line.
    line: &'a str,
}

impl Told<'_> {
    fn rendered(&self, form: ReportForm) -> String {
        let Self { report, table, coverage, show, line } = *self;
        match form {
            ReportForm::Text => {
                let table = table.map(|table| format!("{table}\n")).unwrap_or_default();
                let reached =
                    if shows(show, ShowFlag::Coverage) { coverage.table() + "\n" } else { String::new() };
                let shown = Shown {
                    held: shows(show, ShowFlag::Held),
                    untested: shows(show, ShowFlag::Untested),
                    written: shows(show, ShowFlag::Written),
                };
                reached + &table + &mockras::report::text::render(report, shown)
            }
            ReportForm::Json => mockras::report::json::render(report),
            ReportForm::Junit => crate::junit::render(report),
            ReportForm::Sarif => mockras::report::sarif::render(report),
            ReportForm::Html => {
                let table = table.map(|table| ("Readings".to_owned(), table.to_string()));
                let reached = ("Reached".to_owned(), coverage.table());
                html::of_check(report, line, table.into_iter().chain([reached]).collect()).render()
            }
        }
    }
}

fn code(ending: Conclusion) -> Exit {
    match ending {
        Conclusion::Pass => Exit::Clean,
        Conclusion::Fail => Exit::Findings,
        Conclusion::Inconclusive => Exit::Inconclusive,
        Conclusion::NotStarted => Exit::NotStarted,
    }
}

struct Checker {
    setup: Setup,
    runner: CommandPlayer,
    judging: Judging,
    report: Report,
    /// What a sweep found, if there is one.
    table: Option<SweepTable>,
    /// The golden files, if there are any.
    golden: Option<Golden>,
    /// Whether somebody wants to see the runs in which something is found.
    is_shown: bool,
    /// What the runs have reached.
    coverage: Coverage,
    /// Where a debugger is to stop.
    stop: Option<Stop>,
}

impl Checker {
    /// Plays and judges all of them, and says how many they were.
    fn subjects(&mut self, list: &[Subject], jobs: usize) -> Result<usize, UserError> {
        let plays: Vec<&Play> = list
            .iter()
            .filter_map(|subject| match subject {
                Subject::Play(play) => Some(play),
                Subject::Transcript(_) => None,
            })
            .collect();
        // All are read first: nothing is played in vain.
        let scenarios = plays
            .iter()
            .map(|play| {
                let scenario = self.setup.on(play.profile).scenario(&play.path)?;
                // What the corpus expects of its own DLLs is not expected of others.
                let is_for_others = play.is_builtin && self.setup.has_dlls();
                let always = self.setup.always().to_vec();
                Ok(if is_for_others {
                    Scenario { always, ..scenario.without_expectations() }
                } else {
                    scenario
                })
            })
            .collect::<Result<Vec<Scenario>, UserError>>()?;
        let transcripts: Vec<&Path> =
            list.iter().filter(|subject| !matches!(subject, Subject::Play(_))).map(Subject::path).collect();
        let mut judged = 0;
        for path in transcripts {
            let transcript = saved::transcript(path)?;
            let verdicts = judge(&transcript, Twins::default(), &self.report.rules);
            self.coverage.note(&transcript, &verdicts);
            let judged_run = run(path, &transcript, verdicts, &Setup::default(), Vec::new());
            self.report.runs.push(shown_run(judged_run, transcript, self.is_shown));
            judged += 1;
        }
        if self.table.is_some() {
            let progress = progress_bar(Some(plays.len() as u64), "{bar:30} {pos}/{len} scenarios{msg}");
            for (play, scenario) in plays.iter().zip(&scenarios).take_while(|_| !exit::is_interrupted()) {
                self.sweep(play, scenario, &progress);
                progress.inc(1);
                judged += 1;
            }
            progress.finish_and_clear();
            return Ok(judged);
        }
        let progress = progress_bar(Some(2 * plays.len() as u64), "{bar:30} {pos}/{len} runs");
        let setup = &self.setup;
        // A DLL that cannot be loaded is told once, and not in each scenario anew.
        let is_hopeless = |first: &Transcript| setup.has_dlls() && unloaded(first).is_some();
        let make =
            || -> Box<dyn Runner> { Box::new(setup.another_player().expect("one could be made before")) };
        let played = play_all(&scenarios, &self.judging, jobs, &make, &is_hopeless, &progress);
        progress.finish_and_clear();
        // What a DLL that cannot be loaded has kept from being played is judged by that.
        let is_all = played.first().is_some_and(|first| is_hopeless(&first.transcript));
        judged += if is_all { plays.len() } else { played.len() };
        for (at, ((play, scenario), played)) in plays.iter().zip(&scenarios).zip(played).enumerate() {
            self.take(at, play, scenario, played);
        }
        Ok(judged)
    }

    /// Takes what came of a scenario into the report.
    fn take(&mut self, at: usize, play: &Play, scenario: &Scenario, played: Played) {
        let Played { transcript, verdicts, written, cut, avoided, with_hangups } = played;
        if let Some((dll, why)) = unloaded(&transcript) {
            native::tell_of_trouble(scenario, dll, why);
        }
        self.coverage.note(&transcript, &verdicts);
        let setup = self.setup.on(play.profile.filter(|profile| *profile != Profile::default()));
        if self.stop.is_none() {
            self.stop = Stop::of(scenario, &transcript, &verdicts, &play.path.to_string_lossy(), &setup);
        }
        let judged = run(&play.path, &transcript, verdicts, &setup, Vec::new());
        let cut = judged.cut | tell_of_cut(&play.path, cut);
        // What was not played to its end is no transcript to keep.
        let is_whole = !cut && avoided.is_none() && judged.unloaded.is_none();
        let golden =
            self.golden.as_mut().filter(|_| is_whole).and_then(|golden| golden.compare(at, &transcript));
        let judged = JudgedRun { written, cut, avoided, golden, ..judged };
        self.report.runs.push(shown_run(judged, transcript, self.is_shown));
        if let Some((transcript, verdicts)) = with_hangups {
            let policy = transcript.header.policy.changed_from(scenario.policy);
            let under = policy.map(|(field, reading)| format!("{field}={reading}")).collect();
            let judged = run(&play.path, &transcript, verdicts, &setup, under);
            self.report.runs.push(shown_run(judged, transcript, self.is_shown));
        }
    }

    /// Plays a scenario under every reading that it can observe.
    fn sweep(&mut self, play: &Play, scenario: &Scenario, progress: &ProgressBar) {
        let Self { setup, runner, judging, report, table, is_shown, .. } = self;
        let Some(table) = table else { return };
        let setup = setup.on(play.profile.filter(|profile| *profile != Profile::default()));
        let path = &play.path;
        let mut runs = 0;
        let mut judging = judging.of(scenario);
        judging.is_twice = false;
        let swept = pipeline::sweep(scenario, &*runner, &judging, &mut |variation| {
            let started = started(&variation.transcript);
            let written = runner.written();
            let is_cut = tell_of_cut(path, runner.cut());
            runs += 1;
            progress.set_message(format!(", {runs} runs of {}", shown(path)));
            if table.variation(&variation, started) || is_cut {
                let under =
                    variation.changes.iter().map(|(field, reading)| format!("{field}={reading}")).collect();
                let run = run(path, &variation.transcript, variation.verdicts, &setup, under);
                let run = JudgedRun { written, cut: run.cut | is_cut, ..run };
                report.runs.push(shown_run(run, variation.transcript, *is_shown));
            }
        });
        table.swept(swept);
    }
}
