//! ORDER-10: links come and go, and a connection ends only with its last one.

use std::collections::BTreeSet;

use mockras::check::{Judge, Look};
use mockras::model::{ConnectionEvent, Event};
use mockras::scenario::Step;
use mockras::transcript::EntryKind;

mockras::rule! {
    /// A connection of several links lives until the last of them is gone. A link that is dropped while others are up
    /// leaves the connection as it is.
    ///
    /// The check takes every link that a user drops, and looks at whether the connection closes in the same step. A
    /// DLL that takes any LinkHangupNotification for the end counts such users out too early. A service that stops
    /// because of a fault (AMB-52) ends everything.
    id: "ORDER-10",
    name: "last-link-ends-it",
    applies_to: Hangup,
    check: ends_it,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { add-link = { port = "VPN2-1", to = "VPN2-0" } }
         0.000  c1            link-up port=VPN2-1
         9.000  step   3      { drop-link = { port = "VPN2-0" } }
         9.000  c1            link-down port=VPN2-0
         9.000  step   4      { drop-link = { port = "VPN2-1" } }
         9.000  c1            link-down port=VPN2-1
         9.000  c1            closed reason=last-link
    "#,
    breaks: replaces r#"
         9.000  step   4      { drop-link = { port = "VPN2-1" } }
    "# with "",
}

fn ends_it(look: &Look<'_>, judge: &mut Judge<'_>) {
    let is_drop = |kind: &EntryKind| matches!(kind, EntryKind::Event(Event::Step { step, .. }) if matches!(**step, Step::DropLink(_)));
    let drops: BTreeSet<u32> =
        look.entries().iter().filter(|(_, kind)| is_drop(kind)).map(|(at, _)| at.step).collect();
    for connection in look.connections() {
        let mut links = 0_u32;
        for (at, what) in &connection.events {
            if matches!(what, ConnectionEvent::LinkUp(_)) {
                links += 1;
            }
            if !matches!(what, ConnectionEvent::LinkDown(_)) {
                continue;
            }
            links = links.saturating_sub(1);
            let ends = connection.closed().is_some_and(|closed| closed.step == at.step);
            if connection.was_dropped() || !drops.contains(&at.step) {
                continue;
            }
            match (links, ends) {
                (0, true) | (1.., false) => judge.held(),
                (0, false) => {
                    judge.owed((*at, connection.number), "the last link is gone", "the end of the connection")
                }
                (1.., true) => {
                    let observed = "the connection ends although a link is up";
                    judge.broken((*at, connection.number), observed, "a connection that goes on");
                }
            }
        }
    }
}
