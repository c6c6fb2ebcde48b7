//! Checks of which files there are and what pages say about them. Every checker has a companion test that shows it faults.

use mockras_testing::assert_none;
use mockras_testing::source::{File, paths_below, read, root};

use crate::tidy::{ROOMS, samples, sources};

const FORBIDDEN_NAMES: &[&str] = &["utils", "helpers", "common", "imp", "types", "core"];

const LINES_MIN: usize = 40;
const LINES_MAX: usize = 400;

/// Files that may be shorter than [`LINES_MIN`], each with the reason.
const SHORT_FILES: &[(&str, &str)] = &[
    ("src/check/catalogue/endpt.rs", "a family with few rows"),
    ("src/check/catalogue/preauth.rs", "a family with few rows"),
    ("src/check/catalogue/term.rs", "a family with few rows"),
    ("src/check/rules/canary.rs", "every run breaks it, so there is little to check"),
    ("src/check/rules/user_administration_is_not_called.rs", "its check is that of another rule"),
];

fn misshapen_files(files: &[File], short: &[(&str, &str)]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let lines = file.text.lines().count();
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        // A DLL of the tests is as small as what it shows.
        let may_be_short = ["mod.rs", "main.rs", "lib.rs", "build.rs", "recorders.rs"].contains(&name)
            || ["native/tests/dll/", "native/examples/"].iter().any(|folder| file.path.starts_with(folder));
        let is_listed = short.iter().any(|(path, _)| *path == file.path);
        if lines > LINES_MAX {
            findings.push(format!("{}: {lines} lines, at most {LINES_MAX}", file.path));
        } else if lines < LINES_MIN && !may_be_short && !is_listed {
            findings.push(format!("{}: {lines} lines, at least {LINES_MIN}", file.path));
        } else if is_listed && (lines >= LINES_MIN || may_be_short) {
            findings.push(format!("{}: listed as a short file without need", file.path));
        }
        let mut parts = file.path.split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part));
        if let Some(part) = parts.find(|part| FORBIDDEN_NAMES.contains(part)) {
            findings.push(format!("{}: `{part}` does not say what is inside", file.path));
        }
    }
    for (path, reason) in short {
        if !files.iter().any(|file| file.path == *path) || reason.is_empty() {
            findings.push(format!("{path}: listed as a short file, but it is missing or has no reason"));
        }
    }
    findings
}

#[test]
fn files_have_a_size_and_a_name() {
    let tops = ["src", "tests", "native", "cli", "testing", "conformance"];
    assert_none(&misshapen_files(&sources(&tops), SHORT_FILES));
}

#[test]
fn files_of_a_bad_size_or_name_are_found() {
    let [short, right, long] = [39, 40, 401].map(|lines| "\n".repeat(lines));
    let files = samples(&[
        ("src/ras/a.rs", &short),
        ("src/ras/b.rs", &long),
        ("src/ras/mod.rs", &short),
        ("src/ras/c.rs", &short),
        ("src/ras/d.rs", &right),
        ("tests/it/utils.rs", &right),
        ("src/core/mod.rs", &right),
    ]);
    let listed = [("src/ras/c.rs", "a table"), ("src/ras/d.rs", "a table"), ("src/ras/e.rs", "a table")];
    let expected = [
        "src/ras/a.rs: 39 lines, at least 40",
        "src/ras/b.rs: 401 lines, at most 400",
        "src/ras/d.rs: listed as a short file without need",
        "tests/it/utils.rs: `utils` does not say what is inside",
        "src/core/mod.rs: `core` does not say what is inside",
        "src/ras/e.rs: listed as a short file, but it is missing or has no reason",
    ];
    assert_eq!(misshapen_files(&files, &listed), expected);
}

/// Paths and tests that a page names in backticks and that do not exist. Fenced blocks are not read.
fn stale_names(page: &str, is_there: impl Fn(&str) -> bool, tests: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut fenced = false;
    for (index, line) in page.lines().enumerate() {
        let is_fence = line.starts_with("```");
        fenced ^= is_fence;
        if fenced || is_fence {
            continue;
        }
        for span in line.split('`').skip(1).step_by(2).filter(|span| !span.contains(['<', '*', ' '])) {
            let is_path = span.contains('/') || [".rs", ".md", ".toml"].iter().any(|end| span.ends_with(end));
            let is_test = span.split_once("::").and_then(|(module, name)| {
                let file = tests.iter().find(|file| file.path.ends_with(&format!("tests/it/{module}.rs")))?;
                ROOMS
                    .iter()
                    .all(|(room, _)| *room != module)
                    .then(|| file.code.contains(&format!("fn {name}(")))
            });
            if (is_path && !is_there(span)) || is_test == Some(false) {
                findings.push(format!("line {}: `{span}` does not exist", index + 1));
            }
        }
    }
    findings
}

