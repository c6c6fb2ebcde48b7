//! What administration functions answer to native DLLs outside of callouts, in children and in this process alike.

use mockras::pipeline::Runner;
use mockras::prelude::*;
use mockras::ras::{Processes, Profile, Quarantine};
use mockras::scenario::{Dial, Dll, OnPort, QuarantineChange, Span, Traffic};
use mockras::transcript::Transcript;
use mockras_native::InThisProcess;
use mockras_native::worker::Isolated;
use mockras_testing::dll;

use crate::worker::isolated;

fn minute() -> Step {
    Step::Wait(Span { ms: 60_000 })
}

/// These steps with a fixture, in a service of one process.
fn scenario(fixture: &str, steps: Vec<Step>) -> Scenario {
    let file = dll::c(&format!("administration/{fixture}"));
    let file = Dll::file(file.to_str().expect("a path in UTF-8"));
    let mut scenario = Scenario { dlls: vec![file], ..Scenario::of(steps) };
    scenario.policy.processes = Processes::One;
    scenario
}

/// Plays it in children and in this process, where it has to look the same.
fn played(scenario: &Scenario) -> Transcript {
    let transcript = isolated().run(scenario);
    assert_eq!(transcript, InThisProcess.run(scenario));
    transcript
}

/// Every line with one of these words, without its time.
fn lines(transcript: &Transcript, words: &[&str]) -> Vec<String> {
    let text = transcript.to_text();
    let lines = text.lines().filter(|line| words.iter().any(|word| line.contains(word)));
    lines.map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")).collect()
}

/// ADMIN-06: the same connection and the same ports, byte by byte.
#[test]
fn functions_and_callouts_say_the_same() {
    let traffic = Traffic { port: "VPN2-0".into(), sent: 5000, received: 70, ..Traffic::default() };
    let hang_up = Step::HangUp(OnPort { port: "VPN2-0".into() });
    let steps = vec![Step::dial("VPN2-0", "alice"), Step::Traffic(traffic), minute(), hang_up];
    let series_3 = Scenario { profile: Profile::Server2008, ..scenario("one_truth", steps.clone()) };
    let notes = lines(&played(&series_3), &["note:"]);
    let notes: Vec<&str> =
        notes.iter().map(|note| note.trim_start_matches("log ras/1 info note: ")).collect();
    let levels = ["level 0 agrees", "level 1 agrees", "level 2 agrees", "level 3 agrees"];
    let expected = [&["GetInfo agrees"; 4][..], &["port 0 agrees", "port 1 agrees"], &levels].concat();
    assert_eq!(notes, expected);
    let notes = lines(&played(&scenario("one_truth", steps)), &["note: GetInfoEx", "note: level"]);
    assert_eq!(notes, ["log ras/1 info note: GetInfoEx agrees", "log ras/1 info note: level ex agrees"]);
}

/// ADMIN-07: what is wrong with buffers is told, and is a finding.
#[test]
fn misused_buffers_are_findings() {
    let transcript = played(&scenario("buffers", vec![Step::dial("VPN2-0", "alice"), minute()]));
    let expected = [
        "saw ras/1 misfreed: a buffer of MprAdminConnectionEnum is freed twice",
        "saw ras/1 misfreed: what is freed is no buffer of these functions",
        "saw ras/1 misfreed: a buffer of MprAdminPortEnum is not freed",
        "saw ras/1 misfreed: a buffer of MprAdminConnectionEnum is written to after it was freed",
    ];
    assert_eq!(lines(&transcript, &["misfreed"]), expected);
    let verdicts = transcript.verdicts();
    let rows: Vec<&str> = verdicts.findings().map(|finding| finding.row).collect();
    assert_eq!(rows, ["ADMIN-07"; 4]);
}

