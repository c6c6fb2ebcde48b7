//! Scenarios made smaller, as long as they keep what is looked for.

mod edit;
mod field;
mod part;
mod plain;
mod search;
mod session;

pub use part::Part;
pub use search::shrink;

use crate::scenario::Scenario;

/// Why shrinking came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// No smaller scenario keeps what was to be kept.
    Smallest,
    /// The budget is used up.
    Budget,
}

/// What a scenario has been shrunk to, and what that took.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shrunk {
    /// The smallest that was found.
    pub scenario: Scenario,
    /// How many scenarios were tried.
    pub tried: u32,
    /// How many of them kept it, and were smaller.
    pub taken: u32,
    /// The same for each part of a scenario, in the order of [`Part::ALL`].
    pub parts: Vec<Effort>,
    /// Why it is no smaller.
    pub end: End,
}

/// What was tried on one part of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effort {
    /// The part that was made smaller.
    pub part: Part,
    /// How many scenarios were tried in which this part is smaller.
    pub tried: u32,
    /// How many of them were taken.
    pub taken: u32,
}

/// Every scenario that is one reduction smaller, the biggest reductions first: fewer steps, plainer steps, readings and
/// Windows version at their default, fewer and plainer DLLs. The last DLL stays.
///
/// Reductions lead to an end: whoever takes one after the other comes to a scenario that has none.
pub fn reductions(scenario: &Scenario) -> impl Iterator<Item = Scenario> + '_ {
    let edits = Part::ALL.iter().flat_map(|part| part.edits(scenario));
    edits.map(|edit| edit.applied(scenario))
}
