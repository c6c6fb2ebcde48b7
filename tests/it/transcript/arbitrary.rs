//! Strategies: any transcript at all, likely or not.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use mockras::dll::Notice;
use mockras::dll::admin::Answered;
use mockras::model::{
    AddressQuestion, Ask, CallbacksTable, CloseReason, ConnectionEvent, EntryPoint, Event, Fault, FaultReach,
    Instance, Level, LogEntry, PreAuthenticated, Process, Question, Refusal, Request, Returned, ServiceState,
    SkipReason, Slot, Stage, Via, Wrote,
};
use mockras::ras::{
    Callout, Code, Connection, Function, Hostile, Name, Policy, Port, Profile, Quarantine, Record,
};
use mockras::scenario::{
    AddLink, AddressSet, Always, Count, Dial, EndpointChange, Expect, Fate, OnPort, PreAuthenticate,
    QuarantineChange, Span, Step, Traffic, When,
};
use mockras::transcript::{Entry, EntryKind, Header, Transcript};

const NASTY: [&str; 12] =
    ["", "-", " ", "=", "?", "!", "c1", "a b=c", "'\"\\", "\n\r\t\0", "\u{202e}\u{feff}\u{85}", "= TRUE"];

fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        3 => select(&["VPN2-0", "VPN2-1", "alice"]).prop_map(Name::from),
        1 => select(&NASTY).prop_map(Name::from),
        1 => vec(any::<u16>(), 0..6).prop_map(|units| Name::from_units(&units)),
        1 => vec(select(&[0xd800u16, 0xdc00, 0x20, 0x22, 0x27, 0x3d, 0x5c, 0x61]), 0..6)
            .prop_map(|units| Name::from_units(&units)),
    ]
}

fn string() -> impl Strategy<Value = String> {
    prop_oneof![select(&NASTY).prop_map(str::to_owned), ".*", any::<String>()]
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..4u32, select(&[691u32, 0xCCCC_CCCC, u32::MAX]), any::<u32>()]
}

/// Facts of any sort: some fields take the first text that means something to them.
fn facts<R: Record + Default + std::fmt::Debug + 'static>() -> BoxedStrategy<R> {
    let settings = vec((any::<usize>(), texts()), 0..8);
    settings
        .prop_map(|settings| {
            let mut record = R::default();
            let mut keys = Vec::new();
            record.changes(None, &mut |key, _, _| keys.push(key.to_owned()));
            for (at, texts) in settings {
                let key = &keys[at % keys.len()];
                let is_set = texts.iter().any(|text| record.set(key, text).is_ok());
                assert!(is_set, "no text for {key}");
            }
            record
        })
        .boxed()
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    (name(), any::<u64>(), number(), any::<u32>()).prop_flat_map(|(name, wide, number, address)| {
        let hex = format!("{wide:016x}");
        let texts = [
            name.to_string(),
            wide.to_string(),
            number.to_string(),
            Ipv4Addr::from(address).to_string(),
            Ipv6Addr::from(u128::from(wide)).to_string(),
            format!("{hex}{hex}"),
            hex,
            format!("ppp+{:#x}", number | 0x100),
            format!("{number}ms"),
            ["eap", "l2tp", "wrong"][(number % 3) as usize].to_owned(),
            ["pap", "sstp", "true"][(number % 3) as usize].to_owned(),
            ["spap", "ikev2", "wrong"][(wide % 3) as usize].to_owned(),
            "eap".to_owned(),
            "ikev2".to_owned(),
            "wrong".to_owned(),
        ];
        Just(texts.to_vec()).prop_shuffle()
    })
}

fn step() -> BoxedStrategy<Step> {
    prop_oneof![
        select(&[Step::Start, Step::Stop, Step::Restart][..]),
        facts::<Dial>().prop_map(Step::Dial),
        facts::<AddLink>().prop_map(Step::AddLink),
        facts::<OnPort>().prop_map(Step::DropLink),
        facts::<OnPort>().prop_map(Step::HangUp),
        facts::<OnPort>().prop_map(Step::Disconnect),
        facts::<Traffic>().prop_map(Step::Traffic),
        any::<u32>().prop_map(|ms| Step::Wait(Span { ms: u64::from(ms) })),
        facts::<QuarantineChange>().prop_map(Step::Quarantine),
        facts::<EndpointChange>().prop_map(Step::Endpoint),
        facts::<PreAuthenticate>().prop_map(Step::PreAuthenticate),
        expect().prop_map(|expect| Step::Expect(Box::new(expect))),
    ]
    .boxed()
}

