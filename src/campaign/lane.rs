//! Plays the cases of one lane in a row; each of them may follow from those before it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use arbitrary::Unstructured;
use xxhash_rust::xxh3::Xxh3Default;

use super::coverage::Coverage;
use super::kept::{Kept, New};
use super::oracle::{Judged, Oracle, Problem};
use super::play::Played;
use crate::check::Twin;
use crate::generate::{Draw, Exhaustive, Shape, bytes, case, mutate_knowing};
use crate::model::Event;
use crate::pipeline::Runner;
use crate::ras::{Callout, Name};
use crate::scenario::{OnPort, Scenario, Step};
use crate::transcript::{EntryKind, Transcript};

/// How many cases a lane has. A lane is played in order, by itself: what is learned in it is used in it alone, so that
/// a case depends on nothing but its number, the seed, the shape and the DLLs.
pub const LANE: u64 = 1024;

/// Of so many cases, one is played a second time when its lane is over: what happens is to be the same.
const TWICE_EACH: u64 = 16;

/// Of so many cases, one is played with both processes in one too, as SERIAL-06 asks; beside it those that reach something
/// new, and those that show something else.
const TWIN_EACH: u64 = 8;

/// So often a call of one entry point may not return in a lane. Then runs are ended before such a call: each costs as
/// long as a call may take, and shows nothing new.
const HANGS_MAX: u32 = 3;

/// A scenario of more steps is not changed to reach more: it costs as much as many others.
const CHANGED_MAX: usize = 64;

/// Two numbers of one seed never give the same bytes, and no case has a number like this.
const MUTATIONS: u64 = 1 << 63;

/// What all cases of a campaign have in common.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The seed that all choices come from.
    pub seed: u64,
    /// What generated scenarios have in common.
    pub shape: Shape,
    /// The oracle that judges each case.
    pub oracle: Oracle,
    /// Whether scenarios that reach something new are changed to reach more. If not, every case is fresh.
    pub is_guided: bool,
    /// Every small scenario, in the place of those that are drawn.
    pub every: Option<Exhaustive>,
}

/// Hears of what happens in lanes, from all of them at once.
pub trait Observer: Sync {
    /// Hears that so many more cases are done with.
    fn played(&self, many: u64);

    /// Hears that a lane has met a problem for the first time.
    fn found(&self, find: &Find);

    /// Hears what has come of all lanes that were played whole so far. No other lane is joined meanwhile.
    fn kept(&self, _played: &Played) {}

    /// Hears that no more threads can be made, and how many play.
    fn short_of_threads(&self, _playing: u32, _why: &std::io::Error) {}

    /// Whether nothing more is to be played.
    fn is_over(&self) -> bool;
}

/// Hears nothing, and wants no end.
impl Observer for () {
    fn played(&self, _: u64) {}

    fn found(&self, _: &Find) {}

    fn is_over(&self) -> bool {
        false
    }
}

/// A problem, and the first case of a lane that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Find {
    /// The problem that was met.
    pub problem: Problem,
    /// The number of the case.
    pub number: u64,
    /// In how many cases it was met.
    pub times: u64,
    /// The scenario of that case.
    pub scenario: Scenario,
    /// The transcript of that case as text.
    pub transcript: String,
}

impl Find {
    /// A problem that was met in one case, such as one that is read back.
    pub fn new(problem: Problem, number: u64, scenario: Scenario, transcript: String) -> Self {
        Self { problem, number, times: 1, scenario, transcript }
    }
}

/// What came of a lane.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PlayedLane {
    /// The number of the lane: its first case is [`LANE`] times this.
    pub number: u64,
    /// How many of its cases were played.
    pub cases: u64,
    /// Whether those are all cases that it has.
    pub is_whole: bool,
    /// A number that stands for the bytes of all its transcripts.
    pub digest: u128,
    /// What was reached, until it is joined with that of others.
    pub coverage: Coverage,
    /// What is wrong, in the order in which it was met, until it is joined with that of others.
    pub finds: Vec<Find>,
    /// In how many cases the service has started.
    pub started: u64,
    /// In how many cases a rule about a DLL applied.
    pub exercised: u64,
    /// How many cases were ended before a call that had not returned three times.
    pub avoided: u64,
    /// Why a run was cut short, by nobody's fault, if one was.
    pub cut: Option<String>,
}

/// What is remembered of a lane while it is played.
#[derive(Default)]
struct Memory {
    /// Of the bytes of all transcripts so far.
    digest: Xxh3Default,
    /// How often which entry point did not return.
    hangs: BTreeMap<Callout, u32>,
    /// The cases that are played a second time, each with its first run.
    twice: Vec<(u64, Scenario, Transcript)>,
}

