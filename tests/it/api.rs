//! The public items of the packages, as a listing that changes when they do.

use std::collections::BTreeMap;

use mockras_testing::api::{PublicItem, public_items};
use mockras_testing::{assert_none, assert_snapshot_in};

#[test]
fn public_items_are_those_of_the_listing() {
    let mut rooms: BTreeMap<String, String> = BTreeMap::new();
    for (root, package) in [("src/lib.rs", "mockras"), ("native/src/lib.rs", "mockras-native")] {
        let items = public_items(root);
        assert!(items.len() > 200, "{root}: {} items", items.len());
        for item in items {
            let room = item.path.split_once("::").map_or("root", |(room, _)| room);
            *rooms.entry(format!("{package}-{room}")).or_default() += &format!("{}\n", item.line);
        }
    }
    for (room, lines) in rooms {
        assert_snapshot_in("snapshots/api", &room, &lines);
    }
}

/// The rooms whose functions are called by tests of users.
const FOR_TESTS: [&str; 3] = ["check::", "transcript::", "pipeline::"];

/// Functions of [`FOR_TESTS`] without an example, by the beginnings of their paths, each with the reason.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    ("check::Breach::about", JUDGE),
    ("check::Breach::member", JUDGE),
    ("check::Breach::under", JUDGE),
    ("check::Cycles::cycle", SOAK),
    ("check::Cycles::drift", SOAK),
    ("check::Cycles::entry", SOAK),
    ("check::Cycles::is_over", SOAK),
    ("check::Cycles::new", SOAK),
    ("check::Drift::expected", SOAK),
    ("check::Drift::observed", SOAK),
    ("check::Drift::place", SOAK),
    ("check::Judge::broken", JUDGE),
    ("check::Judge::expect", JUDGE),
    ("check::Judge::held", JUDGE),
    ("check::Judge::owed", JUDGE),
    ("check::Kind::word", WORD),
    ("check::Obliged::word", WORD),
    ("check::Reach::word", WORD),
    ("check::Strength::word", WORD),
    ("check::Twin::word", WORD),
    ("pipeline::Edge::class", COVERAGE),
    ("pipeline::Reached::append", COVERAGE),
    ("pipeline::Reached::is_empty", COVERAGE),
    ("pipeline::Runner::avoid", FRONT_END),
    ("pipeline::Runner::cut", FRONT_END),
    ("pipeline::Runner::reached", FRONT_END),
    ("pipeline::Runner::refresh", FRONT_END),
    ("pipeline::Runner::repeat", FRONT_END),
    ("pipeline::Runner::run_on_threads", FRONT_END),
    ("pipeline::Runner::written", FRONT_END),
    ("pipeline::Sink::is_measured", FRONT_END),
    ("pipeline::Sink::is_over", FRONT_END),
    ("pipeline::Sink::is_wanted", FRONT_END),
    ("pipeline::Sink::sample", FRONT_END),
    ("transcript::JsonWriter::entry", WRITER),
    ("transcript::JsonWriter::finish", WRITER),
    ("transcript::JsonWriter::new", WRITER),
    ("transcript::TextWriter::entry", WRITER),
    ("transcript::TextWriter::finish", WRITER),
    ("transcript::TextWriter::new", WRITER),
];

const JUDGE: &str = "the example of `Judge` shows it";
const SOAK: &str = "what a soak hears and tells; tests of users read findings";
const WORD: &str = "the word that `Display` writes";
const COVERAGE: &str = "what native code tells of itself, which campaigns take";
const FRONT_END: &str = "asked by what drives a run, and provided";
const WRITER: &str = "the example of its type shows it";

/// What is wrong with the examples of these items, and with the list of those that have none.
fn example_faults(items: &[PublicItem], excused: &[(&str, &str)]) -> Vec<String> {
    let is_for_tests =
        |item: &&PublicItem| item.is_function && FOR_TESTS.iter().any(|room| item.path.starts_with(room));
    let functions: Vec<&PublicItem> = items.iter().filter(is_for_tests).collect();
    let excuses = |item: &PublicItem| excused.iter().any(|(path, _)| item.path == *path);
    let mut faults = Vec::new();
    for item in &functions {
        match (item.docs.contains("```"), excuses(item)) {
            (false, false) => faults.push(format!("{}: no example", item.path)),
            (true, true) => faults.push(format!("{}: listed without need", item.path)),
            _ => {}
        }
        if item.docs.trim().is_empty() {
            faults.push(format!("{}: no doc comment", item.path));
        }
    }
    for (path, reason) in excused {
        if reason.is_empty() || !functions.iter().any(|item| item.path == *path) {
            faults.push(format!("{path}: listed, but it is missing or has no reason"));
        }
    }
    faults
}

#[test]
fn functions_for_tests_have_examples() {
    assert_none(&example_faults(&public_items("src/lib.rs"), WITHOUT_EXAMPLE));
}

#[test]
fn functions_without_examples_are_found() {
    let item = |path: &str, docs: &str| PublicItem {
        path: path.to_owned(),
        line: String::new(),
        is_function: true,
        docs: docs.to_owned(),
    };
    let items = [
        item("check::shown", "Says.\n```\nassert!(true);\n```"),
        item("check::told", "Says."),
        item("pipeline::silent", ""),
        item("report::other", ""),
    ];
    let excused = [("pipeline::silent", "why"), ("check::shown", "why"), ("check::gone", "why")];
    let expected = [
        "check::shown: listed without need",
        "check::told: no example",
        "pipeline::silent: no doc comment",
        "check::gone: listed, but it is missing or has no reason",
    ];
    assert_eq!(example_faults(&items, &excused), expected);
}
