//! `--runner`: native DLLs behind a command, which leads to a mockras elsewhere. Here it leads back to this system.

use std::fs::File;
use std::io::Read;
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::Duration;

use insta::assert_snapshot;
use mockras::scenario::Case;

use super::{DIAL, Ended, Folder, TWO_LINKS};
use mockras_testing::compiler::{Product, compile, run};
use mockras_testing::small::dll;
use mockras_testing::source::root;

const MOCKRAS: &str = env!("CARGO_BIN_EXE_mockras");

/// Nothing but another process before it.
fn through_env() -> String {
    format!("env {MOCKRAS}")
}

/// A shell that stays, and does this afterwards.
fn through_a_shell(after: &str) -> String {
    format!("sh -c '\"$0\" \"$@\"; {after}' {MOCKRAS}")
}

/// A shell that says that mockras runs on another system than it does.
fn through_another_system() -> String {
    let rest = r#"{ IFS= read -r line; echo "${line% * * *} plan9 mips 16 A Stand-In"; cat; }"#;
    format!("sh -c '\"$0\" \"$@\" | {rest}' {MOCKRAS}")
}

/// The path of a DLL from this C code.
fn path(name: &str, code: &str) -> String {
    dll(name, code)
}

/// What comes of a verb with this DLL, here and behind this command.
fn both(folder: &Folder, arguments: &[&str], runner: &str) -> [Ended; 2] {
    [folder.run(arguments), folder.run(&[arguments, &["--runner", runner]].concat())]
}

#[test]
fn transcripts_are_the_same_bytes_behind_a_command() {
    let folder = Folder::with(TWO_LINKS);
    let sound = path("sound", "");
    let crashes = path("fragile", "#define ACCEPT *(volatile int *)0 = 1");
    let aborts = path("aborts", "#define ACCEPT abort()");
    let exits = path("leaves", "#define ACCEPT exit(7)");
    let speaks = path("speaks", "#define ACCEPT puts(\"mockras 9\"); write(1, \"\\0\\1\\n\\r\", 4)");
    for dll in [&sound, &crashes, &aborts, &exits, &speaks] {
        for form in ["text", "json"] {
            for runner in [through_env(), through_a_shell("exit $?")] {
                let arguments = ["run", "a.toml", "--dll", dll, "--format", form];
                let [here, there] = both(&folder, &arguments, &runner);
                // A shell has its own word on a crash.
                let last = |ended: &Ended| ended.err.lines().last().map(str::to_owned);
                assert_eq!(
                    (&there.out, there.code, last(&there)),
                    (&here.out, here.code, last(&here)),
                    "{dll} behind {runner}"
                );
                assert!(here.out.len() > 500, "{}", here.out);
            }
        }
    }
    let [here, there] = both(&folder, &["run", "a.toml", "--dll", "stock:silent"], &through_env());
    assert_eq!(there, here);
    let folder = folder.environment("MOCKRAS_RUNNER", &through_a_shell("exit 255"));
    let ended = folder.run(&["run", "a.toml", "--dll", &exits]);
    assert!(
        ended.err.contains(": ended the process: exit code 255)\n"),
        "the variable counts: {}",
        ended.err
    );
}

#[test]
fn system_of_the_dlls_is_told_and_changes_no_transcript() {
    let folder = Folder::with(TWO_LINKS);
    let sound = path("sound", "");
    let note = "note: native DLLs run on plan9 mips, 16-bit, by A Stand-In\n";
    let [here, there] = both(&folder, &["run", "a.toml", "--dll", &sound], &through_another_system());
    assert_eq!((there.out, there.code), (here.out, Some(0)), "{}", there.err);
    assert_eq!(there.err, format!("{note}{}", here.err));
    let check = ["check", "a.toml", "--format", "text", "--format", "json=a.json", "--dll", &sound];
    let [here, there] = both(&folder, &check, &through_another_system());
    let line = "native DLLs ran on plan9 mips, 16-bit, by A Stand-In\n";
    let rebuild = "a .so or .dylib is a rebuild of the source of a DLL, not the file that Windows loads\n";
    assert!(there.out.contains(&format!("\n{line}{rebuild}")), "{}", there.out);
    assert!(!here.out.contains("native DLLs ran"), "{}", here.out);
    assert!(folder.read("a.json").contains("\"system\": \"plan9 mips, 16-bit, by A Stand-In\""));
    let fuzz = ["fuzz", "--cases", "10", "--dll", &sound, "--format", "text", "--format", "json=f.json"];
    let ended = folder.run(&[&fuzz[..], &["--runner", &through_another_system()]].concat());
    assert!(ended.out.contains(&format!("\n{line}")), "{}", ended.out);
    let campaign = folder.read("f.json");
    assert!(campaign.contains("plan9 mips, 16-bit, by A Stand-In") && campaign.contains("\"systems\""));
}

