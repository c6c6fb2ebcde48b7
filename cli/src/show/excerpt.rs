//! The part of a saved transcript in which a finding is.

use mockras::scenario::Discovery;

/// A transcript of so many lines is shown whole.
const SHORT: usize = 24;

/// How many lines before and after those that are looked for are shown.
const AROUND: usize = 6;

/// The lines of the transcript around the finding, with marks at those that it is about. The text may be anything that a
/// file holds: if nothing is found in it, its end is shown.
pub(super) fn excerpt(found: &Discovery) -> String {
    let lines: Vec<&str> = found.transcript.lines().collect();
    let place = FindingPlace::of(&found.finding);
    let marked = place.map(|place| place.lines(&lines)).unwrap_or_default();
    let last = lines.len().saturating_sub(1);
    let (from, to) = match (marked.first(), marked.last()) {
        _ if lines.len() <= SHORT => (0, last),
        (Some(first), Some(end)) => (first.saturating_sub(AROUND), last.min(end + AROUND)),
        _ => (last.saturating_sub(SHORT), last),
    };
    let mut text = String::new();
    if from > 0 {
        text += &format!("       .. {from} lines before\n");
    }
    for (at, line) in lines.iter().enumerate().take(to + 1).skip(from) {
        let mark = if marked.contains(&at) { '>' } else { ' ' };
        text += format!("{mark} {line}").trim_end();
        text.push('\n');
    }
    if to < last {
        text += &format!("       .. {} lines after\n", last - to);
    }
    text
}

/// Where a finding is, as its text says: `step 3, connection 1, AcceptNewLink of conn/1, on server-2012`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FindingPlace<'a> {
    /// The number of the step; 0 before the first and after the last.
    step: u32,
    /// The function and the instance that was called.
    call: Option<(&'a str, &'a str)>,
}

impl<'a> FindingPlace<'a> {
    pub(crate) fn of(finding: &'a str) -> Option<Self> {
        let text = finding.lines().find_map(|line| line.trim_start().strip_prefix("where "))?.trim();
        let first = text.split(',').next().unwrap_or_default();
        let step = first.strip_prefix("step ").map_or(Some(0), |number| number.parse().ok())?;
        let call = text.split(", ").find_map(|part| part.split_once(" of "));
        Some(Self { step, call })
    }

    /// The lines of the call in that step; without a call, the line of the step.
    pub(crate) fn lines(&self, lines: &[&str]) -> Vec<usize> {
        let mut here = 0;
        let mut marked = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let mut words = line.split_whitespace().skip(1);
            let (kind, second, third) = (words.next(), words.next(), words.next());
            if kind == Some("step") {
                here = second.and_then(|number| number.parse().ok()).unwrap_or(here);
            }
            let is_meant = match self.call {
                Some((function, instance)) => second == Some(instance) && third == Some(function),
                None => kind == Some("step"),
            };
            if here == self.step && is_meant {
                marked.push(at);
            }
        }
        marked
    }
}
