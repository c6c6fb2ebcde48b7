//! The catalogue of documented duties, and the rules that judge transcripts by it.
//!
//! ```
//! use mockras::prelude::*;
//!
//! let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
//! run.assert_kept();
//! ```
//!
//! Every rule here judges DLLs. Rules of your own are written in the same way, with [`rule!`](crate::rule).
//!
//! The files import only files that stand before them in this order: `page`, `row`, `catalogue`, `spot`,
//! `connection_history`, `family`, `call`, `dll_history`, `lease`, `arrange`, `cycle`, `look`, `decision`, `offer`, `breach`, `kind`, `judge`, `company`,
//! `example`, `rule`, `called`, `finding`, `verdict`, `expectation`, `expected_now`, `expected_always`, `rules`, `matcher`.
//! This page joins them.

#![deny(clippy::wildcard_enum_match_arm)]

mod arrange;
mod breach;
mod call;
mod called;
mod catalogue;
mod company;
mod connection_history;
mod cycle;
mod decision;
mod dll_history;
mod example;
mod expectation;
mod expected_always;
mod expected_now;
mod family;
mod finding;
mod judge;
mod kind;
mod lease;
mod look;
mod matcher;
mod offer;
mod page;
mod row;
mod rule;
mod rules;
mod spot;
mod verdict;

use std::sync::LazyLock;

pub use breach::{Breach, DependsOn};
pub use call::{Call, CallResult, Named};
pub use catalogue::{own_rows, row, rows};
pub use connection_history::ConnectionHistory;
#[cfg(feature = "generate")]
pub(crate) use cycle::without_numbers;
pub use cycle::{Cycles, Drift, TIMES};
pub(crate) use decision::decide_the_same;
pub use dll_history::{DllHistory, slot_member, slot_of};
pub use example::{Breaks, ExampleError};
pub use family::Family;
pub use finding::Finding;
pub use judge::Judge;
pub use kind::{Kind, Readings, with_hangups};
pub use lease::Lease;
pub use look::Look;
pub use matcher::{ExpectAmong, ExpectCalls, ExpectConnection, ExpectNotes, ExpectRun, Unmet};
pub use page::Page;
pub use row::{Home, Obliged, Row, Strength};
pub use rule::{Check, Reach, Rule, Twin, Twins};
pub use spot::{At, Spot};
pub use verdict::{Outcome, Verdict, Verdicts};

use crate::transcript::Transcript;

/// Every rule, in the order of the contract; mockras' own come last.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// assert!(all_rules().iter().any(|rule| rule.name == "notify-is-written"));
/// ```
pub fn all_rules() -> &'static [&'static Rule] {
    static SORTED: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let place = |rule: &Rule| rows().chain(own_rows()).position(|row| row.id == rule.id);
        let mut sorted = rules::RULES.to_vec();
        sorted.sort_by_key(|rule| place(rule));
        sorted
    });
    &SORTED
}

/// The rule that finds what has this id: an expectation is found by the one that stands for all of them.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// assert_eq!(rule_of("IP4-08").map(|rule| rule.name), Some("notify-is-written"));
/// assert!(rule_of("NO-RULE").is_none());
/// ```
pub fn rule_of(id: &str) -> Option<&'static Rule> {
    let id = if id.starts_with("expect/") { rule::EXPECT } else { id };
    all_rules().iter().copied().chain([canary()]).find(|rule| rule.id == id)
}

/// The rule that every run breaks. It is not one of [`all_rules`]: it proves that a breach reaches the report.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
/// assert_eq!(judge(&run, Twins::default(), &[canary()]).findings().count(), 1);
/// ```
pub fn canary() -> &'static Rule {
    rules::CANARY
}

/// DRIFTS: what is repeated in one life of the service shows the same.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// assert_eq!(drifts().id, "DRIFTS");
/// ```
pub fn drifts() -> &'static Rule {
    rules::DRIFTS
}

/// RUNS-OUT: addresses do not run out while all are released.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// assert_eq!(runs_out().id, "RUNS-OUT");
/// ```
pub fn runs_out() -> &'static Rule {
    rules::RUNS_OUT
}

