//! Shares from the command line: clean ones, empty ones, incomplete ones, and what was saved in one place only.

use std::path::Path;

use mockras::scenario::{Case, Discovery, Scenario, Step};

use super::Folder;

/// A seeded fault that two users with addresses show, and the one rule that finds it.
const FAULT: [&str; 6] = ["fuzz", "--fault=double-lease", "--rule=IP4-19", "--steps=4", "--budget=40", "-j1"];

fn share(folder: &Folder, part: &str, more: &[&str]) -> super::Ended {
    let (save, format) = (format!("--save=share-{part}"), format!("--format=json=share-{part}.json"));
    folder.run(&[&FAULT[..], &[&*save, &*format], more].concat())
}

/// The names and texts of the files in a folder.
fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("a file"));
    let mut files: Vec<_> = entries
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).expect("a text");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect();
    files.sort();
    files
}

#[test]
fn clean_share_and_empty_share_are_joined_with_the_others() {
    let folder = Folder::new();
    let cases = ["--cases=1030", "--rule=IP4-19"];
    assert_eq!(share(&folder, "1", &[&cases[..], &["--shard=1/3"]].concat()).code, Some(1));
    let clean = share(&folder, "2", &[&cases[..], &["--shard=2/3"]].concat());
    let empty = share(&folder, "3", &[&cases[..], &["--shard=3/3"]].concat());
    assert_eq!(empty.code, Some(3), "{}", empty.err);
    assert!(folder.read("share-3.json").contains("\"lanes\": []"), "{}", folder.read("share-3.json"));
    assert_eq!(files(&folder.path("share-3")), []);
    let joined = folder.run(&[
        "merge",
        "share-1.json",
        "share-2.json",
        "share-3.json",
        "share-1",
        "share-2",
        "share-3",
        "--save=all",
        "--format=json=whole.json",
    ]);
    assert_eq!(joined.code, Some(1), "{}{}", clean.err, joined.err);
    assert!(joined.err.ends_with("RESULT: FAIL (1 error)\n"), "{}", joined.err);
    let whole = folder.read("whole.json");
    assert!(whole.contains("\"digest\": \"xxh3:") && whole.contains("\"file\": \"all/ip4-19"), "{whole}");
}

#[test]
fn incomplete_campaign_is_no_pass() {
    let folder = Folder::new();
    let clean = ["--fault=notify-unwritten", "--rule=INIT-*"];
    let ended = folder.run(
        &[&["fuzz", "--cases=1030", "--shard=2/2", "--steps=4", "-j1", "--format=json=2.json"], &clean[..]]
            .concat(),
    );
    assert_eq!(ended.err_and_code().lines().last(), Some("exit 0"));
    let joined = folder.run(&["merge", "2.json"]);
    assert_eq!(joined.code, Some(3), "{}", joined.err);
    assert_eq!(joined.err, "RESULT: INCONCLUSIVE (6 of 1030 cases were played)\n");
}

#[test]
fn campaign_that_time_ends_too_early_is_no_pass() {
    let folder = Folder::new();
    let run = ["fuzz", "--time=1ms", "--rule=INIT-*", "--steps=4", "-j1"];
    let ended = folder.run(&[&run[..], &["--cases=1000000"]].concat());
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.err.ends_with(" of 1000000 cases were played)\n"), "{}", ended.err);
    let refused = folder.run(&[&run[..], &["--shard=1/2"]].concat());
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("hint: give every share the same --cases"), "{}", refused.err);
}

#[test]
fn saved_cases_are_the_same_on_any_number_of_jobs_and_in_any_order() {
    let folder = Folder::new();
    for (jobs, save) in [("-j1", "--save=one"), ("-j3", "--save=three")] {
        // As they are met: the first of a lane may have fewer steps than that of the lane before.
        let run = ["fuzz", "--fault=double-lease", "--rule=IP4-*", "--steps=8", "--budget=0", "--cases=2500"];
        let ended = folder.run(&[&run[..], &[jobs, save, "--format=json=report.json"]].concat());
        assert_eq!(ended.code, Some(1), "{}", ended.err);
    }
    assert!(!files(&folder.path("one")).is_empty());
    assert_eq!(files(&folder.path("one")), files(&folder.path("three")));
    for (part, more) in [("1", "--seed=1"), ("2", "--seed=2")] {
        share(&folder, part, &["--cases=300", "--rule=IP4-*", more]);
    }
    folder.run(&["merge", "share-1", "share-2", "--save=there"]);
    folder.run(&["merge", "share-2", "share-1", "--save=back"]);
    assert!(!files(&folder.path("there")).is_empty());
    assert_eq!(files(&folder.path("there")), files(&folder.path("back")));
}

