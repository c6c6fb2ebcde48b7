//! Where in a run something is wrong: by what a report tells of a finding, and on which lines.

use std::ops::Range;

use mockras::check::{Finding, Twins, all_rules, judge};
use mockras::report::words::visible;
use mockras::transcript::Transcript;

use super::Mark;
use crate::show::excerpt::FindingPlace;

/// So many places of one run are marked: who breaks a rule at each call is known by the first few.
pub(crate) const MARKS_MAX: usize = 12;

impl From<&Finding> for Mark {
    fn from(finding: &Finding) -> Self {
        let Finding { observed, expected, rule, .. } = finding;
        Self { entry: finding.spot.at.entry, text: format!("{}: {observed}; expected {expected}", rule.id) }
    }
}

/// The marks of a finding in its run: where the rules find it, and if they do not, since they do not have what the run was
/// compared with, where its text says.
pub(crate) fn marks_in(transcript: &Transcript, signature: &str, text: &str) -> Vec<Mark> {
    let verdicts = judge(transcript, Twins::default(), all_rules());
    let found = verdicts.findings().filter(|finding| finding.signature() == signature);
    let marks: Vec<Mark> = found.map(Mark::from).take(MARKS_MAX).collect();
    if marks.is_empty() { told(transcript, signature, text) } else { marks }
}

/// The marks where the text of a finding says that it is.
fn told(transcript: &Transcript, signature: &str, text: &str) -> Vec<Mark> {
    let Some(place) = FindingPlace::of(text) else { return Vec::new() };
    let lines = transcript.lines();
    let texts: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let observed = text.lines().find_map(|line| line.trim_start().strip_prefix("observed "));
    let rule = signature.split(' ').next().unwrap_or_default();
    let what = format!("{rule}: {}", observed.map_or("here", str::trim));
    let marked = place.lines(&texts).into_iter().take(MARKS_MAX);
    marked.map(|line| Mark { entry: lines[line].0.start, text: visible(&what) }).collect()
}

/// The lines on which the marked entries stand.
pub(super) fn of(lines: &[(Range<usize>, String)], marks: &[Mark]) -> Vec<usize> {
    let is_marked = |entries: &Range<usize>| marks.iter().any(|mark| entries.contains(&mark.entry));
    lines.iter().enumerate().filter(|(_, (entries, _))| is_marked(entries)).map(|(at, _)| at).collect()
}

/// Which of so many lines are shown: all if they are not too many, else those around the first that is marked, more before it
/// than after it.
pub(crate) fn window(marked: &[usize], many: usize, most: usize) -> Range<usize> {
    let Some(first) = marked.first().filter(|_| many > most) else { return 0..many.min(most) };
    let end = many.min((first + most / 3).max(most));
    end.saturating_sub(most)..end
}

/// The numbers of the lines with marks, for whoever shows the lines beside the picture.
pub(crate) fn marked(transcript: &Transcript, marks: &[Mark]) -> Vec<usize> {
    of(&transcript.lines(), marks)
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn window_of_a_long_run_holds_what_is_marked() {
        assert_eq!(window(&[5], 20, 30), 0..20);
        assert_eq!(window(&[], 100, 30), 0..30);
        assert_eq!(window(&[3], 100, 30), 0..30);
        assert_eq!(window(&[50], 100, 30), 30..60);
        assert_eq!(window(&[99, 2], 100, 30), 70..100);
    }
}
