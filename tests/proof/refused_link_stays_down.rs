//! LINK-09: a link that was refused is not established.

use mockras::check::{Judge, Look};
use mockras::model::ConnectionEvent;

mockras::rule! {
    /// A link that some DLL refused is not established. What becomes of a connection whose first link was refused is
    /// open (AMB-11); a refused further link is simply missing.
    ///
    /// The check looks at what happens to the link in the same step: it neither comes up nor goes down, and no DLL is
    /// asked about it any more. The client may try again on the same port later.
    id: "LINK-09",
    name: "refused-link-stays-down",
    applies_to: Refusal,
    check: stays_down,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { add-link = { port = "VPN2-1", to = "VPN2-0" } }
         0.000  call   conn/1 AcceptNewLink port=VPN2-1 handle=196610 connection=65537 condition=authenticated line-speed=100000000 = FALSE
         0.000  c1            link-refused port=VPN2-1
    "#,
    breaks: replaces r#"
         0.000  c1            link-refused port=VPN2-1
    "# with r#"
         0.000  c1            link-refused port=VPN2-1
         0.000  c1            link-down port=VPN2-1
    "#,
}

fn stays_down(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        for (place, (refused, what)) in connection.events.iter().enumerate() {
            let ConnectionEvent::LinkRefused(port) = what else { continue };
            let mut later =
                connection.events[place + 1..].iter().take_while(|(at, _)| at.is_same_step(*refused));
            let later = later.find(|(_, what)| {
                matches!(what, ConnectionEvent::LinkUp(link) | ConnectionEvent::LinkDown(link) if link == port)
            });
            let asked = look.link_vote(connection.number, port, *refused).find(|call| call.at > *refused);
            if let Some((at, _)) = later {
                let observed = format!("{port} was established");
                judge.broken((*at, connection.number), observed, "a link that stays down");
            } else if let Some(call) = asked {
                judge.broken(call, "a further vote on a refused link", "no vote on it");
            } else {
                judge.held();
            }
        }
    }
}
