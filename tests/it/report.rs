//! What is told of judged runs: the page of rules is fresh, and every format holds what a run showed.

mod conclusion;
mod explain;
mod group;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod merge;
mod page;
mod sample;
#[cfg(feature = "json")]
mod sarif;
mod text;
mod words;

use std::collections::BTreeSet;

use mockras::check::{Rule, all_rules, canary};
use mockras::pipeline;
use mockras::report::text::Shown;
use mockras::report::{JudgedRun, Report, rules_page};
use mockras::scenario::Scenario;

use crate::proof;
use mockras_testing::source::blocks;
use mockras_testing::source::{read, root};

/// The page of rules.
const PAGE: &str = "docs/reference/rules.md";

/// The first line in which the page in the tree differs from the one that the source makes; nothing if it is fresh.
fn stale(page: &str, fresh: &str) -> Option<String> {
    if page == fresh {
        return None;
    }
    let mut lines = (1..).zip(fresh.lines().zip(page.lines().chain(std::iter::repeat(""))));
    let (number, (fresh, found)) = lines.find(|(_, (fresh, found))| fresh != found).unwrap_or_default();
    Some(format!(
        "{PAGE} is stale in line {number}: expected {fresh:?}, found {found:?}\n\
         refresh it with: cargo run -- list rules --format markdown > {PAGE}"
    ))
}

#[test]
fn page_of_rules_is_fresh() {
    if let Some(why) = stale(&read(PAGE), &rules_page()) {
        panic!("{why}");
    }
}

#[test]
fn stale_page_of_rules_is_found() {
    let fresh = rules_page();
    let page = fresh.replace("### INIT-01\n", "### INIT-1\n");
    let why = stale(&page, &fresh).expect("a line differs");
    assert!(why.contains("found \"### INIT-1\"") && why.contains("cargo run -- list rules"), "{why}");
    assert!(stale(&format!("{fresh}\n"), &fresh).is_some());
    assert!(stale("", &fresh).is_some_and(|why| why.contains("in line 1: ")));
}

/// The files that a page names in code.
fn files_named(page: &str) -> BTreeSet<&str> {
    let is_file = |word: &&str| word.contains('/') && word.ends_with(".rs") && !word.contains([' ', '\n']);
    page.split('`').filter(is_file).collect()
}

#[test]
fn page_of_rules_leads_to_the_files_of_rules() {
    let page = rules_page();
    let files = files_named(&page);
    let missing: Vec<_> = files.iter().filter(|file| !root().join(file).is_file()).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    let below = |folder: &str| files.iter().filter(|file| file.starts_with(folder)).count();
    assert_eq!(below("src/check/rules/"), all_rules().len() + 1, "each rule has a file, and the canary");
    assert_eq!(below("tests/proof/"), proof::RULES.len());
    assert_eq!(
        files_named("`src/a.rs` and `b.rs`, `no/file` `d/e.rs`"),
        BTreeSet::from(["d/e.rs", "src/a.rs"])
    );
}

/// Where the links of a page to places in itself lead.
fn places_linked(page: &str) -> Vec<&str> {
    page.split("](#").skip(1).filter_map(|rest| rest.split_once(')')).map(|(place, _)| place).collect()
}

#[test]
fn links_in_the_page_of_rules_lead_to_headings() {
    let page = rules_page();
    let headings: BTreeSet<String> =
        page.lines().filter_map(|line| line.strip_prefix("### ")).map(str::to_lowercase).collect();
    let places = places_linked(&page);
    assert!(places.len() >= headings.len() && headings.len() > 200, "{} {}", places.len(), headings.len());
    let missing: Vec<&&str> = places.iter().filter(|place| !headings.contains(**place)).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}

/// The scenario that `docs/reference/reports.md` shows.
const SHOWN: &str = "corpus/address4/notice-unwritten.toml";

