//! The integration tests of the library, in one binary.

mod abi;
mod alarms;
mod book;
mod catalogue;
mod corpus;
mod dll_path;
mod docs;
mod ended;
mod facts;
mod filled;
#[cfg(feature = "generate")]
mod generated;
mod header;
mod poison;
mod report;
mod rules;
#[cfg(feature = "generate")]
mod saved;
mod tidy;
mod totality;
mod tree;
mod views;
