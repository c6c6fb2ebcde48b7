//! What the rules say of a transcript.

use std::fmt;

use super::finding::Finding;
use super::judge::Judge;
use super::kind::Kind;
use super::look::Look;
use super::rule::{Check, EXPECT, Rule, Twin};

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
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// assert_eq!(Verdict::NotApplicable.word(), "untested");
    /// ```
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
#[non_exhaustive]
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
        let (breaches, look) = (judge.breaches, judge.look);
        let findings: Vec<Finding> =
            breaches.into_iter().map(|breach| Finding::of(rule, breach, look)).collect();
        let verdict = match (findings.is_empty(), judge.owed, judge.applied) {
            (false, ..) => Verdict::Broken(findings),
            (true, 1.., _) => Verdict::Inconclusive,
            (true, 0, 0) => Verdict::NotApplicable,
            (true, 0, _) => Verdict::Held,
        };
        Self { rule, verdict, applied: judge.applied }
    }

    /// The findings of the rule; there are none unless it was broken.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// let outcome = verdicts.of("IP4-19").expect("the rule was asked");
    /// assert!(!outcome.findings().is_empty());
    /// ```
    pub fn findings(&self) -> &[Finding] {
        match &self.verdict {
            Verdict::Broken(findings) => findings,
            Verdict::Held | Verdict::Inconclusive | Verdict::NotApplicable => &[],
        }
    }
}

/// What the rules say of one transcript.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Verdicts {
    /// Each rule, in the order of the contract.
    pub outcomes: Vec<Outcome>,
    /// Whether the transcript ends before the service does.
    pub is_cut: bool,
    /// Whether nothing kept the service from starting.
    pub is_started: bool,
}

impl Verdicts {
    /// The outcomes of a look, in which it is marked what follows from what.
    pub(super) fn looked(mut outcomes: Vec<Outcome>, look: &Look<'_>) -> Self {
        mark_what_follows(&mut outcomes);
        Self { outcomes, is_cut: look.is_cut(), is_started: look.is_started() }
    }

    /// Every finding, in the order of the contract.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// assert!(verdicts.findings().all(|finding| finding.rule.id == "IP4-19"));
    /// ```
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.outcomes.iter().flat_map(Outcome::findings)
    }

    /// Every finding, to be weighed anew.
    pub(crate) fn findings_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        self.outcomes.iter_mut().flat_map(|outcome| match &mut outcome.verdict {
            Verdict::Broken(findings) => findings.iter_mut(),
            Verdict::Held | Verdict::Inconclusive | Verdict::NotApplicable => [].iter_mut(),
        })
    }

    /// The findings that stand for themselves: they follow from no other.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// assert!(verdicts.causes().all(|finding| finding.follows.is_none()));
    /// ```
    pub fn causes(&self) -> impl Iterator<Item = &Finding> {
        self.findings().filter(|finding| finding.follows.is_none())
    }

    /// The findings of kind [error](Kind::Error) that follow from no other.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// assert!(verdicts.errors().all(|finding| finding.kind == Kind::Error));
    /// ```
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.causes().filter(|finding| finding.kind == Kind::Error)
    }

    /// What one rule says, if it was asked. The rule that stands for all expectations says what the first of them says that
    /// was broken, or the first of all.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let fault = mockras::generate::fault::named("double-lease").expect("a fault of that name");
    /// # let (scenario, dlls) = fault.demonstration();
    /// # let verdicts = mockras::run(&scenario, &dlls).verdicts();
    /// assert!(verdicts.of("IP4-19").is_some_and(|outcome| outcome.applied > 0));
    /// ```
    pub fn of(&self, id: &str) -> Option<&Outcome> {
        let named = self.outcomes.iter().find(|outcome| outcome.rule.id == id);
        let mut expected =
            self.outcomes.iter().filter(|outcome| id == EXPECT && outcome.rule.is_expectation());
        let first = expected.clone().next();
        named.or_else(|| expected.find(|outcome| !outcome.findings().is_empty())).or(first)
    }

    /// Whether a rule is broken that compares the run with this twin.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let verdicts = run.verdicts();
    /// assert!(!verdicts.differs_from(Twin::Again)); // Nobody has played it again.
    /// ```
    pub fn differs_from(&self, twin: Twin) -> bool {
        self.findings().any(|finding| matches!(finding.rule.check, Check::Pair(of, _) if of == twin))
    }

    /// Whether there is no error, the service started, some rule applied, and the run came to its end.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let verdicts = run.verdicts();
    /// assert!(verdicts.is_kept());
    /// ```
    pub fn is_kept(&self) -> bool {
        self.errors().next().is_none() && self.why_nothing_is_shown().is_none()
    }

    /// Why the run shows nothing although it has no errors; nothing if it does show something.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let verdicts = run.verdicts();
    /// assert_eq!(verdicts.why_nothing_is_shown(), None);
    /// ```
    pub fn why_nothing_is_shown(&self) -> Option<&'static str> {
        let is_unseen = |outcome: &Outcome| {
            outcome.rule.is_expectation() && matches!(outcome.verdict, Verdict::Inconclusive)
        };
        if self.errors().next().is_some() {
            None
        } else if self.is_cut {
            Some("the run was cut short")
        } else if !self.is_started {
            Some("nothing was exercised: the service did not start")
        } else if self.outcomes.iter().all(|outcome| outcome.applied == 0) {
            Some("nothing was exercised: no rule about a DLL applied")
        } else if self.outcomes.iter().any(is_unseen) {
            Some("an expectation never applied: there was no such connection")
        } else {
            None
        }
    }
}

