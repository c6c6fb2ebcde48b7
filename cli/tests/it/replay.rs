//! `mockras replay`: which cases are fixed, in which order they are played, what is remembered.

use insta::assert_snapshot;

use super::shrink::CRASHES;
use super::{Ended, Folder, corpus};

/// A folder with the folder `mockras-cases`, in which there are these cases of the corpus.
fn saved(names: &[&str]) -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("mockras-cases")).expect("the folder can be made");
    names.iter().fold(folder, |folder, name| {
        let text = std::fs::read_to_string(corpus(&format!("cases/{name}.toml"))).expect("it is there");
        folder.file(&format!("mockras-cases/{name}.toml"), text)
    })
}

fn all(ended: &Ended) -> String {
    format!("{}{}exit {}", ended.out, ended.err, ended.code.unwrap_or(-1))
}

#[test]
fn cases_fail_until_their_dll_is_mended() {
    let folder = saved(&["double-lease", "sessions-below-zero"]);
    assert_snapshot!(all(&folder.run(&["replay"])), @"
    x failing     mockras-cases/double-lease.toml: IP4-19 GetIpAddressForUser *lpdwIpAddress
    x failing     mockras-cases/sessions-below-zero.toml: RUN-01 panic: fewer than no sessions
    RESULT: FAIL (2 cases: 2 failing)
    exit 1
    ");
    assert_snapshot!(all(&folder.run(&["replay", "mockras-cases", "--dll", "stock:address-pool"])), @"
    + fixed       mockras-cases/double-lease.toml: IP4-19 GetIpAddressForUser *lpdwIpAddress
    + fixed       mockras-cases/sessions-below-zero.toml: RUN-01 panic: fewer than no sessions
    RESULT: PASS (2 cases: 2 fixed)
    exit 0
    ");
}

#[test]
fn cases_are_told_in_order_however_many_are_played_at_once() {
    let names = ["asks-its-other-half", "double-lease", "sessions-below-zero"];
    let texts = names.map(|name| saved(&[name]).read(&format!("mockras-cases/{name}.toml")));
    let played = |jobs: &str| {
        let folder = (0..8).flat_map(|copy| texts.iter().enumerate().map(move |(at, text)| (copy, at, text)));
        let folder = folder.fold(saved(&names), |folder, (copy, at, text)| {
            folder.file(&format!("mockras-cases/{copy}-{at}.toml"), text)
        });
        (all(&folder.run(&["replay", "-j", jobs])), folder.read("mockras-cases/.replay"))
    };
    let one = played("1");
    assert!(one.0.contains("RESULT: FAIL (27 cases: 27 failing)"), "{}", one.0);
    for jobs in ["2", "7", "256"] {
        assert_eq!(played(jobs), one, "{jobs} at once");
    }
}

#[test]
fn what_failed_the_last_time_comes_first() {
    let folder = saved(&["asks-its-other-half", "double-lease"]);
    let state = "mockras replay 1\ndouble-lease.toml\ngone.toml\n";
    let folder = folder.file("mockras-cases/.replay", state);
    let first = |ended: &Ended| ended.out.lines().next().unwrap_or_default().to_owned();
    assert!(first(&folder.run(&["replay"])).contains("double-lease.toml"));
    assert_eq!(
        folder.read("mockras-cases/.replay"),
        "mockras replay 1\nasks-its-other-half.toml\ndouble-lease.toml\n",
        "both failed, and what is gone is forgotten"
    );
    // Of no use, and no trouble.
    for state in [&b"mockras replay 2\ndouble-lease.toml\n"[..], b"\xff\xfe", b""] {
        let folder = saved(&["asks-its-other-half", "double-lease"]).file("mockras-cases/.replay", state);
        let ended = folder.run(&["replay"]);
        assert!(first(&ended).contains("asks-its-other-half.toml"), "{}", ended.out);
        assert_eq!((ended.code, folder.names()), (Some(1), vec!["mockras-cases".to_owned()]));
    }
}

#[test]
fn files_that_are_no_cases_are_refused_and_the_others_are_played() {
    let folder = saved(&["double-lease"]);
    let whole = folder.read("mockras-cases/double-lease.toml");
    let cut = &whole[..whole.len() / 2];
    let odd = whole.replace("fault = \"double-lease\"", "fault = \"double-leese\"");
    let folder = folder
        .file("mockras-cases/a-cut.toml", cut)
        .file("mockras-cases/b-newer.toml", format!("format = 2\n{whole}"))
        .file("mockras-cases/c-scenario.toml", "steps = []\n")
        .file("mockras-cases/d-bytes.toml", b"\xff\xfe\x00")
        .file("mockras-cases/e-fault.toml", odd)
        .file("mockras-cases/f-huge.toml", vec![b'#'; 4 * 1024 * 1024 + 1]);
    let ended = folder.run(&["replay"]);
    assert_eq!(ended.code, Some(1));
    let lines: Vec<&str> = ended.out.lines().collect();
    let expected = [
        ("! cannot run  mockras-cases/a-cut.toml", "invalid multi-line basic string"),
        ("! cannot run  mockras-cases/b-newer.toml", "expected format 1, found 2"),
        ("! cannot run  mockras-cases/c-scenario.toml: case: ", "expected a saved case"),
        ("! cannot run  mockras-cases/d-bytes.toml", "expected UTF-8"),
        ("! cannot run  mockras-cases/e-fault.toml: case.fault: ", "did you mean `double-lease`?"),
        ("! cannot run  mockras-cases/f-huge.toml", "at most 4 MiB"),
    ];
    for (start, why) in expected {
        let line = lines.iter().find(|line| line.starts_with(start));
        assert!(line.is_some_and(|line| line.contains(why)), "{start}: {why}: {}", ended.out);
    }
    assert!(lines.iter().any(|line| line.starts_with("x failing     mockras-cases/double-lease.toml")));
    assert_eq!(ended.err, "RESULT: FAIL (7 cases: 1 failing, 6 that cannot run)\n");
    let only = folder.run(&["replay", "mockras-cases/c-scenario.toml"]);
    assert_eq!(only.code, Some(2), "{}", only.err);
}

#[test]
fn fixed_cases_are_dropped_when_that_is_asked_for() {
    let folder = saved(&["double-lease", "sessions-below-zero"]);
    let sound = ["replay", "mockras-cases/double-lease.toml", "--dll", "stock:address-pool"];
    assert_eq!(folder.run(&sound).code, Some(0));
    assert!(folder.path("mockras-cases/double-lease.toml").is_file(), "nobody asked for it");
    let ended = folder.run(&[&sound[..], &["--drop-fixed"]].concat());
    assert_eq!(ended.err, "RESULT: PASS (1 case: 1 fixed, 1 dropped)\n");
    assert!(!folder.path("mockras-cases/double-lease.toml").exists());
    assert_eq!(folder.run(&["replay", "--drop-fixed"]).err, "RESULT: FAIL (1 case: 1 failing)\n");
    assert!(folder.path("mockras-cases/sessions-below-zero.toml").is_file(), "it fails");
}

#[test]
fn cases_that_flags_alter_are_not_dropped() {
    let folder = saved(&["double-lease"]);
    for (flag, value) in
        [("--profile", "server-2003"), ("--policy", "vote=ask_all"), ("--fault", "true-is-two")]
    {
        let ended = folder.run(&["replay", "--drop-fixed", flag, value]);
        assert_eq!(ended.code, Some(2), "{flag}");
        assert!(
            ended.err.starts_with(&format!("error: --drop-fixed cannot be used with {flag} (or MOCKRAS_"))
        );
    }
    let ended = folder.environment("MOCKRAS_PROFILE", "server-2003").run(&["replay", "--drop-fixed"]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
}

#[test]
fn other_findings_are_told_and_are_no_pass() {
    let folder = Folder::with(CRASHES);
    folder.run(&["shrink", "a.toml", "--out", "b.toml"]);
    let other = folder.read("b.toml").replace("faults = [\"Link", "faults = [\"AcceptNewLink\", \"Link");
    let folder = folder.file("b.toml", other);
    let ended = folder.run(&["replay", "b.toml", "--drop-fixed"]);
    assert_snapshot!(all(&ended), @"
    + fixed       b.toml: RUN-01 panic: scripted fault in LinkHangupNotification; shows instead: RUN-01 panic: scripted fault in AcceptNewLink
    RESULT: FAIL (1 case: 1 with other findings instead)
    exit 1
    ");
    assert!(folder.path("b.toml").is_file(), "what it shows is worth keeping");
}

#[test]
fn nothing_to_replay_is_inconclusive() {
    assert_snapshot!(Folder::new().run(&["replay"]).refusal(), @"
    RESULT: INCONCLUSIVE (nothing to replay)
    exit 3
    ");
    assert_eq!(saved(&[]).run(&["replay"]).code, Some(3));
    assert_snapshot!(all(&Folder::new().run(&["replay", "gone.toml"])), @"
    ! cannot run  gone.toml: cannot be read: there is no such file
    RESULT: FAIL (1 case: 1 that cannot run)
    exit 2
    ");
}

#[test]
fn dll_that_is_not_there_or_not_the_same_is_told() {
    let text = |path: &str, then: &str| {
        format!(
            "steps = []\n[[dll]]\npath = \"{path}\"\n[case]\nsignature = \"RUN-01\"\nfinding = \"\"\nmockras = \"0.0.1\"\n\
             seed = 1\nnumber = 2\ntier = \"smoke\"\ndlls = [\"gate xxh3:{then}\"]\ntranscript = \"\"\n"
        )
    };
    let folder = saved(&[]).file("mockras-cases/a.toml", text("gate.so", "00"));
    let version = env!("CARGO_PKG_VERSION");
    let gone = folder.run(&["replay"]);
    let started = "! cannot run  mockras-cases/a.toml: gate: ";
    assert!(gone.out.starts_with(started), "{}", gone.out);
    assert!(gone.out.ends_with(&format!(" (found by mockras 0.0.1, this is {version})\n")), "{}", gone.out);
    assert_eq!(gone.code, Some(4));
    // Paths start where the case is.
    let folder = folder.file("mockras-cases/gate.so", "no library");
    let other = folder.run(&["replay"]);
    assert!(other.out.ends_with(", gate is another file than it was)\n"), "{}", other.out);
    let elsewhere = folder.run(&["replay", "--dll", "stock:silent"]);
    assert!(elsewhere.out.starts_with("+ fixed       mockras-cases/a.toml: RUN-01 ("), "{}", elsewhere.out);
    assert!(!elsewhere.out.contains("another file"), "{}", elsewhere.out);
}
