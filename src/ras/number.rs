//! Numbers that have names: enumerations and flags of the header, and closed sets of words. A word that is not known is
//! answered with the nearest one that is.

use std::fmt;

/// The known word nearest to `word`, if it is near enough to be a slip of the pen.
///
/// Always `None` without the crate feature `suggest`.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(word, known)
}

#[cfg(feature = "suggest")]
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let similarity = |candidate: &str| strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase());
    let best = known.into_iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
    (similarity(best) > 0.8).then_some(best)
}

#[cfg(not(feature = "suggest"))]
fn nearest<'a>(_: &str, _: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    None
}

/// Writes ` (did you mean ...?)` if a known word is near, or nothing.
pub(crate) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    did_you_mean(word, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// The error of a text that is none of the words that have a meaning in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordError(String);

impl WordError {
    /// `found` is none of `known`, nor what `also` describes.
    pub(crate) fn new(found: &str, known: &[&str], also: &str) -> Self {
        Self(format!(
            "expected {}{also}, found `{found}`{}",
            known.join(", "),
            hint(found, known.iter().copied())
        ))
    }
}

impl fmt::Display for WordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WordError {}

/// A `u32` of which some values have names. Unknown values are kept and written as numbers.
macro_rules! number_names {
    ($(#[$meta:meta])* pub struct $type:ident { $($(#[$doc:meta])* $constant:ident = $value:literal $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $type(pub u32);

        impl $type {
            $($(#[$doc])* pub const $constant: Self = Self($value);)*

            /// The names of the documented values.
            pub const NAMES: &'static [(&'static str, u32)] = &[$(($name, $value)),*];
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.0 {
                    $($value => f.write_str($name),)*
                    unknown => write!(f, "{unknown}"),
                }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::ras::WordError;

            fn from_str(text: &str) -> Result<Self, $crate::ras::WordError> {
                match text {
                    $($name => Ok(Self($value)),)*
                    _ => text
                        .parse()
                        .map(Self)
                        .map_err(|_| $crate::ras::WordError::new(text, &[$($name),*], " or a number")),
                }
            }
        }
    };
}

/// A `u32` of which some bits have names. It is written `name+name+0x400`, and `none` for zero.
macro_rules! flag_names {
    ($(#[$meta:meta])* pub struct $type:ident { $($(#[$doc:meta])* $constant:ident = $value:literal $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $type(pub u32);

        impl $type {
            $($(#[$doc])* pub const $constant: Self = Self($value);)*

            /// The names of the documented bits.
            pub const NAMES: &'static [(&'static str, u32)] = &[$(($name, $value)),*];

            /// Whether every bit of `other` is set.
            pub fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut words = Vec::new();
                let mut rest = self.0;
                $(if rest & $value != 0 {
                    words.push($name.to_owned());
                    rest &= !$value;
                })*
                if rest != 0 {
                    words.push(format!("{rest:#x}"));
                }
                f.write_str(if words.is_empty() { "none".to_owned() } else { words.join("+") }.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::ras::WordError;

            fn from_str(text: &str) -> Result<Self, $crate::ras::WordError> {
                let mut bits = 0;
                for word in text.split('+').filter(|_| text != "none") {
                    bits |= match word {
                        $($name => $value,)*
                        _ => word
                            .strip_prefix("0x")
                            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                            .ok_or_else(|| {
                                $crate::ras::WordError::new(word, &["none", $($name),*], " or 0x.. joined by `+`")
                            })?,
                    };
                }
                Ok(Self(bits))
            }
        }
    };
}

/// A closed set of words.
macro_rules! word_names {
    ($(#[$meta:meta])* pub enum $type:ident { $($(#[$doc:meta])* $variant:ident $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$doc])* $variant,)* }

        impl $type {
            /// Every value, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word for this value.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::ras::WordError;

            fn from_str(text: &str) -> Result<Self, $crate::ras::WordError> {
                match text {
                    $($name => Ok(Self::$variant),)*
                    _ => Err($crate::ras::WordError::new(text, &[$($name),*], "")),
                }
            }
        }
    };
}

pub(crate) use {flag_names, number_names, word_names};
