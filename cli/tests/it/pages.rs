//! The reference pages about the command line, against what the command says of itself.

use super::Folder;
use mockras_testing::source::read;

/// The lines of a help text from below `heading` to the next blank line.
fn section(help: &str, heading: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn command_line_page_names_every_command() {
    let help = Folder::new().run(&["-h"]).out;
    let commands = section(&help, "Commands:");
    // What does not fit into a line goes on further to the right.
    let commands = commands.iter().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let commands: Vec<&str> = commands.filter(|command| !command.is_empty()).collect();
    assert!(commands.contains(&"check") && commands.contains(&"help"), "{help}");
    let page = read("docs/reference/command-line.md");
    let is_named = |command: &str| page.contains(&format!("| `{command}` | "));
    let missing: Vec<&str> =
        commands.into_iter().filter(|command| *command != "help" && !is_named(command)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    assert!(!is_named("help"));
}

#[test]
fn command_line_page_names_every_variable() {
    let page = read("docs/reference/command-line.md");
    let help = Folder::new().run(&["check", "--help"]).out;
    let variables = help.split(|c: char| !c.is_ascii_uppercase() && c != '_');
    let mut variables: Vec<&str> = variables.filter(|word| word.starts_with("MOCKRAS_")).collect();
    variables.sort_unstable();
    variables.dedup();
    assert!(variables.len() > 8, "{variables:?}");
    let missing: Vec<&&str> = variables.iter().filter(|name| !page.contains(**name)).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    assert!(!page.contains("MOCKRAS_GONE"), "what is missing is found");
}
