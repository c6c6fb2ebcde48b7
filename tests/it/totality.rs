//! Every list of steps means something, under every policy, whatever a DLL does.

use std::collections::BTreeSet;

use mockras::model::{Event, Instance, Question, ServiceState, Wrote};
use mockras::pipeline::run;
use mockras::ras::{
    Callout, Code, Function, InitPerProcess, Name, Offer, Policy, Profile, Quarantine, Tunnel,
};
use mockras::scenario::{
    AddLink, CallBack, Credentials, Dial, Dll, EndpointChange, Give, Notify, OnPort, PreAuthenticate,
    QuarantineChange, Scenario, Script, Span, Step, Stock, TimerAct, Traffic,
};
use mockras::transcript::{EntryKind, Transcript};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn port() -> impl Strategy<Value = Name> {
    select(&["A", "B", "C"][..]).prop_map(Name::from)
}

fn dial() -> impl Strategy<Value = Step> {
    let offers4 = [Offer::None, Offer::Zero, Offer::Pool, Offer::Address([10, 1, 2, 3].into())];
    let offers6 =
        [Offer::None, Offer::Zero, Offer::Pool, Offer::Address("fd00::5".parse().expect("an address"))];
    let who = (port(), select(&["alice", "bob"][..]), select(Tunnel::ALL));
    let rest = (select(Credentials::ALL), select(offers4.to_vec()), select(offers6.to_vec()));
    (who, rest).prop_map(|((port, user, tunnel), (credentials, ipv4, ipv6))| {
        Step::Dial(Dial { port, user: user.into(), tunnel, credentials, ipv4, ipv6, ..Dial::default() })
    })
}

fn step() -> impl Strategy<Value = Step> {
    let span = || select(&[0, 1, 60_000, u64::MAX / 2, u64::MAX][..]).prop_map(|ms| Span { ms });
    let on = || port().prop_map(|port| OnPort { port });
    prop_oneof![
        1 => select(vec![Step::Start, Step::Stop, Step::Restart]),
        6 => dial(),
        4 => (port(), port()).prop_map(|(port, to)| Step::AddLink(AddLink { port, to })),
        2 => on().prop_map(Step::DropLink),
        2 => on().prop_map(Step::HangUp),
        1 => on().prop_map(Step::Disconnect),
        1 => (port(), any::<u64>(), any::<u32>()).prop_map(|(port, sent, compressed_percent)| {
            Step::Traffic(Traffic { port, sent, compressed_percent, crc_errors: sent, ..Traffic::default() })
        }),
        2 => span().prop_map(Step::Wait),
        2 => (port(), 0..5u32, span()).prop_map(|(port, state, probation)| {
            Step::Quarantine(QuarantineChange { port, state: Quarantine(state), probation })
        }),
        1 => (port(), select(&["1.2.3.4", "9.9.9.9"][..])).prop_map(|(port, remote)| {
            Step::Endpoint(EndpointChange { port, remote: remote.into(), ..EndpointChange::default() })
        }),
        1 => port().prop_map(|port| Step::PreAuthenticate(PreAuthenticate { port, ..PreAuthenticate::default() })),
    ]
}

fn some<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = Vec<T>> + use<T> {
    subsequence(values.to_vec(), 0..=values.len().min(2))
}

fn call_back() -> impl Strategy<Value = CallBack> {
    (select(Function::ALL), select(Callout::ALL)).prop_map(|(function, inside)| CallBack { function, inside })
}

/// What timers do: every function, about ports that there may be, and faults.
const ACTS: [&str; 22] = [
    "ConnectionEnum 0",
    "ConnectionEnum 3",
    "ConnectionEnumEx",
    "ConnectionGetInfo 1 A",
    "ConnectionGetInfo 2 none",
    "ConnectionGetInfoEx B",
    "ConnectionClearStats A",
    "ConnectionRemoveQuarantine A",
    "ConnectionRemoveQuarantine B",
    "ConnectionRemoveQuarantine 10.0.0.2",
    "PortEnum 0",
    "PortEnum 1",
    "PortEnum 0 A",
    "PortGetInfo 1 C",
    "PortDisconnect A",
    "PortDisconnect B",
    "PortReset A",
    "PortReset C",
    "PortClearStats B",
    "IsServiceRunning",
    "fault",
    "die",
];

