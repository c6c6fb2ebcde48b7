//! Native RAS administration DLLs under [`mockras`]: the host side of native code.
//!
//! A DLL is loaded and called in this process ([`registered`]), or in child processes that it may crash or hang
//! ([`Isolated`]). Its file is read without running it by [`inspect`].
//!
//! The modules stand in reading order; each sees only what stands before it.

pub mod binary;

pub mod inspect;

pub mod ffi;

pub mod worker;

pub use ffi::{Functions, InThisProcess, named, registered};
pub use worker::{Isolated, built_library};

/// The examples of the page about testing from Rust are tests.
#[cfg(doctest)]
#[doc = include_str!("../../docs/how-to/rust-tests.md")]
struct RustTests;
