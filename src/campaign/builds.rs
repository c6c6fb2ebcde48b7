//! Two builds of a DLL: the same scenarios under both, and what the new one does differently.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::lane::{hung, quieted};
use super::play::on_threads;
use crate::generate::{Shape, case, shrink};
use crate::model::Event;
use crate::model::ServiceState;
use crate::pipeline::Runner;
use crate::ras::Callout;
use crate::scenario::{Dll, Scenario};
use crate::transcript::{Change, EntryKind, Transcript, first_change};

/// So many scenarios are played in a row by one thread. Calls that hung are counted in them alone, so that what comes of a
/// scenario does not depend on the threads.
const IN_A_ROW: u64 = 128;

/// So often a call of one entry point may not return in a row. Then runs are ended before such a call.
const HANGS_MAX: u32 = 3;

/// So many scenarios that hang are tried to make one smaller: each takes as long as a call may.
const HANGS_TRIED: u32 = 5;

/// Two builds of a DLL, and the scenarios that are played with both.
#[derive(Debug, Clone)]
pub struct Builds {
    /// The build that is compared with.
    pub old: Dll,
    /// The build that is compared.
    pub new: Dll,
    /// Scenarios that somebody wrote. They are played with one of the builds in the place of all DLLs that they name.
    pub named: Vec<Scenario>,
    /// What generated scenarios have in common.
    pub shape: Shape,
    /// The seed of generated scenarios.
    pub seed: u64,
    /// How many scenarios are generated.
    pub cases: u64,
}

/// Plays the builds: each has a runner of its own, so that they never meet in one process.
pub struct Pair {
    /// Plays the old build.
    pub old: Box<dyn Runner>,
    /// Plays the new build.
    pub new: Box<dyn Runner>,
}

/// Hears of what happens, from all threads at once.
pub trait Witness: Sync {
    /// Hears that one more scenario was played with both builds.
    fn compared(&self);

    /// Hears of something that changed.
    fn changed(&self, kind: &str);

    /// Hears that no more threads can be made, and how many play.
    fn short_of_threads(&self, playing: u32, why: &io::Error);

    /// Whether nothing more is to be played.
    fn is_over(&self) -> bool;
}

/// One of two builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Build {
    /// The build that is compared with.
    Old,
    /// The build that is compared.
    New,
}

impl Build {
    /// Its name in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

/// Something that changed, and the plainest scenario that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What the scenario shows.
    pub change: Change,
    /// The place of the scenario: those that somebody wrote come first, then the generated ones.
    pub at: u64,
    /// How many scenarios show it first.
    pub times: u64,
    /// The scenario, without DLLs.
    pub scenario: Scenario,
}

/// What came of playing both builds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Compared {
    /// How many scenarios were played with both.
    pub played: u64,
    /// In how many of them the service has started with one of them.
    pub started: u64,
    /// In how many of them a build was called for more than to start and to stop.
    pub exercised: u64,
    /// How many were ended before a call that had not returned three times.
    pub avoided: u64,
    /// Why a run was cut short, by nobody's fault, if one was.
    pub cut: Option<String>,
    /// What changed, by its kind.
    pub changes: BTreeMap<String, Shown>,
    /// What one build does not do the same twice, and in how many scenarios. What differs there is no change.
    pub unsteady: BTreeMap<(Build, String), u64>,
}

/// A scenario that the builds play differently.
struct Differs {
    at: u64,
    scenario: Scenario,
    firsts: [Transcript; 2],
    change: Change,
    /// What was avoided then.
    avoided: Vec<Callout>,
}

impl Builds {
    /// How many scenarios there are.
    pub fn many(&self) -> u64 {
        self.cases.saturating_add(self.named.len() as u64)
    }

    /// The scenario at this place, without DLLs.
    pub fn scenario(&self, at: u64) -> Scenario {
        let named = usize::try_from(at).ok().and_then(|at| self.named.get(at));
        let scenario = match named {
            Some(named) => named.clone(),
            None => quieted(&case(self.seed, self.number(at), &self.shape)),
        };
        Scenario { dlls: Vec::new(), dll_path: None, ..scenario }
    }

