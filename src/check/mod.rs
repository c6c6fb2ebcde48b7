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
//! `connection_history`, `family`, `call`, `dll_history`, `lease`, `arrange`, `look`, `offer`, `breach`, `judge`,
//! `example`, `rule`, `finding`, `verdict`, `rules`. This page joins them.

#![deny(clippy::wildcard_enum_match_arm)]

mod arrange;
mod breach;
mod call;
mod catalogue;
mod connection_history;
mod dll_history;
mod example;
mod family;
mod finding;
mod judge;
mod lease;
mod look;
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
pub use dll_history::{DllHistory, slot_member, slot_of};
pub use example::{Breaks, ExampleError};
pub use family::Family;
pub use finding::Finding;
pub use judge::Judge;
pub use lease::Lease;
pub use look::Look;
pub use page::Page;
pub use row::{Home, Obliged, Row, Strength};
pub use rule::{Check, Reach, Rule};
pub use spot::{At, Spot};
pub use verdict::{Outcome, Verdict, Verdicts};

use crate::transcript::Transcript;

/// Every rule, in the order of the contract; mockras' own come last.
pub fn all_rules() -> &'static [&'static Rule] {
    static SORTED: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let place = |rule: &Rule| rows().chain(own_rows()).position(|row| row.id == rule.id);
        let mut sorted = rules::RULES.to_vec();
        sorted.sort_by_key(|rule| place(rule));
        sorted
    });
    &SORTED
}

/// The rule that every run breaks. It is not one of [`all_rules`]: it proves that a breach reaches the report.
pub fn canary() -> &'static Rule {
    rules::CANARY
}

/// Judges a transcript by these rules. Rules that compare it with its twin (see [`Check::Pair`]) do not apply without.
pub fn judge(transcript: &Transcript, twin: Option<&Transcript>, rules: &[&'static Rule]) -> Verdicts {
    let look = Look::new(transcript);
    let twin = twin.map(Look::new);
    let outcome = |rule: &&'static Rule| {
        let mut judge = Judge::new(&look);
        match (rule.check, &twin) {
            (Check::Run(check), _) => check(&look, &mut judge),
            (Check::Pair(check), Some(twin)) => check(&look, twin, &mut judge),
            (Check::Pair(_), None) => {}
        }
        Outcome::of(rule, judge)
    };
    Verdicts { outcomes: rules.iter().map(outcome).collect(), is_cut: look.is_cut() }
}

impl Transcript {
    /// What every rule says of this run. A rule that compares it with its twin does not apply: that takes the DLLs, and
    /// `pipeline::judged` has them.
    pub fn verdicts(&self) -> Verdicts {
        judge(self, None, all_rules())
    }

    /// Asserts that the run breaks no rule, came to its end, and that some rule applied at all.
    ///
    /// # Panics
    ///
    /// With the findings as the command line prints them, if it does not.
    pub fn assert_kept(&self) {
        let verdicts = self.verdicts();
        let why = match verdicts.findings().next() {
            Some(_) => "",
            None if verdicts.is_cut => "the run was cut short\n",
            None => "nothing was exercised: no rule about a DLL applied\n",
        };
        assert!(verdicts.is_kept(), "\n{why}{verdicts}");
    }
}
