//! CONN-03, CONN-04, LINK-06, REAUTH-02: verdicts are TRUE or FALSE.

use crate::check::{Judge, Look};
use crate::model::has_verdict;
use crate::ras::Callout;

crate::rule! {
    /// The functions that decide return TRUE to accept and FALSE to refuse. No page says what another value means
    /// (AMB-41): it may let in a user whom the DLL wanted to keep out, or keep out one whom it wanted to let in.
    ///
    /// Typical causes are a C++ `bool`, which leaves the upper bytes of the register as they were, and an error
    /// code that is returned to refuse. A transcript cannot tell whether the DLL meant yes (CONN-03) or no
    /// (CONN-04), so the finding names the first.
    id: "CONN-03",
    name: "verdicts-are-true-or-false",
    also: ["CONN-04", "LINK-06", "REAUTH-02"],
    applies_to: Accept,
    check: is_a_bool,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection c1 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection c1 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewConnection c1 = 2
    "#,
    fault: "true-is-two",
}

fn is_a_bool(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Some(value) = call.value().filter(|_| has_a_verdict(look, call.callout())) else { continue };
        if value <= 1 {
            judge.held();
        } else {
            let row = if call.callout() == Callout::AcceptNewLink {
                "LINK-06"
            } else if call.reauthenticates() {
                "REAUTH-02"
            } else {
                "CONN-03"
            };
            judge.broken(call, value, "TRUE (1) or FALSE (0)").about(row).under("bool_truth");
        }
    }
}

/// Whether pages say that it returns TRUE or FALSE. AcceptNewConnectionEx has no result under one reading (AMB-01), and
/// no page describes AcceptTunnelEndpointChangeEx (AMB-28).
fn has_a_verdict(look: &Look<'_>, callout: Callout) -> bool {
    has_verdict(callout, &look.policy) && callout != Callout::AcceptTunnelEndpointChangeEx
}