impl Plan {
    /// Plays a lane of a campaign that has so many cases, until it is over.
    pub fn lane<R: Runner + ?Sized>(
        &self,
        number: u64,
        cases: u64,
        runner: &R,
        watch: &dyn Observer,
    ) -> PlayedLane {
        let first = number.saturating_mul(LANE);
        let end = cases.min(first.saturating_add(LANE));
        let mut lane = PlayedLane {
            number,
            cases: 0,
            is_whole: false,
            digest: 0,
            coverage: Coverage::default(),
            finds: Vec::new(),
            started: 0,
            exercised: 0,
            avoided: 0,
            cut: None,
        };
        let mut memory = Memory::default();
        runner.avoid(&[]);
        match &self.every {
            None => self.drawn_ones(first..end, &mut lane, &mut memory, runner, watch),
            Some(every) => {
                self.small_ones(every, first..end, &mut lane, &mut memory, runner, watch);
            }
        }
        lane.digest = memory.digest.digest128();
        self.again(&mut lane, memory, runner, watch);
        lane.is_whole = first + lane.cases == end && lane.cut.is_none();
        lane
    }

    fn drawn_ones<R: Runner + ?Sized>(
        &self,
        cases: Range<u64>,
        lane: &mut PlayedLane,
        memory: &mut Memory,
        runner: &R,
        watch: &dyn Observer,
    ) {
        let mut kept = Kept::default();
        for case in cases {
            if watch.is_over() || lane.cut.is_some() {
                break;
            }
            let drawn = self.drawn(case, &kept);
            let scenario = quieted(&drawn);
            let (outcome, new) = self.judged(case, &scenario, &mut lane.coverage, runner);
            kept.learned.learn(&new.reached.numbers, &new.reached.names);
            memory.digest.update(&outcome.digest.to_le_bytes());
            if self.is_guided && drawn.steps.len() <= CHANGED_MAX {
                kept.take(drawn, &new);
            }
            self.remember(case, &scenario, &outcome, memory, runner);
            lane.take(case, &scenario, outcome, watch);
            lane.cases += 1;
            watch.played(1);
        }
    }

    /// Those that only repeat what a shorter one shows are counted and not played.
    fn small_ones<R: Runner + ?Sized>(
        &self,
        every: &Exhaustive,
        cases: Range<u64>,
        lane: &mut PlayedLane,
        memory: &mut Memory,
        runner: &R,
        watch: &dyn Observer,
    ) {
        let (mut done, mut is_over) = (cases.start, false);
        every.walk(cases.clone(), &mut |case, scenario| {
            if !is_over {
                watch.played(case - done);
                done = case;
                is_over = watch.is_over() || lane.cut.is_some();
            }
            if is_over {
                return Some(0);
            }
            let scenario = self.shape.fixed(scenario);
            let (outcome, ..) = self.judged(case, &scenario, &mut lane.coverage, runner);
            memory.digest.update(&outcome.digest.to_le_bytes());
            let idle = idle_step(&outcome.transcript);
            self.remember(case, &scenario, &outcome, memory, runner);
            lane.take(case, &scenario, outcome, watch);
            idle
        });
        let end = if is_over { done } else { cases.end };
        watch.played(end - done);
        lane.cases = end - cases.start;
    }

    /// Plays and judges a case, and says what is new of it.
    fn judged<R: Runner + ?Sized>(
        &self,
        case: u64,
        scenario: &Scenario,
        coverage: &mut Coverage,
        runner: &R,
    ) -> (Judged, New) {
        let mut new = New::default();
        let outcome = self.oracle.judge_one_of_many(scenario, runner, |transcript| {
            new.reached = runner.reached();
            new.for_service = coverage.note_run(transcript) > 0;
            new.for_dlls = coverage.note_reached(&new.reached) > 0;
            new.for_service || new.for_dlls || case.is_multiple_of(TWIN_EACH)
        });
        coverage.note_verdicts(&outcome.verdicts);
        (outcome, new)
    }

    /// The scenario of a case, of which those before it in its lane may have a part.
    fn drawn(&self, number: u64, kept: &Kept) -> Scenario {
        let learned = &kept.learned;
        // Who knows with what a DLL compares has more to try.
        let fresh_each = if learned.is_empty() { 2 } else { 8 };
        if kept.is_empty() || number.is_multiple_of(fresh_each) {
            return case(self.seed, number, &self.shape);
        }
        let bytes = bytes(self.seed, MUTATIONS | number);
        let mut bytes = Unstructured::new(&bytes);
        let mut draw = Draw::new(&mut bytes);
        let (one, other) = kept.two(&mut draw);
        mutate_knowing(one, other, &mut draw, &self.shape, learned)
    }

