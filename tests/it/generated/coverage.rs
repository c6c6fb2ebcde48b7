//! What runs reach is told from their transcripts, completely and the same every time.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use mockras::campaign::{Coverage, FeatureKind};
use mockras::check::Verdicts;
use mockras::generate::{Shape, case};
use mockras::pipeline::{InProcess, Runner, judged};
use mockras::ras::{ConnectionFlags, InterfaceType, Name, Offer, Policy};
use mockras::scenario::{AddLink, Dial, Dll, OnPort, Scenario, Step, Stock, Traffic};
use mockras::transcript::Transcript;

use crate::corpus::corpus;
use crate::proof::every_rule;

/// What these numbers of a campaign reach.
fn generated(numbers: std::ops::Range<u64>) -> Coverage {
    let mut coverage = Coverage::default();
    for number in numbers {
        let scenario = case(1, number, &Shape::default());
        let (transcript, verdicts) = judged(&scenario, &InProcess, every_rule());
        coverage.note(&transcript, &verdicts);
    }
    coverage
}

/// What a run reaches, without what rules say of it.
fn reached(transcript: &Transcript) -> Coverage {
    let mut coverage = Coverage::default();
    coverage.note(transcript, &Verdicts::default());
    coverage
}

#[test]
fn what_is_known_is_not_new() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let (transcript, verdicts) = judged(&scenario, &InProcess, every_rule());
    let mut coverage = Coverage::default();
    let new = coverage.note(&transcript, &verdicts);
    let behaviour = FeatureKind::ALL.iter().filter(|kind| kind.is_behaviour());
    assert_eq!(new as usize, behaviour.map(|kind| coverage.of_kind(*kind).len()).sum::<usize>());
    assert_eq!(coverage.note(&transcript, &verdicts), 0);
    assert!(coverage.counts().values().all(|runs| *runs == 2), "{:?}", coverage.counts());
    // Nor is what an earlier campaign has told.
    let mut read: Coverage = coverage.counts().into_iter().collect();
    assert_eq!(read, coverage);
    assert_eq!(read.note(&transcript, &verdicts), 0);
    assert_eq!(read.counts()["callout AcceptNewConnectionEx"], 3);
}

#[test]
fn parts_of_a_campaign_add_up() {
    let (whole, mut one, two) = (generated(0..60), generated(0..25), generated(25..60));
    one.merge(&two);
    assert_eq!(one, whole);
    assert_eq!(one.table(), whole.table());
    let names: Vec<String> = whole.counts().into_keys().collect();
    assert!(
        names.iter().all(|name| FeatureKind::ALL.iter().any(|kind| name.starts_with(&format!("{kind} "))))
    );
    assert!(names.len() > 500, "{}", names.len());
}

#[test]
fn what_was_not_reached_is_told_by_name() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let coverage = reached(&InProcess.run(&scenario));
    let callouts = coverage.unreached(FeatureKind::Callout);
    assert!(callouts.contains(&"AcceptTunnelEndpointChangeEx".to_owned()), "{callouts:?}");
    assert!(!callouts.contains(&"AcceptNewConnectionEx".to_owned()), "{callouts:?}");
    for kind in FeatureKind::ALL.iter().filter(|kind| kind.known().is_some()) {
        let (reached, unreached) = (coverage.of_kind(*kind).len(), coverage.unreached(*kind).len());
        assert_eq!(Some(reached + unreached), kind.known(), "{kind}");
        assert_eq!(unreached, coverage.unreached(*kind).into_iter().collect::<BTreeSet<_>>().len(), "{kind}");
    }
    let table = coverage.table();
    assert!(
        table.contains(" AcceptTunnelEndpointChangeEx,\n  ValidatePreAuthenticatedConnectionEx,"),
        "{table}"
    );
    assert!(table.lines().all(|line| line.len() <= 100), "{table}");
}

