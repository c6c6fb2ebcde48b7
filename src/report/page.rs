//! `docs/reference/rules.md`: the catalogue as a page, a table and a block for each row of every family.

use std::collections::BTreeMap;

use crate::check::{Home, Page, Row, Rule, all_rules, canary, own_rows, rows};

/// What each family is about, by what its ids begin with.
const TITLES: [(&str, &str); 16] = [
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
    for family in rows.chunk_by(|a, b| family(a) == family(b)) {
        let prefix = family_of(family);
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
fn family(row: &Row) -> &'static str {
    row.id.rsplit_once('-').map_or(row.id, |(family, _)| family)
}

fn family_of(rows: &[&Row]) -> &'static str {
    rows.first().map_or("", |row| family(row))
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
        status(row, all_rules()),
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
fn status(row: &Row, rules: &[&'static Rule]) -> String {
    let named = |rule: &Rule| {
        let file = rule.name.replace('-', "_");
        format!("`{}` in `src/check/rules/{file}.rs`", rule.name)
    };
    match (rules.iter().find(|rule| rule.decides.contains(&row.id)), row.home) {
        (Some(rule), _) if rule.id == row.id => format!("decided by {}", named(rule)),
        (Some(rule), _) => format!("decided by {}, with {}", named(rule), link(rule.id)),
        (None, Home::Rule) if row.id == canary().id => {
            format!("decided by {}, which every run breaks, if it is asked for", named(canary()))
        }
        (None, Home::Rule) => "no rule yet".to_owned(),
        (None, Home::Proven(file)) => format!("kept by mockras, proven by `{file}`"),
        (None, Home::Asserted(file)) => format!("asserted by `{file}`"),
        (None, home @ (Home::Inspect | Home::NotHere(_))) => home.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::row;

    #[test]
    fn page_has_a_titled_table_for_each_family() {
        let page = rules_page();
        for (prefix, title) in TITLES {
            assert!(page.contains(&format!("\n## {prefix}: {title}\n\n| id |")), "{prefix}");
        }
        assert_eq!(page.matches("\n## ").count(), TITLES.len() + 1, "a family without a title, or twice");
        assert_eq!(page.matches("\n|---|").count(), TITLES.len() + 1);
    }

    #[test]
    fn page_has_a_line_and_a_block_for_each_row() {
        let page = rules_page();
        for row in rows().chain(own_rows()) {
            let line = format!("\n| [{0}](#{1}) | {2} | ", row.id, row.id.to_lowercase(), row.name);
            assert_eq!(page.matches(&line).count(), 1, "{}", row.id);
            let heading = format!("\n### {}\n\n{}\n\n- ", row.id, plain(row.duty));
            assert_eq!(page.matches(&heading).count(), 1, "{}", row.id);
            assert!(INTRODUCTION.contains(&format!("\n- **{}**: ", kind(row))), "{}", row.id);
        }
        assert!(page.ends_with('\n') && page.is_ascii());
    }

    #[test]
    fn cells_of_tables_are_short() {
        for line in rules_page().lines().filter(|line| line.starts_with('|')) {
            let cells: Vec<&str> = line.split('|').collect();
            assert!(cells.len() == 6 && cells.iter().all(|cell| cell.len() <= 120), "{line}");
        }
    }

    #[test]
    fn page_leads_to_every_source_once() {
        let page = rules_page();
        for source in rows().flat_map(|row| row.pages.iter().take(3)) {
            assert_eq!(page.matches(&format!("\n[{}]: {}\n", source.title, source.url)).count(), 1);
            assert!(!source.title.contains(['[', ']', '|']), "{}", source.title);
        }
    }

    #[test]
    fn rows_show_at_most_three_sources() {
        let titles = ["A", "B", "C", "D", "E"].map(|title| Page { title, url: "https://example.com/" });
        let told = [0, 1, 3, 4, 5].map(|many| sources(&titles[..many]));
        assert_eq!(
            told,
            ["none", "[A]", "[A], [B], [C]", "[A], [B], [C] and 1 more", "[A], [B], [C] and 2 more"]
        );
        assert_eq!(plain(r"HKLM\a *b <c> [d] `e` f_g"), r"HKLM\\a \*b \<c> \[d] \`e\` f_g");
    }

    #[test]
    fn page_explains_every_strength() {
        for row in rows().chain(own_rows()) {
            assert!(INTRODUCTION.contains(&format!("\n- **{}**: ", row.strength)), "{}", row.strength);
        }
    }

    #[test]
    fn status_is_the_rule_or_the_home() {
        let known = *row("IP4-08").expect("it is there");
        let of = |row: &Row| status(row, all_rules());
        assert_eq!(of(&known), "decided by `notify-is-written` in `src/check/rules/notify_is_written.rs`");
        let other = row("LINK-06").expect("it is there");
        assert_eq!(
            of(other),
            "decided by `verdicts-are-true-or-false` in `src/check/rules/verdicts_are_true_or_false.rs`, with \
             [CONN-03](#conn-03)"
        );
        assert_eq!(status(&known, &[]), "no rule yet");
        let cases = [
            (Home::Proven("tests/proof/a.rs"), "kept by mockras, proven by `tests/proof/a.rs`"),
            (Home::Inspect, "static: `mockras inspect` reads it from the file of a DLL"),
            (Home::Asserted("tests/it/abi.rs"), "asserted by `tests/it/abi.rs`"),
            (Home::NotHere("nobody sees it"), "not checkable here: nobody sees it"),
        ];
        for (home, expected) in cases {
            assert_eq!(status(&Row { home, ..known }, &[]), expected);
        }
    }
}
