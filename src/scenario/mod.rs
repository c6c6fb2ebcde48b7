//! What the outside world does: scenarios, their steps, and the files that hold them.

mod bounded;
mod case;
mod config;
#[cfg(feature = "corpus")]
mod corpus;
mod dll;
mod dll_in_words;
mod dll_path;
mod dll_text;
mod expect;
mod file;
mod in_words;
mod moment;
mod place;
mod registry;
#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "serde")]
mod serde_form;
mod step;
mod stock;
mod text;
mod timer;
mod write;

pub use bounded::{DLL_MAX_BYTES, UnreadFile, check_file, read_file, shown};
#[cfg(all(test, feature = "generate"))]
pub(crate) use case::TIERS;
pub use case::{Case, Discovery};
pub use config::{Config, Words};
#[cfg(feature = "corpus")]
pub use corpus::{CorpusFile, corpus, corpus_file};
pub use dll::{AfterCall, CallBack, Dll, DllSource, Give, Guard, MAX_DLLS, Notify, Script, Stock};
pub use dll_path::{DllPath, Listed, Unusable};
pub use dll_text::DllError;
pub use expect::{
    AddressBits, AddressSet, Always, Count, Expect, Fate, Per, When, contradictions, expectation_id,
};
pub use file::{MAX_BYTES, Scenario, ScenarioError};
pub use moment::Moment;
pub use registry::Registry;
#[cfg(feature = "schema")]
pub use schema::{config_schema, scenario_schema};
pub use step::{
    AddLink, Credentials, Dial, EndpointChange, OnPort, PreAuthenticate, QuarantineChange, Step, Traffic,
};
pub use text::{Hex, Span, quoted};
pub use timer::TimerAct;
