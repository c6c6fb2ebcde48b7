//! Reports show a finding once, and count its repeats.

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
    /// How many more findings have the same signature.
    pub repeats: u64,
    /// How many of these are in the same scenario.
    pub here: u64,
    /// The names of the other scenarios that have the rest.
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
pub fn folded_in(report: &Report, run: usize) -> Vec<Fold<'_>> {
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

    /// The rule, and below it the lines of [`Fold::lines`], aligned.
    pub fn text(&self, report: &Report) -> String {
        let rule = self.finding.rule;
        let mut text = format!("{} {}\n", rule.id, rule.name);
        for (label, line) in self.lines(report) {
            text += &format!("  {label:<9}  {line}\n");
        }
        text
    }
}
