//! What a run has reached in the code of DLLs that were built to tell of it.

use serde::{Deserialize, Serialize};

use crate::ras::Name;

/// What a run has reached in the code of its DLLs, and what they have compared. Nothing of a DLL that was not built to tell of
/// it.
///
/// A child may have made it up: nothing is done with it but to look for scenarios, and it never grows beyond its limits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reached {
    /// The edges that were taken, each with how often in one call, in the order in which that was first seen.
    pub edges: Vec<Edge>,
    /// The libraries that say how many edges they have: a number that stands for each, and how many.
    pub known: Vec<(u64, u32)>,
    /// The constants that values were compared with, each once.
    pub numbers: Vec<u64>,
    /// What letters that were compared in a row make, each once.
    pub names: Vec<Name>,
}

/// An edge of the code of a DLL, and about how often one call has taken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Edge {
    /// A number that stands for it: the same in every run, wherever the library lies in memory.
    pub id: u64,
    /// The class of the number of times, from 0: once, twice, three times, and then from 4, 8, 16, 32 and 128 times on.
    pub often: u8,
}

impl Edge {
    /// The class of so many times.
    pub fn class(times: u32) -> u8 {
        match times {
            0..=1 => 0,
            2 => 1,
            3 => 2,
            4..=7 => 3,
            8..=15 => 4,
            16..=31 => 5,
            32..=127 => 6,
            _ => 7,
        }
    }
}

impl Reached {
    /// The most edges, libraries, constants and names of a run. Further ones are left out.
    pub const EDGES_MAX: usize = 1 << 17;
    /// See [`Self::EDGES_MAX`].
    pub const KNOWN_MAX: usize = 64;
    /// See [`Self::EDGES_MAX`].
    pub const NUMBERS_MAX: usize = 256;
    /// See [`Self::EDGES_MAX`].
    pub const NAMES_MAX: usize = 64;

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes what came after, up to the limits. It may name some edges again.
    pub fn append(&mut self, other: Self) {
        let Self { edges, known, numbers, names } = other;
        let room = Self::EDGES_MAX.saturating_sub(self.edges.len());
        self.edges.extend(edges.into_iter().take(room));
        add_new(&mut self.known, known, Self::KNOWN_MAX);
        add_new(&mut self.numbers, numbers, Self::NUMBERS_MAX);
        add_new(&mut self.names, names, Self::NAMES_MAX);
    }
}

/// Adds those that are not there, while there is room.
fn add_new<T: PartialEq>(these: &mut Vec<T>, others: Vec<T>, max: usize) {
    for other in others {
        if these.len() < max && !these.contains(&other) {
            these.push(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_is_added_once_and_up_to_the_limits() {
        let edge = Edge { id: 7, often: 0 };
        let mut reached = Reached { numbers: vec![3, 4], edges: vec![edge], ..Reached::default() };
        let more = Reached { numbers: (4..1000).collect(), edges: vec![edge], ..Reached::default() };
        reached.append(more);
        assert_eq!(reached.numbers, (3..259).collect::<Vec<_>>());
        assert_eq!(reached.edges, [edge, edge]);
        assert!(!reached.is_empty() && Reached::default().is_empty());
    }

    #[test]
    fn classes_grow_with_the_number_of_times() {
        let classes: Vec<u8> = [1, 2, 3, 4, 8, 16, 32, 128, u32::MAX].map(Edge::class).to_vec();
        assert_eq!(classes, [0, 1, 2, 3, 4, 5, 6, 7, 7]);
        assert!((1..500).map(Edge::class).is_sorted());
    }
}
