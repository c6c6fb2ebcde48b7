//! Whether a DLL says of users what it says without one more who is there, but for limits and empty pools.

use super::call::Call;
use super::decision::{Differing, are_comparable, decisions, differing, word};
use super::judge::Judge;
use super::look::Look;
use super::spot::At;

/// Says what changes for the others while somebody more is there.
pub(super) fn company_changes_nothing(alone: &Look<'_>, beside: &Look<'_>, judge: &mut Judge<'_>, who: &str) {
    if !are_comparable(alone, beside) {
        return;
    }
    let Some(Differing { here, there }) = differing(alone, beside).into_iter().next() else {
        if !decisions(alone).is_empty() {
            judge.held();
        }
        return;
    };
    let is_refused_there = here.says;
    let may_be_full = is_refused_there
        && (here.call.family().is_some()
            || here.call.accepts().is_some() && is_one_more(alone, beside, there));
    if may_be_full {
        return;
    }
    let observed = format!(
        "it says {} without the {who}, and {} while the {who} is there",
        word(here.says),
        word(!here.says)
    );
    judge.broken(here.call, observed, format!("the same: the {who} is another user, on another port"));
}

/// Whether a connection that is asked about beside the new one is one more than were ever there without, of which
/// there were several.
fn is_one_more(alone: &Look<'_>, beside: &Look<'_>, call: &Call<'_>) -> bool {
    let is_let_in = |call: &&Call<'_>| call.accepts().is_some() && alone.says_yes(call) == Some(true);
    let numbers = alone.calls().iter().filter(is_let_in).map(|call| living(alone, call.at));
    let most = numbers.max().unwrap_or_default();
    most > 1 && living(beside, call.at) > most
}

/// How many connections there are, with the one that is asked about.
fn living(look: &Look<'_>, at: At) -> usize {
    look.connections()
        .iter()
        .filter(|connection| connection.facts.is_some() && connection.lives_at(at))
        .count()
}
