//! Says what is wrong with a run, beside broken rules as well.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::digest::digest;
use super::signature::Signature;
use crate::check::{Check, DependsOn, Finding, Kind, Obliged, Rule, Twin, Twins, Verdicts, judge};
use crate::dll::hushed;
use crate::model::{Event, ServiceState};
use crate::pipeline::{Judging, Runner};
use crate::scenario::Scenario;
use crate::transcript::{EntryKind, Transcript};

/// Judges runs of scenarios, and survives bugs of mockras itself.
#[derive(Debug, Clone)]
pub struct Oracle {
    /// By what they are judged.
    pub judging: Judging,
}

/// What is wrong if mockras panics.
pub const PANIC: &str = "PANIC";

/// What came of a scenario that was played and judged.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Judged {
    /// The transcript of the run that is judged.
    pub transcript: Transcript,
    /// What the rules say of it.
    pub verdicts: Verdicts,
    /// What is wrong with it: each cause once, errors first and else in the order of the rules.
    pub problems: Vec<Problem>,
    /// A number that stands for the bytes of the transcript.
    pub digest: u128,
    /// Why the run was cut short, if it was: by nobody's fault.
    pub cut: Option<String>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What it has in common with others of its kind.
    pub signature: Signature,
    /// How much it weighs.
    pub kind: Kind,
    /// The reading that it depends on, if it does: the policy, and then its reading.
    pub reading: Option<DependsOn>,
    /// Whose fault it is: the DLL's, or that of mockras, which plays the service.
    pub binds: Obliged,
    /// What there is to say, as reports print it.
    pub text: String,
}

impl Problem {
    /// A problem that depends on no reading, such as one that is read back.
    pub fn new(signature: Signature, kind: Kind, binds: Obliged, text: String) -> Self {
        Self { signature, kind, reading: None, binds, text }
    }
}

impl Oracle {
    /// Judges by these rules, under the readings that usually count.
    pub fn by(rules: &[&'static Rule]) -> Self {
        Self { judging: Judging::by(rules) }
    }

    /// The same, with each scenario played a second time too.
    #[must_use]
    pub fn twice(&self) -> Self {
        Self { judging: self.judging.clone().twice() }
    }

    /// Plays a scenario and judges what happens. A panic of mockras is caught, and is a problem of its own. A run that
    /// was cut short shows nothing.
    pub fn judge<R: Runner + ?Sized>(&self, scenario: &Scenario, runner: &R) -> Judged {
        guarded(scenario, runner, || {
            let (transcript, verdicts) = self.judging.judged(scenario, runner);
            Judged::of(transcript, verdicts, runner.cut())
        })
    }

    /// The same for one case of many: the twin of SERIAL-06 costs as much as the case itself, and is played only for a run
    /// that deserves it, or with which something else is wrong.
    pub(super) fn judge_one_of_many<R: Runner + ?Sized>(
        &self,
        scenario: &Scenario,
        runner: &R,
        deserves_twin: impl FnOnce(&Transcript) -> bool,
    ) -> Judged {
        guarded(scenario, runner, || {
            let transcript = runner.run(scenario);
            let is_light = !deserves_twin(&transcript) && !self.judging.is_twice;
            let alone = is_light.then(|| judge(&transcript, Twins::default(), &self.judging.rules));
            let verdicts = alone
                .filter(|verdicts| verdicts.findings().next().is_none())
                .unwrap_or_else(|| self.judging.verdicts(&transcript, scenario, runner));
            Judged::of(transcript, verdicts, runner.cut())
        })
    }

    /// The same with those rules alone for which scenarios are played a second time.
    pub(super) fn for_twins(&self) -> Self {
        let Self { mut judging } = self.twice();
        judging.rules.retain(|rule| matches!(rule.check, Check::Pair(twin, _) if twin != Twin::OneProcess));
        Self { judging }
    }

    /// Judges a run of a scenario that was played before.
    pub(super) fn judge_again<R: Runner + ?Sized>(
        &self,
        transcript: Transcript,
        scenario: &Scenario,
        runner: &R,
    ) -> Judged {
        guarded(scenario, runner, || {
            let verdicts = self.judging.verdicts(&transcript, scenario, runner);
            Judged::of(transcript, verdicts, runner.cut())
        })
    }

    /// Whether a scenario shows this problem.
    ///
    /// How much it weighs is not asked, which would take more plays.
    pub fn shows<R: Runner + ?Sized>(&self, scenario: &Scenario, runner: &R, signature: &Signature) -> bool {
        let mut light = self.clone();
        light.judging.readings.all = true;
        light.shown(scenario, runner, signature).is_some()
    }

    /// What came of a scenario, if it shows this problem. A panic of mockras is a problem too.
    pub fn shown<R: Runner + ?Sized>(
        &self,
        scenario: &Scenario,
        runner: &R,
        signature: &Signature,
    ) -> Option<Judged> {
        // A panic of a DLL is known by now.
        let outcome = hushed(|| {
            if signature.takes_twins() {
                self.twice().judge(scenario, runner)
            } else {
                self.judge(scenario, runner)
            }
        });
        outcome.problems.iter().any(|problem| problem.signature == *signature).then_some(outcome)
    }
}

/// What `work` comes to, or its panic: that is a bug of mockras, since what DLLs do is caught elsewhere.
pub(super) fn guarded<R: Runner + ?Sized>(
    scenario: &Scenario,
    runner: &R,
    work: impl FnOnce() -> Judged,
) -> Judged {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|panic| Judged::of_panic(&*panic, scenario, runner))
}

