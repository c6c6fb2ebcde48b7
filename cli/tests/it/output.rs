//! `--format FORM=FILE`: files appear whole, or not at all.

use insta::assert_snapshot;
use mockras::transcript::Transcript;

use super::{Folder, TWO_LINKS};

#[test]
fn file_holds_what_standard_output_would() {
    let folder = Folder::with(TWO_LINKS);
    let ended = folder.run(&[
        "run",
        "a.toml",
        "--format",
        "json=out.json",
        "--format",
        "text=out.txt",
        "--format",
        "text",
    ]);
    assert_eq!(ended.out, folder.run(&["run", "a.toml"]).out);
    assert_eq!(folder.read("out.txt"), ended.out);
    assert_eq!(folder.read("out.json"), folder.run(&["run", "a.toml", "--format", "json"]).out);
    assert_eq!(Transcript::parse_json(&folder.read("out.json")).expect("JSON").to_text(), ended.out);
    assert_eq!(folder.names(), ["a.toml", "out.json", "out.txt"], "no temporary file is left");
}

#[test]
fn file_alone_leaves_standard_output_empty() {
    let folder = Folder::with(TWO_LINKS);
    let ended = folder.run(&["run", "a.toml", "--format", "text=out.txt"]);
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (Some(0), "", "RESULT: PASS\n"));
    let dash = folder.run(&["run", "a.toml", "--format", "text=-"]);
    assert_eq!(folder.read("out.txt"), dash.out);
}

#[test]
fn file_of_earlier_is_replaced_as_a_whole() {
    let folder = Folder::with(TWO_LINKS).file("out.txt", "x".repeat(100_000));
    let ended = folder.run(&["run", "a.toml", "--format", "text=out.txt", "--format", "text"]);
    assert_eq!(folder.read("out.txt"), ended.out);
}

#[test]
fn file_of_earlier_survives_a_run_that_is_refused() {
    let folder = Folder::with("steps = [3]").file("out.txt", "earlier");
    assert_eq!(folder.run(&["run", "a.toml", "--format", "text=out.txt"]).code, Some(2));
    let folder = folder.file("a.toml", TWO_LINKS);
    let ended =
        folder.run(&["run", "a.toml", "--format", "text=out.txt", "--format", "json=missing/out.json"]);
    assert_snapshot!(ended.refusal(), @"
    error: missing/out.json: cannot be written: there is no such folder
    exit 2
    ");
    assert_eq!(folder.read("out.txt"), "earlier");
    assert_eq!(folder.names(), ["a.toml", "out.txt"], "no temporary file is left");
}

#[test]
fn place_that_cannot_be_written_is_refused_before_the_run() {
    let folder = Folder::with(TWO_LINKS).file("plain", "");
    std::fs::create_dir(folder.path("folder")).expect("a folder");
    assert_snapshot!(folder.run(&["run", "a.toml", "--format", "text=folder"]).refusal(), @"
    error: folder: cannot be written: expected a file, found a directory
    exit 2
    ");
    let below_a_file = folder.run(&["run", "a.toml", "--format", "text=plain/out.txt"]);
    assert_eq!((below_a_file.code, below_a_file.out.as_str()), (Some(2), ""));
    assert!(
        below_a_file.err.starts_with("error: plain/out.txt: cannot be written: "),
        "{}",
        below_a_file.err
    );
}

#[test]
fn transcripts_for_the_same_place_are_refused() {
    let folder = Folder::with(TWO_LINKS);
    assert_snapshot!(folder.run(&["run", "a.toml", "--format", "text", "--format", "json"]).refusal(), @"
    error: two formats for standard output
    hint: give each --format a file of its own, as in --format json=out.json
    exit 2
    ");
    let twice = folder.run(&["run", "a.toml", "--format", "text=out", "--format", "json=out"]);
    assert_snapshot!(twice.refusal(), @"
    error: two formats for out
    hint: give each --format a file of its own, as in --format json=out.json
    exit 2
    ");
}

#[cfg(unix)]
#[test]
fn file_has_the_rights_that_any_new_file_has() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(TWO_LINKS);
    folder.run(&["run", "a.toml", "--format", "text=out.txt"]);
    let mode = |name: &str| folder.path(name).metadata().expect("it is there").permissions().mode();
    assert_eq!(mode("out.txt"), mode("a.toml"));
}

#[cfg(unix)]
#[test]
fn link_is_refused_and_what_it_leads_to_stays() {
    let folder = Folder::with(TWO_LINKS).file("real.txt", "earlier");
    for (to, link) in [("real.txt", "link.txt"), ("gone.txt", "dangling.txt")] {
        std::os::unix::fs::symlink(to, folder.path(link)).expect("a link");
        let ended = folder.run(&["run", "a.toml", "--format", &format!("text={link}")]);
        assert_eq!(
            ended.refusal(),
            format!(
                "error: {link}: cannot be written: expected a file, found a link\n\
                 hint: name the file that the link leads to\nexit 2"
            )
        );
    }
    assert_eq!(folder.read("real.txt"), "earlier");
    assert_eq!(folder.names(), ["a.toml", "dangling.txt", "link.txt", "real.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn special_file_is_written_to_and_not_replaced() {
    let folder = Folder::with(TWO_LINKS);
    let ended = folder.run(&["run", "a.toml", "--format", "text=/dev/stdout"]);
    assert_eq!(ended.out, folder.run(&["run", "a.toml"]).out);
    let full = folder.run(&["run", "a.toml", "--format", "text=/dev/full"]);
    assert_snapshot!(full.refusal(), @"
    error: /dev/full: cannot be written: No space left on device (os error 28)
    exit 2
    ");
}

#[test]
fn page_about_reports_shows_junit_as_it_is() {
    let scenario = "corpus/address4/notice-unwritten.toml";
    let folder = Folder::new();
    std::fs::create_dir_all(folder.folder.path().join("corpus/address4")).expect("a folder can be made");
    let folder = folder.file(scenario, mockras_testing::source::read(scenario));
    let rules = ["--rule", "IP4-08", "--rule", "TERM-03", "--rule", "RUN-01"];
    let ended = folder.run(&[&["check", scenario, "--format", "junit"], &rules[..]].concat());
    let blocks = mockras_testing::source::blocks(&mockras_testing::source::read("docs/reference/reports.md"));
    let shown = blocks.into_iter().find(|(above, ..)| above == "<!-- report: junit -->");
    assert_eq!(shown.expect("it is shown").2, ended.out);
}