/// Anything that a step may expect, and that is written and read.
fn expect() -> impl Strategy<Value = Expect> {
    let count = || {
        prop_oneof![
            any::<u32>().prop_map(Count::Exactly),
            any::<u32>().prop_map(Count::AtLeast),
            any::<u32>().prop_map(Count::AtMost),
        ]
    };
    let of_connection = (option::of(name()), option::of(select(Fate::ALL)), option::of(count()));
    let of_run = (option::of(count()), vec(string(), 0..3), option::of(string()));
    let of_calls = (select(Callout::ALL), count(), string(), string());
    (of_connection, of_run, of_calls).prop_map(|((port, state, links), (live, notes, name), calls)| {
        let (callout, count, key, value) = calls;
        Expect {
            name,
            user: port.clone(),
            port,
            state,
            ipv4: AddressSet::net(Ipv4Addr::new(10, 8, 0, 0), 24),
            links,
            live,
            calls: [(callout, count)].into(),
            answers: [(callout, value.clone())].into(),
            last: [(callout, [(key, value)].into())].into(),
            notes,
            ..Expect::default()
        }
    })
}

/// A rule that every run is to keep.
fn always() -> impl Strategy<Value = Always> {
    (string(), option::of(vec(name(), 1..3)), option::of(any::<u32>())).prop_map(|(name, user, ms)| Always {
        name: format!("rule {}", name.replace(char::is_control, "-")),
        when: When { ignore_case: user.is_some(), user, ..When::default() },
        per: None,
        expect: Expect { state: Some(Fate::Ended), ..Expect::default() },
        within: ms.map(|ms| Span { ms: u64::from(ms) }),
    })
}

fn instance() -> impl Strategy<Value = Instance> {
    (select(Process::ALL), any::<u8>()).prop_map(|(process, dll)| Instance { process, dll })
}

fn connection() -> impl Strategy<Value = Arc<Connection>> {
    (facts::<Connection>(), prop_oneof![3 => 0..3u32, 1 => any::<u32>()])
        .prop_map(|(facts, number)| Arc::new(Connection { number, ..facts }))
}

fn connection_event() -> BoxedStrategy<ConnectionEvent> {
    prop_oneof![
        3 => connection().prop_map(ConnectionEvent::Authenticated),
        1 => any::<u32>().prop_map(|bits| ConnectionEvent::Ipv4(bits.into())),
        1 => any::<u128>().prop_map(|bits| ConnectionEvent::Ipv6(bits.into())),
        1 => select(&[
            ConnectionEvent::Connected,
            ConnectionEvent::Waiting,
            ConnectionEvent::EndpointsMoved,
            ConnectionEvent::EndpointsKept,
        ][..]),
        1 => name().prop_map(ConnectionEvent::LinkUp),
        1 => name().prop_map(ConnectionEvent::LinkRefused),
        1 => name().prop_map(ConnectionEvent::LinkDown),
        1 => number().prop_map(|state| ConnectionEvent::Quarantine(Quarantine(state))),
        1 => select(Refusal::ALL).prop_map(ConnectionEvent::Refused),
        1 => select(CloseReason::ALL).prop_map(ConnectionEvent::Closed),
    ]
    .boxed()
}

fn event() -> BoxedStrategy<Event> {
    prop_oneof![
        (number(), step()).prop_map(|(number, step)| Event::Step { number, step: Arc::new(step) }),
        (instance(), vec(select(Callout::ALL), 0..5)).prop_map(|(instance, exports)| {
            Event::Loaded { instance, exports: exports.into_iter().collect() }
        }),
        instance().prop_map(|instance| Event::Unloaded { instance }),
        instance().prop_map(|instance| Event::Timer { instance }),
        (instance(), request(), number()).prop_map(|(instance, request, result)| Event::Administered {
            instance,
            request,
            result: Code(result),
        }),
        select(ServiceState::ALL).prop_map(Event::Service),
        (0..3u32, connection_event()).prop_map(|(number, what)| Event::Connection { number, what }),
    ]
    .boxed()
}

fn request() -> impl Strategy<Value = Request> {
    prop_oneof![
        name().prop_map(Request::DisconnectPort),
        name().prop_map(Request::ResetPort),
        name().prop_map(Request::ClearPort),
        number().prop_map(Request::ClearConnection),
        number().prop_map(Request::RemoveQuarantine),
    ]
}

fn table() -> impl Strategy<Value = CallbacksTable> {
    let slot = prop_oneof![4 => Just(Slot::Set), 1 => select(&[Slot::Null, Slot::Poison, Slot::Set])];
    (any::<u8>(), proptest::array::uniform12(slot))
        .prop_map(|(revision, slots)| CallbacksTable { revision, slots })
}

fn lease<A: std::fmt::Debug>(address: impl Strategy<Value = A>) -> impl Strategy<Value = AddressQuestion<A>> {
    (name(), name(), address, number()).prop_map(|(user, port, address, notify)| AddressQuestion {
        user,
        port,
        address,
        notify,
    })
}

fn question() -> BoxedStrategy<Question> {
    let ipv4 = || lease(any::<u32>().prop_map(Ipv4Addr::from));
    let ipv6 = || lease(any::<u128>().prop_map(Ipv6Addr::from));
    let who = (number(), name(), name(), vec(any::<u8>(), 0..4)).prop_map(|(handle, user, domain, info)| {
        Question::PreAuthenticated(Arc::new(PreAuthenticated { handle, user, domain, info }))
    });
    prop_oneof![
        1 => Just(Question::Nothing),
        1 => table().prop_map(Question::Table),
        4 => connection().prop_map(Question::Connection),
        4 => facts::<Port>().prop_map(|facts| Question::Link(Arc::new(facts))),
        1 => ipv4().prop_map(Question::GetIpv4),
        1 => ipv4().prop_map(Question::ReleaseIpv4),
        1 => ipv6().prop_map(Question::GetIpv6),
        1 => ipv6().prop_map(Question::ReleaseIpv6),
        1 => who,
    ]
    .boxed()
}

