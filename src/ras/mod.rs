//! The nouns of remote access in plain Rust: facts, no behaviour.
//!
//! Everything here describes itself as text ([`std::fmt::Display`] and [`std::str::FromStr`]), so the rooms that
//! write files need no second description, and this room needs no serde.

mod address;
mod callout;
mod callout_set;
mod code;
mod connection;
mod function;
mod hostile;
mod name;
mod number;
mod outcome;
mod policy;
mod port;
mod profile;
mod reading;
mod record;

pub use address::{Identifier, Offer, Prefix};
pub use callout::{Callout, ExclusiveGroup, ParseCalloutError, ResultKind, Series, Side, Takes};
pub use callout_set::CalloutSet;
pub use code::Code;
pub use connection::{
    Authentication, Connection, ConnectionFlags, Counters, Guid, InterfaceType, Quarantine, Tunnel,
};
pub use function::{Function, FunctionKind};
pub use hostile::{Hostile, HostileSet};
pub use name::{Name, NameError, breaks_lines, on_one_line};
pub use number::{WordError, did_you_mean};
pub use outcome::{CloseReason, Refusal};
pub use policy::*;
pub use port::{HardwareCondition, Port, PortCondition};
pub use profile::{Profile, ProfileError};
pub use reading::{NamedReading, PolicyError, PolicyField};
pub use record::{FactKind, FieldError, Record};

pub(crate) use number::{hint, word_names};
pub(crate) use record::{Fact, record};
