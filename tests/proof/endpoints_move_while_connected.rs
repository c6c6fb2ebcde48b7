//! ENDPT-05: endpoints move while a connection is up, and nothing else changes.

use mockras::check::{Call, Judge, Look};
use mockras::ras::Callout;

mockras::rule! {
    /// The texts of errors 838 and 844 say that a tunnel is updated only while it is connected, one update at a time,
    /// and not while its quarantine state changes.
    ///
    /// So a DLL is asked about new endpoints between the moment at which the connection is up and its hangup, and not
    /// at the same time as about a reauthentication.
    id: "ENDPT-05",
    name: "endpoints-move-while-connected",
    applies_to: Endpoint,
    check: while_connected,
    holds: r#"
        profile  server-2012
        policy   endpoint_enabled=yes
        dll 1    watcher

         0.000  step   1      { dial = { port = "VPN4-0", user = "alice", tunnel = "ikev2" } }
         0.000  c1            authenticated handle=65537 flags=ikev2 user=alice tunnel=ikev2
         0.000  call   conn/1 AcceptNewConnectionEx c1 = TRUE
         0.000  c1            link-up port=VPN4-0
         0.000  c1            connected
         0.000  step   2      { endpoint = { port = "VPN4-0", remote = "203.0.113.9" } }
         0.000  call   conn/1 AcceptTunnelEndpointChangeEx c1 switch-overs=1 remote-endpoint=203.0.113.9 = TRUE
         0.000  c1            endpoints-moved
    "#,
    breaks: replaces r#"
         0.000  c1            connected
    "# with "",
}

fn while_connected(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls_of(Callout::AcceptTunnelEndpointChangeEx) {
        let Some(connection) = look.connection_of(call) else { continue };
        if !connection.is_up_at(call.at) {
            judge.broken(call, "a connection that is not up", "a connection that is up");
        } else if look.calls_in_step(connection.number, call.at).any(Call::reauthenticates) {
            judge.broken(call, "a quarantine state that changes at the same time", "one change at a time");
        } else {
            judge.held();
        }
    }
}
