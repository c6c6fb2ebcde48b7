//! CONN-05, CONN-16, LINK-03: a refused user is not connected, and no DLL is asked about a link.

use mockras::check::{At, ConnectionHistory, Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::Callout;

mockras::rule! {
    /// A refused user is not connected. AcceptNewLink is for connections that were accepted, so it is not called after
    /// a refusal, whatever the refusal's reason.
    ///
    /// The check looks for AcceptNewLink after the first Accept that said no, and for AcceptNewLink or a link after the
    /// connection was refused. Under `accept_link_interleave=per_dll` (AMB-13) the links of DLLs that were asked before
    /// the refusal come before it, and that is no breach (CHOICE 20).
    id: "CONN-05",
    name: "refused-stays-out",
    also: ["CONN-16", "LINK-03"],
    applies_to: Refusal,
    check: stays_out,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "mallory" } }
         0.000  c1            authenticated handle=65537 user=mallory
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  c1            refused reason=vote
         0.000  c1            closed reason=refused
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
    "# with r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
    "#,
}

fn stays_out(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        let mut calls = look.calls_about(connection.number);
        let no = calls.find(|call| call.accepts().is_some() && look.says_no(call)).map(|call| call.at);
        let refused = connection.refused();
        let Some(first) = [no, refused].into_iter().flatten().min() else { continue };
        let broken =
            asks_about_a_link(look, judge, connection, first, refused) | comes_up(judge, connection, refused);
        if !broken {
            judge.held();
        }
    }
}

/// Judges calls of AcceptNewLink after the first refusal.
fn asks_about_a_link(
    look: &Look<'_>,
    judge: &mut Judge<'_>,
    connection: &ConnectionHistory<'_>,
    first: At,
    refused: Option<At>,
) -> bool {
    let mut links =
        look.calls_about(connection.number).filter(|call| call.callout() == Callout::AcceptNewLink);
    let Some(link) = links.find(|call| call.at > first) else { return false };
    let row = if refused.is_some_and(|at| at < link.at) { "CONN-16" } else { "LINK-03" };
    judge.broken(link, "a call for a refused connection", "no call about its links").about(row);
    true
}

/// Judges connections and links that come up after the connection was refused.
fn comes_up(judge: &mut Judge<'_>, connection: &ConnectionHistory<'_>, refused: Option<At>) -> bool {
    let up = |what: &ConnectionEvent| matches!(what, ConnectionEvent::Connected | ConnectionEvent::LinkUp(_));
    let Some(refused) = refused else { return false };
    let Some((at, _)) = connection.events.iter().find(|(at, what)| *at > refused && up(what)) else {
        return false;
    };
    judge.broken((*at, connection.number), "a refused connection comes up", "a connection that ends");
    true
}
