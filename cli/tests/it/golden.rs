//! `mockras check --golden`: transcripts that a user keeps, and what is done when they change.

use std::fs;

use insta::assert_snapshot;

use super::{DIAL, Ended, Folder};

const REFUSES_MALLORY: &str = "stock:refuse-user,users=mallory";
const REFUSES_ALICE: &str = "stock:refuse-user,users=alice";

/// Two scenarios below `gate/`.
fn gate() -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("gate/sub")).expect("a folder");
    folder.file("gate/mallory.toml", DIAL.replace("alice", "mallory")).file("gate/sub/alice.toml", DIAL)
}

fn check(folder: &Folder, dll: &str, more: &[&str]) -> Ended {
    folder.run(&[&["check", "gate/", "--dll", dll, "--golden", "golden"], more].concat())
}

/// The same with golden files of a DLL that refuses mallory.
fn kept() -> Folder {
    let folder = gate();
    let ended = check(&folder, REFUSES_MALLORY, &["--update"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), "RESULT: PASS\n"), "{}", ended.out);
    folder
}

const MALLORY: &str = "golden/gate/mallory.transcript";
const ALICE: &str = "golden/gate/sub/alice.transcript";

#[test]
fn missing_files_fail_and_update_makes_them_with_their_folder() {
    let folder = gate();
    let ended = check(&folder, REFUSES_MALLORY, &[]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(1), "RESULT: FAIL (golden files: 2 missing)\n"));
    let line = format!("golden: gate/mallory.toml: there is no golden file {MALLORY}\n");
    assert!(ended.out.starts_with(&line), "{}", ended.out);
    assert_eq!(folder.names(), ["gate"], "nothing is written unless somebody says so");
    let ended = check(&folder, REFUSES_MALLORY, &["--update"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("\ngolden files in golden: 2 written\n"), "{}", ended.out);
    let ended = check(&folder, REFUSES_MALLORY, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.out);
    assert!(ended.out.contains("\ngolden files in golden: 2 same\n"), "{}", ended.out);
}

#[test]
fn file_holds_the_scenario_and_the_transcript_that_run_prints() {
    let folder = kept();
    let text = folder.read(MALLORY);
    let printed = folder.run(&["run", "gate/mallory.toml", "--dll", REFUSES_MALLORY]).out;
    assert_eq!(text, format!("---\nscenario: gate/mallory.toml\n---\n{printed}"));
    // It is a transcript to every other verb.
    let same = folder.run(&["diff", "gate/mallory.toml", MALLORY, "--dll", REFUSES_MALLORY]);
    assert_eq!(same.out, "identical\n");
    assert_eq!(folder.run(&["check", MALLORY]).code, Some(0));
}

#[test]
fn file_that_differs_fails_with_the_lines() {
    let folder = kept();
    let before = folder.read(MALLORY);
    let ended = check(&folder, REFUSES_ALICE, &[]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(1), "RESULT: FAIL (golden files: 2 differ)\n"));
    let told = ended.out.split("\n\n").next().unwrap_or_default();
    assert!(
        told.starts_with(&format!("golden: gate/mallory.toml: the transcript differs from {MALLORY}\n")),
        "{told}"
    );
    assert!(told.contains("\n  -     0.000  call   conn/1 AcceptNewConnectionEx "), "{told}");
    assert!(
        told.contains(" = FALSE\n") && told.contains("\n  +     0.000  c1            link-up port=VPN2-0\n"),
        "{told}"
    );
    assert_eq!(folder.read(MALLORY), before);
}

#[test]
fn findings_of_rules_are_told_as_before() {
    let folder = kept();
    let fault = ["--fault", "notify-unwritten"];
    let with = check(&folder, "stock:address-pool", &fault);
    assert_eq!(with.code, Some(1));
    assert!(with.err.starts_with("RESULT: FAIL (1 error; golden files: 2 differ)"), "{}", with.err);
    assert!(
        with.out.contains("error: IP4-08") && with.out.contains("golden: gate/mallory.toml"),
        "{}",
        with.out
    );
    let updated = check(&folder, "stock:address-pool", &[&fault[..], &["--update"]].concat());
    assert_eq!(
        (updated.code, updated.err.as_str()),
        (Some(1), "RESULT: FAIL (1 error)\n"),
        "{}",
        updated.out
    );
}

