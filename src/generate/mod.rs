//! What is made up: DLLs that misbehave on purpose, and scenarios that nobody has written.
//!
//! Scenarios are drawn from bytes by one table of choices. Whoever has bytes has scenarios: a seed, a fuzzer, proptest.

#[cfg(feature = "generate")]
mod arbitrary;
#[cfg(feature = "generate")]
mod choice;
#[cfg(feature = "generate")]
mod draft;
#[cfg(feature = "generate")]
mod draw;
#[cfg(feature = "generate")]
mod exhaustive;
pub mod fault;
#[cfg(feature = "generate")]
mod make;
#[cfg(feature = "generate")]
mod mutate;
#[cfg(feature = "generate")]
mod need;
#[cfg(feature = "generate")]
mod scenario;
#[cfg(feature = "generate")]
mod shape;
#[cfg(feature = "generate")]
mod shrink;
#[cfg(feature = "proptest")]
pub mod strategy;
#[cfg(feature = "generate")]
pub mod structure;
#[cfg(feature = "generate")]
mod swarm;
#[cfg(feature = "generate")]
mod tier;
#[cfg(feature = "generate")]
mod value;

#[cfg(feature = "generate")]
pub use draw::{BYTES, Draw, bytes};
#[cfg(feature = "generate")]
pub use exhaustive::{Change, Exhaustive, Walked};
#[cfg(feature = "generate")]
pub use mutate::mutate;
#[cfg(feature = "generate")]
pub use scenario::{MIN_BYTES, case, scenario};
#[cfg(feature = "generate")]
pub use shape::Shape;
#[cfg(feature = "generate")]
pub use shrink::{Effort, End, Part, Shrunk, reductions, shrink};
#[cfg(feature = "generate")]
pub use tier::Tier;
