//! The integration tests of the library, in one binary.

mod abi;
mod alarms;
mod api;
mod book;
mod catalogue;
mod contents;
mod corpus;
mod dll;
mod dll_path;
mod docs;
mod ended;
// Messages are compared with what they suggest.
#[cfg(feature = "suggest")]
mod expected;
mod export;
mod facts;
mod filled;
#[cfg(feature = "generate")]
mod generated;
mod header;
#[cfg(feature = "suggest")]
mod matchers;
mod model;
#[cfg(feature = "proptest")]
mod oracle;
mod own_rule;
#[cfg(feature = "generate")]
mod panics;
#[cfg(all(feature = "generate", feature = "json"))]
mod parsers;
mod play;
mod poison;
// What the service owes a DLL.
#[path = "../proof/mod.rs"]
mod proof;
mod ras;
#[cfg(unix)]
mod release;
mod report;
mod rules;
#[cfg(feature = "generate")]
mod saved;
mod scenario;
#[cfg(feature = "serde")]
mod serde_forms;
mod tidy;
mod totality;
mod transcript;
mod tree;
mod views;
