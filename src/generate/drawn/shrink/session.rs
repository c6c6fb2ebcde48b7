//! Steps that belong together: a dial, and what happens on its ports until the next one there.

use std::collections::BTreeSet;

use crate::ras::Name;
use crate::scenario::{Scenario, Step};

/// The places of the steps of each session, in the order of their dials.
pub(super) fn sessions(scenario: &Scenario) -> impl Iterator<Item = Vec<usize>> + '_ {
    let dials = scenario.steps.iter().enumerate().filter(|(_, step)| matches!(***step, Step::Dial(_)));
    dials.map(|(at, _)| session(scenario, at))
}

/// The places of the steps of the session that begins with this dial.
fn session(scenario: &Scenario, dial: usize) -> Vec<usize> {
    let steps = &scenario.steps;
    let mut places = Vec::new();
    let mut ports: BTreeSet<&Name> = steps[dial].port().into_iter().collect();
    // An SSTP client presents itself before it dials.
    for at in (0..dial).rev() {
        match &*steps[at] {
            Step::PreAuthenticate(pre) if ports.contains(&pre.port) => {
                places.push(at);
                break;
            }
            Step::Dial(other) if ports.contains(&other.port) => break,
            _ => {}
        }
    }
    places.push(dial);
    for (at, step) in steps.iter().enumerate().skip(dial + 1) {
        match &**step {
            Step::Dial(_) | Step::PreAuthenticate(_) => {
                // Others use this port from now on.
                step.port().map(|port| ports.remove(port));
            }
            Step::AddLink(link) => {
                if ports.contains(&link.to) {
                    places.push(at);
                    ports.insert(&link.port);
                }
            }
            step => {
                if step.port().is_some_and(|port| ports.contains(port)) {
                    places.push(at);
                }
            }
        }
        if ports.is_empty() {
            break;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{AddLink, OnPort, PreAuthenticate};

    #[test]
    fn session_is_what_belongs_to_a_dial() {
        let hang_up = |port: &str| Step::HangUp(OnPort { port: port.into() });
        let scenario = Scenario::of([
            Step::PreAuthenticate(PreAuthenticate { port: "A".into(), ..PreAuthenticate::default() }),
            Step::dial("B", "bob"),
            Step::dial("A", "alice"),
            Step::AddLink(AddLink { port: "C".into(), to: "A".into() }),
            hang_up("B"),
            hang_up("C"),
            Step::dial("A", "carol"),
            hang_up("A"),
            Step::Restart,
        ]);
        let found: Vec<Vec<usize>> = sessions(&scenario).collect();
        assert_eq!(found, [vec![1, 4], vec![0, 2, 3, 5], vec![6, 7]]);
    }
}
