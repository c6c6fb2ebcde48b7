//! `mockras init`: what it writes builds and passes its own check, its README is true, and nothing is overwritten.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Ended, Folder, ended};
use mockras_testing::source::{blocks, root};

/// Whether there is such a command.
fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// The commands of the README in the block after a comment, or in the first block.
fn commands(folder: &Folder, comment: Option<&str>) -> Vec<String> {
    let readme = folder.read("gate/README.md");
    let from = comment.map_or(Some(0), |comment| readme.find(&format!("<!-- {comment} -->")));
    let below = &readme[from.unwrap_or_else(|| panic!("the README says nothing of {comment:?}"))..];
    let (_, _, block) = blocks(below).into_iter().find(|(_, language, _)| language == "sh").expect("a block");
    block.lines().map(str::to_owned).collect()
}

/// Types a command in the project, with `mockras` on the path.
fn typed(folder: &Folder, command: &str) -> Ended {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    folder.furnish(&mut shell);
    let bin = Path::new(env!("CARGO_BIN_EXE_mockras")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    shell.env("PATH", format!("{}:{path}", bin.display())).current_dir(folder.path("gate"));
    // A crate is built from what is there.
    shell.env("CARGO_NET_OFFLINE", "true").env("CARGO_TARGET_DIR", built());
    ended(&mut shell, b"")
}

/// Types commands that must succeed. What `cargo` builds is put where the README has it.
fn typed_all(folder: &Folder, commands: &[String]) {
    for command in commands {
        let ended = typed(folder, command);
        assert_eq!(ended.code, Some(0), "{command}\n{}{}", ended.out, ended.err);
        if command.starts_with("mockras check") || command.starts_with("mockras fuzz") {
            assert!(ended.err.contains("RESULT: PASS"), "{command}: {}", ended.err);
        }
        if command == "cargo build" {
            std::fs::create_dir_all(folder.path("gate/target/debug")).expect("a folder");
            let library = folder.path("gate").join("target/debug").join(library());
            std::fs::copy(built().join("debug").join(self::library()), library).expect("it is built");
        }
    }
}

/// Where crates are built: the library mockras is built once for all runs of the tests.
fn built() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("init")
}