#[test]
fn command_that_leads_nowhere_is_refused() {
    let folder = Folder::with(DIAL);
    let sound = path("sound", "");
    for (runner, expected) in [
        ("/nonexistent/wine a.exe", "`/nonexistent/wine a.exe __worker remote` cannot be started: "),
        (
            "sh -c 'echo >&2; echo no such host >&2; exit 255'",
            "exit 255' __worker remote`: it ends with exit code 255 before it says anything; on its standard \
             error: no such host\n",
        ),
        ("true", "`true __worker remote`: it ends with exit code 0 before it says anything\n"),
        ("echo Welcome", "it says `Welcome __worker remote`, which is not what mockras says first\n"),
        (
            "sh -c 'printf \"\\0\\1\\377\"'",
            "`: it says `\\0\\u{1}\u{fffd}`, which is not what mockras says first\n",
        ),
        (
            "echo mockras 9.9.9 frames 200 windows x86_64 64",
            "it is mockras 9.9.9 (frames 200), and this is mockras 0.",
        ),
        (
            "sh -c 'printf \"mockras 0.1.0 frames 2 linux x86_64 64\"'",
            "`: it says `mockras 0.1.0 frames 2 linux x86_64 64`, and does not end the line\n",
        ),
        ("sh -c 'exec >&-; cat >/dev/null'", "`: it closes its standard output and says nothing\n"),
        ("sh -c cat", "`sh -c cat __worker remote`: it says nothing in 3s\n"),
    ] {
        let ended = folder.run(&["run", "a.toml", "--dll", &sound, "--timeout", "50ms", "--runner", runner]);
        assert_eq!(ended.code, Some(2), "{runner}: {}", ended.err);
        assert_eq!(ended.out, "", "{runner}");
        assert!(ended.err.starts_with("error: --runner: ") && ended.err.contains(expected), "{}", ended.err);
        assert_eq!(ended.err.lines().count(), 2, "an error and a hint: {}", ended.err);
    }
    for (runner, expected) in [
        ("", "expected a command such as `wine64 mockras.exe`, found nothing"),
        ("wine64 'a", "found a quote without its other one in `wine64 'a`"),
    ] {
        let ended = folder.run(&["run", "a.toml", "--runner", runner]);
        assert_eq!(ended.code, Some(2), "{runner}");
        assert!(ended.err.contains(expected), "{}", ended.err);
    }
    let ended = folder.run(&["run", "a.toml", "--runner", "env", "--in-process"]);
    assert!(ended.err.contains("cannot be used with"), "{}", ended.err);
    for verb in ["check", "fuzz", "shrink", "diff"] {
        let paths = match verb {
            "check" | "shrink" => &["a.toml"][..],
            "diff" => &["a.toml", "a.toml"],
            _ => &["--cases", "1"],
        };
        let ended = folder.run(&[&[verb][..], paths, &["--runner", "false"]].concat());
        assert_eq!(ended.code, Some(2), "{verb}: {}", ended.err);
        assert!(ended.err.starts_with("error: --runner: `false __worker remote`: "), "{verb}: {}", ended.err);
    }
}

