//! `docs/reference/rules.md`: the catalogue as a page, a table and a block for each row of every family.

use std::collections::BTreeMap;

use crate::check::{Home, Page, Row, Rule, all_rules, canary, own_rows, rows};

/// What each family is about, by what its ids begin with.
const TITLES: [(&str, &str); 17] = [
    ("LOAD", "Finding and loading DLLs"),
    ("INIT", "Initialisation"),
    ("CONN", "Accepting connections"),
    ("LINK", "Links"),
    ("HANGUP", "Hang-ups"),
    ("REAUTH", "Reauthentication and quarantine"),
    ("IP4", "IPv4 addresses"),
    ("IP6", "IPv6 addresses"),
    ("ENDPT", "Tunnel endpoints"),
    ("PREAUTH", "Pre-authenticated clients"),
    ("TERM", "Termination"),
    ("ORDER", "Order of calls"),
    ("SERIAL", "Processes and calls one after another"),
    ("REENTRY", "What a callout may do"),
    ("ADMIN", "Administration functions outside of callouts"),
    ("DATA", "Structures"),
    ("CBTABLE", "The callbacks table"),
];

const INTRODUCTION: &str = "\
# Rules

Every duty that the documentation of RAS administration DLLs states or leaves open, and what mockras does about it. This
page is generated from the source; edit the catalogue in `src/check/catalogue/` and the rules in `src/check/rules/` and
`tests/proof/`.

An id such as `IP4-08` is permanent: findings, commands and source name it, and it is never given to another duty. What
stands before the number is the family. `binds` says whose duty it is: the DLL's, the service's (mockras plays it), that of
whoever installs the DLL (setup), or nobody's, where the row is a fact. The sources are pages that say it, or where one would
look; `mockras explain` names all of them where there are more than three.

Each row says how firmly they say it:

- **stated**: a page states it
- **implied**: it follows from what pages state
- **conflicting**: pages contradict each other
- **header only**: only a C header or the published metadata of Windows shows it
- **sample only**: only Microsoft's sample shows it
- **silent**: no page says anything

Where pages conflict or are silent, a policy holds the readings; `mockras list policies` shows them.

Each row has one home, where the duty is dealt with:

- **rule**: a rule judges the transcript of a run by it; one rule may decide several duties
- **proof**: the service owes it, so mockras keeps it, and a rule of its own tests proves that
- **file**: the file of a DLL shows it, no run does: `mockras inspect` reads it there
- **test**: tests of mockras itself assert it: a layout, or what a structure is filled with
- **none**: it cannot be checked here, and the row says why

`mockras explain IP4-08` says all there is to say about a duty or a rule, with a transcript that keeps it and one that
breaks it. `mockras check --rule IP4-08 FILE.toml` judges a scenario by that rule alone.
";

/// How many pages of the documentation are shown for a row.
const PAGES_MAX: usize = 3;

/// The page `docs/reference/rules.md`.
pub fn rules_page() -> String {
    let rows: Vec<&Row> = rows().collect();
    let mut page = INTRODUCTION.to_owned();
    for family in rows.chunk_by(|a, b| prefix(a) == prefix(b)) {
        let prefix = family.first().map_or("", |row| prefix(row));
        let title = TITLES.iter().find(|(known, _)| *known == prefix).map_or(prefix, |(_, title)| title);
        page += &section(&format!("{prefix}: {title}"), family.iter().copied());
    }
    page += &section("What mockras demands on its own account", own_rows());
    page + &addresses(rows.into_iter().chain(own_rows()))
}

/// The list at the end of the page that says where the titles of pages lead.
fn addresses<'a>(rows: impl Iterator<Item = &'a Row>) -> String {
    let shown = rows.flat_map(|row| row.pages.iter().take(PAGES_MAX));
    let pages: BTreeMap<&str, &str> = shown.map(|page| (page.title, page.url)).collect();
    let lines = pages.iter().map(|(title, url)| format!("[{title}]: {url}\n"));
    format!("\n{}", lines.collect::<String>())
}

/// What the id of a row begins with.
fn prefix(row: &Row) -> &'static str {
    row.id.rsplit_once('-').map_or(row.id, |(prefix, _)| prefix)
}

fn section<'a>(title: &str, rows: impl Iterator<Item = &'a Row>) -> String {
    let mut table = "| id | about | binds | home |\n|---|---|---|---|\n".to_owned();
    let mut blocks = String::new();
    for row in rows {
        table += &format!("| {} | {} | {} | {} |\n", link(row.id), row.name, row.obliged, kind(row));
        blocks += &block(row);
    }
    format!("\n## {title}\n\n{table}{blocks}")
}

/// A link to the block of a row.
fn link(id: &str) -> String {
    format!("[{id}](#{})", id.to_lowercase())
}

/// The home of a row in a word, as the introduction explains it.
fn kind(row: &Row) -> &'static str {
    match row.home {
        Home::Rule => "rule",
        Home::Proven(_) => "proof",
        Home::Inspect => "file",
        Home::Asserted(_) => "test",
        Home::NotHere(_) => "none",
    }
}

/// All there is to say about a row; the heading is its id alone, so that it can be linked to.
fn block(row: &Row) -> String {
    format!(
        "\n### {}\n\n{}\n\n- {}; {}; versions: {}\n- {}\n- source: {}\n",
        row.id,
        plain(row.duty),
        row.obliged,
        row.strength,
        row.eras,
        status(row),
        sources(row.pages)
    )
}

/// A text without characters that the page would take for its own.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*<[".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn sources(pages: &[Page]) -> String {
    let shown = pages.iter().take(PAGES_MAX).map(|page| format!("[{}]", page.title)).collect::<Vec<_>>();
    match pages.len() {
        0 => "none".to_owned(),
        many @ ..=PAGES_MAX => shown[..many].join(", "),
        many => format!("{} and {} more", shown.join(", "), many - PAGES_MAX),
    }
}

/// The rule that decides a row, with its file, or its home.
fn status(row: &Row) -> String {
    let named = |rule: &Rule| {
        let file = rule.name.replace('-', "_");
        format!("`{}` in `src/check/rules/{file}.rs`", rule.name)
    };
    match (all_rules().iter().find(|rule| rule.decides.contains(&row.id)), row.home) {
        (Some(rule), _) if rule.id == row.id => format!("decided by {}", named(rule)),
        (Some(rule), _) => format!("decided by {}, with {}", named(rule), link(rule.id)),
        (None, Home::Rule) => {
            format!("decided by {}, which every run breaks, if it is asked for", named(canary()))
        }
        (None, Home::Proven(file)) => format!("kept by mockras, proven by `{file}`"),
        (None, Home::Asserted(file)) => format!("asserted by `{file}`"),
        (None, home @ (Home::Inspect | Home::NotHere(_))) => home.to_string(),
    }
}
