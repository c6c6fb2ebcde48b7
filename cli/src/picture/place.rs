//! Where in a run a finding is that is known by what a report tells of it.

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
