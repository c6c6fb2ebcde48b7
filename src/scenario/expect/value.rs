//! What is expected of a number and of an address.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::super::text::read_from_text;
use crate::ras::WordError;

/// How many of something are expected. Files spell it `2`, `"at least 1"` or `"at most 3"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Count {
    /// So many, no more and no less.
    Exactly(u32),
    /// So many or more.
    AtLeast(u32),
    /// So many or fewer.
    AtMost(u32),
}

impl Count {
    /// Whether so many are as expected.
    pub fn allows(self, many: u32) -> bool {
        match self {
            Self::Exactly(count) => many == count,
            Self::AtLeast(count) => many >= count,
            Self::AtMost(count) => many <= count,
        }
    }

    /// The count as a file spells it.
    pub(super) fn toml(self) -> String {
        match self {
            Self::Exactly(count) => count.to_string(),
            Self::AtLeast(_) | Self::AtMost(_) => format!("\"{self}\""),
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(count) => count.fmt(f),
            Self::AtLeast(count) => write!(f, "at least {count}"),
            Self::AtMost(count) => write!(f, "at most {count}"),
        }
    }
}

impl FromStr for Count {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let wrong = |_| WordError::new(text, &["a number", "`at least 1`", "`at most 3`"], "");
        if let Some(count) = text.strip_prefix("at least ") {
            count.trim().parse().map(Self::AtLeast).map_err(wrong)
        } else if let Some(count) = text.strip_prefix("at most ") {
            count.trim().parse().map(Self::AtMost).map_err(wrong)
        } else {
            text.parse().map(Self::Exactly).map_err(wrong)
        }
    }
}

/// Which addresses are expected. Files spell it `10.8.0.0/24`, `10.8.0.7` or `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AddressSet<A> {
    /// There is no address.
    None,
    /// The address begins with the same bits as this one. [`AddressSet::net`] makes one.
    #[non_exhaustive]
    Net {
        /// The first address of the net; its other bits are zero.
        first: A,
        /// How many bits are the same.
        bits: u8,
    },
}

/// An address of either family as a number, its highest bit first.
pub trait AddressBits: Copy + fmt::Display + FromStr {
    /// How many bits an address of this family has.
    const BITS: u8;

    /// The bits, those of IPv4 being the lowest 32.
    fn number(self) -> u128;
}

impl AddressBits for Ipv4Addr {
    const BITS: u8 = 32;

    fn number(self) -> u128 {
        u128::from(self.to_bits())
    }
}

impl AddressBits for Ipv6Addr {
    const BITS: u8 = 128;

    fn number(self) -> u128 {
        self.to_bits()
    }
}

impl<A: AddressBits> AddressSet<A> {
    /// The addresses that begin with the same bits as the first of them; nothing if an address has fewer bits, or if the first
    /// has others than zero after them.
    ///
    /// ```
    /// use std::net::Ipv4Addr;
    /// use mockras::scenario::AddressSet;
    ///
    /// let net = AddressSet::net(Ipv4Addr::new(10, 8, 0, 0), 24).expect("a net");
    /// assert_eq!(net.to_string(), "10.8.0.0/24");
    /// assert_eq!(AddressSet::net(Ipv4Addr::new(10, 8, 0, 1), 24), None);
    /// assert_eq!(AddressSet::net(Ipv4Addr::UNSPECIFIED, 33), None);
    /// ```
    pub fn net(first: A, bits: u8) -> Option<Self> {
        let host = u32::from(A::BITS.checked_sub(bits)?);
        let is_first = first.number() & 1_u128.checked_shl(host).map_or(u128::MAX, |end| end - 1) == 0;
        is_first.then_some(Self::Net { first, bits })
    }

    /// Whether an address, or none, is as expected.
    pub fn allows(self, address: Option<A>) -> bool {
        match (self, address) {
            (Self::None, None) => true,
            (Self::None, Some(_)) | (Self::Net { .. }, None) => false,
            (Self::Net { first, bits }, Some(address)) => begin_alike(first, address, bits),
        }
    }
}

/// Whether two addresses have the same first bits.
fn begin_alike<A: AddressBits>(one: A, other: A, bits: u8) -> bool {
    let host = u32::from(A::BITS - bits);
    let differing = one.number() ^ other.number();
    differing.checked_shr(host).unwrap_or_default() == 0
}

impl<A: AddressBits> fmt::Display for AddressSet<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Net { first, bits } if *bits == A::BITS => first.fmt(f),
            Self::Net { first, bits } => write!(f, "{first}/{bits}"),
        }
    }
}

impl<A: AddressBits> FromStr for AddressSet<A> {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let known = if A::BITS == 32 {
            ["none", "an address such as 10.8.0.7", "a net such as 10.8.0.0/24"]
        } else {
            ["none", "an address such as 2001:db8::7", "a net such as 2001:db8::/64"]
        };
        let wrong = || WordError::new(text, &known, "");
        if text == "none" {
            return Ok(Self::None);
        }
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, bits.parse().map_err(|_| wrong())?),
            None => (text, A::BITS),
        };
        let first: A = address.parse().map_err(|_| wrong())?;
        Self::net(first, bits).ok_or_else(wrong)
    }
}

read_from_text! {
    takes_numbers: true,
    Count: "a number, \"at least 1\" or \"at most 3\"",
    AddressSet<Ipv4Addr>: "\"none\", an IPv4 address, or a net such as \"10.8.0.0/24\"",
    AddressSet<Ipv6Addr>: "\"none\", an IPv6 address, or a net such as \"2001:db8::/64\"",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_back_and_allow_what_they_say() {
        for (text, allowed, refused) in [("2", 2, 3), ("at least 1", 7, 0), ("at most 3", 3, 4)] {
            let count: Count = text.parse().expect(text);
            assert_eq!(count.to_string(), text);
            assert!(count.allows(allowed) && !count.allows(refused), "{text}");
        }
        assert!("some".parse::<Count>().is_err());
        assert!("at most".parse::<Count>().is_err());
    }

    #[test]
    fn nets_hold_what_begins_with_their_bits() {
        let net: AddressSet<Ipv4Addr> = "10.8.0.0/24".parse().expect("a net");
        assert!(net.allows(Some(Ipv4Addr::new(10, 8, 0, 255))));
        assert!(!net.allows(Some(Ipv4Addr::new(10, 8, 1, 0))));
        assert!(!net.allows(None));
        let all: AddressSet<Ipv4Addr> = "0.0.0.0/0".parse().expect("all");
        assert!(all.allows(Some(Ipv4Addr::BROADCAST)));
        let one: AddressSet<Ipv6Addr> = "2001:db8::7".parse().expect("an address");
        assert!(one.allows(Some("2001:db8::7".parse().expect("v6"))));
        assert!(!one.allows(Some("2001:db8::8".parse().expect("v6"))));
        assert!("none".parse::<AddressSet<Ipv4Addr>>().expect("none").allows(None));
        for set in ["10.8.0.0/24", "10.8.0.7", "none"] {
            assert_eq!(set.parse::<AddressSet<Ipv4Addr>>().expect(set).to_string(), set);
        }
    }

    #[test]
    fn net_with_bits_after_its_end_is_refused() {
        for wrong in ["10.8.0.5/24", "10.8.0.0/33", "10.8.0/24", "somewhere", ""] {
            let error = wrong.parse::<AddressSet<Ipv4Addr>>().expect_err(wrong).to_string();
            assert!(error.contains("a net such as 10.8.0.0/24"), "{error}");
        }
    }
}
