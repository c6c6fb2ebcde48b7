//! How a child ended, and whose fault that is.

use std::path::Path;
use std::process::ExitStatus;

use super::frame;
use super::places::origin_of_crash;
use crate::ffi::crash::{self, Crash};
use mockras::scenario::{Dll, Span};

/// The exit code of a child that cannot tell anything any more.
pub(super) const SPEECHLESS: u8 = 117;

/// The exit code of `ssh` when it has lost the other end.
const LOST: i32 = 255;

/// Shells add this to the number of a signal that has ended a command, and exit with the sum.
const SHELL_SIGNALS: i32 = 128;

/// How many places of a crash are looked up: more than any handler tells.
const OFFSETS_MAX: usize = 64;

/// Why a run is cut short when somebody asks for the end.
const INTERRUPTED: &str = "interrupted";

/// How a child ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ChildEnd {
    /// Its handler has told of a crash.
    Crashed(Box<Crash<'static>>),
    /// A signal or an exception of this number has ended it before it could tell.
    Signal(i32),
    /// It left by itself.
    Left {
        code: i32,
        /// By `exit`, which runs handlers, and not by `_exit`.
        by_exit: bool,
    },
    /// The runtime of a sanitizer has ended it after its report, which is this.
    Reported(String),
    /// The watchdog has killed it.
    Hung,
    /// It was ended since what it said was no message, or none that it had to say then.
    Garbled,
    /// It was ended since it said more than is kept.
    Chattered,
    /// It said that mockras has failed in it.
    Failed(String),
    /// It was ended since somebody asked for the end.
    Interrupted,
    /// Nobody knows how it ended; the text says why.
    Lost(String),
}

impl ChildEnd {
    /// The end that the system tells of.
    pub(super) fn of(status: ExitStatus) -> Self {
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            return Self::Signal(signal);
        }
        match status.code() {
            // The codes of exceptions look like this.
            Some(code) if cfg!(windows) && code.cast_unsigned() >= 0xC000_0000 => Self::Signal(code),
            Some(code) => Self::Left { code, by_exit: false },
            None => Self::Lost("it ended without a status".to_owned()),
        }
    }

    /// The same of a child that is reached through a command, as far as the command tells: one whose connection is lost,
    /// or that was killed, says so with its own exit code.
    pub(super) fn through(self, command: &str) -> Self {
        let is_its_own = |code: i32| code == LOST || outside(code - SHELL_SIGNALS).is_some();
        match self {
            Self::Left { code, .. } if is_its_own(code) => {
                Self::Lost(format!("`{command}` ended with exit code {code}"))
            }
            other => other,
        }
    }

    /// The end in words, without saying whose fault it is.
    pub(super) fn bare(&self) -> String {
        match self {
            Self::Crashed(crash) => name_of(crash),
            Self::Signal(number) => name(number.cast_unsigned()),
            Self::Left { code, .. } => format!("it ends with exit code {code}"),
            Self::Reported(text) => text.clone(),
            Self::Hung => "it says nothing".to_owned(),
            Self::Garbled => "what it says is not understood".to_owned(),
            Self::Chattered => "it says too much".to_owned(),
            Self::Failed(text) => format!("mockras has failed in it: {text}"),
            Self::Interrupted => INTERRUPTED.to_owned(),
            Self::Lost(reason) => reason.clone(),
        }
    }

    /// Whether it ended as a child ends that is to leave by itself.
    pub(super) fn is_in_order(&self) -> bool {
        *self == Self::Left { code: 0, by_exit: true }
    }

    /// Whether it ended without a word, and not by the watchdog.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self, Self::Signal(_) | Self::Left { .. } | Self::Lost(_))
    }

    /// The fault of a DLL as transcripts tell it.
    ///
    /// # Errors
    ///
    /// If no DLL is to blame: why the run is cut short there.
    pub(super) fn fault(&self, dlls: &[Dll], timeout: Span) -> Result<String, String> {
        Ok(match self {
            Self::Crashed(crash) => told(crash, dlls),
            Self::Signal(number) => match outside(*number) {
                Some(name) => return Err(format!("the child was killed: {name}, not by mockras")),
                None => format!("crash: {}", name(number.cast_unsigned())),
            },
            Self::Left { code, .. } if *code == i32::from(SPEECHLESS) => {
                "ended the process: it closed or broke descriptors that are not its own".to_owned()
            }
            Self::Left { code, by_exit: true } => format!("ended the process: exit code {code}"),
            Self::Left { code, by_exit: false } => {
                format!("ended the process: exit code {code}, by _exit")
            }
            Self::Reported(text) => text.clone(),
            Self::Hung => format!("hang: did not return in {timeout}"),
            Self::Garbled => "wrote into the channel of its host".to_owned(),
            Self::Chattered => format!(
                "said too much: a callout may say {} MiB, and a scenario {} MiB",
                frame::ANSWER_MAX >> 20,
                frame::PLAY_MAX >> 20
            ),
            Self::Failed(text) => format!(
                "mockras failed in its process: {text} (the DLL has changed memory of its host, or mockras has a bug)"
            ),
            Self::Interrupted => return Err(INTERRUPTED.to_owned()),
            Self::Lost(reason) => return Err(format!("the child was lost: {reason}")),
        })
    }
}

/// The name of a signal that comes from outside: no fault of code raises it.
fn outside(signal: i32) -> Option<&'static str> {
    // POSIX gives these their numbers.
    let names = [(1, "SIGHUP"), (2, "SIGINT"), (3, "SIGQUIT"), (9, "SIGKILL"), (15, "SIGTERM")];
    names.iter().find(|(number, _)| *number == signal && cfg!(unix)).map(|(_, name)| *name)
}

