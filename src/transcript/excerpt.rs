//! Shows some lines of a transcript, with those around them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Transcript;
use super::diff::calls;
use super::text::text_of;

/// How many lines are shown before and after each that is marked.
const AROUND: usize = 2;

/// How many lines are marked at most.
const MARKED_MAX: usize = 5;

/// How many characters are shown of a line that is not marked.
const WIDTH: usize = 120;

impl Transcript {
    /// The lines of the text form below its header, each with the entries that stand on it: an answer stands on the line of
    /// its call.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]), &[]);
    /// let lines = run.lines();
    /// let (entries, line) = lines.iter().find(|(_, line)| line.contains("AcceptNewLink")).expect("alice has a link");
    /// assert!(line.ends_with("= TRUE") && entries.len() == 2);
    /// assert_eq!(lines.last().expect("the service stops").0.end, run.entries.len());
    /// ```
    pub fn lines(&self) -> Vec<(Range<usize>, String)> {
        let header = text_of(&self.header, &[]).lines().count();
        let text = self.to_text();
        let mut next = 0;
        let line = |(group, line): (&[_], &str)| {
            let first = next;
            next += group.len();
            (first..next, line.to_owned())
        };
        calls(&self.entries).into_iter().zip(text.lines().skip(header)).map(line).collect()
    }

    /// The lines of the text form on which these entries stand, each marked with `>`, and the lines around them; if there
    /// are none, the last lines of the transcript. Lines have their numbers, and `..` stands for what is left out.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]), &[]);
    /// let last = run.entries.len() - 1;
    /// assert!(run.excerpt(&[last]).ends_with(" >  28       0.000  service       stopped\n"));
    /// ```
    pub fn excerpt(&self, entries: &[usize]) -> String {
        let header = text_of(&self.header, &[]).lines().count();
        let text = self.to_text();
        let lines: Vec<&str> = text.lines().collect();
        // The line of each entry: an answer stands on the line of its call.
        let mut line_of = Vec::with_capacity(self.entries.len());
        for (line, group) in (header..).zip(calls(&self.entries)) {
            line_of.extend(group.iter().map(|_| line));
        }
        let marked: BTreeSet<usize> =
            entries.iter().filter_map(|entry| line_of.get(*entry).copied()).collect();
        let more = marked.len().saturating_sub(MARKED_MAX);
        let marked: BTreeSet<usize> = marked.into_iter().take(MARKED_MAX).collect();
        let mut shown = BTreeSet::new();
        for line in &marked {
            shown.extend(header.max(line.saturating_sub(AROUND))..=line + AROUND);
        }
        if marked.is_empty() {
            shown.extend(header.max(lines.len().saturating_sub(2 * AROUND + 1))..lines.len());
        }
        let mut out = String::new();
        let mut next = header;
        for line in shown.into_iter().filter(|line| *line < lines.len()) {
            if line > next {
                out += "    ..\n";
            }
            next = line + 1;
            out += &match (marked.contains(&line), lines[line].char_indices().nth(WIDTH)) {
                (true, _) => format!(" > {:>3}  {}\n", line + 1, lines[line]),
                (false, None) => format!("   {:>3}  {}\n", line + 1, lines[line]),
                (false, Some((end, _))) => format!("   {:>3}  {}..\n", line + 1, &lines[line][..end]),
            };
        }
        if more > 0 {
            out += &format!("    .. and {more} more of them\n");
        } else if next < lines.len() {
            out += "    ..\n";
        }
        out
    }
}