fn act() -> impl Strategy<Value = TimerAct> {
    // Faults last: they end most of what there is to see.
    let acts = prop_oneof![9 => 0..20_usize, 1 => 20..22_usize];
    acts.prop_map(|at| ACTS[at].parse().expect("an act of a timer"))
}

fn scripted() -> impl Strategy<Value = Dll> {
    let most = |callouts: &[Callout]| subsequence(callouts.to_vec(), callouts.len() - 3..=callouts.len());
    let exports = (proptest::option::of(most(Callout::ALL)), proptest::option::of(most(&Callout::SLOTS)));
    let code = || select(vec![Code(0), Code(0), Code(0), Code(5)]);
    let codes = (code(), code(), code(), code(), code(), code());
    let refused = (some(&["alice", "bob"]), some(&["A", "B", "C"]), some(&[Quarantine(1), Quarantine(2)]));
    let gives = [Give::Left, Give::Kept, Give::Zero, Give::Address([10, 7, 7, 7].into())];
    let rest = (
        proptest::option::of(select(vec![1u32, 2, 7])),
        proptest::option::of(select(vec![1, 2, -1])),
        proptest::option::of(select(gives.to_vec())),
        select(vec![Notify::Unwritten, Notify::Value(0), Notify::Value(1), Notify::Value(2)]),
        some(Callout::ALL),
        proptest::bool::weighted(0.05),
        prop_oneof![9 => Just(Vec::new()), 1 => some(Callout::ALL)],
        prop_oneof![2 => Just(Vec::new()), 1 => proptest::collection::vec(call_back(), 1..4)],
        prop_oneof![1 => Just(Vec::new()), 1 => proptest::collection::vec(act(), 1..5)],
    );
    (exports, codes, refused, rest).prop_map(|(exports, codes, refused, rest)| {
        let names = |names: Vec<&str>| names.into_iter().map(Name::from).collect();
        let script = Script {
            missing: rest.5,
            exports: exports.0,
            slots: exports.1,
            revision: rest.0,
            initialize: codes.0,
            terminate: codes.1,
            true_is: rest.1,
            refuse_users: names(refused.0),
            refuse_ports: names(refused.1),
            refuse_states: refused.2,
            preauth: codes.2,
            ipv4: rest.2,
            ipv4_result: Some(codes.3),
            ipv6_result: Some(codes.4),
            notify: rest.3,
            release6: codes.5,
            faults: rest.4,
            dies: rest.6,
            calls: rest.7,
            timer: rest.8,
            ..Script::default()
        };
        Dll { script: Some(script), ..Dll::stock(Stock::Scripted) }
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    let changes =
        proptest::collection::vec((select(Policy::FIELDS), any::<proptest::sample::Index>()), 0..12);
    changes.prop_map(|changes| {
        let mut policy = Policy::default();
        for (field, reading) in changes {
            let (reading, _) = reading.get(field.readings);
            policy.set(field.name, reading).expect("the table names fields and readings");
        }
        policy
    })
}

pub(crate) fn scenario() -> impl Strategy<Value = Scenario> {
    let steps = proptest::collection::vec(step(), 0..24);
    let dlls = proptest::collection::vec(scripted(), 1..4);
    (select(Profile::ALL.to_vec()), policy(), dlls, steps)
        .prop_map(|(profile, policy, dlls, steps)| Scenario { profile, policy, dlls, ..Scenario::of(steps) })
}

/// What is wrong with the order of calls: LOAD-23, INIT-11, TERM-05, ORDER-05.
fn disorder(scenario: &Scenario, transcript: &Transcript) -> Vec<String> {
    let (mut initialized, mut terminated) = (BTreeSet::<Instance>::new(), BTreeSet::<Instance>::new());
    let (mut owed, mut asked) = (Vec::new(), None);
    let mut wrong = Vec::new();
    for entry in &transcript.entries {
        match &entry.kind {
            EntryKind::Event(Event::Loaded { instance, .. }) => {
                initialized.remove(instance);
                terminated.remove(instance);
            }
            EntryKind::Asked(ask) => {
                let (callout, instance) = (ask.entry.callout, ask.instance);
                let starts = matches!(callout, Callout::InitializeDll | Callout::InitializeDllEx);
                if starts {
                    initialized.insert(instance);
                } else if scenario.policy.init_per_process == InitPerProcess::Both
                    && scenario.policy.reading("init_missing") == Some("fail_start")
                    && scenario.profile > Profile::Nt4Rras
                    && !initialized.contains(&instance)
                {
                    wrong.push(format!("{callout} before its DLL is initialised"));
                }
                if callout.floor() > scenario.profile || terminated.contains(&instance) {
                    wrong.push(format!("{callout} below its floor, or after TerminateDll"));
                }
                if callout == Callout::TerminateDll {
                    terminated.insert(instance);
                }
                if let Question::ReleaseIpv4(lease) = &ask.question {
                    let key = (instance, lease.user.clone(), lease.port.clone(), lease.address);
                    match owed.iter().position(|owed| *owed == key) {
                        Some(at) => _ = owed.swap_remove(at),
                        None => wrong.push(format!("a release that nobody asked for: {key:?}")),
                    }
                }
                asked = Some(ask.clone());
            }
            EntryKind::Answered(returned) => {
                let get = asked.take().map(|ask| (ask.instance, ask.question));
                if let (Some((instance, Question::GetIpv4(lease))), Wrote::Ipv4(address, notify)) =
                    (get, returned.wrote)
                    && notify != 0
                {
                    owed.push((instance, lease.user, lease.port, address));
                }
            }
            _ => {}
        }
    }
    wrong
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn every_scenario_survives_its_file(scenario in scenario()) {
        let text = scenario.to_toml();
        prop_assert_eq!(Scenario::parse(&text, "a.toml"), Ok(scenario), "{}", text);
    }

    #[test]
    fn every_scenario_is_played_to_its_end(scenario in scenario(), keep in any::<u32>()) {
        let transcript = run(&scenario, &[]);
        let mut states = transcript.entries.iter().filter_map(|entry| match &entry.kind {
            EntryKind::Event(Event::Service(state)) => Some(*state),
            _ => None,
        });
        prop_assert_ne!(states.next_back(), Some(ServiceState::Running), "a scenario ends by stopping the service");
        prop_assert_eq!(disorder(&scenario, &transcript), Vec::<String>::new());
        prop_assert_eq!(&run(&scenario, &[]), &transcript);
        let read = Transcript::parse_text(&transcript.to_text());
        prop_assert_eq!(read.as_ref(), Ok(&transcript));

        // A part of a scenario is a scenario.
        let kept = scenario.steps.iter().enumerate().filter(|(at, _)| keep >> (at % 32) & 1 == 1);
        let part = Scenario { steps: kept.map(|(_, step)| step.clone()).collect(), ..scenario.clone() };
        prop_assert_eq!(disorder(&part, &run(&part, &[])), Vec::<String>::new());
    }
}

#[test]
fn calls_out_of_order_are_noticed() {
    let scenario = Scenario::of([Step::dial("A", "alice")]);
    let sound = run(&scenario, &[]);
    assert_eq!(disorder(&scenario, &sound), Vec::<String>::new());
    let mut reversed = sound;
    reversed.entries.reverse();
    assert!(disorder(&scenario, &reversed).len() > 3);
}
