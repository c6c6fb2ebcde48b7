//! Lists of DLLs as the registry value holds them: LOAD-03 and LOAD-04.

use mockras::model::Stage;
use mockras::ras::{PathDuplicate, Policy, Profile};
use mockras::scenario::{Dll, DllPath, Listed, Scenario};
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

fn names(text: &str, readings: &[(&str, &str)], profile: Profile) -> Vec<String> {
    let mut policy = Policy::default();
    for (field, reading) in readings {
        policy.set(field, reading).expect("a reading");
    }
    let list: DllPath = text.parse().expect("a list");
    let name = |listed: Listed| match (listed.unusable, listed.warnings.len()) {
        (Some(why), _) => format!("{}:{why:?}", listed.dll.name()),
        (None, 0) => listed.dll.name(),
        (None, warnings) => format!("{}!{warnings}", listed.dll.name()),
    };
    list.listed(profile, &policy).into_iter().map(name).collect()
}

#[test]
fn list_is_read_as_the_policy_says() {
    let new = Profile::Server2012;
    let list = r"C:\a\one.dll; stock:silent;;C:\a\one.dll; two.dll";
    assert_eq!(names(list, &[], new), ["one!1", "silent", "two!1"]);
    assert_eq!(names(list, &[("path_trim", "no")], new), ["one!1", "silent:Blanks", "two:Blanks"]);
    assert_eq!(
        names(list, &[("path_empty", "fail"), ("path_duplicate", "load_twice")], new),
        ["one", "silent", "empty:Empty", "one", "two!1"]
    );
    assert_eq!(names("stock:silent;", &[], new), ["silent"]);
    assert_eq!(names("stock:silent; stock:silent ;stock:silent", &[], new), ["silent!1"]);
}

#[test]
fn list_is_no_list_on_old_windows() {
    assert_eq!(names("stock:silent;", &[], Profile::Server2000).len(), 2);
    assert_eq!(names("stock:silent;stock:silent", &[], Profile::Server2000).len(), 2);
    assert_eq!(names(" stock:silent", &[], Profile::Server2000), ["silent"]);
}

#[test]
fn files_named_twice_are_duplicates_and_stock_dlls_are_not() {
    let file = || Dll::file("./a.so");
    let dlls = vec![file(), Dll::default(), file(), Dll::default()];
    let count = |policy| Scenario { dlls: dlls.clone(), policy, ..Scenario::default() }.listed().len();
    let twice = Policy { path_duplicate: PathDuplicate::LoadTwice, ..Policy::default() };
    assert_eq!((count(Policy::default()), count(twice)), (3, 4));
}

#[test]
fn list_that_names_no_dll_says_what_was_expected() {
    for (text, expected) in [
        ("", "separated by semicolons, found ``"),
        (" ; ", "separated by semicolons, found ` ; `"),
        ("stock:silent;stock:silnt", "found `silnt`"),
        ("stock:silent;silent", "did you mean `stock:silent`?"),
        (&"a.dll;".repeat(16), "expected at most 16 DLLs, found 17"),
    ] {
        let message = text.parse::<DllPath>().expect_err(text);
        assert!(message.contains(expected), "{text}: {message}");
    }
}

#[test]
fn paths_are_changed_and_blanks_and_stock_dlls_stay() {
    let list: DllPath = " ./a.dll;stock:silent;;/b/c.dll\t".parse().expect("a list");
    let changed = list.with_paths(|path| format!("Z:{path}"));
    assert_eq!(changed.text(), " Z:./a.dll;stock:silent;;Z:/b/c.dll\t");
}
