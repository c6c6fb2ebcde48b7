//! Finds where two transcripts first differ.

use std::fmt;

use super::entry::{LinePlace, Waiting};
use super::text::text_of;
use super::{Entry, Header, Transcript};

/// How many common lines are shown before the first that differs.
const CONTEXT: usize = 3;

/// The first line in which two transcripts differ, in their text forms.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Divergence {
    /// The number of the line in both, from 1.
    pub line: usize,
    /// At most three lines before it, which are the same in both.
    pub before: Vec<String>,
    /// The line of the first transcript; `None` if it has ended.
    pub a: Option<String>,
    /// The line of the second transcript; `None` if it has ended.
    pub b: Option<String>,
}

/// The first difference between two transcripts, if they differ.
///
/// Entries are compared, not lines: a line of the text form says only what has changed since the line before.
///
/// ```
/// use mockras::transcript::first_divergence;
/// use mockras::prelude::*;
///
/// let [a, b] = ["alice", "bob"].map(|user| mockras::run(&Scenario::of([Step::dial("VPN2-0", user)]), &[]));
/// let parted = first_divergence(&a, &b).expect("other users dial");
/// assert!(parted.a.is_some_and(|line| line.contains("alice")));
/// ```
pub fn first_divergence(a: &Transcript, b: &Transcript) -> Option<Divergence> {
    if a.header != b.header {
        let [a, b] = [a, b].map(|transcript| {
            let mut lines = lines(&transcript.header, &[]);
            lines.pop_if(|line| line.is_empty());
            lines
        });
        return Some(divergence(&a, &b));
    }
    let (calls_a, calls_b) = (calls(&a.entries), calls(&b.entries));
    let same = calls_a.iter().zip(&calls_b).take_while(|(a, b)| a == b).count();
    if same == calls_a.len().max(calls_b.len()) {
        return None;
    }
    let [a, b] = [(a, &calls_a), (b, &calls_b)].map(|(transcript, calls)| {
        let entries = calls.iter().take(same + 1).map(|call| call.len()).sum();
        lines(&transcript.header, &transcript.entries[..entries])
    });
    Some(divergence(&a, &b))
}

/// The entries, cut where the lines of the text form end.
pub(super) fn calls(entries: &[Entry]) -> Vec<&[Entry]> {
    let mut waiting = Waiting::default();
    let mut starts: Vec<usize> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if !matches!(waiting.place(entry), LinePlace::WithCall(_)) {
            starts.push(at);
        }
    }
    let ends = starts.iter().copied().skip(1).chain([entries.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| &entries[start..end]).collect()
}

fn lines(header: &Header, entries: &[Entry]) -> Vec<String> {
    text_of(header, entries).lines().map(str::to_owned).collect()
}

fn divergence(a: &[String], b: &[String]) -> Divergence {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    Divergence {
        line: same + 1,
        before: a[same.saturating_sub(CONTEXT)..same].to_vec(),
        a: a.get(same).cloned(),
        b: b.get(same).cloned(),
    }
}

/// Common lines begin with two spaces, the line of the first transcript with `- `, that of the second with `+ `.
impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "line {}:", self.line)?;
        for line in &self.before {
            writeln!(f, "{}", format!("  {line}").trim_end_matches(' '))?;
        }
        for (mark, line) in [("-", &self.a), ("+", &self.b)] {
            match line {
                Some(line) => writeln!(f, "{mark} {line}")?,
                None => writeln!(f, "{mark} (the end)")?,
            }
        }
        Ok(())
    }
}
