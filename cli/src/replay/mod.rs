//! `mockras replay`: plays saved cases, and says which still show their finding.

mod memory;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

use clap::Args;
use mockras::campaign::{Oracle, Signature};
use mockras::check::all_rules;
use mockras::pipeline::Runner;
use mockras::ras::on_one_line;
use mockras::scenario::{Case, Scenario, shown};
use mockras::transcript::Transcript;

use memory::FolderMemory;

use super::check::{started, unloaded};
use super::environment::processors;
use super::exit::{self, Exit, Meaning, UserError};
use super::folder;
use super::native;
use super::player::CommandPlayer;
use super::setup::Setup;
use super::soak;
use super::store::FOLDER;
use super::terminal::{print, progress_bar, tell};

const EXAMPLES: &str = "\
Examples:
  mockras replay mockras-cases
      plays all cases of a folder, those first that failed the last time; this folder is the default
  mockras replay mockras-cases tests/cases/one.toml
      those of a folder, and one more
  mockras replay --dll ./target/debug/libgate.so
      against another build of the DLL than the one in which they were found
  mockras replay --drop-fixed
      deletes the files of those that are fixed

Each case has a line:
  + fixed       its finding does not show any more; the line says so if others show
  x failing     its finding shows
  ! cannot run  the file is no case, or a DLL cannot be loaded; the line says why";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "all cases are fixed"),
    (Exit::Findings, "a case fails, or shows another finding"),
    (Exit::Usage, "a case cannot be read, and none fails"),
    (Exit::Inconclusive, "there is no case, or a run was cut short"),
    (Exit::NotStarted, "a DLL keeps a case from being played"),
];

/// Play saved cases, and say which still show their finding
///
/// A case holds its scenario, so nothing is generated: a later mockras plays the same. Its own seeded fault applies,
/// unless --dll or --fault says otherwise. A folder remembers in its file .replay which cases failed.
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct ReplayArgs {
    /// Saved cases, or folders of them
    #[arg(value_name = "PATH", default_value = FOLDER)]
    paths: Vec<PathBuf>,
    /// Delete the files of cases that are fixed and show no other finding; not with --profile, --policy or --fault, which
    /// alter them
    #[arg(long)]
    drop_fixed: bool,
    /// Play so many at the same time; else one a processor
    #[arg(short, long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=256))]
    jobs: Option<u32>,
    #[command(flatten)]
    setup: Setup,
}

/// What came of a case.
enum ReplayOutcome {
    /// Its finding does not show; what shows instead.
    Fixed(Vec<Signature>),
    Failing,
    /// The file is no case that can be played.
    Refused(String),
    /// A DLL keeps it from being played.
    NotStarted(String),
    /// The run was cut short, by nobody's fault.
    Cut(String),
}

