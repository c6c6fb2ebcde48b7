//! What is built in Rust is what a scenario file of the same words holds.

use std::time::Duration;

use mockras::prelude::*;
use mockras::ras::{Name, Record};
use mockras::scenario::{Script, Span};

/// The steps of a file.
fn steps_of(text: &str) -> Vec<Step> {
    let scenario = Scenario::parse(text, "a.toml").unwrap_or_else(|error| panic!("{error}"));
    scenario.steps.iter().map(|step| (**step).clone()).collect()
}

#[test]
fn every_kind_of_step_is_built_with_the_words_of_a_file() {
    let file = r#"steps = [
        "start",
        { dial = { port = "VPN2-0", user = "alice" } },
        { add-link = { port = "VPN2-1", to = "VPN2-0" } },
        { traffic = { port = "VPN2-0", sent = 4000, received = 1501, compressed-percent = 50 } },
        { wait = "1h30m" },
        { quarantine = { port = "VPN2-0", state = "probation", probation = "60s" } },
        { drop-link = { port = "VPN2-1" } },
        { hang-up = { port = "VPN2-0" } },
        { dial = { port = "VPN4-0", user = "bob", tunnel = "ikev2", remote-endpoint = "198.51.100.7" } },
        { endpoint = { port = "VPN4-0", remote = "203.0.113.9", local = "192.0.2.1" } },
        { disconnect = { port = "VPN4-0" } },
        { pre-authenticate = { port = "VPN3-0", info = "0a0b0c" } },
        { expect = { port = "VPN4-0", state = "ended", reason = "administrator" } },
        "restart",
        "stop",
    ]"#;
    let built = [
        Step::Start,
        Step::dial("VPN2-0", "alice"),
        Step::add_link("VPN2-1", "VPN2-0"),
        Step::traffic("VPN2-0").with("sent", 4000).with("received", 1501).with("compressed-percent", 50),
        Step::wait(Duration::from_secs(5400)),
        Step::quarantine("VPN2-0", Quarantine::PROBATION)
            .with("probation", Span::from(Duration::from_secs(60))),
        Step::drop_link("VPN2-1"),
        Step::hang_up("VPN2-0"),
        Step::dial("VPN4-0", "bob").with("tunnel", Tunnel::Ikev2).with("remote-endpoint", "198.51.100.7"),
        Step::endpoint("VPN4-0", "203.0.113.9").with("local", "192.0.2.1"),
        Step::disconnect("VPN4-0"),
        Step::pre_authenticate("VPN3-0").with("info", "0a0b0c"),
        Step::expect(Expect::of_port("VPN4-0").state(Fate::Ended).reason(CloseReason::Administrator)),
        Step::Restart,
        Step::Stop,
    ];
    assert_eq!(steps_of(file), built);
}

#[test]
fn every_key_of_a_dial_can_be_set() {
    let odd = r#"steps = [{ dial = { port = "P", user = "u", domain = "D", computer = "C", interface = "I",
        interface-type = 3, tunnel = "sstp", authentication = "eap", eap-type = 13, credentials = "wrong", ipv4 = "zero",
        ipv6 = "pool", flags = "messenger", nbf = "N", ipx = "X", appletalk = "A", local-endpoint = "L",
        remote-endpoint = "R", line-speed = 9600 } }]"#;
    let [Step::Dial(expected)] = &steps_of(odd)[..] else { panic!("it is one dial") };
    let mut built = Step::dial("P", "u");
    let mut keys = 0;
    expected.changes(None, &mut |key, _, text| {
        keys += 1;
        built = built.clone().with(key, text);
    });
    assert_eq!((&built, keys), (&Step::Dial(expected.clone()), 19));
    let mut unchanged = Vec::new();
    let plain = Dial { port: "P".into(), user: "u".into(), ..Dial::default() };
    expected.changes(None, &mut |key, _, text| {
        let mut same = false;
        plain.changes(None, &mut |other, _, value| same |= other == key && value == text);
        unchanged.extend((same && !["port", "user"].contains(&key)).then(|| key.to_owned()));
    });
    assert_eq!(unchanged, Vec::<String>::new(), "the file says something of every key");
}

/// What a panic says.
fn panics(act: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(act).expect_err("it panics");
    payload.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn what_no_file_could_say_is_refused() {
    let unknown = panics(|| drop(Step::dial("A", "b").with("tunel", "sstp")));
    assert!(unknown.starts_with("expected a key of `dial`: port, user, domain, "), "{unknown}");
    #[cfg(feature = "suggest")]
    assert!(unknown.ends_with("found `tunel`; did you mean `tunnel`?"), "{unknown}");
    let value = panics(|| drop(Step::traffic("A").with("sent", -1)));
    assert!(value.starts_with("`traffic`, field `sent`: "), "{value}");
    let name = panics(|| drop(Step::dial("A", "b").with("domain", r"CORP\LAB")));
    assert!(name.contains(r"write \\ for a backslash"), "{name}");
    let none = panics(|| drop(Step::Stop.with("port", "A")));
    assert_eq!(none, "expected a step with keys that can be set, such as `dial`, found `stop`");
    let expect = panics(|| drop(Step::expect(Expect::of_run().links(2))));
    assert!(expect.contains("expected `port` or `user` beside `links`"), "{expect}");
    let reading = panics(|| drop(Scenario::default().reading("series_select", "eldest")));
    assert!(reading.contains("newest, oldest, all"), "{reading}");
}

#[test]
fn scenario_of_builders_is_the_scenario_of_the_file() {
    let built = Scenario::of([Step::dial("VPN2-0", Name::from("alice"))])
        .profile(Profile::Server2008R2)
        .reading("hangup_after_refusal", "all")
        .dll(Dll::stock(Stock::AddressPool).named("pool").first([10, 8, 0, 10]).size(4).table(false))
        .dll(Dll::scripted(Script { true_is: Some(2), ..Script::default() }).links(1))
        .always(Always::new("mallory stays out", Expect::default().state(Fate::Refused)).of_user("mallory"));
    assert_eq!(Scenario::parse(&built.to_toml(), "a.toml"), Ok(built.clone()));
    let file = r#"
profile = "server-2008-r2"
steps = [{ dial = { port = "VPN2-0", user = "alice" } }]
policy = { hangup_after_refusal = "all" }
[[dll]]
stock = "address-pool"
name = "pool"
first = "10.8.0.10"
size = 4
table = false
[[dll]]
stock = "scripted"
links = 1
script = { true-is = 2 }
[[always]]
name = "mallory stays out"
when = { user = "mallory" }
expect = { state = "refused" }
"#;
    assert_eq!(Scenario::parse(file, "b.toml"), Ok(built));
}

#[test]
fn debug_of_a_scenario_is_its_file_and_that_of_a_run_its_text() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]);
    let file = "steps = [\n  { dial = { port = \"VPN2-0\", user = \"alice\" } },\n  \"stop\",\n]\n";
    assert_eq!((format!("{scenario:?}"), format!("{scenario:#?}")), (file.to_owned(), file.to_owned()));
    assert_eq!(format!("{:?}", Step::Stop), "\"stop\"");
    let run = mockras::run(&scenario, &[]);
    assert_eq!(format!("{run:#?}"), run.to_text());
}
