//! Reports of judged runs, as text, JSON and SARIF: one renderer each.

#[cfg(feature = "json")]
pub mod builds;
#[cfg(feature = "json")]
pub mod campaign;
mod conclusion;
mod explain;
mod golden;
mod group;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "json")]
pub mod layout;
mod page;
#[cfg(feature = "json")]
pub mod sarif;
#[cfg(feature = "json")]
pub mod soak;
pub mod text;
pub mod words;

pub use conclusion::Conclusion;
pub use explain::explain;
pub use golden::{GoldenFile, GoldenFolder, GoldenState};
pub use group::{Group, groups, groups_in};
pub use page::rules_page;

use std::collections::{BTreeMap, BTreeSet};

use words::{counted, visible};

use crate::check::{Check, Finding, Kind, Outcome, Reach, Rule, Verdict, Verdicts, all_rules};
use crate::ras::{Callout, Profile};
use crate::transcript::{Header, Transcript};

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Scenarios that were played and judged.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The DLLs that all scenarios were played against; empty if each was played against its own.
    pub dlls: Vec<String>,
    /// What else was asked for all scenarios, as flags: Windows version, policies, a seeded fault.
    pub flags: Vec<String>,
    /// Where native DLLs ran, if that was another system than that of this process.
    pub system: Option<String>,
    /// The rules that were asked, in the order of the contract.
    pub rules: Vec<&'static Rule>,
    /// The runs that were judged, in the order in which they were played.
    pub runs: Vec<JudgedRun>,
    /// What else was not played, and why, a line each: scenarios for other versions of Windows, and hostile ones.
    pub left_out: Vec<String>,
    /// The golden files that the runs were compared with, if they were.
    pub golden: Option<GoldenFolder>,
    /// The kinds of findings that make the report a failure beside [`Kind::Error`].
    pub denied: Vec<Kind>,
}

/// A scenario that was played and judged, or a transcript that was judged.
#[derive(Debug, Clone, Default)]
pub struct JudgedRun {
    /// The scenario or transcript, as it was named on the command line.
    pub name: String,
    /// The readings that a sweep changed, such as `vote=ask_all`; none for the scenario as it is.
    pub under: Vec<String>,
    /// The header of the transcript: Windows version, policy and DLLs.
    pub header: Header,
    /// What the rules say of the run.
    pub verdicts: Verdicts,
    /// Whether the service could start.
    pub started: bool,
    /// What the service has logged as the reason why it did not start.
    pub not_started: Option<String>,
    /// Why a DLL could not be loaded, after its name: `gate: undefined symbol: log_it`.
    pub unloaded: Option<String>,
    /// Whether the transcript ends before the service does.
    pub cut: bool,
    /// The entry point before which the run was ended, since it has hung often enough.
    pub avoided: Option<Callout>,
    /// What its native DLLs wrote to standard output and standard error.
    pub written: String,
    /// Its golden file, if it was compared with one.
    pub golden: Option<GoldenFile>,
    /// The command that plays and judges this scenario again; nothing if no command can, as for standard input.
    pub command: Option<String>,
    /// What happened; none unless somebody wants to see it.
    pub transcript: Option<Transcript>,
}

/// What one rule says of all runs together.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RuleTally {
    /// The rule that is counted.
    pub rule: &'static Rule,
    /// How many runs broke it.
    pub broken: u64,
    /// How many runs kept it.
    pub held: u64,
    /// How many runs were cut short before it could be decided.
    pub inconclusive: u64,
    /// How many times the rule applied, in all runs.
    pub applied: u64,
}

impl RuleTally {
    /// The verdict over all runs, in a word: `broken` if one broke it, else `inconclusive`, `held` or `untested`.
    pub fn word(&self) -> &'static str {
        match (self.broken, self.inconclusive, self.held) {
            (1.., ..) => "broken",
            (0, 1.., _) => "inconclusive",
            (0, 0, 1..) => "held",
            (0, 0, 0) => "untested",
        }
    }
}

