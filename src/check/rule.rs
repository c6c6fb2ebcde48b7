//! What a rule is.

use std::fmt;

use super::judge::Judge;
use super::look::Look;
use super::row::Row;
use crate::transcript::{Transcript, TranscriptError};

/// One check of a transcript, for one duty of the catalogue or several that it decides together.
#[derive(Debug)]
pub struct Rule {
    /// The id of the row that it decides before all others, such as `IP4-08`.
    pub id: &'static str,
    /// The duty in a few words, such as `notify-is-written`.
    pub name: &'static str,
    /// What the documentation says and how the check decides, one paragraph a line.
    pub explanation: &'static str,
    /// The ids of all rows that it decides, its own first.
    pub decides: &'static [&'static str],
    /// Who breaks it.
    pub binds: Binds,
    /// What a run must reach for it to apply.
    pub applies_to: Reach,
    /// How it is decided.
    pub check: Check,
    /// A transcript that keeps it; see [`Rule::example`].
    pub holds: &'static str,
    /// A transcript that breaks it.
    pub breaks: &'static str,
    /// The named misbehaviour that makes a DLL break it: of every rule that binds a DLL.
    pub fault: Option<&'static str>,
}

/// Who breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binds {
    /// The DLL: a finding about the code under test.
    Dll,
    /// The service: a finding about mockras itself.
    Service,
}

/// How a rule is decided.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// From a transcript.
    Run(fn(&Look<'_>, &mut Judge<'_>)),
    /// From a transcript and that of the same scenario with all of the service in one process (SERIAL-06).
    Pair(fn(&Look<'_>, &Look<'_>, &mut Judge<'_>)),
}

/// What a run must reach for a rule to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// A DLL is loaded.
    Load,
    /// A DLL is initialised.
    Start,
    /// The service cannot start.
    FailedStart,
    /// A DLL fills the callbacks table.
    Table,
    /// A call of any kind.
    Call,
    /// A user dials.
    Dial,
    /// A DLL is asked about a connection.
    Accept,
    /// A DLL refuses something.
    Refusal,
    /// A DLL is asked about a link.
    Link,
    /// A link or a connection ends.
    Hangup,
    /// A DLL is asked for an IPv4 address.
    Ipv4,
    /// A DLL is asked for an IPv6 address.
    Ipv6,
    /// A quarantine state changes.
    Reauthentication,
    /// The endpoints of an IKEv2 tunnel move.
    Endpoint,
    /// A client comes pre-authenticated.
    PreAuthentication,
    /// A DLL is terminated.
    Stop,
    /// A call does not return.
    Fault,
    /// Several DLLs are registered.
    SeveralDlls,
    /// The Windows version is 2000 or NT 4.0.
    OldWindows,
    /// The service runs as two processes.
    TwoProcesses,
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Load => "a DLL that loads",
            Self::Start => "an initialisation",
            Self::FailedStart => "a start that fails",
            Self::Table => "a callbacks table",
            Self::Call => "a call",
            Self::Dial => "a dial",
            Self::Accept => "a connection that a DLL is asked about",
            Self::Refusal => "a refusal",
            Self::Link => "a link that a DLL is asked about",
            Self::Hangup => "a hang-up",
            Self::Ipv4 => "a DLL that is asked for an IPv4 address",
            Self::Ipv6 => "a DLL that is asked for an IPv6 address",
            Self::Reauthentication => "a change of the quarantine state",
            Self::Endpoint => "a change of tunnel endpoints",
            Self::PreAuthentication => "a pre-authenticated client",
            Self::Stop => "a termination",
            Self::Fault => "a call that does not return",
            Self::SeveralDlls => "several DLLs",
            Self::OldWindows => "Windows 2000 or NT 4.0",
            Self::TwoProcesses => "a service of two processes",
        })
    }
}

impl fmt::Display for Binds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dll => "DLL",
            Self::Service => "service",
        })
    }
}

impl Rule {
    /// The rows of the catalogue that it decides, its own first.
    pub fn rows(&self) -> impl Iterator<Item = &'static Row> {
        self.decides.iter().filter_map(|id| super::row(id))
    }

    /// [`Rule::explanation`] as lines, without the space that each line of a doc comment begins with.
    pub fn explanation(&self) -> String {
        let lines = self.explanation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// Reads [`Rule::holds`] or [`Rule::breaks`]: a transcript and, for a rule that compares, its twin after it. An
    /// example may leave out the header, or all of it before the profile: it is then played on the newest Windows
    /// with one DLL.
    pub fn example(text: &str) -> Result<(Transcript, Option<Transcript>), TranscriptError> {
        let whole = with_header(text.trim());
        match whole.match_indices(FIRST_LINE).nth(1) {
            None => Ok((Transcript::parse_text(&whole)?, None)),
            Some((at, _)) => {
                let (first, second) = whole.split_at(at);
                let first = format!("{}\n", first.trim_end());
                Ok((Transcript::parse_text(&first)?, Some(Transcript::parse_text(second)?)))
            }
        }
    }
}

const FIRST_LINE: &str = "mockras transcript ";

fn with_header(text: &str) -> String {
    let header = match text {
        _ if text.starts_with(FIRST_LINE) => "",
        _ if text.starts_with("profile") => "mockras transcript 1\n",
        _ => "mockras transcript 1\nprofile  server-2012\ndll 1    example\n\n",
    };
    format!("{header}{text}\n")
}

/// Declares a rule as `RULE`. The doc comment is its explanation.
macro_rules! rule {
    (
        $(#[doc = $line:literal])+
        id: $id:literal,
        name: $name:literal,
        $(also: [$($also:literal),+ $(,)?],)?
        binds: $binds:ident,
        applies_to: $reach:ident,
        $kind:ident: $check:path,
        holds: $holds:literal,
        breaks: $breaks:literal,
        $(fault: $fault:literal,)?
    ) => {
        $(#[doc = $line])+
        pub(super) static RULE: $crate::check::Rule = $crate::check::Rule {
            id: $id,
            name: $name,
            explanation: concat!($($line, "\n"),+),
            decides: &[$id $($(, $also)+)?],
            binds: $crate::check::Binds::$binds,
            applies_to: $crate::check::Reach::$reach,
            check: $crate::check::rule::rule!(@$kind $check),
            holds: $holds,
            breaks: $breaks,
            fault: $crate::check::rule::rule!(@fault $($fault)?),
        };
    };
    (@check $check:path) => { $crate::check::Check::Run($check) };
    (@compare $check:path) => { $crate::check::Check::Pair($check) };
    (@fault) => { None };
    (@fault $fault:literal) => { Some($fault) };
}

pub(super) use rule;