    /// The number of the generated scenario at this place.
    pub fn number(&self, at: u64) -> u64 {
        at.saturating_sub(self.named.len() as u64)
    }

    /// Whether somebody wrote the scenario at this place.
    pub fn is_named(&self, at: u64) -> bool {
        at < self.named.len() as u64
    }

    /// Plays all scenarios with both builds, on so many threads; what comes of it does not depend on their number.
    pub fn compare(&self, jobs: u32, pair: &(dyn Fn() -> Pair + Sync), watch: &dyn Witness) -> Compared {
        let next = AtomicU64::new(0);
        let compared = Mutex::new(Compared::default());
        let work = || {
            let pair = pair();
            while !watch.is_over() {
                let first = next.fetch_add(1, Ordering::Relaxed).saturating_mul(IN_A_ROW);
                if first >= self.many() {
                    return;
                }
                let row = first..self.many().min(first + IN_A_ROW);
                let row = self.row(row, &pair, watch);
                compared.lock().unwrap_or_else(PoisonError::into_inner).take(row, self);
            }
        };
        on_threads(jobs, &work, &|playing, why| watch.short_of_threads(playing, why));
        compared.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn row(&self, places: Range<u64>, pair: &Pair, watch: &dyn Witness) -> Compared {
        let mut row = Compared::default();
        let mut hangs: BTreeMap<Callout, u32> = BTreeMap::new();
        let mut differing = Vec::new();
        let mut avoided: Vec<Callout> = Vec::new();
        for at in places {
            if watch.is_over() || row.cut.is_some() {
                break;
            }
            let scenario = self.scenario(at);
            pair.avoid(&avoided);
            let firsts = match self.play(&scenario, pair) {
                Ok(firsts) => firsts,
                Err(why) => {
                    row.cut = Some(why);
                    break;
                }
            };
            row.note(&firsts);
            for callout in firsts.iter().filter_map(hung) {
                *hangs.entry(callout).or_default() += 1;
            }
            if let Some(change) = first_change(&firsts[0], &firsts[1]) {
                differing.push(Differs { at, scenario, firsts, change, avoided: avoided.clone() });
            }
            let often = hangs.iter().filter(|(_, hangs)| **hangs >= HANGS_MAX);
            avoided = often.map(|(callout, _)| *callout).collect();
            watch.compared();
        }
        self.again(differing, &mut row, pair, watch);
        row
    }

    /// Plays what differs a second time, as for the first time: a build that differs from itself has not changed. This is
    /// done after an interrupt as well, so that what was played counts.
    fn again(&self, differing: Vec<Differs>, row: &mut Compared, pair: &Pair, watch: &dyn Witness) {
        if !differing.is_empty() {
            pair.refresh();
        }
        for Differs { at, scenario, firsts, change, avoided } in differing {
            pair.avoid(&avoided);
            let seconds = match self.play(&scenario, pair) {
                Ok(seconds) => seconds,
                Err(why) => {
                    row.cut = Some(why);
                    return;
                }
            };
            let mut is_steady = true;
            for (build, (first, second)) in
                [Build::Old, Build::New].into_iter().zip(firsts.iter().zip(&seconds))
            {
                if let Some(change) = first_change(first, second) {
                    is_steady = false;
                    *row.unsteady.entry((build, twice(&change.kind))).or_default() += 1;
                }
            }
            if is_steady {
                watch.changed(&change.kind);
                row.changed(Shown { change, at, times: 1, scenario }, self);
            }
        }
    }

    /// The transcripts of both builds; or why a run was cut short.
    fn play(&self, scenario: &Scenario, pair: &Pair) -> Result<[Transcript; 2], String> {
        let run = |dll: &Dll, runner: &dyn Runner| {
            let transcript = runner.run(&Scenario { dlls: vec![dll.clone()], ..scenario.clone() });
            // What it wrote is nobody's concern here, and would be kept.
            runner.written();
            runner.cut().map_or(Ok(transcript), Err)
        };
        Ok([run(&self.old, &*pair.old)?, run(&self.new, &*pair.new)?])
    }

    /// Plays the scenario of a change once more: the transcripts with the old and with the new build. Nothing if a run was cut
    /// short.
    pub fn transcripts(&self, shown: &Shown, pair: &Pair) -> Option<[Transcript; 2]> {
        self.play(&shown.scenario, pair).ok()
    }

    /// Makes the scenario of a change smaller, as long as it shows the same kind of change, in at most `budget` tries. The
    /// scenario stays as it is if what was found does not show in every run.
    pub fn smaller(&self, shown: &Shown, pair: &Pair, budget: u32, is_over: &dyn Fn() -> bool) -> Shown {
        let kind = &shown.change.kind;
        let mut hangs = 0;
        pair.avoid(&[]);
        let change = |scenario: &Scenario, hangs: &mut u32| {
            let [old, new] = self.play(scenario, pair).ok()?;
            *hangs += u32::from(hung(&old).or(hung(&new)).is_some());
            first_change(&old, &new).filter(|change| change.kind == *kind)
        };
        let shrunk = shrink(&shown.scenario, budget, &mut |scenario| {
            !is_over() && hangs < HANGS_TRIED && change(scenario, &mut hangs).is_some()
        });
        pair.refresh();
        match change(&shrunk.scenario, &mut hangs) {
            Some(change) => Shown { change, scenario: shrunk.scenario, ..shown.clone() },
            None => shown.clone(),
        }
    }
}

/// A change from one play to the next goes either way, so the kind of it names both in one order.
fn twice(kind: &str) -> String {
    let Some((place, words)) = kind.split_once(": ") else { return kind.to_owned() };
    match words.split_once(" -> ") {
        Some((a, b)) => format!("{place}: {} or {}", a.min(b), a.max(b)),
        None => kind.to_owned(),
    }
}

impl Pair {
    fn avoid(&self, callouts: &[Callout]) {
        self.old.avoid(callouts);
        self.new.avoid(callouts);
    }

