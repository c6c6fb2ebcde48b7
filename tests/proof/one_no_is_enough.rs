//! CONN-06, CONN-14, LINK-07: every DLL must say yes.

use mockras::check::{Call, Judge, Look};
use mockras::model::ConnectionEvent;

mockras::rule! {
    /// A user is connected, and a link comes up, only if every DLL that was asked said yes. DLLs of different series
    /// vote together.
    ///
    /// What counts as yes depends on two readings: whether the result of AcceptNewConnectionEx counts at all (AMB-01),
    /// and which values are TRUE (AMB-41). A DLL that does not return says no (AMB-52).
    id: "CONN-06",
    name: "one-no-is-enough",
    also: ["CONN-14", "LINK-07"],
    applies_to: Accept,
    check: is_unanimous,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/2 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  call   conn/2 AcceptNewLink port=VPN2-0 = FALSE
         0.000  c1            link-refused port=VPN2-0
         0.000  c1            refused reason=first-link
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  call   conn/2 AcceptNewConnection2 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "#,
}

fn is_unanimous(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        let votes: Vec<&Call<'_>> =
            look.calls_about(connection.number).filter(|call| call.accepts().is_some()).collect();
        let accepted = connection.when(|what| {
            matches!(what, ConnectionEvent::Connected | ConnectionEvent::Waiting | ConnectionEvent::LinkUp(_))
        });
        match (votes.iter().find(|call| look.says_no(call)), accepted) {
            (Some(no), Some(at)) => {
                let mixed = votes.iter().any(|call| call.accepts() != no.accepts());
                let row = if mixed { "CONN-14" } else { "CONN-06" };
                let observed = format!("accepted, although {} said no", no.instance);
                judge.broken((at, connection.number), observed, "a refusal").about(row);
            }
            (Some(_), None) => judge.held(),
            (None, Some(_)) if !votes.is_empty() => judge.held(),
            (None, _) => {}
        }
        for (at, what) in &connection.events {
            let (ConnectionEvent::LinkUp(port) | ConnectionEvent::LinkRefused(port)) = what else { continue };
            let mut vote = look.link_vote(connection.number, port, *at).peekable();
            let is_up = matches!(what, ConnectionEvent::LinkUp(_));
            if vote.peek().is_none() {
                continue;
            }
            match vote.find(|call| is_up && look.says_no(call)) {
                Some(no) => {
                    let observed = format!("{port} comes up, although {} said no", no.instance);
                    judge
                        .broken((*at, connection.number), observed, "a link that is refused")
                        .about("LINK-07");
                }
                None => judge.held(),
            }
        }
    }
}
