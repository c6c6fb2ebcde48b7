//! LINK-01, LINK-04: every link is put to every DLL that has AcceptNewLink.

use mockras::check::{Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::{Callout, Vote};

mockras::rule! {
    /// AcceptNewLink is called whenever a link is created for a connection: for its first link and for each further one.
    ///
    /// The check takes every link that came up and looks for the calls before it. A link that was refused need not
    /// have been put to all DLLs: another DLL may have said no first (AMB-12).
    id: "LINK-01",
    name: "links-are-put-to-dlls",
    also: ["LINK-04"],
    applies_to: Link,
    check: is_put,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { add-link = { port = "VPN2-1", to = "VPN2-0" } }
         0.000  call   conn/1 AcceptNewLink port=VPN2-1 handle=196610 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-1
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-1 handle=196610 connection=65537 condition=authenticated line-speed=100000000 = TRUE
    "# with "",
}

fn is_put(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        let mut is_first = true;
        for (at, what) in &connection.events {
            let (ConnectionEvent::LinkUp(port) | ConnectionEvent::LinkRefused(port)) = what else { continue };
            let refused = matches!(what, ConnectionEvent::LinkRefused(_));
            if refused && look.policy.vote == Vote::ShortCircuit {
                continue;
            }
            for dll in look.offering(at.run, Callout::AcceptNewLink) {
                let mut vote = look.link_vote(connection.number, port, *at);
                if vote.any(|call| call.instance == dll && call.at < *at) {
                    judge.held();
                } else {
                    let row = if is_first { "LINK-01" } else { "LINK-04" };
                    let observed = format!("{dll} was not asked about {port}");
                    judge.broken((*at, connection.number), observed, "a call of AcceptNewLink").about(row);
                }
            }
            is_first = false;
        }
    }
}
