//! What a scenario or a project expects beside the documented duties, as rules: each has the id `expect/<name>`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::example::Breaks;
use super::judge::Judge;
use super::look::Look;
use super::rule::{Check, Reach, Rule};
use super::spot::Spot;
use super::verdict::Outcome;

/// One thing that is expected at one place, and whether it is so.
pub(super) struct Expectation {
    /// The id of what is expected.
    pub(super) id: String,
    /// What reports call it.
    pub(super) name: String,
    /// What is expected, as its author wrote it.
    pub(super) explanation: String,
    /// Whether it is so; nothing if nothing happened that it is about.
    pub(super) met: Option<Met>,
}

/// Whether something is as expected.
pub(super) enum Met {
    /// It is.
    Yes,
    /// It is not: where, what is there, and what was expected.
    No(Spot, String, String),
    /// It had to happen before the end of the run, and did not.
    Missing(Spot, String, String),
    /// A step looks at something that is not there: nothing was exercised.
    NothingThere,
}

impl Met {
    /// Either it is so, or this is there where that was expected.
    pub(super) fn if_so(is: bool, spot: Spot, observed: String, expected: String) -> Self {
        if is { Self::Yes } else { Self::No(spot, observed, expected) }
    }
}

/// The outcome of each id, in the order in which they were written.
pub(super) fn outcomes<'a>(look: &'a Look<'a>, expectations: Vec<Expectation>) -> Vec<Outcome> {
    let mut judged: Vec<(&'static Rule, Judge<'a>)> = Vec::new();
    for Expectation { id, name, explanation, met } in expectations {
        let at = judged.iter().position(|(rule, _)| rule.id == id).unwrap_or_else(|| {
            judged.push((rule(&id, &name, &explanation), Judge::new(look)));
            judged.len() - 1
        });
        let judge = &mut judged[at].1;
        match met {
            None => {}
            Some(Met::Yes) => judge.held(),
            Some(Met::No(spot, observed, expected)) => {
                judge.broken(spot, observed, expected);
            }
            Some(Met::Missing(spot, observed, expected)) => judge.owed(spot, observed, expected),
            Some(Met::NothingThere) => judge.owed += 1,
        }
    }
    judged.into_iter().map(|(rule, judge)| Outcome::of(rule, judge)).collect()
}

/// The rule of an expectation. Each is made once: there are as many as somebody has written.
fn rule(id: &str, name: &str, explanation: &str) -> &'static Rule {
    static MADE: Mutex<BTreeMap<[String; 3], &'static Rule>> = Mutex::new(BTreeMap::new());
    let key = [id, name, explanation].map(str::to_owned);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(key).or_insert_with(|| {
        let [id, name, explanation] = [id, name, explanation].map(|text| &*String::leak(text.to_owned()));
        Box::leak(Box::new(Rule {
            id,
            name,
            explanation,
            decides: Vec::leak(vec![id]),
            applies_to: Reach::Expectation,
            check: Check::Expectations,
            holds: "",
            breaks: Breaks::Whole(""),
            fault: None,
        }))
    })
}
