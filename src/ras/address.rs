//! What RAS offers, and the two halves of an IPv6 address.

use std::fmt;
use std::str::FromStr;

use super::number::WordError;
use super::record::Fact;

/// What the service has for a user before it asks a DLL: the page speaks of "zero or an address" (IP4-03, IP6-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Offer<A> {
    /// The client does not want an address of this family: no DLL is asked.
    #[default]
    None,
    /// The service has no address: a DLL must supply one.
    Zero,
    /// The service takes the next address of its own pool.
    Pool,
    /// The service has chosen this address.
    Address(A),
}

impl<A: fmt::Display> fmt::Display for Offer<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Zero => f.write_str("zero"),
            Self::Pool => f.write_str("pool"),
            Self::Address(address) => address.fmt(f),
        }
    }
}

impl<A: FromStr> FromStr for Offer<A> {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        match text {
            "none" => Ok(Self::None),
            "zero" => Ok(Self::Zero),
            "pool" => Ok(Self::Pool),
            _ => text
                .parse()
                .map(Self::Address)
                .map_err(|_| WordError::new(text, &["none", "zero", "pool"], " or an address")),
        }
    }
}

impl<A: fmt::Display + FromStr + PartialEq> Fact for Offer<A> {}

macro_rules! half_of_ipv6 {
    ($(#[$meta:meta])* $type:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $type(pub [u8; 8]);

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", u64::from_be_bytes(self.0))
            }
        }

        impl FromStr for $type {
            type Err = WordError;

            fn from_str(text: &str) -> Result<Self, WordError> {
                u64::from_str_radix(text, 16)
                    .ok()
                    .filter(|_| text.len() == 16)
                    .map(|bits| Self(bits.to_be_bytes()))
                    .ok_or_else(|| WordError::new(text, &["16 hexadecimal digits"], ""))
            }
        }

        impl Fact for $type {}
    };
}

half_of_ipv6! {
    /// A 64-bit interface identifier. Zero is not valid where an address was negotiated (DATA-17).
    Identifier
}

half_of_ipv6! {
    /// The first 64 bits of an IPv6 address.
    Prefix
}
