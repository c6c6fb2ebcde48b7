//! Which DLLs a scenario or a case may name: code that came with a file from elsewhere is not run unasked.

use insta::assert_snapshot;

use super::{DIAL, Folder};
use mockras_testing::small::dll;

/// A folder with a DLL that leaves a mark when it is asked something, and scenarios below `came` that name it.
fn folder(path: &str) -> Folder {
    let marks =
        dll("marks", "#include <fcntl.h>\n#define ACCEPT close(open(\"ran\", O_CREAT | O_WRONLY, 0600))");
    let folder = Folder::with(DIAL);
    std::fs::create_dir_all(folder.path("came/below")).expect("a folder can be made");
    for place in ["gate.so", "came/below/gate.so"] {
        std::fs::copy(&marks, folder.path(place)).expect("it can be copied");
    }
    std::os::unix::fs::symlink("../gate.so", folder.path("came/link.so")).expect("a link can be made");
    let case = "[case]\nsignature = \"RUN-01\"\nfinding = \"\"\nmockras = \"0\"\ntier = \"smoke\"\ntranscript = \"\"\n";
    folder
        .file("came/a.toml", format!("{DIAL}[[dll]]\npath = \"{path}\"\n"))
        .file("came/list.toml", format!("dll-path = \"{path}\"\n{DIAL}"))
        .file("came/case.toml", format!("{DIAL}[[dll]]\npath = \"{path}\"\n{case}"))
}

/// Every verb that plays what a file names.
const PLAYS: [&[&str]; 6] = [
    &["run", "came/a.toml"],
    &["check", "came/a.toml"],
    &["check", "came/case.toml", "--sweep"],
    &["diff", "came/a.toml", "a.toml"],
    &["shrink", "came/case.toml"],
    &["replay", "came/case.toml"],
];

fn has_run(folder: &Folder) -> bool {
    std::fs::remove_file(folder.path("ran")).is_ok()
}

#[test]
fn dll_outside_the_folder_of_its_scenario_is_refused_by_every_verb_that_plays() {
    for path in ["../gate.so", "below/../../gate.so", "link.so", "/GATE"] {
        let folder = folder(path);
        let whole = folder.path("gate.so");
        for name in ["came/a.toml", "came/case.toml"] {
            let text = folder.read(name).replace("/GATE", whole.to_str().expect("UTF-8"));
            std::fs::write(folder.path(name), text).expect("it can be written");
        }
        for words in PLAYS {
            let ended = folder.run(words);
            assert_eq!(ended.code, Some(2), "{path} {words:?}: {}", ended.err);
            let told = ended.out + &ended.err;
            assert!(told.contains("expected a DLL below the folder of this file, found "), "{told}");
            assert!(told.contains("--allow-dll ., or name"), "{told}");
            assert!(!has_run(&folder), "{path} {words:?}");
        }
    }
    assert_snapshot!(folder("../gate.so").run(&["run", "came/a.toml"]).refusal(), @"
    error: came/a.toml: expected a DLL below the folder of this file, found came/../gate.so
    hint: a DLL runs with your rights: if you trust it, add --allow-dll ., or name it with --dll
    exit 2
    ");
}

#[test]
fn dll_that_is_below_or_allowed_or_named_is_run() {
    for (path, flags) in [
        ("below/gate.so", &[][..]),
        ("../gate.so", &["--allow-dll", "."]),
        ("link.so", &["--allow-dll", "came", "--allow-dll", "."]),
        ("../gate.so", &["--dll", "./gate.so"]),
    ] {
        let folder = folder(path);
        for words in PLAYS {
            let ended = folder.run(&[words, flags].concat());
            assert_ne!(ended.code, Some(2), "{path} {words:?}: {}", ended.err);
            assert!(has_run(&folder), "{path} {words:?}: {}", ended.err);
        }
    }
}

/// It starts where mockras was started, which is not where the file lies.
#[test]
fn list_of_paths_and_standard_input_have_no_folder_of_their_own() {
    let folder = folder("./gate.so");
    assert_eq!(folder.run(&["run", "came/list.toml"]).code, Some(2));
    let text = folder.read("came/a.toml");
    assert_eq!(folder.run_with_input(&["run", "-"], text.as_bytes()).code, Some(2));
    assert!(!has_run(&folder));
    assert_eq!(folder.run(&["run", "came/list.toml", "--allow-dll", "."]).code, Some(0));
    assert!(has_run(&folder));
    assert_eq!(folder.run_with_input(&["run", "-", "--allow-dll", "."], text.as_bytes()).code, Some(0));
    assert!(has_run(&folder));
}

#[test]
fn campaign_says_how_its_cases_are_replayed() {
    let breaks = dll("breaks-at-once", "#define ACCEPT *(volatile int *)0 = 1");
    let folder = Folder::new();
    std::fs::copy(breaks, folder.path("gate.so")).expect("it can be copied");
    let fuzz =
        ["fuzz", "--dll", "./gate.so", "--cases", "10", "--budget", "5", "--rule", "RUN-01", "-j", "1"];
    let out = folder.run(&fuzz).out;
    let line = out.lines().find_map(|line| line.trim().strip_prefix("reproduce  mockras "));
    let words = line.unwrap_or_else(|| panic!("{out}")).replace('\'', "");
    let ended = folder.run(&words.split(' ').collect::<Vec<_>>());
    assert_eq!(ended.code, Some(1), "{words}: {}{}", ended.out, ended.err);
}