impl Judged {
    fn of(transcript: Transcript, verdicts: Verdicts, cut: Option<String>) -> Self {
        let problems = if cut.is_some() { Vec::new() } else { problems(&verdicts) };
        Self { digest: digest(&transcript), transcript, verdicts, problems, cut }
    }

    /// Whether the service has started in it.
    pub fn has_started(&self) -> bool {
        states(&self.transcript).any(|state| state == ServiceState::Running)
    }

    /// The problems of kind error.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.kind == Kind::Error)
    }

    /// What came of a scenario on which mockras itself has panicked.
    fn of_panic<R: Runner + ?Sized>(panic: &(dyn Any + Send), scenario: &Scenario, runner: &R) -> Self {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message");
        let problem = Problem {
            signature: Signature::saved(format!("{PANIC} {text}")),
            kind: Kind::Error,
            reading: None,
            binds: Obliged::Service,
            text: format!("{PANIC}\n  observed   a bug in mockras: {text}\n"),
        };
        Self {
            transcript: Transcript { header: runner.header(scenario), entries: Vec::new() },
            verdicts: Verdicts { outcomes: Vec::new(), is_cut: true, is_started: false },
            problems: vec![problem],
            digest: 0,
            cut: None,
        }
    }
}

/// What is wrong with a run: each cause once. Of its findings the weightiest counts; what follows from it is told with it.
fn problems(verdicts: &Verdicts) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for finding in verdicts.causes() {
        let signature = Signature::of(finding);
        let known = problems.iter_mut().find(|problem| problem.signature == signature);
        let problem = Problem {
            signature,
            kind: finding.kind,
            reading: finding.depends_on,
            binds: Obliged::Dll,
            text: finding.to_string() + &also(verdicts, finding),
        };
        match known {
            Some(known) if known.kind > problem.kind => *known = problem,
            Some(_) => {}
            None => problems.push(problem),
        }
    }
    problems.sort_by_key(|problem| problem.kind);
    problems
}

/// The line about what follows from a finding, if something does.
fn also(verdicts: &Verdicts, cause: &Finding) -> String {
    let signature = cause.signature();
    let mut ids: Vec<&str> = Vec::new();
    for finding in verdicts.findings().filter(|finding| finding.follows.as_ref() == Some(&signature)) {
        if !ids.contains(&finding.rule.id) {
            ids.push(finding.rule.id);
        }
    }
    if ids.is_empty() { String::new() } else { format!("  {:<9}  {}\n", "then", ids.join(" ")) }
}

fn states(transcript: &Transcript) -> impl Iterator<Item = ServiceState> {
    transcript.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Event(Event::Service(state)) => Some(*state),
        _ => None,
    })
}