pub(super) fn replay(args: ReplayArgs) -> Result<Exit, UserError> {
    let setup = args.setup.with_environment()?;
    if let Some([flag, variable]) = setup.alters_cases().filter(|_| args.drop_fixed) {
        let error = format!("--drop-fixed cannot be used with {flag} (or {variable})");
        return Err(UserError::new(error)
            .hint("a case that is altered may not show its finding though its DLL is as it was"));
    }
    let mut folders = Vec::new();
    let mut files: Vec<PathBuf> = Vec::new();
    for path in &args.paths {
        if path.is_dir() {
            let folder = FolderMemory::of(path);
            files.extend(folder::all(path)?);
            folders.push(folder);
        } else if path.exists() || *path != Path::new(FOLDER) {
            files.push(path.clone());
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(super::format::real(file)));
    // Those that failed first; among them, and after them, the order of before.
    files.sort_by_key(|file| !folders.iter().any(|folder| folder.failed(file)));
    exit::note_interrupts();
    let progress = progress_bar(Some(files.len() as u64), "{bar:30} {pos}/{len} cases");
    let mut counts = ReplayCounts::default();
    play_all(&files, &setup, args.jobs.unwrap_or_else(processors), |file, (came, text)| {
        progress.suspend(|| print(&format!("{}\n", on_one_line(&text))))?;
        folders.iter_mut().for_each(|folder| folder.note(file, &came));
        if args.drop_fixed && matches!(&came, ReplayOutcome::Fixed(others) if others.is_empty()) {
            counts.drop(file);
        }
        counts.note(&came);
        progress.inc(1);
        Ok(())
    })?;
    progress.finish_and_clear();
    for folder in &folders {
        // What is not remembered costs time, and nothing else.
        if let Err(error) = folder.save() {
            tell(format_args!("warning: {}", error.message()));
        }
    }
    Ok(counts.end(files.len()))
}

/// A case that was played: what came of it, and a line about it.
type Replayed = (ReplayOutcome, String);

/// Plays the cases on so many threads, and hands over in their order what came of each. Those that an interrupt kept from being
/// played are missing.
fn play_all(
    files: &[PathBuf],
    setup: &Setup,
    jobs: u32,
    mut note: impl FnMut(&Path, Replayed) -> Result<(), UserError>,
) -> Result<(), UserError> {
    let next = AtomicUsize::new(0);
    let (told, heard) = channel();
    std::thread::scope(|scope| {
        for number in 0..(jobs as usize).clamp(1, files.len().max(1)) {
            let (told, next) = (told.clone(), &next);
            scope.spawn(move || {
                let mut player = Replayer { setup, is_first: number == 0, players: BTreeMap::new() };
                while !exit::is_interrupted() {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(at) else { return };
                    if told.send((at, player.case(file))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(told);
        let mut waiting = BTreeMap::new();
        let mut files = files.iter().enumerate();
        for (at, came) in heard {
            waiting.insert(at, came);
            while let Some((at, file)) = files.clone().next()
                && let Some(came) = waiting.remove(&at)
            {
                files.next();
                note(file, came?)?;
            }
        }
        Ok(())
    })
}

/// Plays cases on one thread, with a player for each seeded fault.
struct Replayer<'a> {
    setup: &'a Setup,
    /// Whether it is the one that tells where DLLs run.
    is_first: bool,
    /// By the seeded fault of the case.
    players: BTreeMap<Option<String>, CommandPlayer>,
}

impl Replayer<'_> {
    /// Plays a case; what came of it, and a line about it.
    fn case(&mut self, file: &Path) -> Result<Replayed, UserError> {
        let name = shown(file);
        let case = match Case::load(file) {
            Ok(case) => case,
            // The error names the file.
            Err(error) => {
                return Ok((ReplayOutcome::Refused(error.to_string()), format!("! cannot run  {error}")));
            }
        };
        let came = self.play(file, &case)?;
        let signature = &case.found.signature;
        let line = match &came {
            ReplayOutcome::Failing => format!("x failing     {name}: {signature}"),
            ReplayOutcome::Fixed(others) if others.is_empty() => format!("+ fixed       {name}: {signature}"),
            ReplayOutcome::Fixed(others) => {
                let others: Vec<&str> = others.iter().map(Signature::text).collect();
                format!("+ fixed       {name}: {signature}; shows instead: {}", others.join("; "))
            }
            ReplayOutcome::Refused(why) | ReplayOutcome::NotStarted(why) | ReplayOutcome::Cut(why) => {
                format!("! cannot run  {name}: {why}")
            }
        };
        let notes = self.notes(file, &case);
        let notes = if notes.is_empty() { notes } else { format!(" ({notes})") };
        Ok((came, line + &notes))
    }

    fn play(&mut self, file: &Path, case: &Case) -> Result<ReplayOutcome, UserError> {
        let setup = match self.setup.with_fault_of(case.found.fault.as_deref()) {
            Ok(setup) => setup,
            Err(error) => return Ok(ReplayOutcome::Refused(format!("case.fault: {error}"))),
        };
        let scenario = match setup.over(case.scenario.clone(), file) {
            Ok(scenario) => scenario,
            Err(error) => {
                // The line names the file already.
                let why = error.in_one_line();
                let why = why.strip_prefix(&format!("{}: ", shown(file))).unwrap_or(&why).to_owned();
                return Ok(ReplayOutcome::Refused(why));
            }
        };
        let fault = setup.fault().map(str::to_owned);
        if !self.players.contains_key(&fault) {
            let player = setup.player()?;
            if self.players.is_empty() && self.is_first {
                player.tell_of_system();
            }
            self.players.insert(fault.clone(), player);
        }
        Ok(came(case, &scenario, &self.players[&fault]))
    }

    /// What is not as it was when the case was saved.
    fn notes(&self, file: &Path, case: &Case) -> String {
        let mut notes = Vec::new();
        let version = env!("CARGO_PKG_VERSION");
        if case.found.mockras != version {
            notes.push(format!("found by mockras {}, this is {version}", case.found.mockras));
        }
        if self.setup.has_dlls() {
            return notes.join(", ");
        }
        let mut scenario = case.scenario.clone();
        if !self.setup.is_elsewhere() {
            // It was played, so its paths are good.
            let _ = native::rebase(&mut scenario, file);
        }
        let Some(player) = self.players.values().next() else { return notes.join(", ") };
        for now in player.fingerprints(&scenario.specs()) {
            let (name, hash) = now.split_once(' ').unwrap_or((&now, ""));
            let then = case.found.dlls.iter().find_map(|dll| dll.strip_prefix(name)?.strip_prefix(' '));
            if !hash.is_empty() && then.is_some_and(|then| then != hash) {
                notes.push(format!("{name} is another file than it was"));
            }
        }
        notes.join(", ")
    }
}

/// Plays the scenario of a case and compares.
fn came(case: &Case, scenario: &Scenario, runner: &dyn Runner) -> ReplayOutcome {
    if let Some(cycles) = case.found.cycles {
        return came_of_soak(case, cycles, scenario, runner);
    }
    let signature = Signature::saved(case.found.signature.clone());
    let oracle = super::shrink::oracle(&signature);
    if (0..super::shrink::tries(signature.text())).any(|_| oracle.shows(scenario, runner, &signature)) {
        return ReplayOutcome::Failing;
    }
    // All rules, for what shows instead.
    let oracle = Oracle::by(all_rules());
    let outcome = oracle.judge(scenario, runner);
    if let Some(why) = outcome.cut {
        return ReplayOutcome::Cut(format!("the run was cut short: {why}"));
    }
    if let Some((dll, why)) = unloaded(&outcome.transcript) {
        native::tell_of_trouble(scenario, dll, why);
        let name = outcome.transcript.header.dlls.get(usize::from(dll)).map_or("a DLL", String::as_str);
        return ReplayOutcome::NotStarted(format!("{name}: {why}"));
    }
    // Where the service did not start when the case was saved, it need not do so now.
    let before = Transcript::parse_text(case.found.kept_transcript());
    if !started(&outcome.transcript) && before.is_ok_and(|before| started(&before)) {
        return ReplayOutcome::NotStarted("the service did not start".to_owned());
    }
    ReplayOutcome::Fixed(outcome.problems.into_iter().map(|problem| problem.signature).collect())
}

/// Repeats the scenario of a case that a soak has found, and compares.
fn came_of_soak(case: &Case, cycles: u32, scenario: &Scenario, runner: &dyn Runner) -> ReplayOutcome {
    let Some((shows, soaked)) = soak::again(case, cycles, scenario, runner) else {
        return ReplayOutcome::Refused("case.cycles: nobody comes before the service stops".to_owned());
    };
    match soaked.cut {
        Some(why) => ReplayOutcome::Cut(format!("the run was cut short: {why}")),
        None if exit::is_interrupted() => ReplayOutcome::Cut("interrupted".to_owned()),
        None if shows => ReplayOutcome::Failing,
        None if !soaked.is_started => {
            let why = soaked.trouble.unwrap_or_else(|| "the service did not start".to_owned());
            ReplayOutcome::NotStarted(why)
        }
        None => ReplayOutcome::Fixed(soak::signatures(&soaked)),
    }
}

/// How many cases came to what.
#[derive(Default)]
struct ReplayCounts {
    played: usize,
    fixed: u32,
    others: u32,
    failing: u32,
    refused: u32,
    not_started: u32,
    cut: u32,
    dropped: u32,
}

impl ReplayCounts {
    fn note(&mut self, came: &ReplayOutcome) {
        self.played += 1;
        match came {
            ReplayOutcome::Fixed(others) => {
                self.fixed += 1;
                self.others += u32::from(!others.is_empty());
            }
            ReplayOutcome::Failing => self.failing += 1,
            ReplayOutcome::Refused(_) => self.refused += 1,
            ReplayOutcome::NotStarted(_) => self.not_started += 1,
            ReplayOutcome::Cut(_) => self.cut += 1,
        }
    }

    fn drop(&mut self, file: &Path) {
        match fs::remove_file(file) {
            Ok(()) => self.dropped += 1,
            Err(error) => tell(format_args!("warning: {}: cannot be deleted: {error}", shown(file))),
        }
    }

    /// Says how it went; what the command ends with.
    fn end(&self, all: usize) -> Exit {
        if all == 0 {
            tell("RESULT: INCONCLUSIVE (nothing to replay)");
            return Exit::Inconclusive;
        }
        let counts = [
            (self.failing, "failing"),
            (self.fixed - self.others, "fixed"),
            (self.others, "with other findings instead"),
            (self.refused + self.not_started + self.cut, "that cannot run"),
            (self.dropped, "dropped"),
        ];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(many, _)| *many > 0)
            .map(|(many, what)| format!("{many} {what}"))
            .collect();
        let (word, exit) = if self.not_started > 0 {
            ("FAIL", Exit::NotStarted)
        } else if self.failing + self.others > 0 {
            ("FAIL", Exit::Findings)
        } else if self.refused > 0 {
            ("FAIL", Exit::Usage)
        } else if self.cut > 0 || self.played < all {
            ("INCONCLUSIVE", Exit::Inconclusive)
        } else {
            ("PASS", Exit::Clean)
        };
        let interrupted =
            if self.played < all { format!(", interrupted after {}", self.played) } else { String::new() };
        let cases = if all == 1 { "1 case".to_owned() } else { format!("{all} cases") };
        tell(format_args!("RESULT: {word} ({cases}: {}{interrupted})", counts.join(", ")));
        exit
    }
}
