//! Names that generated scenarios take: those of a file, and those that a DLL has in itself.

use insta::assert_snapshot;
use mockras_testing::dll;

use super::{Ended, Folder};

fn fuzz(folder: &Folder, cases: &str, dll: &str, more: &[&str]) -> Ended {
    folder.run(&[&["fuzz", "--cases", cases, "--steps=4", "--budget=40", "--dll", dll][..], more].concat())
}

fn fixture(name: &str) -> String {
    dll::c(name).to_str().expect("a path in UTF-8").to_owned()
}

/// The line of a report that says where the names are from.
fn names(ended: &Ended) -> &str {
    ended.out.lines().find(|line| line.starts_with("names ")).unwrap_or_default()
}

#[test]
fn dll_that_fails_for_one_user_is_found_by_the_name_in_it() {
    let names_of_the_gate = "\u{feff}# those of the gate\n\n  svc-backup  \r\nCORP\\Administrator\n";
    let folder = Folder::new().file("names.txt", names_of_the_gate);
    let one_user = fixture("defect/one_user");
    let ended = fuzz(&folder, "60", &one_user, &[]);
    assert_eq!(
        (ended.code, names(&ended)),
        (Some(1), r#"names 1 from the DLL: "svc-backup""#),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("user=svc-backup"), "{}", ended.out);
    // Nobody is called like that by chance.
    let ended = fuzz(&folder, "250", &one_user, &["--names=none"]);
    assert_eq!((ended.code, names(&ended)), (Some(0), ""), "{}", ended.out);
    let ended = fuzz(&folder, "60", &one_user, &["--names=none", "--names=names.txt"]);
    assert_eq!((ended.code, names(&ended)), (Some(1), "names 2 from names.txt"), "{}", ended.out);
}

#[test]
fn hundred_thousand_names_are_read_and_drawn_from() {
    let many: String = (0..100_000).map(|at| format!("CORP\\user-{at}\n")).collect();
    let folder = Folder::new().file("many.txt", many);
    let ended = fuzz(&folder, "1000", "stock:accept-all", &["--names=many.txt"]);
    assert_eq!((ended.code, names(&ended)), (Some(0), "names 100000 from many.txt"), "{}", ended.err);
}

#[test]
fn file_of_names_that_is_wrong_is_told_with_its_place() {
    let mut folder = Folder::new();
    let mut told = String::new();
    let long = format!("alice\n   {}\n", "n".repeat(257));
    let files: [(&str, &[u8]); 4] = [
        ("long.txt", long.as_bytes()),
        ("domain.txt", b"LONGER-THAN-FIFTEEN\\bob\n"),
        ("half.txt", b"# nobody\n\\bob\n"),
        ("bytes.txt", b"alice\nbob\n\xc3\xbcb\xff\n"),
    ];
    for (file, bytes) in files {
        folder = folder.file(file, bytes);
        told += &(folder.run(&["fuzz", "--names", file]).refusal() + "\n");
    }
    told += &folder.run(&["fuzz", "--names", "missing.txt"]).refusal();
    assert_snapshot!(told, @r"
    error: long.txt:2:4: expected a name of at most 256 UTF-16 units, found 257
    exit 2
    error: domain.txt:1:1: expected a domain of at most 15 UTF-16 units, found 19
    exit 2
    error: half.txt:2:1: expected DOMAIN\USER, found half of it
    exit 2
    error: bytes.txt:3:3: expected UTF-8, found a byte that is not
    exit 2
    error: missing.txt: cannot be read: there is no such file
    exit 2
    ");
}

#[test]
fn shares_of_other_names_are_not_joined() {
    let mut folder = Folder::new();
    for (name, report) in [("alice", "json=1.json"), ("bob", "json=2.json")] {
        folder = folder.file("names.txt", name);
        fuzz(&folder, "20", "stock:accept-all", &["--names=names.txt", "--format", report]);
    }
    let told = folder.run(&["merge", "1.json", "2.json"]).refusal();
    assert!(
        told.starts_with("error: 2.json: expected reports of one campaign, found another vocabulary: xxh3:")
    );
}

/// A table that is too small shows only when it is full.
#[test]
fn pool_that_is_too_small_is_found_by_the_crowds_of_the_corpus() {
    let folder = Folder::new();
    let corpus = mockras_testing::source::root().join("corpus");
    let crowd = corpus.join("crowd/17-users.toml");
    let few = corpus.join("address4/pool.toml");
    let path = |path: &std::path::Path| path.to_str().expect("a path in UTF-8").to_owned();
    let check =
        |file: &std::path::Path| folder.run(&["check", &path(file), "--dll", &fixture("defect/full_table")]);
    let ended = check(&crowd);
    assert_eq!(ended.code, Some(1), "{}", ended.out);
    assert!(ended.out.contains("error: IP4-19 ") && ended.out.contains("which user-15 has"), "{}", ended.out);
    assert_eq!(check(&few).code, Some(0), "{}", check(&few).out);
}
