//! Ranges of addresses, as `10.8.0.0/24`.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::scenario::AddressSet;

/// All addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    V4(AddressSet<Ipv4Addr>),
    V6(AddressSet<Ipv6Addr>),
}

impl Range {
    /// Whether an address is one of them.
    pub(super) fn contains(self, address: IpAddr) -> bool {
        match (self, address) {
            (Self::V4(set), IpAddr::V4(address)) => set.allows(Some(address)),
            (Self::V6(set), IpAddr::V6(address)) => set.allows(Some(address)),
            (Self::V4(_), IpAddr::V6(_)) | (Self::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// A plain address is a range of one. To have no address is said by another matcher.
impl FromStr for Range {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.parse() {
            Ok(AddressSet::None) => Err(()),
            Ok(set) => Ok(Self::V4(set)),
            Err(_) => text.parse().map(Self::V6).map_err(|_| ()),
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(set) => set.fmt(f),
            Self::V6(set) => set.fmt(f),
        }
    }
}

/// What is said of a text that is no range.
pub(super) const RANGE: &str = "an address, or a range of addresses such as 10.8.0.0/24";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_has_its_addresses_and_no_other() {
        for (range, inside, outside) in [
            ("10.8.0.0/24", "10.8.0.255", "10.8.1.0"),
            ("10.8.0.7", "10.8.0.7", "10.8.0.6"),
            ("10.8.0.128/25", "10.8.0.129", "10.8.0.127"),
            ("0.0.0.0/0", "255.255.255.255", "::1"),
            ("fd00::/8", "fdff::1", "fe00::1"),
            ("::/0", "ffff::", "0.0.0.0"),
            ("fd00::1", "fd00::1", "fd00::2"),
        ] {
            let parsed: Range = range.parse().expect(range);
            assert_eq!(parsed.to_string(), range);
            assert!(parsed.contains(inside.parse().expect(inside)), "{range}");
            assert!(!parsed.contains(outside.parse().expect(outside)), "{range}");
        }
        for wrong in [
            "",
            "10.8.0",
            "10.8.0.0/33",
            "10.8.0.0/",
            "::/129",
            "10.8.0.0/-1",
            "10.8.0.0/24/1",
            "10.8.0.5/24",
            "none",
        ] {
            assert_eq!(wrong.parse::<Range>(), Err(()), "{wrong}");
        }
    }
}