/// Judges a transcript by these rules. Rules that compare it with a twin (see [`Check::Pair`]) do not apply without.
///
/// What follows from a call that did not return is marked as such (see [`Finding::follows`]). The [kind](Finding::kind) of
/// a finding is that under the readings that usually count; [`pipeline::Judging`](crate::pipeline::Judging) knows others,
/// and plays what it takes to be sure.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
/// let verdicts = judge(&run, Twins::default(), all_rules());
/// assert_eq!(verdicts.findings().count(), 0);
/// assert!(verdicts.of("IP4-08").is_some());
/// ```
pub fn judge(transcript: &Transcript, twins: Twins<'_>, rules: &[&'static Rule]) -> Verdicts {
    let look = Look::new(transcript);
    let looks = twin_looks(&twins, rules);
    let mut outcomes = Vec::with_capacity(rules.len());
    for rule in rules.iter().copied() {
        let mut judge = Judge::new(&look);
        match rule.check {
            Check::Run(check) => check(&look, &mut judge),
            Check::Expectations => {
                let mut expected = expected_now::expected_now(&look);
                expected.extend(expected_always::expected_always(&look));
                if !expected.is_empty() {
                    outcomes.extend(expectation::outcomes(&look, expected));
                    continue;
                }
            }
            Check::Pair(twin, check) => {
                if let Some((_, twin)) = twins.twin(twin).and_then(|twin| known(&looks, twin)) {
                    check(&look, twin, &mut judge);
                }
            }
        }
        outcomes.push(Outcome::of(rule, judge));
    }
    Verdicts::looked(outcomes, &look)
}

/// The twins with which rules compare, each arranged once: one run may stand for several.
fn twin_looks<'a>(twins: &Twins<'a>, rules: &[&'static Rule]) -> Vec<(&'a Transcript, Look<'a>)> {
    let mut looks = Vec::new();
    for rule in rules {
        let Check::Pair(twin, _) = rule.check else { continue };
        let Some(played) = twins.twin(twin).filter(|played| known(&looks, played).is_none()) else {
            continue;
        };
        looks.push((played, Look::new(played)));
    }
    looks
}

fn known<'l, 'a>(
    looks: &'l [(&'a Transcript, Look<'a>)],
    of: &Transcript,
) -> Option<&'l (&'a Transcript, Look<'a>)> {
    looks.iter().find(|(transcript, _)| std::ptr::eq(*transcript, of))
}

impl Transcript {
    /// What every rule says of this run. A rule that compares it with its twin does not apply: that takes the DLLs, and
    /// `pipeline::judged` has them.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// let verdicts = run.verdicts();
    /// assert!(verdicts.is_kept(), "{verdicts}");
    /// ```
    pub fn verdicts(&self) -> Verdicts {
        judge(self, Twins::default(), all_rules())
    }

    /// Asserts that the run has no finding of kind [error](Kind::Error), came to its end, and exercised a DLL: the service
    /// started, and some rule applied.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.assert_kept();
    /// ```
    ///
    /// # Panics
    ///
    /// With the findings as the command line prints them, if it does not.
    #[track_caller]
    pub fn assert_kept(&self) {
        self.assert_kept_with(&[]);
    }

    /// Asserts the same by rules of your own too, each of which must have applied. [`rule!`](crate::rule) declares them.
    ///
    /// ```
    /// use mockras::check::{Judge, Look};
    /// use mockras::model::ConnectionEvent;
    /// use mockras::prelude::*;
    ///
    /// mockras::rule! {
    ///     /// Nobody has a second link.
    ///     id: "HOUSE-02",
    ///     name: "one-link-is-enough",
    ///     applies_to: Accept,
    ///     check: has_one,
    ///     holds: "0.000 c1 link-up port=VPN2-0",
    ///     breaks: "0.000 c1 link-up port=VPN2-0\n0.000 c1 link-up port=VPN2-1",
    /// }
    ///
    /// fn has_one(look: &Look<'_>, judge: &mut Judge<'_>) {
    ///     for connection in look.connections() {
    ///         let links = connection.events.iter().filter(|(_, what)| matches!(what, ConnectionEvent::LinkUp(_))).count();
    ///         judge.expect(links <= 1, (connection.at, connection.number), || format!("{links} links"), "one at most");
    ///     }
    /// }
    ///
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.assert_kept_with(&[&RULE]);
    /// ```
    ///
    /// # Panics
    ///
    /// With the findings as the command line prints them, or with the rules that did not apply. A rule that
    /// [compares](Check::Pair) two runs does not: there is one run only.
    #[track_caller]
    pub fn assert_kept_with(&self, own: &[&'static Rule]) {
        let rules = [all_rules(), own].concat();
        let verdicts = judge(self, Twins::default(), &rules);
        let mut why: Vec<String> = verdicts.why_nothing_is_shown().map(str::to_owned).into_iter().collect();
        let is_own = |outcome: &&Outcome| own.iter().any(|rule| rule.id == outcome.rule.id);
        for outcome in verdicts.outcomes.iter().filter(is_own) {
            if matches!(outcome.verdict, Verdict::NotApplicable | Verdict::Inconclusive) {
                let Rule { id, name, applies_to, .. } = outcome.rule;
                let word = outcome.verdict.word();
                why.push(format!("{id} {name} is {word}: it takes {applies_to}"));
            }
        }
        let why: String = why.into_iter().map(|line| line + "\n").collect();
        assert!(verdicts.is_kept() && why.is_empty(), "\n{why}{verdicts}");
    }
}
