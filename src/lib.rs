//! A deterministic, cross-platform mock of the Windows Remote Access Service, for people who write RAS administration
//! DLLs.
//!
//! ```text
//! scenario + DLLs + policy  ->  transcript (the same bytes on every OS)
//! ```
//!
//! A [`Scenario`](scenario::Scenario) says what the outside world does. [`run`] plays it against DLLs, each an
//! [`AdminDll`](dll::AdminDll) or one of the [stock ones](dll::stock), and gives back a
//! [`Transcript`](transcript::Transcript), which prints as text and reads back.
//!
//! ```
//! use mockras::prelude::*;
//!
//! let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]);
//! let transcript = mockras::run(&scenario, &[]);
//! println!("{transcript}");
//! ```
//!
//! Features:
//!
//! - `proptest` (default): strategies for scenarios and structures, and contract tests in one line. It implies `generate`.
//! - `suggest` (default): error messages say "did you mean".
//! - `generate`: generated scenarios, campaigns over them, and shrinking.
//! - `json`: transcripts and reports as JSON, reports as SARIF.
//! - `serde`: serde reads and writes scenarios in the form of their files, and transcripts in their JSON form.
//! - `corpus`: the scenarios that come with mockras.
//! - `windows-sys`: references to structures of windows-sys are references to those of [`abi`], and the other way round.
//!
//! Native DLLs are loaded by the package `mockras-native`; the command is `mockras-cli`.
//!
//! The modules stand in reading order; each sees only what stands before it.

pub mod ras;

pub mod abi;

pub mod scenario;

pub mod model;

pub mod dll;

pub mod export;

pub mod transcript;

pub mod check;

pub mod report;

pub mod generate;

pub mod pipeline;

#[cfg(feature = "generate")]
pub mod campaign;

#[cfg(feature = "proptest")]
pub use generate::strategy;
pub use pipeline::{Play, run};
#[cfg(feature = "corpus")]
pub use scenario::corpus;

/// What a DLL written in Rust, and a test of it, needs.
pub mod prelude {
    pub use crate::abi::*;
    pub use crate::check::{ExpectAmong, ExpectCalls, ExpectConnection, ExpectNotes, ExpectRun, Unmet};
    pub use crate::dll::{AdminDll, Callbacks, Exports, Registered};
    pub use crate::model::{CloseReason, Refusal};
    pub use crate::ras::{Callout, Code, Name, Policy, Profile, Quarantine, Tunnel};
    pub use crate::scenario::{Always, Count, Dial, Dll, Expect, Fate, Scenario, Step, Stock};
    pub use crate::transcript::Transcript;
}

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The examples of the tutorial about a DLL in Rust are tests, too.
#[cfg(doctest)]
#[doc = include_str!("../docs/tutorial/first-rust-dll.md")]
struct FirstRustDll;

/// And so is that of the page about rules of a user's own.
#[cfg(doctest)]
#[doc = include_str!("../docs/how-to/own-rules.md")]
struct OwnRules;
