//! A transcript with every kind of entry in every variety.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use mockras::dll::Notice;
use mockras::dll::admin::Answered;
use mockras::model::{
    AddressQuestion, Ask, CallbacksTable, CloseReason, ConnectionEvent, EntryPoint, Event, Fault, Instance,
    Level, LogEntry, PreAuthenticated, Process, Question, Refusal, Request, Returned, ServiceState,
    SkipReason, Slot, Stage, Via, Wrote,
};
use mockras::ras::{
    Callout, CalloutSet, Code, Connection, Function, Name, Policy, Port, Profile, Quarantine,
};
use mockras::scenario::Step;
use mockras::transcript::{Entry, EntryKind, Header, Transcript};

const STEPS: [&str; 13] = [
    "\"start\"",
    "\"stop\"",
    "\"restart\"",
    "{ dial = { port = \"VPN2-0\", user = '\\u{d800}\"', ipv6 = \"::1\", flags = \"ppp+0x80\" } }",
    "{ add-link = { port = \"VPN2-1\", to = \"VPN2-0\" } }",
    "{ drop-link = { port = \"VPN2-1\" } }",
    "{ hang-up = { port = \"VPN2-0\" } }",
    "{ disconnect = { port = \"\" } }",
    "{ traffic = { port = \"VPN2-0\", sent = 18446744073709551615 } }",
    "{ wait = \"250ms\" }",
    "{ quarantine = { port = \"VPN2-0\", state = \"probation\", probation = \"90s\" } }",
    "{ endpoint = { port = \"VPN2-0\", remote = \"192.0.2.1\" } }",
    "{ pre-authenticate = { port = \"VPN2-0\", info = \"00ff\" } }",
];

pub(super) fn every_variety() -> Transcript {
    let mut policy = Policy::default();
    for field in Policy::FIELDS {
        let (last, _) = field.readings.last().expect("a policy has readings");
        policy.set(field.name, last).expect("a reading of the field");
    }
    let dlls = ["accept-all", "", "-", r"C:\a b\c.dll", " x\n", "'\"'"].map(str::to_owned).to_vec();
    let header = Header { profile: Profile::Server2008, policy, dlls, ..Header::default() };
    let kinds = [events(), connection_events(), notes(), calls()].concat();
    let entries = kinds.into_iter().enumerate().map(|(at, kind)| Entry { at_ms: at as u64 / 7 * 7, kind });
    Transcript { header, entries: entries.collect() }
}

fn events() -> Vec<EntryKind> {
    let instance = Instance { process: Process::Only, dll: 255 };
    let mut events: Vec<_> = ServiceState::ALL.iter().map(|state| Event::Service(*state)).collect();
    for exports in [CalloutSet::EMPTY, Callout::ALL.iter().copied().collect()] {
        events.push(Event::Loaded { instance, exports });
    }
    events.push(Event::Unloaded { instance });
    events.push(Event::Timer { instance });
    let requests = [
        Request::DisconnectPort(Name::from_units(&[0xd800, 0x20, 0x3d])),
        Request::ResetPort("VPN2-0".into()),
        Request::ClearPort(Name::default()),
        Request::ClearConnection(7),
        Request::RemoveQuarantine(u32::MAX),
    ];
    for (request, result) in requests.into_iter().zip([0, 0, 601, 906, 4711]) {
        events.push(Event::Administered { instance, request, result: Code(result) });
    }
    for (at, text) in STEPS.iter().enumerate() {
        #[derive(serde::Deserialize)]
        struct OneStep {
            step: Step,
        }
        let line: OneStep = toml::from_str(&format!("step = {text}")).expect(text);
        assert_eq!(line.step.to_string(), *text);
        events.push(Event::Step { number: at as u32, step: Arc::new(line.step) });
    }
    events.into_iter().map(EntryKind::Event).collect()
}

fn connection_events() -> Vec<EntryKind> {
    let port = || Name::from_units(&[0xd800, 0x20, 0x3d]);
    let facts = Connection { number: 7, user: "alice".into(), ..Connection::default() };
    let mut events = vec![
        ConnectionEvent::Authenticated(Arc::new(facts.clone())),
        ConnectionEvent::Authenticated(Arc::new(Connection { number: 8, ..facts })),
        ConnectionEvent::Ipv4(Ipv4Addr::new(10, 0, 0, 2)),
        ConnectionEvent::Ipv6(Ipv6Addr::LOCALHOST),
        ConnectionEvent::Connected,
        ConnectionEvent::Waiting,
        ConnectionEvent::LinkUp(port()),
        ConnectionEvent::LinkRefused(Name::default()),
        ConnectionEvent::LinkDown(port()),
        ConnectionEvent::Quarantine(Quarantine(77)),
        ConnectionEvent::EndpointsMoved,
        ConnectionEvent::EndpointsKept,
    ];
    events.extend(Refusal::ALL.iter().map(|reason| ConnectionEvent::Refused(*reason)));
    events.extend(CloseReason::ALL.iter().map(|reason| ConnectionEvent::Closed(*reason)));
    let event = |what| EntryKind::Event(Event::Connection { number: 7, what });
    events.into_iter().map(event).collect()
}

