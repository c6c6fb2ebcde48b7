//! How a scenario is changed for its twins.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::abi::MAX_PORT_NAME;
use crate::check::{Twin, with_hangups};
use crate::ras::{Name, Offer, Policy, Processes};
use crate::scenario::{Dial, Dll, Scenario, Step};

/// The scenario as it is played for this twin; nothing if it has no such twin.
///
/// ```
/// use mockras::check::Twin;
/// use mockras::pipeline::varied;
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let renamed = varied(Twin::Renamed, &scenario).expect("it has a port to rename");
/// assert_ne!(renamed.steps, scenario.steps);
/// ```
pub fn varied(twin: Twin, scenario: &Scenario) -> Option<Scenario> {
    match twin {
        Twin::OneProcess => in_one_process(scenario),
        Twin::Again | Twin::Threads => Some(scenario.clone()),
        Twin::Reread => reread(scenario),
        // That is no scenario, but a conversation.
        Twin::Cycles => None,
        Twin::Bystander => with_bystander(scenario),
        Twin::Namesake => with_namesake(scenario),
        Twin::Swapped => swapped(scenario),
        Twin::Renamed => renamed(scenario),
    }
}

/// The scenario changed in all that must not matter to what DLLs decide, and the twins that this stands for.
pub(super) fn varied_at_once(scenario: &Scenario) -> Option<(Scenario, Vec<Twin>)> {
    let (mut changed, mut twins) = (scenario.clone(), Vec::new());
    for twin in MATTERS_NOT {
        if varied(twin, scenario).is_some() {
            changed = varied(twin, &changed)?;
            twins.push(twin);
        }
    }
    (!twins.is_empty()).then_some((changed, twins))
}

/// What must not matter, in the order in which one change can follow the other.
const MATTERS_NOT: [Twin; 4] = [Twin::Swapped, Twin::Namesake, Twin::Bystander, Twin::Renamed];

fn in_one_process(scenario: &Scenario) -> Option<Scenario> {
    let policy = Policy { processes: Processes::One, ..scenario.policy };
    (policy != scenario.policy).then(|| Scenario { policy, ..scenario.clone() })
}

fn reread(scenario: &Scenario) -> Option<Scenario> {
    let policy = with_hangups(scenario.policy);
    (policy != scenario.policy).then(|| Scenario { policy, ..scenario.clone() })
}

/// The name of a user who is in no scenario, and the domain of those who come beside; their ports.
const BYSTANDER: [&str; 3] = ["bystander", "ELSEWHERE", "VPN9-9"];
const NAMESAKE_PORT: &str = "VPN9-8";

fn dials(scenario: &Scenario) -> impl Iterator<Item = &Dial> {
    scenario.steps.iter().filter_map(|step| match &**step {
        Step::Dial(dial) => Some(dial),
        _ => None,
    })
}

/// With a user who dials in first, in the way of the first of the others, and stays: one with a name that nobody has.
fn with_bystander(scenario: &Scenario) -> Option<Scenario> {
    let [user, domain, port] = BYSTANDER.map(Name::from);
    let is_taken = dials(scenario).any(|dial| dial.user == user);
    let first = dials(scenario).next().filter(|_| !is_taken)?;
    with_first(scenario, Dial { port, user, domain, ..first.clone() })
}

/// The same with one who has the name of the first user, and comes from a domain from which nobody comes.
fn with_namesake(scenario: &Scenario) -> Option<Scenario> {
    let [_, domain, _] = BYSTANDER.map(Name::from);
    let is_taken = dials(scenario).any(|dial| dial.domain == domain);
    let first = dials(scenario).next().filter(|_| !is_taken)?;
    with_first(scenario, Dial { port: NAMESAKE_PORT.into(), domain, ..first.clone() })
}

/// The scenario with a dial before all others, on a port that is free. Who wants no address takes none from a pool, and what
/// the others are offered stays the same.
fn with_first(scenario: &Scenario, dial: Dial) -> Option<Scenario> {
    let mut ports = scenario.steps.iter().flat_map(|step| [step.port(), joins(step)]).flatten();
    if !scenario.hostile.is_empty() || ports.any(|port| *port == dial.port) {
        return None;
    }
    let dial = Dial { interface: Name::default(), ipv4: Offer::None, ipv6: Offer::None, ..dial };
    let mut changed = scenario.clone();
    let at = usize::from(changed.steps.first().is_some_and(|step| **step == Step::Start));
    changed.steps.insert(at, Arc::new(Step::Dial(dial)));
    Some(changed)
}

