//! Campaigns: many generated scenarios, what is found in them, and what they reach.
//!
//! A *case* is one scenario with its number. Cases are played in *lanes* of 1024, in order; what a lane reaches guides its
//! later cases, and no other lane's. A *shard* is the part of a campaign, made of whole lanes, that one machine plays. Each case
//! is judged by an *oracle*; what is wrong has a *signature*, by which the same problem is known again.
//!
//! Everything here is a function of seed, shape and DLLs: jobs, shards and the order in which things end change nothing.

mod builds;
#[cfg(feature = "proptest")]
mod contract;
mod coverage;
mod digest;
#[cfg(feature = "proptest")]
mod keeps_contract;
mod kept;
mod lane;
mod oracle;
mod play;
#[cfg(feature = "proptest")]
mod proof;
mod signature;
mod soak;

pub use builds::{Build, Builds, Compared, Pair, Shown, Witness};
#[cfg(feature = "proptest")]
pub use contract::Contract;
pub use coverage::{Coverage, FeatureKind};
pub use digest::hash;
pub use lane::{Find, LANE, Observer, Plan, PlayedLane, idle_step, quieted};
pub use oracle::{Judged, Oracle, PANIC, Problem};
pub use play::{Played, Shard, go_on, play};
#[cfg(feature = "proptest")]
pub use proof::{Broken, Upheld};
pub use signature::Signature;
pub use soak::{Growth, Resource, Soak, SoakFinding, SoakObserver, Soaked};
