//! DIAL-ORDER: who of two users dials first does not matter.

use std::collections::BTreeMap;

use crate::check::decision::{Differing, are_comparable, decisions, differing, word};
use crate::check::{Judge, Look};
use crate::model::Instance;
use crate::ras::Callout;

crate::rule! {
    /// Two users who dial one after the other, on ports of their own, are the same two if they dial the other way round. A
    /// DLL that says something else then has kept something of the one for the other, such as a flag that it never
    /// clears.
    ///
    /// mockras plays the scenario with such dials exchanged and compares what the DLL says to the same questions about the
    /// same users. The rule says nothing where it gives an address in one run and refuses it in the other, because pools may
    /// be empty and the service offers addresses in the order of dials; nor where it agrees as often as before at each entry
    /// point, because then it has room for so many, and first come is first served.
    id: "DIAL-ORDER",
    name: "dial-order-changes-nothing",
    applies_to: Dial,
    compare(Swapped): changes_nothing,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  step   2      { dial = { port = "VPN2-1", user = "mallory" } }
         0.000  c2            authenticated handle=65538 user=mallory
         0.000  call   conn/1 AcceptNewConnection2 c2 = FALSE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-1", user = "mallory" } }
         0.000  c1            authenticated handle=65537 user=mallory
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  step   2      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c2            authenticated handle=65538 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c2 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c2 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewConnection2 c2 = FALSE
    "#,
    fault: "refuses-the-next-too",
}

fn changes_nothing(here: &Look<'_>, swapped: &Look<'_>, judge: &mut Judge<'_>) {
    if !are_comparable(here, swapped) {
        return;
    }
    let all = differing(here, swapped);
    let Some(Differing { here: decision, .. }) = all.first() else {
        if !decisions(here).is_empty() {
            judge.held();
        }
        return;
    };
    let is_of_addresses = all.iter().any(|differing| differing.here.call.family().is_some());
    if is_of_addresses || agreements(here) == agreements(swapped) {
        return;
    }
    let observed = format!(
        "it says {} in this order of dials, and {} in the other",
        word(decision.says),
        word(!decision.says)
    );
    judge.broken(decision.call, observed, "the same: users on ports of their own, in any order");
}

/// How often DLLs agree, by entry point.
fn agreements(look: &Look<'_>) -> BTreeMap<(Instance, Callout), usize> {
    let mut times = BTreeMap::new();
    for decision in decisions(look).iter().filter(|decision| decision.says) {
        *times.entry((decision.call.instance, decision.call.callout())).or_default() += 1;
    }
    times
}
