//! `mockras check`: verdicts, exit codes, reports, sweeps.

use insta::assert_snapshot;
use mockras::scenario::Scenario;

use super::{DIAL, Folder, TWO_LINKS};

const LAST: &str = "a last line";

fn last(text: &str) -> &str {
    text.lines().last().expect(LAST)
}

#[test]
fn sound_dll_passes_on_the_whole_corpus() {
    let ended = Folder::new().run(&["check", "--dll", "stock:address-pool"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), "RESULT: PASS\n"), "{}", ended.out);
}

#[test]
fn seeded_fault_is_found_and_the_command_of_the_finding_finds_it_again() {
    let folder = Folder::new();
    let ended = folder.run(&["check", "--fault", "notify-unwritten"]);
    assert_eq!(ended.code, Some(1), "{}", ended.out);
    let command = ended.out.lines().find_map(|line| line.trim().strip_prefix("reproduce "));
    let words = shlex::split(command.expect("a finding has its command")).expect("it can be typed");
    assert_eq!(words[0], "mockras");
    let again = folder.run(&words[1..].iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(again.code, Some(1), "{}", again.out);
    assert!(again.out.contains("IP4-08 notify-is-written"), "{}", again.out);
}

#[test]
fn canary_reaches_every_report_and_the_exit_code() {
    let folder = Folder::with(TWO_LINKS);
    let ended = folder.run(&[
        "check",
        "a.toml",
        "--rule",
        "CANARY",
        "--format",
        "text",
        "--format",
        "json=r.json",
        "--format",
        "junit=r.xml",
        "--format",
        "sarif=r.sarif",
    ]);
    assert_eq!(ended.code, Some(1));
    assert!(last(&ended.err).starts_with("RESULT: FAIL (1 error)"), "{}", ended.err);
    for text in [ended.out, folder.read("r.json"), folder.read("r.xml"), folder.read("r.sarif")] {
        assert!(text.contains("CANARY"), "{text}");
    }
    assert_eq!(folder.names(), ["a.toml", "r.json", "r.sarif", "r.xml"], "no temporary file is left");
}

#[test]
fn rules_are_selected_and_skipped() {
    let folder = Folder::with(DIAL);
    let ended = folder.run(&[
        "check",
        "a.toml",
        "--rule",
        "IP4-0*,CONN-03",
        "--skip",
        "IP4-08",
        "--show",
        "held,untested",
    ]);
    assert_eq!(ended.code, Some(0), "{}", ended.out);
    assert!(ended.out.contains("CONN-03") && ended.out.contains("IP4-09"), "{}", ended.out);
    assert!(!ended.out.contains("IP4-08") && !ended.out.contains("LINK-01"), "{}", ended.out);
}

#[test]
fn nothing_judged_is_inconclusive() {
    let folder = Folder::with(DIAL);
    let nobody = folder.run(&["check", "a.toml", "--rule", "IP4-08", "--skip", "IP4-*"]);
    assert_eq!(nobody.code, Some(3), "{}", nobody.err);
    let never = folder.run(&["check", "a.toml", "--rule", "IP4-19", "--dll", "stock:silent"]);
    assert_eq!(never.code, Some(3), "{}", never.err);
    assert!(last(&never.err).starts_with("RESULT: INCONCLUSIVE ("), "{}", never.err);
}

#[test]
fn run_that_is_cut_short_is_inconclusive() {
    let folder = Folder::with(TWO_LINKS);
    let whole = folder.run(&["run", "a.toml", "--dll", "stock:address-pool"]).out;
    let cut: String =
        whole.lines().take_while(|line| !line.contains("unload")).map(|line| format!("{line}\n")).collect();
    let folder = folder.file("whole.txt", &whole).file("cut.txt", &cut);
    assert_eq!(folder.run(&["check", "whole.txt"]).code, Some(0));
    let until_connected: String =
        cut.lines().take_while(|line| !line.contains("link-down")).map(|line| format!("{line}\n")).collect();
    let (before, _) = until_connected.rsplit_once(" = TRUE").expect("a call that returned");
    let inside = format!("{before} = ?\n");
    let folder = folder.file("cut.txt", until_connected).file("inside.txt", inside);
    let ended = folder.run(&["check", "cut.txt", "--rule", "CONN-03"]);
    assert_eq!((ended.code, last(&ended.err)), (Some(3), "RESULT: INCONCLUSIVE (a run was cut short)"));
    let ended = folder.run(&["check", "inside.txt", "--rule", "RUN-01"]);
    let undecided = "RESULT: INCONCLUSIVE (a run was cut short: 1 rule undecided)";
    assert_eq!((ended.code, last(&ended.err)), (Some(3), undecided), "{}", ended.out);
}

#[test]
fn service_that_never_starts_is_exit_4() {
    let scenario = format!("{DIAL}[[dll]]\nstock = \"scripted\"\nscript = {{ initialize = 5 }}\n");
    let ended = Folder::with(scenario).run(&["check", "a.toml"]);
    assert_eq!(ended.code, Some(4), "{}", ended.out);
    assert!(last(&ended.err).contains("the service did not start"), "{}", ended.err);
}

#[test]
fn transcripts_are_judged_as_they_were_saved() {
    let scenario = format!("{DIAL}[[dll]]\nstock = \"scripted\"\nscript = {{ true-is = 2 }}\n");
    let folder = Folder::with(&scenario);
    let played = folder.run(&["check", "a.toml"]);
    let (text, json) =
        (folder.run(&["run", "a.toml"]).out, folder.run(&["run", "a.toml", "--format", "json"]).out);
    let folder = folder.file("t.txt", &text).file("t.json", json);
    for saved in ["t.txt", "t.json"] {
        let ended = folder.run(&["check", saved]);
        assert_eq!((ended.code, played.code), (Some(1), Some(1)), "{}", ended.out);
        assert_eq!(ended.err, played.err);
    }
    let piped = folder.run_with_input(&["check", "-"], text.as_bytes());
    assert_eq!((piped.code, piped.err), (Some(1), played.err));
    assert_eq!(folder.run(&["check", "t.txt", "--sweep"]).code, Some(2));
    assert_snapshot!(folder.run(&["check", "t.txt", "--policy", "vote=ask_all"]).refusal(), @"
    error: expected a scenario beside --profile, --policy, --dll, --fault and --sweep, found transcripts
    hint: a transcript is judged as it was saved; a name that ends in .toml is a scenario
    exit 2
    ");
}

#[test]
fn transcript_that_cannot_be_read_is_refused_with_its_place() {
    let folder = Folder::new()
        .file("newer.txt", "mockras transcript 2\nprofile  server-2012\n")
        .file("newer.json", "{\n\"mockras-transcript\": 2\n}\n")
        .file("none.txt", "hello\n");
    assert_snapshot!(folder.run(&["check", "newer.txt"]).refusal(), @"
    error: newer.txt:1: expected version 1 of transcripts, found `2`
    exit 2
    ");
    assert_snapshot!(folder.run(&["check", "newer.json"]).refusal(), @"
    error: newer.json:3: expected version 1 of transcripts, found `2`
    exit 2
    ");
    assert_snapshot!(folder.run(&["check", "none.txt"]).refusal(), @"
    error: none.txt: expected a transcript as text or JSON, found neither
    hint: `mockras run` writes both; a scenario's name ends in .toml
    exit 2
    ");
    assert_snapshot!(folder.run(&["check", "nowhere.txt"]).refusal(), @"
    error: nowhere.txt: cannot be read: there is no such file
    exit 2
    ");
}

#[test]
fn names_of_rules_that_mean_nothing_are_refused() {
    let folder = Folder::with(DIAL);
    assert_snapshot!(folder.run(&["check", "a.toml", "--rule", "IP4-8"]).refusal(), @"
    error: no rule is called `IP4-8`; did you mean `IP4-08`?
    hint: `mockras list rules` shows all
    exit 2
    ");
    assert_snapshot!(folder.run(&["check", "a.toml", "--rule", "NOPE-*"]).refusal(), @"
    error: no rule is called `NOPE-*`
    hint: `mockras list rules` shows all
    exit 2
    ");
    assert_snapshot!(folder.run(&["check", "a.toml", "--skip", "notify-is-writen"]).refusal(), @"
    error: no rule is called `notify-is-writen`; did you mean `notify-is-written`?
    hint: `mockras list rules` shows all
    exit 2
    ");
    assert_snapshot!(folder.run(&["check", "a.toml", "--rule", "LOAD-01"]).refusal(), @"
    error: expected a rule, found LOAD-01: not checkable here: no registry is played: a scenario lists its DLLs
    hint: `mockras explain LOAD-01` says more
    exit 2
    ");
    assert_snapshot!(folder.run(&["check", "a.toml", "--rule", "IP4-[8"]).refusal(), @"
    error: expected a pattern, found `IP4-[8`: Pattern syntax error near position 4: invalid range pattern
    exit 2
    ");
    assert_snapshot!(folder.run(&["check", "a.toml", "--fault", "duble-lease"]).refusal(), @"
    error: invalid value 'duble-lease' for '--fault <NAME>': no seeded fault is called `duble-lease`; did you mean `double-lease`? (`mockras list faults` shows all)
    
    For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn report_that_cannot_be_written_takes_nothing_from_the_verdict() {
    let folder = Folder::with(DIAL).file("kept.json", "earlier");
    let ended = folder.run(&[
        "check",
        "a.toml",
        "--format",
        "junit=missing/out.xml",
        "--format",
        "json=r.json",
        "--format",
        "text",
    ]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("RESULT: "), "{}", ended.err);
    assert!(
        ended.err.contains("error: missing/out.xml: cannot be written: there is no such folder"),
        "{}",
        ended.err
    );
    assert!(
        ended.out.contains(" held, ") && folder.read("r.json").contains("RUN-01"),
        "the others are written"
    );
    assert_eq!(folder.names(), ["a.toml", "kept.json", "r.json"], "nothing half-written is left");
}

#[test]
fn folders_are_searched_in_order_and_an_empty_one_is_refused() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("s/b")).expect("a folder");
    std::fs::create_dir_all(folder.path("empty")).expect("a folder");
    let folder = folder.file("s/z.toml", DIAL).file("s/b/a.toml", DIAL).file("s/notes.txt", "no scenario");
    let json = folder.run(&["check", "s", "--format", "json"]).out;
    let (first, second) = (json.find("s/b/a.toml"), json.find("s/z.toml"));
    assert!(first.is_some() && first < second, "{json}");
    assert_snapshot!(folder.run(&["check", "empty"]).refusal(), @"
    error: empty: expected scenarios (*.toml) below it, found none
    exit 2
    ");
}

#[test]
fn sweep_says_which_readings_a_dll_survives() {
    // It keeps the offered address, but clears it where the documentation lets the service read that as a refusal.
    let scenario = format!(
        "{DIAL}[[dll]]\nstock = \"scripted\"\nname = \"gate\"\nscript = {{ true-is = 2 }}\n[policy]\nbool_truth = \"one\"\n"
    );
    let folder = Folder::with(&scenario);
    assert!(Scenario::parse(&scenario, "a.toml").is_ok());
    let open = folder.run(&["check", "a.toml", "--sweep", "--rule", "CONN-03"]);
    assert_eq!(open.code, Some(0), "only under a reading that is not the default: {}", open.out);
    assert!(open.out.contains("\n  AMB-41 read as bool_truth=one: CONN-03 "), "{}", open.out);
    let ended = folder.run(&["check", "a.toml", "--sweep", "--rule", "CONN-03", "--readings", "all"]);
    assert_eq!(ended.code, Some(1));
    let table: Vec<&str> = ended.out.lines().skip_while(|line| !line.starts_with("POLICY")).collect();
    assert!(
        table.iter().any(|line| line.starts_with("as it is") && line.contains("BROKEN CONN-03")),
        "{table:#?}"
    );
    assert!(
        table.iter().any(|line| line.starts_with("bool_truth") && line.contains("nonzero")),
        "{table:#?}"
    );
    assert!(table.iter().any(|line| line.contains("pairs of readings tried")), "{table:#?}");
}

#[test]
fn corpus_is_there_in_any_folder() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["run", "corpus/links/two-links.toml"]).code, Some(0));
    assert_eq!(folder.run(&["check", "corpus/links/two-links.toml"]).code, Some(0));
    assert_eq!(folder.run(&["run", "fault/double-lease.toml"]).code, Some(0));
}

#[test]
fn readme_shows_a_finding() {
    let readme = mockras_testing::source::read("README.md");
    let shown =
        readme.split("<!-- finding: double-lease -->\n```text\n").nth(1).expect("README.md shows a finding");
    let shown = shown.split("```").next().expect("a block ends");
    let out = Folder::new().run(&["check", "--fault", "double-lease"]).out;
    assert!(out.contains(shown), "{shown}\n{out}");
}

#[test]
fn corpus_of_the_command_is_that_of_the_sources() {
    let all = ["check", "--rule", "RUN-01", "--format", "json", "--profile", "all", "--hostile"];
    let ended = Folder::new().run(&all);
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect(&ended.err);
    let runs = report["runs"].as_array().expect("a list of runs");
    let mut played: Vec<&str> = runs.iter().filter_map(|run| run["scenario"].as_str()).collect();
    played.dedup();
    let mut files: Vec<String> = mockras_testing::source::corpus_files()
        .into_iter()
        .map(|(name, _)| format!("corpus/{name}.toml"))
        .collect();
    files.sort_unstable();
    assert_eq!(played, files, "the corpus has changed since this was built: touch cli/src/scenarios.rs");
}
