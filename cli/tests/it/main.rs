//! The command itself, run as a user runs it: what it prints, what it says on standard error, how it ends.
//!
//! Every test has a folder of its own and runs the command inside, so messages name files without their folder.

mod bad_command;
mod bad_scenario;
mod builds;
mod check;
mod check_inputs;
#[cfg(target_os = "linux")]
mod ci_page;
#[cfg(unix)]
mod completions;
mod determinism;
mod diff;
mod elsewhere;
mod exit_codes;
mod expectations;
mod explain;
mod fuzz;
mod golden;
mod hostile;
mod html;
#[cfg(unix)]
mod init;
mod inspect;
mod junit;
mod list;
mod matters;
mod merge;
mod names;
mod native;
mod output;
mod pages;
mod picture;
mod reading;
#[cfg(unix)]
mod realistic;
mod replay;
mod resume;
mod run;
#[cfg(unix)]
mod runner;
mod select;
mod show;
mod shrink;
mod soak;
#[cfg(target_os = "linux")]
mod tools;
#[cfg(unix)]
mod trust;
#[cfg(target_os = "linux")]
mod tutorial;
#[cfg(unix)]
mod verdict;
#[cfg(unix)]
mod windows_half;
#[cfg(unix)]
mod writing;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Two links, dropped one by one.
const TWO_LINKS: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { wait = "90s" },
  { drop-link = { port = "VPN2-0" } },
  { drop-link = { port = "VPN2-1" } },
]
"#;

/// Somebody dials in; what follows that line comes from the test.
const DIAL: &str = "steps = [{ dial = { port = \"VPN2-0\", user = \"alice\" } }]\n";

/// How the command ended.
#[derive(Debug, PartialEq, Eq)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    /// The exit code and standard error; nothing was printed.
    fn refusal(self) -> String {
        assert_eq!(self.out, "");
        self.err_and_code()
    }

    /// The exit code and standard error.
    fn err_and_code(self) -> String {
        format!("{}exit {}", self.err, self.code.map_or("by a signal".to_owned(), |code| code.to_string()))
    }
}

/// A folder with files, and the command in it.
struct Folder {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

impl Folder {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder"), environment: Vec::new() }
    }

    /// A folder with the scenario `a.toml`.
    fn with(scenario: impl AsRef<[u8]>) -> Self {
        Self::new().file("a.toml", scenario)
    }

    fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path(name), content).expect("the file can be written");
        self
    }

    fn environment(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// The names of all that is there.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder can be read");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("the entry can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The command with these arguments.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mockras"));
        command.args(arguments);
        self.furnish(&mut command);
        command
    }

    /// Runs a command in this folder, without what the tester's environment says.
    fn furnish(&self, command: &mut Command) {
        for name in [
            "MOCKRAS_CONFIG",
            "MOCKRAS_PROFILE",
            "MOCKRAS_POLICY",
            "MOCKRAS_DLL",
            "MOCKRAS_FAULT",
            "MOCKRAS_IN_PROCESS",
            "MOCKRAS_TIMEOUT",
            "MOCKRAS_RUNNER",
            "MOCKRAS_WINDOWS_RUNNER",
            "MOCKRAS_GUARD",
            "MOCKRAS_AFTER_CALL",
            "MOCKRAS_WINE",
            "MOCKRAS_WINDOWS_EXE",
            "MOCKRAS_DATA",
            "COLUMNS",
            "CLICOLOR_FORCE",
            "RUST_BACKTRACE",
        ] {
            command.env_remove(name);
        }
        command
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder.path());
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with_input(arguments, b"")
    }

    fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Ended {
        ended(&mut self.command(arguments), input)
    }
}

fn ended(command: &mut Command, input: &[u8]) -> Ended {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("the command can be started");
    // It may end without having read everything.
    let _ = child.stdin.take().expect("standard input is a pipe").write_all(input);
    let output = child.wait_with_output().expect("the command ends");
    let text = |bytes| String::from_utf8(bytes).expect("mockras writes UTF-8");
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A scenario of the corpus.
fn corpus(name: &str) -> PathBuf {
    mockras_testing::source::root().join("corpus").join(name)
}
