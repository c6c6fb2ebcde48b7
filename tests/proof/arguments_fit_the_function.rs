//! CONN-08, LINK-05, LINK-11, HANGUP-03, REAUTH-03, IP4-13: arguments fit the function.

use mockras::check::{Judge, Look};
use mockras::model::Question;
use mockras::ras::{Callout, ResultKind};

mockras::rule! {
    /// Each function is called with the arguments that its page lists. Those of a connection get its structures, as
    /// many as their series takes: RAS_CONNECTION_0 and 1, then 2, then 3, or RAS_CONNECTION_EX alone. Those of a link
    /// get RAS_PORT_0 and 1, and ReleaseIpAddress gets user, port and address.
    ///
    /// A transcript names the facts from which structures are filled, so the check compares their kind. Which of the
    /// structures a series gets is asserted by the scenario `corpus/accept/arguments-of-each-series.toml`, and their
    /// bytes by tests. Functions that are VOID give no result.
    id: "CONN-08",
    name: "arguments-fit-the-function",
    also: ["LINK-05", "LINK-11", "HANGUP-03", "REAUTH-03", "IP4-13"],
    applies_to: Call,
    check: fits,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         9.000  step   2      { hang-up = { port = "VPN2-0" } }
         9.000  c1            link-down port=VPN2-0
         9.000  call   conn/1 LinkHangupNotification port=VPN2-0 duration-s=9
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9
         9.000  c1            closed reason=hung-up
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection port=VPN2-0 handle=196609 connection=65537 = TRUE
    "#,
}

/// The kind of arguments that a function is handed.
#[derive(Clone, Copy)]
enum Kind {
    Connection,
    Link,
    ReleaseIpv4,
}

fn fits(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Some((row, kind)) = expected(call.callout()) else { continue };
        let (fits, expected) = match kind {
            Kind::Connection => (call.facts().is_some(), "the structures of a connection"),
            Kind::Link => (call.link().is_some(), "the structures of a link"),
            Kind::ReleaseIpv4 => {
                (matches!(call.question, Question::ReleaseIpv4(_)), "user, port and IPv4 address")
            }
        };
        if !fits {
            judge.broken(call, "other arguments", expected).about(row);
        } else if let Some(value) = call.value().filter(|_| call.callout().result() == ResultKind::Nothing) {
            judge.broken(call, format!("the result {value}"), "no result: the function is VOID").about(row);
        } else {
            judge.held();
        }
    }
}

/// The row of a function, and its arguments. Other rules deal with the functions that are missing here.
fn expected(callout: Callout) -> Option<(&'static str, Kind)> {
    Some(match callout {
        Callout::AcceptNewConnection
        | Callout::AcceptNewConnection2
        | Callout::AcceptNewConnection3
        | Callout::AcceptNewConnectionEx => ("CONN-08", Kind::Connection),
        Callout::ConnectionHangupNotification
        | Callout::ConnectionHangupNotification2
        | Callout::ConnectionHangupNotification3
        | Callout::ConnectionHangupNotificationEx => ("HANGUP-03", Kind::Connection),
        Callout::AcceptReauthentication => ("REAUTH-03", Kind::Connection),
        Callout::AcceptReauthenticationEx => ("REAUTH-03", Kind::Connection),
        Callout::AcceptNewLink => ("LINK-05", Kind::Link),
        Callout::LinkHangupNotification => ("LINK-11", Kind::Link),
        Callout::ReleaseIpAddress => ("IP4-13", Kind::ReleaseIpv4),
        Callout::InitializeDll
        | Callout::InitializeDllEx
        | Callout::TerminateDll
        | Callout::AcceptTunnelEndpointChangeEx
        | Callout::ValidatePreAuthenticatedConnectionEx
        | Callout::GetIpAddressForUser
        | Callout::GetIpv6AddressForUser
        | Callout::ReleaseIpv6AddressForUser => return None,
    })
}