impl Report {
    /// What each rule says of all runs together.
    pub fn tallies(&self) -> Vec<RuleTally> {
        let mut rules: Vec<&'static Rule> = Vec::new();
        for rule in self.rules.iter().copied() {
            let before = rules.len();
            // What is expected is counted for itself.
            if rule.is_expectation() {
                let outcomes = self.runs.iter().flat_map(|run| &run.verdicts.outcomes);
                let expected = outcomes.map(|outcome| outcome.rule).filter(|known| known.is_expectation());
                for known in expected.filter(|known| known.id != rule.id) {
                    if rules.iter().all(|other| other.id != known.id) {
                        rules.push(known);
                    }
                }
            }
            if rules.len() == before {
                rules.push(rule);
            }
        }
        rules.into_iter().map(|rule| self.tally(rule)).collect()
    }

    fn tally(&self, rule: &'static Rule) -> RuleTally {
        let mut tally = RuleTally { rule, broken: 0, held: 0, inconclusive: 0, applied: 0 };
        for outcome in self.runs.iter().filter_map(|run| run.verdicts.of(rule.id)) {
            tally.applied += outcome.applied;
            match outcome.verdict {
                Verdict::Broken(_) => tally.broken += 1,
                Verdict::Held => tally.held += 1,
                Verdict::Inconclusive => tally.inconclusive += 1,
                Verdict::NotApplicable => {}
            }
        }
        tally
    }

    /// The rules that never applied, a line for each thing that they are about.
    ///
    /// `no scenario reached a hang-up: 14 rules untested (..)` if every rule about it was asked and none applied, else
    /// `1 of 5 rules about a hang-up did not apply (..)`: a rule that did not apply shows nothing about the others, nor
    /// does one that compares two runs, for a saved transcript is one.
    pub fn untested(&self) -> Vec<String> {
        let tallies = self.tallies();
        let mut reaches: Vec<Reach> = self.rules.iter().map(|rule| rule.applies_to).collect();
        reaches.sort_unstable();
        reaches.dedup();
        let mut lines = Vec::new();
        for reach in reaches {
            let asked: Vec<&RuleTally> =
                tallies.iter().filter(|tally| tally.rule.applies_to == reach).collect();
            let untested: Vec<&str> =
                asked.iter().filter(|tally| tally.word() == "untested").map(|tally| tally.rule.id).collect();
            if untested.is_empty() {
                continue;
            }
            let tells = |rule: &Rule| untested.contains(&rule.id) && !matches!(rule.check, Check::Pair(..));
            let mut all = all_rules().iter().filter(|rule| rule.applies_to == reach);
            let is_missed = all.all(|rule| tells(rule));
            let what = if is_missed && untested.len() == asked.len() {
                format!("no scenario reached {reach}: {} untested", counted(untested.len() as u64, "rule"))
            } else {
                let of = counted(asked.len() as u64, "rule");
                format!("{} of {of} about {reach} did not apply", untested.len())
            };
            lines.push(format!("{what} ({})", untested.join(" ")));
        }
        lines
    }

    /// The runs that were cut short, a line each: `corpus/a.toml was cut short: 1 rule undecided (RUN-01)`.
    pub fn undecided(&self) -> Vec<String> {
        // Of a run with an error there is more to say than where it ends.
        let cut = self.runs.iter().filter(|run| run.is_cut() && run.verdicts.errors().next().is_none());
        let line = |run: &JudgedRun| {
            let undecided: Vec<&str> = run.undecided().map(|outcome| outcome.rule.id).collect();
            if run.only_expects() {
                let ids = undecided.join(" ");
                return format!(
                    "{}: {ids} never applied: there was no such connection",
                    visible(&run.title())
                );
            }
            let what = match &undecided[..] {
                [] => String::new(),
                ids => format!(": {} undecided ({})", counted(ids.len() as u64, "rule"), ids.join(" ")),
            };
            format!("{} was cut short{what}", visible(&run.title()))
        };
        cut.map(line).collect()
    }

