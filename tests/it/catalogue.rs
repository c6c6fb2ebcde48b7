//! The catalogue of duties against the project: the tests it leads to, and the rows that the project speaks of.

use mockras::check::{Home, Row, row, rows};

use mockras_testing::assert_none;
use mockras_testing::source::{paths_below, read};

/// Rows that say a file of tests asserts them, although it is none.
fn asserted_nowhere<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<String> {
    let files = paths_below("tests/it");
    let holds_tests = |path: &str| files.iter().any(|file| file == path) && read(path).contains("#[test]");
    let asserted = rows.filter_map(|row| match row.home {
        Home::Asserted(file) => Some((row.id, file)),
        _ => None,
    });
    asserted
        .filter(|(_, file)| !holds_tests(file))
        .map(|(id, file)| format!("{id}: {file} holds no tests"))
        .collect()
}

#[test]
fn asserted_rows_lead_to_tests() {
    assert!(rows().any(|row| matches!(row.home, Home::Asserted(_))));
    assert_none(&asserted_nowhere(rows()));
}

#[test]
fn rows_asserted_nowhere_are_found() {
    let known = *row("DATA-08").expect("it is there");
    let homes = [
        Home::Asserted("tests/it/gone.rs"),
        Home::Asserted("tests/it/main.rs"),
        Home::Asserted("src/lib.rs"),
        Home::Rule,
    ];
    let found = asserted_nowhere(homes.map(|home| Row { home, ..known }).iter());
    let expected = ["tests/it/gone.rs", "tests/it/main.rs", "src/lib.rs"];
    assert_eq!(found, expected.map(|file| format!("DATA-08: {file} holds no tests")));
}

/// The ids in a text that look like those of rows: a family and two digits.
fn ids(text: &str) -> Vec<&str> {
    let families = rows().filter_map(|row| row.id.strip_suffix("01"));
    let mut found = Vec::new();
    for family in families {
        for (at, _) in text.match_indices(family) {
            let digits = &text[at + family.len()..];
            let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            if length > 0 && !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-') {
                found.push(&text[at..at + family.len() + length]);
            }
        }
    }
    found
}

#[test]
fn rows_spoken_of_are_in_the_catalogue() {
    let mut findings = Vec::new();
    for path in ["src", "tests/proof", "docs", "corpus"].iter().flat_map(|top| paths_below(top)) {
        let text = read(&path);
        // Samples in the catalogue's own tests are meant to be unknown.
        let spoken = ids(&text).into_iter().filter(|_| path != "src/check/catalogue/mod.rs");
        findings.extend(spoken.filter(|id| row(id).is_none()).map(|id| format!("{path}: no row {id}")));
    }
    assert_none(&findings);
    assert_eq!(ids("IP4-08, XIP4-08 (DATA-36) LINK-1 and LINK-x"), ["LINK-1", "IP4-08", "DATA-36"]);
}
