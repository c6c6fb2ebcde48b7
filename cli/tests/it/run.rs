//! `mockras run`: transcripts, where settings come from, and how runs end.

use std::process::Stdio;

use insta::assert_snapshot;
use mockras::scenario::Scenario;
use mockras::transcript::Transcript;

use super::{DIAL, Ended, Folder, TWO_LINKS, corpus};

/// The lines of a transcript before its first entry.
fn header(ended: &Ended) -> String {
    ended.out.split("\n\n").next().unwrap_or_default().to_owned()
}

#[test]
fn transcript_goes_to_stdout_and_result_to_stderr() {
    let ended = Folder::with(TWO_LINKS).run(&["run", "a.toml"]);
    let scenario = Scenario::parse(TWO_LINKS, "a.toml").expect("a scenario");
    assert_eq!(ended.out, mockras::run(&scenario, &[]).to_text());
    assert_snapshot!(ended.err_and_code(), @"
    RESULT: PASS
    exit 0
    ");
}

#[test]
fn json_is_the_same_transcript() {
    let folder = Folder::with(TWO_LINKS);
    let json = folder.run(&["run", "a.toml", "--format", "json"]).out;
    let transcript = Transcript::parse_json(&json).expect("the JSON can be read");
    assert_eq!(transcript.to_text(), folder.run(&["run", "a.toml"]).out);
    assert_eq!(transcript.to_json(), json);
}

#[test]
fn scenario_comes_from_standard_input() {
    let ended = Folder::new().run_with_input(&["run", "-"], TWO_LINKS.as_bytes());
    assert_eq!(ended, Folder::with(TWO_LINKS).run(&["run", "a.toml"]));
    let ended = Folder::new().run_with_input(&["run", "-"], b"steps = [3]");
    assert_snapshot!(ended.refusal(), @r#"
    error: <stdin>:1:10: steps[0]: expected a step such as { wait = "90s" } or "stop"
    hint: `mockras list steps` shows every step and its fields
    exit 2
    "#);
}

#[test]
fn settings_of_the_file_are_used_where_nothing_else_is_said() {
    let file = format!(
        "profile = \"server-2003\"\n{DIAL}[policy]\nvote = \"ask_all\"\n[[dll]]\nstock = \"silent\"\n"
    );
    assert_snapshot!(header(&Folder::with(file).run(&["run", "a.toml"])), @"
    mockras transcript 1
    profile  server-2003
    policy   vote=ask_all
    dll 1    silent
    ");
}

#[test]
fn settings_of_the_environment_go_before_those_of_the_file() {
    let file =
        format!("profile = \"server-2003\"\n{DIAL}[policy]\nvote = \"ask_all\"\nprocesses = \"one\"\n");
    let folder = Folder::with(file)
        .environment("MOCKRAS_PROFILE", "2008")
        .environment("MOCKRAS_POLICY", "vote=short_circuit, release_vs_hangup=release_first")
        .environment("MOCKRAS_DLL", r#"stock:silent; stock:refuse-user,users=["bob"],name="gate""#);
    assert_snapshot!(header(&folder.run(&["run", "a.toml"])), @"
    mockras transcript 1
    profile  server-2008
    policy   release_vs_hangup=release_first
    policy   processes=one
    dll 1    silent
    dll 2    gate
    ");
}

#[test]
fn flags_go_before_the_environment() {
    let folder = Folder::with(DIAL)
        .environment("MOCKRAS_PROFILE", "2008")
        .environment("MOCKRAS_POLICY", "vote=ask_all,processes=one")
        .environment("MOCKRAS_DLL", "stock:silent");
    let flags = [
        "--profile",
        "2003",
        "--policy",
        "processes=two",
        "--dll",
        "stock:accept-all",
        "--dll",
        "stock:silent",
    ];
    let ended = folder.run(&[&["run", "a.toml"], &flags[..]].concat());
    assert_snapshot!(header(&ended), @"
    mockras transcript 1
    profile  server-2003
    policy   vote=ask_all
    dll 1    accept-all
    dll 2    silent
    ");
}

#[test]
fn empty_environment_counts_as_none() {
    let names = ["MOCKRAS_PROFILE", "MOCKRAS_POLICY", "MOCKRAS_DLL"];
    let folder = names.into_iter().fold(Folder::with(DIAL), |folder, name| folder.environment(name, ""));
    assert_eq!(folder.run(&["run", "a.toml"]), Folder::with(DIAL).run(&["run", "a.toml"]));
}

#[test]
fn reading_that_a_page_overrules_is_noted() {
    let ended = Folder::with(DIAL).run(&[
        "run",
        "a.toml",
        "--profile",
        "2000",
        "--policy",
        "hangup_after_refusal=all",
    ]);
    assert_snapshot!(ended.err_and_code(), @"
    note: server-2000 decides hangup_after_refusal: none (HANGUP-05, HANGUP-06); `all` has no effect
    RESULT: PASS
    exit 0
    ");
}

#[test]
fn dll_that_faults_all_over_is_a_finding_and_the_run_goes_on() {
    let file = corpus("refuse/faults-all-over.toml");
    let ended = Folder::new().run(&["run", &file.to_string_lossy()]);
    assert!(ended.out.ends_with("service       stopped\n"), "{}", ended.out);
    assert_snapshot!(ended.err_and_code(), @"
    RESULT: FAIL (4 calls faulted, first AcceptNewConnectionEx of crash: panic: scripted fault in AcceptNewConnectionEx)
    exit 1
    ");
}

#[test]
fn start_that_fails_goes_before_the_fault_that_failed_it() {
    let script = "[[dll]]\nstock = \"scripted\"\nname = \"gate\"\nscript = ";
    let faults = Folder::with(format!("{DIAL}{script}{{ faults = [\"InitializeDll\"] }}\n"));
    assert_snapshot!(faults.run(&["run", "a.toml"]).err_and_code(), @"
    RESULT: FAIL (the service did not start: gate: InitializeDll: panic: scripted fault in InitializeDll)
    exit 4
    ");
    let fails = Folder::with(format!("{DIAL}{script}{{ initialize = 5 }}\n"));
    assert_snapshot!(fails.run(&["run", "a.toml"]).err_and_code(), @"
    RESULT: FAIL (the service did not start: gate: InitializeDll returned ERROR_ACCESS_DENIED)
    exit 4
    ");
    let missing = Folder::with(format!("{DIAL}{script}{{ missing = true }}\n"));
    assert_snapshot!(missing.run(&["run", "a.toml"]).err_and_code(), @"
    RESULT: FAIL (the service did not start: gate: the file is missing)
    exit 4
    ");
}

#[test]
fn fault_goes_before_nothing_exercised() {
    let file = "steps = []\n[[dll]]\nstock = \"scripted\"\nscript = { faults = [\"TerminateDll\"] }\n";
    assert_snapshot!(Folder::with(file).run(&["run", "a.toml"]).err_and_code(), @"
    RESULT: FAIL (2 calls faulted, first TerminateDll of scripted: panic: scripted fault in TerminateDll)
    exit 1
    ");
}

#[test]
fn run_that_exercises_nothing_is_inconclusive() {
    assert_snapshot!(Folder::with("steps = []\n").run(&["run", "a.toml"]).err_and_code(), @"
    RESULT: INCONCLUSIVE (the scenario has no steps)
    exit 3
    ");
    let skipped = Folder::with("steps = [{ hang-up = { port = \"VPN2-0\" } }]\n");
    assert_snapshot!(skipped.run(&["run", "a.toml"]).err_and_code(), @"
    RESULT: INCONCLUSIVE (every step was skipped)
    exit 3
    ");
    let waits = Folder::with("steps = [{ wait = \"1s\" }]\n");
    assert_snapshot!(waits.run(&["run", "a.toml"]).err_and_code(), @"
    RESULT: INCONCLUSIVE (no DLL was asked anything but to start and stop)
    exit 3
    ");
}

#[test]
fn reader_that_leaves_is_no_error() {
    let many = format!(
        "steps = [{}]",
        "{ dial = { port = \"A\", user = \"b\" } }, { hang-up = { port = \"A\" } },\n".repeat(2000)
    );
    let folder = Folder::with(many);
    for arguments in
        [&["run", "a.toml"][..], &["run", "a.toml", "--format", "json", "--format", "text=a.txt"]]
    {
        let child = folder.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("the command can be started");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the command ends");
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(0), "RESULT: PASS\n")
        );
    }
    assert_eq!(folder.read("a.txt"), folder.run(&["run", "a.toml"]).out);
}
