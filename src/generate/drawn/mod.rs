//! Scenarios and structures drawn from bytes, changed, and made smaller.
//!
//! A [`Draw`] makes choices from bytes. A scenario is drawn step by step: a *draft* plays it with the service as far as it has
//! come, one table lists the kinds of steps that may follow (`choice.rs`), and each kind makes its step (`make.rs`) of values
//! that are told by tier (`value/`). What differs from scenario to scenario beside its steps, `swarm.rs` draws; some begin
//! with many users at once (`crowd.rs`). What a DLL was seen to compare with is put into steps by `learned.rs`.

mod arbitrary;
mod choice;
mod crowd;
mod draft;
mod draw;
mod exhaustive;
mod learned;
mod make;
mod mutate;
mod scenario;
mod shape;
mod shrink;
pub mod structure;
mod swarm;
mod tier;
mod value;
mod vocabulary;

pub use draw::{BYTES, Draw, bytes};
pub use exhaustive::{Exhaustive, Walked};
pub use learned::Learned;
pub use mutate::{mutate, mutate_knowing};
pub use scenario::{MIN_BYTES, case, scenario};
pub use shape::Shape;
pub use shrink::{Effort, End, Part, Shrunk, reductions, shrink};
pub use tier::Tier;
pub use vocabulary::Vocabulary;
