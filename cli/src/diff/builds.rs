//! What a new build of a DLL does differently.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;
use mockras::campaign::{Builds, Pair, Shown, Signature, Witness};
use mockras::generate::{Shape, Tier};
use mockras::pipeline::Runner;
use mockras::report::builds::{Comparison, Difference, Ending, FORMAT, Unsteady};
use mockras::scenario::{Dll, Scenario, shown};

use super::super::check::plays::{self, Play, Subject};
use super::super::check::unloaded;
use super::super::environment::processors;
use super::super::exit::{self, Exit, UserError};
use super::super::flag_value::DllFlag;
use super::super::format::{FormatFlag, distinct, write_all};
use super::super::html;
use super::super::native;
use super::super::player::CommandPlayer;
use super::super::setup::Setup;
use super::super::target::{self, make_folder, write_own};
use super::super::terminal::{progress_bar, tell};
use super::{DiffArgs, DiffForm};

/// Where generated scenarios are saved unless somebody says otherwise.
pub(super) const FOLDER: &str = "mockras-diff";

/// The most steps of a generated scenario, as in `fuzz`.
const STEPS_MAX: u32 = 24;

/// Where there is no terminal, a line is written this often.
const LINES: u64 = 10;

/// A build, and what is asked of it.
struct Side {
    setup: Setup,
    dll: Dll,
}

pub(super) fn diff(args: DiffArgs, old: DllFlag, new: DllFlag) -> Result<Exit, UserError> {
    let DiffArgs { paths, no_corpus, cases, seed, jobs, save, budget, format, setup, .. } = args;
    let formats = FormatFlag::or_default(format);
    // The builds take the place of DLLs that the environment names.
    let setup = setup.with_environment()?;
    let old = Side::new(setup.against(old))?;
    let new = Side::new(setup.against(new))?;
    let (plays, left_out) = plays(&paths, &setup, !no_corpus)?;
    distinct(&formats, plays.iter().map(|play| play.path.as_path()))?;
    let read = |play: &Play| old.setup.on(play.profile).scenario(&play.path);
    let named = plays.iter().map(read).collect::<Result<Vec<Scenario>, UserError>>()?;
    formats.iter().filter_map(|format| format.file.as_deref()).try_for_each(target::try_out)?;
    try_save(&save)?;
    let shape = shape(&old, &new)?;
    let runner = setup.player()?;
    runner.tell_of_system();
    for side in [&old, &new] {
        if !side.can_be_loaded(&runner) {
            tell(format_args!("RESULT: FAIL ({} cannot be loaded)", side.dll.name()));
            return Ok(Exit::NotStarted);
        }
    }
    let builds = Builds { old: old.dll.clone(), new: new.dll.clone(), named, shape, seed, cases };
    exit::note_interrupts();
    let progress = Progress::new(builds.many());
    let player =
        || -> Box<dyn Runner> { Box::new(setup.another_player().expect("one could be made before")) };
    let pair = || Pair { old: player(), new: player() };
    let compared = builds.compare(jobs.unwrap_or_else(processors), &pair, &progress);
    let is_shown = formats.iter().any(|format| format.form == DiffForm::Html);
    let teller =
        Teller { builds: &builds, plays: &plays, setup: &setup, sides: [&old, &new], save: &save, is_shown };
    let (differences, saved) = teller.all(&compared.changes, &pair(), budget, &progress);
    progress.bar.finish_and_clear();
    let unsteady = compared.unsteady.into_iter().map(|((build, kind), times)| Unsteady {
        build: build.word().to_owned(),
        kind,
        times,
    });
    let comparison = Comparison {
        format: FORMAT,
        mockras: env!("CARGO_PKG_VERSION").to_owned(),
        old: old.described(&runner),
        new: new.described(&runner),
        flags: setup.flags_but_dlls(),
        system: runner.system(),
        written: plays.len() as u64,
        generated: cases,
        seed,
        played: compared.played,
        exercised: compared.exercised,
        started: compared.started,
        avoided: compared.avoided,
        cut: compared.cut,
        interrupted: compared.played < builds.many() && exit::is_interrupted(),
        differences,
        unsteady: unsteady.collect(),
        left_out,
    };
    Ok(finished(&comparison, &formats, saved))
}

