//! The integration tests, in one binary.

mod abi;
mod alarms;
mod catalogue;
#[cfg(feature = "cli")]
mod cli;
mod corpus;
mod dll_path;
mod docs;
mod ended;
mod facts;
mod filled;
#[cfg(feature = "generate")]
mod generated;
mod header;
#[cfg(feature = "native")]
mod inspect;
#[cfg(feature = "native")]
mod loading;
mod model;
mod native;
mod own_rule;
mod poison;
// What the service owes a DLL.
#[path = "../proof/mod.rs"]
mod proof;
#[cfg(any(unix, feature = "native"))]
mod recorder;
mod report;
mod rules;
#[cfg(feature = "generate")]
mod saved;
mod source;
mod tidy;
mod totality;
mod tree;
mod views;
#[cfg(feature = "cli")]
mod worker;

// DLLs under test find them here.
mockras::export_recorders!();
