//! Lists of DLLs as the registry value holds them: LOAD-03 and LOAD-04.

use mockras::model::Stage;
use mockras::scenario::Scenario;
use mockras::transcript::{EntryKind, Transcript};

fn played(list: &str) -> Transcript {
    let text = format!("dll-path = '{list}'\nsteps = []\n[policy]\nmissing_dll = \"skip\"\n");
    mockras::run(&Scenario::parse(&text, "list.toml").unwrap_or_else(|error| panic!("{error}")), &[])
}

fn warnings(run: &Transcript) -> Vec<&str> {
    let logs = run.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Logged(log) if log.stage == Stage::Exports => Some(log.text.as_str()),
        _ => None,
    });
    logs.collect()
}

/// LOAD-04: semicolons separate the DLLs, and their order is that of the list.
#[test]
fn list_is_played_in_its_order() {
    let run = played("stock:silent; stock:accept-all;stock:session-log");
    assert_eq!(run.header.dlls, ["silent", "accept-all", "session-log"]);
    assert_eq!(warnings(&run), Vec::<&str>::new());
}

/// LOAD-03: a path that is not full is worth a warning, if its DLL can be loaded at all.
#[test]
fn path_that_is_not_full_is_told() {
    for (path, is_full) in [
        ("gate.dll", false),
        (r"dlls\gate.dll", false),
        ("./gate.so", false),
        (r"C:\dlls\gate.dll", true),
        (r"\\server\share\gate.dll", true),
        ("/usr/lib/gate.so", true),
    ] {
        let text = format!("dll-path = '{path}'\nsteps = []\n");
        let scenario = Scenario::parse(&text, "list.toml").expect("a scenario");
        let listed = scenario.listed();
        assert_eq!(listed[0].warnings.is_empty(), is_full, "{path}");
    }
}

#[test]
fn list_that_is_wrong_says_where() {
    for (text, expected) in [
        ("dll-path = ''\nsteps = []\n", "list.toml:1:12: dll-path: expected paths of DLLs or stock:NAME"),
        ("dll-path = 'stock:silnt'\nsteps = []\n", "list.toml:1:12: dll-path: expected accept-all"),
        (
            "dll-path = 'stock:silent'\nsteps = []\n[[dll]]\nstock = 'silent'\n",
            "list.toml:1:12: dll-path: expected `dll-path` or `[[dll]]`, found both",
        ),
    ] {
        let error = Scenario::parse(text, "list.toml").expect_err(text).to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
