//! What the rules say of a transcript.

use std::fmt;

use super::finding::Finding;
use super::judge::Judge;
use super::rule::Rule;

/// What one rule says of one transcript.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// The rule was broken, at these places.
    Broken(Vec<Finding>),
    /// The rule applied, and was kept each time.
    Held,
    /// The run was cut short before it could be decided.
    Inconclusive,
    /// Nothing happened that the rule is about. This is not a pass.
    NotApplicable,
}

impl Verdict {
    /// The verdict in a word, as reports spell it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Broken(_) => "broken",
            Self::Held => "held",
            Self::Inconclusive => "inconclusive",
            Self::NotApplicable => "untested",
        }
    }
}

/// A rule, its verdict, and how often it applied.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The rule that was asked.
    pub rule: &'static Rule,
    /// What the rule says of the transcript.
    pub verdict: Verdict,
    /// How many times something happened that it is about.
    pub applied: u64,
}

impl Outcome {
    pub(super) fn of(rule: &'static Rule, judge: Judge<'_>) -> Self {
        let findings: Vec<Finding> =
            judge.breaches.into_iter().map(|breach| Finding::of(rule, breach)).collect();
        let verdict = match (findings.is_empty(), judge.owed, judge.applied) {
            (false, ..) => Verdict::Broken(findings),
            (true, 1.., _) => Verdict::Inconclusive,
            (true, 0, 0) => Verdict::NotApplicable,
            (true, 0, _) => Verdict::Held,
        };
        Self { rule, verdict, applied: judge.applied }
    }

    /// The findings of the rule; there are none unless it was broken.
    pub fn findings(&self) -> &[Finding] {
        match &self.verdict {
            Verdict::Broken(findings) => findings,
            Verdict::Held | Verdict::Inconclusive | Verdict::NotApplicable => &[],
        }
    }
}

/// What the rules say of one transcript.
#[derive(Debug, Clone)]
pub struct Verdicts {
    /// Each rule, in the order of the contract.
    pub outcomes: Vec<Outcome>,
    /// Whether the transcript ends before the service does.
    pub is_cut: bool,
}

impl Verdicts {
    /// Every finding, in the order of the contract.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.outcomes.iter().flat_map(Outcome::findings)
    }

    /// What one rule says, if it was asked.
    pub fn of(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.rule.id == id)
    }

    /// Whether no rule was broken, some rule applied, and the run came to its end.
    pub fn is_kept(&self) -> bool {
        !self.is_cut
            && self.findings().next().is_none()
            && self.outcomes.iter().any(|outcome| outcome.applied > 0)
    }
}

/// Writes the findings, and a last line with their counts.
impl fmt::Display for Verdicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in self.findings() {
            writeln!(f, "{finding}")?;
        }
        let count =
            |is: fn(&Verdict) -> bool| self.outcomes.iter().filter(|outcome| is(&outcome.verdict)).count();
        write!(
            f,
            "{} rules broken, {} held, {} inconclusive, {} not applicable",
            count(|verdict| matches!(verdict, Verdict::Broken(_))),
            count(|verdict| matches!(verdict, Verdict::Held)),
            count(|verdict| matches!(verdict, Verdict::Inconclusive)),
            count(|verdict| matches!(verdict, Verdict::NotApplicable)),
        )
    }
}
