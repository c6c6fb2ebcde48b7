//! Checks of what the source says. Every checker has a companion test that shows it faults.

use mockras_testing::assert_none;
use mockras_testing::source::{File, line_at, lines_using, read, rust_below, segments_under, word_at};

const EARLIER_THAN_PIPELINE: &[&str] =
    &["ras", "scenario", "model", "dll", "transcript", "check", "report", "abi", "generate"];

/// Each room and the rooms of the same package that it may use besides itself. Between packages Cargo draws the arrow.
pub(crate) const ROOMS: &[(&str, &[&[&str]])] = &[
    ("ras", &[]),
    ("scenario", &[&["ras"]]),
    ("model", &[&["ras", "scenario"]]),
    ("dll", &[&["ras", "scenario", "model", "abi"]]),
    ("export", &[&["ras", "abi", "dll"]]),
    ("transcript", &[&["ras", "scenario", "model", "dll"]]),
    ("check", &[&["ras", "abi", "scenario", "model", "dll", "transcript"]]),
    ("report", &[&["ras", "scenario", "model", "dll", "transcript", "check"]]),
    ("abi", &[&["ras"]]),
    ("generate", &[&["ras", "abi", "scenario", "model", "dll"]]),
    ("pipeline", &[EARLIER_THAN_PIPELINE]),
    ("campaign", &[EARLIER_THAN_PIPELINE, &["pipeline"]]),
    // Of mockras-native.
    ("binary", &[]),
    ("inspect", &[&["binary"]]),
    ("ffi", &[&["binary"]]),
    ("worker", &[&["binary", "ffi"]]),
];

/// Names of `src/` that only some rooms may use. Lints forbid others everywhere: `clippy.toml` lists them.
const HOMES: &[(&[&str], &[&str])] = &[
    (&["unsafe"], &["export", "ffi"]),
    (
        &["serde"],
        &["scenario", "model", "dll", "transcript", "report", "pipeline", "inspect", "ffi", "worker"],
    ),
    (&["serde_json"], &["transcript", "report", "inspect", "worker"]),
    (&["postcard"], &["ffi", "worker"]),
    (&["std::process"], &["ffi", "worker"]),
    (&["std::fs"], &["scenario", "ffi", "worker"]),
];

/// What `model` may not use, on top of [`HOMES`].
const NOT_IN_MODEL: &[&str] = &["f32", "f64", "std::thread"];

/// The Rust files below `top`, of which there must be some, or the check would pass for nothing.
pub(crate) fn sources(tops: &[&str]) -> Vec<File> {
    let files: Vec<File> = tops.iter().flat_map(|top| rust_below(top)).collect();
    assert!(!files.is_empty(), "no Rust files below {tops:?}");
    files
}

/// Samples for a companion test: path and text.
pub(crate) fn samples(files: &[(&str, &str)]) -> Vec<File> {
    files.iter().map(|(path, text)| File::new(path, text)).collect()
}

fn wrong_imports(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let Some(room) = file.room().filter(|room| *room != "lib") else { continue };
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            findings.push(format!("{}: the room `{room}` is not in the table of rooms", file.path));
            continue;
        };
        let mut names = segments_under(&file.code, "crate");
        names.extend(rooms_reached_by_super(file, room, files));
        for (line, name) in names {
            let at = format!("{}:{line}", file.path);
            if name != room && ROOMS.iter().any(|(other, _)| *other == name) {
                if !allowed.iter().any(|rooms| rooms.contains(&name.as_str())) {
                    findings.push(format!("{at}: `{room}` may not use `{name}`"));
                }
            } else if name == "*" || name.starts_with(char::is_uppercase) {
                findings.push(format!("{at}: `crate::{name}` does not say which room it comes from"));
            }
        }
    }
    findings
}

