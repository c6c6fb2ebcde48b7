//! Plays scenarios on several threads, each twice, and judges them. What comes of it does not depend on the threads.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex, MutexGuard, PoisonError};

use indicatif::ProgressBar;
use mockras::check::{Check, Rule, Twin, Twins, Verdict, Verdicts, judge, with_hangups};
use mockras::model::{ConnectionEvent, Event};
use mockras::pipeline::{Judging, Runner};
use mockras::ras::Callout;
use mockras::scenario::Scenario;
use mockras::transcript::{EntryKind, Transcript};

use super::super::exit;

/// So often a call of one entry point may not return. Scenarios that come to such a call then end before it.
const HANGS_MAX: usize = 3;

/// A scenario that was played and judged.
pub(super) struct Played {
    pub(super) transcript: Transcript,
    pub(super) verdicts: Verdicts,
    /// What its native DLLs wrote.
    pub(super) written: String,
    /// Why it was cut short, by nobody's fault.
    pub(super) cut: Option<String>,
    /// The entry point before which it was ended, or would have been.
    pub(super) avoided: Option<Callout>,
    /// The same scenario with hangups after refusals, if that shows what this does not.
    pub(super) with_hangups: Option<(Transcript, Verdicts)>,
}

impl Played {
    /// Forgets what was found on several threads: after the first scenario that shows something there, it is chance which are
    /// played so.
    fn forget_threads(&mut self) {
        let is_of_threads = |rule: &Rule| matches!(rule.check, Check::Pair(Twin::Threads, _));
        let outcomes = self.verdicts.outcomes.iter_mut();
        for outcome in outcomes.filter(|outcome| is_of_threads(outcome.rule)) {
            (outcome.verdict, outcome.applied) = (Verdict::NotApplicable, 0);
        }
    }
}

/// What the first play of a scenario has shown.
struct First {
    transcript: Transcript,
    written: String,
    cut: Option<String>,
}

impl First {
    /// The call from which it did not return, or before which it was ended.
    fn hung(&self) -> Option<Callout> {
        let entries = &self.transcript.entries;
        let asked = |entries: &[mockras::transcript::Entry]| {
            entries.iter().rev().find_map(|entry| match &entry.kind {
                EntryKind::Asked(ask) => Some(ask.entry.callout),
                _ => None,
            })
        };
        let is_hang = |kind: &EntryKind| matches!(kind, EntryKind::Faulted(fault) if fault.is_hang());
        if let Some(at) = entries.iter().position(|entry| is_hang(&entry.kind)) {
            return asked(&entries[..at]);
        }
        let is_ended = matches!(entries.last().map(|entry| &entry.kind), Some(EntryKind::Asked(_)));
        if is_ended && self.cut.is_none() { asked(entries) } else { None }
    }
}

/// Plays all of the scenarios once, then each a second time, and judges them. Those that an interrupt kept from being
/// played are missing at the end, and all but the first if that is hopeless.
pub(super) fn play_all(
    scenarios: &[Scenario],
    judging: &Judging,
    jobs: usize,
    runner: &(dyn Fn() -> Box<dyn Runner> + Sync),
    is_hopeless: &(dyn Fn(&Transcript) -> bool + Sync),
    progress: &ProgressBar,
) -> Vec<Played> {
    let firsts: Vec<Mutex<Option<First>>> = scenarios.iter().map(|_| Mutex::new(None)).collect();
    let played: Vec<Mutex<Option<Played>>> = scenarios.iter().map(|_| Mutex::new(None)).collect();
    let (next, again) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let jobs = jobs.clamp(1, scenarios.len().max(1));
    let hung: Mutex<BTreeMap<usize, Callout>> = Mutex::default();
    let all_are_played = Barrier::new(jobs);
    let hopeless = AtomicBool::new(false);
    let many = || if hopeless.load(Ordering::Relaxed) { 1 } else { scenarios.len() };
    let work = || {
        let runner = runner();
        while let Some(at) = take(&next, many()) {
            runner.avoid(&avoided_before(at, &lock(&hung)));
            let transcript = runner.run(&scenarios[at]);
            let first = First { transcript, written: runner.written(), cut: runner.cut() };
            if at == 0 && is_hopeless(&first.transcript) {
                hopeless.store(true, Ordering::Relaxed);
            }
            if let Some(callout) = first.hung() {
                lock(&hung).insert(at, callout);
            }
            *lock(&firsts[at]) = Some(first);
            progress.inc(1);
        }
        all_are_played.wait();
        runner.refresh();
        let hung = lock(&hung).clone();
        runner.avoid(&avoided_before(scenarios.len(), &hung));
        let mut judging = judging.clone();
        // What was played before an interrupt is judged still.
        while let Some(at) = next_of(&again, many()) {
            let Some(first) = lock(&firsts[at]).take() else { continue };
            let avoided =
                hung.get(&at).copied().filter(|callout| avoided_before(at, &hung).contains(callout));
            let judged = judged(first, avoided, &scenarios[at], &judging, &*runner);
            // What hangs on another thread costs as long as a call may take, and shows nothing new.
            judging.on_threads &= !judged.verdicts.differs_from(Twin::Threads);
            *lock(&played[at]) = Some(judged);
            progress.inc(1);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(work);
        }
        // Children end with the thread that started them, and this one stays.
        work();
    });
    let all = played.into_iter();
    let mut all: Vec<Played> =
        all.map_while(|played| played.into_inner().unwrap_or_else(PoisonError::into_inner)).collect();
    let differing = all.iter().position(|played| played.verdicts.differs_from(Twin::Threads));
    let after = differing.map_or(&mut [][..], |first| &mut all[first + 1..]);
    after.iter_mut().for_each(Played::forget_threads);
    all
}

