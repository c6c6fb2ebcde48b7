//! The pages as a book: all of them are in its table of contents, and what they point at is there.

use std::collections::BTreeMap;

use mockras_testing::assert_none;
use mockras_testing::source::{paths_below, read, root};

/// Where the table of contents stands.
const SUMMARY: &str = "docs/SUMMARY.md";

/// The longest cell of a table that can still be read, in characters.
const CELL_MAX: usize = 120;

/// Every page of the book, by its path.
fn pages() -> BTreeMap<String, String> {
    let paths = paths_below("docs").into_iter();
    paths
        .filter(|path| path.ends_with(".md") && path != SUMMARY)
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

/// The lines of a page that stand in no fenced block, with their numbers.
fn prose(page: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    page.lines().enumerate().filter_map(move |(index, line)| {
        let is_fence = line.starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some((index + 1, line))
    })
}

/// The targets of the links in a page, but for those that lead out of the project.
fn links(page: &str) -> Vec<String> {
    let text: String = prose(page).map(|(_, line)| format!("{line}\n")).collect();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target.to_owned()).filter(|target| !target.contains("://")).collect()
}

/// The path from the project root of what a page links to.
fn resolved(page: &str, target: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What follows `#` in a link to this heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

fn anchors(page: &str) -> Vec<String> {
    let headings = prose(page).filter(|(_, line)| line.starts_with('#'));
    headings.map(|(_, line)| anchor(line.trim_start_matches('#').trim())).collect()
}

/// Links of a page that lead nowhere. A page of the book may link to others of the book only.
fn dead_links(path: &str, page: &str, pages: &BTreeMap<String, String>) -> Vec<String> {
    let mut findings = Vec::new();
    for link in links(page) {
        let (target, heading) = link.split_once('#').unwrap_or((&link, ""));
        let target = if target.is_empty() { path.to_owned() } else { resolved(path, target) };
        let is_in_book = target.starts_with("docs/") || !path.starts_with("docs/");
        let is_there = pages.contains_key(&target) || root().join(&target).exists();
        let has_heading = pages.get(&target).is_none_or(|page| anchors(page).iter().any(|at| at == heading));
        if !is_in_book || !is_there || (!heading.is_empty() && !has_heading) {
            findings.push(format!("{path}: the link {link} leads nowhere"));
        }
    }
    findings
}

/// Pages that are not in the table of contents once.
fn unlisted<'a>(summary: &str, pages: impl Iterator<Item = &'a str>) -> Vec<String> {
    let listed: Vec<String> = links(summary).iter().map(|link| resolved(SUMMARY, link)).collect();
    let times = |page: &str| listed.iter().filter(|listed| *listed == page).count();
    let findings = pages.map(|page| (page, times(page))).filter(|(_, times)| *times != 1);
    findings.map(|(page, times)| format!("{page} is listed {times} times")).collect()
}

/// Files and folders of the project that a page names in backticks and that do not exist. What builds make is left out.
fn missing_paths(page: &str, is_there: impl Fn(&str) -> bool) -> Vec<String> {
    const TOPS: [&str; 12] = [
        "src",
        "native",
        "cli",
        "tests/it",
        "tests/dll",
        "scripts",
        "corpus",
        "snapshots",
        "include",
        "fuzz",
        "benches",
        "docs",
    ];
    let mut findings = Vec::new();
    for (number, line) in prose(page) {
        for span in line.split('`').skip(1).step_by(2) {
            let is_path = TOPS.iter().any(|top| span.starts_with(&format!("{top}/")))
                && !span.contains([' ', '<', '*'])
                && !span.contains("..")
                && !span.contains("/target/");
            if is_path && !is_there(span) {
                findings.push(format!("line {number}: `{span}` does not exist"));
            }
        }
    }
    findings
}

/// Cells of tables that are too long to be read.
fn long_cells(page: &str) -> Vec<String> {
    let rows = prose(page).filter(|(_, line)| line.starts_with('|'));
    rows.filter(|(_, row)| row.split('|').any(|cell| cell.trim().chars().count() > CELL_MAX))
        .map(|(number, _)| format!("line {number}: a cell has more than {CELL_MAX} characters"))
        .collect()
}

/// The pages of the book and those at the top, which people read first.
fn pages_and_those_at_the_top() -> BTreeMap<String, String> {
    let mut all = pages();
    all.insert(SUMMARY.to_owned(), read(SUMMARY));
    for page in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
        all.insert(page.to_owned(), read(page));
    }
    all
}

#[test]
fn every_page_is_listed_once() {
    let pages = pages();
    assert!(pages.len() > 20, "the pages were found");
    assert_none(&unlisted(&read(SUMMARY), pages.keys().map(String::as_str)));
}

#[test]
fn every_link_leads_somewhere() {
    let all = pages_and_those_at_the_top();
    let dead = all.iter().flat_map(|(path, page)| dead_links(path, page, &all));
    assert_none(&dead.collect::<Vec<_>>());
}

#[test]
fn every_path_that_a_page_names_exists() {
    let is_there = |path: &str| root().join(path).exists();
    let missing = pages_and_those_at_the_top().into_iter().flat_map(|(path, page)| {
        missing_paths(&page, is_there).into_iter().map(move |finding| format!("{path}: {finding}"))
    });
    assert_none(&missing.collect::<Vec<_>>());
}

#[test]
fn tables_can_be_read() {
    let long = pages().into_iter().flat_map(|(path, page)| {
        long_cells(&page).into_iter().map(move |finding| format!("{path}: {finding}"))
    });
    assert_none(&long.collect::<Vec<_>>());
}

#[test]
fn readme_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 130, "README.md has {lines} lines, at most 130");
}

#[test]
fn what_is_wrong_with_a_page_is_found() {
    let page = "# A `b`: c.d\n[x](e.md) [y](#a-b-cd) [z](#gone) [out](https://a.b) [up](../src/lib.rs)\n\
                ```\n[in](a/fence.md) `src/fenced.rs`\n```\n`src/gone.rs`, `src/<room>/a.rs`, `corpus/...`, `cargo run`\n";
    let all = BTreeMap::from([("docs/f.md".to_owned(), page.to_owned())]);
    let expected = ["e.md", "#gone", "../src/lib.rs"];
    let expected = expected.map(|link| format!("docs/f.md: the link {link} leads nowhere"));
    assert_eq!(dead_links("docs/f.md", page, &all), expected);
    assert_eq!(missing_paths(page, |_| false), ["line 6: `src/gone.rs` does not exist"]);
    assert_eq!(anchor("The stand-in for mprapi.dll"), "the-stand-in-for-mprapidll");
    let summary = "- [a](how-to/a.md)\n- [b](b.md) [again](b.md)\n";
    let listed = unlisted(summary, ["docs/how-to/a.md", "docs/b.md", "docs/c.md"].into_iter());
    assert_eq!(listed, ["docs/b.md is listed 2 times", "docs/c.md is listed 0 times"]);
    let table = format!("| a | {} |\n| a | {} |\n", "b".repeat(CELL_MAX), "b".repeat(CELL_MAX + 1));
    assert_eq!(long_cells(&table), ["line 2: a cell has more than 120 characters"]);
}
