//! What is wrong on purpose with what DLLs are handed.

use super::number::word_names;

word_names! {
    /// One way in which what a DLL is handed is wrong, against which no page says that it has to be guarded.
    #[non_exhaustive]
    pub enum Hostile {
        /// Text fills its array to the last unit, and no NUL ends it.
        UnterminatedText "unterminated-text",
        /// Versions, sizes, counts and discriminators have every bit set.
        WrongSizes "wrong-sizes",
        /// Handles are NULL.
        NullHandles "null-handles",
        /// Counters are at their maximum, after no time at all.
        InconsistentCounts "inconsistent-counts",
        /// The names that the address functions get are NULL, where a DLL takes pointers.
        NullNames "null-names",
    }
}

/// The ways in which what DLLs are handed is wrong; usually none.
///
/// ```
/// use mockras::ras::{Hostile, HostileSet};
///
/// let set: HostileSet = [Hostile::NullHandles, Hostile::WrongSizes].into_iter().collect();
/// assert_eq!(set.to_string(), "wrong-sizes+null-handles");
/// assert!(set.contains(Hostile::WrongSizes) && HostileSet::NONE.is_empty());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct HostileSet(u8);

impl HostileSet {
    /// Nothing is wrong.
    pub const NONE: Self = Self(0);

    /// Whether nothing is wrong.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it is wrong in this way.
    pub fn contains(self, kind: Hostile) -> bool {
        self.0 & bit(kind) != 0
    }

    /// The set with this way added if it was not there, and removed if it was.
    #[must_use]
    pub fn toggled(self, kind: Hostile) -> Self {
        Self(self.0 ^ bit(kind))
    }

    /// The ways of the set, in the order of [`Hostile::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Hostile> {
        Hostile::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }
}

fn bit(kind: Hostile) -> u8 {
    1 << kind as u8
}

impl FromIterator<Hostile> for HostileSet {
    fn from_iter<I: IntoIterator<Item = Hostile>>(kinds: I) -> Self {
        Self(kinds.into_iter().fold(0, |bits, kind| bits | bit(kind)))
    }
}

/// Writes the words with `+` between them, or `none`.
impl std::fmt::Display for HostileSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.iter().map(Hostile::word).collect();
        f.write_str(if words.is_empty() { "none".to_owned() } else { words.join("+") }.as_str())
    }
}