/// The name of what has ended a process of this system.
fn name(number: u32) -> String {
    crash::name_of(number).map_or_else(|| numbered(number), str::to_owned)
}

/// The name of a crash, as the system of the child calls it.
fn name_of(crash: &Crash) -> String {
    if crash.name.is_empty() { numbered(crash.number) } else { crash.name.to_string() }
}

/// Names a signal or an exception by its number: no signal has a number as large as those of exceptions.
fn numbered(number: u32) -> String {
    if cfg!(windows) || number > 0xFFFF {
        format!("exception {number:#010x}")
    } else {
        format!("signal {number}")
    }
}

/// `crash: SIGSEGV writing 4 bytes past the end of RAS_CONNECTION_1, in store_user (gate.c:41)`. No other address is
/// told, since it is another each time.
fn told(crash: &Crash, dlls: &[Dll]) -> String {
    what(crash) + &place(crash, dlls)
}

fn what(crash: &Crash) -> String {
    if crash.is_stack {
        return "crash: stack overflow".to_owned();
    }
    if crash.is_heap {
        return "crash: heap corruption".to_owned();
    }
    if !crash.exception.is_empty() {
        let left = if crash.is_aside { "was not caught in a thread" } else { "left the callout" };
        return format!("an exception of type {} {left}", type_name(&crash.exception));
    }
    let text = format!("crash: {}", name_of(crash));
    if !crash.is_access {
        return text;
    }
    let doing = if crash.doing.is_empty() { "at" } else { &crash.doing };
    match &*crash.place {
        "" => text + " at an address that is none of the arguments",
        place => format!("{text} {doing} {place}"),
    }
}

/// `, in store_user (gate.c:41)` for code of a DLL under test, or `, in gate+0x1139` if its file does not say more; only
/// the file's name for other code, which is not the same on every machine.
fn place(crash: &Crash, dlls: &[Dll]) -> String {
    if crash.module.is_empty() {
        return String::new();
    }
    if let Some(dll) = dlls.iter().find(|dll| dll.name() == crash.module) {
        // A DLL may have written the message, and each offset takes time.
        let offsets = std::iter::once(crash.offset).chain(crash.callers.iter().copied());
        let offsets: Vec<u64> = offsets.take(OFFSETS_MAX).collect();
        let found = dll.path.as_deref().and_then(|path| origin_of_crash(path, &offsets));
        return match found {
            Some((_, origin)) if origin.is_known() => format!(", in {origin}"),
            Some((offset, _)) => format!(", in {}+{offset:#x}", dll.name()),
            None => format!(", in {}+{:#x}", dll.name(), crash.offset),
        };
    }
    // What aborts is the C library: nobody is helped by its name, nor by that of this program.
    if !crash.is_access && is_abort(crash) || crash.is_stack || crash.is_heap || !crash.exception.is_empty() {
        return String::new();
    }
    // The path of another system, it may be.
    let file = crash.module.rsplit(['/', '\\']).next().unwrap_or(&crash.module);
    // What a DLL has broken may show in the code of its host, which is not to blame.
    let own = std::env::current_exe().ok();
    let is_own = own.as_deref().and_then(Path::file_name).is_some_and(|name| name == file);
    if is_own { String::new() } else { format!(", in {file}") }
}

/// The name of a C++ type of which compilers spell this, if it is a plain one: `St13runtime_error` is
/// `std::runtime_error`, and `N4gate7refusedE` is `gate::refused`.
fn type_name(spelt: &str) -> String {
    // Microsoft's: `.?AVruntime_error@std@@`.
    if let Some(parts) = spelt.strip_prefix(".?AV").and_then(|name| name.strip_suffix("@@")) {
        return parts.rsplit('@').collect::<Vec<_>>().join("::");
    }
    let bare = spelt.strip_prefix('*').unwrap_or(spelt);
    let bare = bare.strip_prefix('N').and_then(|inner| inner.strip_suffix('E')).unwrap_or(bare);
    let (mut parts, mut rest) = match bare.strip_prefix("St") {
        Some(rest) => (vec!["std"], rest),
        None => (Vec::new(), bare),
    };
    while let Some(end) = rest.find(|character: char| !character.is_ascii_digit()).filter(|end| *end > 0) {
        let Some((part, after)) =
            rest[..end].parse().ok().and_then(|many: usize| rest[end..].split_at_checked(many))
        else {
            break;
        };
        parts.push(part);
        rest = after;
    }
    let plain = [("i", "int"), ("j", "unsigned int"), ("l", "long"), ("PKc", "const char *"), ("b", "bool")];
    match plain.into_iter().find(|(spelling, _)| *spelling == bare) {
        Some((_, name)) => name.to_owned(),
        // What is more than that is told as it is spelt.
        None if parts.is_empty() || !rest.is_empty() => spelt.to_owned(),
        None => parts.join("::"),
    }
}

fn is_abort(crash: &Crash) -> bool {
    crash.name == "SIGABRT"
}

#[cfg(test)]
mod tests {
    use super::type_name;

    #[test]
    fn types_of_exceptions_are_spelt_out_where_they_are_plain() {
        for (spelt, name) in [
            ("St13runtime_error", "std::runtime_error"),
            ("NSt8ios_base7failureB5cxx11E", "NSt8ios_base7failureB5cxx11E"),
            ("N4gate7refusedE", "gate::refused"),
            ("7refused", "refused"),
            ("PKc", "const char *"),
            ("i", "int"),
            (".?AVruntime_error@std@@", "std::runtime_error"),
            (".H", ".H"),
            ("St6vectorIiSaIiEE", "St6vectorIiSaIiEE"),
            ("99x", "99x"),
            ("*", "*"),
            ("", ""),
        ] {
            assert_eq!(type_name(spelt), name);
        }
    }
}
