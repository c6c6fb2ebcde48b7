//! CONN-02, ORDER-01: no DLL sees a user who has not passed authentication.

use mockras::check::{ConnectionHistory, Judge, Look};

mockras::rule! {
    /// DLLs decide after the service's own authentication: the service asks no DLL about a user who fails it, and asks
    /// about one who passes it only afterwards.
    ///
    /// So a DLL cannot count failed logins. The check takes every call that is handed a connection and looks for the
    /// connection's authentication before it. ValidatePreAuthenticatedConnectionEx is handed no connection: it is
    /// meant to come before (AMB-29).
    id: "CONN-02",
    name: "authentication-comes-first",
    also: ["ORDER-01"],
    applies_to: Accept,
    check: comes_first,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  step   2      { dial = { port = "VPN2-1", user = "mallory", credentials = "wrong" } }
         0.000  c2            refused reason=authentication
         0.000  c2            closed reason=refused
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "mallory", credentials = "wrong" } }
         0.000  call   conn/1 AcceptNewConnection2 c1 handle=65537 user=mallory = TRUE
         0.000  c1            refused reason=authentication
         0.000  c1            closed reason=refused
    "#,
}

fn comes_first(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Some(facts) = call.facts() else { continue };
        match look.connection(facts.number).and_then(ConnectionHistory::authenticated) {
            Some(at) if at < call.at => judge.held(),
            Some(_) => {
                judge.broken(call, "a call before authentication", "authentication first").about("ORDER-01");
            }
            None => {
                judge.broken(
                    call,
                    "a call about a user who has not passed authentication",
                    "no call about this user",
                );
            }
        }
    }
}
