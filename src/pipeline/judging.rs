//! Plays a scenario as often as it takes to judge it: its twins, and again under the readings that count.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::conversation::Conversation;
use super::runner::Runner;
use super::twin::{varied, varied_at_once};
use crate::check::{
    Check, DependsOn, Finding, Kind, Readings, Rule, TIMES, Twin, Twins, Verdicts, decide_the_same, judge,
};
use crate::model::{ConnectionEvent, Event, FaultReach};
use crate::ras::Policy;
use crate::scenario::{Scenario, Step};
use crate::transcript::{Entry, EntryKind, Transcript};

/// By what scenarios are judged, and how often each is played for that.
///
/// ```
/// use mockras::check::all_rules;
/// use mockras::pipeline::{InProcess, Judging};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let (_, verdicts) = Judging::by(all_rules()).twice().judged(&scenario, &InProcess);
/// assert!(verdicts.is_kept());
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Judging {
    /// The rules that judge.
    pub rules: Vec<&'static Rule>,
    /// The readings of open questions that count.
    pub readings: Readings,
    /// Whether each scenario is played a second time, changed in what must not matter, and three times in one life of the
    /// service: for all rules that compare but SERIAL-06, for which it always is.
    pub is_twice: bool,
    /// Whether native DLLs are called on several threads in a second play.
    pub on_threads: bool,
}

