//! Who plays scenarios: this process, or children of it.

use super::{Sink, header, named, play};
use crate::check::{Check, Rule, Verdicts, judge};
use crate::dll::Registered;
use crate::model::FaultReach;
use crate::ras::{Policy, Processes};
use crate::scenario::Scenario;
use crate::transcript::{Entry, EntryKind, Header, Transcript};

/// Plays scenarios against DLLs, as often as it is asked to.
pub trait Runner {
    /// Makes the header of the transcript, which says what is run.
    fn header(&self, scenario: &Scenario) -> Header;

    /// Plays a scenario and hands over every entry as it happens.
    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink);

    /// Plays a scenario and keeps the whole transcript.
    fn run(&self, scenario: &Scenario) -> Transcript {
        let mut entries = Vec::new();
        self.play(scenario, &mut entries);
        Transcript { header: self.header(scenario), entries }
    }

    /// What the DLLs have written to standard output and standard error since this was last asked, where somebody
    /// listened.
    fn written(&self) -> String {
        String::new()
    }

    /// Why a run was cut short since this was last asked, if one was: not by a DLL.
    fn cut(&self) -> Option<String> {
        None
    }
}

/// These DLLs, in this process; without any, those that each scenario names.
impl Runner for [Registered] {
    fn header(&self, scenario: &Scenario) -> Header {
        if self.is_empty() { InProcess.header(scenario) } else { header(scenario, self) }
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        if self.is_empty() { InProcess.play(scenario, sink) } else { play(scenario, self, sink) }
    }
}

/// The DLLs that each scenario names, in this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl Runner for InProcess {
    fn header(&self, scenario: &Scenario) -> Header {
        header(scenario, &named(scenario))
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        play(scenario, &named(scenario), sink);
    }
}

/// Plays a scenario and judges it by these rules.
///
/// If one of them compares (SERIAL-06) and the service runs as two processes, the scenario is played once more as one
/// process.
pub fn judged<R: Runner + ?Sized>(
    scenario: &Scenario,
    runner: &R,
    rules: &[&'static Rule],
) -> (Transcript, Verdicts) {
    let transcript = runner.run(scenario);
    let verdicts = verdicts(&transcript, scenario, runner, rules);
    (transcript, verdicts)
}

/// What these rules say of a run of this scenario.
pub(super) fn verdicts<R: Runner + ?Sized>(
    transcript: &Transcript,
    scenario: &Scenario,
    runner: &R,
    rules: &[&'static Rule],
) -> Verdicts {
    let compares = rules.iter().any(|rule| matches!(rule.check, Check::Pair(_)));
    // Where a process has ended, the two have nothing in common any more.
    let has_died = |entry: &Entry| matches!(&entry.kind, EntryKind::Faulted(fault) if fault.reach == FaultReach::Process);
    let compares = compares && !transcript.entries.iter().any(has_died);
    let twin = (compares && scenario.policy.processes == Processes::Two).then(|| {
        let policy = Policy { processes: Processes::One, ..scenario.policy };
        runner.run(&Scenario { policy, ..scenario.clone() })
    });
    judge(transcript, twin.as_ref(), rules)
}
