//! The examples of rules: small transcripts that keep a rule or break it.

use std::fmt;
use std::ops::Range;

use crate::transcript::{Transcript, TranscriptError};

/// A transcript and, for a rule that compares, its twin.
pub(super) type Example = (Transcript, Option<Transcript>);

/// How the example that breaks a rule is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Breaks {
    /// It is written as a whole transcript.
    Whole(&'static str),
    /// It is the example that keeps the rule with some lines replaced: each time what is replaced, and with what. What is replaced
    /// stands in that example exactly once.
    Changed(&'static [(&'static str, &'static str)]),
}

/// An example of a rule cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExampleError {
    /// The text is no transcript.
    Malformed(TranscriptError),
    /// Lines that are to be replaced are not there exactly once.
    NotOnce {
        /// The lines that were to be replaced.
        lines: String,
        /// How often the example holds them.
        times: usize,
    },
}

impl Breaks {
    /// The text of the example that breaks a rule, given the text of the one that keeps it.
    pub(super) fn text(&self, holds: &str) -> Result<String, ExampleError> {
        match self {
            Self::Whole(text) => Ok((*text).to_owned()),
            Self::Changed(changes) => {
                let kept = lines(holds);
                let mut places = Vec::new();
                for (old, new) in *changes {
                    places.push((place(&kept, old)?, lines(new)));
                }
                places.sort_by_key(|(place, _)| place.start);
                let mut changed = kept;
                for (place, new) in places.into_iter().rev() {
                    changed.splice(place, new);
                }
                Ok(changed.join("\n"))
            }
        }
    }
}

/// The place of some lines among others.
fn place(kept: &[&str], old: &str) -> Result<Range<usize>, ExampleError> {
    let old = lines(old);
    let is_here = |from: &usize| kept[*from..].iter().zip(&old).all(|(kept, old)| kept.trim() == old.trim());
    let last = (kept.len() + 1).saturating_sub(old.len());
    let places: Vec<usize> = if old.is_empty() { Vec::new() } else { (0..last).filter(is_here).collect() };
    match places[..] {
        [from] => Ok(from..from + old.len()),
        _ => Err(ExampleError::NotOnce { lines: old.join("\n"), times: places.len() }),
    }
}

/// The lines of an example, without the empty ones around it.
fn lines(text: &str) -> Vec<&str> {
    text.trim_start_matches('\n').trim_end().lines().collect()
}

/// Reads an example: a transcript and, for a rule that compares, its twin after it. An example may leave out the header,
/// or all of it before the profile: it is then played on the newest Windows with one DLL.
pub(super) fn read(text: &str) -> Result<Example, TranscriptError> {
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

const FIRST_LINE: &str = "mockras transcript ";

fn with_header(text: &str) -> String {
    let header = match text {
        _ if text.starts_with(FIRST_LINE) => "",
        _ if text.starts_with("profile") => "mockras transcript 1\n",
        _ => "mockras transcript 1\nprofile  server-2012\ndll 1    example\n\n",
    };
    format!("{header}{text}\n")
}

impl fmt::Display for ExampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::NotOnce { lines, times } => {
                write!(
                    f,
                    "expected what is replaced exactly once in `holds`, found it {times} times:\n{lines}"
                )
            }
        }
    }
}

impl std::error::Error for ExampleError {}

impl From<TranscriptError> for ExampleError {
    fn from(error: TranscriptError) -> Self {
        Self::Malformed(error)
    }
}
