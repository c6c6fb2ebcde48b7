//! Ranges of addresses, as `10.8.0.0/24`.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// All addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    base: IpAddr,
    bits: u32,
}

impl Range {
    /// Whether an address is one of them.
    pub(super) fn contains(self, address: IpAddr) -> bool {
        let beyond = |different: u128, width: u32| different.checked_shr(width - self.bits).unwrap_or(0) == 0;
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                beyond((base.to_bits() ^ address.to_bits()).into(), 32)
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => beyond(base.to_bits() ^ address.to_bits(), 128),
            _ => false,
        }
    }
}

/// A plain address is a range of one.
impl FromStr for Range {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (base, bits) = text.split_once('/').map_or((text, None), |(base, bits)| (base, Some(bits)));
        let base: IpAddr = base.parse().map_err(|_| ())?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |bits| bits.parse().map_err(|_| ()))?;
        if bits > width { Err(()) } else { Ok(Self { base, bits }) }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.base, self.bits) {
            (IpAddr::V4(_), 32) | (IpAddr::V6(_), 128) => self.base.fmt(f),
            (base, bits) => write!(f, "{base}/{bits}"),
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
        for wrong in ["", "10.8.0", "10.8.0.0/33", "10.8.0.0/", "::/129", "10.8.0.0/-1", "10.8.0.0/24/1"] {
            assert_eq!(wrong.parse::<Range>(), Err(()), "{wrong}");
        }
    }
}