    /// Remembers a case that is to be played a second time, and calls that did not return.
    fn remember<R: Runner + ?Sized>(
        &self,
        case: u64,
        scenario: &Scenario,
        outcome: &Judged,
        memory: &mut Memory,
        runner: &R,
    ) {
        if case.is_multiple_of(TWICE_EACH) && outcome.cut.is_none() && !outcome.verdicts.is_cut {
            memory.twice.push((case, scenario.clone(), outcome.transcript.clone()));
        }
        if let Some(callout) = hung(&outcome.transcript) {
            *memory.hangs.entry(callout).or_default() += 1;
            let avoided = memory.hangs.iter().filter(|(_, hangs)| **hangs >= HANGS_MAX);
            runner.avoid(&avoided.map(|(callout, _)| *callout).collect::<Vec<_>>());
        }
    }

    /// Plays some cases of a lane a second time, as for the first time, and judges what both plays show together.
    fn again<R: Runner + ?Sized>(
        &self,
        lane: &mut PlayedLane,
        memory: Memory,
        runner: &R,
        watch: &dyn Observer,
    ) {
        let mut twins = self.oracle.for_twins();
        if twins.judging.rules.is_empty() || memory.twice.is_empty() {
            return;
        }
        runner.refresh();
        for (case, scenario, transcript) in memory.twice {
            if watch.is_over() || lane.cut.is_some() {
                return;
            }
            let outcome = twins.judge_again(transcript, &scenario, runner);
            // What hangs on another thread costs as long as a call may take, and shows nothing new.
            twins.judging.on_threads &= !outcome.verdicts.differs_from(Twin::Threads);
            lane.find(case, &scenario, outcome, watch);
        }
    }
}

/// The entry point that did not return, if one did not.
pub(super) fn hung(transcript: &Transcript) -> Option<Callout> {
    let mut entries = transcript.entries.iter().rev();
    entries.find(|entry| matches!(&entry.kind, EntryKind::Faulted(fault) if fault.is_hang()))?;
    entries.find_map(|entry| match &entry.kind {
        EntryKind::Asked(ask) => Some(ask.entry.callout),
        _ => None,
    })
}

impl PlayedLane {
    fn take(&mut self, number: u64, scenario: &Scenario, outcome: Judged, watch: &dyn Observer) {
        self.exercised += u64::from(outcome.verdicts.outcomes.iter().any(|outcome| outcome.applied > 0));
        self.started += u64::from(outcome.has_started());
        self.avoided +=
            u64::from(outcome.verdicts.is_cut && outcome.cut.is_none() && outcome.problems.is_empty());
        self.find(number, scenario, outcome, watch);
    }

    /// Takes what is wrong with a case. Of one signature the first case counts, and the first that weighs more.
    fn find(&mut self, number: u64, scenario: &Scenario, outcome: Judged, watch: &dyn Observer) {
        self.cut = outcome.cut.or(self.cut.take());
        for problem in outcome.problems {
            let known = self.finds.iter_mut().find(|find| find.problem.signature == problem.signature);
            let mut times = 1;
            if let Some(find) = &known {
                times += find.times;
            }
            let is_lighter = |find: &Find| find.problem.kind > problem.kind;
            match known {
                Some(find) if !is_lighter(find) => find.times = times,
                known => {
                    let transcript = outcome.transcript.to_string();
                    let find = Find { problem, number, times, scenario: scenario.clone(), transcript };
                    watch.found(&find);
                    match known {
                        Some(known) => *known = find,
                        None => self.finds.push(find),
                    }
                }
            }
        }
    }
}

/// The scenario, and after it a quiet phase: every port is hung up, the service stops, starts a second time, takes one
/// call, and stops. Whatever was begun has its end then, so that rules about pairs can be decided.
pub fn quieted(scenario: &Scenario) -> Scenario {
    let mut quiet = scenario.clone();
    let ports: BTreeSet<&Name> = scenario.steps.iter().filter_map(|step| step.port()).collect();
    let last = ports.iter().next().map_or_else(|| "VPN2-0".into(), |port| (*port).clone());
    let hang_ups = ports.into_iter().map(|port| Step::HangUp(OnPort { port: port.clone() }));
    quiet.steps.extend(hang_ups.map(Arc::new));
    let mut dial = Step::dial("", "alice");
    if let Step::Dial(dial) = &mut dial {
        dial.port = last.clone();
    }
    let rest = [Step::Stop, Step::Start, dial, Step::HangUp(OnPort { port: last }), Step::Stop];
    quiet.steps.extend(rest.map(Arc::new));
    quiet
}

/// The number, from 1, of the first step of a scenario that did not apply, and so changed nothing.
pub fn idle_step(transcript: &Transcript) -> Option<u32> {
    let mut last = None;
    transcript.entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Event(Event::Step { number, .. }) => {
            last = Some(*number);
            None
        }
        EntryKind::Skipped(_) => last,
        _ => None,
    })
}
