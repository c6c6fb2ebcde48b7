//! What a lane keeps of its cases, so that later ones reach more.

use crate::generate::{Draw, Learned};
use crate::pipeline::Reached;
use crate::scenario::Scenario;

/// The scenarios of a lane that are changed to reach more, and what its DLLs were seen to compare with.
#[derive(Default)]
pub(super) struct Kept {
    /// All that reached something new.
    all: Vec<Scenario>,
    /// Those that reached something new in the code of a DLL: there are few, and they are not to be lost among the others.
    deep: Vec<Scenario>,
    pub(super) learned: Learned,
}

/// What is new of a case: in what happens in the service, and in the code of DLLs.
#[derive(Default)]
pub(super) struct New {
    pub(super) for_service: bool,
    pub(super) for_dlls: bool,
    pub(super) reached: Reached,
}

impl Kept {
    /// Whether nothing is kept.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// A scenario to be changed, more often one that leads deep into a DLL, and another of which it may get a part.
    pub(super) fn two(&self, draw: &mut Draw<'_, '_>) -> (&Scenario, &Scenario) {
        let from = if !self.deep.is_empty() && draw.percent(60) { &self.deep } else { &self.all };
        (picked(from, draw), draw.one_of(&self.all))
    }

    /// Keeps a scenario that has reached something new.
    pub(super) fn take(&mut self, scenario: Scenario, new: &New) {
        if new.for_dlls {
            self.deep.push(scenario.clone());
        }
        if new.for_service || new.for_dlls {
            self.all.push(scenario);
        }
    }
}

/// One of the scenarios that reached something new. What came last is the hardest to reach, so it has more turns.
fn picked<'k>(kept: &'k [Scenario], draw: &mut Draw<'_, '_>) -> &'k Scenario {
    const NEWEST: usize = 8;
    let newest = &kept[kept.len().saturating_sub(NEWEST)..];
    if draw.percent(60) { draw.one_of(newest) } else { draw.one_of(kept) }
}
