//! The tutorial about a DLL in C: its commands print what it shows, before and after the mistake is mended.

use super::Folder;
use mockras_testing::compiler::{Product, compile, written};
use mockras_testing::source::blocks;
use mockras_testing::source::read;

/// The text after a change: lines of `diff` that begin with `-` go, those with `+` come, the others say where.
fn changed(text: &str, diff: &str) -> String {
    let side = |gone: char| {
        let lines = diff.lines().filter(|line| !line.starts_with(gone));
        lines.map(|line| format!("{}\n", line.get(1..).unwrap_or_default())).collect::<String>()
    };
    let (before, after) = (side('+'), side('-'));
    assert!(text.contains(&before), "the text has no\n{before}");
    text.replacen(&before, &after, 1)
}

/// Lines of a console block that its command does not print, in this order. `...` stands for any lines.
fn unprinted(folder: &Folder, block: &str) -> Vec<String> {
    let (command, shown) = block.split_once('\n').expect("a command and what it prints");
    let words = shlex::split(command).expect("it can be typed");
    assert_eq!(words[..2], ["$", "mockras"]);
    let arguments: Vec<&str> = words[2..].iter().map(String::as_str).collect();
    let ended = folder.run(&arguments);
    let printed = format!("{}{}", ended.out, ended.err);
    let mut rest = printed.lines();
    let lines = shown.lines().filter(|line| *line != "...");
    lines.filter(|line| !rest.any(|printed| printed == *line)).map(str::to_owned).collect()
}

#[test]
fn tutorial_shows_what_its_commands_print() {
    let page = read("docs/tutorial/first-c-dll.md");
    let folder = Folder::new();
    let (mut code, mut plays) = (String::new(), 0);
    for (_, language, text) in blocks(&page) {
        match language.as_str() {
            "c" => code = text,
            "diff" => code = changed(&code, &text),
            "toml" => drop(std::fs::write(folder.path("third-user.toml"), text)),
            "console" => {
                let library = compile(&written("gate.c", &code), Product::Library, &[]);
                std::fs::copy(library, folder.path("libgate.so")).expect("it can be copied");
                assert_eq!(unprinted(&folder, &text), Vec::<String>::new(), "{text}");
                plays += 1;
            }
            _ => {}
        }
    }
    assert_eq!(plays, 4, "inspect, check twice, run");
    let stale = "$ mockras run third-user.toml --dll ./libgate.so\n...\nRESULT: FAIL\n";
    assert_eq!(unprinted(&folder, stale), ["RESULT: FAIL"]);
}
