//! How the command ends: exit codes and what they mean to verbs, bugs, interrupts.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::process::ExitCode;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use mockras_native::ffi::command::end_when_interrupted;

use super::target::end_without_unfinished;
pub(super) use super::terminal::UserError;
use super::terminal::tell;

/// How the command ends. Where several apply to a run, `NotStarted` goes before `Findings`, and that before
/// `Inconclusive`: the cause before what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// The command found nothing wrong.
    Clean = 0,
    /// A DLL did something wrong, or transcripts or builds differ.
    Findings = 1,
    /// The user must change the command line or a file.
    Usage = 2,
    /// The run shows nothing about a DLL.
    Inconclusive = 3,
    /// A DLL kept the service from starting.
    NotStarted = 4,
    /// Something is wrong in mockras itself. The number is `EX_SOFTWARE` of sysexits.h.
    Bug = 70,
}

/// What an exit code means to a verb. Each verb declares its own, in order, and what it adds to those that all have.
pub(super) type Meaning = (Exit, &'static str);

/// Says which exit code is returned if several apply.
const PRECEDENCE: &str = "Where several apply, 4 goes before 1, and 1 before 3.";

/// The long help of a verb: its examples and its exit codes.
pub(super) fn help(examples: &str, meanings: &[Meaning]) -> String {
    let mut rows = String::new();
    for exit in Exit::ALL {
        // What every verb ends with as well is in the help of the command.
        let all = meanings.iter().filter(|(other, _)| *other == exit);
        let told: Vec<&str> = all.map(|(_, meaning)| *meaning).collect();
        if !told.is_empty() {
            rows += &format!("  {:>2}  {}\n", exit as u8, told.join("; "));
        }
    }
    let competing = [Exit::Findings, Exit::Inconclusive, Exit::NotStarted];
    let is_ambiguous = meanings.iter().filter(|(exit, _)| competing.contains(exit)).count() > 1;
    format!("{examples}\n\nExit codes:\n{rows}{}", if is_ambiguous { PRECEDENCE } else { "" })
}

/// What exit codes mean, whatever the verb: each says in its own help what they mean to it.
pub(super) const OVERVIEW: &str = "\
Exit codes (`mockras VERB --help` says more):
   0  nothing is wrong
   1  a DLL did something wrong, or transcripts or builds differ
   2  wrong usage, or a file cannot be read or written
   3  the run shows nothing, or was cut short
   4  a DLL could not be loaded, or kept the service from starting
  70  a bug in mockras";

impl Exit {
    /// Every exit code, in order.
    const ALL: [Self; 6] =
        [Self::Clean, Self::Findings, Self::Usage, Self::Inconclusive, Self::NotStarted, Self::Bug];
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Reports panics as bugs from now on. A DLL's own panic is none: it will be in the transcript.
pub(super) fn report_bugs() {
    std::panic::set_hook(Box::new(|panic| {
        if !mockras::dll::in_callout() {
            let arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
            tell(bug(&message(panic), panic.location(), arguments));
        }
    }));
}

/// Runs the command; a panic ends it as a bug. It has unwound by then, so temporary files are gone.
pub(super) fn guarded(command: impl FnOnce() -> Exit) -> Exit {
    catch_unwind(AssertUnwindSafe(command)).unwrap_or(Exit::Bug)
}

fn message(panic: &PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("without a message").to_owned()
}

fn bug(message: &str, place: Option<impl Display>, arguments: impl Iterator<Item = String>) -> String {
    let place = place.map(|place| format!(" at {place}")).unwrap_or_default();
    let line = arguments.skip(1).fold("mockras".to_owned(), |line, argument| line + " " + &argument);
    format!("mockras: bug: {message}{place}; please report it with this command line: {line}")
}

/// The exit code that shells give a command that was interrupted.
const INTERRUPTED: i32 = 130;

static INTERRUPT: AtomicBool = AtomicBool::new(false);

/// Whether the first interrupt is only noted.
static IS_NOTED: AtomicBool = AtomicBool::new(false);

/// From now on the first interrupt, or request to end, is noted, and the second ends the command at once. Its children go
/// with it.
pub(super) fn note_interrupts() {
    IS_NOTED.store(true, Ordering::Relaxed);
    listen();
}

/// From now on an interrupt that is not noted ends the command without leaving files that are not finished.
pub(super) fn listen() {
    static LISTENS: Once = Once::new();
    let hear = || {
        if IS_NOTED.load(Ordering::Relaxed) && !INTERRUPT.swap(true, Ordering::Relaxed) {
            return tell("stopping after the scenarios that are being played; again to stop at once");
        }
        end_without_unfinished(INTERRUPTED);
    };
    LISTENS.call_once(|| {
        // What is played does not depend on it.
        if let Err(error) = ctrlc::set_handler(hear) {
            tell(format_args!("warning: interrupts end the command at once: {error}"));
            end_when_interrupted();
        }
    });
}

/// Whether there was an interrupt: then the command stops, and reports what it has done so far.
pub(super) fn is_interrupted() -> bool {
    INTERRUPT.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_ends_the_command_as_a_bug() {
        assert_eq!(guarded(|| panic!("the agenda is empty")), Exit::Bug);
        assert_eq!(guarded(|| Exit::Findings), Exit::Findings);
        assert_eq!(Exit::Bug as u8, 70);
    }

    #[test]
    fn bug_names_message_place_and_command_line() {
        let arguments = ["target/mockras", "run", "a.toml"].map(str::to_owned).into_iter();
        assert_eq!(
            bug("the agenda is empty", Some("src/model/agenda.rs:7:9"), arguments),
            "mockras: bug: the agenda is empty at src/model/agenda.rs:7:9; please report it with this command \
             line: mockras run a.toml"
        );
    }
}