fn report(name: &str, rules: Vec<&'static Rule>) -> Report {
    let scenario = Scenario::load(root().join(name)).expect("a scenario");
    let (transcript, verdicts) = pipeline::judged(&scenario, &mockras::pipeline::InProcess, &rules);
    let run = JudgedRun {
        name: name.to_owned(),
        header: transcript.header,
        verdicts,
        started: true,
        command: Some(format!("mockras check {name}")),
        ..JudgedRun::default()
    };
    Report { rules, runs: vec![run], ..Report::default() }
}

/// The formats that this build has, as `docs/reference/reports.md` marks them.
fn formats(report: &Report) -> Vec<(&'static str, String)> {
    vec![
        ("text", mockras::report::text::render(report, Shown::default())),
        #[cfg(feature = "json")]
        ("json", mockras::report::json::render(report)),
        #[cfg(feature = "json")]
        ("sarif", mockras::report::sarif::render(report)),
    ]
}

/// Blocks under `<!-- report: FORMAT -->` that are not what the renderer makes, of those that this build has.
fn stale_examples(page: &str, report: &Report) -> Vec<&'static str> {
    let blocks = blocks(page);
    let is_shown = |format: &str, text: &str| {
        let marker = format!("<!-- report: {format} -->");
        blocks.iter().find(|(above, ..)| *above == marker).is_none_or(|(.., shown)| shown == text)
    };
    let stale = formats(report).into_iter().filter(|(format, text)| !is_shown(format, text));
    stale.map(|(format, _)| format).collect()
}

#[test]
fn report_page_shows_what_is_rendered() {
    let rules = ["IP4-08", "TERM-03", "RUN-01"];
    let rules = all_rules().iter().copied().filter(|rule| rules.contains(&rule.id)).collect();
    let report = report(SHOWN, rules);
    let page = read("docs/reference/reports.md");
    for format in ["text", "json"] {
        assert!(page.contains(&format!("<!-- report: {format} -->")), "{format}");
    }
    assert!(page.contains(&format!("`{}`", report.result_line())));
    assert!(report.rules.iter().all(|rule| rule.rows().count() == 1), "examples stay short");
    assert_eq!(stale_examples(&page, &report), Vec::<&str>::new());
    assert_eq!(stale_examples(&page.replace("  member     *", "  member     "), &report)[..1], ["text"]);
}

#[test]
fn exit_code_page_shows_last_lines_as_they_are() {
    let page = read("docs/reference/exit-codes.md");
    let is_shown = |report: &Report| page.contains(&format!("| `{}` |", report.result_line()));
    let broken = report(SHOWN, all_rules().iter().copied().filter(|rule| rule.id == "IP4-08").collect());
    let mut not_started = broken.clone();
    not_started.runs[0].started = false;
    let mut nothing = broken.clone();
    nothing.runs[0].verdicts.outcomes.clear();
    let kept = report("corpus/address4/pool.toml", broken.rules.clone());
    for report in [&broken, &not_started, &nothing, &kept] {
        assert!(is_shown(report), "{}", report.result_line());
    }
    let other = report(SHOWN, vec![canary(), broken.rules[0]]);
    assert!(!is_shown(&other), "{}", other.result_line());
}

#[test]
fn every_format_tells_of_the_canary() {
    let sick = report(SHOWN, vec![canary()]);
    for (format, text) in formats(&sick) {
        assert!(text.contains("CANARY") && text.contains("this rule is always broken"), "{format}:\n{text}");
    }
    assert_eq!(sick.result_line(), "RESULT: FAIL (1 error)");
    let sound = report(SHOWN, all_rules().iter().copied().take(1).collect());
    for (format, text) in formats(&sound) {
        assert!(!text.contains("this rule is always broken"), "{format}:\n{text}");
    }
}

#[test]
fn every_format_is_the_same_bytes_again() {
    let [first, second] = [(); 2].map(|()| formats(&report(SHOWN, all_rules().to_vec())));
    assert_eq!(first, second);
}
