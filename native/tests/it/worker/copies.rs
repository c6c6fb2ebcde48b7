//! Processes that a DLL makes do not speak for its child, and do not outlive the patience of the command.

use std::process::Command;
use std::sync::mpsc::channel;
use std::time::Duration;

use mockras::pipeline::Runner;
use mockras::scenario::Span;
use mockras_testing::dll::program;

use super::faults::faults;
use super::isolated;
use super::{dll, twice};

const FORK: &str = "#include <signal.h>\n#include <poll.h>\n#include <sys/wait.h>\n";

/// What was found in a run that must come to an end: without the care of mockras it never would.
fn in_time(name: &'static str, code: String) -> Vec<String> {
    let (told, heard) = channel();
    std::thread::spawn(move || {
        let isolated = isolated().timeout(Span { ms: 1_000 });
        let _ = told.send(super::faults::faults_of(&isolated.run(&twice(dll(name, &code)))));
    });
    heard.recv_timeout(Duration::from_secs(60)).expect("the run ends")
}

#[test]
fn copy_that_returns_from_a_callout_says_nothing() {
    let accept = "#define ACCEPT int p = fork(); if (p) waitpid(p, 0, 0)";
    let expected = isolated().run(&twice(dll("alone", "")));
    let forked = isolated().run(&twice(dll("forks", &format!("{FORK}{accept}"))));
    assert_eq!(forked.to_string().replace("forks", "alone"), expected.to_string());
}

#[test]
fn copy_that_exits_or_crashes_ends_nothing() {
    for (name, end) in [("copy_exits", "exit(1)"), ("copy_aborts", "abort()")] {
        let accept = format!("#define ACCEPT int p = fork(); if (p == 0) {end}; waitpid(p, 0, 0)");
        assert_eq!(faults(name, &format!("{FORK}{accept}")), [""; 0], "{name}");
    }
}

#[test]
fn descendant_in_another_session_hides_no_end() {
    // It goes when the other end of the protocol has gone.
    let accept = "#define ACCEPT if (fork() == 0) { setsid(); write(1, \"x\", 1); \
                  struct pollfd p = {200, 0, 0}; poll(&p, 1, -1); _exit(0); } _exit(3)";
    let expected = ["ended the process: exit code 3, by _exit"; 2];
    assert_eq!(in_time("daemon", format!("{FORK}{accept}")), expected);
}

#[test]
fn child_that_leaves_its_group_is_killed() {
    let accept = "#define ACCEPT if (fork() == 0) for (;;) pause(); \
                  setpgid(0, getpgid(getppid())); for (;;) pause()";
    assert_eq!(in_time("group", format!("{FORK}{accept}")), ["hang: did not return in 1s"; 2]);
}

#[test]
#[cfg(target_os = "linux")]
fn children_are_waited_for_whatever_the_command_inherits() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let scenario = folder.path().join("a.toml");
    let text = twice(dll("inherits", "#define ACCEPT _exit(5)")).to_toml();
    std::fs::write(&scenario, text).expect("the scenario can be written");
    let ran = Command::new("env")
        .args(["--ignore-signal=CHLD"])
        .arg(program("child"))
        .arg("run")
        .arg(&scenario)
        .output()
        .expect("env can be run");
    let output = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(output.matches("!! ended the process: exit code 5, by _exit").count(), 2, "{ran:?}");
}

#[test]
fn few_descriptors_are_enough() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let scenario = folder.path().join("a.toml");
    std::fs::write(&scenario, twice(dll("few", "")).to_toml()).expect("the scenario can be written");
    let run = |many: &str| {
        let limited = format!("ulimit -n {many}; exec \"$0\" run \"$1\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &limited]).arg(program("child")).arg(&scenario);
        let ran = shell.output().expect("a shell can be run");
        String::from_utf8_lossy(&ran.stdout).into_owned()
    };
    assert_eq!(run("128"), run("1024"));
}