/// Other rooms named as `super::<room>::`, unless the file's own room has a module of that name.
fn rooms_reached_by_super(file: &File, room: &str, files: &[File]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, step) in file.code.match_indices("super::") {
        let rest = &file.code[at + step.len()..];
        let name = word_at(rest);
        let own = [format!("src/{room}/{name}.rs"), format!("src/{room}/{name}/mod.rs")];
        let is_own = name == room || files.iter().any(|other| own.contains(&other.path));
        let is_room = ROOMS.iter().any(|(other, _)| *other == name);
        if is_room && !is_own && rest[name.len()..].starts_with("::") {
            found.push((line_at(&file.code, at), name.to_owned()));
        }
    }
    found
}

#[test]
fn imports_flow_one_way() {
    assert_none(&wrong_imports(&sources(&["src", "native/src"])));
}

#[test]
fn imports_against_the_arrow_are_found() {
    let files = samples(&[
        (
            "src/ras/port.rs",
            "// crate::report\nuse crate::{\n    model::{Input, Output},\n    ras::Port,\n};\n",
        ),
        ("src/dll/mod.rs", "use crate::abi::A;\nuse crate::model::B;\nuse crate::transcript::C;\n"),
        ("src/abi/mod.rs", "use crate::ras::A;\ncrate::policies! {}\nuse crate::dll::B;\n"),
        ("src/pipeline.rs", "use crate::report::A;\nmod tests {\n    use crate::campaign::B;\n}\n"),
        ("src/model/link.rs", "use super::super::report::A;\nuse super::start::B;\nuse crate::Scenario;\n"),
        ("src/ras/mod.rs", "use self::port::Port;\nuse super::ras::port::Port;\nuse crate::*;\n"),
        ("native/src/worker/mod.rs", "use crate::{ffi, worker};\nuse crate::inspect;\n"),
        ("src/attic/mod.rs", "\n"),
    ]);
    let expected = [
        "src/ras/port.rs:3: `ras` may not use `model`",
        "src/dll/mod.rs:3: `dll` may not use `transcript`",
        "src/abi/mod.rs:3: `abi` may not use `dll`",
        "src/pipeline.rs:3: `pipeline` may not use `campaign`",
        "src/model/link.rs:3: `crate::Scenario` does not say which room it comes from",
        "src/model/link.rs:1: `model` may not use `report`",
        "src/ras/mod.rs:3: `crate::*` does not say which room it comes from",
        "native/src/worker/mod.rs:2: `worker` may not use `inspect`",
        "src/attic/mod.rs: the room `attic` is not in the table of rooms",
    ];
    assert_eq!(wrong_imports(&files), expected);
}

fn names_away_from_home(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let room = file.room().unwrap_or_else(|| panic!("{} is not below src/", file.path));
        // The type of a function pointer is no unsafe code, and the C layouts are full of them.
        let code = match room {
            "abi" => file.code.replace("unsafe extern \"\" fn(", "fn("),
            _ => file.code.clone(),
        };
        let mut homeless: Vec<&str> = HOMES
            .iter()
            .filter(|(_, rooms)| !rooms.contains(&room))
            .flat_map(|(names, _)| names.iter().copied())
            .collect();
        if room == "model" {
            homeless.extend(NOT_IN_MODEL);
        }
        for name in homeless {
            let lines = lines_using(&code, name).into_iter();
            findings.extend(lines.map(|line| format!("{}:{line}: `{name}` has no place here", file.path)));
        }
    }
    findings
}

#[test]
fn names_stay_in_their_rooms() {
    assert_none(&names_away_from_home(&sources(&["src", "native/src"])));
}

