//! Children come and go with who needs them.

use std::io::Read;
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use mockras::pipeline::{InProcess, Runner, Sink};
use mockras::scenario::{Scenario, Step};
use mockras::transcript::Entry;
use mockras_testing::dll::program;

use mockras_testing::small::descend;

use super::isolated;
use super::{dll, twice};

fn dial() -> Scenario {
    Scenario::of([Step::dial("VPN2-0", "alice")])
}

/// Kills a process from outside.
fn kill(process: u32) {
    let (program, flags): (_, &[&str]) =
        if cfg!(windows) { ("taskkill", &["/F", "/PID"]) } else { ("kill", &["-KILL"]) };
    let killed = Command::new(program).args(flags).arg(process.to_string()).stdout(Stdio::null()).status();
    assert!(killed.expect("it can be run").success());
}

#[test]
fn child_killed_between_scenarios_is_replaced() {
    let isolated = isolated();
    let expected = InProcess.run(&dial());
    assert_eq!(isolated.run(&dial()), expected);
    let before = isolated.children();
    before.iter().for_each(|child| kill(*child));
    assert_eq!(isolated.run(&dial()), expected);
    assert_eq!(isolated.cut(), None);
    assert!(isolated.children().iter().all(|child| !before.contains(child)));
}

#[test]
fn program_that_is_no_child_cuts_the_run_short() {
    let isolated = mockras_native::worker::Isolated::new("/nonexistent/mockras", [""; 0]);
    let transcript = isolated.run(&dial());
    assert!(isolated.cut().expect("it was cut").starts_with("a child cannot be started: "));
    assert!(transcript.verdicts().is_cut, "{transcript}");
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

/// Code that holds a connection to this port, starts a descendant that has it as well, says so, and hangs.
fn holds(port: u16) -> String {
    let connection = format!(
        "struct sockaddr_in to = {{AF_INET, htons({port})}}; to.sin_addr.s_addr = htonl(0x7f000001);\\\n\
         int held = socket(AF_INET, SOCK_STREAM, 0); if (connect(held, (void *)&to, sizeof to)) abort();\\\n\
         descend(); send(held, \"x\", 1, 0); for (;;) pause()"
    );
    if cfg!(windows) {
        // What is made by `socket` is inherited.
        format!("{}#define ACCEPT WSADATA w; WSAStartup(0x202, &w); {connection}", descend())
    } else {
        let headers = "#include <netinet/in.h>\n#include <sys/socket.h>\n";
        format!("{headers}{}#define ACCEPT {connection}", descend())
    }
}

#[test]
fn children_and_theirs_end_with_their_parent() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
    let port = listener.local_addr().expect("it has a number").port();
    let scenario = folder.path().join("a.toml");
    let text = twice(dll("holds", &holds(port))).to_toml();
    std::fs::write(&scenario, text).expect("the scenario can be written");
    let mut parent = Command::new(program("child"))
        .arg("run")
        .arg(&scenario)
        .stdout(Stdio::null())
        .spawn()
        .expect("the command can be started");
    let (told, heard) = channel();
    std::thread::spawn(move || {
        let (mut held, _) = listener.accept().expect("the DLL connects");
        let _ = told.send(held.read_exact(&mut [0]).is_ok());
        // Nothing more comes but the end. A connection whose owner was killed may be reset.
        let _ = told.send(held.read(&mut [0]).is_ok_and(|many| many > 0));
    });
    let limit = Duration::from_secs(60);
    assert!(heard.recv_timeout(limit).expect("the DLL hangs"), "it says so, with its descendant");
    parent.kill().expect("the parent can be killed");
    parent.wait().expect("it ends");
    assert!(!heard.recv_timeout(limit).expect("nobody holds the connection any more"), "it ends");
}
