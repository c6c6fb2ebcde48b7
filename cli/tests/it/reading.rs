//! Files that are no files to read: too long ones, pipes, devices, directories; and what texts from files look like.

use std::fs::File;

use super::{DIAL, Folder};

/// Every way to name a file that is read; `FILE` stands for it.
const READERS: &[(&[&str], &str)] = &[
    (&["run", "FILE.toml"], "a scenario file of at most 4 MiB"),
    (&["check", "FILE.toml"], "a scenario file of at most 4 MiB"),
    (&["check", "FILE.json"], "a transcript of at most 256 MiB"),
    (&["diff", "a.toml", "FILE.toml"], "a scenario file of at most 4 MiB"),
    (&["diff", "FILE.txt", "a.toml"], "a transcript of at most 256 MiB"),
    (&["show", "FILE.toml"], "a scenario file of at most 4 MiB"),
    (&["shrink", "FILE.toml"], "a scenario file of at most 4 MiB"),
    (&["merge", "FILE.json"], "a report of `mockras fuzz` of at most 256 MiB"),
    (&["merge", "FILE.toml", "--save", "all"], "a scenario file of at most 4 MiB"),
    (&["self-check", "--determinism", "1", "--against", "FILE.json"], "digests of at most 64 MiB"),
    (&["fuzz", "--cases", "1", "--dll", "./FILE.so"], "a DLL of at most 512 MiB"),
    (&["run", "a.toml", "--dll", "./FILE.so"], "a DLL of at most 512 MiB"),
    (&["inspect", "FILE.so"], "a library of at most 512 MiB"),
];

/// Runs every reader against this file; what is said and which exit code it has.
fn refusals(folder: &Folder, file: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (arguments, expected) in READERS {
        let arguments: Vec<String> = arguments.iter().map(|word| word.replace("FILE", file)).collect();
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ended = folder.run(&words);
        assert_eq!((ended.code, &*ended.out), (Some(2), ""), "{words:?}: {}", ended.err);
        assert!(ended.err.contains(&format!("{file}.")), "{words:?}: {}", ended.err);
        found.push((ended.err, (*expected).to_owned()));
    }
    found
}

#[test]
fn file_of_three_gib_is_refused_with_the_limit_by_all_that_read() {
    let folder = Folder::with(DIAL);
    for extension in ["toml", "json", "txt", "so"] {
        // It takes no room on the disk.
        let file = File::create(folder.path(&format!("big.{extension}"))).expect("a file can be made");
        file.set_len(3 << 30).expect("it can be long");
    }
    for (err, expected) in refusals(&folder, "big") {
        assert!(err.contains(&format!("expected {expected}, found more")), "{err}");
    }
}

#[cfg(unix)]
#[test]
fn pipe_and_device_are_refused_by_all_that_read_without_being_opened() {
    let folder = Folder::with(DIAL);
    for extension in ["toml", "json", "txt", "so"] {
        let pipe = folder.path(&format!("pipe.{extension}"));
        let made = std::process::Command::new("mkfifo").arg(pipe).status();
        assert!(made.expect("mkfifo can be run").success());
        let zero = folder.path(&format!("zero.{extension}"));
        std::os::unix::fs::symlink("/dev/zero", zero).expect("a link can be made");
    }
    for file in ["pipe", "zero"] {
        for (err, expected) in refusals(&folder, file) {
            let (what, _) = expected.split_once(" of at most ").expect("a limit");
            assert!(err.contains(&format!("expected {what}, found no regular file")), "{file}: {err}");
        }
    }
    // Folders hold what they hold: it is left alone.
    for name in ["cases/.replay", "cases/a.toml"] {
        std::fs::create_dir_all(folder.path("cases")).expect("a folder can be made");
        let made = std::process::Command::new("mkfifo").arg(folder.path(name)).status();
        assert!(made.expect("mkfifo can be run").success());
    }
    assert_eq!(folder.run(&["replay", "cases"]).err_and_code().lines().last(), Some("exit 3"));
}

/// What a file says that would take the terminal over, and forge a line.
const NASTY: &str = "\u{1b}[2J\u{9b}31m\u{202e}\nRESULT: PASS";

/// Whether nothing of it came through.
fn is_harmless(text: &str) -> bool {
    !text.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\r']) && !text.contains("\nRESULT: PASS")
}

