//! Guidance by coverage gets further than drawing blindly. `benches/guidance.rs` measures what that is worth: how many cases
//! it takes to find faults that only long sequences show.

use mockras::campaign::{FeatureKind, Oracle, Plan};
use mockras::generate::{Shape, Tier};
use mockras::pipeline::InProcess;
use mockras::ras::Profile;
use mockras::scenario::{Dll, Stock};

use super::drawn::shape;
use crate::proof::every_rule;

/// How many different repetitions the first cases of a campaign reach: the same thing for the second, third, .. time on
/// one connection, or in a row.
fn repetitions(seed: u64, is_guided: bool) -> usize {
    let shape = Shape {
        subjects: vec![Dll::stock(Stock::AcceptAll)],
        profiles: vec![Profile::Server2012],
        ..Shape::default()
    };
    // Nothing is judged: what is told of transcripts is what guides.
    let plan = Plan { seed, shape, oracle: Oracle::by(&[]), is_guided, every: None };
    let lane = plan.lane(0, 600, &InProcess, &());
    lane.coverage.of_kind(FeatureKind::Times).len() + lane.coverage.of_kind(FeatureKind::Row).len()
}

#[test]
fn guided_cases_go_further_than_blind_ones() {
    for seed in 0..3 {
        let (blind, guided) = (repetitions(seed, false), repetitions(seed, true));
        assert!(guided > blind, "seed {seed}: {guided} guided, {blind} blind");
    }
}

/// What a campaign plays is judged by the rules about the service as well: scenarios that were changed to go further, each
/// with its quiet phase.
#[test]
fn campaign_with_every_rule_finds_nothing_in_the_service() {
    for &tier in Tier::ALL {
        let oracle = Oracle::by(every_rule());
        let plan = Plan { seed: 12, shape: shape(tier), oracle, is_guided: true, every: None };
        let lane = plan.lane(0, 300, &InProcess, &());
        let texts: String = lane
            .finds
            .iter()
            .map(|find| format!("{}{}\n", find.problem.text, find.scenario.to_toml()))
            .collect();
        assert!(lane.finds.is_empty(), "{texts}");
        assert_eq!((lane.cases, lane.started > 100), (300, true), "{tier}");
    }
}
