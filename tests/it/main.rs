//! The integration tests, in one binary.

mod abi;
mod alarms;
mod catalogue;
#[cfg(feature = "cli")]
mod cli;
mod corpus;
mod docs;
mod facts;
mod filled;
#[cfg(feature = "native")]
mod inspect;
mod poison;
mod report;
mod rules;
mod source;
mod tidy;
mod totality;
mod tree;
mod views;
