//! Findings that repeat are told once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::words::{counted, visible};
use crate::check::Finding;

/// A finding, and how often it repeats.
#[derive(Debug)]
pub struct Fold<'a> {
    /// The first finding of its kind.
    pub finding: &'a Finding,
    /// The run in which it was found, by its place in [`Report::runs`].
    pub run: usize,
    /// How many more there are with the same signature.
    pub repeats: u64,
    /// How many of these are in the same scenario.
    pub here: u64,
    /// In which other scenarios the rest is, by their names.
    pub elsewhere: BTreeSet<&'a str>,
}

/// The findings of a report: the first of each signature (rule, entry point and member), in the order of the
/// contract.
pub fn folded(report: &Report) -> Vec<Fold<'_>> {
    let runs = report.runs.iter().enumerate();
    let findings = runs.flat_map(|(at, run)| run.verdicts.findings().map(move |found| (at, found)));
    let mut folds = fold(report, findings);
    let place = |fold: &Fold<'_>| report.rules.iter().position(|rule| rule.id == fold.finding.rule.id);
    folds.sort_by_cached_key(place);
    folds
}

/// The findings of one run that are not repeats, in the order of the contract.
#[cfg(any(feature = "json", feature = "junit"))]
pub(super) fn folded_in(report: &Report, run: usize) -> Vec<Fold<'_>> {
    fold(report, report.runs[run].verdicts.findings().map(|finding| (run, finding)))
}

fn fold<'a>(report: &'a Report, findings: impl Iterator<Item = (usize, &'a Finding)>) -> Vec<Fold<'a>> {
    let name = |run: usize| &report.runs[run].name[..];
    let mut folds: Vec<Fold<'_>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (run, finding) in findings {
        match known.entry(finding.signature()) {
            Entry::Occupied(at) => {
                let fold = &mut folds[*at.get()];
                fold.repeats += 1;
                if name(run) == name(fold.run) {
                    fold.here += 1;
                } else {
                    fold.elsewhere.insert(name(run));
                }
            }
            Entry::Vacant(place) => {
                place.insert(folds.len());
                folds.push(Fold { finding, run, repeats: 0, here: 0, elsewhere: BTreeSet::new() });
            }
        }
    }
    folds
}

impl Fold<'_> {
    /// All that is told of it, as [`Finding::lines`]: also in which scenario and under which readings, the command that
    /// shows it again if there is one, and how often it repeats.
    pub fn lines(&self, report: &Report) -> Vec<(&'static str, String)> {
        let run = &report.runs[self.run];
        let mut lines = self.finding.lines();
        for (label, text) in &mut lines {
            if *label == "where" {
                *text = format!("{}, {text}", visible(&run.title()));
            }
        }
        lines.extend(run.reproduce(self.finding).map(|command| ("reproduce", visible(&command))));
        if self.repeats > 0 {
            let others = self.elsewhere.len() as u64;
            let within = match (self.here, others) {
                (_, 0) => "this scenario".to_owned(),
                (0, _) => counted(others, "other scenario"),
                _ => format!("this and {}", counted(others, "other scenario")),
            };
            lines.push((
                "repeats",
                format!("{} more in {within} (same rule, entry point and member)", self.repeats),
            ));
        }
        lines
    }

    /// The rule and these lines, aligned.
    pub fn text(&self, report: &Report) -> String {
        let rule = self.finding.rule;
        let mut text = format!("{} {}\n", rule.id, rule.name);
        for (label, line) in self.lines(report) {
            text += &format!("  {label:<9}  {line}\n");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Run, sample};

    #[test]
    fn findings_with_one_signature_are_told_once() {
        let report = sample::report();
        let folds = folded(&report);
        let told = |fold: &Fold<'_>| (fold.finding.rule.id, fold.run, fold.repeats, fold.here);
        assert_eq!(folds.iter().map(told).collect::<Vec<_>>(), [("IP4-08", 0, 2, 0), ("RUN-01", 1, 0, 0)]);
        assert_eq!(Vec::from_iter(&folds[0].elsewhere), [&sample::AWKWARD]);
    }

    #[test]
    fn repeats_are_in_this_scenario_or_in_others() {
        let repeats = |report: &Report| {
            let lines = folded(report)[0].lines(report);
            let (label, text) = lines.last().expect("there are lines").clone();
            assert_eq!(label, "repeats");
            text.strip_suffix(" (same rule, entry point and member)").expect("it ends so").to_owned()
        };
        let report = sample::report();
        assert_eq!(repeats(&report), "2 more in 1 other scenario");
        let mut all = report.clone();
        all.runs.extend(report.runs[..1].to_vec());
        assert_eq!(repeats(&all), "3 more in this and 1 other scenario");
        all.runs.push(Run { name: "corpus/other.toml".to_owned(), ..report.runs[0].clone() });
        assert_eq!(repeats(&all), "4 more in this and 2 other scenarios");
        assert_eq!(repeats(&sample::swept()), "2 more in this scenario");
    }

    #[test]
    fn finding_says_its_scenario_and_the_command_that_shows_it_again() {
        let report = sample::report();
        let text = folded(&report)[0].text(&report);
        assert!(text.contains("  where      corpus/plain.toml, step 1, connection 1, "), "{text}");
        assert!(text.contains("  reproduce  mockras check corpus/plain.toml --rule IP4-08\n"), "{text}");
    }

    #[test]
    fn finding_says_the_readings_and_no_command_if_there_is_none() {
        let mut report = sample::swept();
        report.runs.remove(0);
        report.runs[0].command = None;
        let text = folded(&report)[0].text(&report);
        assert!(text.contains("  where      corpus/plain.toml (vote=ask_all), step 1, "), "{text}");
        assert!(!text.contains("reproduce"), "{text}");
    }
}