#[test]
fn names_away_from_their_rooms_are_found() {
    let files = samples(&[
        ("src/abi/a.rs", "type A = unsafe extern \"system\" fn(u32);\nunsafe extern \"system\" fn b() {}\n"),
        ("src/dll/a.rs", "type A = unsafe extern \"system\" fn(u32);\nf(\"unsafe\");\n"),
        ("native/src/ffi/a.rs", "unsafe { a() }\n#[derive(serde::Serialize)]\nlet b = std::process::id();\n"),
        ("src/ras/a.rs", "use std::fmt;\n#[derive(serde::Serialize)]\n"),
        ("src/model/b.rs", "use serde::Serialize;\nlet a = postcard::to_allocvec(&b);\n"),
        ("src/scenario/a.rs", "use serde::Deserialize;\nuse std::fs;\nuse std::process::id;\n"),
        ("src/transcript/a.rs", "use std::{\n    fs::File,\n    io,\n};\n"),
        ("src/model/a.rs", "let a = 1.5f64;\nuse std::{thread, fmt};\nlet c: f32;\n"),
        ("native/src/worker/a.rs", "use std::{fs, process};\nuse serde_json::Value;\n"),
    ]);
    let expected = [
        ("src/abi/a.rs:2", "unsafe"),
        ("src/dll/a.rs:1", "unsafe"),
        ("src/ras/a.rs:2", "serde"),
        ("src/model/b.rs:2", "postcard"),
        ("src/scenario/a.rs:3", "std::process"),
        ("src/transcript/a.rs:2", "std::fs"),
        ("src/model/a.rs:3", "f32"),
        ("src/model/a.rs:1", "f64"),
        ("src/model/a.rs:2", "std::thread"),
    ];
    assert_eq!(
        names_away_from_home(&files),
        expected.map(|(at, name)| format!("{at}: `{name}` has no place here"))
    );
}

fn tests_that_skip_or_sleep(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for (index, line) in file.code.lines().enumerate() {
            if line.contains("#[") && !lines_using(line, "ignore").is_empty() {
                findings.push(format!("{}:{}: a test is ignored", file.path, index + 1));
            }
        }
        let sleeps = lines_using(&file.code, "thread::sleep").into_iter();
        findings.extend(sleeps.map(|line| format!("{}:{line}: sleeps", file.path)));
    }
    findings
}

#[test]
fn nothing_is_ignored_or_sleeps() {
    assert_none(&tests_that_skip_or_sleep(&sources(&[
        "src",
        "tests",
        "native",
        "cli",
        "testing",
        "conformance",
    ])));
}

#[test]
fn ignored_tests_and_sleeps_are_found() {
    let text = "#[ignore]\n#[ignore = \"slow\"]\n#[cfg_attr(miri, ignore)]\n// #[ignore]\nlet ignore = 1;\n\
                std::thread::sleep(a);\nuse std::thread::{self, sleep};\n";
    let found = tests_that_skip_or_sleep(&samples(&[("tests/it/a.rs", text)]));
    let ignored = [1, 2, 3].map(|line| format!("tests/it/a.rs:{line}: a test is ignored"));
    assert_eq!(found[..3], ignored);
    assert_eq!(found[3..], ["tests/it/a.rs:6: sleeps", "tests/it/a.rs:7: sleeps"]);
}

