//! `mockras check`: what it is given. Odd names, folders, transcripts that were cut, files that are read and written.

use insta::assert_snapshot;

use super::{DIAL, Folder, TWO_LINKS};

#[test]
fn input_is_not_overwritten_however_it_is_spelled() {
    let folder = Folder::with(DIAL);
    for verb in ["check", "run"] {
        for file in ["a.toml", "./a.toml"] {
            let ended = folder.run(&[verb, "a.toml", "--format", &format!("json={file}")]);
            assert_eq!(ended.code, Some(2), "{}", ended.err);
            assert!(ended.err.contains("is read and cannot be written as well"), "{}", ended.err);
        }
    }
    assert_eq!(folder.read("a.toml"), DIAL);
    let ended = folder.run(&["check", "a.toml", "--format", "json=r", "--format", "junit=./r"]);
    assert_snapshot!(ended.refusal(), @"
    error: two formats for ./r
    hint: give each --format a file of its own, as in --format json=out.json
    exit 2
    ");
}

#[test]
fn transcript_cut_before_the_service_runs_blames_nobody() {
    let folder = Folder::with(TWO_LINKS);
    let whole = folder.run(&["run", "a.toml"]).out;
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let folder =
        folder.file("few.txt", lines[..6].concat()).file("most.txt", lines[..lines.len() - 1].concat());
    for cut in ["few.txt", "most.txt"] {
        let ended = folder.run(&["check", cut]);
        assert_eq!(ended.code, Some(3), "{cut}: {}", ended.err);
        assert!(ended.err.contains("a run was cut short"), "{}", ended.err);
        assert_eq!(folder.run(&["check", cut, "a.toml"]).code, Some(3), "{cut} beside a whole run");
    }
}

#[test]
fn same_input_twice_is_judged_once() {
    let folder = Folder::with(DIAL);
    let once = folder.run(&["check", "a.toml", "--format", "json"]).out;
    assert_eq!(folder.run(&["check", "a.toml", "./a.toml", "--format", "json"]).out, once);
}

#[test]
fn name_like_a_flag_can_be_judged_again() {
    let scenario = format!("{DIAL}[[dll]]\nstock = \"scripted\"\nscript = {{ true-is = 2 }}\n");
    let folder = Folder::new().file("-odd name.toml", scenario);
    let ended = folder.run(&["check", "./-odd name.toml", "--rule", "CONN-03"]);
    let command = ended.out.lines().find_map(|line| line.trim().strip_prefix("reproduce "));
    let words = shlex::split(command.expect("a finding has its command")).expect("it can be typed");
    let again = folder.run(&words[1..].iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((again.code, again.out), (Some(1), ended.out));
}

#[test]
fn standard_input_has_no_command_that_repeats_it() {
    let scenario = format!("{DIAL}[[dll]]\nstock = \"scripted\"\nscript = {{ true-is = 2 }}\n");
    let folder = Folder::with(scenario);
    let piped = folder.run(&["run", "a.toml"]).out;
    let ended = folder.run_with_input(&["check", "-"], piped.as_bytes());
    assert_eq!(ended.code, Some(1));
    assert!(!ended.out.contains("reproduce"), "{}", ended.out);
}

#[test]
fn byte_order_mark_is_no_matter() {
    let folder = Folder::with(DIAL);
    let text = folder.run(&["run", "a.toml"]).out;
    let folder = folder.file("marked.txt", format!("\u{feff}{text}"));
    assert_eq!(folder.run(&["check", "marked.txt"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn links_to_folders_are_not_followed() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("s/inner")).expect("a folder");
    let folder = folder.file("s/a.toml", DIAL).file("s/inner/.hidden.toml", "no scenario");
    std::os::unix::fs::symlink("..", folder.path("s/inner/loop")).expect("a link");
    std::os::unix::fs::symlink("nowhere.toml", folder.path("s/inner/dangling.toml")).expect("a link");
    let ended = folder.run(&["check", "s"]);
    assert!(
        ended.out.starts_with(&format!("mockras {}: 1 scenario", env!("CARGO_PKG_VERSION"))),
        "{}",
        ended.out
    );
}

#[test]
fn report_that_is_write_protected_is_kept() {
    let folder = Folder::with(DIAL).file("kept.json", "earlier");
    let mut permissions = std::fs::metadata(folder.path("kept.json")).expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(folder.path("kept.json"), permissions).expect("it is ours");
    let ended = folder.run(&["check", "a.toml", "--format", "json=kept.json"]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("error: kept.json: cannot be written: permission denied\n"), "{}", ended.err);
    assert!(ended.err.lines().last().is_some_and(|line| line.starts_with("RESULT: ")), "{}", ended.err);
    assert_eq!(folder.read("kept.json"), "earlier");
}

#[cfg(unix)]
#[test]
fn report_that_is_replaced_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(DIAL).file("r.json", "earlier");
    std::fs::set_permissions(folder.path("r.json"), PermissionsExt::from_mode(0o640)).expect("it is ours");
    assert_eq!(folder.run(&["check", "a.toml", "--format", "json=r.json"]).code, Some(0));
    let mode = std::fs::metadata(folder.path("r.json")).expect("it is there").permissions().mode();
    assert_eq!((mode & 0o777, folder.read("r.json") == "earlier"), (0o640, false));
}

#[test]
fn fault_of_the_environment_is_the_fault_of_the_flag() {
    let flag = Folder::new().run(&["check", "--fault", "panic"]);
    let variable = Folder::new().environment("MOCKRAS_FAULT", "panic").run(&["check"]);
    assert_eq!((variable.code, &variable.out), (Some(1), &flag.out));
    assert!(flag.out.contains("--fault panic"), "the report says what was asked for: {}", flag.out);
}

#[test]
fn variable_that_means_nothing_is_noted() {
    let folder = Folder::with(DIAL).environment("MOCKRAS_DLLS", "stock:silent");
    assert_snapshot!(folder.run(&["check", "a.toml"]).err, @"
    note: the variable MOCKRAS_DLLS means nothing to mockras; did you mean MOCKRAS_DLL?
    RESULT: PASS
    ");
}

#[test]
fn sweep_says_what_is_broken_anyway() {
    let scenario = format!("{DIAL}[[dll]]\nstock = \"scripted\"\nscript = {{ terminate = 1 }}\n");
    let ended = Folder::with(scenario).run(&["check", "a.toml", "--sweep"]);
    let row = ended.out.lines().find(|line| line.starts_with("processes ")).expect("it changes what happens");
    assert!(row.ends_with("broken as without it"), "{row}");
}

#[test]
fn open_question_and_seeded_fault_are_told_from_rules() {
    let folder = Folder::new();
    let question = folder.run(&["explain", "AMB-20"]);
    assert_eq!(question.code, Some(0));
    assert!(question.out.contains("notify_entry") && question.out.contains("IP4-08"), "{}", question.out);
    assert_snapshot!(folder.run(&["explain", "double-lease"]).refusal(), @"
    error: expected a rule, found the seeded fault double-lease: a DLL that forgets what it has given, so that every user gets the same IPv4 address
    hint: `mockras check --fault double-lease` shows what is found
    exit 2
    ");
}
