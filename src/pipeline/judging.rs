//! Plays a scenario as often as it takes to judge it: its twins, and again under the readings that count.

use std::collections::BTreeSet;

use super::conversation::Conversation;
use super::runner::Runner;
use crate::check::{
    Check, DependsOn, Finding, Kind, Readings, Rule, TIMES, Twin, Twins, Verdicts, judge, with_hangups,
};
use crate::model::{ConnectionEvent, Event, FaultReach};
use crate::ras::{Policy, Processes};
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
pub struct Judging {
    /// The rules that judge.
    pub rules: Vec<&'static Rule>,
    /// The readings of open questions that count.
    pub readings: Readings,
    /// Whether each scenario is played a second time, with hangups after refusals if something is refused in it, and three
    /// times in one life of the service: for the rules REPEATS, READINGS, DRIFTS and RUNS-OUT.
    pub is_twice: bool,
}

impl Judging {
    /// Judges by these rules, under the readings that usually count, and plays nothing a second time.
    pub fn by(rules: &[&'static Rule]) -> Self {
        Self { rules: rules.to_vec(), readings: Readings::default(), is_twice: false }
    }

    /// Plays each scenario a second time too.
    #[must_use]
    pub fn twice(self) -> Self {
        Self { is_twice: true, ..self }
    }

    /// The same under these readings.
    #[must_use]
    pub fn under(self, readings: Readings) -> Self {
        Self { readings, ..self }
    }

    /// The same for one scenario. What its author expects is expected under the readings that it is written for: they count.
    #[must_use]
    pub fn of(&self, scenario: &Scenario) -> Self {
        let mut judging = self.clone();
        if scenario.steps.iter().any(|step| matches!(**step, Step::Expect(_))) {
            judging.readings.chosen.extend(scenario.policy.changed());
        }
        judging
    }

    /// Plays a scenario and judges what happens.
    pub fn judged<R: Runner + ?Sized>(&self, scenario: &Scenario, runner: &R) -> (Transcript, Verdicts) {
        let transcript = runner.run(scenario);
        let verdicts = self.verdicts(&transcript, None, scenario, runner);
        (transcript, verdicts)
    }

    /// Judges a run of a scenario that was played before, and a second play of it if there was one. Its other twins are
    /// played now.
    pub fn verdicts<R: Runner + ?Sized>(
        &self,
        transcript: &Transcript,
        again: Option<&Transcript>,
        scenario: &Scenario,
        runner: &R,
    ) -> Verdicts {
        // Where a process has ended, runs have nothing in common any more.
        let has_died = transcript.entries.iter().any(has_died);
        let play = |twin: Twin, changed: Policy| {
            let is_asked = self.compares(twin) && !has_died;
            is_asked.then(|| runner.run(&Scenario { policy: changed, ..scenario.clone() }))
        };
        let policy = scenario.policy;
        let one_process = (policy.processes == Processes::Two)
            .then(|| play(Twin::OneProcess, Policy { processes: Processes::One, ..policy }))
            .flatten();
        let own;
        let again = match again {
            None if self.is_twice => {
                own = play(Twin::Again, policy);
                own.as_ref()
            }
            again => again,
        };
        let hangups = with_hangups(policy);
        let is_reread = self.is_twice && hangups != policy && transcript.entries.iter().any(is_refused);
        let reread = is_reread.then(|| play(Twin::Reread, hangups)).flatten();
        let cycles = self.cycles(transcript, again, scenario, runner);
        let twins = Twins {
            one_process: one_process.as_ref(),
            again,
            reread: reread.as_ref(),
            cycles: cycles.as_ref(),
        };
        let mut verdicts = judge(transcript, twins, &self.rules);
        // A DLL that does not do the same twice differs in one process as well: that is no shared data.
        let differs = |finding: &Finding| matches!(finding.rule.check, Check::Pair(Twin::OneProcess, _));
        if again.is_none() && verdicts.findings().any(differs) {
            let again = runner.run(scenario);
            if again != *transcript {
                verdicts = judge(transcript, Twins { again: Some(&again), ..twins }, &self.rules);
                verdicts.findings_mut().filter(|finding| differs(finding)).for_each(|finding| {
                    finding.follows.get_or_insert_with(|| "REPEATS".to_owned());
                });
            }
        }
        self.weigh(&mut verdicts, scenario, runner);
        verdicts
    }

    /// The scenario repeated in one life of the service, unless a call did not return, or it does not show the same twice
    /// anyway.
    fn cycles<R: Runner + ?Sized>(
        &self,
        transcript: &Transcript,
        again: Option<&Transcript>,
        scenario: &Scenario,
        runner: &R,
    ) -> Option<Transcript> {
        let has_fault = transcript.entries.iter().any(|entry| matches!(entry.kind, EntryKind::Faulted(_)));
        let is_asked = self.is_twice && self.compares(Twin::Cycles) && scenario.hostile.is_empty();
        if !is_asked || has_fault || again.is_some_and(|again| again != transcript) {
            return None;
        }
        let conversation = Conversation::of(scenario, TIMES)?;
        let mut entries = Vec::new();
        runner.repeat(&conversation, &mut entries);
        Some(Transcript { header: runner.header(&conversation.cycle), entries })
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
        let one_process = (scenario.policy.processes == Processes::Two && self.compares(Twin::OneProcess))
            .then_some(Policy { processes: Processes::One, ..scenario.policy });
        let transcript = runner.run(scenario);
        let twin = one_process.map(|policy| runner.run(&Scenario { policy, ..scenario.clone() }));
        let twins = Twins { one_process: twin.as_ref(), ..Twins::default() };
        judge(&transcript, twins, &self.rules).findings().map(Finding::signature).collect()
    }
}

fn has_died(entry: &Entry) -> bool {
    matches!(&entry.kind, EntryKind::Faulted(fault) if fault.reach == FaultReach::Process)
}

fn is_refused(entry: &Entry) -> bool {
    let EntryKind::Event(Event::Connection { what, .. }) = &entry.kind else { return false };
    matches!(what, ConnectionEvent::Refused(_) | ConnectionEvent::LinkRefused(_))
}

/// Plays a scenario, again where a rule compares (SERIAL-06) or other readings count, and judges it by these rules.
pub fn judged<R: Runner + ?Sized>(
    scenario: &Scenario,
    runner: &R,
    rules: &[&'static Rule],
) -> (Transcript, Verdicts) {
    Judging::by(rules).judged(scenario, runner)
}
