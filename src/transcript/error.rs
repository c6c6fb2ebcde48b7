//! The error for a transcript that cannot be read.

use std::fmt;

/// A transcript could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranscriptError {
    /// The number of the line, from 1.
    pub line: usize,
    /// What was expected there, and what was found.
    pub message: String,
}

impl TranscriptError {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

impl fmt::Display for TranscriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for TranscriptError {}

/// `expected what, found text`, the text in backticks, cut to a length that can be read.
pub(super) fn expected(what: impl fmt::Display, found: &str) -> String {
    const LONGEST: usize = 60;
    match found.char_indices().nth(LONGEST) {
        _ if found.is_empty() => format!("expected {what}, found nothing"),
        None => format!("expected {what}, found `{}`", found.escape_debug()),
        Some((cut, _)) => format!("expected {what}, found `{}...`", found[..cut].escape_debug()),
    }
}

/// The complaint of a value about a text, which is added unless the complaint quotes it already.
pub(super) fn refused(key: &str, complaint: impl fmt::Display, found: &str) -> String {
    let complaint = complaint.to_string();
    if complaint.contains(&format!("`{found}`")) {
        format!("{key}: {complaint}")
    } else {
        format!("{key}: {complaint}, found `{}`", found.escape_debug())
    }
}
