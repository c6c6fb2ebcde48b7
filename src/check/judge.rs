//! What a rule says while it goes through a transcript.

use std::fmt::Display;

use super::finding::{Finding, Reading, Spot};
use super::look::Look;
use super::rule::Rule;
use super::verdict::{Outcome, Verdict};
use crate::ras::Policy;

/// Collects what one rule finds in one transcript.
#[derive(Debug)]
pub struct Judge<'a> {
    rule: &'static Rule,
    look: &'a Look<'a>,
    applied: u64,
    owed: u64,
    findings: Vec<Finding>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(rule: &'static Rule, look: &'a Look<'a>) -> Self {
        Self { rule, look, applied: 0, owed: 0, findings: Vec::new() }
    }

    /// The rule applied, and was kept.
    pub fn held(&mut self) {
        self.applied += 1;
    }

    /// The rule applied, and was broken: what was there, and what was expected.
    pub fn broken(
        &mut self,
        spot: impl Into<Spot>,
        observed: impl Display,
        expected: impl Display,
    ) -> &mut Finding {
        self.applied += 1;
        let finding = Finding::new(self.rule, spot.into(), observed.to_string(), expected.to_string());
        self.findings.push(finding);
        self.findings.last_mut().expect("one was pushed")
    }

    /// The rule applied: it was kept if `ok`, and else broken. `observed` is only made if it was.
    pub fn expect(
        &mut self,
        ok: bool,
        spot: impl Into<Spot>,
        observed: impl FnOnce() -> String,
        expected: impl Display,
    ) {
        if ok {
            self.held();
        } else {
            self.broken(spot, observed(), expected);
        }
    }

    /// Something is still to come at the end of the transcript. If the run was cut short, that is no breach: nobody
    /// knows. If it was not, it is one.
    pub fn owed(&mut self, spot: impl Into<Spot>, observed: impl Display, expected: impl Display) {
        if self.look.is_cut() {
            self.owed += 1;
        } else {
            self.broken(spot, observed, expected);
        }
    }

    /// The reading that is in force for a policy, for a finding that depends on it.
    pub fn reading(&self, policy: &str) -> Option<Reading> {
        let field = Policy::FIELDS.iter().find(|field| field.name == policy)?;
        let reading = self.look.policy.reading(policy)?;
        Some(Reading { question: field.question, policy: field.name, reading })
    }

    pub(super) fn outcome(self) -> Outcome {
        let verdict = match (self.findings.is_empty(), self.owed, self.applied) {
            (false, ..) => Verdict::Broken(self.findings),
            (true, 1.., _) => Verdict::Inconclusive,
            (true, 0, 0) => Verdict::NotApplicable,
            (true, 0, _) => Verdict::Held,
        };
        Outcome { rule: self.rule, verdict, applied: self.applied }
    }
}
