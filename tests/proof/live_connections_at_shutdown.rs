//! TERM-07: the policy says what becomes of live connections when the service stops.

use std::collections::BTreeMap;

use mockras::check::{At, ConnectionHistory, Judge, Look};
use mockras::model::{CloseReason, ConnectionEvent, ServiceState};
use mockras::ras::{Callout, ShutdownLive};

mockras::rule! {
    /// No page says whether connections are hung up before MprAdminTerminateDll is called when the service stops (AMB-51).
    /// Under `shutdown_live=hangup_first` they are, with all their notifications; under `drop` they end without a word, and
    /// whether a DLL still hears of leases is a choice of mockras (CHOICE 15).
    ///
    /// No connection may outlive the service, under `hangup_first` each must have ended before the first termination, and
    /// under `drop` no call may be about one that was dropped. A DLL that frees its sessions in MprAdminTerminateDll must
    /// cope with both.
    id: "TERM-07",
    name: "live-connections-at-shutdown",
    applies_to: Stop,
    check: are_ended,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   0      "stop"
         0.000  c1            link-down port=VPN2-0
         0.000  c1            closed reason=shutdown
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  service       stopped
    "#,
    breaks: replaces r#"
         0.000  step   0      "stop"
    "# with r#"
         0.000  step   0      "stop"
         0.000  call   conn/1 TerminateDll = NO_ERROR
    "#, replaces r#"
         0.000  call   conn/1 TerminateDll = NO_ERROR
    "# with "",
}

fn are_ended(look: &Look<'_>, judge: &mut Judge<'_>) {
    // The first termination of each start of the service.
    let mut first: BTreeMap<u32, At> = BTreeMap::new();
    for call in look.calls_of(Callout::TerminateDll) {
        first.entry(call.at.run).or_insert(call.at);
    }
    for connection in look.connections() {
        let is_up =
            |what: &ConnectionEvent| matches!(what, ConnectionEvent::Connected | ConnectionEvent::Waiting);
        if connection.when(is_up).is_none() {
            continue;
        }
        let end = look.state_after(connection.at).filter(|(at, _)| at.run == connection.at.run);
        let Some((stopped, ServiceState::Stopped)) = end else { continue };
        let Some((at, ending)) = connection.closed().zip(connection.ending()) else {
            let observed = format!("the service has stopped, and connection {} lives", connection.number);
            judge.broken((stopped, connection.number), observed, "the end of every connection");
            continue;
        };
        // Others had ended before the service stopped.
        if matches!(ending, CloseReason::Shutdown | CloseReason::Dropped) {
            let terminated = first.get(&at.run).copied();
            is_by_policy(look, judge, connection, (at, terminated));
        }
    }
}

fn is_by_policy(
    look: &Look<'_>,
    judge: &mut Judge<'_>,
    connection: &ConnectionHistory<'_>,
    (closed, terminated): (At, Option<At>),
) {
    let is_dropped = connection.was_dropped();
    let (ok, expected) = match look.policy.shutdown_live {
        ShutdownLive::HangupFirst => {
            let is_first = terminated.is_none_or(|terminated| terminated > closed);
            (!is_dropped && is_first, "a hang-up before the first TerminateDll")
        }
        ShutdownLive::Drop => {
            let is_silent = look.calls_about(connection.number).all(|call| call.at.entry < closed.entry);
            (is_dropped && is_silent, "an end without a word")
        }
        other => panic!("this rule does not know the reading {other:?}"),
    };
    if ok {
        judge.held();
    } else {
        let observed =
            if is_dropped { "a connection that is dropped" } else { "a connection that is hung up" };
        judge.broken((closed, connection.number), observed, expected).under("shutdown_live");
    }
}