#[test]
fn good_and_bad_arguments_have_their_codes() {
    let quarantine = QuarantineChange { port: "VPN2-0".into(), state: Quarantine(1), ..Default::default() };
    let ipv4 = "10.0.0.7".parse().expect("an address");
    let alice = Dial { port: "VPN2-0".into(), user: "alice".into(), ipv4, ..Dial::default() };
    let steps = vec![
        Step::Dial(alice),
        Step::dial("VPN2-1", "bob"),
        Step::Quarantine(quarantine),
        minute(),
        minute(),
        minute(),
    ];
    let transcript = played(&scenario("asks", steps));
    let told = lines(&transcript, &["answered", "admin ", "closed", "quarantine state="]);
    let told: Vec<&str> = told.iter().map(|line| line.trim_start_matches("saw ras/1 answered: ")).collect();
    let expected = "\
MprAdminServerConnect() = NO_ERROR
MprAdminPortEnum(level 0) = ERROR_MORE_DATA, 1 read
MprAdminBufferFree() = NO_ERROR
MprAdminPortEnum(level 0) = NO_ERROR, 1 read
MprAdminBufferFree() = NO_ERROR
MprAdminPortEnum(level 0, no connection) = ERROR_INVALID_HANDLE
MprAdminPortEnum() = ERROR_INVALID_PARAMETER
MprAdminPortEnum(level 1) = ERROR_NOT_SUPPORTED
MprAdminConnectionEnum() = RPC_S_INVALID_BINDING
MprAdminConnectionGetInfo(level 0, no connection) = ERROR_INTERFACE_NOT_CONNECTED
MprAdminConnectionGetInfoEx() = ERROR_INVALID_PARAMETER
MprAdminPortGetInfo(level 0, no port) = ERROR_INVALID_PORT_HANDLE
MprAdminPortDisconnect(no port) = ERROR_INVALID_PORT_HANDLE
MprAdminIsServiceRunning() = TRUE
MprAdminServerDisconnect() = NO_ERROR
MprAdminServerConnect() = NO_ERROR
MprAdminConnectionRemoveQuarantine(10.0.0.7) = NO_ERROR
MprAdminConnectionRemoveQuarantine(7.0.0.10) = ERROR_NOT_FOUND
MprAdminConnectionRemoveQuarantine(connection 2) = ERROR_NOT_FOUND
MprAdminConnectionClearStats(connection 1) = NO_ERROR
MprAdminPortClearStats(port VPN2-0) = NO_ERROR
MprAdminServerDisconnect() = NO_ERROR
admin ras/1 MprAdminConnectionRemoveQuarantine number=1
c1 quarantine state=normal
admin ras/1 MprAdminConnectionClearStats number=1
admin ras/1 MprAdminPortClearStats port=VPN2-0
MprAdminServerConnect() = NO_ERROR
MprAdminPortReset(port VPN2-0) = NO_ERROR
MprAdminPortDisconnect(port VPN2-1) = NO_ERROR
MprAdminServerDisconnect() = NO_ERROR
admin ras/1 MprAdminPortReset port=VPN2-0
c1 closed reason=last-link
admin ras/1 MprAdminPortDisconnect port=VPN2-1
c2 closed reason=administrator";
    assert_eq!(told.join("\n"), format!("c1 quarantine state=quarantine\n{expected}"));
}

/// What one process asks for, all of the service does: parent and children stay in step. Only the half that is asked about
/// links knows the ports; the other sees what has become of them.
#[test]
fn two_processes_do_what_one_asks_for() {
    let steps = vec![
        Step::dial("VPN2-0", "alice"),
        Step::dial("VPN2-1", "bob"),
        minute(),
        minute(),
        minute(),
        minute(),
    ];
    let mut scenario = scenario("asks", steps);
    scenario.policy.processes = Processes::Two;
    let transcript = played(&scenario);
    let closed = lines(&transcript, &["closed"]);
    assert_eq!(closed, ["c1 closed reason=last-link", "c2 closed reason=administrator"]);
    let listed = lines(&transcript, &["ConnectionEnum(level 0)"]);
    let listed_by =
        |half| format!("saw {half}/1 answered: MprAdminConnectionEnum(level 0) = NO_ERROR, 0 read");
    assert_eq!(listed, ["conn", "ip"].map(listed_by));
}

/// A DLL in Rust that is loaded as a file.
#[test]
fn timer_of_a_dll_in_rust_is_exported() {
    let file = Dll::file(dll::rust("ticking").to_str().expect("a path in UTF-8"));
    let mut scenario = Scenario { dlls: vec![file], ..Scenario::of([minute(), minute()]) };
    scenario.policy.processes = Processes::One;
    let told = lines(&isolated().run(&scenario), &["timer ", "note:"]);
    let notes = ["timer ras/1", "log ras/1 info note: tick 1", "timer ras/1", "log ras/1 info note: tick 2"];
    assert_eq!(told, notes);
}

#[test]
fn crash_and_hang_in_a_timer_are_faults_of_the_dll() {
    for (fixture, timeout, told) in [
        ("crash_in_timer", 20_000, "log ras/1 error timer: crash: "),
        ("hang_in_timer", 500, "log ras/1 error timer: hang: did not return in 500ms"),
    ] {
        let runner = Isolated::new(dll::program("child"), [""; 0]).timeout(Span { ms: timeout });
        let scenario = scenario(fixture, vec![Step::dial("VPN2-0", "alice"), minute(), Step::Start]);
        let transcript = runner.run(&scenario);
        let log = lines(&transcript, &["error timer"]);
        assert!(log.len() == 1 && log[0].starts_with(told), "{log:?}");
        let states = lines(&transcript, &["service"]);
        assert_eq!(states, ["service running", "service broken", "service running", "service stopped"]);
        let verdicts = transcript.verdicts();
        assert!(verdicts.findings().any(|finding| finding.row == "RUN-01"), "{transcript}");
    }
}

/// When a thread of a DLL asks, nobody knows: it is answered, and told once, at the end, whatever happened when.
#[cfg(unix)]
#[test]
fn threads_of_a_dll_leave_transcripts_the_same() {
    let steps = vec![Step::dial("VPN2-0", "alice"), minute(), minute()];
    let scenario = scenario("unix/thread_that_asks", steps);
    let first = played(&scenario);
    let outside = lines(&first, &["called-outside"]);
    let functions = ["MprAdminPortDisconnect", "MprAdminPortEnum", "MprAdminBufferFree"];
    assert_eq!(outside, functions.map(|function| format!("saw ras/1 called-outside: {function}")));
    assert!(!first.to_text().contains("closed reason=administrator"), "{first}");
    for _ in 0..5 {
        assert_eq!(played(&scenario), first);
    }
}