/// The files of `check` in the order in which they build on each other, as its page tells it.
fn order_of_check() -> Vec<String> {
    let page = read("src/check/mod.rs").replace("\n//! ", " ");
    let (_, rest) =
        page.split_once("that stand before them in this order: ").expect("the page tells the order");
    let (order, _) = rest.split_once(". ").expect("the list ends");
    order.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The names of files of `check` that others use although they stand later in the order, or nowhere.
fn wrong_order(files: &[File], order: &[String]) -> Vec<String> {
    let mut findings = Vec::new();
    let place = |name: &str| order.iter().position(|known| known == name);
    for file in files {
        let Some((name, is_top)) = file.path.strip_prefix("src/check/").map(|rest| {
            rest.split_once('/').map_or((rest.trim_end_matches(".rs"), true), |(folder, _)| (folder, false))
        }) else {
            continue;
        };
        if name == "mod" {
            continue;
        }
        let Some(mine) = place(name) else {
            findings.push(format!("{}: it is not in the order", file.path));
            continue;
        };
        let code = file.code.split("#[cfg(test)]").next().unwrap_or_default();
        let mut used = segments_under(code, "check");
        if is_top {
            used.extend(segments_under(code, "super"));
        }
        for (line, used) in used {
            if place(&used).is_some_and(|other| other > mine) {
                findings.push(format!("{}:{line}: `{used}` stands after `{name}`", file.path));
            }
        }
    }
    findings
}

#[test]
fn files_of_check_use_earlier_ones_only() {
    let order = order_of_check();
    assert!(order.len() > 15 && order.contains(&"look".to_owned()), "{order:?}");
    assert_none(&wrong_order(&sources(&["src/check"]), &order));
}

#[test]
fn files_of_check_that_use_later_ones_are_found() {
    let files = samples(&[
        ("src/check/look.rs", "use super::call::Call;\nuse super::judge::Judge;\n"),
        ("src/check/call.rs", "use crate::check::look::Look;\n#[cfg(test)]\nuse super::judge::Judge;\n"),
        ("src/check/rules/a.rs", "use super::judge;\nuse crate::check::{Judge, look::Look};\n"),
        ("src/check/mod.rs", "use super::judge::Judge;\n"),
        ("src/check/other.rs", ""),
    ]);
    let order = ["call", "look", "judge", "rules"].map(str::to_owned);
    let expected = [
        "src/check/look.rs:2: `judge` stands after `look`",
        "src/check/call.rs:1: `look` stands after `call`",
        "src/check/other.rs: it is not in the order",
    ];
    assert_eq!(wrong_order(&files, &order), expected);
}

/// What is done in one place, so that its limit or its escapes cannot be forgotten, and where that is.
const ONE_PLACE: &[(&str, &[&str])] = &[
    // Files, with a limit; the others read a stream with one, or look whether a file may be read.
    ("fs::read(", &[]),
    ("read_to_string(", &[]),
    ("read_to_end(", &["src/scenario/bounded.rs", "src/scenario/file.rs", "cli/src/saved.rs"]),
    ("File::open(", &["src/scenario/bounded.rs", "cli/src/native.rs"]),
    // Names of files, on one line: `scenario::shown`.
    (".display()", &[]),
    // What users see, escaped; the other asks whether it is a terminal.
    ("io::stdout()", &["cli/src/terminal.rs", "cli/src/player.rs"]),
    ("io::stderr()", &["cli/src/terminal.rs"]),
    // Files that are written, whole.
    ("File::create(", &[]),
    ("fs::write(", &[]),
];

fn done_elsewhere(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let code = file.code.split("#[cfg(test)]").next().unwrap_or_default();
        for (what, places) in ONE_PLACE.iter().filter(|(_, places)| !places.contains(&file.path.as_str())) {
            let lines = code.match_indices(what).map(|(at, _)| line_at(code, at));
            findings
                .extend(lines.map(|line| format!("{}:{line}: `{what}` belongs in {places:?}", file.path)));
        }
    }
    findings
}

#[test]
fn reading_writing_and_printing_have_one_place_each() {
    assert_none(&done_elsewhere(&sources(&["src", "cli/src"])));
}

#[test]
fn reading_writing_and_printing_elsewhere_are_found() {
    let files = samples(&[
        ("cli/src/merge.rs", "let text = fs::read_to_string(path);\nlet name = path.display();\n"),
        ("cli/src/terminal.rs", "io::stdout().lock();\nio::stderr();\nfs::write(a, b);\n"),
        ("src/scenario/bounded.rs", "File::open(path);\n#[cfg(test)]\nfs::read(path);\n"),
    ]);
    let expected = [
        "cli/src/merge.rs:1: `read_to_string(` belongs in []",
        "cli/src/merge.rs:2: `.display()` belongs in []",
        "cli/src/terminal.rs:3: `fs::write(` belongs in []",
    ];
    assert_eq!(done_elsewhere(&files), expected);
}