#[test]
fn case_that_only_the_report_holds_is_saved_by_merge() {
    let folder = Folder::new();
    share(&folder, "1", &["--cases=300"]);
    let (name, text) = files(&folder.path("share-1")).pop().expect("a case");
    let report = folder.read("share-1.json");
    let unsaved = report.replace(&format!("\"share-1/{name}\""), "null");
    assert_ne!(report, unsaved);
    let folder = folder.file("unsaved.json", unsaved);
    let joined =
        folder.run(&["merge", "unsaved.json", "--save=all", "--format=text", "--format=json=all.json"]);
    assert_eq!(joined.code, Some(1), "{}", joined.err);
    assert_eq!(files(&folder.path("all")), [(name.clone(), text)]);
    assert!(joined.out.contains(&format!("mockras replay all/{name}\n")), "{}", joined.out);
}

#[test]
fn reports_that_do_not_fit_leave_no_cases() {
    let folder = Folder::new();
    for (part, dll) in [("1", "--dll=stock:address-pool,size=1"), ("2", "--dll=stock:address-pool,size=16")] {
        share(&folder, part, &["--cases=300", dll]);
    }
    let joined = folder.run(&["merge", "share-1.json", "share-2.json", "share-1", "share-2", "--save=all"]);
    assert_eq!(joined.code, Some(2), "{}", joined.err);
    assert!(
        joined.err.contains("another DLL: address-pool size = 16, not address-pool size = 1"),
        "{}",
        joined.err
    );
    assert!(!folder.names().contains(&"all".to_owned()));
}

#[test]
fn case_of_an_exhaustive_campaign_says_so() {
    let folder = Folder::new();
    folder.run(&["fuzz", "--fault=double-lease", "--rule=IP4-19", "--exhaustive=2", "--budget=0", "-j1"]);
    for (_, text) in files(&folder.path("mockras-cases")) {
        assert!(text.contains("found by   mockras fuzz --exhaustive 2\n"), "{text}");
    }
    assert_eq!(files(&folder.path("mockras-cases")).len(), 1);
}

#[test]
fn case_of_another_dll_fault_or_version_gives_way() {
    let case = |number: u64, steps: usize| Case {
        scenario: Scenario::of(vec![Step::dial("VPN2-0", "alice"); steps]),
        found: Discovery {
            signature: "S".to_owned(),
            mockras: "0.1.0".to_owned(),
            tier: "smoke".to_owned(),
            number: Some(number),
            seed: Some(1),
            dlls: vec!["a".to_owned()],
            ..Discovery::default()
        },
    };
    let folder = Folder::new();
    let saved = |case: &Case| {
        std::fs::write(folder.path("case.toml"), case.to_toml()).expect("the file can be written");
        let ended = folder.run(&["merge", "case.toml", "--save", "cases"]);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let file = std::fs::read_dir(folder.path("cases")).expect("a folder").next().expect("a case");
        Case::load(file.expect("a file").path()).expect("a saved case")
    };
    let small = case(1, 1);
    let other = |found: Discovery| Case { found, ..case(1, 2) };
    let fault = other(Discovery { fault: Some("double-lease".to_owned()), ..case(1, 2).found });
    let version = other(Discovery { mockras: "9".to_owned(), ..case(1, 2).found });
    let dll = other(Discovery { dlls: vec!["b".to_owned()], ..case(1, 2).found });
    for other in [fault, version, dll] {
        assert_eq!(saved(&small), small);
        assert_eq!(saved(&other), other);
    }
    assert_eq!(saved(&small), small);
    assert_eq!(saved(&case(0, 2)), small, "a larger case of the same DLL does not replace it");
}

#[test]
fn cases_alone_have_a_result() {
    let folder = Folder::new();
    share(&folder, "1", &["--cases=40"]);
    let ended = folder.run(&["merge", "share-1", "--save", "all"]);
    let said = "cases read: 1; folder: all\nRESULT: PASS (1 case read, no report)\nexit 0";
    assert_eq!(ended.err_and_code(), said);
}