#[test]
fn review_shows_each_change_and_takes_the_answer() {
    let folder = kept();
    let before = [MALLORY, ALICE].map(|file| folder.read(file));
    let review = |answers: &[u8]| {
        let arguments = ["check", "gate/", "--dll", REFUSES_ALICE, "--golden", "golden", "--review"];
        folder.run_with_input(&arguments, answers)
    };
    let ended = review(b"q\n");
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.ends_with("RESULT: FAIL (golden files: 2 differ)\n"), "{}", ended.err);
    assert_eq!(ended.err.matches("write golden/").count(), 1, "{}", ended.err);
    let ended = review(b"what\nn\ny\n");
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.err.contains("expected y, n or q, found `what`"), "{}", ended.err);
    assert!(ended.err.contains(&format!("write {ALICE}? y (yes), n (no), q (no, and no more questions)")));
    assert!(ended.err.contains("\n  -     0.000  c1            link-up port=VPN2-0\n"), "{}", ended.err);
    assert!(ended.err.ends_with("RESULT: FAIL (golden files: 1 differs)\n"), "{}", ended.err);
    assert_eq!(folder.read(MALLORY), before[0]);
    assert_ne!(folder.read(ALICE), before[1]);
    let ended = review(b"");
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(
        ended.err.contains("error: --review: expected y, n or q, found no answer on standard input\n"),
        "{}",
        ended.err
    );
    assert!(ended.err.contains("--update writes all golden files\n"), "{}", ended.err);
    assert_eq!(folder.read(MALLORY), before[0]);
    let ended = review(b"y\n");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    // Without anything to ask, nobody is asked.
    assert_eq!(review(b"").err, "RESULT: PASS\n");
}

