//! DLLs in child processes: the same transcript as in this process, and whatever a DLL does to a child survived.

mod agreement;
#[cfg(target_os = "linux")]
mod blame;
mod cause;
mod contract;
#[cfg(unix)]
mod copies;
mod faults;
#[cfg(target_os = "linux")]
mod forged;
#[cfg(unix)]
mod guided;
mod lifetime;
mod panics;
mod places;
mod play;
#[cfg(target_os = "linux")]
mod sanitizers;
#[cfg(unix)]
mod signals;
#[cfg(target_os = "linux")]
mod state;
mod together;
mod told;
mod traces;

use mockras::scenario::{Dll, Scenario, Span, Step};
use mockras_native::worker::Isolated;
use mockras_testing::dll::program;
use mockras_testing::small;

/// What this system calls the crash of code that touches memory that is not there.
const ACCESS: &str = if cfg!(windows) { "access violation" } else { "SIGSEGV" };

/// What comes of a call of `abort`: Microsoft's C library ends the process, and raises nothing.
const ABORT: &str = if cfg!(windows) { "ended the process: exit code 3, by _exit" } else { "crash: SIGABRT" };

/// What comes of a call of `abort` in this function of this file, but for the line.
fn aborted(function: &str, file: &str) -> String {
    if cfg!(windows) { ABORT.to_owned() } else { format!("{ABORT}, in {function} ({file}:") }
}

/// What this system calls the crash of code that is no instruction.
const ILLEGAL: &str = if cfg!(windows) { "illegal instruction" } else { "SIGILL" };

/// What is told of a stack overflow. Wine leaves a page or two of the stack for telling, which is enough in some builds and
/// not in others; the thread then ends without a word. Windows leaves what was asked for.
pub(crate) fn overflow(told: &str) -> String {
    if !cfg!(windows) {
        return told.to_owned();
    }
    ["ended the process: exit code 0, by _exit", "crash: the thread of the callout has ended"]
        .iter()
        .fold(told.to_owned(), |told, other| told.replace(other, "crash: stack overflow"))
}

/// Scenarios are played in children of the command, with a timeout that no busy machine needs.
pub(crate) fn isolated() -> Isolated {
    Isolated::new(program("child"), [""; 0]).timeout(Span { ms: 20_000 })
}

/// A small DLL of this C code, compiled.
fn dll(name: &str, code: &str) -> Dll {
    Dll::file(small::dll(name, code))
}

/// Somebody dials in, and once more after a fresh start if the service has ended.
fn twice(dll: Dll) -> Scenario {
    let dial = || Step::dial("VPN2-0", "alice");
    Scenario { dlls: vec![dll], ..Scenario::of([dial(), Step::Start, dial()]) }
}