    /// The rules `[[always]]` that no run was about, a line for each.
    pub fn unmet(&self) -> Vec<String> {
        let tallies = self.tallies();
        let unmet =
            tallies.iter().filter(|tally| tally.word() == "untested" && tally.rule.id.starts_with("expect/"));
        unmet
            .map(|tally| format!("{} never applied: no connection was one that it is about", tally.rule.id))
            .collect()
    }

    /// How many findings there are, repeats and what follows from others included.
    pub fn findings(&self) -> u64 {
        self.runs.iter().map(|run| run.verdicts.findings().count() as u64).sum()
    }

    /// How many causes of this kind there are.
    pub fn causes(&self, kind: Kind) -> u64 {
        groups(self).iter().filter(|group| group.kind() == kind).count() as u64
    }

    /// Whether a finding of this kind makes the report a failure.
    pub fn denies(&self, kind: Kind) -> bool {
        kind == Kind::Error || self.denied.contains(&kind)
    }

    /// The entry points that have hung, and how many runs were ended before a call of them.
    pub fn avoided(&self) -> BTreeMap<Callout, u64> {
        let mut avoided = BTreeMap::new();
        for callout in self.runs.iter().filter_map(|run| run.avoided) {
            *avoided.entry(callout).or_default() += 1;
        }
        avoided
    }

    /// How many scenarios were played, each in one run or in several.
    pub fn scenarios(&self) -> u64 {
        let names: BTreeSet<&str> = self.runs.iter().map(|run| &run.name[..]).collect();
        names.len() as u64
    }

    /// `3 scenarios`, or `5 runs of 3 scenarios` if there are more runs.
    fn played(&self) -> String {
        let (runs, scenarios) = (self.runs.len() as u64, self.scenarios());
        let of = counted(scenarios, "scenario");
        if runs > scenarios { format!("{} of {of}", counted(runs, "run")) } else { of }
    }

    /// Whether a rule applied, and so said something about a DLL.
    fn is_exercised(&self) -> bool {
        self.tallies().iter().any(|tally| tally.applied > 0)
    }
}

impl JudgedRun {
    /// The scenario, and the readings that were changed: `corpus/a.toml (vote=ask_all)`. The Windows version is told if it
    /// is not the newest.
    pub fn title(&self) -> String {
        let mut under = self.under.clone();
        if self.header.profile != Profile::default() {
            under.push(self.header.profile.name().to_owned());
        }
        if under.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, under.join(" ")) }
    }

    /// The command that shows a finding of this run again.
    pub fn reproduce(&self, finding: &Finding) -> Option<String> {
        let id = if finding.rule.is_expectation() { "EXPECT" } else { finding.rule.id };
        self.command.as_ref().map(|command| format!("{command} --rule {id}"))
    }

    /// The command that shows the transcript with which a finding compares that of this run, if it does.
    pub fn twin(&self, finding: &Finding) -> Option<String> {
        let Check::Pair(twin, _) = finding.rule.check else { return None };
        let rest = self.command.as_ref()?.strip_prefix("mockras check ")?;
        Some(format!("mockras run {rest} --twin {twin}"))
    }

    /// Whether something was left open: a rule that could not be decided is never passed over.
    fn is_cut(&self) -> bool {
        self.avoided.is_none() && (self.cut || self.undecided().next().is_some())
    }

    /// Whether nothing but expectations was left open: they are about connections that never were.
    fn only_expects(&self) -> bool {
        !self.cut
            && self.undecided().next().is_some()
            && self.undecided().all(|open| open.rule.is_expectation())
    }

    fn undecided(&self) -> impl Iterator<Item = &Outcome> {
        self.verdicts.outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Inconclusive))
    }
}
