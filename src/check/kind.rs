//! How much a finding weighs, and which readings of open questions count for that.

use super::breach::DependsOn;
use super::row::{Row, Strength};
use crate::ras::{HangupAfterRefusal, LinkHangupAfterRefusal, NamedReading, Policy, word_names};

word_names! {
    /// How much a finding weighs.
    #[non_exhaustive]
    pub enum Kind {
        /// A duty is broken under readings that count, or a call did not return.
        Error "error",
        /// A duty is broken, but only under a reading of an open question that does not count: nobody knows whether Windows
        /// does that.
        Open "open",
        /// It looks wrong, and no page says that it is.
        Advice "advice",
    }
}

impl Kind {
    /// How much a breach of this row weighs under readings that count; of no row, that of a rule of your own.
    pub(super) fn of_row(row: Option<&Row>) -> Self {
        match row.map(|row| row.strength) {
            None | Some(Strength::Stated | Strength::Implied | Strength::Conflicting | Strength::Header) => {
                Self::Error
            }
            Some(Strength::Sample | Strength::Silent) => Self::Advice,
        }
    }
}

/// The readings of open questions that count: what breaks a duty under them is an error, and what breaks one under
/// another reading only is [open](Kind::Open).
///
/// They are the defaults, unless something else is said. Of the questions whether hangups follow a refusal (AMB-09,
/// AMB-10) the readings `none` and `all` both count, because a DLL has to cope with both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    /// Readings that count in the place of the defaults.
    pub chosen: Vec<NamedReading>,
    /// Whether every reading counts.
    pub all: bool,
}

/// The policies of AMB-09 and AMB-10.
const HANGUPS: [&str; 2] = ["hangup_after_refusal", "link_hangup_after_refusal"];

impl Readings {
    /// The policies that count: the usual one, and the one with hangups after refusals unless that was chosen.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// assert_eq!(Readings::default().counting().len(), 2); // Without and with hangups after refusals.
    /// ```
    pub fn counting(&self) -> Vec<Policy> {
        let mut usual = Policy::default();
        for (policy, reading) in &self.chosen {
            let set = usual.set(policy, reading);
            debug_assert!(set.is_ok(), "{policy}={reading} is a reading of a policy");
        }
        let is_chosen = |policy: &&str| self.chosen.iter().any(|(chosen, _)| chosen == policy);
        if HANGUPS.iter().any(is_chosen) { vec![usual] } else { vec![usual, with_hangups(usual)] }
    }

    /// Whether this reading counts.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// let usual = DependsOn::reading("series_select", Policy::default()).expect("a policy");
    /// assert!(Readings::default().counts(&usual));
    /// let mut other = usual;
    /// other.reading = "oldest";
    /// assert!(!Readings::default().counts(&other));
    /// ```
    pub fn counts(&self, reading: &DependsOn) -> bool {
        let is_it = |policy: Policy| policy.reading(reading.policy) == Some(reading.reading);
        self.all || self.counting().into_iter().any(is_it)
    }
}

/// The policy under which every DLL is told of the hangup of what was refused.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// assert_eq!(with_hangups(Policy::default()).reading("hangup_after_refusal"), Some("all"));
/// ```
pub fn with_hangups(policy: Policy) -> Policy {
    Policy {
        hangup_after_refusal: HangupAfterRefusal::All,
        link_hangup_after_refusal: LinkHangupAfterRefusal::All,
        ..policy
    }
}
