//! A DLL as a team writes it, with its own scenarios and rules: nothing is found in it, and each mistake of authors that
//! `scripts/realistic.sh` shows is found by the same means as ever.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use mockras_testing::assert_snapshot;
use mockras_testing::compiler::{Product, compile};
use mockras_testing::source::{paths_below, read, root};

use super::Folder;
use super::verdict::told;

const REALISTIC: &str = "native/tests/dll/c/realistic";

/// Mistakes that do not show everywhere in the same way: it depends on memory that is not theirs, or on what the system tells.
const NOT_EVERYWHERE: [&str; 11] = ["26", "27", "28", "33", "37", "38", "43", "47", "48", "51", "53"];

/// The mistakes that the DLL can be built with, in the order of their numbers.
fn mistakes() -> Vec<String> {
    let sources =
        paths_below(REALISTIC).into_iter().filter(|path| path.ends_with(".c") || path.ends_with(".h"));
    let text: String = sources.map(|path| read(&path)).collect();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let mut mistakes: Vec<String> =
        words.filter_map(|word| word.strip_prefix("BUG_")).map(str::to_owned).collect();
    mistakes.retain(|mistake| mistake.starts_with(|c: char| c.is_ascii_digit()));
    mistakes.sort();
    mistakes.dedup();
    mistakes
}

/// The DLL with this mistake, or `clean`.
fn gate(mistake: &str) -> PathBuf {
    let source = root().join(REALISTIC).join("gate.c");
    compile(&source, Product::Library, &["-fshort-wchar", "-pthread", &format!("-DBUG_{mistake}")])
}

/// The folder of the team: its scenarios, its rules, and the DLL.
fn team(mistake: &str) -> Folder {
    let folder = Folder::new();
    fs::copy(gate(mistake), folder.path("libgate.so")).expect("the DLL can be copied");
    fs::create_dir(folder.path("scenarios")).expect("the folder can be made");
    let prefix = format!("{REALISTIC}/gate/");
    paths_below(&prefix[..prefix.len() - 1]).iter().fold(folder, |folder, path| {
        folder.file(path.strip_prefix(&prefix).expect("a file of the team"), read(path))
    })
}

#[test]
fn dll_without_mistakes_passes() {
    let team = team("clean");
    for arguments in [&["check", "scenarios"][..], &["fuzz", "--cases", "100"]] {
        let ended = team.run(arguments);
        assert_eq!(
            (ended.code, told(&ended.out)),
            (Some(0), Vec::new()),
            "{arguments:?} {}{}",
            ended.out,
            ended.err
        );
    }
    let library = gate("clean");
    let ended = Folder::new().run(&["check", "--dll", library.to_str().expect("a path in UTF-8")]);
    assert_eq!((ended.code, told(&ended.out)), (Some(0), Vec::new()), "{}{}", ended.out, ended.err);
}

/// Which mistakes the team's own scenarios and rules show.
#[test]
fn mistakes_show_in_what_the_team_expects() {
    let mistakes = mistakes();
    assert!(mistakes.len() >= 30, "{mistakes:?}");
    let mut table = String::new();
    for mistake in mistakes.iter().filter(|mistake| !NOT_EVERYWHERE.contains(&&mistake[..2])) {
        let ended = team(mistake).run(&["check", "scenarios", "--timeout", "20s"]);
        // The kind and the id.
        let short = |title: &str| title.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let found: Vec<String> = told(&ended.out).into_iter().map(short).collect();
        let found = if found.is_empty() { "-".to_owned() } else { found.join(", ") };
        writeln!(table, "{mistake}: {found}").expect("a string grows");
    }
    assert_snapshot("realistic", &table);
}
