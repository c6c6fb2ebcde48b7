//! DATA-37: the flag of quarantine goes with the quarantine state.

use mockras::check::{Judge, Look};
use mockras::ras::{Callout, ConnectionFlags, Quarantine, QuarantineFlag};

mockras::rule! {
    /// RAS_FLAGS_QUARANTINE_PRESENT says that the connection is in quarantine now: it is set when the connection enters
    /// quarantine and cleared when it leaves.
    ///
    /// The flag is of Server 2003, and rasQuarState of Server 2008. That one goes with the other is the default reading
    /// of AMB-57; by the other one this rule demands nothing.
    id: "DATA-37",
    name: "quarantine-flag-follows-the-state",
    applies_to: Accept,
    check: follows_the_state,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnectionEx c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { quarantine = { port = "VPN2-0", state = "quarantine" } }
         0.000  call   conn/1 AcceptReauthenticationEx c1 flags=ppp+quarantine quarantine=quarantine = TRUE
         0.000  c1            quarantine state=quarantine
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptReauthenticationEx c1 flags=ppp+quarantine quarantine=quarantine = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptReauthenticationEx c1 quarantine=quarantine = TRUE
    "#,
}

fn follows_the_state(look: &Look<'_>, judge: &mut Judge<'_>) {
    let has_states = look.profile() >= Callout::AcceptReauthentication.floor();
    if !has_states || look.policy.quarantine_flag == QuarantineFlag::Apart {
        return;
    }
    for call in look.calls() {
        let Some(facts) = call.facts() else { continue };
        let is_limited = matches!(facts.quarantine, Quarantine::QUARANTINE | Quarantine::PROBATION);
        let is_set = facts.flags.contains(ConnectionFlags::QUARANTINE);
        let observed = || format!("{} in the state {}", facts.flags, facts.quarantine);
        judge.expect(is_set == is_limited, call, observed, "the flag in quarantine and on probation only");
    }
}