    fn refresh(&self) {
        self.old.refresh();
        self.new.refresh();
    }
}

impl Compared {
    fn note(&mut self, transcripts: &[Transcript; 2]) {
        let any = |is: &dyn Fn(&EntryKind) -> bool| {
            transcripts.iter().any(|transcript| transcript.entries.iter().any(|entry| is(&entry.kind)))
        };
        let starts = |kind: &EntryKind| *kind == EntryKind::Event(Event::Service(ServiceState::Running));
        let exercises = |kind: &EntryKind| {
            use Callout::{InitializeDll, InitializeDllEx, TerminateDll};
            let EntryKind::Asked(ask) = kind else { return false };
            !matches!(ask.entry.callout, InitializeDll | InitializeDllEx | TerminateDll)
        };
        let is_open = |transcript: &Transcript| {
            matches!(transcript.entries.last().map(|entry| &entry.kind), Some(EntryKind::Asked(_)))
        };
        self.played += 1;
        self.started += u64::from(any(&starts));
        self.exercised += u64::from(any(&exercises));
        self.avoided += u64::from(transcripts.iter().any(is_open));
    }

    fn take(&mut self, row: Self, builds: &Builds) {
        self.played += row.played;
        self.started += row.started;
        self.exercised += row.exercised;
        self.avoided += row.avoided;
        self.cut = self.cut.take().or(row.cut);
        row.changes.into_values().for_each(|shown| self.changed(shown, builds));
        for (what, times) in row.unsteady {
            *self.unsteady.entry(what).or_default() += times;
        }
    }

    /// Of one kind, the plainest scenario stands for all: one that somebody wrote rather than a generated one, then the
    /// shortest.
    fn changed(&mut self, shown: Shown, builds: &Builds) {
        match self.changes.entry(shown.change.kind.clone()) {
            Entry::Vacant(place) => _ = place.insert(shown),
            Entry::Occupied(mut known) => {
                let times = known.get().times + shown.times;
                let plain =
                    |shown: &Shown| (!builds.is_named(shown.at), shown.scenario.steps.len(), shown.at);
                if plain(&shown) < plain(known.get()) {
                    known.insert(shown);
                }
                known.get_mut().times = times;
            }
        }
    }
}
