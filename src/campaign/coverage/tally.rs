//! How often each feature was reached.

use super::feature::Feature;

/// Counts features. A run counts once for each, however often it reaches it.
///
/// A hash table of its own: what campaigns note of each case must cost little next to playing it, and the maps of the
/// standard library are either slow at this or different in each process.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// A power of two of them, less than two thirds in use; [`Feature::NONE`] where there is none.
    places: Vec<Place>,
    used: usize,
    /// The number of this run, from 1.
    run: u64,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    feature: Feature,
    runs: u64,
    /// The last run that reached it.
    last: u64,
}

const EMPTY: Place = Place { feature: Feature::NONE, runs: 0, last: 0 };

impl Tally {
    /// Another run begins.
    pub(super) fn begin(&mut self) {
        self.run += 1;
    }

    /// Counts a feature for this run. Whether no run has reached it before.
    pub(super) fn reach(&mut self, feature: Feature) -> bool {
        let run = self.run;
        let place = self.place(feature);
        let is_new = place.runs == 0;
        if place.last != run {
            place.runs += 1;
            place.last = run;
        }
        is_new
    }

    /// Counts a feature for so many runs.
    pub(super) fn add(&mut self, feature: Feature, runs: u64) {
        self.place(feature).runs += runs;
    }

    /// What was reached, and by how many runs; in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Feature, u64)> {
        let used = self.places.iter().filter(|place| place.feature != Feature::NONE);
        used.map(|place| (place.feature, place.runs))
    }

    fn place(&mut self, feature: Feature) -> &mut Place {
        if (self.used + 1) * 3 > self.places.len() * 2 {
            self.grow();
        }
        let at = self.find(feature);
        if self.places[at].feature == Feature::NONE {
            self.used += 1;
            self.places[at].feature = feature;
        }
        &mut self.places[at]
    }

    /// Where the feature is, or belongs.
    fn find(&self, feature: Feature) -> usize {
        let mask = self.places.len() - 1;
        // The high bits of the product are the well mixed ones.
        let mixed = feature.key().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        #[allow(
            clippy::cast_possible_truncation,
            reason = "32 bits are left, of which a place keeps the low ones"
        )]
        let mut at = mixed as usize & mask;
        while self.places[at].feature != feature && self.places[at].feature != Feature::NONE {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let more = (self.places.len() * 2).max(1024);
        let before = std::mem::replace(&mut self.places, vec![EMPTY; more]);
        for place in before.into_iter().filter(|place| place.feature != Feature::NONE) {
            let at = self.find(place.feature);
            self.places[at] = place;
        }
    }
}
