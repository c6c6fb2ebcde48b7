//! Policies as data: fields, readings, and the text of both.

use std::fmt;

use super::number::hint;

/// One open question of the documentation and the readings it allows.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct PolicyField {
    /// The name in scenarios and on the command line.
    pub name: &'static str,
    /// The open question's id, `AMB-nn`, or the rule that leaves it open.
    pub question: &'static str,
    /// The question in a sentence.
    pub summary: &'static str,
    /// The readings, the default first: name and meaning.
    pub readings: &'static [(&'static str, &'static str)],
}

/// The name of a policy, and that of one of its readings.
pub type NamedReading = (&'static str, &'static str);

/// Why a policy could not be set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyError {
    /// There is no such policy.
    UnknownField {
        /// The name that was found.
        field: String,
        /// The nearest name there is, as a clause.
        hint: String,
    },
    /// The policy has no such reading.
    UnknownReading {
        /// The name of the policy.
        field: &'static str,
        /// The reading that was found.
        found: String,
        /// The readings that the policy has.
        readings: Vec<&'static str>,
        /// The nearest reading, as a clause.
        hint: String,
    },
}

impl PolicyError {
    pub(crate) fn field(name: &str, fields: &[PolicyField]) -> Self {
        Self::UnknownField { field: name.to_owned(), hint: hint(name, fields.iter().map(|field| field.name)) }
    }

    pub(crate) fn reading(field: &'static str, found: &str, readings: &[&'static str]) -> Self {
        let hint = hint(found, readings.iter().copied());
        Self::UnknownReading { field, found: found.to_owned(), readings: readings.to_vec(), hint }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { field, hint } => {
                write!(f, "unknown policy `{field}`{hint} (`mockras list policies` shows all)")
            }
            Self::UnknownReading { field, found, readings, hint } => {
                write!(f, "policy `{field}` is one of {}, found `{found}`{hint}", readings.join(", "))
            }
        }
    }
}

impl std::error::Error for PolicyError {}

/// Declares [`Policy`](super::Policy): an enum per field, the first reading being the default.
macro_rules! policies {
    ($($(#[doc = $summary:literal])+ $field:ident: $type:ident, $question:literal {
        $($variant:ident $name:literal $doc:literal,)+
    })*) => {
        $(
            $(#[doc = $summary])+
            #[doc = concat!("\n\nOpen question ", $question, "; the first reading is the default.")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[non_exhaustive]
            pub enum $type { $(#[doc = $doc] $variant,)+ }

            impl $type {
                const ALL: &'static [Self] = &[$(Self::$variant),+];
                const NAMES: &'static [&'static str] = &[$($name),+];
            }

            impl Default for $type {
                fn default() -> Self {
                    Self::ALL[0]
                }
            }
        )*

        /// One reading for each question that the documentation leaves open.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub struct Policy {
            $($(#[doc = $summary])+ pub $field: $type,)*
        }

        impl Policy {
            /// Every policy, in the order of the contract's table.
            pub const FIELDS: &'static [PolicyField] = &[$(PolicyField {
                name: stringify!($field),
                question: $question,
                summary: concat!($($summary),+).trim_ascii(),
                readings: &[$(($name, $doc)),+],
            }),*];

            /// Sets a policy by the names of field and reading.
            pub fn set(&mut self, field: &str, reading: &str) -> Result<(), PolicyError> {
                match field {
                    $(stringify!($field) => {
                        let at = $type::NAMES.iter().position(|&name| name == reading);
                        let at = at.ok_or_else(|| {
                            PolicyError::reading(stringify!($field), reading, $type::NAMES)
                        })?;
                        self.$field = $type::ALL[at];
                        Ok(())
                    })*
                    _ => Err(PolicyError::field(field, Self::FIELDS)),
                }
            }

            /// The place of each reading in force among those of its policy, in the order of [`Policy::FIELDS`].
            pub fn places(&self) -> impl Iterator<Item = u8> + use<> {
                [$(self.$field as u8),*].into_iter()
            }

            /// The name of the reading in force, if the policy exists.
            pub fn reading(&self, field: &str) -> Option<&'static str> {
                match field {
                    $(stringify!($field) => Some($type::NAMES[self.$field as usize]),)*
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use policies;