/// The port of the connection that a link joins.
fn joins(step: &Step) -> Option<&Name> {
    match step {
        Step::AddLink(link) => Some(&link.to),
        _ => None,
    }
}

/// With each two dials that follow each other exchanged, of different users on different ports.
fn swapped(scenario: &Scenario) -> Option<Scenario> {
    let mut changed = scenario.clone();
    let mut at = 0;
    while let Some([first, second]) =
        changed.steps.get_mut(at..at + 2).and_then(|pair| <&mut [_; 2]>::try_from(pair).ok())
    {
        at += match (&**first, &**second) {
            (Step::Dial(a), Step::Dial(b)) if a.port != b.port && a.user != b.user => {
                std::mem::swap(first, second);
                2
            }
            _ => 1,
        };
    }
    (changed != *scenario).then_some(changed)
}

/// With every port under another name.
fn renamed(scenario: &Scenario) -> Option<Scenario> {
    if !scenario.hostile.is_empty() || scenario.specs().iter().any(names_a_port) {
        return None;
    }
    let names = other_names(scenario);
    let steps = scenario.steps.iter().map(|step| Arc::new(renamed_step(step, &names))).collect();
    let changed = Scenario { steps, ..scenario.clone() };
    (changed != *scenario).then_some(changed)
}

fn renamed_step(step: &Step, names: &BTreeMap<&Name, Name>) -> Step {
    let mut step = step.clone();
    let rename = |port: &mut Name| *port = names.get(port).unwrap_or(port).clone();
    match &mut step {
        // What is expected of a run is not looked for in its twins.
        Step::Start | Step::Stop | Step::Restart | Step::Wait(_) | Step::Expect(_) => {}
        Step::Dial(dial) => rename(&mut dial.port),
        Step::AddLink(link) => {
            rename(&mut link.port);
            rename(&mut link.to);
        }
        Step::DropLink(on) | Step::HangUp(on) | Step::Disconnect(on) => rename(&mut on.port),
        Step::Traffic(traffic) => rename(&mut traffic.port),
        Step::Quarantine(change) => rename(&mut change.port),
        Step::Endpoint(change) => rename(&mut change.port),
        Step::PreAuthenticate(pre) => rename(&mut pre.port),
    }
    step
}

/// Another name for each port that has one. No two names become one.
fn other_names(scenario: &Scenario) -> BTreeMap<&Name, Name> {
    let ports = scenario.steps.iter().flat_map(|step| [step.port(), joins(step)]).flatten();
    let (long, usual): (BTreeSet<_>, BTreeSet<_>) =
        ports.filter(|port| !port.is_empty()).partition(|port| port.units().len() >= MAX_PORT_NAME);
    let mut names: BTreeMap<&Name, Name> = usual.into_iter().map(|port| (port, other_name(port))).collect();
    let mut short = (0..).map(|number: u32| Name::from(format!("P{number}").as_str()));
    for port in long {
        let is_free = |name: &Name| !names.values().any(|taken| taken == name);
        names.insert(port, short.find(is_free).unwrap_or_default());
    }
    names
}

/// A name of the same length and kind: its last character is another digit or another letter, if it is one.
fn other_name(name: &Name) -> Name {
    let mut units = name.units().to_vec();
    let turned = |unit: u16, first: u8, many: u16| {
        let first = u16::from(first);
        (first..first + many).contains(&unit).then(|| first + (unit - first + many / 2) % many)
    };
    if let Some(last) = units.last_mut() {
        let other =
            turned(*last, b'0', 10).or_else(|| turned(*last, b'a', 26)).or_else(|| turned(*last, b'A', 26));
        *last = other.unwrap_or(*last);
    }
    Name::from_units(&units)
}

/// Whether a stock DLL was told of a port by its name.
fn names_a_port(dll: &Dll) -> bool {
    dll.script.as_ref().is_some_and(|script| !script.refuse_ports.is_empty() || !script.timer.is_empty())
}
