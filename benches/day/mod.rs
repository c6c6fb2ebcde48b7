//! What all benchmarks play: one day on one port, over and over, against a DLL that does nothing.

use mockras::prelude::*;
use mockras::ras::Quarantine;
use mockras::scenario::{OnPort, QuarantineChange};

/// Answers as fast as a DLL can: series 3, links, reauthentication.
pub(crate) struct NoOp;

impl AdminDll for NoOp {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection3: Some(|_, _, _, _, _| TRUE),
            connection_hangup_notification3: Some(|_, _, _, _, _| ()),
            accept_reauthentication: Some(|_, _, _, _, _| TRUE),
            ..Exports::links_accepted()
        }
    }
}

/// The registry with that DLL in it.
pub(crate) fn no_op() -> [Registered; 1] {
    [Registered::new("no-op", || NoOp)]
}

/// Steps in a day: dial, two changes of state, hang up.
pub(crate) const STEPS: usize = 4;

/// So many days, in one process.
pub(crate) fn days(count: usize) -> Scenario {
    let port = || Name::from("VPN2-0");
    let state =
        |state| Step::Quarantine(QuarantineChange { port: port(), state, ..QuarantineChange::default() });
    let day = [
        Step::dial("VPN2-0", "alice"),
        state(Quarantine::QUARANTINE),
        state(Quarantine::NORMAL),
        Step::HangUp(OnPort { port: port() }),
    ];
    let mut scenario = Scenario::of(day);
    scenario.policy.set("processes", "one").expect("a policy");
    scenario.steps = scenario.steps.iter().cycle().take(count * STEPS).cloned().collect();
    scenario
}
