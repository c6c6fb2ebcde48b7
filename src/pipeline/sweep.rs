//! A scenario under every reading of the documentation that it can observe.

use super::judging::Judging;
use super::runner::Runner;
use crate::check::Verdicts;
use crate::ras::{NamedReading, Policy};
use crate::scenario::Scenario;
use crate::transcript::{Entry, Transcript};

/// The scenario under other readings than its own.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Variation {
    /// The policies that were changed and their readings: none, one or two.
    pub changes: Vec<NamedReading>,
    /// The transcript of the run.
    pub transcript: Transcript,
    /// What the rules say of it.
    pub verdicts: Verdicts,
}

/// How many readings were tried, and how many of them changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Swept {
    /// How many single readings other than the scenario's own were tried.
    pub alone: u32,
    /// How many of them changed what happened.
    pub observed: u32,
    /// How many pairs of readings of two policies were tried, one of them observed alone.
    pub pairs: u32,
    /// Under how many pairs something else happened than under either reading.
    pub new_pairs: u32,
}

/// Plays the scenario as it is, under every other reading of every policy, and under every pair of readings of which
/// one changes something by itself. Hands over, in this order: the scenario as it is, the readings that change what
/// happens, the pairs under which something else happens than under either of the two.
///
/// Three readings that only matter together are not tried, nor two of which neither matters alone.
///
/// ```
/// use mockras::check::all_rules;
/// use mockras::pipeline::{InProcess, Judging, sweep};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let mut shown = Vec::new();
/// let swept = sweep(&scenario, &InProcess, &Judging::by(all_rules()), &mut |variation| shown.push(variation));
/// assert!(shown[0].changes.is_empty() && swept.alone > 30);
/// ```
pub fn sweep<R: Runner + ?Sized>(
    scenario: &Scenario,
    runner: &R,
    judging: &Judging,
    each: &mut dyn FnMut(Variation),
) -> Swept {
    let mut swept = Swept::default();
    let mut told = |changes: &[NamedReading], scenario: &Scenario, transcript: Transcript| {
        let verdicts = judging.verdicts(&transcript, scenario, runner);
        each(Variation { changes: changes.to_vec(), transcript, verdicts });
    };
    let base = runner.run(scenario);
    told(&[], scenario, base.clone());

    // What happens under each reading alone, if it is not what happens anyway.
    let mut alone: Vec<(NamedReading, Option<Vec<Entry>>)> = Vec::new();
    for change in changes(&scenario.policy) {
        swept.alone += 1;
        let changed = with(scenario, &[change]);
        let transcript = runner.run(&changed);
        let is_observed = transcript.entries != base.entries;
        alone.push((change, is_observed.then(|| transcript.entries.clone())));
        if is_observed {
            swept.observed += 1;
            told(&[change], &changed, transcript);
        }
    }
    for (at, (first, one)) in alone.iter().enumerate() {
        for (second, other) in &alone[at + 1..] {
            if first.0 == second.0 || (one.is_none() && other.is_none()) {
                continue;
            }
            swept.pairs += 1;
            let changed = with(scenario, &[*first, *second]);
            let transcript = runner.run(&changed);
            let happened = &transcript.entries;
            let is_known =
                |entries: &Option<Vec<Entry>>| entries.as_ref().unwrap_or(&base.entries) == happened;
            if *happened != base.entries && !is_known(one) && !is_known(other) {
                swept.new_pairs += 1;
                told(&[*first, *second], &changed, transcript);
            }
        }
    }
    swept
}

/// Every reading of every policy that is not in force.
fn changes(policy: &Policy) -> Vec<NamedReading> {
    let readings = |field: &'static crate::ras::PolicyField| {
        field.readings.iter().map(|(reading, _)| (field.name, *reading))
    };
    let all = Policy::FIELDS.iter().flat_map(readings);
    all.filter(|(field, reading)| policy.reading(field) != Some(*reading)).collect()
}

fn with(scenario: &Scenario, changes: &[NamedReading]) -> Scenario {
    let mut changed = scenario.clone();
    for (field, reading) in changes {
        changed.policy.set(field, reading).expect("the table names fields and readings");
    }
    changed
}
