//! Strategies for `proptest`: scenarios, facts, and every structure that a DLL is handed.
//!
//! They draw by the same table of choices as everything else here, from bytes of proptest's generator, and shrink: a
//! scenario step by step and then value by value, a structure towards its plainest members.
//!
//! ```
//! use mockras::prelude::*;
//! use mockras::strategy;
//! use mockras::transcript::Transcript;
//! use proptest::prelude::*;
//!
//! proptest! {
//!     #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]
//!     fn every_transcript_reads_back(scenario in strategy::scenario().steps(8)) {
//!         let run = mockras::run(&scenario, &[]);
//!         prop_assert_eq!(Transcript::parse_text(&run.to_string()), Ok(run));
//!     }
//! }
//! every_transcript_reads_back();
//! ```

mod scenarios;
mod structures;
mod tree;

pub use scenarios::{Drawn as DrawnScenario, Scenarios, scenario};
pub use structures::*;
pub use tree::{Shrink, Tree};

use proptest::arbitrary::any;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Reason, TestRunner};

/// As many bytes as a case is drawn from: those of a seed and a number that the runner draws.
fn bytes(runner: &mut TestRunner) -> Result<Vec<u8>, Reason> {
    let (seed, number) = any::<(u64, u64)>().new_tree(runner)?.current();
    Ok(super::bytes(seed, number).to_vec())
}
