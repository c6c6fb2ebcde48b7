//! Native DLLs on the command line: where they are, how long they may take, and what they write.

use insta::assert_snapshot;

use super::{DIAL, Folder};
use mockras_testing::small::dll;

/// The path of a DLL from this C code.
fn path(name: &str, code: &str) -> String {
    dll(name, code)
}

#[test]
fn output_of_a_dll_goes_to_stderr_and_into_reports() {
    let folder = Folder::with(DIAL);
    let speaks = path("speaks", "#define ACCEPT puts(\"hello\\x1b[31m\")");
    let ended = folder.run(&["run", "a.toml", "--dll", &speaks]);
    assert_snapshot!(ended.err_and_code(), @r"
    dll: hello\u{1b}[31m
    RESULT: PASS
    exit 0
    ");
    let arguments =
        ["check", "a.toml", "--rule", "RUN-01", "--format", "text", "--format", "json=a.json", "--dll"];
    let ended = folder.run(&[&arguments[..], &[&speaks, "--show", "written"]].concat());
    assert!(ended.out.contains("written by the DLLs in a.toml:\n  | hello\\u{1b}[31m\n"), "{}", ended.out);
    assert!(folder.read("a.json").contains(r#""written": "hello\u001b[31m\n""#), "{}", folder.read("a.json"));
}

#[test]
fn hang_is_found_after_the_timeout_that_was_given() {
    let hangs = path("sits", "#define ACCEPT for (;;) pause()");
    let folder = Folder::with(DIAL).environment("MOCKRAS_TIMEOUT", "1d");
    let ended = folder.run(&["run", "a.toml", "--dll", &hangs, "--timeout", "1s"]);
    assert_snapshot!(ended.err_and_code(), @"
    RESULT: FAIL (1 call faulted: AcceptNewConnection of sits: hang: did not return in 1s)
    exit 1
    ");
    let ended = folder.run(&["check", "a.toml", "--dll", &hangs, "--timeout", "1s", "--rule", "RUN-01"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("with --timeout 1s --rule RUN-01") || ended.out.contains("--timeout 1s"));
}

#[cfg(unix)]
#[test]
fn run_that_somebody_else_ends_is_inconclusive() {
    let killed = path("shot", "#include <signal.h>\n#define ACCEPT kill(getpid(), SIGKILL)");
    let folder = Folder::with(DIAL);
    assert_snapshot!(folder.run(&["run", "a.toml", "--dll", &killed]).err_and_code(), @"
    RESULT: INCONCLUSIVE (the run was cut short: the child was killed: SIGKILL, not by mockras)
    exit 3
    ");
    let ended = folder.run(&["check", "a.toml", "--dll", &killed, "--rule", "RUN-01"]);
    assert_snapshot!(ended.err_and_code(), @"
    warning: a.toml: the run was cut short: the child was killed: SIGKILL, not by mockras
    RESULT: INCONCLUSIVE (a run was cut short: 1 rule undecided)
    exit 3
    ");
}

#[test]
fn dll_that_cannot_be_loaded_is_named() {
    let folder = Folder::with(DIAL).file("text.so", "this is no library");
    std::fs::create_dir(folder.path("folder.so")).expect("a folder can be made");
    assert_snapshot!(folder.run(&["run", "a.toml", "--dll", "./gone.so"]).err_and_code(), @"
    error: ./gone.so: there is no such file
    RESULT: FAIL (the service did not start: gone: the file is missing)
    exit 4
    ");
    assert_snapshot!(folder.run(&["run", "a.toml", "--dll", "./folder.so"]).err_and_code(), @"
    error: ./folder.so: expected a DLL, found a directory
    RESULT: FAIL (the service did not start: folder: it is a directory)
    exit 4
    ");
    assert_snapshot!(folder.run(&["run", "a.toml", "--dll", "./text.so"]).err_and_code(), @"
    error: ./text.so: expected a library (PE, ELF or Mach-O), found a text
    RESULT: FAIL (the service did not start: text: expected a library (PE, ELF or Mach-O), found a text)
    exit 4
    ");
    let ended =
        folder.run(&["check", "a.toml", "--dll", "./text.so", "--format", "text", "--format", "json=a.json"]);
    assert_eq!(ended.code, Some(4));
    let why = "text: expected a library (PE, ELF or Mach-O), found a text";
    assert!(ended.out.contains(&format!("\nerror: {why} (in 1 of 1 scenario)\n")), "{}", ended.out);
    assert!(folder.read("a.json").contains(&format!("\"unloaded\": \"{why}\"")), "{}", folder.read("a.json"));
}

#[test]
fn dll_that_goes_away_is_no_pass() {
    let goes = path("goes", "#define TERMINATE rename(getenv(\"GOES\"), getenv(\"GONE\"))");
    let folder = Folder::with(DIAL).file("b.toml", DIAL);
    let copy = folder.path("goes.so");
    std::fs::copy(&goes, &copy).expect("the library can be copied");
    let gone = folder.path("gone.so");
    let folder = folder.environment("GOES", copy.to_str().expect("a path in UTF-8"));
    let folder = folder.environment("GONE", gone.to_str().expect("a path in UTF-8"));
    let one = ["check", "a.toml", "b.toml", "--dll", "./goes.so", "--policy", "processes=one", "-j1"];
    let ended = folder.run(&one);
    assert_eq!(ended.code, Some(4), "{}", ended.err);
    assert!(
        ended.out.contains("\nerror: goes: the file is missing (in 1 of 2 scenarios)\n"),
        "{}",
        ended.out
    );
    assert!(
        ended.err.ends_with("RESULT: FAIL (a DLL could not be loaded in some scenarios; 1 advice)\n"),
        "{}",
        ended.err
    );
}

#[cfg(unix)]
#[test]
fn interrupted_check_tells_what_it_has_judged() {
    let code = "#include <signal.h>\n#include <fcntl.h>\n#define ACCEPT \\\n\
                if (open(getenv(\"ONCE\"), O_CREAT | O_EXCL, 0600) >= 0) kill(getppid(), SIGINT)";
    let folder = (1..60).fold(Folder::with(DIAL), |folder, at| folder.file(&format!("{at}.toml"), DIAL));
    let once = folder.path("once");
    let folder = folder.environment("ONCE", once.to_str().expect("a path in UTF-8"));
    let ended =
        folder.run(&["check", ".", "--dll", &path("interrupts", code), "--rule", "RUN-01", "--show", "held"]);
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.out.contains("RUN-01  callouts-return  held"), "{}", ended.out);
    let told = "stopping after the scenarios that are being played; again to stop at once\n\
                RESULT: INCONCLUSIVE (interrupted after ";
    assert!(ended.err.starts_with(told), "{}", ended.err);
    assert!(ended.err.ends_with(" of 60 scenarios)\n"), "{}", ended.err);
}

#[test]
fn path_in_a_scenario_starts_where_the_scenario_is() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("below")).expect("a folder can be made");
    std::fs::copy(path("sound", ""), folder.path("below/libsound.so")).expect("it can be copied");
    let scenario = format!("{DIAL}[[dll]]\npath = \"libsound.so\"\n");
    let folder = folder.file("below/a.toml", scenario);
    let apart = folder.run(&["run", "below/a.toml"]);
    assert_eq!((apart.code, apart.out.contains("dll 1    sound")), (Some(0), true), "{}", apart.err);
    let here =
        folder.run(&["run", "below/a.toml", "--in-process", "--guard", "start", "--after-call", "unmap"]);
    assert_eq!(here, apart);
}

/// It is a value of the registry, which knows no folder; so the warning about it is the same wherever the file lies.
#[test]
fn dll_path_in_a_scenario_starts_where_mockras_was_started() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("below")).expect("a folder can be made");
    std::fs::copy(path("sound", ""), folder.path("libsound.so")).expect("it can be copied");
    let folder = folder.file("below/a.toml", format!("dll-path = './libsound.so'\n{DIAL}"));
    let refused = folder.run(&["run", "below/a.toml"]);
    assert!(refused.err.contains(", add --allow-dll ., "), "{}", refused.err);
    let ended = folder.run(&["run", "below/a.toml", "--allow-dll", "."]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("DLLPath holds no full path: ./libsound.so (LOAD-03)"), "{}", ended.out);
    std::fs::rename(folder.path("libsound.so"), folder.path("below/libsound.so")).expect("it can be moved");
    let ended = folder.run(&["run", "below/a.toml", "--allow-dll", "."]);
    assert!(ended.err.contains("error: ./libsound.so: there is no such file"), "{}", ended.err);
    assert_eq!(ended.code, Some(4));
}

#[test]
fn flags_that_make_no_sense_are_refused() {
    let folder = Folder::with(DIAL);
    for (flag, value, expected) in [
        ("--timeout", "0s", "expected a time from 1ms to 1d, found `0s`"),
        ("--timeout", "2d", "expected a time from 1ms to 1d, found `2d`"),
        ("--timeout", "soon", "expected a time such as `90s`"),
        ("--guard", "middle", "expected end, start, off, found `middle`"),
        ("--after-call", "burn", "expected scribble, unmap, keep, found `burn`"),
    ] {
        let ended = folder.run(&["run", "a.toml", flag, value]);
        assert_eq!(ended.code, Some(2), "{flag} {value}");
        assert!(ended.err.contains(expected), "{flag} {value}: {}", ended.err);
    }
    let folder = folder.environment("MOCKRAS_IN_PROCESS", "yes");
    assert_snapshot!(folder.run(&["run", "a.toml"]).refusal(), @"
    error: MOCKRAS_IN_PROCESS: expected 0 or 1, found `yes`
    exit 2
    ");
}

/// What is saved is found again wherever the command is started, and by the name that the DLL was given.
#[test]
fn saved_case_finds_its_dll_from_every_folder() {
    let crashes = path("fragile", "#define ACCEPT *(volatile int *)0 = 1");
    let folder = Folder::new();
    for below in ["elsewhere", "libs"] {
        std::fs::create_dir(folder.path(below)).expect("a folder can be made");
    }
    std::fs::copy(crashes, folder.path("libs/libgate.so.1.2")).expect("it can be copied");
    // Links are not for everybody on Windows.
    #[cfg(unix)]
    std::os::unix::fs::symlink("libgate.so.1.2", folder.path("libs/libgate.so")).expect("a link can be made");
    #[cfg(windows)]
    std::fs::rename(folder.path("libs/libgate.so.1.2"), folder.path("libs/libgate.so")).expect("it moves");
    let fuzz = ["fuzz", "--dll", "libs/libgate.so", "--cases", "20", "--budget", "20", "--rule", "RUN-01"];
    let ended = folder.run(&[&fuzz[..], &["-j", "1", "--save", "sub/folder"]].concat());
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    let case = std::fs::read_dir(folder.path("sub/folder")).expect("it was made").find_map(|entry| {
        let path = entry.expect("it can be read").path();
        path.extension().is_some_and(|extension| extension == "toml").then_some(path)
    });
    let case = std::fs::read_to_string(case.expect("something was saved")).expect("it can be read");
    assert!(case.contains("\npath = \"../../libs/libgate.so\"\n"), "{case}");
    let mut replay = folder.command(&["replay", "../sub/folder", "--allow-dll", "../libs"]);
    let ended = replay.current_dir(folder.path("elsewhere")).output().expect("the command starts");
    let out = String::from_utf8_lossy(&ended.stdout);
    assert_eq!(ended.status.code(), Some(1), "{out}{}", String::from_utf8_lossy(&ended.stderr));
    assert!(out.starts_with("x failing     ../sub/folder/"), "{out}");
}

#[test]
fn case_that_differs_at_times_is_played_several_times() {
    let code = "#include <fcntl.h>\n#define ACCEPT int runs = open(getenv(\"RUNS\"), \
                O_CREAT | O_APPEND | O_WRONLY, 0600); write(runs, \".\", 1); \
                int many = lseek(runs, 0, SEEK_END); close(runs); if (many == 4) return 0";
    let fickle = path("fickle", code);
    let folder = Folder::with(DIAL);
    let found = "[case]\nsignature = \"REPEATS AcceptNewConnection\"\nfinding = \"\"\nmockras = \"0\"\nseed = 1\nnumber = 1\n\
                 tier = \"smoke\"\ntranscript = \"\"\n";
    let folder = folder.file("b.toml", format!("{DIAL}{found}"));
    let runs = folder.path("runs");
    let folder = folder.environment("RUNS", runs.to_str().expect("a path in UTF-8"));
    let ended = folder.run(&["replay", "b.toml", "--dll", &fickle, "--drop-fixed"]);
    assert_eq!((ended.code, &ended.out[..9]), (Some(1), "x failing"), "{}{}", ended.out, ended.err);
    assert!(folder.read("runs").len() >= 4, "the fourth run is another");
    let ended = folder.run(&["replay", "b.toml", "--dll", &fickle, "--drop-fixed"]);
    assert_eq!((ended.code, folder.path("b.toml").exists()), (Some(0), false), "{}", ended.err);
}