#[test]
fn every_reading_in_force_is_told() {
    let mut scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    scenario.policy.set("vote", "ask_all").expect("a reading of the table");
    let transcript = InProcess.run(&scenario);
    let told: Vec<String> =
        reached(&transcript).of_kind(FeatureKind::Reading).into_iter().map(|(name, _)| name).collect();
    let in_force = |name: &str| transcript.header.policy.reading(name).expect("a policy of the table");
    let mut expected: Vec<String> =
        Policy::FIELDS.iter().map(|field| format!("{}={}", field.name, in_force(field.name))).collect();
    expected.sort();
    assert_eq!(told, expected);
    assert!(told.contains(&"vote=ask_all".to_owned()), "{told:?}");
}

/// What the structures of a connection hold, whose user dials with such a dial and then has such traffic.
fn of_structures(dial: Dial, traffic: Traffic) -> Vec<String> {
    let port = Name::from("VPN2-0");
    let dial = Dial { port: port.clone(), ..dial };
    let steps = [
        Step::Dial(dial),
        Step::Traffic(Traffic { port: port.clone(), ..traffic }),
        Step::HangUp(OnPort { port }),
    ];
    reached(&InProcess.run(&Scenario::of(steps))).counts().into_keys().collect()
}

#[test]
fn values_at_their_bounds_are_told_apart() {
    let alice = || Dial { user: "alice".into(), ..Dial::default() };
    for (length, class) in
        [(0, "empty"), (1, "short"), (255, "one-less"), (256, "full"), (257, "over-length")]
    {
        let told =
            of_structures(Dial { user: "u".repeat(length).as_str().into(), ..alice() }, Traffic::default());
        assert!(told.contains(&format!("name user {class}")), "{length}: {told:?}");
    }
    for (sent, class) in
        [(7, "some"), (0xffff_ffff, "at-wrap"), (0x1_0000_0001, "wrapped"), (u64::MAX, "all-ones")]
    {
        let told = of_structures(alice(), Traffic { sent, ..Traffic::default() });
        assert!(told.contains(&format!("counter bytes-sent {class}")), "{sent}: {told:?}");
    }
    let odd = Dial {
        user: Name::from_units(&[0x41, 0xd800, 7]),
        flags: ConnectionFlags(0x8000_0002),
        interface_type: InterfaceType(9),
        ipv4: Offer::Address(Ipv4Addr::BROADCAST),
        ..Dial::default()
    };
    let mut told = of_structures(odd, Traffic::default());
    let ipv6 = Offer::Address("fd00::".parse().expect("an address"));
    told.extend(of_structures(Dial { ipv6, ..alice() }, Traffic::default()));
    for name in [
        "name user with-controls",
        "name user not-ascii",
        "name user unpaired-surrogate",
        "value interface-type unknown",
        "value flag messenger",
        "value flag unknown",
        "address ipv4-offered broadcast",
        "address ipv6-offered no-identifier",
    ] {
        assert!(told.contains(&name.to_owned()), "{name}: {told:?}");
    }
}

#[test]
fn names_say_what_happened_in_which_state() {
    let (a, b) = (|| Name::from("VPN2-0"), || Name::from("VPN2-1"));
    let refuses_links = Dll { links: Some(1), ..Dll::stock(Stock::LinkLimit) };
    let link = || Step::AddLink(AddLink { port: b(), to: a() });
    let dial = || Step::dial("VPN2-0", "alice");
    let hang_up = || Step::HangUp(OnPort { port: a() });
    let mut scenario = Scenario::of([dial(), dial(), link(), link(), hang_up(), dial()]);
    scenario.dlls = vec![refuses_links];
    let told = reached(&InProcess.run(&scenario)).counts();
    for name in [
        "step dial: the port is busy",
        "turn connected links=1 link-refused AcceptNewLink=FALSE",
        "then AcceptNewLink=FALSE > link-refused",
        "times link-refused 2",
        "row links 3 taken, 1 returned",
        "again after hung-up, 2",
        "event service running",
    ] {
        assert!(told.contains_key(name), "{name}: {told:#?}");
    }
}

#[test]
fn the_corpus_reaches_every_entry_point_and_every_reason_to_skip() {
    let mut coverage = Coverage::default();
    for (_, scenario) in corpus() {
        coverage.merge(&reached(&InProcess.run(scenario)));
    }
    for kind in [FeatureKind::Callout, FeatureKind::Skip] {
        assert_eq!(coverage.unreached(kind), Vec::<String>::new(), "{kind}");
    }
}
