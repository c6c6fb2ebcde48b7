//! ENDPT-03: a DLL need not have the endpoint change function.

use mockras::check::{At, Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::{Callout, EndpointEnabled};

mockras::rule! {
    /// The endpoint change function is in no list of required functions, and no remark on the callbacks table restricts
    /// its slot: it may be missing, or NULL.
    ///
    /// So a DLL without it is not asked, and stops nothing: endpoints stay only if a DLL that was asked did not agree.
    /// Nobody is asked unless `endpoint_enabled=yes` (AMB-28).
    id: "ENDPT-03",
    name: "endpoint-function-is-optional",
    applies_to: Endpoint,
    check: is_optional,
    holds: r#"
        profile  server-2012
        policy   endpoint_enabled=yes
        dll 1    silent

         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptNewLink LinkHangupNotification
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  step   1      { dial = { port = "VPN4-0", user = "alice", tunnel = "ikev2" } }
         0.000  c1            authenticated handle=65537 flags=ikev2 user=alice tunnel=ikev2
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN4-0 connection=65537 = TRUE
         0.000  c1            link-up port=VPN4-0
         0.000  c1            connected
         0.000  step   2      { endpoint = { port = "VPN4-0", remote = "203.0.113.9" } }
         0.000  c1            endpoints-moved
    "#,
    breaks: replaces r#"
         0.000  c1            endpoints-moved
    "# with r#"
         0.000  c1            endpoints-kept
    "#,
}

const FUNCTION: Callout = Callout::AcceptTunnelEndpointChangeEx;

fn is_optional(look: &Look<'_>, judge: &mut Judge<'_>) {
    if look.policy.endpoint_enabled == EndpointEnabled::No {
        return;
    }
    for connection in look.connections() {
        for (at, what) in &connection.events {
            let moved = **what == ConnectionEvent::EndpointsMoved;
            if moved || **what == ConnectionEvent::EndpointsKept {
                judge_change(look, judge, (*at, connection.number), moved);
            }
        }
    }
}

fn judge_change(look: &Look<'_>, judge: &mut Judge<'_>, (at, number): (At, u32), moved: bool) {
    if look.deciders(at.run).all(|dll| dll.binding(look).offers(FUNCTION)) {
        return; // nobody goes without it
    }
    let asked = || look.calls_in_step(number, at).filter(|call| call.callout() == FUNCTION);
    let has_it = |dll| look.offering(at.run, FUNCTION).any(|other| other == dll);
    if let Some(call) = asked().find(|call| !has_it(call.instance)) {
        judge.broken(call, "a call", "no call: the DLL does not have this function");
        return;
    }
    let refused = asked().any(|call| look.says_yes(call) != Some(true));
    let observed = || "endpoints that dll, although no DLL refused".to_owned();
    judge.expect(moved || refused, (at, number), observed, "endpoints that move");
}
