//! The public items of the packages, as a listing that changes when they do.

use std::collections::BTreeMap;

use mockras_testing::api::{PublicItem, public_items, public_items_in};
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

/// A crate in two files, with a macro.
const CRATE: [(&str, &str); 2] = [
    (
        "a/src/lib.rs",
        "mod inner;\n\
         pub use inner::{Gate, Tier};\n\
         /// Runs.\n\
         pub fn run(times: u32) -> Gate { Gate::new(times) }\n\
         fn hidden() {}\n\
         #[cfg(test)]\nmod tests { pub fn of_tests() {} }\n",
    ),
    (
        "a/src/inner.rs",
        "macro_rules! words { ($name:ident { $($variant:ident $word:literal,)* }) => {\n\
             #[derive(Debug)]\n\
             pub enum $name { $($variant,)* }\n\
             impl $name { pub const ALL: &'static [Self] = &[$(Self::$variant),*]; }\n\
         } }\n\
         words! { Tier { Low \"low\", High \"high\", } }\n\
         pub struct Gate { pub times: u32, open: bool }\n\
         impl Gate {\n    pub fn new(times: u32) -> Self { Self { times, open: true } }\n    fn shut(&mut self) {}\n}\n\
         impl std::fmt::Display for Gate {}\n\
         pub struct NotReexported;\n",
    ),
];

/// The lines of this crate, after what is said is replaced in its files.
fn lines_with(old: &str, new: &str) -> Vec<String> {
    let read = |path: &str| {
        let (_, text) = CRATE.iter().find(|(file, _)| *file == path)?;
        Some(text.replace(old, new))
    };
    public_items_in("a/src/lib.rs", &read).into_iter().map(|item| item.line).collect()
}

#[test]
fn listing_has_what_is_public_and_nothing_else() {
    let expected = [
        "Gate impl std::fmt::Display for Gate",
        "Gate struct with private fields",
        "Gate.times: u32",
        "Gate::new fn new(times: u32) -> Self",
        "Tier enum derive(Debug)",
        "Tier::ALL const: &'static [Self]",
        "Tier::High variant",
        "Tier::Low variant",
        "run fn run(times: u32) -> Gate",
    ];
    assert_eq!(lines_with("", ""), expected);
}

#[test]
fn changes_of_what_is_public_change_the_listing() {
    let before = lines_with("", "");
    for (old, new, gone, come) in [
        ("pub fn new", "fn new", &["Gate::new fn new(times: u32) -> Self"][..], &[][..]),
        (
            "pub fn run(times: u32)",
            "pub fn run(times: u64)",
            &["run fn run(times: u32) -> Gate"],
            &["run fn run(times: u64) -> Gate"],
        ),
        ("High \"high\",", "High \"high\", Top \"top\",", &[], &["Tier::Top variant"]),
        ("pub times: u32", "times: u32", &["Gate.times: u32"], &[]),
        (
            "#[derive(Debug)]\n",
            "#[derive(Debug)]\n#[non_exhaustive]\n",
            &["Tier enum derive(Debug)"],
            &["Tier enum non_exhaustive derive(Debug)"],
        ),
        ("impl std::fmt::Display for Gate {}", "", &["Gate impl std::fmt::Display for Gate"], &[]),
        ("fn hidden", "fn renamed", &[], &[]),
    ] {
        let after = lines_with(old, new);
        let only = |these: &[String], others: &[String]| -> Vec<String> {
            these.iter().filter(|line| !others.contains(line)).cloned().collect()
        };
        assert_eq!((only(&before, &after), only(&after, &before)), (strings(gone), strings(come)), "{new}");
    }
}

fn strings(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
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
    ("pipeline::Driver::begin", FRONT_END),
    ("pipeline::Driver::finish", FRONT_END),
    ("pipeline::Driver::host", FRONT_END),
    ("pipeline::Driver::into_host", FRONT_END),
    ("pipeline::Driver::new", FRONT_END),
    ("pipeline::Driver::peek", FRONT_END),
    ("pipeline::Driver::service", FRONT_END),
    ("pipeline::Driver::step", FRONT_END),
    ("pipeline::Edge::class", COVERAGE),
    ("pipeline::Play::calls", SHOWN),
    ("pipeline::Play::connections", SHOWN),
    ("pipeline::Play::finish", SHOWN),
    ("pipeline::Play::new", SHOWN),
    ("pipeline::Play::of", FRONT_END),
    ("pipeline::Play::step", SHOWN),
    ("pipeline::Reached::append", COVERAGE),
    ("pipeline::Reached::is_empty", COVERAGE),
    ("pipeline::Recorded::of", SHOWN),
    ("pipeline::Recorded::scenario", SHOWN),
    ("pipeline::Runner::avoid", FRONT_END),
    ("pipeline::Runner::begin", FRONT_END),
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
    ("pipeline::Stepwise::cut", FRONT_END),
    ("pipeline::Stepwise::finish", FRONT_END),
    ("pipeline::Stepwise::service", FRONT_END),
    ("pipeline::Stepwise::step", FRONT_END),
    ("transcript::JsonWriter::entry", SHOWN),
    ("transcript::JsonWriter::finish", SHOWN),
    ("transcript::JsonWriter::new", SHOWN),
    ("transcript::TextWriter::entry", SHOWN),
    ("transcript::TextWriter::finish", SHOWN),
    ("transcript::TextWriter::new", SHOWN),
];

const JUDGE: &str = "the example of `Judge` shows it";
const SOAK: &str = "what a soak hears and tells; tests of users read findings";
const WORD: &str = "the word that `Display` writes";
const COVERAGE: &str = "what native code tells of itself, which campaigns take";
const FRONT_END: &str = "asked by what drives a run, and provided";
const SHOWN: &str = "the example of its type shows it";

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
