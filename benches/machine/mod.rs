//! What one would write without generated scenarios: a test of a DLL with proptest-state-machine, which steps the service.
//!
//! Its reference knows which ports are up and whether the service runs, and draws steps that make sense. What is checked
//! is one of three things: after each step that the same ports are up, which takes no transcript and no rules; after each
//! step that no rule is broken so far; or that in the end, once.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use mockras::check::all_rules;
use mockras::dll::{Host, Hosting, Live, Registered};
use mockras::model::{ConnectionEvent, Event, Input, Output, Service};
use mockras::pipeline::judged;
use mockras::prelude::*;
use mockras::ras::{Policy, Profile, Quarantine};
use mockras::scenario::{AddLink, Dial, OnPort, QuarantineChange, Span, Traffic};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

/// The ports that calls come in on.
const PORTS: [&str; 4] = ["VPN2-0", "VPN2-1", "VPN3-0", "VPN3-1"];

/// Who dials.
const USERS: [&str; 3] = ["alice", "bob", "mallory"];

/// Which ports are up; for each the connection that it belongs to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reference {
    up: BTreeMap<&'static str, u32>,
    dialled: u32,
}

/// What can happen, and on which port.
#[derive(Debug, Clone)]
pub(crate) enum Transition {
    Dial(&'static str, &'static str),
    AddLink(&'static str, &'static str),
    DropLink(&'static str),
    HangUp(&'static str),
    Traffic(&'static str, u64, u64),
    Quarantine(&'static str, Quarantine),
    Wait(u64),
    Restart,
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Transition;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self::default()).boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Transition> {
        let up: Vec<&str> = state.up.keys().copied().collect();
        let down: Vec<&str> = PORTS.into_iter().filter(|port| !state.up.contains_key(port)).collect();
        let mut choices: Vec<(u32, BoxedStrategy<Transition>)> = vec![
            (1, (0..100_000u64).prop_map(Transition::Wait).boxed()),
            (1, Just(Transition::Restart).boxed()),
        ];
        if !down.is_empty() {
            let dial = (select(down.clone()), select(&USERS[..]));
            choices.push((6, dial.prop_map(|(port, user)| Transition::Dial(port, user)).boxed()));
        }
        if !down.is_empty() && !up.is_empty() {
            let join = (select(down), select(up.clone()));
            choices.push((3, join.prop_map(|(port, to)| Transition::AddLink(port, to)).boxed()));
        }
        if !up.is_empty() {
            let states = [Quarantine::NORMAL, Quarantine::QUARANTINE, Quarantine::PROBATION];
            choices.push((2, select(up.clone()).prop_map(Transition::DropLink).boxed()));
            choices.push((2, select(up.clone()).prop_map(Transition::HangUp).boxed()));
            let flow = (select(up.clone()), any::<u64>(), any::<u64>());
            choices
                .push((2, flow.prop_map(|(port, sent, back)| Transition::Traffic(port, sent, back)).boxed()));
            let change = (select(up), select(states.to_vec()));
            choices.push((2, change.prop_map(|(port, to)| Transition::Quarantine(port, to)).boxed()));
        }
        proptest::strategy::Union::new_weighted(choices).boxed()
    }

    fn preconditions(state: &Self, transition: &Transition) -> bool {
        let is_up = |port| state.up.contains_key(port);
        match transition {
            Transition::Dial(port, _) => !is_up(port),
            Transition::AddLink(port, to) => !is_up(port) && is_up(to),
            Transition::DropLink(port) | Transition::HangUp(port) => is_up(port),
            Transition::Traffic(port, ..) | Transition::Quarantine(port, _) => is_up(port),
            Transition::Wait(_) | Transition::Restart => true,
        }
    }

    fn apply(mut state: Self, transition: &Transition) -> Self {
        match transition {
            Transition::Dial(port, _) => {
                state.dialled += 1;
                state.up.insert(port, state.dialled);
            }
            Transition::AddLink(port, to) => {
                let connection = state.up[to];
                state.up.insert(port, connection);
            }
            Transition::DropLink(port) => {
                state.up.remove(port);
            }
            Transition::HangUp(port) => {
                let connection = state.up[port];
                state.up.retain(|_, of| *of != connection);
            }
            Transition::Restart => state.up.clear(),
            Transition::Traffic(..) | Transition::Quarantine(..) | Transition::Wait(_) => {}
        }
        state
    }
}

fn step(transition: &Transition) -> Step {
    let on = |port: &str| OnPort { port: port.into() };
    match transition {
        Transition::Dial(port, user) => {
            Step::Dial(Dial { port: (*port).into(), user: (*user).into(), ..Dial::default() })
        }
        Transition::AddLink(port, to) => Step::AddLink(AddLink { port: (*port).into(), to: (*to).into() }),
        Transition::DropLink(port) => Step::DropLink(on(port)),
        Transition::HangUp(port) => Step::HangUp(on(port)),
        Transition::Traffic(port, sent, received) => Step::Traffic(Traffic {
            port: (*port).into(),
            sent: *sent,
            received: *received,
            ..Traffic::default()
        }),
        Transition::Quarantine(port, state) => Step::Quarantine(QuarantineChange {
            port: (*port).into(),
            state: *state,
            ..QuarantineChange::default()
        }),
        Transition::Wait(ms) => Step::Wait(Span { ms: *ms }),
        Transition::Restart => Step::Restart,
    }
}

/// The service with the DLL, stepped by hand.
pub(crate) struct Stepped {
    service: Live,
    host: Host<'static>,
    /// The ports that are up, each with the number of its connection.
    up: BTreeMap<Name, u32>,
    number: u32,
}

impl Stepped {
    fn new(dlls: &'static [Registered]) -> Self {
        let (profile, policy) = (Profile::default(), Policy::default());
        let service = Live::new(Service::new(profile, policy, 1));
        let host = Host::new(dlls, profile, policy);
        let mut stepped = Self { service, host, up: BTreeMap::new(), number: 0 };
        stepped.step(Step::Start);
        stepped
    }

    fn step(&mut self, step: Step) {
        self.number += 1;
        let input = Input::Step { number: self.number, step: Arc::new(step) };
        self.service.with(|service| service.handle(input));
        while let Some(output) = self.service.with(Service::poll) {
            let answer = match output {
                Output::Load(instance) => Input::Loaded(self.host.load(instance).0),
                Output::Ask(ask) => Input::Reply(self.host.ask(&ask, &self.service).0),
                Output::Timer(instance) => Input::TimerDone(self.host.timer(instance, &self.service).0),
                Output::Unload(instance) => {
                    self.host.unload(instance).0.expect("the DLL unloads");
                    continue;
                }
                Output::Event(event) => {
                    self.event(event);
                    continue;
                }
                Output::Skipped(_) | Output::Logged(_) => continue,
            };
            self.service.with(|service| service.handle(answer));
        }
    }

    fn event(&mut self, event: Event) {
        let Event::Connection { number, what } = event else { return };
        match what {
            ConnectionEvent::LinkUp(port) => {
                self.up.insert(port, number);
            }
            ConnectionEvent::LinkDown(port) => {
                self.up.remove(&port);
            }
            ConnectionEvent::Closed(_) => self.up.retain(|_, of| *of != number),
            _ => {}
        }
    }
}

/// The test that compares with its reference.
pub(crate) struct Small;

/// The test that goes by the rules. A service cannot be judged half way, so what has happened so far is played again.
pub(crate) struct ByTheRules;

thread_local! {
    static DLLS: Cell<&'static [Registered]> = Cell::new(Box::leak(Box::new([mockras::dll::stock::default_dll()])));
}

impl StateMachineTest for Small {
    type SystemUnderTest = Stepped;
    type Reference = Reference;

    fn init_test(_: &Reference) -> Stepped {
        Stepped::new(DLLS.get())
    }

    fn apply(mut stepped: Stepped, _: &Reference, transition: Transition) -> Stepped {
        stepped.step(step(&transition));
        stepped
    }

    fn check_invariants(stepped: &Stepped, reference: &Reference) {
        let same = stepped.up.len() == reference.up.len()
            && stepped.up.keys().zip(reference.up.keys()).all(|(there, here)| *there == **here);
        assert!(same, "up: {:?}, expected {:?}", stepped.up, reference.up);
    }

    fn teardown(mut stepped: Stepped, _: Reference) {
        stepped.step(Step::Stop);
    }
}

impl StateMachineTest for ByTheRules {
    type SystemUnderTest = Scenario;
    type Reference = Reference;

    fn init_test(_: &Reference) -> Scenario {
        Scenario::default()
    }

    fn apply(mut so_far: Scenario, _: &Reference, transition: Transition) -> Scenario {
        so_far.steps.push(Arc::new(step(&transition)));
        so_far
    }

    fn check_invariants(so_far: &Scenario, _: &Reference) {
        let (_, verdicts) = judged(so_far, DLLS.get(), all_rules());
        assert_eq!(verdicts.findings().count(), 0, "{so_far:?}");
    }
}

/// Plays so many cases of so many steps.
pub(crate) fn play<T>(seed: u64, cases: u32, steps: usize)
where
    T: StateMachineTest<Reference = Reference>,
{
    let config =
        Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..Config::default() };
    let mut runner = TestRunner::new(config.clone());
    let tested = runner.run(&Reference::sequential_strategy(steps), |(reference, transitions, seen)| {
        T::test_sequential(config.clone(), reference, transitions, seen);
        Ok(())
    });
    tested.expect("the DLL does what its reference expects");
}

/// The test that goes by the rules when a case is over, and not after each step.
pub(crate) struct InTheEnd;

impl StateMachineTest for InTheEnd {
    type SystemUnderTest = Scenario;
    type Reference = Reference;

    fn init_test(_: &Reference) -> Scenario {
        Scenario::default()
    }

    fn apply(so_far: Scenario, reference: &Reference, transition: Transition) -> Scenario {
        <ByTheRules as StateMachineTest>::apply(so_far, reference, transition)
    }

    fn teardown(whole: Scenario, _: Reference) {
        let (_, verdicts) = judged(&whole, DLLS.get(), all_rules());
        assert_eq!(verdicts.findings().count(), 0, "{whole:?}");
    }
}

/// Whether a test of so many cases of so many steps finds something wrong with these DLLs. It is not made smaller.
pub(crate) fn finds<T>(dlls: &'static [Registered], seed: u64, cases: u32, steps: usize) -> bool
where
    T: StateMachineTest<Reference = Reference>,
{
    DLLS.set(dlls);
    let config =
        Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..Config::default() };
    let mut runner = TestRunner::new(config.clone());
    let strategy = Reference::sequential_strategy(steps);
    (0..cases).any(|_| {
        let tree = strategy.new_tree(&mut runner).expect("the reference has steps for every state");
        let (reference, transitions, _) = tree.current();
        let test = || T::test_sequential(config.clone(), reference, transitions, None);
        catch_unwind(AssertUnwindSafe(test)).is_err()
    })
}
