//! The tools that authors know, started by a flag: `--debug` and `--wrap`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::Folder;
use mockras_testing::small::dll;

/// Two users, of whom the second is the one that a DLL stumbles over.
const TWO_USERS: &str = "steps = [\n  { dial = { port = \"VPN2-0\", user = \"alice\" } },\n  \
                         { dial = { port = \"VPN2-1\", user = \"mallory\" } },\n]\n";

/// Crashes at its second user.
fn stumbles() -> String {
    dll("stumbles", "static int users;\n#define ACCEPT if (++users == 2) *(volatile int *)0 = 1;")
}

#[test]
fn debugger_stops_at_the_call_of_the_finding() {
    let folder = Folder::with(TWO_USERS);
    let gdb = folder.path("gdb");
    fs::write(&gdb, "#!/bin/sh\nfor word; do echo \"gdb: $word\"; done\n").expect("a script");
    fs::set_permissions(&gdb, fs::Permissions::from_mode(0o755)).expect("a program");
    let stumbles = stumbles();
    let arguments = ["check", "a.toml", "--dll", &stumbles, "--debug"];
    let search = format!("{}:/usr/bin:/bin", gdb.parent().expect("a folder").display());
    let ended = folder.environment("PATH", &search).run(&arguments);
    let line = ended.err.lines().find(|line| line.starts_with("debug: ")).expect("the command is shown");
    assert_eq!(
        line,
        format!(
            "debug: gdb -q -ex 'set breakpoint pending on' -ex 'break MprAdminAcceptNewConnection' -ex 'ignore 1 1' \
             -ex run --args mockras run a.toml --dll {stumbles} --in-process"
        )
    );
    assert!(ended.out.contains("gdb: ignore 1 1\ngdb: -ex\ngdb: run\ngdb: --args\n"), "{}", ended.out);
    assert_eq!(ended.code, Some(1));
}

#[test]
fn debugger_is_not_started_for_nothing() {
    let folder = Folder::with(TWO_USERS);
    let sound = dll("sound", "");
    let ended = folder.run(&["check", "a.toml", "--dll", &sound, "--debug"]);
    assert!(ended.err.contains("debug: no finding is about a call of a native DLL"), "{}", ended.err);
    let folder = folder.environment("PATH", "/nonexistent");
    let nowhere = folder.run(&["check", "a.toml", "--dll", &stumbles(), "--debug"]);
    assert!(nowhere.err.contains("error: --debug: gdb cannot be started"), "{}", nowhere.err);
    assert_eq!(nowhere.code, Some(2));
}

#[test]
fn children_are_started_under_a_command() {
    let folder = Folder::with(TWO_USERS);
    let sound = dll("sound", "");
    let plain = folder.run(&["run", "a.toml", "--dll", &sound]);
    let wrapped = folder.run(&["run", "a.toml", "--dll", &sound, "--wrap", "env A=B"]);
    assert_eq!((wrapped.out, wrapped.code), (plain.out, plain.code));
    let absent = folder.run(&["run", "a.toml", "--dll", &sound, "--wrap", "/nonexistent/tool"]);
    assert!(absent.err.contains("a child cannot be started"), "{}", absent.err);
    assert_eq!(absent.code, Some(3));
    let empty = folder.run(&["run", "a.toml", "--dll", &sound, "--wrap", ""]);
    assert!(empty.err.contains("expected a command"), "{}", empty.err);
    assert_eq!(empty.code, Some(2));
}
