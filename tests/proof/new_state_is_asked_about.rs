//! REAUTH-01, REAUTH-05: DLLs are asked about a new quarantine state.

use mockras::check::{At, Call, DllHistory, Judge, Look};
use mockras::model::{ConnectionEvent, Request};
use mockras::ras::{Quarantine, ReauthVote, Vote};
use mockras::scenario::Step;

mockras::rule! {
    /// Whenever the quarantine state of a client changes, the reauthentication function is called, and the structures
    /// show the state in rasQuarState. That it is the new one is implied: the old one would tell a DLL nothing.
    ///
    /// If several DLLs have the function, it is open whether all of them are asked (AMB-27) and whether the others
    /// are still asked after one has refused (AMB-12).
    id: "REAUTH-01",
    name: "new-state-is-asked-about",
    also: ["REAUTH-05"],
    applies_to: Reauthentication,
    check: is_asked_about,
    holds: r#"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnectionEx c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 calls=1 line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { quarantine = { port = "VPN2-0", state = "quarantine" } }
         0.000  call   conn/1 AcceptReauthenticationEx c1 flags=ppp+quarantine quarantine=quarantine = TRUE
         0.000  c1            quarantine state=quarantine
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptReauthenticationEx c1 flags=ppp+quarantine quarantine=quarantine = TRUE
    "# with "",
}

fn is_asked_about(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls().iter().filter(|call| call.reauthenticates()) {
        shows_new_state(look, judge, call);
    }
    for connection in look.connections() {
        for (at, what) in &connection.events {
            if matches!(what, ConnectionEvent::Quarantine(_)) {
                reached_everyone(look, judge, (*at, connection.number));
            }
        }
    }
}

fn shows_new_state(look: &Look<'_>, judge: &mut Judge<'_>, call: &Call<'_>) {
    let Some(facts) = call.facts() else { return };
    let new = match (look.administered(call.at), look.step(call.at)) {
        // A DLL has let the client out of quarantine.
        (Some(Request::RemoveQuarantine(number)), _) if *number == facts.number => Quarantine::NORMAL,
        (_, Some(Step::Quarantine(change))) => change.state,
        _ => {
            judge.broken(call, "a call", "no call: no quarantine state changes");
            return;
        }
    };
    if facts.quarantine == new {
        judge.held();
    } else {
        judge.broken(call, facts.quarantine, new).about("REAUTH-05").member("rasQuarState");
    }
}

/// Judges whether each DLL was asked before the outcome was known, except those that the service may leave out.
fn reached_everyone(look: &Look<'_>, judge: &mut Judge<'_>, (at, number): (At, u32)) {
    let can_reauthenticate = |dll: &&DllHistory<'_>| dll.binding(look).reauthentication().is_some();
    for dll in look.deciders(at.run).filter(can_reauthenticate) {
        let dll = dll.instance;
        let mut asked = look
            .calls_in_step(number, at)
            .filter(|call| call.reauthenticates() && call.instance == dll && call.at < at);
        let Some(call) = asked.next() else {
            judge.broken(
                (at, number),
                format!("{dll} was not asked"),
                "a reauthentication before the change",
            );
            return;
        };
        judge.held();
        let refused = look.says_yes(call) != Some(true);
        if look.policy.reauth_vote == ReauthVote::First || (refused && look.policy.vote == Vote::ShortCircuit)
        {
            return;
        }
    }
}