#[test]
fn text_from_files_reaches_the_terminal_escaped() {
    let escaped = "\\u001b[2J\\u009b31m\\u202e\\nRESULT: PASS";
    let case = format!(
        "steps = []\n[[dll]]\npath = \"x{escaped}.so\"\nname = \"n{escaped}\"\n[case]\nsignature = \"RUN-01 {escaped}\"\n\
         finding = \"RUN-01\"\nmockras = \"{escaped}\"\nseed = 1\nnumber = 2\ntier = \"smoke\"\nfault = \"{escaped}\"\n\
         dlls = [\"{escaped}\"]\ntranscript = \"{escaped}\"\n"
    );
    let folder = Folder::with(DIAL).file("case.toml", &case);
    let folder = folder.file("key.toml", format!("\"{escaped}\" = 1\nsteps = []\n"));
    let folder = folder.file("word.toml", format!("profile = \"{escaped}\"\nsteps = []\n"));
    let folder = folder.file("t.txt", format!("mockras transcript 1\nprofile  {NASTY}\n"));
    let folder = folder.file("t.json", format!("{{\"{escaped}\": 1}}"));
    folder.run(&[
        "fuzz",
        "--fault=double-lease",
        "--rule=IP4-19",
        "--cases=40",
        "--format=json=good.json",
        "--save=s",
    ]);
    let good = folder.read("good.json");
    let mut changed = 0;
    let mut reports = Vec::new();
    for (at, (from, to)) in [
        ("\"tier\": \"", "\"tier\": \"ESC"),
        ("\"text\": \"", "\"text\": \"ESC"),
        ("\"file\": \"", "\"file\": \"ESC"),
        ("\"mockras\": \"", "\"mockras\": \"ESC"),
        ("\"digest\": \"", "\"digest\": \"ESC"),
        ("\"signature\": \"", "\"signature\": \"ESC"),
    ]
    .into_iter()
    .enumerate()
    {
        // The text of a finding has lines of its own.
        let what =
            if from.contains("text") { escaped.replace("\\nRESULT: PASS", "") } else { escaped.to_owned() };
        let bad = good.replace(from, &to.replace("ESC", &what));
        changed += usize::from(bad != good);
        std::fs::write(folder.path(&format!("bad-{at}.json")), bad).expect("it can be written");
        reports.push(format!("bad-{at}.json"));
    }
    assert_eq!(changed, 6, "{good}");
    let mut runs: Vec<Vec<&str>> = vec![
        vec!["show", "case.toml"],
        vec!["replay", "case.toml"],
        vec!["shrink", "case.toml"],
        vec!["run", "case.toml"],
        vec!["check", "case.toml"],
        vec!["run", "key.toml"],
        vec!["run", "word.toml"],
        vec!["check", "t.txt"],
        vec!["check", "t.json"],
        vec!["merge", "t.json"],
        vec!["inspect", "case.toml"],
        vec!["self-check", "--determinism", "1", "--against", "t.json"],
    ];
    for report in &reports {
        runs.push(vec!["merge", report]);
        runs.push(vec!["merge", "good.json", report]);
        runs.push(vec!["merge", report, "--save", "joined"]);
    }
    for words in runs {
        let ended = folder.run(&words);
        assert!(is_harmless(&ended.out), "{words:?}: {}", ended.out.escape_debug());
        assert!(is_harmless(&format!("\n{}", ended.err)), "{words:?}: {}", ended.err.escape_debug());
    }
}

/// Names of files may hold anything but a slash, there.
#[cfg(target_os = "linux")]
#[test]
fn names_of_files_are_shown_on_one_line() {
    let name = NASTY.replace('/', "");
    let folder = Folder::with(DIAL);
    for extension in ["toml", "txt", "json", "so"] {
        std::fs::write(folder.path(&format!("{name}.{extension}")), "nothing").expect("it can be written");
    }
    let file = |extension: &str| format!("{name}.{extension}");
    for words in [
        vec!["run", &*file("toml")],
        vec!["check", &file("toml")],
        vec!["check", &file("txt")],
        vec!["diff", &file("txt"), "a.toml"],
        vec!["show", &file("toml")],
        vec!["shrink", &file("toml")],
        vec!["replay", &file("toml")],
        vec!["merge", &file("json")],
        vec!["merge", &file("toml"), "--save", "all"],
        vec!["inspect", &file("so")],
        vec!["fuzz", "--cases", "1", "--dll", &format!("./{}", file("so"))],
        vec!["run", "a.toml", "--format", &format!("text={name}/x")],
        vec!["self-check", "--determinism", "1", "--against", &file("json")],
        vec![&*name],
        vec!["run", &format!("--{name}")],
    ] {
        let ended = folder.run(&words);
        assert!(!ended.err.is_empty() && ended.code != Some(0), "{words:?}: {}", ended.out);
        assert!(is_harmless(&ended.out), "{words:?}: {}", ended.out.escape_debug());
        assert!(is_harmless(&format!("\n{}", ended.err)), "{words:?}: {}", ended.err.escape_debug());
    }
}
