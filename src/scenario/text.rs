//! Values as scenario files spell them, and how serde reads and writes the nouns of `ras`.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use std::time::Duration;

use serde::de::{self, Deserialize, Deserializer, Visitor};

use crate::ras::{
    Authentication, Callout, CalloutSet, Code, ConnectionFlags, Fact, Function, InterfaceType, Name, Offer,
    Profile, Quarantine, Series, Tunnel, WordError, breaks_lines,
};

/// Writes `text` as a TOML string, in single quotes where that saves doubling backslashes.
pub fn quoted(text: &str) -> String {
    if text.contains('\\') && !text.contains('\'') && !text.chars().any(breaks_lines) {
        return format!("'{text}'");
    }
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if breaks_lines(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether `c` may stand in the name of a DLL.
pub(super) fn is_name(c: char) -> bool {
    is_plain(c) && !"='\"`".contains(c)
}

/// Whether `c` keeps the shape of a line of a transcript.
pub(super) fn is_plain(c: char) -> bool {
    let disguises =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !(c.is_whitespace() || c.is_control() || disguises)
}

/// A length of virtual time. It is written `250ms`, `90s`, `1h30m` or `2d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The length in milliseconds.
    pub ms: u64,
}

const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("ms", 1), ("m", 60_000), ("s", 1_000)];

impl Fact for Span {}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ms {
            0 => f.write_str("0s"),
            ms if ms % 86_400_000 == 0 => write!(f, "{}d", ms / 86_400_000),
            ms if ms % 1_000 == 0 => write!(f, "{}s", ms / 1_000),
            ms => write!(f, "{ms}ms"),
        }
    }
}

impl FromStr for Span {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let wrong = || WordError::new(text, &["a time such as `90s`, `250ms`, `1h30m`"], "");
        let mut rest = text;
        let mut ms = 0u64;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
            let number: u64 = rest[..digits].parse().map_err(|_| wrong())?;
            rest = &rest[digits..];
            let (unit, factor) =
                UNITS.into_iter().find(|(unit, _)| rest.starts_with(unit)).ok_or_else(wrong)?;
            rest = &rest[unit.len()..];
            ms = number.checked_mul(factor).and_then(|part| ms.checked_add(part)).ok_or_else(wrong)?;
        }
        if text.is_empty() { Err(wrong()) } else { Ok(Self { ms }) }
    }
}

/// Parts of a millisecond are left out: no time of a scenario is finer.
///
/// ```
/// use std::time::Duration;
/// use mockras::scenario::Span;
///
/// assert_eq!(Span::from(Duration::from_secs(90)).to_string(), "90s");
/// assert_eq!(Duration::from(Span { ms: 250 }), Duration::from_millis(250));
/// ```
impl From<Duration> for Span {
    fn from(length: Duration) -> Self {
        Self { ms: u64::try_from(length.as_millis()).unwrap_or(u64::MAX) }
    }
}

impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        Self::from_millis(span.ms)
    }
}

/// Bytes that are written in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Hex(pub Vec<u8>);

impl Fact for Hex {}

impl<B: Into<Vec<u8>>> From<B> for Hex {
    fn from(bytes: B) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Hex {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let wrong = || WordError::new(text, &["an even number of hexadecimal digits"], "");
        if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| wrong()))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// Reads a value from its text, or from a number as well.
pub(super) struct FromText<T> {
    pub(super) expected: &'static str,
    /// Whether a number may stand for its text. It may not for a name or for bytes, where `0x10` would become `16`.
    pub(super) takes_numbers: bool,
    pub(super) value: std::marker::PhantomData<T>,
}

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for FromText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        if !self.takes_numbers {
            return Err(E::invalid_type(de::Unexpected::Signed(number), &self));
        }
        number.to_string().parse().map_err(E::custom)
    }
}

/// Lets serde write a type as its text, and read it from that, or from a number as well.
macro_rules! read_from_text {
    (takes_numbers: $takes_numbers:literal, $($type:ty: $expected:literal,)*) => {$(
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                let text = $crate::scenario::text::FromText {
                    expected: $expected,
                    takes_numbers: $takes_numbers,
                    value: std::marker::PhantomData,
                };
                // Bytes do not say what they are; it was written as text.
                if source.is_human_readable() { source.deserialize_any(text) } else { source.deserialize_str(text) }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
                into.collect_str(self)
            }
        }
    )*};
}

pub(super) use read_from_text;

read_from_text! {
    takes_numbers: false,
    Name: "a name as a string",
    Hex: "bytes as a string of hexadecimal digits",
}

read_from_text! {
    takes_numbers: true,
    Span: "a time such as \"90s\"",
    Profile: "a Windows version such as \"server-2012\"",
    CalloutSet: "names of callouts, with a space between them",
    Callout: "the name of a callout such as \"AcceptNewLink\"",
    Code: "a result code, by number or name",
    Function: "the name of a function such as \"MprAdminPortEnum\"",
    Series: "a series: \"plain\", \"2\", \"3\" or \"ex\"",
    Tunnel: "a tunnel: \"modem\", \"pptp\", \"l2tp\", \"sstp\" or \"ikev2\"",
    Authentication: "an authentication such as \"ms-chap-v2\" or \"eap\"",
    InterfaceType: "an interface type, by number or a name such as \"client\"",
    Quarantine: "a quarantine state, by number or a name such as \"normal\"",
    ConnectionFlags: "connection flags joined by `+`, such as \"messenger+dormant\"",
    Offer<Ipv4Addr>: "\"none\", \"zero\", \"pool\" or an IPv4 address",
    Offer<Ipv6Addr>: "\"none\", \"zero\", \"pool\" or an IPv6 address",
}

/// Lets serde read a list, or one value in its place: `series = "2"` is `series = ["2"]`.
pub(super) fn one_or_many<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    source: D,
) -> Result<Option<Vec<T>>, D::Error> {
    struct OneOrMany<T>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of strings, or one string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<T>, E> {
            T::deserialize(de::value::StrDeserializer::new(text)).map(|one| vec![one])
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
            let mut many = Vec::new();
            while let Some(one) = list.next_element()? {
                many.push(one);
            }
            Ok(many)
        }
    }

    source.deserialize_any(OneOrMany(std::marker::PhantomData)).map(Some)
}
