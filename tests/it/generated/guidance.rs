//! Guidance by coverage gets further than drawing blindly. `benches/guidance.rs` measures what that is worth: how many cases
//! it takes to find faults that only long sequences show.

use mockras::campaign::{FeatureKind, Find, Observer, Oracle, Plan};
use mockras::generate::Shape;
use mockras::pipeline::InProcess;
use mockras::ras::Profile;
use mockras::scenario::{Dll, Stock};

struct Nobody;

impl Observer for Nobody {
    fn played(&self, _: u64) {}

    fn found(&self, _: &Find) {}

    fn is_over(&self) -> bool {
        false
    }
}

/// How many different repetitions the first cases of a campaign reach: the same thing for the second, third, .. time on
/// one connection, or in a row.
fn repetitions(seed: u64, is_guided: bool) -> usize {
    let shape = Shape {
        subjects: vec![Dll::stock(Stock::AcceptAll)],
        profile: Some(Profile::Server2012),
        ..Shape::default()
    };
    // Nothing is judged: what is told of transcripts is what guides.
    let plan =
        Plan { seed, shape, oracle: Oracle { rules: Vec::new(), is_twice: false }, is_guided, every: None };
    let lane = plan.lane(0, 600, &InProcess, &Nobody);
    lane.coverage.of_kind(FeatureKind::Times).len() + lane.coverage.of_kind(FeatureKind::Row).len()
}

#[test]
fn guided_cases_go_further_than_blind_ones() {
    for seed in 0..3 {
        let (blind, guided) = (repetitions(seed, false), repetitions(seed, true));
        assert!(guided > blind, "seed {seed}: {guided} guided, {blind} blind");
    }
}
