//! CONN-12: whether the result of AcceptNewConnectionEx counts is one question for all connections.

use mockras::check::{Judge, Look};
use mockras::model::{ConnectionEvent, Refusal};
use mockras::ras::{AcceptExReturn, Callout};

mockras::rule! {
    /// The prototype of AcceptNewConnectionEx says BOOL, its page says that no value is returned (AMB-01).
    ///
    /// Read as BOOL, FALSE refuses as in every other series. Read as `accept_ex_return=ignored`, no result refuses
    /// anybody: a C function that was declared void leaves whatever the register held. The check looks for connections
    /// that were refused by a vote, and for the DLL that said no under the reading in force.
    id: "CONN-12",
    name: "ex-verdict-as-read",
    applies_to: Accept,
    check: as_read,
    holds: r#"
        profile  server-2012
        policy   accept_ex_return=ignored
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnectionEx c1 = FALSE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "# with r#"
         0.000  c1            refused reason=vote
         0.000  c1            closed reason=refused
    "#,
}

fn as_read(look: &Look<'_>, judge: &mut Judge<'_>) {
    let ignored = look.policy.accept_ex_return == AcceptExReturn::Ignored;
    for connection in look.connections() {
        let refused = connection.when(|what| *what == ConnectionEvent::Refused(Refusal::Vote));
        let mut of_ex = look
            .calls_about(connection.number)
            .filter(|call| call.callout() == Callout::AcceptNewConnectionEx);
        let Some(ex) = of_ex.next() else { continue };
        let said_false = ex.value() == Some(0) || of_ex.any(|call| call.value() == Some(0));
        let mut votes = look.calls_about(connection.number).filter(|call| call.accepts().is_some());
        match refused {
            Some(at) if !votes.any(|call| look.says_no(call)) => {
                judge
                    .broken(
                        (at, connection.number),
                        "a refusal that no DLL asked for",
                        "an accepted connection",
                    )
                    .under("accept_ex_return");
            }
            Some(_) => judge.held(),
            None if ignored && said_false => judge.held(),
            None => {}
        }
    }
}
