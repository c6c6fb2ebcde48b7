//! Every defective fixture, in child processes: what is told of it, and that the campaign goes on.

use std::fmt::Write as _;

use mockras::pipeline::{Runner, judged};
use mockras::scenario::{AfterCall, Dll, Scenario, Span};
use mockras::transcript::Transcript;
use mockras_native::worker::Isolated;
use mockras_testing::dll::program;

use crate::proof::every_rule;
use crate::worker::overflow;
use mockras_testing::assert_snapshot;
use mockras_testing::dll;

/// Fixtures that never come back: a call of theirs need not be waited for long.
const HANG: [&str; 10] = [
    "deadlock",
    "endless_loop",
    "forge_beat",
    "forge_end",
    "forge_often",
    "forge_slowly",
    "hang_in_constructor",
    "seccomp_strict",
    "signal_handlers",
    "stop_self",
];

/// Children of the command, with a timeout that no busy machine needs, or that a hang may have.
fn isolated(hangs: bool) -> Isolated {
    let timeout = Span { ms: if hangs { 1_000 } else { 20_000 } };
    Isolated::new(program("child"), [""; 0]).timeout(timeout)
}

/// Two users come and go.
fn scenario(dll: Dll) -> Scenario {
    let text = r#"
        steps = [
            { dial = { port = "VPN2-0", user = "alice" } },
            { dial = { port = "VPN2-1", user = "bob" } },
            { hang-up = { port = "VPN2-0" } },
            { hang-up = { port = "VPN2-1" } },
        ]
    "#;
    let scenario = Scenario::parse(text, "two users").expect("a scenario");
    Scenario { dlls: vec![dll], ..scenario }
}

/// The offset of an address in a module depends on the compiler.
fn without_offset(line: &str) -> String {
    match line.split_once("+0x") {
        Some((before, after)) => {
            let rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
            format!("{before}+0x..{rest}")
        }
        None => line.to_owned(),
    }
}

/// The lines that tell of something that a sound DLL does not do, each once.
fn told(transcript: &Transcript) -> Vec<String> {
    let mut told = Vec::new();
    for line in transcript.to_text().lines() {
        let line = line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
        let is_strange = line.contains(" !! ") || line.contains(" scribbled=");
        if is_strange || line.starts_with("saw ") || line.starts_with("log ") || line == "service not-started"
        {
            let what = line.rsplit_once(" !! ").map_or(line.as_str(), |(_, what)| what);
            let what = what.find("scribbled=").map_or(what, |at| &what[at..]);
            let what = without_offset(what);
            if !told.contains(&what) {
                told.push(what);
            }
        }
    }
    told
}

/// What a fixture shows: the rules that it breaks, and what is told.
fn shown(name: &str, runner: &Isolated, dll: Dll) -> String {
    let (transcript, verdicts) = judged(&scenario(dll), runner, every_rule());
    let mut rules: Vec<&str> = verdicts.findings().map(|finding| finding.rule.id).collect();
    rules.dedup();
    let mut text = format!("{name}: {}\n", if rules.is_empty() { "-".to_owned() } else { rules.join(" ") });
    for line in told(&transcript) {
        let line = if name == "stack_overflow" { overflow(&line) } else { line };
        let _ = writeln!(text, "    {line}");
    }
    if let Some(reason) = runner.cut() {
        let _ = writeln!(text, "    cut short: {reason}");
    }
    text
}

fn named(path: &std::path::Path) -> Dll {
    Dll { name: Some("dll".to_owned()), ..Dll::file(path.to_str().expect("a path in UTF-8")) }
}

#[test]
#[cfg(any(target_os = "linux", all(windows, target_pointer_width = "64")))]
fn every_defect_is_survived_and_told() {
    let sound = scenario(named(&dll::c("twin/silent")));
    let mut all = String::new();
    for name in dll::fixtures("defect") {
        let short = name.rsplit('/').next().unwrap_or(&name);
        let runner = isolated(HANG.contains(&short));
        let dll = named(&dll::c(&name));
        all += &shown(short, &runner, dll.clone());
        if short.starts_with("keep_and") {
            let scribble = Dll { after_call: Some(AfterCall::Scribble), ..dll };
            all += &shown(&format!("{short}, --after-call scribble"), &runner, scribble);
        }
        // The campaign goes on, and what was wrong with one DLL is not told of the next.
        let (transcript, verdicts) = judged(&sound, &runner, every_rule());
        assert!(verdicts.is_kept(), "after {name}: {transcript}");
        assert_eq!(told(&transcript), [""; 0], "after {name}");
    }
    // Systems have other names for the same crash, and other things that can be left behind.
    assert_snapshot(if cfg!(windows) { "defects-windows" } else { "defects" }, &all);
}

#[test]
fn offsets_alone_are_left_out() {
    assert_eq!(without_offset("crash, in gate+0x1f3, twice"), "crash, in gate+0x.., twice");
    assert_eq!(without_offset("crash: SIGABRT"), "crash: SIGABRT");
}
