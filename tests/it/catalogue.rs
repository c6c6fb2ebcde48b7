//! The catalogue of duties: its words, the pages and tests that it leads to, and the rows that the project speaks of.

use std::collections::BTreeSet;

use mockras::check::{Home, Obliged, Row, Strength, row, rows};
use mockras::ras::{Callout, Policy};

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
    let rows = homes.map(|home| {
        let mut row = known;
        row.home = home;
        row
    });
    let found = asserted_nowhere(rows.iter());
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
        let unknown = ids(&text).into_iter().filter(|id| row(id).is_none());
        findings.extend(unknown.map(|id| format!("{path}: no row {id}")));
    }
    assert_none(&findings);
    assert_eq!(ids("IP4-08, XIP4-08 (DATA-36) LINK-1 and LINK-x"), ["LINK-1", "IP4-08", "DATA-36"]);
}

#[test]
fn catalogue_has_every_row_of_the_contract_in_order() {
    let families = [
        ("LOAD", 26),
        ("INIT", 12),
        ("CONN", 16),
        ("LINK", 15),
        ("HANGUP", 10),
        ("REAUTH", 8),
        ("IP4", 19),
        ("IP6", 12),
        ("ENDPT", 6),
        ("PREAUTH", 7),
        ("TERM", 7),
        ("ORDER", 10),
        ("SERIAL", 9),
        ("REENTRY", 15),
        ("ADMIN", 7),
        ("DATA", 46),
        ("CBTABLE", 13),
    ];
    let expected =
        families.iter().flat_map(|(family, count)| (1..=*count).map(move |n| format!("{family}-{n:02}")));
    let expected: Vec<String> = expected.collect();
    assert_eq!(expected.len(), 238);
    assert_eq!(rows().map(|row| row.id).collect::<Vec<_>>(), expected);
}

#[test]
fn catalogue_finds_rows_by_their_id() {
    assert_eq!(row("IP4-08").map(|row| row.name), Some("output written"));
    assert_eq!([row("IP4-20"), row("ip4-08")], [None, None]);
}

/// What is wrong with the words of a row.
fn faults(row: &Row) -> Vec<&'static str> {
    let subject = match row.obliged {
        Obliged::Dll => "The DLL ",
        Obliged::Service => "The service ",
        Obliged::Setup => "Setup ",
        Obliged::Nobody => "",
    };
    let sentence = row.duty.strip_suffix('.').unwrap_or("");
    let reason = if let Home::NotHere(reason) = row.home { reason } else { "a reason" };
    let wrong = [
        (!row.duty.starts_with(subject), "the duty does not begin with whose it is"),
        (sentence.is_empty() || sentence.contains(". "), "the duty is not one sentence"),
        (row.duty.len() > 200, "the duty is long"),
        (row.duty.contains("  "), "the duty has a gap"),
        (row.name.is_empty() || row.name.split(' ').count() > 6, "the name is not a few words"),
        (reason.len() < 8 || reason.ends_with('.'), "the reason is not a clause"),
        (row.pages.is_empty() && row.strength != Strength::Silent, "no page says it"),
        (row.questions.iter().any(|n| !(1..=59).contains(n) || [23, 53, 55].contains(n)), "no such question"),
    ];
    wrong.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, fault)| fault).collect()
}

#[test]
fn catalogue_rows_are_worded_alike_and_lead_to_pages_and_questions() {
    for row in rows() {
        assert_eq!(faults(row), Vec::<&str>::new(), "{}", row.id);
    }
    let duty = "The service does. It does.  It";
    let mut bad = *row("IP4-08").expect("it is there");
    (bad.duty, bad.name, bad.pages) = (duty, "", &[]);
    (bad.questions, bad.home) = (&[23], Home::NotHere(""));
    assert_eq!(faults(&bad).len(), 7);
    bad.duty = "The DLL does. It does.";
    assert_eq!(faults(&bad).len(), 5);
}

#[test]
fn catalogue_speaks_of_versions_uniformly() {
    let known = [
        "all",
        "all as written, coherent from 2008 on",
        "each entry point from its floor on",
        "each series from its floor on",
        "NT 4.0 up to SP3",
        "NT 4.0 with RRAS, 2000",
        "2000",
        "2000 and later",
        "up to 2003, x86",
        "2003 and later",
        "2008 and later",
        "2008 and later (server)",
        "2008 R2 and later",
        "2008 R2 and later (server)",
        "2012 and later",
    ];
    let used: BTreeSet<&str> = rows().map(|row| row.eras).collect();
    assert_eq!(used, known.into());
}

#[test]
fn catalogue_asks_every_question_that_a_policy_answers() {
    let asked: BTreeSet<String> =
        rows().flat_map(|row| row.questions).map(|n| format!("AMB-{n:02}")).collect();
    let answered = Policy::FIELDS.iter().map(|field| field.question).filter(|name| name.starts_with("AMB"));
    let unasked: Vec<&str> = answered.filter(|name| !asked.contains(*name)).collect();
    assert_eq!(unasked, Vec::<&str>::new());
}

#[test]
fn every_page_has_one_title_and_is_cited_once_by_a_row() {
    let pages: BTreeSet<(&str, &str)> =
        rows().flat_map(|row| row.pages).map(|page| (page.title, page.url)).collect();
    let (titles, urls): (BTreeSet<&str>, BTreeSet<&str>) = pages.iter().copied().unzip();
    assert_eq!((titles.len(), urls.len()), (pages.len(), pages.len()), "two pages are alike");
    for row in rows() {
        let own: BTreeSet<&str> = row.pages.iter().map(|page| page.url).collect();
        assert_eq!(own.len(), row.pages.len(), "{} names a page twice", row.id);
    }
    for (title, url) in pages {
        let name = url.rsplit(['-', '/']).next().unwrap_or(url);
        let is_reference = url.contains("/api/mprapi/");
        assert!(!is_reference || name == title.to_lowercase(), "{title} is not at {url}");
    }
}

#[test]
fn catalogue_has_a_row_for_every_page_that_forbids_calls() {
    for callout in Callout::ALL {
        let name = format!("not in {callout}");
        assert_eq!(rows().any(|row| row.name == name), callout.page_forbids_calls(), "{callout}");
    }
}
