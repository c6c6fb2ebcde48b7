//! `mockras self-check --determinism`: the same bytes whatever surrounds it, and what is said if they are not.

use insta::assert_snapshot;

use super::Folder;

/// Few enough to be quick, and many enough that every tier has its turn many times.
const COUNT: &str = "--determinism=120";

fn written(folder: &Folder, arguments: &[&str]) -> String {
    let ended = folder.run(&[&["self-check", COUNT, "--out=digests.json"], arguments].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.ends_with("  digest of 120 scenarios\n"), "{}", ended.out);
    folder.read("digests.json")
}

/// The snapshot is the same file for all systems. It is another when scenarios are drawn, played, or told otherwise.
#[test]
fn digests_are_the_same_on_every_system() {
    let ended = Folder::new().run(&["self-check", COUNT]);
    assert_snapshot!(ended.out, @"ebb1504c96a5bb03b0deb8b80c5e5f9c  digest of 120 scenarios");
}

#[test]
fn digests_depend_on_nothing_around() {
    let here = written(&Folder::new(), &["--jobs=1"]);
    let elsewhere = Folder::new()
        .environment("LC_ALL", "tr_TR.UTF-8")
        .environment("LANG", "tr_TR.UTF-8")
        .environment("TZ", "Pacific/Kiritimati")
        .environment("HOME", "/nowhere")
        .environment("MOCKRAS_PROFILE", "server-2003");
    assert_eq!(written(&elsewhere, &["--jobs=4"]), here);
    let lines = here.lines().filter(|line| line.trim().trim_end_matches(',').len() == 34).count();
    assert_eq!(lines, 120, "{here}");
}

#[test]
fn digest_that_differs_is_told_with_its_seed() {
    let folder = Folder::new();
    let text = written(&folder, &[]);
    let mut other: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    other["digests"][17] = "f".repeat(32).into();
    let damaged = other.to_string();
    let digests = other["digests"].as_array().expect("a list").iter();
    let all: String = digests.map(|digest| digest.as_str().expect("a text")).collect();
    other["digest"] = format!("{:032x}", mockras::campaign::hash(all.as_bytes())).into();
    let folder = folder.file("other.json", other.to_string()).file("damaged.json", damaged);
    let same = folder.run(&["self-check", COUNT, "--against=digests.json"]);
    assert_eq!(
        (same.code, same.err.as_str()),
        (Some(0), "RESULT: PASS (the same bytes as in digests.json)\n")
    );
    let fewer = folder.run(&["self-check", "--determinism=17", "--against=other.json"]);
    let told = "RESULT: PASS (the same bytes as in other.json, as far as the first 17 of 120 go)\n";
    assert_eq!((fewer.code, fewer.err.as_str()), (Some(0), told));
    let damaged = folder.run(&["self-check", COUNT, "--against=damaged.json"]).refusal();
    let told = "error: damaged.json: `digest` is not that of `digests`: the file is damaged\nexit 2";
    assert_eq!(damaged, told);
    let differs = folder.run(&["self-check", COUNT, "--against=other.json"]);
    assert_snapshot!(differs.err_and_code(), @"
        seed 17: other bytes than in other.json
          on both systems:  mockras self-check --show 17 > HERE.txt
          then:             mockras diff HERE.txt THERE.txt
        RESULT: FAIL (1 of 120 scenarios; this is a bug in mockras, please report it)
        exit 70
        ");
    let shown = folder.run(&["self-check", "--show=17"]);
    assert!(shown.out.starts_with("mockras transcript 1\n"), "{}", shown.out);
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let folder = Folder::new().file("no.json", "{\"mockras\": 1}");
    let text = written(&folder, &[]).replacen(env!("CARGO_PKG_VERSION"), "0.0.7", 1);
    let folder = folder.file("old.json", text);
    let refused = |arguments: &[&str]| folder.run(&[&["self-check"], arguments].concat()).err_and_code();
    assert_snapshot!(refused(&[COUNT, "--against=no.json"]), @"
        error: no.json: expected digests, as `mockras self-check --determinism COUNT --out FILE` writes them: invalid type: integer `1`, expected a string at line 1 column 13
        exit 2
        ");
    let absent = refused(&[COUNT, "--against=none.json"]);
    assert!(absent.starts_with("error: none.json: cannot be read: "), "{absent}");
    assert_snapshot!(refused(&["--determinism=4", "--against=old.json"]), @"
        error: old.json: these are digests of mockras 0.0.7, and this is 0.1.0: versions may draw other scenarios
        exit 2
        ");
    assert_snapshot!(refused(&["--determinism=121", "--against=digests.json"]), @"
        error: digests.json: expected 121 digests, found 120
        exit 2
        ");
    assert_snapshot!(refused(&[COUNT, "--out=none/digests.json"]), @"
        error: none/digests.json: cannot be written: there is no such folder
        exit 2
        ");
    let both = refused(&[COUNT, "--out=digests.json", "--against=./digests.json"]);
    assert_eq!(both, "error: digests.json: it cannot be --out and --against\nexit 2");
    assert_snapshot!(refused(&["--determinism=0"]), @"
        error: invalid value '0' for '--determinism <COUNT>': 0 is not in 1..=1000000

        For more information, try '--help'.
        exit 2
        ");
    assert_snapshot!(refused(&["--out=digests.json"]), @"
        error: the following required arguments were not provided:
          --determinism <COUNT>

        Usage: mockras self-check --determinism <COUNT> --out <FILE>

        For more information, try '--help'.
        exit 2
        ");
}