fn notes() -> Vec<EntryKind> {
    let mut notes: Vec<_> = SkipReason::ALL.iter().map(|reason| EntryKind::Skipped(*reason)).collect();
    for (at, stage) in Stage::ALL.iter().enumerate() {
        let level = Level::ALL[at % Level::ALL.len()];
        let text = ["plain = words", "", "-", " spaced ", "\"quoted\"", "a\u{202e}\nb\\"][at % 6].to_owned();
        let instance = Instance { process: Process::ALL[at % 3], dll: 0 };
        notes.push(EntryKind::Logged(LogEntry { level, stage: *stage, instance, text }));
    }
    let instance = Instance { process: Process::Connections, dll: 0 };
    for notice in [
        Notice::Called(Function::PortEnum),
        Notice::CalledAside(Function::UserSetInfo),
        Notice::Overran("4 bytes past the end of RAS_CONNECTION_1".to_owned()),
        Notice::Left("= \"descriptor 1\"".to_owned()),
        Notice::Kept("1 descriptor is still open".to_owned()),
        Notice::Answered(answered(Function::PortEnum, "level 0", 0, Some(2))),
        Notice::Answered(answered(Function::IsServiceRunning, "", 1, None)),
        Notice::Answered(answered(Function::PortDisconnect, "port a) = \u{202e}", 601, None)),
        Notice::CalledOutside(Function::ServerConnect),
        Notice::Misfreed("a buffer of MprAdminPortEnum is freed twice".to_owned()),
        Notice::Shares("a file that conn/1 writes".to_owned()),
    ] {
        notes.push(EntryKind::Noticed(instance, notice));
    }
    notes
}

fn answered(function: Function, about: &str, result: u32, read: Option<u32>) -> Answered {
    Answered { function, about: about.to_owned(), result: Code(result), read }
}

fn lease<A>(address: A, notify: u32) -> AddressQuestion<A> {
    AddressQuestion { user: "al=ice".into(), port: "VPN2-0".into(), address, notify }
}

fn questions() -> Vec<Question> {
    let mut slots = [Slot::Null; 12];
    (slots[0], slots[11]) = (Slot::Poison, Slot::Set);
    let port = Port { name: "VPN 2".into(), handle: 9, ..Port::default() };
    let who = PreAuthenticated { handle: 1, user: Name::default(), domain: "-".into(), info: vec![] };
    vec![
        Question::Nothing,
        Question::Table(CallbacksTable { revision: 255, slots }),
        Question::Connection(Arc::new(Connection { number: 7, ..Connection::default() })),
        Question::Connection(Arc::new(Connection { number: u32::MAX, ..Connection::default() })),
        Question::Link(Arc::new(port.clone())),
        Question::Link(Arc::new(Port { handle: 0, ..port })),
        Question::Link(Arc::default()),
        Question::GetIpv4(lease(Ipv4Addr::UNSPECIFIED, 0xCCCC_CCCC)),
        Question::ReleaseIpv4(lease(Ipv4Addr::BROADCAST, 0)),
        Question::GetIpv6(lease(Ipv6Addr::UNSPECIFIED, 1)),
        Question::ReleaseIpv6(lease(Ipv4Addr::LOCALHOST.to_ipv6_mapped(), 2)),
        Question::PreAuthenticated(Arc::new(who.clone())),
        Question::PreAuthenticated(Arc::new(PreAuthenticated { info: vec![0, 255], ..who })),
    ]
}

fn answers() -> Vec<Option<EntryKind>> {
    let mut answers = vec![None];
    for what in ["panic: index out of bounds", "", "?", "-", " a\nb "] {
        answers.push(Some(EntryKind::Faulted(Fault::of_call(what))));
        answers.push(Some(EntryKind::Faulted(Fault::of_process(what))));
    }
    let table = CallbacksTable { revision: 1, slots: [Slot::Set; 12] };
    let values = [None, Some(0), Some(1), Some(691), Some(u32::MAX)];
    let wrote = [
        Wrote::Nothing,
        Wrote::Table(table),
        Wrote::Ipv4(Ipv4Addr::LOCALHOST, 7),
        Wrote::Ipv6(Ipv6Addr::LOCALHOST, 1),
    ];
    let scribbled = [vec![], vec!["RAS_CONNECTION_0.wszUserName[0]".to_owned(), "a=, b".to_owned()]];
    for (value, wrote, scribbled) in combined(&values, &wrote, &scribbled) {
        answers.push(Some(EntryKind::Answered(Returned { value, wrote, scribbled })));
    }
    answers
}

fn combined<A: Clone, B: Clone, C: Clone>(a: &[A], b: &[B], c: &[C]) -> Vec<(A, B, C)> {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    pairs.flat_map(|(a, b)| c.iter().map(move |c| (a.clone(), b.clone(), c.clone()))).collect()
}

/// Each callout, both ways in, with some question and some answer; each question and answer at least once.
fn calls() -> Vec<EntryKind> {
    let (questions, answers) = (questions(), answers());
    let mut calls = Vec::new();
    for at in 0..answers.len().max(Callout::ALL.len() * 2) {
        let callout = Callout::ALL[at % Callout::ALL.len()];
        let via = if at % 2 == 0 { Via::Slot } else { Via::Export };
        let instance = Instance { process: Process::Connections, dll: 9 };
        let question = questions[at % questions.len()].clone();
        calls.push(EntryKind::Asked(Ask { instance, entry: EntryPoint { callout, via }, question }));
        calls.extend(answers[at % answers.len()].clone());
    }
    calls
}