/// Writes the reports, and tells the last line and what kept files from being written.
fn finished(comparison: &Comparison, formats: &[FormatFlag<DiffForm>], saved: Result<(), UserError>) -> Exit {
    let written = write_all(formats, |form| match form {
        DiffForm::Text => comparison.to_text(),
        DiffForm::Json => comparison.to_json(),
        DiffForm::Html => html::of_builds(comparison).render(),
    });
    let (ending, line) = comparison.ending();
    tell(line);
    if let Err(error) = written.and(saved) {
        error.tell();
        return Exit::Usage;
    }
    match ending {
        Ending::Alike => Exit::Clean,
        Ending::Differ => Exit::Findings,
        Ending::Inconclusive => Exit::Inconclusive,
        Ending::NotStarted => Exit::NotStarted,
    }
}

/// The scenarios that somebody wrote: those of the corpus that `check` would choose, and those that the paths lead to.
fn plays(paths: &[PathBuf], setup: &Setup, has_corpus: bool) -> Result<(Vec<Play>, Vec<String>), UserError> {
    let corpus = has_corpus.then(|| plays::corpus(setup, false));
    // Hostile structures are not played here at all.
    let told = corpus.iter().flat_map(|corpus| &corpus.left_out);
    let left_out = told.map(|line| line.replace(" (--hostile plays them)", "")).collect();
    let own = if paths.is_empty() { Vec::new() } else { plays::named(paths, setup, false)? };
    let all = corpus.into_iter().flat_map(|corpus| corpus.list).chain(own);
    let play = |subject| match subject {
        Subject::Play(play) => Ok(play),
        Subject::Transcript(path) => Err(UserError::new(format!(
            "{}: expected a scenario beside --old and --new, found no name that ends in .toml",
            shown(&path)
        ))),
    };
    Ok((all.map(play).collect::<Result<_, UserError>>()?, left_out))
}

/// What generated scenarios have in common: names that either build may know.
fn shape(old: &Side, new: &Side) -> Result<Shape, UserError> {
    let mut shape = old.setup.shape(Tier::Default, STEPS_MAX)?;
    shape.vocabulary.merge(new.setup.shape(Tier::Default, STEPS_MAX)?.vocabulary);
    Ok(shape)
}

/// Sees that the folder can be made or written to, before anything is played.
fn try_save(folder: &Path) -> Result<(), UserError> {
    if folder.exists() {
        make_folder(folder)?;
        return target::try_folder(folder);
    }
    let above = folder.ancestors().skip(1).find(|above| above.exists());
    target::try_folder(above.unwrap_or(Path::new(".")))
}

impl Side {
    fn new(setup: Setup) -> Result<Self, UserError> {
        let scenario = setup.over(Scenario::default(), Path::new("-"))?;
        let dll = scenario.dlls.first().cloned().expect("a build was named");
        Ok(Self { setup, dll })
    }

    /// The build as it was named, with the hash of its file if it is one.
    fn described(&self, runner: &CommandPlayer) -> String {
        let print = runner.fingerprints(std::slice::from_ref(&self.dll)).concat();
        self.setup.dlls().concat() + print.strip_prefix(&self.dll.name()).unwrap_or_default()
    }

    /// Whether the build can be loaded; if not, why is told.
    fn can_be_loaded(&self, runner: &CommandPlayer) -> bool {
        let scenario = Scenario { dlls: vec![self.dll.clone()], ..Scenario::default() };
        let transcript = runner.run(&scenario);
        let trouble = unloaded(&transcript);
        if let Some((dll, why)) = trouble {
            native::tell_of_trouble(&scenario, dll, why);
        }
        trouble.is_none()
    }
}

/// Makes of what changed what the report tells.
struct Teller<'a> {
    builds: &'a Builds,
    plays: &'a [Play],
    setup: &'a Setup,
    sides: [&'a Side; 2],
    save: &'a Path,
    /// Whether somebody wants to see the runs.
    is_shown: bool,
}

