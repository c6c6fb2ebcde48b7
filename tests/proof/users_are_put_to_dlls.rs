//! CONN-01: every user who passed authentication is put to the DLLs.

use mockras::check::{Judge, Look};
use mockras::model::{ConnectionEvent, Refusal};
use mockras::ras::{MixedFleetVote, Vote};

mockras::rule! {
    /// Each time a user has passed authentication, the service calls the Accept function of every DLL.
    ///
    /// A DLL counts if it exports Accept and Hangup of one series, or registered both; which series is used if there
    /// are several is open (AMB-06). Every DLL must have been asked before a connection goes on to its links. One that
    /// was refused before need not have been put to all: another DLL may have said no first (AMB-12), or there was no
    /// address (AMB-22).
    id: "CONN-01",
    name: "users-are-put-to-dlls",
    applies_to: Dial,
    check: is_put,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "# with "",
}

fn is_put(look: &Look<'_>, judge: &mut Judge<'_>) {
    // AMB-08: then a DLL of another series may be left out (CHOICE 19).
    if look.policy.mixed_fleet_vote == MixedFleetVote::SameSeries && look.header.dlls.len() > 1 {
        return;
    }
    let all_asked = |what: &ConnectionEvent| match look.policy.vote {
        Vote::AskAll if *what == ConnectionEvent::Refused(Refusal::Vote) => true,
        Vote::AskAll | Vote::ShortCircuit => goes_on(what),
        other => panic!("this rule does not know the reading {other:?}"),
    };
    for connection in look.connections() {
        let Some(at) = connection.when(all_asked) else { continue };
        for dll in look.deciders(at.run).filter(|dll| dll.binding(look).offers_a_series()) {
            let dll = dll.instance;
            let mut calls = look.calls_about(connection.number);
            let asked = calls.any(|call| call.instance == dll && call.accepts().is_some() && call.at < at);
            judge.expect(
                asked,
                (at, connection.number),
                || format!("{dll} was not asked"),
                "a call of its Accept function",
            );
        }
    }
}

/// Whether the connection has been decided by now, and was accepted.
fn goes_on(what: &ConnectionEvent) -> bool {
    matches!(
        what,
        ConnectionEvent::LinkUp(_)
            | ConnectionEvent::LinkRefused(_)
            | ConnectionEvent::Waiting
            | ConnectionEvent::Connected
    )
}
