//! Children come and go with who needs them.

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use mockras::pipeline::{InProcess, Runner, Sink};
use mockras::ras::Callout;
use mockras::scenario::{Scenario, Step};
use mockras::transcript::{Entry, EntryKind};

use super::compiled::{dll, twice};
use super::isolated;

fn dial() -> Scenario {
    Scenario::of([Step::dial("VPN2-0", "alice")])
}

/// Sends a signal to a process.
fn kill(signal: &str, process: u32) {
    let killed = Command::new("kill").args([signal, &process.to_string()]).status();
    assert!(killed.expect("kill can be run").success());
}

#[test]
fn child_killed_between_scenarios_is_replaced() {
    let isolated = isolated();
    let expected = InProcess.run(&dial());
    assert_eq!(isolated.run(&dial()), expected);
    let before = isolated.children();
    before.iter().for_each(|child| kill("-KILL", *child));
    assert_eq!(isolated.run(&dial()), expected);
    assert_eq!(isolated.cut(), None);
    assert!(isolated.children().iter().all(|child| !before.contains(child)));
}

#[test]
fn program_that_is_no_child_cuts_the_run_short() {
    let isolated = mockras::worker::Isolated::new("/nonexistent/mockras", ["__worker"]);
    let transcript = isolated.run(&dial());
    assert!(isolated.cut().expect("it was cut").starts_with("a child cannot be started: "));
    assert!(transcript.verdicts().is_cut, "{transcript}");
}

#[test]
fn child_killed_in_a_callout_cuts_the_run_short() {
    let dll = dll("killed", "#include <signal.h>\n#define ACCEPT kill(getpid(), SIGKILL)");
    let isolated = isolated();
    let transcript = isolated.run(&twice(dll));
    assert_eq!(isolated.cut().as_deref(), Some("the child was killed: SIGKILL, not by mockras"));
    let last = transcript.entries.last().map(|entry| &entry.kind);
    assert!(matches!(last, Some(EntryKind::Asked(ask)) if ask.entry.callout == Callout::AcceptNewConnection));
    assert!(transcript.verdicts().is_cut);
    assert_eq!(isolated.run(&dial()), InProcess.run(&dial()), "the next run is whole");
    assert_eq!(isolated.cut(), None);
}

/// A mockras that panics in the middle of a run.
struct Panics(u32);

impl Sink for Panics {
    fn entry(&mut self, _: Entry) {
        self.0 += 1;
        assert!(self.0 < 9, "a bug");
    }
}

#[test]
fn run_after_a_panic_has_children_of_its_own() {
    let isolated = isolated();
    let stopped = catch_unwind(AssertUnwindSafe(|| isolated.play(&dial(), &mut Panics(0))));
    assert!(stopped.is_err());
    let other = Scenario::of([Step::dial("VPN2-1", "bob"), Step::Restart]);
    assert_eq!(isolated.run(&other), InProcess.run(&other));
}

#[test]
fn children_and_theirs_end_with_their_parent() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let pipe = folder.path().join("held");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo can be run").success());
    // Whoever hangs holds the pipe open, and so does its descendant.
    let code = format!(
        "#include <fcntl.h>\n#define ACCEPT int f = open(\"{}\", O_WRONLY); fork(); write(f, \"x\", 1); for (;;) pause()",
        pipe.display()
    );
    let scenario = folder.path().join("a.toml");
    std::fs::write(&scenario, twice(dll("holds", &code)).to_toml()).expect("the scenario can be written");
    let mut parent = Command::new(env!("CARGO_BIN_EXE_mockras"))
        .arg("run")
        .arg(&scenario)
        .args(["--timeout", "1h"])
        .stdout(Stdio::null())
        .spawn()
        .expect("the command can be started");
    let (told, heard) = channel();
    std::thread::spawn(move || {
        let mut held = File::open(pipe).expect("the pipe can be opened");
        let _ = told.send(held.read_exact(&mut [0; 2]));
        // Nothing more comes but the end.
        let _ = told.send(held.read_to_end(&mut Vec::new()).map(drop));
    });
    let limit = Duration::from_secs(60);
    heard.recv_timeout(limit).expect("the DLL hangs").expect("it says so, and so does its descendant");
    parent.kill().expect("the parent can be killed");
    parent.wait().expect("it ends");
    heard.recv_timeout(limit).expect("nobody holds the pipe any more").expect("it ends");
}