impl Teller<'_> {
    /// All differences, with generated scenarios made smaller; and what kept one from being saved.
    fn all(
        &self,
        changes: &BTreeMap<String, Shown>,
        pair: &Pair,
        budget: u32,
        progress: &Progress,
    ) -> (Vec<Difference>, Result<(), UserError>) {
        let mut differences = Vec::new();
        let mut saved = Ok(());
        for (at, found) in changes.values().enumerate() {
            progress.shrinking(at, changes.len());
            let smaller = match self.builds.is_named(found.at) {
                true => found.clone(),
                false => self.builds.smaller(found, pair, budget, &exit::is_interrupted),
            };
            let (difference, written) = self.told(&smaller);
            let transcripts = self.is_shown.then(|| self.builds.transcripts(&smaller, pair)).flatten();
            let transcripts = transcripts.map(Vec::from).unwrap_or_default();
            differences.push(Difference { transcripts, ..difference });
            saved = saved.and(written);
        }
        (differences, saved)
    }

    /// The difference, and what kept a generated scenario from being saved.
    fn told(&self, found: &Shown) -> (Difference, Result<(), UserError>) {
        let Shown { change, at, times, scenario } = found;
        let play = usize::try_from(*at).ok().and_then(|at| self.plays.get(at));
        let text = play.is_none().then(|| scenario.to_toml());
        let mut saved = Ok(());
        let file = match (play, &text) {
            (Some(play), _) => Some(play.path.clone()),
            (None, text) => match self.saved(&change.kind, *at, text.as_deref().unwrap_or_default()) {
                Ok(file) => Some(file),
                Err(error) => {
                    saved = Err(error);
                    None
                }
            },
        };
        let name = file.map(|file| file.to_string_lossy().replace('\\', "/"));
        // The corpus is played on the newest version anyway.
        let profile = play.and_then(|play| play.profile).filter(|_| self.setup.profiles().is_some());
        let replay = name.iter().flat_map(|name| {
            self.sides.iter().filter_map(move |side| {
                let words = ["mockras".to_owned(), "run".to_owned(), name.clone()].into_iter();
                let words: Vec<String> = words.chain(side.setup.on(profile).flags()).collect();
                shlex::try_join(words.iter().map(String::as_str)).ok()
            })
        });
        let difference = Difference {
            kind: change.kind.clone(),
            times: *times,
            replay: replay.collect(),
            scenario: name,
            case_number: play.is_none().then(|| self.builds.number(*at)),
            step: change.step,
            steps: scenario.steps.len() as u64,
            before: change.before.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            text,
            transcripts: Vec::new(),
        };
        (difference, saved)
    }

    /// Saves a generated scenario under a name that its kind of difference has in every comparison.
    fn saved(&self, kind: &str, at: u64, text: &str) -> Result<PathBuf, UserError> {
        make_folder(self.save)?;
        let file = self.save.join(format!("{}.toml", Signature::saved(kind).file_name()));
        let number = self.builds.number(at);
        let head =
            format!("# {kind}\n# `mockras diff`, made of case {number} of seed {}\n", self.builds.seed);
        write_own(&file, &(head + text))?;
        Ok(file)
    }
}

/// What a user sees while the builds are played.
struct Progress {
    bar: ProgressBar,
    many: u64,
    played: AtomicU64,
    kinds: Mutex<BTreeSet<String>>,
}

impl Progress {
    fn new(many: u64) -> Self {
        let bar = progress_bar(Some(many), "{bar:30} {human_pos}/{human_len} scenarios, {eta} left{msg}");
        Self { bar, many, played: AtomicU64::new(0), kinds: Mutex::default() }
    }

    fn shrinking(&self, at: usize, many: usize) {
        self.bar.set_message(format!(", making the scenario of difference {} of {many} smaller", at + 1));
        self.bar.tick();
    }
}

impl Witness for Progress {
    fn compared(&self) {
        self.bar.inc(1);
        let played = self.played.fetch_add(1, Ordering::Relaxed) + 1;
        let each = (self.many / LINES).max(1);
        if self.bar.is_hidden() && played.is_multiple_of(each) {
            tell(format_args!("{played} of {} scenarios", self.many));
        }
    }

    fn changed(&self, kind: &str) {
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        if kinds.insert(kind.to_owned()) {
            self.bar.set_message(format!(", differences: {}", kinds.len()));
            self.bar.suspend(|| tell(format_args!("differs: {kind}")));
        }
    }

    fn short_of_threads(&self, playing: u32, why: &io::Error) {
        self.bar.suspend(|| {
            tell(format_args!("warning: playing on {playing} threads, no more can be made: {why}"));
        });
    }

    fn is_over(&self) -> bool {
        exit::is_interrupted()
    }
}
