//! Generated scenarios from the command line: the same whatever jobs and shares, found, saved, and never lost.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use insta::assert_snapshot;
use mockras::scenario::Case;

use super::Folder;

/// A seeded fault that two users with addresses show, and the one rule that finds it.
const FAULT: [&str; 5] = ["--fault", "double-lease", "--rule", "IP4-19", "--steps=4"];

fn fuzz(folder: &Folder, more: &[&str]) -> super::Ended {
    folder.run(&[&["fuzz"], &FAULT[..], more].concat())
}

fn saved(folder: &Folder, of: &str) -> Vec<Case> {
    let names = std::fs::read_dir(folder.path(of)).expect("the folder is there");
    names.map(|name| Case::load(name.expect("a file").path()).expect("a whole case")).collect()
}

#[test]
fn campaign_is_the_same_on_any_number_of_jobs_and_in_shares() {
    let folder = Folder::new();
    let cases = ["--cases", "1100", "--budget", "40"];
    let whole = fuzz(&folder, &[&cases[..], &["-j1", "--format", "json=whole.json"]].concat());
    assert_eq!(whole.code, Some(1), "{}", whole.err);
    fuzz(&folder, &[&cases[..], &["-j3", "--format", "json=jobs.json"]].concat());
    assert_eq!(folder.read("jobs.json"), folder.read("whole.json"));
    assert!(folder.read("whole.json").contains("\"digest\": \"xxh3:"), "{}", folder.read("whole.json"));
    for (share, report) in [("1/2", "json=1.json"), ("2/2", "json=2.json")] {
        fuzz(&folder, &[&cases[..], &["--shard", share, "--format", report]].concat());
        let alone = folder.read(report.trim_start_matches("json="));
        assert!(alone.contains("\"digest\": null"), "{alone}");
    }
    let merged = folder.run(&["merge", "2.json", "1.json", "2.json", "--format", "json=merged.json"]);
    assert_eq!(
        merged.err_and_code(),
        whole
            .err_and_code()
            .lines()
            .last()
            .map_or(String::new(), |last| { format!("RESULT: FAIL (1 error)\n{last}") })
    );
    assert_eq!(folder.read("merged.json"), folder.read("whole.json"));
}

