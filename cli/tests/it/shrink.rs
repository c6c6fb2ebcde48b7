//! `mockras shrink`: what stays, what it says, and how it ends.

use insta::assert_snapshot;
use mockras::scenario::Case;

use super::{Folder, TWO_LINKS};

/// A scenario in which a DLL crashes when a link goes down.
pub(super) const CRASHES: &str = r#"
profile = "server-2008-r2"
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP", line-speed = 9600 } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { wait = "90s" },
  { dial = { port = "VPN2-2", user = "bob" } },
  { drop-link = { port = "VPN2-1" } },
  { hang-up = { port = "VPN2-0" } },
]

[policy]
vote = "ask_all"

[[dll]]
stock = "silent"

[[dll]]
stock = "scripted"
name = "gate"
[dll.script]
faults = ["LinkHangupNotification"]
"#;

fn case(text: &str) -> Case {
    Case::parse(text, "a.toml").expect("a saved case")
}

#[test]
fn scenario_becomes_a_small_case_on_standard_output() {
    let ended = Folder::with(CRASHES).run(&["shrink", "a.toml"]);
    let small = case(&ended.out);
    assert_snapshot!(small.scenario.to_toml(), @r#"
    steps = [
      { dial = { port = "VPN2-0", user = "alice" } },
    ]

    [[dll]]
    stock = "scripted"
    name = "gate"
    [dll.script]
    missing = false
    faults = ["LinkHangupNotification"]
    "#);
    assert_eq!((small.found.seed, small.found.number, small.found.tier.as_str()), (None, None, "smoke"));
    assert!(small.found.transcript.contains("dll 1    gate\n"), "{}", small.found.transcript);
    assert_snapshot!(ended.err_and_code(), @"
    shrinking: RUN-01 panic: scripted fault in LinkHangupNotification
      steps         5 tried,   3 taken
      fields        1 tried,   1 taken
      policies      2 tried,   2 taken
      dlls          2 tried,   1 taken
    RESULT: 6 -> 1 steps, 10 tried: nothing smaller shows it
    exit 0
    ");
}

#[test]
fn case_keeps_its_fault_and_its_origin() {
    let folder = Folder::new();
    let small = ["shrink", "fault/double-lease.toml", "--fault", "double-lease", "--out", "a.toml"];
    assert_eq!(folder.run(&small).code, Some(0));
    let mut first = case(&folder.read("a.toml"));
    (first.found.seed, first.found.number) = (Some(7), Some(1234));
    let folder = folder.file("a.toml", first.to_toml());
    let again = folder.run(&["shrink", "a.toml", "--out", "a.toml"]);
    assert_eq!((again.code, again.out.as_str()), (Some(0), ""));
    assert_eq!(case(&folder.read("a.toml")), first, "it is as small as it gets");
    assert_eq!(first.found.fault.as_deref(), Some("double-lease"));
    assert_eq!(first.scenario.steps.len(), 2);
    assert_eq!(folder.names(), ["a.toml"]);
}

#[test]
fn budget_ends_it_and_what_is_left_still_shows_it() {
    let folder = Folder::with(CRASHES);
    let ended = folder.run(&["shrink", "a.toml", "--budget", "2", "--out", "b.toml"]);
    assert!(ended.err.ends_with("2 tried: the budget is used up\n"), "{}", ended.err);
    assert_eq!(folder.run(&["replay", "b.toml"]).code, Some(1));
    let ended = folder.run(&["shrink", "a.toml", "--budget", "0"]);
    assert_eq!(ended.code, Some(0));
    assert_eq!(case(&ended.out).scenario.steps.len(), 6);
}

#[test]
fn another_finding_is_named_by_its_first_words() {
    let folder = Folder::with(TWO_LINKS);
    let arguments = ["shrink", "a.toml", "--dll", "stock:accept-all", "--fault", "true-is-two"];
    let link = folder.run(&[&arguments[..], &["--signature", "CONN-03 AcceptNewLink"]].concat());
    assert!(link.err.starts_with("shrinking: CONN-03 AcceptNewLink"), "{}", link.err);
    assert_eq!(case(&link.out).scenario.steps.len(), 1);
    let none = folder.run(&[&arguments[..], &["--signature", "IP4-08"]].concat());
    assert_snapshot!(none.refusal(), @"
    RESULT: INCONCLUSIVE (a.toml does not show IP4-08)
    exit 3
    ");
}

#[test]
fn nothing_to_keep_is_inconclusive() {
    assert_snapshot!(Folder::with(TWO_LINKS).run(&["shrink", "a.toml"]).refusal(), @"
    RESULT: INCONCLUSIVE (a.toml shows no finding)
    exit 3
    ");
    let folder = Folder::with(CRASHES);
    folder.run(&["shrink", "a.toml", "--out", "b.toml"]);
    // Other DLLs are asked without the script that crashes.
    assert_snapshot!(folder.run(&["shrink", "b.toml", "--dll", "stock:silent"]).refusal(), @"
    RESULT: INCONCLUSIVE (b.toml does not show RUN-01 panic: scripted fault in LinkHangupNotification)
    exit 3
    ");
}

#[test]
fn dll_that_cannot_be_loaded_and_files_that_cannot_be_read_say_so() {
    let folder = Folder::with(TWO_LINKS);
    assert_snapshot!(folder.run(&["shrink", "a.toml", "--dll", "./gone.so"]).refusal(), @"
    error: ./gone.so: there is no such file
    RESULT: FAIL (a DLL cannot be loaded)
    exit 4
    ");
    assert_snapshot!(folder.run(&["shrink", "none.toml"]).refusal(), @"
    error: none.toml: cannot be read: there is no such file
    exit 2
    ");
    let strange = format!("{TWO_LINKS}[case]\nsignature = \"x\"\n");
    assert_snapshot!(folder.file("b.toml", strange).run(&["shrink", "b.toml"]).refusal(), @"
    error: b.toml: case: missing field `finding`
    exit 2
    ");
}
