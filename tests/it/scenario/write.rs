//! Scenarios written as files are read back as they were, and what cannot be read is refused with its place.

use std::io::Read;

use mockras::ras::{Callout, Code, Function, Hostile, Name, Policy, Profile, Quarantine, Series};
use mockras::scenario::{
    AfterCall, CallBack, Config, Dll, Give, Guard, MAX_BYTES, Notify, Scenario, Script, Step, Stock,
};

fn survives(scenario: &Scenario) {
    let text = scenario.to_toml();
    assert_eq!(Scenario::parse(&text, "a.toml").as_ref(), Ok(scenario), "{text}");
}

#[test]
fn every_option_of_a_dll_survives() {
    let script = Script {
        missing: true,
        exports: Some(vec![Callout::InitializeDll]),
        slots: Some(vec![Callout::AcceptNewLink]),
        revision: Some(7),
        initialize: Code(5),
        terminate: Code(1),
        true_is: Some(-1),
        refuse_users: vec![Name::from("a\"b"), Name::from_units(&[0xd800, 0x5c])],
        refuse_ports: vec!["VPN2-0".into()],
        refuse_states: vec![Quarantine::PROBATION, Quarantine(9)],
        refuse_endpoints: vec!["192.0.2.1".into()],
        preauth: Code(u32::MAX),
        ipv4: Some(Give::Address([10, 0, 0, 1].into())),
        ipv4_result: Some(Code(691)),
        ipv6: Some(Give::Left),
        ipv6_result: Some(Code(0)),
        notify: Notify::Unwritten,
        release6: Code(2),
        faults: vec![Callout::TerminateDll],
        dies: vec![Callout::AcceptNewLink],
        calls: vec![
            CallBack { function: Function::GetPdcServer, inside: Callout::AcceptNewLink },
            CallBack { function: Function::PortEnum, inside: Callout::TerminateDll },
        ],
        timer: ["PortEnum 0", "ConnectionRemoveQuarantine 10.0.0.7", "PortReset a b", "fault", "die"]
            .map(|act| act.parse().expect(act))
            .to_vec(),
        watch: vec!["RAS_CONNECTION_3.timer".to_owned()],
    };
    let scripted = Dll { script: Some(script), ..Dll::stock(Stock::Scripted) };
    let empty = Dll { script: Some(Script::default()), ..Dll::stock(Stock::Scripted) };
    let shared = Dll {
        name: Some("x'y".replace('\'', "-")),
        series: Some(vec![Series::Two, Series::Ex]),
        table: Some(true),
        addresses: Some(false),
        ..Dll::stock(Stock::Silent)
    };
    let users = Dll { users: Some(vec!["bob".into()]), ..Dll::stock(Stock::RefuseUser) };
    let links = Dll { links: Some(3), ..Dll::stock(Stock::LinkLimit) };
    let pool = Dll { first: Some([10, 9, 9, 9].into()), size: Some(2), ..Dll::stock(Stock::AddressPool) };
    let states = Dll { states: Some(vec![Quarantine(9)]), ..Dll::stock(Stock::QuarantineGate) };
    let file = Dll {
        guard: Some(Guard::Start),
        after_call: Some(AfterCall::Unmap),
        ..Dll::file(r"C:\a b\gäte's.dll")
    };
    let dlls = vec![scripted, empty, shared, users, links, pool, states, file];
    survives(&Scenario { dlls, ..Scenario::of([Step::Stop]) });
    let list = r"C:\a b\one.dll; stock:silent;".parse().expect("a list");
    survives(&Scenario { dll_path: Some(list), ..Scenario::of([Step::Stop]) });
}

#[test]
fn every_reading_and_version_survives() {
    let mut policy = Policy::default();
    for field in Policy::FIELDS {
        let (last, _) = field.readings.last().expect("a policy has readings");
        policy.set(field.name, last).expect("a reading of the field");
    }
    for profile in Profile::ALL {
        survives(&Scenario { profile, policy, ..Scenario::default() });
    }
    let hostile = Hostile::ALL.iter().copied().collect();
    survives(&Scenario { hostile, ..Scenario::default() });
    assert_eq!(Scenario::default().to_toml(), "steps = [\n]\n");
}

fn key_of_trouble(text: &str) -> String {
    Scenario::parse(text, "a.toml").expect_err(text).key
}

#[test]
fn key_is_found_wherever_a_file_says_it() {
    for (text, key) in [
        ("steps = [\"stop\", { dial = { port = 7, user = \"a\" } }]\n", "steps[1].dial.port"),
        ("steps = []\npolicy = { vote = true }\n", "policy.vote"),
        ("steps = []\npolicy.vote = true\n", "policy.vote"),
        ("steps = []\n[policy]\nvote = true\n", "policy.vote"),
        ("steps = []\n[[dll]]\nstock = \"silent\"\n[policy]\nvote = \"ask_all\"\n[[dll]]\n", "dll[1]"),
        ("[[dll]]\nstock = \"silent\"\n[[dll]]\nstock = \"none\"\n", "dll[1].stock"),
        (
            "steps = []\n[[dll]]\nstock = \"scripted\"\n[dll.script]\nfaults = [\"x\"]\n",
            "dll[0].script.faults[0]",
        ),
        ("steps = []\n[weather]\nrain = true\n", "weather"),
        ("profile = \"server-2008\"\n", ""),
    ] {
        assert_eq!(key_of_trouble(text), key, "{text}");
    }
}

#[test]
fn scenario_is_read_from_anything_up_to_the_limit() {
    let padded = |bytes: u64| b"steps = []\n#".as_slice().chain(std::io::repeat(b'x')).take(bytes);
    assert_eq!(Scenario::read(padded(MAX_BYTES), "a.toml"), Ok(Scenario::default()));
    let error = Scenario::read(padded(MAX_BYTES + 1), "a.toml").expect_err("it is too long");
    assert!(error.message.starts_with("expected a scenario of at most 4 MiB, found more"), "{error}");
}

#[test]
fn clock_and_registry_survive_and_lie_over_those_of_a_project() {
    let text = r#"
        clock = "2026-03-01T23:30:00.250"
        steps = []
        [registry.'HKEY_LOCAL_MACHINE\SOFTWARE\Gate "1"']
        Text = "a 'b' \\ c"
        Number = 4294967295
        "" = ["one", "two"]
        Long = { qword = 9000000000 }
        Path = { expand = '%TEMP%\gate' }
        Bytes = { binary = "00ff" }
        [registry.'hkcu\Empty']
    "#;
    let scenario = Scenario::parse(text, "a.toml").expect("a scenario");
    survives(&scenario);
    let entries = scenario.registry.entries();
    assert_eq!(entries[0], "HKCU\\Empty\t\t-\t");
    assert!(entries.contains(&"HKLM\\SOFTWARE\\Gate \"1\"\tBytes\t3\t00ff".to_owned()), "{entries:?}");
    assert!(entries.contains(&"HKLM\\SOFTWARE\\Gate \"1\"\tNumber\t4\tffffffff".to_owned()), "{entries:?}");
    let project =
        "[registry.'HKLM\\software\\gate \"1\"']\nNUMBER = 1\nMore = 2\n[registry.'HKU\\Other']\nA = 1\n";
    let project = Config::parse(project, "mockras.toml").expect("a configuration").registry;
    let both = scenario.registry.over(&project).entries();
    assert_eq!(both.len(), 9, "{both:?}");
    assert!(both.contains(&"HKLM\\SOFTWARE\\Gate \"1\"\tMore\t4\t02000000".to_owned()), "{both:?}");
}
