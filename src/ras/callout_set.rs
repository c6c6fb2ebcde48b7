//! Sets of callouts.

use std::fmt;
use std::str::FromStr;

use super::callout::{Callout, ParseCalloutError};
use super::profile::Profile;

/// A set of callouts, such as what a DLL exports.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CalloutSet(u32);

impl CalloutSet {
    /// The set with nothing in it.
    pub const EMPTY: Self = Self(0);

    /// Whether `callout` is in the set.
    pub const fn contains(self, callout: Callout) -> bool {
        self.0 & (1 << callout as u32) != 0
    }

    /// Puts `callout` into the set.
    pub fn insert(&mut self, callout: Callout) {
        self.0 |= 1 << callout as u32;
    }

    /// Takes `callout` out of the set.
    pub fn remove(&mut self, callout: Callout) {
        self.0 &= !(1 << callout as u32);
    }

    /// The members that this Windows version knows (LOAD-23).
    pub fn known_to(self, profile: Profile) -> Self {
        self.iter().filter(|callout| callout.floor() <= profile).collect()
    }

    /// The members, in order of declaration of [`Callout`].
    pub fn iter(self) -> impl Iterator<Item = Callout> {
        Callout::ALL.iter().copied().filter(move |&callout| self.contains(callout))
    }
}

impl FromIterator<Callout> for CalloutSet {
    fn from_iter<I: IntoIterator<Item = Callout>>(callouts: I) -> Self {
        let mut set = Self::EMPTY;
        callouts.into_iter().for_each(|callout| set.insert(callout));
        set
    }
}

/// Writes `nothing`, the members, or `all but` the others, whichever is shorter.
impl fmt::Display for CalloutSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (members, others): (Vec<_>, Vec<_>) =
            Callout::ALL.iter().copied().partition(|callout| self.contains(*callout));
        let (prefix, words) = match (members.len(), others.len()) {
            (0, _) => ("nothing", &members),
            (_, 0) => ("all", &others),
            (many, few) if many > few => ("all but ", &others),
            _ => ("", &members),
        };
        f.write_str(prefix)?;
        f.write_str(&words.iter().map(|callout| callout.word()).collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Debug for CalloutSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for CalloutSet {
    type Err = ParseCalloutError;

    fn from_str(text: &str) -> Result<Self, ParseCalloutError> {
        let named =
            |text: &str| text.split_whitespace().map(str::parse::<Callout>).collect::<Result<Self, _>>();
        if text == "nothing" {
            return Ok(Self::EMPTY);
        }
        if text == "all" {
            return Ok(Callout::ALL.iter().copied().collect());
        }
        let Some(others) = text.strip_prefix("all but ") else { return named(text) };
        let others = named(others)?;
        Ok(Callout::ALL.iter().copied().filter(|&callout| !others.contains(callout)).collect())
    }
}
