//! The smallest program that plays native DLLs in children of its own: `child run SCENARIO.toml` prints the transcript.
//!
//! Where it is started as a child it calls `child`; otherwise it plays on an `Isolated`. A test or tool of yours does the
//! same. The tests of this package start it.

use std::process::ExitCode;

use mockras::pipeline::Runner;
use mockras::scenario::{Scenario, Span};
use mockras_native::{Isolated, worker};

// DLLs under test find the administration functions here.
mockras_native::export_recorders!();

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = match &arguments[..] {
        [] => return worker::child(),
        [verb, file] if verb == "run" => file,
        _ => {
            eprintln!("usage: child run SCENARIO.toml");
            return ExitCode::from(2);
        }
    };
    match (Scenario::load(file), Isolated::of_this_program([""; 0])) {
        (Ok(scenario), Ok(isolated)) => {
            print!("{}", isolated.timeout(Span { ms: 3_600_000 }).run(&scenario));
            ExitCode::SUCCESS
        }
        (scenario, isolated) => {
            eprintln!("{:?} {:?}", scenario.err(), isolated.err());
            ExitCode::from(2)
        }
    }
}