impl Judging {
    /// Judges by these rules, under the readings that usually count, and plays nothing a second time.
    ///
    /// ```
    /// use mockras::check::all_rules;
    /// use mockras::pipeline::{InProcess, Judging};
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let (_, verdicts) = Judging::by(all_rules()).judged(&scenario, &InProcess);
    /// assert!(verdicts.is_kept());
    /// ```
    pub fn by(rules: &[&'static Rule]) -> Self {
        Self { rules: rules.to_vec(), readings: Readings::default(), is_twice: false, on_threads: true }
    }

    /// Plays each scenario a second time too.
    ///
    /// ```
    /// use mockras::check::{Twin, all_rules};
    /// use mockras::pipeline::{InProcess, Judging};
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let (_, verdicts) = Judging::by(all_rules()).twice().judged(&scenario, &InProcess);
    /// assert!(verdicts.of("REPEATS").is_some_and(|outcome| outcome.applied > 0));
    /// ```
    #[must_use]
    pub fn twice(self) -> Self {
        Self { is_twice: true, ..self }
    }

    /// The same under these readings.
    ///
    /// ```
    /// use mockras::check::{Readings, all_rules};
    /// use mockras::pipeline::Judging;
    /// use mockras::prelude::*;
    ///
    /// let all = Readings { all: true, ..Readings::default() };
    /// assert!(Judging::by(all_rules()).under(all).readings.all);
    /// ```
    #[must_use]
    pub fn under(self, readings: Readings) -> Self {
        Self { readings, ..self }
    }

    /// The same for one scenario. What its author expects is expected under the readings that it is written for: they count.
    ///
    /// ```
    /// use mockras::check::all_rules;
    /// use mockras::pipeline::{InProcess, Judging};
    /// use mockras::prelude::*;
    ///
    /// let connected = Step::expect(Expect::of_port("VPN2-0").state(Fate::Connected));
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), connected]).reading("series_select", "oldest");
    /// let judging = Judging::by(all_rules()).of(&scenario);
    /// assert_eq!(judging.readings.chosen, [("series_select", "oldest")]);
    /// ```
    #[must_use]
    pub fn of(&self, scenario: &Scenario) -> Self {
        let mut judging = self.clone();
        if scenario.steps.iter().any(|step| matches!(**step, Step::Expect(_))) {
            judging.readings.chosen.extend(scenario.policy.changed());
        }
        judging
    }

    /// Plays a scenario and judges what happens.
    ///
    /// ```
    /// use mockras::check::all_rules;
    /// use mockras::pipeline::{InProcess, Judging};
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let (run, verdicts) = Judging::by(all_rules()).judged(&scenario, &InProcess);
    /// assert_eq!(run, mockras::run(&scenario, &[]));
    /// assert!(verdicts.is_kept());
    /// ```
    pub fn judged<R: Runner + ?Sized>(&self, scenario: &Scenario, runner: &R) -> (Transcript, Verdicts) {
        let transcript = runner.run(scenario);
        let verdicts = self.verdicts(&transcript, scenario, runner);
        (transcript, verdicts)
    }

    /// Judges a run of a scenario that was played before. Its twins are played now.
    ///
    /// ```
    /// use mockras::check::all_rules;
    /// use mockras::pipeline::{InProcess, Judging};
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let run = mockras::run(&scenario, &[]);
    /// assert!(Judging::by(all_rules()).verdicts(&run, &scenario, &InProcess).is_kept());
    /// ```
    pub fn verdicts<R: Runner + ?Sized>(
        &self,
        transcript: &Transcript,
        scenario: &Scenario,
        runner: &R,
    ) -> Verdicts {
        let mut played = self.twins(transcript, scenario, runner);
        let mut verdicts = judge(transcript, in_order(&played), &self.rules);
        // A DLL that does not do the same twice differs in one process as well: that is no shared data.
        let differs = |finding: &Finding| matches!(finding.rule.check, Check::Pair(Twin::OneProcess, _));
        if played.iter().all(|(twin, _)| *twin != Twin::Again) && verdicts.findings().any(differs) {
            let again = runner.run(scenario);
            if again != *transcript {
                played.push((Twin::Again, Rc::new(again)));
                verdicts = judge(transcript, in_order(&played), &self.rules);
                verdicts.findings_mut().filter(|finding| differs(finding)).for_each(|finding| {
                    finding.follows.get_or_insert_with(|| "REPEATS".to_owned());
                });
            }
        }
        self.weigh(&mut verdicts, scenario, runner);
        verdicts
    }

    /// Plays the twins that rules ask for.
    fn twins<R: Runner + ?Sized>(&self, transcript: &Transcript, scenario: &Scenario, runner: &R) -> Played {
        // Where a process has ended, runs have nothing in common any more.
        if transcript.entries.iter().any(has_died) {
            return Vec::new();
        }
        let mut played = Played::new();
        self.play_twin(Twin::OneProcess, scenario, runner, &mut played);
        if self.is_twice {
            self.play_again(transcript, scenario, runner, &mut played);
            if transcript.entries.iter().any(is_refused) {
                self.play_twin(Twin::Reread, scenario, runner, &mut played);
            }
            self.play_cycles(transcript, scenario, runner, &mut played);
            self.play_variations(transcript, scenario, runner, &mut played);
        }
        played
    }

    /// Plays a twin if rules ask for it and there is one.
    fn play_twin<R: Runner + ?Sized>(
        &self,
        twin: Twin,
        scenario: &Scenario,
        runner: &R,
        played: &mut Played,
    ) {
        let changed = varied(twin, scenario).filter(|_| self.compares(twin));
        played.extend(changed.map(|changed| (twin, Rc::new(runner.run(&changed)))));
    }

    /// Plays it a second time, on several threads if that can be: if that shows something else, once more on one thread tells
    /// whether the threads are why.
    fn play_again<R: Runner + ?Sized>(
        &self,
        transcript: &Transcript,
        scenario: &Scenario,
        runner: &R,
        played: &mut Played,
    ) {
        let run_on_threads = || runner.run_on_threads(scenario).map(Rc::new);
        let threaded = (self.on_threads && self.compares(Twin::Threads)).then(run_on_threads).flatten();
        let again = match &threaded {
            Some(threaded) if **threaded == *transcript => Rc::clone(threaded),
            None if !self.compares(Twin::Again) => return,
            _ => Rc::new(runner.run(scenario)),
        };
        // What differs by chance may do so on any thread.
        let is_sure = |threaded: &Rc<Transcript>| {
            let is_ended = || threaded.entries.iter().any(has_died);
            *again == *transcript
                && (*threaded == again || is_ended() || run_on_threads().as_ref() == Some(threaded))
        };
        played.extend(threaded.filter(is_sure).map(|threaded| (Twin::Threads, threaded)));
        played.push((Twin::Again, again));
    }

    /// Plays the twins that differ in what must not matter: all at once, and each by itself if that shows something. With a
    /// DLL that does not do the same twice, there is nothing to see.
    fn play_variations<R: Runner + ?Sized>(
        &self,
        transcript: &Transcript,
        scenario: &Scenario,
        runner: &R,
        played: &mut Played,
    ) {
        let Some((changed, mut twins)) = varied_at_once(scenario) else { return };
        twins.retain(|twin| self.compares(*twin));
        let repeats = |(twin, again): &(Twin, Rc<Transcript>)| *twin != Twin::Again || **again == *transcript;
        if twins.is_empty() || !played.iter().all(repeats) {
            return;
        }
        let all = Rc::new(runner.run(&changed));
        if decide_the_same(transcript, &all) {
            played.extend(twins.into_iter().map(|twin| (twin, Rc::clone(&all))));
            return;
        }
        if runner.run(scenario) != *transcript {
            return;
        }
        for twin in twins {
            self.play_twin(twin, scenario, runner, played);
        }
    }

    /// Repeats it in one life of the service, unless a call did not return, or it does not show the same twice anyway.
    fn play_cycles<R: Runner + ?Sized>(
        &self,
        transcript: &Transcript,
        scenario: &Scenario,
        runner: &R,
        played: &mut Played,
    ) {
        let has_fault = transcript.entries.iter().any(|entry| matches!(entry.kind, EntryKind::Faulted(_)));
        let repeats = |(twin, again): &(Twin, Rc<Transcript>)| *twin != Twin::Again || **again == *transcript;
        let is_asked = self.compares(Twin::Cycles) && scenario.hostile.is_empty();
        if !is_asked || has_fault || !played.iter().all(repeats) {
            return;
        }
        let Some(conversation) = Conversation::of(scenario, TIMES) else { return };
        let mut entries = Vec::new();
        runner.repeat(&conversation, &mut entries);
        let header = runner.header(&conversation.cycle);
        played.push((Twin::Cycles, Rc::new(Transcript { header, entries })));
    }

    fn compares(&self, wanted: Twin) -> bool {
        self.rules.iter().any(|rule| matches!(rule.check, Check::Pair(twin, _) if twin == wanted))
    }

    /// Says of each finding how much it weighs. Those of a scenario with other readings than those that count are looked
    /// for under the latter: what is not found there is open.
    fn weigh<R: Runner + ?Sized>(&self, verdicts: &mut Verdicts, scenario: &Scenario, runner: &R) {
        let mut unsure = BTreeSet::new();
        for finding in verdicts.findings_mut() {
            finding.kind = finding.kind_under(&self.readings);
            if finding.kind == Kind::Error && finding.follows.is_none() {
                unsure.insert(finding.signature());
            }
        }
        let in_force = |policy: Policy| scenario.profile.decide(policy);
        let counting: Vec<Policy> = self.readings.counting().into_iter().map(in_force).collect();
        let own = in_force(scenario.policy);
        if unsure.is_empty() || self.readings.all || counting.contains(&own) {
            return;
        }
        for policy in counting {
            for signature in self.signatures(&Scenario { policy, ..scenario.clone() }, runner) {
                unsure.remove(&signature);
            }
        }
        for finding in verdicts.findings_mut().filter(|finding| finding.kind == Kind::Error) {
            let signature = finding.follows.clone().unwrap_or_else(|| finding.signature());
            if unsure.contains(&signature) {
                finding.kind = Kind::Open;
            }
        }
        for signature in unsure {
            let Some(reading) = self.deciding(&signature, scenario, runner) else { continue };
            let open = verdicts.findings_mut().filter(|finding| finding.signature() == signature);
            open.for_each(|finding| finding.depends_on = Some(reading));
        }
    }

    /// The reading of the scenario without which it does not show this any more, if one decides alone.
    fn deciding<R: Runner + ?Sized>(
        &self,
        signature: &str,
        scenario: &Scenario,
        runner: &R,
    ) -> Option<DependsOn> {
        let usual = self.readings.counting().first().copied()?;
        scenario.policy.changed_from(usual).find_map(|(field, _)| {
            let mut policy = scenario.policy;
            policy.set(field, usual.reading(field)?).ok()?;
            let shown = self.signatures(&Scenario { policy, ..scenario.clone() }, runner);
            (!shown.contains(signature)).then(|| DependsOn::reading(field, scenario.policy)).flatten()
        })
    }

    /// What a scenario shows, without rules that compare.
    fn signatures<R: Runner + ?Sized>(&self, scenario: &Scenario, runner: &R) -> BTreeSet<String> {
        let transcript = runner.run(scenario);
        let once = Self { is_twice: false, ..self.clone() };
        let played = once.twins(&transcript, scenario, runner);
        judge(&transcript, in_order(&played), &self.rules).findings().map(Finding::signature).collect()
    }
}

