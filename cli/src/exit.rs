//! How the command ends: the table of exit codes, the user's errors, and bugs.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use super::told::tell;

/// How the command ends. Where several apply to a run, `NotStarted` goes before `Findings`, and that before
/// `Inconclusive`: the cause before what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Nothing is wrong.
    Clean = 0,
    /// A DLL did something wrong; transcripts differ.
    Findings = 1,
    /// The user must change the command line or a file.
    Usage = 2,
    /// The run shows nothing.
    Inconclusive = 3,
    /// A DLL kept the service from starting.
    NotStarted = 4,
    /// mockras is wrong. The number is `EX_SOFTWARE` of sysexits.h.
    Bug = 70,
}

impl Exit {
    /// Every exit code, in order, and what it means to a user.
    const ALL: [(Self, &'static str); 6] = [
        (
            Self::Clean,
            "clean: every rule that applied was kept; of `inspect`: no error; of `diff`: identical; of `replay`: all are fixed; of `shrink`: the finding shows, and the case is as small as it gets; of `fuzz` and `merge`: every case was played and nothing is wrong",
        ),
        (
            Self::Findings,
            "of `check`: a rule was broken; of `run`: a DLL faulted; of `inspect`: an error; of `diff`: the transcripts differ; of `replay`: a case fails, or shows another finding; of `fuzz` and `merge`: something was found",
        ),
        (
            Self::Usage,
            "wrong usage; a file cannot be read or written, or is malformed; of `replay`: so is a case, and none fails; of `merge`: reports are not of one campaign",
        ),
        (
            Self::Inconclusive,
            "of `check`: no rule about a DLL applied, or a run was cut short; of `run`: no DLL was asked anything but to start and stop; of `replay`: there is no case; of `shrink`: the finding does not show; of `fuzz` and `merge`: not every case was played, or no rule about a DLL applied",
        ),
        (
            Self::NotStarted,
            "the service did not start because of a DLL, such as one that cannot be loaded; of `check`: in no scenario, or it cannot be loaded in some; of `fuzz`: it cannot be loaded",
        ),
        (Self::Bug, "a bug in mockras"),
    ];

    /// The table as help shows it.
    pub(super) fn table() -> String {
        let rows = Self::ALL.map(|(exit, meaning)| format!("  {:>2}  {meaning}\n", exit as u8));
        format!("Exit codes:\n{}Where several apply to a run: 4 before 1 before 3.", rows.concat())
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Something that the user must change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UserError {
    message: String,
    hint: Option<String>,
}

impl UserError {
    /// What was expected, and what was found.
    pub(super) fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None }
    }

    /// What the user may want to do about it.
    pub(super) fn hint(self, hint: impl Display) -> Self {
        Self { hint: Some(hint.to_string()), ..self }
    }

    /// What it says, without its hint.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// Writes it to standard error.
    pub(super) fn tell(&self) {
        tell(format_args!("error: {}", self.message));
        if let Some(hint) = &self.hint {
            tell(format_args!("hint: {hint}"));
        }
    }
}

/// Reports panics as bugs from now on. A DLL's own panic is none: it will be in the transcript.
pub(super) fn report_bugs() {
    std::panic::set_hook(Box::new(|panic| {
        if !mockras::dll::in_callout() {
            tell(bug(&message(panic), panic.location(), std::env::args()));
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

/// What a shell calls the exit code of a command that was interrupted.
const INTERRUPTED: i32 = 130;

static INTERRUPT: AtomicBool = AtomicBool::new(false);

/// From now on the first interrupt, or request to end, is noted, and the second ends the command at once. Its children go
/// with it.
pub(super) fn note_interrupts() -> Result<(), UserError> {
    ctrlc::set_handler(|| {
        if INTERRUPT.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
        tell("stopping after the scenarios that are being played; again to stop at once");
    })
    .map_err(|error| UserError::new(format!("interrupts cannot be listened to: {error}")))
}

/// Whether there was one: what has been done so far is to be told.
pub(super) fn is_interrupted() -> bool {
    INTERRUPT.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_in_order_and_explained() {
        assert!(Exit::ALL.windows(2).all(|pair| (pair[0].0 as u8) < (pair[1].0 as u8)));
        for (exit, meaning) in Exit::ALL {
            assert!(Exit::table().contains(&format!("{:>4}  {meaning}\n", exit as u8)), "{exit:?}");
        }
    }

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
