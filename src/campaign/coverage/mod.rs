//! What runs have reached of the model: told from scenarios, transcripts and verdicts alone.

mod boundary;
mod feature;
mod question;
mod tally;
mod walk;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use feature::Feature;
pub use feature::Kind;
use tally::Tally;
use walk::Walk;

use crate::check::{Verdict, Verdicts, all_rules};
use crate::model::Event;
use crate::scenario::Scenario;
use crate::transcript::{EntryKind, Transcript};

/// How wide lists of names are.
const WIDTH: usize = 96;

/// What runs have reached, and how many of them each thing.
///
/// Each thing has a name that begins with its [`Kind`]: `rule IP4-08`, `skip the port is busy`, `reading vote=ask_all`.
/// `docs/explanation/generated-scenarios.md` describes all kinds.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    tally: Tally,
    /// What was read from names, such as those of an earlier campaign.
    named: BTreeMap<String, u64>,
}

impl Coverage {
    /// Counts what a run has reached. How much of what happened in it is new: rules, readings and values, which are drawn
    /// anyway, do not count ([`Kind::is_behaviour`]).
    pub fn note(&mut self, scenario: &Scenario, transcript: &Transcript, verdicts: &Verdicts) -> u32 {
        let Self { tally, named } = self;
        tally.begin();
        let mut new = 0;
        let mut tell = |feature: Feature| {
            if tally.reach(feature) && feature.kind().is_behaviour() && !named.contains_key(&feature.name()) {
                new += 1;
            }
        };
        let questions = Walk::new(&mut tell).through(scenario, transcript);
        let header = &transcript.header;
        tell(Feature::new(Kind::Profile, &[header.profile as u8]));
        for (field, reading) in questions.readings(&header.policy) {
            tell(Feature::new(Kind::Reading, &[field, reading]));
        }
        boundary::of_hostile(header.hostile, &mut tell);
        of_rules(verdicts, &mut tell);
        new
    }

    /// Adds what others have reached.
    pub fn merge(&mut self, other: &Self) {
        for (feature, runs) in other.tally.iter() {
            self.tally.add(feature, runs);
        }
        for (name, runs) in &other.named {
            *self.named.entry(name.clone()).or_default() += runs;
        }
    }

    /// What was reached, by name, and how many runs reached it.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        let mut all = self.named.clone();
        for (feature, runs) in self.tally.iter() {
            *all.entry(feature.name()).or_default() += runs;
        }
        all
    }

    /// What was reached of a kind, in the order of the names, without the word of the kind.
    pub fn of_kind(&self, kind: Kind) -> Vec<(String, u64)> {
        let all = self.counts().into_iter();
        all.filter_map(|(name, runs)| {
            Some((name.strip_prefix(kind.word())?.strip_prefix(' ')?.to_owned(), runs))
        })
        .collect()
    }

    /// What could be reached of a kind and was not, without the word of the kind. Nothing for kinds of which nobody
    /// knows how much there is.
    pub fn unreached(&self, kind: Kind) -> Vec<String> {
        let reached = self.of_kind(kind);
        let mut known = feature::all(kind);
        known.retain(|name| reached.iter().all(|(there, _)| there != name));
        known
    }

    /// A table for people: how much of each kind was reached, and what was not, where that is known.
    pub fn table(&self) -> String {
        let mut table = String::from("reached     of\n");
        for kind in Kind::ALL {
            let reached = self.of_kind(*kind).len();
            let of = kind.known().map_or_else(|| "-".to_owned(), |known| known.to_string());
            // A string grows.
            let _ = writeln!(table, "{reached:>7}  {of:>5}  {}", kind.summary());
        }
        for kind in Kind::ALL {
            let unreached = self.unreached(*kind);
            if !unreached.is_empty() {
                let _ = writeln!(table, "\nnever reached, {}:", kind.summary());
                table += &filled(&unreached);
            }
        }
        table
    }
}

/// Names on indented lines of at most a hundred characters.
fn filled(names: &[String]) -> String {
    let (mut text, mut line) = (String::new(), String::new());
    for (at, name) in names.iter().enumerate() {
        if !line.is_empty() && line.len() + name.len() > WIDTH {
            text += &format!("  {}\n", line.trim_end());
            line.clear();
        }
        line += name;
        line += if at + 1 < names.len() { ", " } else { "" };
    }
    text + &format!("  {line}\n")
}

/// The same was reached by as many runs.
impl PartialEq for Coverage {
    fn eq(&self, other: &Self) -> bool {
        self.counts() == other.counts()
    }
}

impl Eq for Coverage {}

/// Reads back what [`Coverage::counts`] tells. Names that this version does not know are kept.
impl FromIterator<(String, u64)> for Coverage {
    fn from_iter<I: IntoIterator<Item = (String, u64)>>(names: I) -> Self {
        Self { tally: Tally::default(), named: names.into_iter().collect() }
    }
}

/// Which rules applied, and which were broken.
fn of_rules(verdicts: &Verdicts, tell: &mut impl FnMut(Feature)) {
    let mut places = (0u8..).zip(all_rules());
    for outcome in &verdicts.outcomes {
        if matches!(outcome.verdict, Verdict::NotApplicable) {
            continue;
        }
        // Outcomes are in the order of the rules; what is not among them has no place.
        let rest = places.clone();
        let Some((at, _)) = places.find(|(_, rule)| std::ptr::eq(**rule, outcome.rule)) else {
            places = rest;
            continue;
        };
        tell(Feature::new(Kind::Rule, &[at]));
        if matches!(outcome.verdict, Verdict::Broken(_)) {
            tell(Feature::new(Kind::Broken, &[at]));
        }
    }
}

/// The number, from 1, of the first step of a scenario that did not apply, and so changed nothing.
pub fn idle_step(transcript: &Transcript) -> Option<u32> {
    let mut last = None;
    transcript.entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Event(Event::Step { number, .. }) => {
            last = Some(*number);
            None
        }
        EntryKind::Skipped(_) => last,
        _ => None,
    })
}
