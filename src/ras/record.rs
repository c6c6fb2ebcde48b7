//! Facts that describe themselves: one declaration gives a struct, its fields as text, and the way back.
//!
//! Transcripts (text and JSON) and scenario steps are written from these descriptions, so a new fact is one line in
//! one place.

use std::fmt;
use std::str::FromStr;

/// How a field's text is to be written where types matter, as in JSON or TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// It is a decimal number that fits `u64`.
    Number,
    /// It is `true` or `false`.
    Flag,
    /// It is a text that may be anything else.
    Text,
}

/// A value that can stand in a field of a record.
pub(crate) trait Fact: fmt::Display + FromStr + PartialEq {
    const KIND: FactKind = FactKind::Text;
}

impl Fact for u32 {
    const KIND: FactKind = FactKind::Number;
}
impl Fact for u64 {
    const KIND: FactKind = FactKind::Number;
}
impl Fact for bool {
    const KIND: FactKind = FactKind::Flag;
}
impl Fact for crate::ras::Name {}
impl Fact for std::net::Ipv4Addr {}

/// A struct of facts that lists its fields as text and can be filled from text.
pub trait Record: Sized {
    /// Calls `each` with name (in kebab-case), kind and text of every field in which this record differs from `since`;
    /// of every field at all, without it.
    fn changes(&self, since: Option<&Self>, each: &mut dyn FnMut(&str, FactKind, &str));

    /// Sets the field of that name from its text.
    fn set(&mut self, key: &str, text: &str) -> Result<(), FieldError>;
}

/// Why a field could not be set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldError {
    /// There is no field of this name.
    Unknown {
        /// The name that was found.
        key: String,
    },
    /// The text is no value of this field.
    Value {
        /// The name of the field.
        key: String,
        /// What was expected and what was found.
        reason: String,
    },
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { key } => write!(f, "unknown field `{key}`"),
            Self::Value { key, reason } => write!(f, "field `{key}`: {reason}"),
        }
    }
}

impl std::error::Error for FieldError {}

/// Declares a struct of facts and implements [`Record`] for it. Records under `with` contribute their fields. A field
/// that says nothing else has the default of its type.
macro_rules! record {
    (@default) => { Default::default() };
    (@default $default:expr) => { $default };
    (
        $(#[$meta:meta])*
        pub struct $type:ident { $($(#[$doc:meta])* pub $field:ident: $fact:ty $(= $default:expr)?,)* }
        $(with { $($(#[$part_doc:meta])* pub $part:ident: $part_type:ty,)* })?
    ) => {
        $(#[$meta])*
        pub struct $type {
            $($(#[$doc])* pub $field: $fact,)*
            $($($(#[$part_doc])* pub $part: $part_type,)*)?
        }

        impl Default for $type {
            fn default() -> Self {
                Self {
                    $($field: $crate::ras::record!(@default $($default)?),)*
                    $($($part: Default::default(),)*)?
                }
            }
        }

        impl $crate::ras::Record for $type {
            fn changes(&self, since: Option<&Self>, each: &mut dyn FnMut(&str, $crate::ras::FactKind, &str)) {
                $(if since.is_none_or(|since| self.$field != since.$field) {
                    let kind = <$fact as $crate::ras::Fact>::KIND;
                    each(&stringify!($field).replace('_', "-"), kind, &self.$field.to_string());
                })*
                $($($crate::ras::Record::changes(&self.$part, since.map(|since| &since.$part), each);)*)?
            }

            fn set(&mut self, key: &str, text: &str) -> Result<(), $crate::ras::FieldError> {
                $(if key.replace('-', "_") == stringify!($field) {
                    self.$field = text.parse().map_err(|error| $crate::ras::FieldError::Value {
                        key: key.to_owned(),
                        reason: format!("{error}"),
                    })?;
                    return Ok(());
                })*
                $($(match $crate::ras::Record::set(&mut self.$part, key, text) {
                    Err($crate::ras::FieldError::Unknown { .. }) => {}
                    done => return done,
                })*)?
                Err($crate::ras::FieldError::Unknown { key: key.to_owned() })
            }
        }
    };
}

pub(crate) use record;
