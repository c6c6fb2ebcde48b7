//! ENDPT-02: only the endpoints of IKEv2 tunnels move.

use mockras::check::{Judge, Look};
use mockras::ras::{Callout, Tunnel};
use mockras::scenario::Step;

mockras::rule! {
    /// No page describes the endpoint change function. Its name, and dwNumSwitchOvers, which counts for IKEv2 alone,
    /// suggest that it is called when an IKEv2 client moves to another address, and at no other time.
    ///
    /// mockras calls it only under `endpoint_enabled=yes` (AMB-28).
    id: "ENDPT-02",
    name: "only-ikev2-endpoints-move",
    applies_to: Endpoint,
    check: only_ikev2,
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
         0.000  step   1      { dial = { port = "VPN4-0", user = "alice", tunnel = "ikev2" } }
         0.000  c1            authenticated handle=65537 flags=ikev2 user=alice tunnel=ikev2
    "# with r#"
         0.000  step   1      { dial = { port = "VPN4-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
    "#,
}

fn only_ikev2(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls_of(Callout::AcceptTunnelEndpointChangeEx) {
        let Some(facts) = call.facts() else { continue };
        if facts.tunnel != Tunnel::Ikev2 {
            judge.broken(call, format!("a connection over {}", facts.tunnel), "a connection over ikev2");
        } else if matches!(look.step(call.at), Some(Step::Endpoint(_))) {
            judge.held();
        } else {
            judge.broken(call, "a call", "no call: no endpoints move");
        }
    }
}