#[test]
fn golden_file_without_a_scenario_is_told() {
    let folder = kept();
    fs::remove_file(folder.path("gate/sub/alice.toml")).expect("the file is there");
    let ended = check(&folder, REFUSES_MALLORY, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(
        ended.out.ends_with(&format!("note: {ALICE}: there is no scenario to this golden file\n")),
        "{}",
        ended.out
    );
    // One that was not asked for has its scenario still.
    let folder = kept();
    let one = ["check", "gate/mallory.toml", "--dll", REFUSES_MALLORY, "--golden", "golden"];
    let ended = folder.run(&one);
    assert!(ended.code == Some(0) && !ended.out.contains("note:"), "{}", ended.out);
}

#[test]
fn several_versions_have_a_file_each() {
    let folder = gate();
    let several = ["--profile", "server-2008,server-2012"];
    let ended = check(&folder, REFUSES_MALLORY, &[&several[..], &["--update"]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let text = folder.read("golden/gate/mallory@server-2008.transcript");
    assert!(text.contains("\nprofile  server-2008\n"), "{text}");
    assert!(folder.path("golden/gate/mallory@server-2012.transcript").is_file());
    let ended = check(&folder, REFUSES_MALLORY, &several);
    assert!(ended.code == Some(0) && !ended.out.contains("note:"), "{}", ended.out);
    let ended = check(&folder, REFUSES_MALLORY, &["--profile", "server-2008"]);
    assert!(ended.out.contains("there is no golden file golden/gate/mallory.transcript"), "{}", ended.out);
}

#[test]
fn every_report_has_the_golden_files() {
    let folder = kept();
    let forms = [
        "--format",
        "json=a.json",
        "--format",
        "junit=a.xml",
        "--format",
        "sarif=a.sarif",
        "--format",
        "html=a.html",
    ];
    assert_eq!(check(&folder, REFUSES_ALICE, &forms).code, Some(1));
    let json = folder.read("a.json");
    for part in ["\"state\": \"differs\"", "\"differs\": 2", "\"ending\": \"fail\"", "\"diff\": \"@@ "] {
        assert!(json.contains(part), "{part}: {json}");
    }
    let junit = folder.read("a.xml");
    assert!(junit.contains("failures=\"2\"") && junit.contains("type=\"golden\""), "{junit}");
    assert!(junit.contains(&format!("message=\"the transcript differs from {MALLORY}\"")), "{junit}");
    let sarif = folder.read("a.sarif");
    assert!(
        sarif.contains("\"ruleId\": \"golden\"") && sarif.contains(&format!("\"uri\": \"{MALLORY}\"")),
        "{sarif}"
    );
    assert!(sarif.contains("\"executionSuccessful\": true"), "{sarif}");
    let html = folder.read("a.html");
    assert!(html.contains(&format!("the transcript differs from {MALLORY}\n@@ ")), "{html}");
}

#[test]
fn ends_of_lines_of_a_checkout_are_no_difference() {
    let folder = kept();
    let text = format!("\u{feff}{}", folder.read(MALLORY).replace('\n', "\r\n"));
    let folder = folder.file(MALLORY, text);
    assert_eq!(check(&folder, REFUSES_MALLORY, &[]).code, Some(0));
}

#[test]
fn built_in_corpus_has_golden_files_as_well() {
    let folder = Folder::new();
    let arguments = ["check", "corpus/links/limit.toml", "--golden", "golden"];
    assert_eq!(folder.run(&[&arguments[..], &["--update"]].concat()).code, Some(0));
    let ended = folder.run(&arguments);
    assert!(ended.code == Some(0) && !ended.out.contains("note:"), "{}", ended.out);
    assert!(folder.path("golden/corpus/links/limit.transcript").is_file());
}

#[test]
fn what_cannot_be_a_golden_file_is_refused_before_anything_is_played() {
    let folder = gate();
    fs::create_dir_all(folder.path(MALLORY)).expect("a folder");
    assert_snapshot!(check(&folder, REFUSES_MALLORY, &["--update"]).refusal(), @"
    error: golden/gate/mallory.transcript: expected a golden file, found a directory
    exit 2
    ");
    let folder = gate().file("golden", "nothing");
    assert_snapshot!(check(&folder, REFUSES_MALLORY, &["--update"]).refusal(), @"
    error: --golden: golden: expected a folder, found a file
    exit 2
    ");
    let folder = kept().file(MALLORY, b"\xff");
    assert_snapshot!(check(&folder, REFUSES_MALLORY, &[]).refusal(), @"
    error: golden/gate/mallory.transcript: expected UTF-8, found a byte that is not
    hint: `--update` writes it anew
    exit 2
    ");
    assert_eq!(check(&folder, REFUSES_MALLORY, &["--update"]).code, Some(0));
    assert_eq!(check(&folder, REFUSES_MALLORY, &[]).code, Some(0));
}

#[test]
fn golden_files_stay_below_their_folder() {
    let folder = gate();
    fs::create_dir(folder.path("elsewhere")).expect("a folder");
    let mut command = folder.command(&["check", "../gate/mallory.toml", "--golden", "golden"]);
    command.current_dir(folder.path("elsewhere"));
    assert_snapshot!(super::ended(&mut command, b"").refusal(), @"
    error: ../gate/mallory.toml: --golden takes scenarios below the folder that mockras is started in
    hint: a golden file lies in its folder as the scenario does from there
    exit 2
    ");
    let twice = folder.file("gate/mallory.TOML", DIAL);
    if twice.path("gate/mallory.toml").is_file()
        && fs::read_dir(twice.path("gate")).is_ok_and(|all| all.count() == 3)
    {
        assert_snapshot!(check(&twice, REFUSES_MALLORY, &[]).refusal(), @"
        error: two scenarios have the same golden file, golden/gate/mallory.transcript
        exit 2
        ");
    }
}

#[cfg(unix)]
#[test]
fn link_that_leads_out_of_the_folder_is_not_followed() {
    let folder = gate();
    for name in ["golden", "outside"] {
        fs::create_dir(folder.path(name)).expect("a folder");
    }
    std::os::unix::fs::symlink(folder.path("outside"), folder.path("golden/gate")).expect("a link");
    let ended = check(&folder, REFUSES_MALLORY, &["--update"]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("a link leads out of golden"), "{}", ended.err);
    assert!(fs::read_dir(folder.path("outside")).is_ok_and(|all| all.count() == 0));
}

#[test]
fn transcript_that_is_there_already_has_no_golden_file() {
    let folder = kept();
    assert_snapshot!(folder.run(&["check", ALICE, "--golden", "golden"]).refusal(), @"
    error: golden/gate/sub/alice.transcript: expected a scenario beside --golden, found a transcript
    hint: a golden file is the transcript of a scenario that is played
    exit 2
    ");
    for flags in [&["check", "--update"][..], &["check", "--review"], &["check", "--golden", "g", "--sweep"]]
    {
        assert_eq!(folder.run(flags).code, Some(2), "{flags:?}");
    }
}

#[test]
fn golden_files_hold_nothing_of_the_machine() {
    let folder = gate();
    let library = mockras_testing::small::dll("kept_gate", "#define ACCEPT abort()");
    let arguments = ["check", "gate/", "--dll", &library, "--golden", "golden", "--update"];
    assert_eq!(folder.run(&arguments).code, Some(1), "it crashes");
    let text = folder.read(MALLORY);
    assert!(text.contains("!! "), "{text}");
    let own = library.trim_end_matches("kept_gate.c.so");
    assert!(!text.contains(own) && !text.contains(&*folder.folder.path().to_string_lossy()), "{text}");
    let ended = folder.run(&arguments[..6]);
    assert!(ended.out.contains("golden files in golden: 2 same"), "{}", ended.out);
}
