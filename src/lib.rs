//! A deterministic, cross-platform mock of the Windows Remote Access Service, for people who write RAS administration
//! DLLs.
//!
//! ```text
//! scenario + DLLs + policy  ->  transcript (the same bytes on every OS)
//! ```

pub mod ras;

pub mod abi;

pub mod scenario;
