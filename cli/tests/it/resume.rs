//! `mockras fuzz --resume`: a campaign that was killed goes on, and ends as if it had not been.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{Ended, Folder};

/// A campaign of three lanes in which something is found.
const CAMPAIGN: [&str; 13] = [
    "fuzz",
    "--dll=stock:address-pool",
    "--fault=double-lease",
    "--cases=2500",
    "--steps=6",
    "--budget=40",
    "--save=cases",
    "--format",
    "json=report.json",
    "--format",
    "text",
    "--jobs",
    "1",
];

/// A folder with the cases of an earlier campaign, some of which are smaller than what this one will find.
fn begun() -> Folder {
    let folder = Folder::new();
    let before = [
        "fuzz",
        "--dll=stock:address-pool",
        "--fault=double-lease",
        "--cases=40",
        "--seed=7",
        "--save=cases",
    ];
    assert_eq!(folder.run(&before).code, Some(1));
    folder
}

fn resumed(folder: &Folder, more: &[&str]) -> Ended {
    folder.run(&[&CAMPAIGN[..], &["--resume"], more].concat())
}

/// Begins the campaign and kills it as soon as it says this; gives what it has said.
fn killed(folder: &Folder, moment: &str) -> Vec<String> {
    let mut command = folder.command(&[&CAMPAIGN[..], &["--resume"]].concat());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it can be started");
    let mut said = Vec::new();
    for line in BufReader::new(child.stderr.take().expect("it is a pipe")).lines() {
        said.push(line.expect("it is UTF-8"));
        if said.last().is_some_and(|line| line.contains(moment)) {
            break;
        }
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    assert!(said.last().is_some_and(|line| line.contains(moment)), "{moment}: {said:?}");
    said
}

/// What a campaign leaves: its report, and the files of its cases.
fn left(folder: &Folder) -> BTreeMap<String, String> {
    let cases = std::fs::read_dir(folder.path("cases")).expect("a folder").flatten();
    let names = cases.map(|entry| format!("cases/{}", entry.file_name().to_string_lossy()));
    names.chain(["report.json".to_owned()]).map(|name| (name.clone(), folder.read(&name))).collect()
}

#[test]
fn killed_campaign_goes_on_and_leaves_the_same_bytes() {
    let whole = begun();
    let ended = whole.run(&CAMPAIGN);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    let expected = left(&whole);
    assert!(expected.len() >= 2, "{:?}", expected.keys());
    // Before anything is kept, in the first lane, in the second, in the last, and while findings are made smaller.
    for (moment, going_on) in [
        ("found: ", None),
        ("1000 of", None),
        ("1500 of", Some(1024)),
        ("2250 of", Some(2048)),
        ("2500 of", Some(2048)),
    ] {
        let folder = begun();
        killed(&folder, moment);
        assert!(folder.path("cases/resume-1.json").is_file(), "{moment}");
        let again = resumed(&folder, &[]);
        assert_eq!((again.code, &again.out), (ended.code, &ended.out), "{moment}: {}", again.err);
        if let Some(least) = going_on {
            let line = again.err.lines().find_map(|line| line.strip_prefix("note: going on after "));
            let cases: u64 =
                line.and_then(|line| line.strip_suffix(" cases")?.parse().ok()).expect("it says so");
            assert!(cases >= least && (cases == 2500 || cases.is_multiple_of(1024)), "{moment}: {cases}");
        }
        // What was kept is gone, for the campaign is over.
        assert_eq!(left(&folder), expected, "{moment}");
    }
}

#[test]
fn campaign_killed_twice_goes_on_twice() {
    let whole = begun();
    assert_eq!(whole.run(&CAMPAIGN).code, Some(1));
    let folder = begun();
    killed(&folder, "1250 of");
    let said = killed(&folder, "2250 of");
    assert!(said.iter().any(|line| line.starts_with("note: going on after 1024 cases")), "{said:?}");
    assert_eq!(resumed(&folder, &[]).code, Some(1));
    assert_eq!(left(&folder), left(&whole));
}

#[test]
fn what_is_kept_counts() {
    let whole = begun();
    assert_eq!(whole.run(&CAMPAIGN).code, Some(1));
    let folder = begun();
    killed(&folder, "2250 of");
    let kept = folder.read("cases/resume-1.json");
    let started =
        kept.split("\"started\":").nth(1).and_then(|rest| rest.split(',').next()).expect("a number");
    let forged = kept.replace(&format!("\"started\":{started},"), "\"started\":7,");
    std::fs::write(folder.path("cases/resume-1.json"), forged).expect("it can be written");
    assert_eq!(resumed(&folder, &[]).code, Some(1));
    assert_ne!(left(&folder)["report.json"], left(&whole)["report.json"], "a forged count shows");
}

#[test]
fn other_options_and_other_files_are_refused() {
    let folder = begun();
    killed(&folder, "1250 of");
    let kept = folder.read("cases/resume-1.json");
    // Paths are told as the system writes them.
    let refusal = |options: &[&str]| resumed(&folder, options).refusal().replace('\\', "/");
    for (option, what) in [
        ("--tier=strict", "tier: strict, not default"),
        ("--blind", "kind of search: "),
        ("--rule=IP4-19", "setup: "),
        ("--profile=server-2008", "setup: "),
        ("--dll=stock:silent", "DLL: "),
    ] {
        let told = refusal(&[option]);
        let expected = "error: cases/resume-1.json: expected the campaign that was begun, found another ";
        assert!(told.starts_with(&format!("{expected}{what}")), "{option}: {told}");
        assert!(told.ends_with("the campaign begins anew\nexit 2"), "{told}");
    }
    let rule = "[[always]]\nname = \"nobody\"\nexpect = { live-at-most = 3 }\n";
    std::fs::write(folder.path("mockras.toml"), rule).expect("it can be written");
    let told = refusal(&[]);
    assert!(told.contains("found other expectations or another registry"), "{told}");
    std::fs::remove_file(folder.path("mockras.toml")).expect("it is there");
    assert_eq!(folder.read("cases/resume-1.json"), kept, "nothing is lost by a refusal");
    for broken in ["", "{", "{}", &kept[..kept.len() / 2], "\u{0}"] {
        std::fs::write(folder.path("cases/resume-1.json"), broken).expect("it can be written");
        let told = refusal(&[]);
        let expected =
            "error: cases/resume-1.json: expected what `fuzz --resume` keeps of a campaign, found other text";
        assert!(told.starts_with(expected), "{told}");
    }
}

#[test]
fn each_seed_and_each_share_is_kept_by_itself() {
    let folder = begun();
    killed(&folder, "1250 of");
    let other = resumed(&folder, &["--seed=2", "--shard=3/3"]);
    assert!(!other.err.contains("going on"), "another seed is another campaign: {}", other.err);
    let share = resumed(&folder, &["--shard=3/3"]);
    assert!(!share.err.contains("going on") && share.code == Some(1), "{}", share.err);
    assert!(folder.path("cases/resume-1.json").is_file());
}
