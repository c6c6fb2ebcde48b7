//! What comes of a contract: that it was kept, or how it was not.

use std::fmt::{self, Debug};

use proptest::test_runner::{TestCaseError, TestCaseResult};

use super::lane::hung;
use super::oracle::{Judged, Problem};
use super::signature::Signature;
use crate::check::Rule;
use crate::model::{Level, LogEntry};
use crate::scenario::Scenario;
use crate::transcript::EntryKind;

/// In so many scenarios a call may hang, each of which takes as long as a call may. Then nothing is made smaller any more.
const HANGS_MAX: u32 = 5;

/// The contract was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upheld {
    /// How many scenarios were played.
    pub scenarios: u64,
    /// How often a rule about a DLL applied.
    pub applied: u64,
}

/// The contract was not kept.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Broken {
    /// What the DLL is called.
    pub dll: String,
    /// What is wrong, as reports print it.
    pub finding: String,
    /// The smallest scenario that shows it; none if nothing was exercised at all.
    pub scenario: Option<Box<Scenario>>,
}

/// What is known of the scenarios that were played so far.
pub(super) struct Tally {
    scenarios: u64,
    started: u64,
    applied: u64,
    /// The user's rules, and how often each applied.
    own: Vec<(&'static Rule, u64)>,
    /// The problem that was found, and is looked for in smaller scenarios.
    found: Option<Signature>,
    /// In how many of them a call hung.
    hangs: u32,
    /// Why nothing more can be played.
    cut: Option<String>,
    /// What the service had to say when it did not start.
    refusal: Option<String>,
}

impl Tally {
    pub(super) fn of(own: &[&'static Rule]) -> Self {
        Self {
            scenarios: 0,
            started: 0,
            applied: 0,
            own: own.iter().map(|rule| (*rule, 0)).collect(),
            found: None,
            hangs: 0,
            cut: None,
            refusal: None,
        }
    }

    /// Whether nothing more is to be played.
    pub(super) fn is_over(&self) -> bool {
        self.cut.is_some() || self.hangs >= HANGS_MAX
    }

    /// Whether a problem was found, and only smaller scenarios are looked for.
    pub(super) fn has_found(&self) -> bool {
        self.found.is_some()
    }

    /// Takes what came of a scenario. Its problem is told; once one was found, no other.
    pub(super) fn take(&mut self, outcome: &Judged) -> TestCaseResult {
        self.scenarios += 1;
        self.applied += outcome.verdicts.outcomes.iter().map(|outcome| outcome.applied).sum::<u64>();
        for (rule, applied) in &mut self.own {
            *applied += outcome.verdicts.of(rule.id).map_or(0, |outcome| outcome.applied);
        }
        if outcome.has_started() {
            self.started += 1;
        } else if self.refusal.is_none() {
            self.refusal = refusal(outcome);
        }
        self.hangs += u32::from(hung(&outcome.transcript).is_some());
        self.cut = outcome.cut.clone();
        let is_it = |problem: &&Problem| self.found.as_ref().is_none_or(|found| *found == problem.signature);
        match outcome.errors().find(is_it) {
            None => Ok(()),
            Some(problem) => {
                let fails = TestCaseError::fail(problem.text.clone());
                self.found = Some(problem.signature.clone());
                Err(fails)
            }
        }
    }

    /// What came of all of them if nothing was found, or why that shows nothing.
    pub(super) fn upheld(self) -> Result<Upheld, String> {
        let scenarios = self.scenarios;
        let nothing = |why: &str| format!("nothing was exercised: {why} in any of {scenarios} scenarios");
        if let Some(why) = self.cut {
            return Err(format!("a run was cut short, and not by the DLL: {why}"));
        }
        if self.hangs >= HANGS_MAX {
            return Err(format!("calls hang, and no rule judges that: {HANGS_MAX} of {scenarios} scenarios"));
        }
        if self.started == 0 {
            let refusal = self.refusal.map(|refusal| format!(": {refusal}")).unwrap_or_default();
            return Err(nothing("the service did not start") + &refusal);
        }
        if self.applied == 0 {
            return Err(nothing("no rule about a DLL applied"));
        }
        if let Some((rule, _)) = self.own.iter().find(|(_, applied)| *applied == 0) {
            return Err(nothing(&format!("{} {} did not apply", rule.id, rule.name)));
        }
        Ok(Upheld { scenarios, applied: self.applied })
    }
}

/// The first error that the service has put on record.
fn refusal(outcome: &Judged) -> Option<String> {
    outcome.transcript.entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Logged(LogEntry { level: Level::Error, text, .. }) => Some(text.clone()),
        _ => None,
    })
}

/// A scenario whose `Debug` is the text of its file.
pub(super) struct AsFile(pub(super) Scenario);

impl Debug for AsFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_toml())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} does not keep the contract\n\n{}\n", self.dll, self.finding.trim_end())?;
        let Some(scenario) = &self.scenario else { return Ok(()) };
        let steps = scenario.steps.len();
        let s = if steps == 1 { "" } else { "s" };
        write!(
            f,
            "\nshown by {steps} step{s}, as a scenario file; `mockras check FILE` plays it with the path of a library:\n\n"
        )?;
        f.write_str(scenario.to_toml().trim_end())
    }
}

/// As it is displayed, so that `unwrap` says it readably.
impl Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Broken {}
