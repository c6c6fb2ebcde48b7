//! Ends every case with a quiet phase, in which nothing new begins.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ras::Name;
use crate::scenario::{OnPort, Scenario, Step};

/// The scenario, and after it a quiet phase: every port is hung up, the service stops, starts a second time, takes one
/// call, and stops. Whatever was begun has its end then, so that rules about pairs can be decided.
pub fn quieted(scenario: &Scenario) -> Scenario {
    let mut quiet = scenario.clone();
    let ports: BTreeSet<&Name> = scenario.steps.iter().filter_map(|step| step.port()).collect();
    let last = ports.iter().next().map_or_else(|| "VPN2-0".into(), |port| (*port).clone());
    let hang_ups = ports.into_iter().map(|port| Step::HangUp(OnPort { port: port.clone() }));
    quiet.steps.extend(hang_ups.map(Arc::new));
    let mut dial = Step::dial("", "alice");
    if let Step::Dial(dial) = &mut dial {
        dial.port = last.clone();
    }
    let rest = [Step::Stop, Step::Start, dial, Step::HangUp(OnPort { port: last }), Step::Stop];
    quiet.steps.extend(rest.map(Arc::new));
    quiet
}