fn has_died(entry: &Entry) -> bool {
    matches!(&entry.kind, EntryKind::Faulted(fault) if fault.reach == FaultReach::Process)
}

fn is_refused(entry: &Entry) -> bool {
    let EntryKind::Event(Event::Connection { what, .. }) = &entry.kind else { return false };
    matches!(what, ConnectionEvent::Refused(_) | ConnectionEvent::LinkRefused(_))
}

/// The twins of a run that were played; one run may stand for several.
type Played = Vec<(Twin, Rc<Transcript>)>;

fn in_order(played: &Played) -> Twins<'_> {
    played.iter().fold(Twins::default(), |twins, (twin, transcript)| twins.with(*twin, transcript))
}

/// Plays a scenario, again where a rule compares (SERIAL-06) or other readings count, and judges it by these rules.
///
/// ```
/// use mockras::check::all_rules;
/// use mockras::pipeline::{InProcess, judged};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let (_, verdicts) = judged(&scenario, &InProcess, all_rules());
/// assert!(verdicts.is_kept());
/// ```
pub fn judged<R: Runner + ?Sized>(
    scenario: &Scenario,
    runner: &R,
    rules: &[&'static Rule],
) -> (Transcript, Verdicts) {
    Judging::by(rules).judged(scenario, runner)
}
