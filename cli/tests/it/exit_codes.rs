//! What verbs say of their exit codes stands on the page about them.

use std::collections::BTreeMap;

use super::Folder;
use mockras_testing::source::read;

/// The page with the table.
const PAGE: &str = "docs/reference/exit-codes.md";

/// The verbs, in the order of the help.
fn verbs() -> Vec<String> {
    let help = Folder::new().run(&["--help"]).out;
    let (_, below) = help.split_once("Commands:\n").expect("the help lists the verbs");
    let lines = below.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}

/// The exit codes in the help of a verb, and what they mean. A line that begins with no code goes on with the one before.
fn declared(verb: &str) -> BTreeMap<u8, String> {
    let help = Folder::new().run(&[verb, "--help"]).out;
    let (_, below) = help.split_once("Exit codes:\n").unwrap_or_else(|| panic!("{verb} tells no exit codes"));
    let mut codes: BTreeMap<u8, String> = BTreeMap::new();
    for line in below.lines().filter(|line| line.starts_with("  ")) {
        let words = line.trim_start();
        match words.split_once("  ").and_then(|(code, meaning)| Some((code.parse().ok()?, meaning))) {
            Some((code, meaning)) => _ = codes.insert(code, meaning.to_owned()),
            None => {
                let mut last = codes.last_entry().unwrap_or_else(|| panic!("{verb}: {line}"));
                *last.get_mut() += &format!(" {words}");
            }
        }
    }
    codes
}

/// The table of the page: what all verbs say, and what each says besides.
fn table() -> Vec<String> {
    let overview = Folder::new().run(&["--help"]).out;
    let common =
        [(2, "wrong usage; a file cannot be read or written, or is malformed"), (70, "a bug in mockras")];
    let is_told = |code: u8| overview.lines().any(|line| line.trim_start().starts_with(&format!("{code}  ")));
    assert!(common.iter().all(|(code, _)| is_told(*code)), "{overview}");
    let mut rows: Vec<String> =
        common.iter().map(|(code, meaning)| format!("| every verb | {code} | {meaning} |")).collect();
    for verb in verbs() {
        rows.extend(
            declared(&verb).into_iter().map(|(code, meaning)| format!("| `{verb}` | {code} | {meaning} |")),
        );
    }
    rows
}

/// The rows of the table on the page.
fn shown(page: &str) -> Vec<String> {
    let table = page.lines().skip_while(|line| *line != "| verb | exit | meaning |").skip(2);
    table.take_while(|line| line.starts_with('|')).map(str::to_owned).collect()
}

#[test]
fn page_lists_what_the_verbs_declare() {
    let (page, table) = (read(PAGE), table());
    assert!(table.len() > 30 && table[0].starts_with("| every verb | 2 | wrong usage; "), "{table:?}");
    assert_eq!(shown(&page), table, "{PAGE} is to have this table:\n{}\n", table.join("\n"));
    let stale = page.replace("| a call faulted |", "| a call failed |");
    assert_ne!(shown(&stale), table);
}
