//! The record of a run: the one currency of this crate. Rules read it, reports print it, snapshots store it.

mod change;
mod described;
mod diff;
mod entry;
mod error;
mod excerpt;
mod facts;
#[cfg(feature = "json")]
mod json;
mod layout;
mod parse;
#[cfg(feature = "json")]
mod parse_json;
mod question;
mod quote;
#[cfg(feature = "serde")]
mod serde_form;
mod text;
mod words;

pub use change::{Change, first_change};
pub use diff::{Divergence, first_divergence};
pub use entry::answer_of;
pub use error::TranscriptError;
#[cfg(feature = "json")]
pub use json::JsonWriter;
pub use question::facts_of;
pub use text::TextWriter;

pub(crate) use question::arguments;
pub(crate) use words::result_text;

use crate::dll::Notice;
use crate::model::{Ask, Event, Fault, Instance, LogEntry, Returned, SkipReason};
use crate::ras::{HostileSet, Policy, Profile};
use crate::scenario::Always;

/// The version of both forms, text and JSON.
pub const FORMAT: u32 = 1;

/// A record of a run: what was run, and everything that happened.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Transcript {
    /// The header, which says what was run.
    pub header: Header,
    /// What happened, in order.
    pub entries: Vec<Entry>,
}

/// The header of a transcript, which says what was run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Header {
    /// The Windows version that was played.
    pub profile: Profile,
    /// The readings in force.
    pub policy: Policy,
    /// What was wrong on purpose with what DLLs were handed.
    pub hostile: HostileSet,
    /// The names of the DLLs, in registry order.
    pub dlls: Vec<String>,
    /// What is expected in every run of these DLLs.
    pub always: Vec<Always>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Virtual time since the scenario began, milliseconds.
    pub at_ms: u64,
    /// What happened, with its facts.
    pub kind: EntryKind,
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryKind {
    /// Something happened in the world or in the service.
    Event(Event),
    /// The step before could not apply, for this reason.
    Skipped(SkipReason),
    /// A DLL was called.
    Asked(Ask),
    /// The call returned. This always follows its [`EntryKind::Asked`].
    Answered(Returned),
    /// The call did not return. This always follows its [`EntryKind::Asked`].
    Faulted(Fault),
    /// The host noticed something about a DLL.
    Noticed(Instance, Notice),
    /// The service, or a DLL, has put something on record.
    Logged(LogEntry),
}