#[test]
fn architecture_names_what_exists() {
    let is_there = |path: &str| match path.strip_suffix('/') {
        Some(directory) => root().join(directory).is_dir(),
        None => root().join(path).is_file(),
    };
    assert_none(&stale_names(
        &read("ARCHITECTURE.md"),
        is_there,
        &sources(&["tests", "native/tests", "cli/tests"]),
    ));
}

#[test]
fn names_that_do_not_exist_are_found() {
    let page = "`src/ras/` and `src/gone/`\n```\n`in/a/fence.rs`\n```\n`gone.md`, `src/<room>/a.rs`, `corpus/*.toml`\n\
                `tidy::there` `tidy::gone` `std::fs` `cargo run -- a/b`\n";
    let tests = samples(&[("tests/it/tidy.rs", "fn there() {}\n")]);
    let found = stale_names(page, |path| path == "src/ras/", &tests);
    let expected = [(1, "src/gone/"), (5, "gone.md"), (6, "tidy::gone")];
    assert_eq!(found, expected.map(|(line, name)| format!("line {line}: `{name}` does not exist")));
}

/// Scenarios without a snapshot, snapshots without a scenario, and either outside a topic.
fn unpaired(scenarios: &[String], snapshots: &[String]) -> Vec<String> {
    let mut findings = Vec::new();
    for (paths, top, end, others, other_top, other_end) in [
        (scenarios, "corpus/", ".toml", snapshots, "snapshots/corpus/", ".snap"),
        (snapshots, "snapshots/corpus/", ".snap", scenarios, "corpus/", ".toml"),
    ] {
        for path in paths {
            let Some(name) = path.strip_prefix(top).and_then(|name| name.strip_suffix(end)) else { continue };
            if name.split('/').count() != 2 {
                findings.push(format!("{path}: is not {top}<topic>/<name>{end}"));
            }
            let other = format!("{other_top}{name}{other_end}");
            if !others.contains(&other) {
                findings.push(format!("{path}: {other} does not exist"));
            }
        }
    }
    findings
}

#[test]
fn corpus_and_snapshots_are_pairs() {
    assert_none(&unpaired(&paths_below("corpus"), &paths_below("snapshots/corpus")));
}

#[test]
fn unpaired_scenarios_and_snapshots_are_found() {
    let scenarios = ["corpus/a/b.toml", "corpus/a/c.toml", "corpus/d.toml"].map(str::to_owned);
    let snapshots = ["b", "e"].map(|name| format!("snapshots/corpus/a/{name}.snap"));
    let expected = [
        "corpus/a/c.toml: snapshots/corpus/a/c.snap does not exist",
        "corpus/d.toml: is not corpus/<topic>/<name>.toml",
        "corpus/d.toml: snapshots/corpus/d.snap does not exist",
        "snapshots/corpus/a/e.snap: corpus/a/e.toml does not exist",
    ];
    assert_eq!(unpaired(&scenarios, &snapshots), expected);
}

/// What is wrong with the bytes of a file, if it is text: like git, a file with a NUL byte is none.
fn text_fault(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        bytes if bytes.contains(&0) => None,
        bytes if bytes.contains(&b'\r') => Some("holds a CR"),
        [.., last] if *last != b'\n' => Some("does not end in a newline"),
        _ => None,
    }
}

#[test]
fn text_files_are_plain_lines() {
    let read =
        |path: &str| std::fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let faults = paths_below("").into_iter().filter_map(|path| {
        let fault = text_fault(&read(&path))?;
        Some(format!("{path}: {fault}"))
    });
    assert_none(&faults.collect::<Vec<_>>());
}

#[test]
fn text_files_with_cr_or_without_newline_are_found() {
    assert_eq!(text_fault(b"a\r\n"), Some("holds a CR"));
    assert_eq!(text_fault(b"a\nb"), Some("does not end in a newline"));
    assert_eq!([text_fault(b"a\n"), text_fault(b""), text_fault(b"\0\r")], [None, None, None]);
}
