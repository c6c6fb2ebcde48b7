//! One change that makes a scenario smaller.

use std::ops::Range;
use std::sync::Arc;

use crate::ras::{HostileSet, Name, Policy, Profile};
use crate::scenario::{Dll, DllPath, Registry, Scenario, Step};

/// A change that makes a scenario smaller.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// These steps are left out.
    Block(Range<usize>),
    /// The steps at these places are left out; they are sorted.
    Without(Vec<usize>),
    /// Only the steps at these places are left; they are sorted.
    Only(Vec<usize>),
    /// The step at this place is replaced.
    Step(usize, Box<Step>),
    /// All steps are replaced.
    Steps(Vec<Step>),
    /// A port has another name in all steps.
    Port(Name, Name),
    /// A user has another name in all steps.
    User(Name, Name),
    /// All policies have their default reading.
    Policies,
    /// This policy has its default reading.
    Policy(&'static str),
    /// The Windows version is the default.
    Profile,
    /// Only this is hostile.
    Hostile(HostileSet),
    /// DLLs find no time of the scenario's own.
    Clock,
    /// DLLs find this in the registry.
    Registry(Registry),
    /// The DLL at this place is left out.
    Dll(usize),
    /// The DLL at this place is replaced.
    DllBy(usize, Box<Dll>),
    /// The list of DLLs is replaced.
    DllPath(DllPath),
}

impl Edit {
    /// The smaller scenario.
    pub(super) fn applied(&self, scenario: &Scenario) -> Scenario {
        let mut smaller = scenario.clone();
        let steps = &mut smaller.steps;
        match self {
            Self::Block(places) => drop(steps.drain(places.clone())),
            Self::Without(places) => keep(steps, |at| places.binary_search(&at).is_err()),
            Self::Only(places) => keep(steps, |at| places.binary_search(&at).is_ok()),
            Self::Step(at, step) => steps[*at] = Arc::new(Step::clone(step)),
            Self::Steps(plain) => *steps = plain.iter().cloned().map(Arc::new).collect(),
            Self::Port(from, to) => rename(steps, |step| {
                ports(step).into_iter().filter(|port| **port == *from).fold(false, |_, port| {
                    port.clone_from(to);
                    true
                })
            }),
            Self::User(from, to) => rename(steps, |step| match step {
                Step::Dial(dial) if dial.user == *from => {
                    dial.user.clone_from(to);
                    true
                }
                _ => false,
            }),
            Self::Policies => smaller.policy = Policy::default(),
            Self::Policy(field) => set_default(&mut smaller.policy, field),
            Self::Profile => smaller.profile = Profile::default(),
            Self::Hostile(kinds) => smaller.hostile = *kinds,
            Self::Clock => smaller.clock = None,
            Self::Registry(registry) => smaller.registry = registry.clone(),
            Self::Dll(at) => drop(smaller.dlls.remove(*at)),
            Self::DllBy(at, dll) => smaller.dlls[*at] = Dll::clone(dll),
            Self::DllPath(list) => smaller.dll_path = Some(list.clone()),
        }
        smaller
    }
}

fn keep(steps: &mut Vec<Arc<Step>>, is_kept: impl Fn(usize) -> bool) {
    let mut places = 0..;
    steps.retain(|_| places.next().is_some_and(&is_kept));
}

/// Changes copies of steps; those that stay as they are remain shared.
fn rename(steps: &mut [Arc<Step>], change: impl Fn(&mut Step) -> bool) {
    for step in steps {
        let mut changed = Step::clone(step);
        if change(&mut changed) {
            *step = Arc::new(changed);
        }
    }
}

/// The ports that a step names, to be changed.
fn ports(step: &mut Step) -> Vec<&mut Name> {
    match step {
        Step::Start | Step::Stop | Step::Restart | Step::Wait(_) => Vec::new(),
        Step::Dial(dial) => vec![&mut dial.port],
        Step::AddLink(link) => vec![&mut link.port, &mut link.to],
        Step::DropLink(on) | Step::HangUp(on) | Step::Disconnect(on) => vec![&mut on.port],
        Step::Traffic(traffic) => vec![&mut traffic.port],
        Step::Quarantine(change) => vec![&mut change.port],
        Step::Endpoint(change) => vec![&mut change.port],
        Step::PreAuthenticate(pre) => vec![&mut pre.port],
        Step::Expect(expect) => expect.port.iter_mut().collect(),
    }
}

fn set_default(policy: &mut Policy, field: &'static str) {
    let known = Policy::FIELDS.iter().find(|known| known.name == field).expect("edits name policies");
    let (default, _) = known.readings[0];
    policy.set(field, default).expect("the first reading is one of them");
}
