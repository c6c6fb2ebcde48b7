//! HANGUP-02, HANGUP-08: a DLL that accepted a connection hears of its end exactly once.

use std::collections::BTreeSet;

use mockras::check::{Call, ConnectionHistory, Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::FirstLinkRefused;

mockras::rule! {
    /// The connection hangup function is the notice that a user has disconnected: a DLL that was asked about a
    /// connection which was then accepted hears of its end, once for each series through which it was asked.
    ///
    /// A DLL that counts sessions depends on both halves of that. A DLL with half a pair has no function to call.
    /// Whether the hangup comes if the first link was refused is open (AMB-11), and so is what a service says that
    /// drops its users (AMB-51, AMB-52); who hears of a connection that was refused is not decided here (AMB-09).
    id: "HANGUP-02",
    name: "connection-hangup-comes-once",
    also: ["HANGUP-08"],
    applies_to: Hangup,
    check: comes_once,
    holds: r#"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnectionEx c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 calls=1 line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  c1            link-down port=VPN2-0
         0.000  call   conn/1 LinkHangupNotification port=VPN2-0
         0.000  call   conn/1 ConnectionHangupNotificationEx c1
         0.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 ConnectionHangupNotificationEx c1
    "# with r#"
         0.000  call   conn/1 ConnectionHangupNotificationEx c1
         0.000  call   conn/1 ConnectionHangupNotificationEx c1
    "#,
}

fn comes_once(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        let mut told = BTreeSet::new();
        for call in look.calls_about(connection.number).filter(|call| call.hangs_up().is_some()) {
            if !told.insert((call.instance, call.callout())) {
                judge.broken(call, "a second hangup of one connection", "one hangup").about("HANGUP-08");
            }
        }
        let asked: Vec<&Call<'_>> =
            look.calls_about(connection.number).filter(|call| call.accepts().is_some()).collect();
        if asked.iter().any(|call| look.says_yes(call) != Some(true)) {
            continue; // refused: HANGUP-05 and AMB-09
        }
        for call in asked {
            let Some(hangup) = call.accepts().map(|series| series.hangup()) else { continue };
            let dll = look.dll_history(call.at.run, call.instance);
            if dll.is_some_and(|dll| dll.binding(look).offers(hangup)) {
                let heard = told.contains(&(call.instance, hangup));
                judge_end(look, judge, connection, (call, heard));
            }
        }
    }
}

/// Judges whether the DLL to which `accept` went has heard of the end of the connection.
fn judge_end(
    look: &Look<'_>,
    judge: &mut Judge<'_>,
    connection: &ConnectionHistory<'_>,
    (accept, heard): (&Call<'_>, bool),
) {
    let Some(at) = connection.closed() else {
        if look.is_cut() && !heard {
            judge.owed(accept, "no hangup yet", "a hangup at the end of the connection");
        }
        return;
    };
    if connection.was_dropped() {
        return; // AMB-51, AMB-52
    }
    let linked =
        connection.when(|what| matches!(what, ConnectionEvent::LinkUp(_) | ConnectionEvent::Waiting));
    let refused = connection.when(|what| matches!(what, ConnectionEvent::LinkRefused(_)));
    let silent = look.policy.first_link_refused == FirstLinkRefused::EndSilent
        && linked.is_none()
        && refused.is_some();
    if heard != silent {
        judge.held();
        return;
    }
    let counts = |heard: bool| if heard { "one hangup" } else { "no hangup" };
    let observed = format!("{} for {}", counts(heard), accept.instance);
    judge
        .broken((at, connection.number), observed, counts(!heard))
        .under((refused.is_some() && linked.is_none()).then_some("first_link_refused"));
}