fn asked() -> BoxedStrategy<EntryKind> {
    (instance(), select(Callout::ALL), select(&[Via::Export, Via::Slot]), question())
        .prop_map(|(instance, callout, via, question)| {
            EntryKind::Asked(Ask { instance, entry: EntryPoint { callout, via }, question })
        })
        .boxed()
}

fn answer() -> BoxedStrategy<EntryKind> {
    let wrote = prop_oneof![
        4 => Just(Wrote::Nothing),
        1 => table().prop_map(Wrote::Table),
        1 => (any::<u32>(), number()).prop_map(|(bits, notify)| Wrote::Ipv4(bits.into(), notify)),
        1 => (any::<u128>(), number()).prop_map(|(bits, notify)| Wrote::Ipv6(bits.into(), notify)),
    ];
    let scribbled = prop_oneof![3 => Just(Vec::new()), 1 => vec(string(), 0..3)];
    let returned = (proptest::option::of(number()), wrote, scribbled)
        .prop_map(|(value, wrote, scribbled)| EntryKind::Answered(Returned { value, wrote, scribbled }));
    prop_oneof![3 => returned, 1 => faulted()].boxed()
}

fn faulted() -> impl Strategy<Value = EntryKind> {
    (string(), select(&[FaultReach::Call, FaultReach::Process]))
        .prop_map(|(what, reach)| EntryKind::Faulted(Fault { what, reach }))
}

fn answered() -> impl Strategy<Value = Answered> {
    let of = (select(Function::ALL), string(), number(), proptest::option::of(number()));
    of.prop_map(|(function, about, result, read)| Answered { function, about, result: Code(result), read })
}

fn noticed() -> impl Strategy<Value = EntryKind> {
    let notice = prop_oneof![
        select(Function::ALL).prop_map(Notice::Called),
        select(Function::ALL).prop_map(Notice::CalledAside),
        string().prop_map(Notice::Overran),
        string().prop_map(Notice::Left),
        string().prop_map(Notice::Kept),
        answered().prop_map(Notice::Answered),
        select(Function::ALL).prop_map(Notice::CalledOutside),
        string().prop_map(Notice::Misfreed),
        string().prop_map(Notice::Shares),
    ];
    (instance(), notice).prop_map(|(instance, notice)| EntryKind::Noticed(instance, notice))
}

fn log() -> impl Strategy<Value = EntryKind> {
    (select(Level::ALL), select(Stage::ALL), instance(), string()).prop_map(
        |(level, stage, instance, text)| EntryKind::Logged(LogEntry { level, stage, instance, text }),
    )
}

/// Entries that may belong together. Calls without answers and answers without calls occur, too.
fn some_entries() -> BoxedStrategy<Vec<EntryKind>> {
    prop_oneof![
        6 => (asked(), answer()).prop_map(|(asked, answer)| vec![asked, answer]),
        3 => event().prop_map(|event| vec![EntryKind::Event(event)]),
        1 => select(SkipReason::ALL).prop_map(|reason| vec![EntryKind::Skipped(reason)]),
        1 => log().prop_map(|log| vec![log]),
        1 => noticed().prop_map(|noticed| vec![noticed]),
        1 => asked().prop_map(|asked| vec![asked]),
        1 => answer().prop_map(|answer| vec![answer]),
    ]
    .boxed()
}

fn header() -> impl Strategy<Value = Header> {
    let readings = vec((select(Policy::FIELDS), any::<usize>()), 0..4);
    let hostile = vec(select(Hostile::ALL), 0..3);
    let parts = (select(&Profile::ALL), readings, hostile, vec(string(), 0..4), vec(always(), 0..2));
    parts.prop_map(|(profile, readings, hostile, dlls, always)| {
        let mut policy = Policy::default();
        for (field, at) in readings {
            policy
                .set(field.name, field.readings[at % field.readings.len()].0)
                .expect("a reading of the field");
        }
        Header { profile, policy, hostile: hostile.into_iter().collect(), dlls, always }
    })
}

/// Any transcript.
pub(super) fn transcript() -> impl Strategy<Value = Transcript> {
    let time = prop_oneof![6 => Just(0u64), 1 => 0..100_000u64, 1 => any::<u64>()];
    (header(), vec((time, some_entries()), 0..10)).prop_map(|(header, parts)| {
        let mut at_ms: u64 = 0;
        let mut entries = Vec::new();
        for (passed, kinds) in parts {
            at_ms = at_ms.saturating_add(passed);
            entries.extend(kinds.into_iter().map(|kind| Entry { at_ms, kind }));
        }
        Transcript { header, entries }
    })
}
