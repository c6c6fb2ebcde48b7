//! How a report ends, and why.

use super::words::{counted, found, visible};
use super::{JudgedRun, Report, groups};

/// How a report ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// Every rule that applied was kept, and some rule about a DLL applied.
    Pass,
    /// There is an error, or a finding of another kind that was denied.
    Fail,
    /// Nothing was exercised, or a run was cut short.
    Inconclusive,
    /// In no run did the service start, or a DLL that all are played against could not be loaded in some.
    NotStarted,
}

impl Report {
    /// How this report ends.
    pub fn ending(&self) -> Conclusion {
        if self.never_started() || self.is_unloaded() {
            Conclusion::NotStarted
        } else if groups(self).iter().any(|group| self.denies(group.kind()))
            || self.golden_failures().next().is_some()
        {
            Conclusion::Fail
        } else if !self.is_exercised() || self.runs.iter().any(JudgedRun::is_cut) {
            Conclusion::Inconclusive
        } else {
            Conclusion::Pass
        }
    }

    fn never_started(&self) -> bool {
        !self.runs.is_empty() && self.runs.iter().all(|run| !run.started)
    }

    /// Whether a DLL that was to be judged could not be loaded. A scenario with DLLs of its own may be about just that.
    fn is_unloaded(&self) -> bool {
        !self.dlls.is_empty() && self.runs.iter().any(|run| run.unloaded.is_some())
    }

    /// Why DLLs could not be loaded, each reason once: `gate: undefined symbol: log_it (in 3 of 120 scenarios)`.
    pub fn unloaded(&self) -> Vec<String> {
        let mut reasons: Vec<(&str, u64)> = Vec::new();
        for reason in
            self.runs.iter().filter_map(|run| run.unloaded.as_deref()).filter(|_| self.is_unloaded())
        {
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += 1,
                None => reasons.push((reason, 1)),
            }
        }
        let line = |(reason, count)| format!("{} (in {count} of {})", visible(reason), self.played());
        reasons.into_iter().map(line).collect()
    }

    /// How many causes there are of each kind, and golden files that fail: `2 errors, 1 open; golden files: 1 differs`.
    /// Nothing if there are none.
    fn found(&self) -> String {
        let told = [found(|kind| self.causes(kind)), self.golden_failed()];
        told.into_iter().filter(|told| !told.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// The last line that is printed: how the report ends, and why.
    pub fn result_line(&self) -> String {
        let tallies = self.tallies();
        let of = |word| tallies.iter().filter(|tally| tally.word() == word).count() as u64;
        let found = self.found();
        match self.ending() {
            Conclusion::Pass if found.is_empty() => "RESULT: PASS".to_owned(),
            Conclusion::Pass => format!("RESULT: PASS ({found})"),
            Conclusion::Fail => format!("RESULT: FAIL ({found})"),
            Conclusion::NotStarted => {
                let also = if found.is_empty() { found } else { format!("; {found}") };
                match self.never_started() {
                    true => format!("RESULT: FAIL (the service did not start in any scenario{also})"),
                    false => format!("RESULT: FAIL (a DLL could not be loaded in some scenarios{also})"),
                }
            }
            Conclusion::Inconclusive => {
                let why = match of("inconclusive") {
                    _ if self.runs.is_empty() => "no scenario was played".to_owned(),
                    _ if self.rules.is_empty() => "no rule was asked".to_owned(),
                    _ if self.runs.iter().filter(|run| run.is_cut()).all(JudgedRun::only_expects)
                        && self.is_exercised() =>
                    {
                        "an expectation never applied".to_owned()
                    }
                    0 if self.runs.iter().any(JudgedRun::is_cut) => "a run was cut short".to_owned(),
                    0 => "no rule about a DLL applied".to_owned(),
                    some => format!("a run was cut short: {} undecided", counted(some, "rule")),
                };
                format!("RESULT: INCONCLUSIVE ({why})")
            }
        }
    }
}
