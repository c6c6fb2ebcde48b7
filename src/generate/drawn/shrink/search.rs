//! The search for the smallest scenario: by blocks, by sessions, by fields, until nothing changes any more.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_128;

use super::edit::Edit;
use super::part::{Part, sizes, together};
use super::{Effort, End, Shrunk};
use crate::scenario::Scenario;

/// Makes a scenario smaller as long as `keeps` says that it keeps what is looked for, trying at most `budget` scenarios,
/// none of them twice. `scenario` itself is not tried.
///
/// Steps go first, in blocks from half of them down to single ones (delta debugging) and session by session; then what
/// the steps say, then readings and version, then DLLs; and all over again as long as that changes something.
pub fn shrink(scenario: &Scenario, budget: u32, keeps: &mut dyn FnMut(&Scenario) -> bool) -> Shrunk {
    let efforts = Part::ALL.iter().map(|&part| Effort { part, tried: 0, taken: 0 }).collect();
    let mut search = Search {
        shrunk: Shrunk { scenario: scenario.clone(), tried: 0, taken: 0, parts: efforts, end: End::Smallest },
        budget,
        keeps,
        known: BTreeSet::from([digest(scenario)]),
    };
    loop {
        let taken = search.shrunk.taken;
        search.steps();
        for &part in &Part::ALL[1..] {
            search.others(part);
        }
        if search.is_over() || search.shrunk.taken == taken {
            return search.shrunk;
        }
    }
}

struct Search<'a> {
    shrunk: Shrunk,
    budget: u32,
    keeps: &'a mut dyn FnMut(&Scenario) -> bool,
    /// What stands for each scenario that was tried.
    known: BTreeSet<u128>,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.shrunk.end == End::Budget
    }

    /// Leaves steps out: sessions, then blocks. A block that is gone changes no place before it, so each size goes from
    /// the end to the start once.
    fn steps(&mut self) {
        self.each(Part::Steps, |scenario| Box::new(together(scenario)));
        for size in sizes(self.shrunk.scenario.steps.len()) {
            let many = self.shrunk.scenario.steps.len();
            for start in (0..many).step_by(size).rev() {
                let end = self.shrunk.scenario.steps.len().min(start + size);
                if self.is_over() {
                    return;
                }
                self.takes(Part::Steps, &Edit::Block(start..end));
            }
        }
    }

    /// Makes another part smaller.
    fn others(&mut self, part: Part) {
        self.each(part, |scenario| part.edits(scenario));
    }

    /// Tries one change after the other. After one that is taken, what was tried before it is not tried again in this
    /// round, since it would most likely fail again.
    fn each(
        &mut self,
        part: Part,
        edits: impl for<'s> Fn(&'s Scenario) -> Box<dyn Iterator<Item = Edit> + 's>,
    ) {
        let mut passed = 0;
        loop {
            let scenario = self.shrunk.scenario.clone();
            let mut is_changed = false;
            for edit in edits(&scenario).skip(passed) {
                if self.is_over() {
                    return;
                }
                is_changed = self.takes(part, &edit);
                if is_changed {
                    break;
                }
                passed += 1;
            }
            if !is_changed {
                return;
            }
        }
    }

    /// Tries a change, unless what comes of it is known, and takes it if it keeps what is looked for.
    fn takes(&mut self, part: Part, edit: &Edit) -> bool {
        let smaller = edit.applied(&self.shrunk.scenario);
        if self.known.contains(&digest(&smaller)) {
            return false;
        }
        if self.shrunk.tried == self.budget {
            self.shrunk.end = End::Budget;
            return false;
        }
        self.known.insert(digest(&smaller));
        let is_kept = (self.keeps)(&smaller);
        let effort = self.shrunk.parts.iter_mut().find(|effort| effort.part == part);
        let effort = effort.expect("every part has its effort");
        effort.tried += 1;
        self.shrunk.tried += 1;
        if is_kept {
            effort.taken += 1;
            self.shrunk.taken += 1;
            self.shrunk.scenario = smaller;
        }
        is_kept
    }
}

/// A number that stands for a scenario.
fn digest(scenario: &Scenario) -> u128 {
    xxh3_128(scenario.to_toml().as_bytes())
}
