//! The integration tests, in one binary.

mod abi;
#[cfg(feature = "cli")]
mod cli;
mod corpus;
mod docs;
mod facts;
mod filled;
mod poison;
mod source;
mod tidy;
mod totality;
mod tree;
mod views;
