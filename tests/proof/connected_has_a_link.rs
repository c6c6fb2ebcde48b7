//! LINK-14: a connected user has at least one link.

use mockras::check::{Judge, Look};
use mockras::model::ConnectionEvent;

mockras::rule! {
    /// Every connection has at least one link. Under every reading, a user is connected only once the first link is up,
    /// whatever becomes of a connection whose first link was refused (AMB-11).
    ///
    /// The check counts the links that are up where the service says that the user is connected.
    id: "LINK-14",
    name: "connected-has-a-link",
    applies_to: Dial,
    check: has_one,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "#,
    breaks: replaces r#"
         0.000  c1            link-up port=VPN2-0
    "# with "",
}

fn has_one(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        let mut links = 0_u32;
        for (at, what) in &connection.events {
            if matches!(what, ConnectionEvent::LinkUp(_)) {
                links += 1;
            } else if matches!(what, ConnectionEvent::LinkDown(_)) {
                links = links.saturating_sub(1);
            } else if matches!(what, ConnectionEvent::Connected) {
                let observed = || "no link is up".to_owned();
                judge.expect(links > 0, (*at, connection.number), observed, "at least one link");
            }
        }
    }
}
