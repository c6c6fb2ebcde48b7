//! NOT-CAPABLE: a client whose state is not known is no hostile one.

use crate::check::{Call, Judge, Look};
use crate::model::Question;
use crate::ras::Quarantine;

crate::rule! {
    /// A client whose state is `not-capable` is one of which nobody knows its health (DATA-10), for it is older than
    /// quarantine, or has no agent for it. A DLL that asks whether the state is `normal`, and throws out everybody else, throws
    /// out such clients too.
    ///
    /// The rule tells of a DLL that refuses `not-capable` and another state as well: it takes the one for the
    /// other. One that refuses no state but `not-capable` has named it, and means it.
    id: "NOT-CAPABLE",
    name: "an-unknown-state-is-not-hostile",
    applies_to: Reauthentication,
    check: lets_stay,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection3 c1 flags=ppp = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { quarantine = { port = "VPN2-0", state = "not-capable" } }
         0.000  call   conn/1 AcceptReauthentication c1 quarantine=not-capable = TRUE
         0.000  c1            quarantine state=not-capable
         0.000  step   3      { quarantine = { port = "VPN2-0", state = "quarantine" } }
         0.000  call   conn/1 AcceptReauthentication c1 flags=ppp+quarantine quarantine=quarantine = FALSE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptReauthentication c1 quarantine=not-capable = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptReauthentication c1 quarantine=not-capable = FALSE
    "#,
    fault: "only-normal-stays",
}

fn lets_stay(look: &Look<'_>, judge: &mut Judge<'_>) {
    let of_states = || look.calls().iter().filter(|call| call.reauthenticates());
    let refuses = |call: &Call<'_>| look.says_yes(call) == Some(false);
    for call in of_states().filter(|call| state(call) == Some(Quarantine::NOT_CAPABLE)) {
        let same_dll = |other: &&Call<'_>| other.instance.dll == call.instance.dll && refuses(other);
        let another =
            of_states().filter(same_dll).filter_map(state).find(|state| *state != Quarantine::NOT_CAPABLE);
        match another {
            _ if !refuses(call) => judge.held(),
            Some(another) => {
                let observed = format!("FALSE, as for {another}");
                judge.broken(call, observed, "TRUE: nothing is known against the client");
            }
            None => {}
        }
    }
}

/// The state that a DLL is asked about.
fn state(call: &Call<'_>) -> Option<Quarantine> {
    let Question::Connection(facts) = call.question else { return None };
    Some(facts.quarantine)
}
