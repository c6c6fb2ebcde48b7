//! What runs have reached of the model: told from scenarios, transcripts and verdicts alone.

mod class;
mod feature;
mod walk;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use class::Worded;
use feature::Feature;
pub use feature::FeatureKind;
use walk::Walk;

use crate::check::{Verdict, Verdicts};
use crate::pipeline::{Edge, Reached};
use crate::transcript::{Header, Transcript};

/// How wide lists of names are.
const WIDTH: usize = 96;

/// What runs have reached, and how many of them each thing.
///
/// Each thing has a name that begins with its [`FeatureKind`]: `rule IP4-08`, `skip the port is busy`,
/// `reading vote=ask_all`. `docs/explanation/generated-scenarios.md` describes all kinds.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// The features, in no order: what is told of them is sorted by name. There are some six hundred a case, and a tree would cost
    /// more than playing it.
    reached: FxHashMap<Feature, Runs>,
    /// What was read from names, such as those of an earlier campaign.
    named: BTreeMap<String, u64>,
    /// The number of the last run, from 1.
    run: u64,
    /// Room for what one run reaches.
    told: Vec<Feature>,
    /// How many edges there are in libraries that say so, by a number that stands for each.
    edges: BTreeMap<u64, u32>,
}

/// The runs that have reached a feature.
#[derive(Debug, Clone, Copy, Default)]
struct Runs {
    count: u64,
    /// The number of the last of them.
    last: u64,
}

impl Coverage {
    /// Counts what a run has reached. How much of what happened in it is new: rules, readings and values, which are drawn
    /// anyway, do not count ([`FeatureKind::is_behaviour`]).
    pub fn note(&mut self, transcript: &Transcript, verdicts: &Verdicts) -> u32 {
        let new = self.note_run(transcript);
        self.note_verdicts(verdicts);
        new
    }

    /// Counts what a run has reached, before it is judged, and says how much of what happened in it is new.
    pub(super) fn note_run(&mut self, transcript: &Transcript) -> u32 {
        self.run += 1;
        Walk::new(&mut self.told).through(transcript);
        of_header(&transcript.header, &mut self.told);
        self.count()
    }

    /// Counts what the run that was noted last has reached in the code of DLLs, and says how much of it is new.
    pub(super) fn note_reached(&mut self, reached: &Reached) -> u32 {
        for Edge { id, often } in &reached.edges {
            self.told.push(Feature::Edge(*id));
            if *often > 0 {
                self.told.push(Feature::Often(*id, *often));
            }
        }
        for (library, edges) in &reached.known {
            if self.edges.len() < Reached::KNOWN_MAX {
                self.edges.entry(*library).or_insert(*edges);
            }
        }
        self.count()
    }

    /// How many edges there are in the DLLs that say so; 0 if none does.
    pub fn edges_known(&self) -> u64 {
        self.edges.values().map(|edges| u64::from(*edges)).sum()
    }

    /// How many edges there are in each library that says so, by a number that stands for it.
    pub fn edges(&self) -> &BTreeMap<u64, u32> {
        &self.edges
    }

    /// The same with what libraries have said of their edges.
    #[must_use]
    pub fn with_edges(self, edges: BTreeMap<u64, u32>) -> Self {
        Self { edges, ..self }
    }

    /// Counts the rules that applied to the run that was noted last.
    pub(super) fn note_verdicts(&mut self, verdicts: &Verdicts) {
        of_rules(verdicts, &mut self.told);
        self.count();
    }

    /// Counts what was told of the last run, and says how much of it nobody has reached before.
    fn count(&mut self) -> u32 {
        let Self { reached, named, run, told, edges: _ } = self;
        let mut new = 0;
        for feature in told.drain(..) {
            let runs = reached.entry(feature).or_default();
            if runs.count == 0 && feature.kind().is_behaviour() {
                let is_known = !named.is_empty() && named.contains_key(&feature.to_string());
                new += u32::from(!is_known);
            }
            // It counts once, however often the run has reached it.
            if runs.last != *run {
                *runs = Runs { count: runs.count + 1, last: *run };
            }
        }
        new
    }

    fn features(&self) -> impl Iterator<Item = (Feature, u64)> {
        self.reached.iter().map(|(feature, runs)| (*feature, runs.count))
    }

    /// Adds what others have reached.
    pub fn merge(&mut self, other: &Self) {
        for (feature, runs) in other.features() {
            self.reached.entry(feature).or_default().count += runs;
        }
        self.edges.extend(&other.edges);
        for (name, runs) in &other.named {
            *self.named.entry(name.clone()).or_default() += runs;
        }
    }

    /// What was reached, by name, and how many runs reached it.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        let mut all = self.named.clone();
        for (feature, runs) in self.features() {
            *all.entry(feature.to_string()).or_default() += runs;
        }
        all
    }

    /// What was reached of a kind, in the order of the names, without the word of the kind.
    pub fn of_kind(&self, kind: FeatureKind) -> Vec<(String, u64)> {
        let all = self.counts().into_iter();
        all.filter_map(|(name, runs)| {
            Some((name.strip_prefix(kind.word())?.strip_prefix(' ')?.to_owned(), runs))
        })
        .collect()
    }

    /// What could be reached of a kind and was not, without the word of the kind. Nothing for kinds of which nobody
    /// knows how much there is.
    pub fn unreached(&self, kind: FeatureKind) -> Vec<String> {
        let reached = self.counts();
        let unreached = kind.all().unwrap_or_default().into_iter().map(|feature| feature.to_string());
        let names = unreached.filter(|name| !reached.contains_key(name));
        names.filter_map(|name| Some(name.split_once(' ')?.1.to_owned())).collect()
    }

    /// A table for people: how much of each kind was reached, and what was not, where that is known.
    pub fn table(&self) -> String {
        let mut table = String::from("reached     of\n");
        for kind in FeatureKind::ALL {
            let reached = self.of_kind(*kind).len();
            let of = kind.known().map_or_else(|| "-".to_owned(), |known| known.to_string());
            // A string grows.
            let _ = writeln!(table, "{reached:>7}  {of:>5}  {}", kind.summary());
        }
        for kind in FeatureKind::ALL {
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
        Self { named: names.into_iter().collect(), ..Self::default() }
    }
}

/// Tells what was in force, and what was wrong on purpose.
fn of_header(header: &Header, reached: &mut Vec<Feature>) {
    reached.push(Feature::Profile(header.profile));
    let readings = (0..).zip(header.policy.places());
    reached.extend(readings.map(|(field, reading)| Feature::Reading(field, reading)));
    reached.extend(header.hostile.iter().map(|kind| Feature::Value(Worded::Hostile(kind))));
}

/// Tells which rules applied, and which were broken.
fn of_rules(verdicts: &Verdicts, reached: &mut Vec<Feature>) {
    for outcome in &verdicts.outcomes {
        match outcome.verdict {
            Verdict::NotApplicable => {}
            Verdict::Held | Verdict::Inconclusive => reached.push(Feature::Rule(outcome.rule.id)),
            Verdict::Broken(_) => {
                reached.extend([Feature::Rule(outcome.rule.id), Feature::Broken(outcome.rule.id)]);
            }
        }
    }
}
