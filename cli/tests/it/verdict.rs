//! What a verdict is worth: red for a DLL that is wrong and for no other, one defect one finding, and what is open apart.

use std::fmt::Write as _;

use mockras_testing::assert_snapshot;
use mockras_testing::dll::{self, fixtures};
use mockras_testing::small;

use super::{DIAL, Folder};

/// The titles of the causes that a report tells, and what is open in it, without what differs from system to system.
pub(super) fn told(out: &str) -> Vec<&str> {
    let is_title = |line: &&str| line.starts_with("error: ") || line.starts_with("advice: ");
    let is_open = |line: &&str| line.starts_with("  AMB-") || line.starts_with("  several ");
    out.lines().filter(|line| is_title(line) || is_open(line)).collect()
}

/// What `check` says of each fixture of a folder, a line for each with what is told below it.
fn checked(folder: &str, flags: &[&str]) -> String {
    let mut table = String::new();
    for name in fixtures(folder) {
        let library = dll::c(&name);
        let arguments = [&["check", "--dll", library.to_str().expect("a path in UTF-8")], flags].concat();
        let ended = Folder::new().run(&arguments);
        let line = ended.err.lines().last().unwrap_or_default();
        writeln!(table, "{name}: {line}").expect("a string grows");
        told(&ended.out)
            .iter()
            .for_each(|told| writeln!(table, "  {}", told.trim()).expect("a string grows"));
    }
    table
}

/// A DLL that keeps every duty passes the command of the README. What is open about some of them is in the table: a DLL
/// with a callbacks table exports nothing, and whether the service looks at exports then is AMB-04.
#[test]
fn conforming_dlls_pass() {
    let table = checked("conforming", &[]);
    assert!(table.lines().filter(|line| line.contains("RESULT")).all(|line| line.contains(": RESULT: PASS")));
    assert_snapshot("conforming", &table);
}

#[test]
fn call_that_hangs_is_waited_for_three_times() {
    let hangs = small::dll("hangs_always", "#define ACCEPT for (;;) pause()");
    let check = |jobs: &str| {
        let flags = ["check", "--dll", &hangs, "--timeout", "300ms", jobs];
        let ended = Folder::new().run(&flags);
        (ended.code, ended.out, ended.err)
    };
    let (code, out, err) = check("-j1");
    assert_eq!(code, Some(1), "{out}{err}");
    assert_eq!(told(&out).len(), 1, "one hang is one finding: {out}");
    assert!(out.contains("\n  met        3 times in 3 scenarios\n"), "{out}");
    assert!(
        out.contains("\nnot played: ") && out.contains(" that reach AcceptNewConnection, which has hung\n"),
        "{out}"
    );
    assert_eq!(check("-j3"), (code, out, err), "threads change nothing");
}

#[test]
fn dll_that_never_starts_or_is_not_there_is_no_pass() {
    let folder = Folder::with(DIAL);
    let never = small::dll("never_starts", "#define INITIALIZE return 5");
    let ended = folder.run(&["check", "a.toml", "--dll", &never]);
    assert_eq!((ended.code, ended.err.contains("did not start")), (Some(4), true), "{}", ended.err);
    let missing = folder.run(&["check", "--dll", "./gone.so"]);
    assert_eq!(missing.code, Some(4), "{}", missing.err);
    assert!(missing.err.starts_with("error: ./gone.so: there is no such file\n"), "{}", missing.err);
    assert!(missing.out.contains(": 1 scenario on "), "it is not tried in every scenario: {}", missing.out);
    let library = folder.file("libgate.so", "").run(&["check", "libgate.so"]);
    let hint = "error: libgate.so: expected a scenario or a transcript, found a library\nhint: --dll ./libgate.so plays it\n";
    assert_eq!((library.code, library.err.as_str()), (Some(2), hint));
}

#[test]
fn scenarios_for_other_windows_versions_and_hostile_ones_are_left_out_and_counted() {
    let folder = Folder::new();
    let played = |flags: &[&str]| {
        let ended = folder.run(&[&["check", "--dll", "stock:silent", "--rule", "RUN-01"], flags].concat());
        assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
        let (_, rest) = ended.out.split_once(": ").expect("a summary");
        let many: u32 = rest.split(' ').next().and_then(|many| many.parse().ok()).expect("a number");
        (many, ended.out)
    };
    let (newest, out) = played(&[]);
    assert!(out.contains(" scenarios on server-2012, ") && out.contains("left out: "), "{out}");
    assert!(out.contains(" scenarios for other Windows versions (--profile all plays them)\n"), "{out}");
    assert!(out.contains(" with hostile structures (--hostile plays them)\n"), "{out}");
    let (hostile, out) = played(&["--hostile"]);
    assert!(hostile > newest && !out.contains("hostile structures"), "{out}");
    let (two, out) = played(&["--profile", "server-2003,server-2019"]);
    assert!(two > 2 * newest && out.contains(" on 2 profiles, "), "{two} {out}");
    let (all, out) = played(&["--profile", "all", "--hostile"]);
    assert!(all > two && !out.contains("left out"), "{all} {out}");
}

#[test]
fn what_is_open_fails_only_if_it_is_denied_or_its_reading_counts() {
    let folder = Folder::new();
    let scenario = ["check", "fault/release-returns-an-error.toml", "--fault", "release-returns-an-error"];
    let ended = folder.run(&scenario);
    assert_eq!(
        told(&ended.out),
        ["  AMB-26 read as release6_return=dword: IP6-09 ipv6-release-succeeds, 1 scenario"]
    );
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), "RESULT: PASS (1 open)\n"));
    for flags in [&["--deny", "open"][..], &["--readings", "all"], &["--readings", "release6_return=dword"]] {
        let ended = folder.run(&[&scenario[..], flags].concat());
        assert_eq!(ended.code, Some(1), "{flags:?}: {}", ended.out);
    }
    let wrong = folder.run(&["check", "--readings", "some"]);
    assert!(wrong.err.contains("expected `default`, `all` or KEY=VALUE, found `some`"), "{}", wrong.err);
}

#[test]
fn dll_that_decides_by_the_clock_is_advised_and_denied_only_on_request() {
    let clock = small::dll("clock", "#include <time.h>\n#define ACCEPT if (time(0) % 2) return 0");
    let folder = Folder::with(DIAL);
    let advised = folder.run(&["check", "a.toml", "--dll", &clock]);
    assert_eq!(told(&advised.out), ["advice: REPEATS a-second-play-shows-the-same"], "{}", advised.out);
    assert_eq!((advised.code, advised.err.as_str()), (Some(0), "RESULT: PASS (1 advice)\n"));
    assert_eq!(folder.run(&["check", "a.toml", "--dll", &clock, "--deny", "advice"]).code, Some(1));
    let fuzz = folder.run(&["fuzz", "--cases", "64", "--dll", &clock, "--budget", "0", "--rule", "REPEATS"]);
    assert!(fuzz.out.contains("advice: REPEATS"), "{}{}", fuzz.out, fuzz.err);
}

#[test]
fn crash_is_told_once_with_its_call_and_the_line_of_its_source() {
    let folder = Folder::new();
    let library = dll::c("defect/null_write");
    let ended = folder.run(&["check", "--dll", library.to_str().expect("a path in UTF-8")]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert_eq!(told(&ended.out), ["error: RUN-01 callouts-return"], "{}", ended.out);
    assert!(ended.out.contains("\n  called     user="), "{}", ended.out);
    if cfg!(target_os = "linux") {
        assert!(ended.out.contains(", in MprAdminAcceptNewConnection2 (defective.h:"), "{}", ended.out);
    }
}
