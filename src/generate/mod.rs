//! What is made up: DLLs that misbehave on purpose, and scenarios that nobody has written.
//!
//! Scenarios are *drawn* from bytes, so whoever has bytes has scenarios: a *seed* with a number (a *case*), a fuzzer,
//! proptest. A `Shape` says what the scenarios of a campaign have in common, among it the `Tier`: how strange their
//! values may be. A drawn scenario can be *changed* a little, and *shrunk* to a plainer one.

#[cfg(feature = "generate")]
mod drawn;
pub mod fault;
#[cfg(feature = "proptest")]
pub mod strategy;

#[cfg(feature = "generate")]
pub use drawn::*;
