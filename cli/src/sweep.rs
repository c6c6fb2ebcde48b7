//! The table of a sweep: which readings the DLLs survive.

use std::collections::BTreeSet;
use std::fmt;

use mockras::check::Outcome;
use mockras::pipeline::{Swept, Variation};
use mockras::ras::{NamedReading, Policy};

use super::terminal::Table;

/// What sweeps of several scenarios found, by reading.
#[derive(Default)]
pub(super) struct SweepTable {
    rows: Vec<SweepRow>,
    swept: Swept,
    /// What the scenario at hand breaks, by what was changed.
    here: Vec<(Vec<NamedReading>, BTreeSet<&'static str>)>,
}

/// What happened under a reading, under two together, or in the scenarios as they are.
struct SweepRow {
    changes: Vec<NamedReading>,
    /// In how many scenarios it changed what happened.
    scenarios: u32,
    /// In how many of them the service did not start.
    not_started: u32,
    /// The rules that were broken, and are not broken without it.
    broken: BTreeSet<&'static str>,
    /// Whether others were broken that are broken without it as well.
    anyway: bool,
}

impl SweepTable {
    /// Takes note of a variation. Says whether the report should tell of it: if it is the scenario as it is, or if a
    /// rule is broken that none of its readings breaks alone.
    pub(super) fn variation(&mut self, variation: &Variation, started: bool) -> bool {
        let Variation { changes, verdicts, .. } = variation;
        let broken = verdicts.outcomes.iter().filter(|outcome| !outcome.findings().is_empty());
        let all: BTreeSet<&'static str> = broken.map(|Outcome { rule, .. }| rule.id).collect();
        let mut broken = all.clone();
        for (part, known) in &self.here {
            if part.iter().all(|change| changes.contains(change)) {
                broken.retain(|id| !known.contains(id));
            }
        }
        let anyway = broken.len() < all.len();
        self.here.push((changes.clone(), all));
        let tells = changes.is_empty() || !broken.is_empty();
        let row = match self.rows.iter_mut().find(|row| row.changes == *changes) {
            Some(row) => row,
            None => {
                let (changes, broken) = (changes.clone(), BTreeSet::new());
                self.rows.push(SweepRow { changes, scenarios: 0, not_started: 0, broken, anyway: false });
                self.rows.last_mut().expect("one was pushed")
            }
        };
        row.scenarios += 1;
        row.not_started += u32::from(!started);
        row.broken.extend(broken);
        row.anyway |= anyway;
        tells
    }

    /// Takes note of how much a scenario's sweep tried.
    pub(super) fn swept(&mut self, swept: Swept) {
        self.here.clear();
        self.swept.pairs += swept.pairs;
        self.swept.new_pairs += swept.new_pairs;
    }
}

impl SweepRow {
    fn verdict(&self) -> String {
        let broken: Vec<&str> = self.broken.iter().copied().collect();
        let broken = match (broken.as_slice(), self.anyway) {
            ([], false) => "survived".to_owned(),
            ([], true) => "broken as without it".to_owned(),
            (_, false) => format!("BROKEN {}", broken.join(" ")),
            (_, true) => format!("BROKEN {}, and as without it", broken.join(" ")),
        };
        match self.not_started {
            0 => broken,
            all if all == self.scenarios && self.broken.is_empty() => "does not start".to_owned(),
            some => format!("{broken}; does not start in {some}"),
        }
    }
}

/// The place of a reading in the table of policies.
fn place((field, reading): &NamedReading) -> Option<(usize, usize)> {
    let at = Policy::FIELDS.iter().position(|known| known.name == *field)?;
    Some((at, Policy::FIELDS[at].readings.iter().position(|(known, _)| known == reading)?))
}

impl fmt::Display for SweepTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(["POLICY", "READING", "SCENARIOS", "VERDICT"]);
        let mut pairs = Table::new(["TOGETHER", "SCENARIOS", "VERDICT"]);
        let mut broken_pairs = 0;
        let mut rows: Vec<&SweepRow> = self.rows.iter().collect();
        rows.sort_by_key(|row| (row.changes.len(), row.changes.first().map(place)));
        for row in rows {
            let scenarios = row.scenarios.to_string();
            match row.changes.as_slice() {
                [] => table.row(["as it is", "", &scenarios, &row.verdict()]),
                [(field, reading)] => table.row([field, reading, &scenarios, &row.verdict()]),
                changes if !row.broken.is_empty() => {
                    broken_pairs += 1;
                    let changes: Vec<_> =
                        changes.iter().map(|(field, reading)| format!("{field}={reading}")).collect();
                    pairs.row([&changes.join(" "), &scenarios, &row.verdict()]);
                }
                _ => {}
            }
        }
        let observed = self.rows.iter().filter(|row| row.changes.len() == 1).count();
        let Swept { pairs: tried, new_pairs, .. } = self.swept;
        write!(f, "{table}")?;
        writeln!(f, "{observed} readings change what happens; of the others no scenario shows anything.")?;
        writeln!(
            f,
            "{tried} pairs of readings tried, of which {new_pairs} change more than either; {broken_pairs} break \
             what neither breaks alone."
        )?;
        if broken_pairs > 0 { write!(f, "{pairs}") } else { Ok(()) }
    }
}
