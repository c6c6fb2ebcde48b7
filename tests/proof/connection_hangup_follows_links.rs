//! HANGUP-01, ORDER-03: the connection hangup comes after the last link is down.

use std::collections::BTreeMap;

use mockras::check::{Call, ConnectionHistory, Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::{Callout, Name};

mockras::rule! {
    /// The connection hangup function is called when the last link of a connection has been dismantled.
    ///
    /// So a DLL that keeps links with their connection may throw both away in ConnectionHangupNotification: no link
    /// of it is up any more, and no LinkHangupNotification follows. A connection that never had a link is not judged.
    id: "HANGUP-01",
    name: "connection-hangup-follows-links",
    also: ["ORDER-03"],
    applies_to: Hangup,
    check: follows_links,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 calls=1 line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  c1            link-down port=VPN2-0
         0.000  call   conn/1 LinkHangupNotification port=VPN2-0
         0.000  call   conn/1 ConnectionHangupNotification2 c1
         0.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
    "# with r#"
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  call   conn/1 ConnectionHangupNotification2 c1
    "#, replaces r#"
         0.000  call   conn/1 ConnectionHangupNotification2 c1
    "# with "",
}

fn follows_links(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        let mut hung_up = false;
        for call in look.calls_about(connection.number) {
            if call.hangs_up().is_some() {
                hung_up = true;
                judge_hangup(judge, connection, call);
            } else if hung_up && call.callout() == Callout::LinkHangupNotification {
                let expected = "the hangups of links first, then that of the connection";
                judge.broken(call, "a link hangup after the connection hangup", expected).about("ORDER-03");
            }
        }
    }
}

fn judge_hangup(judge: &mut Judge<'_>, connection: &ConnectionHistory<'_>, call: &Call<'_>) {
    let mut links: BTreeMap<&Name, bool> = BTreeMap::new();
    for (_, what) in connection.events.iter().filter(|(at, _)| *at < call.at) {
        if let ConnectionEvent::LinkUp(port) = what {
            links.insert(port, true);
        } else if let ConnectionEvent::LinkDown(port) = what {
            links.insert(port, false);
        }
    }
    let up = links.iter().find(|(_, is_up)| **is_up);
    if let Some((port, _)) = up {
        judge.broken(call, format!("the link on {port} is still up"), "no link left");
    } else if !links.is_empty() {
        judge.held();
    }
}
