//! A deterministic, cross-platform mock of the Windows Remote Access Service, for people who write RAS administration
//! DLLs.
//!
//! ```text
//! scenario + DLLs + policy  ->  transcript (the same bytes on every OS)
//! ```

pub mod ras;

pub mod abi;

pub mod scenario;

pub mod model;

pub mod callout;

pub mod transcript;

/// What a DLL written in Rust, and a test of it, needs.
pub mod prelude {
    pub use crate::abi::*;
    pub use crate::callout::{AdminDll, Callbacks, Exports, Registered};
    pub use crate::ras::{Code, Name};
    pub use crate::scenario::{Scenario, Step};
}
