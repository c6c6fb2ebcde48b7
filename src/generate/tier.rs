//! How far from what the documentation shows a scenario may be.

use super::need;
use crate::ras::word_names;
use crate::scenario::Scenario;

word_names! {
    /// How strange a generated scenario may be. Each tier holds all of those before it.
    pub enum Tier {
        /// Values as the pages show them.
        Smoke "smoke",
        /// Every documented boundary: names of full length, every enum value and flag, counters at their wrap, spans of
        /// zero and of the maximum, addresses of all classes.
        Default "default",
        /// What no page promises not to happen: unpaired surrogates, embedded controls, unknown enum values and flags,
        /// statistics that contradict each other.
        Strict "strict",
        /// Hostile: arrays without a terminator, sizes that lie, NULL for handles and names, counters that contradict
        /// each other.
        Paranoid "paranoid",
    }
}

impl Tier {
    /// The lowest tier that holds the steps of this scenario, under its Windows version, and what is hostile in it.
    ///
    /// Stock DLLs and readings are sound at every tier, and those under test are not the generator's.
    ///
    /// ```
    /// use mockras::generate::Tier;
    /// use mockras::prelude::*;
    ///
    /// let plain = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// assert_eq!(Tier::of(&plain), Tier::Smoke);
    /// let nobody = Scenario::of([Step::dial("VPN2-0", "")]);
    /// assert_eq!(Tier::of(&nobody), Tier::Default);
    /// ```
    pub fn of(scenario: &Scenario) -> Self {
        if !scenario.hostile.is_empty() {
            return Self::Paranoid;
        }
        let needs = scenario.steps.iter().map(|each| need::step(each, scenario.profile));
        needs.max().unwrap_or(Self::Smoke)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_cases_know_the_words_of_all_tiers() {
        let words: Vec<&str> = Tier::ALL.iter().map(|tier| tier.word()).collect();
        assert_eq!(words, crate::scenario::TIERS);
    }
}