/// Marks what follows from a call that did not return, or from a table that is none: what is said of that call, and of
/// everything after it. Nobody can tell what a DLL would have done otherwise. Of rules that compare the run with another, the
/// first in the order of [`Twin`] counts, for who decides by the one thing may well decide by the other.
fn mark_what_follows(outcomes: &mut [Outcome]) {
    let twin = |outcome: &Outcome| match outcome.rule.check {
        Check::Pair(twin, _) => Some(twin),
        Check::Run(_) | Check::Expectations => None,
    };
    let broken = outcomes.iter().filter_map(|outcome| Some((twin(outcome)?, outcome.findings().first()?)));
    let first = broken.min_by_key(|(twin, _)| *twin).map(|(twin, finding)| (twin, finding.signature()));
    for outcome in outcomes.iter_mut() {
        let is_later =
            first.as_ref().is_some_and(|(first, _)| twin(outcome).is_some_and(|twin| twin > *first));
        if let (Verdict::Broken(findings), true, Some((_, cause))) = (&mut outcome.verdict, is_later, &first)
        {
            findings.iter_mut().for_each(|finding| finding.follows = Some(cause.clone()));
        }
    }
    // A DLL that breaks a duty each time breaks it again when the run is repeated.
    let error = outcomes.iter().flat_map(Outcome::findings).find(|finding| finding.kind == Kind::Error);
    let error = error.map(Finding::signature);
    for outcome in outcomes.iter_mut().filter(|outcome| twin(outcome) == Some(Twin::Cycles)) {
        if let Verdict::Broken(findings) = &mut outcome.verdict {
            findings
                .iter_mut()
                .for_each(|finding| finding.follows = finding.follows.take().or(error.clone()));
        }
    }
    // A table of another layout has the service call one function for another.
    let is_root = |finding: &Finding| finding.is_fault() || finding.rule.id == "CBTABLE-09";
    let mut roots: Vec<(usize, String)> = Vec::new();
    for finding in outcomes.iter().flat_map(Outcome::findings).filter(|finding| is_root(finding)) {
        roots.push((finding.spot.at.entry, finding.signature()));
    }
    roots.sort();
    let table = roots.iter().find(|(_, signature)| signature.starts_with("CBTABLE-09")).cloned();
    for outcome in outcomes {
        let Verdict::Broken(findings) = &mut outcome.verdict else { continue };
        for finding in findings {
            let is_after_table = |(entry, _): &&(usize, String)| *entry <= finding.spot.at.entry;
            let cause = match table.as_ref().filter(is_after_table) {
                Some(_) if finding.rule.id == "CBTABLE-09" => None,
                Some(table) => Some(table),
                None if finding.is_fault() => None,
                None => {
                    let before = roots.partition_point(|(entry, _)| *entry <= finding.spot.at.entry);
                    before.checked_sub(1).and_then(|last| roots.get(last))
                }
            };
            finding.follows = cause.map(|(_, signature)| signature.clone()).or(finding.follows.take());
        }
    }
}

/// Writes the findings, and a last line with their counts.
impl fmt::Display for Verdicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in self.causes() {
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
