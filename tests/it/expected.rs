//! What scenarios and projects expect of DLLs: every form holds, fails with a message, and never applies.

use std::fmt::Write as _;

use mockras::check::{Outcome, Twins, Verdict, all_rules, judge};
use mockras::scenario::{Always, Config, Scenario, contradictions};
use mockras::transcript::Transcript;
use mockras_testing::assert_snapshot;

/// A day with two users, one of whom is refused. The second user gets an address of the first DLL's pool and a second link.
const DAY: &str = r#"
  { dial = { port = "VPN2-0", user = "mallory", ipv4 = "zero" } },
  { dial = { port = "VPN2-1", user = "alice", domain = "CORP", ipv4 = "zero", ipv6 = "pool" } },
  { add-link = { port = "VPN2-2", to = "VPN2-1" } },
  { dial = { port = "VPN3-0", user = "alice", domain = "CORP", ipv4 = "none" } },
  { wait = "90s" },
  { hang-up = { port = "VPN2-1" } },
"#;

const DLLS: &str = r#"
[[dll]]
stock = "address-pool"
[[dll]]
stock = "refuse-user"
users = ["mallory"]
[[dll]]
stock = "session-log"
"#;

/// What is expected at the end of the day, or before its last step, as a step; first what is so, then what is not.
const STEPS: &[(&str, &str)] = &[
    (r#"port = "VPN2-0", state = "refused""#, r#"port = "VPN2-0", state = "connected""#),
    (r#"port = "VPN3-0", state = "connected""#, r#"port = "VPN3-0", state = "ended""#),
    (r#"port = "VPN2-1", state = "ended""#, r#"port = "VPN2-2", state = "connected""#),
    (r#"user = "mallory", reason = "vote""#, r#"user = "mallory", reason = "no-address""#),
    (r#"port = "VPN2-1", reason = "hung-up""#, r#"port = "VPN2-1", reason = "last-link""#),
    (r#"port = "VPN2-1", ipv4 = "10.8.0.0/24""#, r#"port = "VPN2-1", ipv4 = "10.9.0.0/24""#),
    (r#"port = "VPN3-0", ipv4 = "none""#, r#"port = "VPN3-0", ipv4 = "10.0.0.0/8""#),
    (r#"port = "VPN2-1", ipv6 = "2001:db8::/64""#, r#"port = "VPN2-1", ipv6 = "none""#),
    (r#"port = "VPN3-0", links = 1"#, r#"port = "VPN3-0", links = "at least 2""#),
    ("live = 1", r#"live = "at most 0""#),
    ("calls = { ReleaseIpAddress = 2 }", "calls = { ReleaseIpAddress = 0 }"),
    (
        r#"user = "mallory", calls = { AcceptNewLink = 0 }"#,
        r#"port = "VPN2-1", calls = { AcceptNewLink = "at most 3" }"#,
    ),
    (
        r#"user = "mallory", answers = { AcceptNewConnectionEx = "FALSE" }"#,
        r#"answers = { GetIpAddressForUser = "ERROR_ACCESS_DENIED" }"#,
    ),
    (r#"answers = { AcceptNewLink = "TRUE" }"#, r#"answers = { AcceptTunnelEndpointChangeEx = "TRUE" }"#),
    (
        r#"last = { GetIpAddressForUser = { user = "alice", offered = "0.0.0.0" } }"#,
        r#"last = { GetIpAddressForUser = { user = "bob" } }"#,
    ),
    (
        r#"last = { AcceptNewConnectionEx = { user = "alice", domain = "CORP" } }"#,
        r#"last = { AcceptNewConnectionEx = { usr = "alice" } }"#,
    ),
    (
        r#"name = "alice alone", user = "alice", state = "connected""#,
        r#"name = "alice alone", user = "alice", state = "refused""#,
    ),
];

/// The same of rules for every run.
const RULES: &[(&str, &str)] = &[
    (
        r#"when = { user = "mallory" }, expect = { state = "refused" }"#,
        r#"when = { user = "alice" }, expect = { state = "refused" }"#,
    ),
    (
        r#"when = { user = "ALICE", ignore-case = true }, expect = { state = "connected" }"#,
        r#"when = { user = ["bob", "mallory"] }, expect = { state = "connected" }"#,
    ),
    (
        r#"when = { port = "VPN2-1" }, expect = { state = "ended" }, within = "2m""#,
        r#"when = { port = "VPN2-1" }, expect = { state = "ended" }, within = "1m""#,
    ),
    (
        r#"when = { user = "mallory" }, expect = { reason = "vote" }"#,
        r#"when = { user = "mallory" }, expect = { reason = "first-link" }"#,
    ),
    (
        r#"when = { port = "VPN2-1" }, expect = { ipv4 = "10.8.0.0/16" }"#,
        r#"expect = { ipv4 = "10.8.0.0/16" }"#,
    ),
    (
        r#"when = { port = "VPN3-0" }, expect = { ipv6 = "none" }"#,
        r#"when = { domain = "CORP" }, expect = { ipv6 = "none" }"#,
    ),
    ("expect = { links-at-most = 2 }", "expect = { links-at-most = 1 }"),
    (r#"per = "user", expect = { live-at-most = 2 }"#, r#"per = "user", expect = { live-at-most = 1 }"#),
    (r#"per = "port", expect = { live-at-most = 1 }"#, r#"per = "run", expect = { live-at-most = 1 }"#),
    (
        r#"when = { offered = "zero", port = "VPN2-1" }, expect = { ipv4 = "10.8.0.0/24" }"#,
        r#"when = { offered = ["zero", "10.0.0.9"] }, expect = { ipv4 = "10.8.0.0/32" }"#,
    ),
    (
        r#"per = "address", expect = { live-at-most = 1 }"#,
        r#"per = "address", expect = { live-at-most = 0 }"#,
    ),
    (
        r#"when = { tunnel = "pptp" }, expect = { calls = { ConnectionHangupNotificationEx = "at most 3" } }"#,
        r#"per = "user", expect = { calls = { AcceptNewLink = "at most 2" } }"#,
    ),
    (
        r#"when = { user = "mallory" }, expect = { answers = { AcceptNewLink = "TRUE" } }, name = "unused""#,
        r#"expect = { answers = { AcceptNewConnectionEx = "TRUE" } }"#,
    ),
    (
        "expect = { released = true }",
        r#"when = { user = "alice" }, expect = { released = true, ipv4 = "10.8.0.99" }"#,
    ),
];

fn played(steps: &str, rest: &str) -> Transcript {
    let text = format!("steps = [{DAY}{steps}\n]\n{DLLS}{rest}");
    let scenario = Scenario::parse(&text, "a.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(Scenario::parse(&scenario.to_toml(), "b.toml"), Ok(scenario.clone()), "it reads back");
    let transcript = mockras::run(&scenario, &[]);
    assert_eq!(Transcript::parse_text(&transcript.to_string()).as_ref(), Ok(&transcript), "it reads back");
    transcript
}

fn expectations(transcript: &Transcript) -> Vec<Outcome> {
    let outcomes = judge(transcript, Twins::default(), all_rules()).outcomes;
    outcomes.into_iter().filter(|outcome| outcome.rule.id.starts_with("expect/")).collect()
}

/// What is found where something is not so.
fn told(what: &str, transcript: &Transcript) -> String {
    let outcomes = expectations(transcript);
    let mut text = format!("{what}\n");
    for finding in outcomes.iter().flat_map(Outcome::findings) {
        let where_ = finding.spot;
        let (id, observed, expected) = (finding.rule.id, &finding.observed, &finding.expected);
        writeln!(text, "  {id}: {where_}\n    observed  {observed}\n    expected  {expected}")
            .expect("a string grows");
    }
    assert!(text.lines().count() > 1, "{what} is met:\n{transcript}");
    text
}

fn are_met(what: &str, transcript: &Transcript) {
    for outcome in expectations(transcript) {
        let is_met = matches!(outcome.verdict, Verdict::Held);
        assert!(is_met, "{what}: {:?}\n{transcript}", outcome.verdict);
    }
}

#[test]
fn each_expectation_of_a_step_holds_and_fails_with_a_message() {
    let mut text = String::new();
    for (so, otherwise) in STEPS {
        are_met(so, &played(&format!("{{ expect = {{ {so} }} }},"), ""));
        text += &told(otherwise, &played(&format!("{{ expect = {{ {otherwise} }} }},"), ""));
    }
    are_met("notes", &played(r#""stop", { expect = { notes = ["alice: 2 sessions"] } },"#, ""));
    text += &told("notes", &played(r#""stop", { expect = { notes = ["bob: 1 session"] } },"#, ""));
    text += &told("notes before there are any", &played(r#"{ expect = { notes = ["alice"] } },"#, ""));
    assert_snapshot("expected_steps", &text);
}

#[test]
fn each_rule_for_every_run_holds_and_fails_with_a_message() {
    let mut text = String::new();
    for (so, otherwise) in RULES {
        let table = |rule: &str| {
            let name = if rule.contains("name =") { "" } else { "name = \"a rule\", " };
            let rule: Always =
                format!("{{ {name}{rule} }}").parse().unwrap_or_else(|error| panic!("{rule}: {error}"));
            format!("\n[[always]]\n{}", rule.to_toml())
        };
        let transcript = played("", &table(so));
        if so.contains("unused") {
            let [outcome] = &expectations(&transcript)[..] else { panic!("one outcome") };
            assert!(matches!(outcome.verdict, Verdict::NotApplicable), "{so}: {:?}", outcome.verdict);
        } else {
            are_met(so, &transcript);
        }
        text += &told(otherwise, &played("", &table(otherwise)));
    }
    assert_snapshot("expected_always", &text);
}

#[test]
fn expectation_of_a_connection_that_never_was_is_no_pass() {
    let scenario = Scenario::parse(
        r#"steps = [{ dial = { port = "A", user = "alice" } }, { expect = { port = "B", state = "refused" } }]"#,
        "a.toml",
    );
    let verdicts = mockras::run(&scenario.expect("a scenario"), &[]).verdicts();
    assert_eq!(verdicts.errors().count(), 0);
    assert!(!verdicts.is_kept());
    let why = verdicts.why_nothing_is_shown();
    assert_eq!(why, Some("an expectation never applied: there was no such connection"));
}

#[test]
fn expectations_look_at_their_own_moment() {
    let steps = r#"steps = [
        { dial = { port = "A", user = "alice" } },
        { expect = { port = "A", state = "connected", links = 1 } },
        { hang-up = { port = "A" } },
        { expect = { port = "A", state = "ended", links = 0 } },
        { dial = { port = "A", user = "bob" } },
        { expect = { port = "A", state = "connected" } },
        { expect = { user = "alice", state = "ended" } },
        { expect = { live = 1 } },
    ]"#;
    let scenario = Scenario::parse(steps, "a.toml").expect("a scenario");
    mockras::run(&scenario, &[]).assert_kept();
}

#[test]
fn what_cannot_be_expected_is_an_error_with_its_place() {
    let mut text = String::new();
    let mut refused = |file: &str| {
        let error = Scenario::parse(file, "a.toml").expect_err(file);
        writeln!(text, "{error}").expect("a string grows");
    };
    for expect in [
        r#"{ port = "A" }"#,
        r#"{ state = "refused" }"#,
        r#"{ port = "A", state = "refuse" }"#,
        r#"{ port = "A", stat = "refused" }"#,
        r#"{ port = "A", state = "refused", reason = "vot" }"#,
        r#"{ port = "A", state = "connected", reason = "vote" }"#,
        r#"{ port = "A", ipv4 = "10.8.0.5/24" }"#,
        r#"{ port = "A", live = 1 }"#,
        r#"{ live-at-most = 1 }"#,
        r#"{ calls = { AcceptNewLnk = 1 } }"#,
        r#"{ calls = { AcceptNewLink = "some" } }"#,
        r#"{ name = "--", calls = { AcceptNewLink = 1 } }"#,
    ] {
        refused(&format!("steps = [\n  \"stop\",\n  {{ expect = {expect} }},\n]"));
    }
    for rule in [
        "expect = { state = \"refused\" }",
        "name = \"a\"",
        "name = \"a\"\nexpect = {}",
        "name = \"a\"\nexpect = { port = \"A\", state = \"refused\" }",
        "name = \"a\"\nwhen = { usr = \"bob\" }\nexpect = { state = \"refused\" }",
        "name = \"a\"\nwhen = { user = [] }\nexpect = { state = \"refused\" }",
        "name = \"a\"\nper = \"user\"\nexpect = { state = \"refused\" }",
        "name = \"a\"\nper = \"connection\"\nexpect = { live-at-most = 1 }",
        "name = \"a\"\nper = \"users\"\nexpect = { live-at-most = 1 }",
        "name = \"a\"\nper = \"address\"\nexpect = { calls = { AcceptNewLink = 1 } }",
        "name = \"a\"\nexpect = { live = 1 }",
        "name = \"a\"\nexpect = { notes = [\"a\"] }",
        "name = \"a\"\nexpect = { ipv4 = \"none\" }\nwithin = \"1s\"",
        "name = \"a\"\nexpect = { state = \"waiting\" }",
        "name = \"a\"\nexpect = { state = \"connected\", live-at-most = 0 }",
        "name = \"a\"\nexpect = { released = false }",
    ] {
        refused(&format!("steps = []\n\n[[always]]\n{rule}\n"));
    }
    let two = |first: &str, second: &str| format!("steps = []\n[[always]]\n{first}\n[[always]]\n{second}\n");
    let out = "name = \"out\"\nwhen = { user = \"eve\" }\nexpect = { state = \"refused\" }";
    refused(&two(out, "name = \"Out!\"\nexpect = { live-at-most = 1 }"));
    refused(&two(out, "name = \"in\"\nwhen = { user = \"eve\" }\nexpect = { state = \"connected\" }"));
    refused(&two(
        "name = \"none\"\nexpect = { live-at-most = 0 }",
        "name = \"up\"\nexpect = { state = \"connected\" }",
    ));
    let error = Config::parse("dll = \"./libgate.so\"\nprofil = \"server-2012\"\n", "mockras.toml");
    writeln!(text, "{}", error.expect_err("no such key")).expect("a string grows");
    let error = Config::parse(&two(out, out).replace("steps = []\n", ""), "mockras.toml");
    writeln!(text, "{}", error.expect_err("twice the same")).expect("a string grows");
    assert_snapshot("expected_errors", &text);
}

#[test]
fn rules_about_other_connections_do_not_contradict_each_other() {
    let rule = |text: &str| text.parse::<Always>().expect("a rule");
    let rules = [
        rule(r#"{ name = "out", when = { user = "eve" }, expect = { state = "refused" } }"#),
        rule(r#"{ name = "in", when = { user = "alice" }, expect = { state = "connected" } }"#),
    ];
    assert_eq!(contradictions(&rules), None);
}
