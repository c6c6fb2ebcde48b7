//! DATA-07: a GUID belongs to one connection.

use std::collections::BTreeMap;

use mockras::check::{Judge, Look};
use mockras::ras::{Callout, Guid};

mockras::rule! {
    /// The GUID of an incoming connection is valid while that connection is active. So it names one connection, and
    /// the next one of the same user has another: it is no key for a user.
    ///
    /// RAS_CONNECTION_2, 3 and EX hold it; the plain functions do not get to see it.
    id: "DATA-07",
    name: "guid-belongs-to-one-connection",
    applies_to: Accept,
    check: belongs_to_one,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice guid=6d6f636b-7261-7340-8000-000000000001
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  c1            refused reason=vote
         0.000  c1            closed reason=refused
         0.000  step   2      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c2            authenticated handle=65538 user=alice guid=6d6f636b-7261-7340-8000-000000000002
         0.000  call   conn/1 AcceptNewConnection2 c2 = FALSE
         0.000  c2            refused reason=vote
         0.000  c2            closed reason=refused
    "#,
    breaks: replaces r#"
         0.000  c2            authenticated handle=65538 user=alice guid=6d6f636b-7261-7340-8000-000000000002
    "# with r#"
         0.000  c2            authenticated handle=65538 user=alice guid=6d6f636b-7261-7340-8000-000000000001
    "#,
}

fn belongs_to_one(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut owners: BTreeMap<Guid, u32> = BTreeMap::new();
    for call in look.calls() {
        let is_plain =
            matches!(call.callout(), Callout::AcceptNewConnection | Callout::ConnectionHangupNotification);
        // A GUID of zeros is none at all: that connections have one is asserted by tests/it/facts.rs.
        let shown = call.facts().filter(|facts| !is_plain && facts.guid != Guid::default());
        let Some(facts) = shown else { continue };
        let owner = *owners.entry(facts.guid).or_insert(facts.number);
        if owner == facts.number {
            judge.held();
        } else {
            judge.broken(call, format!("the GUID of connection {owner}"), "a GUID of its own").member("guid");
        }
    }
}