fn library() -> String {
    format!("{}gate{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// A project in a folder of its own.
fn project(arguments: &[&str]) -> Folder {
    let folder = Folder::new();
    let ended = folder.run(&[&["init"], arguments, &["gate"]].concat());
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{}", ended.out);
    folder
}

/// The commands that build and judge the project. Without CMake they are those of a compiler.
fn with_cmake_or_without(folder: &Folder) -> Vec<String> {
    let all = commands(folder, None);
    if is_there("cmake") {
        return all;
    }
    let judging = all.iter().filter(|command| !command.starts_with("cmake")).cloned();
    let compile = commands(folder, Some("without cmake"));
    ["mkdir -p build/host".to_owned()].into_iter().chain(compile).chain(judging).collect()
}

/// Breaks the DLL in one place, builds it again, and gives what `mockras check scenarios` says.
fn broken(folder: &Folder, source: &str, (from, to): (&str, &str), build: &[String]) -> Ended {
    let sound = folder.read(source);
    assert!(sound.contains(from), "{source} has no {from}");
    std::fs::write(folder.path(source), sound.replace(from, to)).expect("it can be written");
    typed_all(folder, build);
    std::fs::write(folder.path(source), sound).expect("it can be written");
    typed(folder, "mockras check scenarios")
}

fn native_project_is_true(language: &str, source: &str, faults: [(&str, &str); 2]) {
    let folder = project(&[language]);
    let steps = with_cmake_or_without(&folder);
    assert!(steps.iter().any(|step| step == "mockras check scenarios"), "{steps:?}");
    typed_all(&folder, &steps);
    if is_there("cmake") && is_there("x86_64-w64-mingw32-gcc") {
        typed_all(&folder, &commands(&folder, Some("with mingw")));
        assert!(folder.path("gate/build/windows/gate.dll").is_file());
    }
    // The other way to build it makes a library that passes as well.
    let others =
        [commands(&folder, Some("without cmake")), vec!["mockras check scenarios".to_owned()]].concat();
    typed_all(&folder, &others);
    let build = commands(&folder, Some("without cmake"));
    let [everybody, kept] = faults;
    let told = broken(&folder, source, everybody, &build);
    assert_eq!(told.code, Some(1), "{}", told.err);
    for id in ["expect/state", "expect/guests-stay-out"] {
        assert!(told.out.contains(&format!("error: {id}")), "{}", told.out);
    }
    let told = broken(&folder, source, kept, &build);
    assert!(told.code == Some(1) && told.out.contains("error: expect/ipv4"), "{}", told.out);
}

#[test]
fn project_in_c_builds_passes_and_fails_when_it_is_broken() {
    let everybody = ("return lstrcmpiW(user, L\"guest\") != 0;", "return user != NULL;");
    let kept = ("    taken[i] = FALSE;\n    ReleaseSRWLockExclusive", "    ReleaseSRWLockExclusive");
    native_project_is_true("--c", "gate/src/gate.c", [everybody, kept]);
}

#[test]
fn project_in_cpp_builds_passes_and_fails_when_it_is_broken() {
    let everybody = ("return lstrcmpiW(user, L\"guest\") != 0;", "return user != nullptr;");
    let kept = ("taken_[static_cast<std::size_t>(i)] = false;", "");
    native_project_is_true("--cpp", "gate/src/gate.cpp", [everybody, kept]);
}

#[test]
fn project_in_rust_builds_passes_and_fails_when_it_is_broken() {
    let checkout = root();
    let folder = project(&["--rust", "--library", checkout.to_str().expect("a path of UTF-8")]);
    // The versions that are there.
    std::fs::copy(checkout.join("Cargo.lock"), folder.path("gate/Cargo.lock")).expect("it can be copied");
    let steps = commands(&folder, None);
    assert_eq!(steps[..2], ["cargo test", "cargo build"]);
    typed_all(&folder, &steps);
    let everybody = ("!user.to_string().eq_ignore_ascii_case(\"guest\")", "!user.to_string().is_empty()");
    let told = broken(&folder, "gate/src/lib.rs", everybody, &["cargo build".to_owned()]);
    assert!(told.code == Some(1) && told.out.contains("error: expect/guests-stay-out"), "{}", told.out);
}

#[test]
fn generated_scenarios_find_no_error_in_what_is_written() {
    let folder = project(&["--c"]);
    let compile = commands(&folder, Some("without cmake"));
    typed_all(&folder, &[vec!["mkdir -p build/host".to_owned()], compile].concat());
    let readme = folder.read("gate/README.md");
    let fuzz = readme.lines().find(|line| line.starts_with("mockras fuzz")).expect("the README says so");
    typed_all(&folder, &[fuzz.to_owned()]);
}

#[test]
fn crate_comes_from_the_registry_unless_a_checkout_is_named() {
    let manifest = project(&["--rust"]).read("gate/Cargo.toml");
    let version = env!("CARGO_PKG_VERSION");
    assert!(manifest.contains(&format!("mockras = {{ version = \"{version}\", ")), "{manifest}");
    let folder = Folder::new();
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    for (wrong, found) in [("empty", "found another folder"), ("gone", "found no such folder")] {
        let told = folder.run(&["init", "--rust", "--library", wrong, "gate"]).refusal();
        assert_eq!(
            told,
            format!("error: --library {wrong}: expected a checkout of mockras, {found}\nexit 2")
        );
    }
    assert_eq!(folder.names(), ["empty"]);
}

#[test]
fn headers_alone_are_written_where_they_are_wanted() {
    let folder = project(&["--headers"]);
    let names: Vec<_> = std::fs::read_dir(folder.path("gate")).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 1);
    for header in ["mprapi.h", "windows.h", "mockras/host.h"] {
        let there = std::fs::read_to_string(root().join("include").join(header)).expect("a header");
        assert_eq!(folder.read(&format!("gate/include/{header}")), there);
    }
}

#[test]
fn files_that_are_there_are_named_and_nothing_is_written() {
    let folder = Folder::new().file("README.md", "mine\n").file("src", "a file\n");
    insta::assert_snapshot!(folder.run(&["init", "--c"]).refusal(), @"
    error: .: expected no such files, found ./README.md, ./src
    hint: nothing is written, and nothing overwritten: move them away, or name another folder
    exit 2
    ");
    assert_eq!(folder.names(), ["README.md", "src"]);
    assert_eq!(folder.read("README.md"), "mine\n");
    insta::assert_snapshot!(folder.run(&["init", "--c", "README.md"]).refusal(), @"
    error: README.md: expected no such files, found README.md
    hint: nothing is written, and nothing overwritten: move them away, or name another folder
    exit 2
    ");
    let twice = project(&["--cpp"]);
    let told = twice.run(&["init", "--cpp", "gate"]).refusal();
    assert!(told.contains("gate/CMakeLists.txt, ") && told.contains(" more\nhint: "), "{told}");
}

#[test]
fn other_files_of_the_folder_stay_as_they_are() {
    let folder = Folder::new().file("LICENSE", "mine\n");
    std::fs::create_dir_all(folder.path("src")).expect("a folder");
    std::fs::write(folder.path("src/other.c"), "int other;\n").expect("a file");
    assert_eq!(folder.run(&["init", "--c"]).code, Some(0));
    assert_eq!(
        (folder.read("LICENSE"), folder.read("src/other.c")),
        ("mine\n".into(), "int other;\n".into())
    );
    assert!(folder.path("src/gate.c").is_file() && folder.path(".github/workflows/mockras.yml").is_file());
    // What was staged is gone.
    assert!(folder.names().iter().all(|name| !name.contains(".tmp")), "{:?}", folder.names());
}

#[test]
fn one_language_has_to_be_chosen() {
    for arguments in [&["init"][..], &["init", "--c", "--rust"], &["init", "--c", "--library", "x"]] {
        let told = Folder::new().run(arguments);
        assert_eq!(told.code, Some(2), "{arguments:?}: {}", told.err);
    }
}