#[test]
fn flag_goes_before_variables_that_conflict_with_it() {
    let sound = path("sound", "");
    let run = ["run", "a.toml", "--dll", &sound];
    let note = "note: native DLLs run on plan9 mips";
    let folder = Folder::with(DIAL).environment("MOCKRAS_IN_PROCESS", "1");
    let ended = folder.run(&[&run[..], &["--runner", &through_another_system()]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.err.starts_with(note), "the flag counts: {}", ended.err);
    let hangs = path("hangs", "#define ACCEPT for (;;) pause()");
    let ended = folder.run(&["run", "a.toml", "--dll", &hangs, "--timeout", "50ms"]);
    assert!(ended.err.contains(": hang: did not return in 50ms"), "in a child: {}", ended.err);
    let folder =
        Folder::with(DIAL).environment("MOCKRAS_RUNNER", "false").environment("MOCKRAS_TIMEOUT", "1s");
    let ended = folder.run(&[&run[..], &["--in-process"]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let fuzz = ["fuzz", "--cases", "1", "--dll", &sound, "--in-process", "--format", "json=f.json"];
    let ended = folder.run(&fuzz);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let said = folder.read("f.json");
    assert!(said.contains("--in-process"), "{said}");
    assert!(!said.contains("--runner") && !said.contains("--timeout"), "{said}");
}

#[test]
fn variables_that_conflict_are_refused() {
    let folder = Folder::with(DIAL).environment("MOCKRAS_IN_PROCESS", "1");
    let folder = folder.environment("MOCKRAS_RUNNER", "false");
    for flags in [&[][..], &["--in-process"], &["--runner", "env"]] {
        let ended = folder.run(&[&["run", "a.toml"], flags].concat());
        assert_eq!(ended.code, Some(2), "{flags:?}");
        assert_eq!(ended.err, "error: expected MOCKRAS_IN_PROCESS=1 or MOCKRAS_RUNNER, found both\n");
    }
}

/// A lost connection is no fault of the DLL.
#[test]
fn command_that_is_lost_on_the_way_makes_the_run_inconclusive() {
    let folder = Folder::with(DIAL);
    let leaves = path("leaves-at-once", "#define ACCEPT _exit(3)");
    let run = |after: &str| {
        let runner = through_a_shell(after);
        let ended = folder.run(&["run", "a.toml", "--dll", &leaves, "--runner", &runner]);
        ended.err_and_code().replace(MOCKRAS, "mockras")
    };
    assert_snapshot!(run("exit $?"), @"
    RESULT: FAIL (1 call faulted: AcceptNewConnection of leaves-at-once: ended the process: exit code 3, by _exit)
    exit 1
    ");
    assert_snapshot!(run("exit 255"), @r#"
    RESULT: INCONCLUSIVE (the run was cut short: the child was lost: `sh -c '"$0" "$@"; exit 255' mockras __worker remote` ended with exit code 255)
    exit 3
    "#);
    assert_snapshot!(run("exit 137"), @r#"
    RESULT: INCONCLUSIVE (the run was cut short: the child was lost: `sh -c '"$0" "$@"; exit 137' mockras __worker remote` ended with exit code 137)
    exit 3
    "#);
}

#[test]
fn hang_behind_a_command_ends_all_of_it() {
    let folder = Folder::with(DIAL);
    let pipe = folder.path("held");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo can be run").success());
    // Whoever hangs holds the pipe open, and so does its descendant.
    let code = "#include <fcntl.h>\n#define ACCEPT int f = open(getenv(\"HELD\"), O_WRONLY); fork(); for (;;) pause()";
    let folder = folder.environment("HELD", pipe.to_str().expect("a path in UTF-8"));
    let (told, heard) = channel();
    std::thread::spawn(move || {
        let mut held = File::open(pipe).expect("the pipe can be opened");
        let _ = told.send(held.read_to_end(&mut Vec::new()).map(drop));
    });
    let runner = through_a_shell("exit $?");
    let arguments = ["run", "a.toml", "--timeout", "1s", "--runner", &runner];
    let ended = folder.run(&[&arguments[..], &["--dll", &path("holds-on", code)]].concat());
    assert_snapshot!(ended.err_and_code(), @"
    RESULT: FAIL (1 call faulted: AcceptNewConnection of holds-on: hang: did not return in 1s)
    exit 1
    ");
    heard.recv_timeout(Duration::from_secs(60)).expect("nobody holds the pipe any more").expect("it ends");
}

#[test]
fn campaign_behind_a_command_sees_the_same() {
    let folder = Folder::new();
    let crashes = path("breaks", "#define LINK static int links; if (++links == 3) *(volatile int *)0 = 1");
    let fuzz = ["fuzz", "--cases", "60", "--budget", "30", "--rule", "RUN-01", "--dll", &crashes];
    let runner = through_a_shell("exit $?");
    let here =
        folder.run(&[&fuzz[..], &["-j", "1", "--save", "here", "--format", "json=here.json"]].concat());
    let arguments = ["-j", "2", "--save", "there", "--format", "json=there.json", "--runner", &runner];
    let there = folder.run(&[&fuzz[..], &arguments].concat());
    assert_eq!((here.code, there.code), (Some(1), Some(1)), "{}{}", here.err, there.err);
    let digest = |report: &str| {
        let text = folder.read(report);
        text.lines().find(|line| line.contains("\"digest\": \"xxh3:")).map(str::to_owned).expect("a digest")
    };
    assert_eq!(digest("here.json"), digest("there.json"));
    let shares = folder.run(&["merge", "here.json", "there.json"]);
    assert_eq!(shares.code, Some(1), "one campaign, wherever it was played: {}", shares.err);
    let case = |of: &str| {
        let file = std::fs::read_dir(folder.path(of)).expect("it was made").next().expect("a case");
        let path = file.expect("it can be read").path();
        (Case::load(&path).expect("a whole case"), path.to_str().expect("a path in UTF-8").to_owned())
    };
    let ((here, _), (there, file)) = (case("here"), case("there"));
    assert_eq!(there.found, here.found);
    assert_eq!(there.scenario.dlls[0].path, Some(crashes.clone()), "a path of elsewhere stays as it is");
    assert!(
        there.found.dlls[0].starts_with("breaks xxh3:"),
        "the hash comes from there: {:?}",
        there.found.dlls
    );
    let replayed = folder.run(&["replay", &file, "--allow-dll", "/", "--runner", &runner]);
    assert_eq!(replayed.code, Some(1), "{}{}", replayed.out, replayed.err);
    assert!(replayed.out.starts_with("x failing "), "{}", replayed.out);
    let shrunk = folder.run(&[
        "shrink",
        &file,
        "--budget",
        "5",
        "--out",
        "small.toml",
        "--allow-dll",
        "/",
        "--runner",
        &runner,
    ]);
    assert_eq!(shrunk.code, Some(0), "{}", shrunk.err);
    assert!(
        folder.read("small.toml").contains(&format!("path = \"{crashes}\"")),
        "{}",
        folder.read("small.toml")
    );
}

/// With `MOCKRAS_WINDOWS_RUNNER`, a command that starts a mockras for Windows under Wine, a DLL for Windows is played as its
/// twin for this system is. Without, it is refused as what it is.
#[test]
fn windows_dll_is_played_under_wine_or_refused_here() {
    let folder = Folder::with(TWO_LINKS);
    let Ok(runner) = std::env::var("MOCKRAS_WINDOWS_RUNNER") else {
        let folder = folder.file("gate.dll", "MZ and more");
        let ended = folder.run(&["run", "a.toml", "--dll", "./gate.dll"]);
        assert_eq!(ended.code, Some(4), "{}", ended.err);
        assert!(ended.err.starts_with("error: ./gate.dll: "), "{}", ended.err);
        return;
    };
    let source = root().join("native/tests/dll/c/typical.c");
    let here = compile(&source, Product::Library, &[]);
    let there = folder.path("typical.dll");
    let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
    compiler.arg("-shared").arg("-I").arg(root().join("include")).arg(&source).arg("-o").arg(&there);
    run(&mut compiler);
    let fuzz = ["fuzz", "--cases", "40", "--budget", "0", "-j", "2", "--format"];
    let here = here.to_str().expect("a path in UTF-8");
    let played_here = folder.run(&[&fuzz[..], &["json=here.json", "--dll", here]].concat());
    let arguments = ["json=there.json", "--dll", "./typical.dll", "--runner", &runner];
    let played_there = folder.run(&[&fuzz[..], &arguments].concat());
    assert!(
        played_there.err.starts_with("note: native DLLs run on windows x86_64, 64-bit"),
        "{}",
        played_there.err
    );
    assert_eq!(played_there.code, played_here.code, "{}", played_there.err);
    let digest = |report: &str| {
        let text = folder.read(report);
        text.lines().find(|line| line.contains("\"digest\": \"xxh3:")).map(str::to_owned).expect("a digest")
    };
    assert_eq!(digest("there.json"), digest("here.json"), "the same bytes on Windows as here");
}