/// The next scenario to play, unless somebody asked for the end.
fn take(next: &AtomicUsize, many: usize) -> Option<usize> {
    if exit::is_interrupted() { None } else { next_of(next, many) }
}

fn next_of(next: &AtomicUsize, many: usize) -> Option<usize> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    (at < many).then_some(at)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The entry points that have hung often enough before this scenario.
fn avoided_before(at: usize, hung: &BTreeMap<usize, Callout>) -> Vec<Callout> {
    let mut times: BTreeMap<Callout, usize> = BTreeMap::new();
    for callout in hung.range(..at).map(|(_, callout)| *callout) {
        *times.entry(callout).or_default() += 1;
    }
    times.into_iter().filter(|(_, times)| *times >= HANGS_MAX).map(|(callout, _)| callout).collect()
}

fn judged(
    first: First,
    avoided: Option<Callout>,
    scenario: &Scenario,
    judging: &Judging,
    runner: &dyn Runner,
) -> Played {
    let First { transcript, written, cut } = first;
    let judging = &judging.of(scenario);
    let is_whole = cut.is_none() && avoided.is_none() && !exit::is_interrupted();
    let verdicts = if is_whole {
        judging.verdicts(&transcript, scenario, runner)
    } else {
        let rules = if avoided.is_some() { &[] } else { &judging.rules[..] };
        judge(&transcript, Twins::default(), rules)
    };
    let with_hangups = is_whole.then(|| hangups(&transcript, &verdicts, scenario, judging, runner)).flatten();
    let cut = cut.or_else(|| runner.cut());
    runner.written();
    Played { transcript, verdicts, written, cut, avoided, with_hangups }
}

/// The scenario with hangups after refusals, if something is refused in it: a DLL has to cope with both readings.
fn hangups(
    transcript: &Transcript,
    verdicts: &Verdicts,
    scenario: &Scenario,
    judging: &Judging,
    runner: &dyn Runner,
) -> Option<(Transcript, Verdicts)> {
    let policy = with_hangups(scenario.policy);
    let is_refused = |kind: &EntryKind| {
        let EntryKind::Event(Event::Connection { what, .. }) = kind else { return false };
        matches!(what, ConnectionEvent::Refused(_) | ConnectionEvent::LinkRefused(_))
    };
    if policy == scenario.policy || !transcript.entries.iter().any(|entry| is_refused(&entry.kind)) {
        return None;
    }
    let mut once = judging.clone();
    once.is_twice = false;
    let (transcript, other) = once.judged(&Scenario { policy, ..scenario.clone() }, runner);
    let is_new = |signature: &str| verdicts.findings().all(|finding| finding.signature() != signature);
    let shows_more = other.causes().any(|finding| is_new(&finding.signature()));
    shows_more.then_some((transcript, other))
}
