//! Says what is wrong with a run, beside broken rules as well.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::digest::digest;
use super::signature::Signature;
use crate::check::{Obliged, Rule, Verdicts};
use crate::model::{Event, ServiceState};
use crate::pipeline::{Runner, judged};
use crate::scenario::Scenario;
use crate::transcript::{EntryKind, Transcript, first_divergence};

/// Judges runs of scenarios.
#[derive(Debug, Clone)]
pub struct Oracle {
    /// The rules that judge.
    pub rules: Vec<&'static Rule>,
    /// Whether each scenario is played twice, and the same is to happen.
    pub is_twice: bool,
}

/// What is wrong if a scenario that is played twice shows two transcripts.
const REPEATS: &str = "REPEATS";
/// What is wrong if a service that has started once does not start again.
const RESTARTS: &str = "RESTARTS";
/// What is wrong if mockras panics.
pub const PANIC: &str = "PANIC";

/// What came of a scenario that was played and judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The transcript of the run that is judged.
    pub transcript: Transcript,
    /// What the rules say of it.
    pub verdicts: Verdicts,
    /// What is wrong with it, each signature once, in the order of the rules.
    pub problems: Vec<Problem>,
    /// A number that stands for the bytes of the transcript.
    pub digest: u128,
    /// Why the run was cut short, if it was: by nobody's fault.
    pub cut: Option<String>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it has in common with others of its kind.
    pub signature: Signature,
    /// Whose fault it is: the DLL's, or that of mockras, which plays the service.
    pub binds: Obliged,
    /// What there is to say, as reports print it.
    pub text: String,
}

impl Oracle {
    /// Plays a scenario and judges what happens. A panic of mockras is caught, and is a problem of its own. A run that
    /// was cut short shows nothing.
    pub fn judge<R: Runner + ?Sized>(&self, scenario: &Scenario, runner: &R) -> Judged {
        guarded(scenario, runner, || self.judge_bare(scenario, runner))
    }

    fn judge_bare<R: Runner + ?Sized>(&self, scenario: &Scenario, runner: &R) -> Judged {
        let (transcript, verdicts) = judged(scenario, runner, &self.rules);
        let mut problems: Vec<Problem> = Vec::new();
        for finding in verdicts.findings() {
            let signature = Signature::of(finding);
            if problems.iter().all(|problem| problem.signature != signature) {
                problems.push(Problem { signature, binds: Obliged::Dll, text: finding.to_string() });
            }
        }
        let digest = digest(&transcript);
        problems.extend(restarts(&transcript));
        if self.is_twice {
            problems.extend(repeats(scenario, runner, &transcript));
        }
        let cut = runner.cut();
        if cut.is_some() {
            problems.clear();
        }
        Judged { transcript, verdicts, problems, digest, cut }
    }

    /// Whether a scenario shows this problem.
    pub fn shows<R: Runner + ?Sized>(&self, scenario: &Scenario, runner: &R, signature: &Signature) -> bool {
        self.shown(scenario, runner, signature).is_some()
    }

    /// What came of a scenario, if it shows this problem. A panic of mockras is a problem too.
    pub fn shown<R: Runner + ?Sized>(
        &self,
        scenario: &Scenario,
        runner: &R,
        signature: &Signature,
    ) -> Option<Judged> {
        let oracle = Self { is_twice: signature.text() == REPEATS, ..self.clone() };
        let outcome = oracle.judge(scenario, runner);
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
    /// Whether the service has started in it.
    pub fn has_started(&self) -> bool {
        states(&self.transcript).any(|state| state == ServiceState::Running)
    }

    /// What came of a scenario on which mockras itself has panicked.
    fn of_panic<R: Runner + ?Sized>(panic: &(dyn Any + Send), scenario: &Scenario, runner: &R) -> Self {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message");
        let problem = Problem {
            signature: Signature::saved(format!("{PANIC} {text}")),
            binds: Obliged::Service,
            text: format!("{PANIC}\n  observed   a bug in mockras: {text}\n"),
        };
        Self {
            transcript: Transcript { header: runner.header(scenario), entries: Vec::new() },
            verdicts: Verdicts { outcomes: Vec::new(), is_cut: true },
            problems: vec![problem],
            digest: 0,
            cut: None,
        }
    }
}

fn states(transcript: &Transcript) -> impl Iterator<Item = ServiceState> {
    transcript.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Event(Event::Service(state)) => Some(*state),
        _ => None,
    })
}

/// Whether a service that has started does so again.
fn restarts(transcript: &Transcript) -> Option<Problem> {
    let mut states = states(transcript);
    states.find(|state| *state == ServiceState::Running)?;
    states.find(|state| *state == ServiceState::NotStarted)?;
    Some(Problem {
        signature: Signature::saved(RESTARTS),
        binds: Obliged::Dll,
        text: format!(
            "{RESTARTS}\n  observed   a service that has started, and does not start again after it has stopped\n  \
             expected   DLLs that can be initialised as often as they are terminated\n"
        ),
    })
}

/// What is wrong if another run of the same scenario shows something else.
fn repeats<R: Runner + ?Sized>(scenario: &Scenario, runner: &R, first: &Transcript) -> Option<Problem> {
    let again = runner.run(scenario);
    let divergence = first_divergence(first, &again)?;
    Some(Problem {
        signature: Signature::saved(REPEATS),
        binds: Obliged::Dll,
        text: format!(
            "{REPEATS}\n  observed   the same scenario shows something else the second time:\n{divergence}\n  \
             expected   the same: nothing but the scenario decides what happens\n"
        ),
    })
}
