//! What a child says first that is reached through a command: who it is, in a line of text.
//!
//! Text, and not a frame: whatever version the other end is of, it can be read, and whatever else a command prints can be
//! told from it.

use std::fmt;

use super::frame;
use crate::ffi::process;

/// The longest line that is read.
pub(super) const LINE_MAX: u64 = 512;

/// The word with which the line begins.
const TITLE: &str = "mockras";

/// The version of this crate.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The system that a process runs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// Its name, such as `windows` or `linux`.
    pub os: String,
    /// The processor that the process is built for, such as `x86_64`.
    pub architecture: String,
    /// How wide its pointers are.
    pub bits: u32,
    /// What stands in for the system, such as `Wine 8.0`; empty if nothing does.
    pub by: String,
}

impl System {
    /// The system of this process.
    pub fn own() -> Self {
        Self {
            os: std::env::consts::OS.to_owned(),
            architecture: std::env::consts::ARCH.to_owned(),
            bits: usize::BITS,
            by: process::stand_in_system().unwrap_or_default(),
        }
    }
}

/// `windows x86_64, 64-bit, by Wine 8.0`.
impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { os, architecture, bits, by } = self;
        write!(f, "{os} {architecture}, {bits}-bit")?;
        if by.is_empty() { Ok(()) } else { write!(f, ", by {by}") }
    }
}

/// What a child says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hello {
    mockras: String,
    frames: u8,
    system: System,
}

impl Hello {
    /// What this process says of itself.
    pub(super) fn own() -> Self {
        Self { mockras: VERSION.to_owned(), frames: frame::VERSION, system: System::own() }
    }

    /// `mockras 0.1.0 frames 3 windows x86_64 64 Wine 8.0`, and the end of a line.
    pub(super) fn line(&self) -> String {
        let Self { mockras, frames, system: System { os, architecture, bits, by } } = self;
        format!("{TITLE} {mockras} frames {frames} {os} {architecture} {bits} {by}").trim_end().to_owned()
            + "\n"
    }

    /// Reads such a line; `None` if it is another.
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let mut next = || words.next().map(str::to_owned);
        let (title, mockras, key, frames) = (next()?, next()?, next()?, next()?.parse().ok()?);
        let (os, architecture, bits) = (next()?, next()?, next()?.parse().ok()?);
        let by = std::iter::from_fn(next).collect::<Vec<_>>().join(" ");
        let system = System { os, architecture, bits, by };
        (title == TITLE && key == "frames").then_some(Self { mockras, frames, system })
    }

    /// The system of a child that says this.
    ///
    /// # Errors
    ///
    /// If it does not understand this process: why.
    pub(super) fn understood(line: &[u8]) -> Result<System, String> {
        let text = String::from_utf8_lossy(line);
        let Some(Self { mockras, frames, system }) = Self::parse(&text) else {
            return Err(format!("it says `{}`, which is not what mockras says first", excerpt(&text)));
        };
        // Of a line that was cut the last word may lack its end, and what follows is no frame.
        if !line.ends_with(b"\n") {
            return Err(format!("it says `{}`, and does not end the line", excerpt(&text)));
        }
        let own = Self::own();
        if (&mockras, frames) == (&own.mockras, own.frames) {
            return Ok(system);
        }
        let called = |mockras: &str, frames: u8| format!("mockras {mockras} (frames {frames})");
        let (there, here) = (called(&mockras, frames), called(VERSION, frame::VERSION));
        Err(format!("it is {there}, and this is {here}: both must be the same"))
    }
}

/// How many characters are shown of what is not understood.
const SHOWN: usize = 80;

/// The first line with anything in it, or its beginning, without what would disturb a terminal.
pub(super) fn excerpt(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let shown: String = line.chars().take(SHOWN).flat_map(char::escape_debug).collect();
    if line.chars().nth(SHOWN).is_some() { shown + ".." } else { shown }
}
