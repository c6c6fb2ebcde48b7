//! REAUTH-07: only connected users are reauthenticated.

use mockras::check::{Judge, Look};

mockras::rule! {
    /// The reauthentication function decides whether a user stays connected, so it is called between the acceptance
    /// of a connection and its hangup, and at no other time.
    ///
    /// A DLL may therefore look for the connection among those that it has accepted.
    id: "REAUTH-07",
    name: "reauthenticated-while-connected",
    applies_to: Reauthentication,
    check: while_connected,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection3 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { quarantine = { port = "VPN2-0", state = "quarantine" } }
         0.000  call   conn/1 AcceptReauthentication c1 flags=ppp+quarantine quarantine=quarantine = TRUE
         0.000  c1            quarantine state=quarantine
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection3 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  c1            link-down port=VPN2-0
         0.000  call   conn/1 ConnectionHangupNotification3 c1
         0.000  c1            closed reason=hung-up
         0.000  step   3      { quarantine = { port = "VPN2-0", state = "quarantine" } }
         0.000  call   conn/1 AcceptReauthentication c1 handle=65537 user=alice flags=ppp+quarantine quarantine=quarantine = TRUE
    "#,
}

fn while_connected(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls().iter().filter(|call| call.reauthenticates()) {
        let Some(connection) = look.connection_of(call) else { continue };
        let is_over = connection.is_over_at(call.at);
        let observed = if is_over { "a connection that has ended" } else { "a connection that is not up" };
        judge.expect(connection.is_up_at(call.at), call, || observed.to_owned(), "a connection that is up");
    }
}