#[test]
fn another_seed_is_another_campaign() {
    let folder = Folder::new();
    for (seed, report) in [("1", "json=1.json"), ("2", "json=2.json")] {
        fuzz(&folder, &["--cases", "20", "--budget=0", "--seed", seed, "--format", report]);
    }
    assert_snapshot!(folder.run(&["merge", "1.json", "2.json"]).refusal(), @"
    error: 2.json: expected reports of one campaign, found another seed: 2, not 1
    exit 2
    ");
}

#[test]
fn found_case_is_saved_small_and_shows_the_finding_again() {
    let folder = Folder::new();
    let ended = fuzz(&folder, &["--cases", "400", "--save", "found"]);
    assert!(ended.out.contains("IP4-19 address-has-one-user\n"), "{}", ended.out);
    let cases = saved(&folder, "found");
    assert_eq!(cases.len(), 1);
    let Case { scenario, found } = &cases[0];
    assert!(scenario.steps.len() <= 2, "{scenario:?}");
    assert_eq!((found.seed, found.fault.as_deref()), (Some(1), Some("double-lease")));
    assert!(found.transcript.starts_with("mockras transcript 1\n"), "{}", found.transcript);
    let file = folder.path("found").join("ip4-19-getipaddressforuser-lpdwipaddress-8a42a9c2.toml");
    let name = file.to_str().expect("UTF-8");
    let run = folder.run(&["run", name, "--fault", "double-lease"]);
    assert_eq!(run.out, found.transcript);
    let check = folder.run(&["check", name, "--fault", "double-lease"]);
    assert_eq!(check.code, Some(1), "{}", check.out);
}

#[test]
fn nothing_to_play_is_no_pass() {
    let folder = Folder::new();
    assert_snapshot!(folder.run(&["fuzz", "--cases", "0"]).err_and_code(), @"
    RESULT: INCONCLUSIVE (no case was played: --cases 0)
    exit 3
    ");
    assert_snapshot!(folder.run(&["fuzz", "--cases", "5", "--shard", "2/2"]).err_and_code(), @"
    RESULT: INCONCLUSIVE (no case was played: no case is in this share)
    exit 3
    ");
    let unasked = folder.run(&["fuzz", "--cases", "5", "--rule", "LOAD-16", "--profile", "server-2012"]);
    assert_eq!(unasked.code, Some(3), "{}", unasked.err);
    assert!(unasked.err.ends_with("RESULT: INCONCLUSIVE (no rule about a DLL applied)\n"), "{}", unasked.err);
}

#[test]
fn dll_that_cannot_be_loaded_is_not_fuzzed() {
    let folder = Folder::new();
    let ended = folder.run(&["fuzz", "--dll", "./libgone.so", "--cases", "5"]);
    assert_snapshot!(ended.refusal(), @"
    error: ./libgone.so: there is no such file
    RESULT: FAIL (a DLL cannot be loaded)
    exit 4
    ");
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn folder_that_cannot_be_written_is_refused_before_anything_is_played() {
    let folder = Folder::new().file("taken", "");
    let ended = fuzz(&folder, &["--cases", "5", "--save", "taken"]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert_snapshot!(ended.refusal(), @"
    error: taken: cannot be written: expected a folder, found a file
    exit 2
    ");
    let below = fuzz(&folder, &["--cases", "5", "--save", "taken/below"]);
    assert_snapshot!(below.refusal(), @"
    error: taken/below: cannot be written: expected a folder, found a file: taken
    exit 2
    ");
}

#[test]
fn report_that_cannot_be_written_is_refused_before_anything_is_played() {
    let folder = Folder::new().file("taken", "");
    for (report, why) in [
        ("json=nowhere/a.json", "nowhere/a.json: cannot be written: there is no such folder"),
        ("json=taken/a.json", "taken/a.json: cannot be written: expected a folder, found a file: taken"),
        ("text=mockras-cases", "mockras-cases: cannot be written: expected a file, found a directory"),
    ] {
        let ended = fuzz(&folder, &["--cases", "3", "--format", report]);
        assert_eq!(ended.refusal(), format!("error: {why}\nexit 2"));
    }
    assert_eq!(folder.names(), ["mockras-cases", "taken"]);
    assert_eq!(saved(&folder, "mockras-cases").len(), 0);
}

/// A file system that is full fails like this: nothing can be written, and the report still holds the case.
#[cfg(unix)]
#[test]
fn case_that_cannot_be_saved_is_in_the_report() {
    let folder = Folder::new();
    let mut shell = std::process::Command::new("sh");
    let line = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} fuzz {} --cases 400 --budget 0 --format json",
        env!("CARGO_BIN_EXE_mockras"),
        FAULT.join(" ")
    );
    shell.args(["-c", &line]);
    folder.furnish(&mut shell);
    let ended = super::ended(&mut shell, b"");
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.err.contains(".toml: cannot be written: "), "{}", ended.err);
    assert!(ended.out.contains("\"file\": null"), "{}", ended.out);
    assert!(ended.out.contains("double-lease"), "{}", ended.out);
    assert_eq!(saved(&folder, "mockras-cases"), []);
}

#[cfg(target_os = "linux")]
#[test]
fn report_to_a_full_disk_is_an_error() {
    let ended = fuzz(&Folder::new(), &["--cases", "3", "--budget=0", "--format", "json=/dev/full"]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("/dev/full: cannot be written: "), "{}", ended.err);
}

/// Killed twenty times, each time a little later.
#[test]
fn killed_campaign_has_saved_what_it_had_found() {
    for round in 0..20 {
        let folder = Folder::new();
        let arguments = [&["fuzz", "--cases", "100000", "-j2"], &FAULT[..]].concat();
        let mut command = folder.command(&arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command can be started");
        let errors = BufReader::new(child.stderr.take().expect("a pipe"));
        let found = errors.lines().map_while(Result::ok).find(|line| line.starts_with("found: "));
        assert!(found.is_some(), "round {round}");
        // The time until the kill is that of some scenarios, played here.
        for _ in 0..round {
            assert!(!mockras::run(&Default::default(), &[]).entries.is_empty());
        }
        child.kill().expect("it is there");
        child.wait().expect("it ends");
        let cases = saved_whole(&folder);
        assert_eq!(cases.len(), 1, "round {round}");
        assert_eq!(cases[0].found.signature, "IP4-19 GetIpAddressForUser *lpdwIpAddress");
    }
}

/// The cases; what was being written when the command was killed is not one of them.
fn saved_whole(folder: &Folder) -> Vec<Case> {
    let entries = std::fs::read_dir(folder.path("mockras-cases")).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("a file").path());
    let names = names.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    names.map(|path| Case::load(path).expect("a whole case")).collect()
}

#[test]
fn options_tell_dlls_apart_in_reports() {
    let folder = Folder::new();
    let dlls = ["--dll", "stock:address-pool,size=1", "--dll", "stock:address-pool"];
    let ended = folder.run(&[&["fuzz", "--cases", "1", "--format", "json"], &dlls[..]].concat());
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect(&ended.err);
    assert_eq!(report["dlls"], serde_json::json!(["address-pool size = 1", "address-pool"]));
}

#[test]
fn campaign_that_has_no_time_shows_nothing() {
    let folder = Folder::new();
    let ended = folder.run(&["fuzz", "--time", "0s", "--dll", "stock:silent", "--format", "json=out.json"]);
    assert_eq!(ended.err_and_code(), "RESULT: INCONCLUSIVE (no case was played)\nexit 3");
    assert!(folder.read("out.json").contains("\"lanes\": []"));
}

/// Where no thread can be made, the one that is there plays all, and the report is that of any number of threads.
#[cfg(target_os = "linux")]
#[test]
fn campaign_without_further_threads_is_played_on_this_one() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new();
    let every = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(folder.folder.path(), every).expect("it is ours");
    // The limit is not for the administrator, and counts what else the user runs.
    let own = folder.folder.path().join("own");
    std::fs::copy(env!("CARGO_BIN_EXE_mockras"), &own).expect("it can be copied");
    let script = "if [ $(id -u) = 0 ]; then set -- setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"; fi; \
                  exec prlimit --nproc=1 \"$@\"";
    let limited = |words: &[&str]| {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", script, "sh"]).arg(&own).args(words);
        folder.furnish(&mut command);
        super::ended(&mut command, b"")
    };
    if limited(&["--version"]).code == Some(127) {
        return;
    }
    let fuzz = [
        "fuzz",
        "--fault",
        "double-lease",
        "--rule",
        "IP4-19",
        "--cases",
        "1100",
        "--budget",
        "20",
        "--save",
    ];
    let few =
        limited(&[&fuzz[..], &["few", "-j", "8", "--format", "text", "--format", "json=few.json"]].concat());
    assert_eq!(few.code, Some(1), "{}", few.err);
    assert!(few.err.contains("warning: playing on 1 thread, no more can be made: "), "{}", few.err);
    folder.run(&[&fuzz[..], &["many", "-j", "8", "--format", "json=many.json"]].concat());
    assert_eq!(folder.read("few.json").replace("few/", "many/"), folder.read("many.json"));
    let digests = limited(&["self-check", "--determinism", "20", "-j", "8"]);
    assert_eq!(digests.code, Some(0), "{}", digests.err);
}

/// What cannot be printed or saved takes nothing from the report in a file.
#[cfg(target_os = "linux")]
#[test]
fn report_is_written_although_nothing_else_can_be() {
    let folder = Folder::new();
    let script = "exec \"$@\" > /dev/full";
    let mut command = std::process::Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_mockras"), "fuzz"]).args(FAULT);
    command.args(["--cases", "40", "--save", "cases", "--format", "text", "--format", "json=out.json"]);
    folder.furnish(&mut command);
    let ended = super::ended(&mut command, b"");
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(
        ended.err.contains("RESULT: FAIL (1 error)\nerror: standard output cannot be written: "),
        "{}",
        ended.err
    );
    assert!(folder.read("out.json").contains("\"signature\": \"IP4-19"));
}
