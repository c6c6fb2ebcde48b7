//! BYSTANDER: what a DLL says of one user does not hang on another.

use crate::check::decision::{Differing, are_comparable, decisions, differing, word};
use crate::check::{At, Call, Judge, Look};

crate::rule! {
    /// Another user, who dials in before and stays, changes nothing of what a DLL says of the others. A DLL that counts the
    /// links of all connections in one variable (LINK-15), or keeps one session for all users, says something else.
    ///
    /// mockras plays the scenario with a bystander, who comes first, with a name, a domain and a port of their own and
    /// without an address, and compares what the DLL says to the same questions about the same users. Which address it
    /// gives may differ. The rule says nothing where an address is refused, because pools may be empty, and nothing where
    /// a connection is refused that is one more than were ever there without the bystander, because a DLL may limit
    /// their number. A DLL that has room for a single connection is told of.
    id: "BYSTANDER",
    name: "another-user-changes-nothing",
    applies_to: Dial,
    compare(Bystander): change_nothing,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65537 = TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN9-9", user = "bystander" } }
         0.000  c1            authenticated handle=65537 user=bystander
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN9-9 connection=65537 = TRUE
         0.000  step   2      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c2            authenticated handle=65538 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c2 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 = FALSE
    "#,
    fault: "counts-links-of-all",
}

fn change_nothing(alone: &Look<'_>, beside: &Look<'_>, judge: &mut Judge<'_>) {
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
        "it says {} without the bystander, and {} while the bystander is there",
        word(here.says),
        word(!here.says)
    );
    judge.broken(here.call, observed, "the same: the bystander is another user, on another port");
}

/// Whether a connection that is asked about beside the bystander is one more than were ever there without, of which
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
