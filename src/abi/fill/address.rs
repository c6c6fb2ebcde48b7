//! IPv4 addresses as the DWORDs that the address callouts exchange.

use std::net::Ipv4Addr;

use crate::abi::scalar::DWORD;
use crate::ras::IpDwordOrder;

/// The DWORD that stands for an IPv4 address (AMB-19).
///
/// In network order the first octet has the lowest address in memory; in host order it is the highest byte of the
/// number.
///
/// ```
/// use mockras::{abi::dword_of, ras::IpDwordOrder};
/// let address = "10.0.0.7".parse().expect("an address");
/// assert_eq!(dword_of(address, IpDwordOrder::Network).to_ne_bytes(), [10, 0, 0, 7]);
/// assert_eq!(dword_of(address, IpDwordOrder::Host), 0x0a00_0007);
/// ```
pub fn dword_of(address: Ipv4Addr, order: IpDwordOrder) -> DWORD {
    match order {
        IpDwordOrder::Network => DWORD::from_ne_bytes(address.octets()),
        IpDwordOrder::Host => DWORD::from(address),
    }
}

/// The IPv4 address that a DWORD stands for: the way back from [`dword_of`].
pub fn address_of(dword: DWORD, order: IpDwordOrder) -> Ipv4Addr {
    match order {
        IpDwordOrder::Network => Ipv4Addr::from(dword.to_ne_bytes()),
        IpDwordOrder::Host => Ipv4Addr::from(dword),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn address_of_any_dword_gives_it_back(dword: u32) {
            for order in [IpDwordOrder::Network, IpDwordOrder::Host] {
                prop_assert_eq!(dword_of(address_of(dword, order), order), dword);
            }
        }
    }

    #[test]
    fn address_in_network_order_counts_in_its_last_octet_where_memory_ends() {
        // The published sample starts at 0x010A0F0E and adds 0x01000000, on little-endian machines.
        let walked = [0x010A_0F0E_u32, 0x020A_0F0E].map(u32::to_le_bytes).map(u32::from_ne_bytes);
        let addresses = walked.map(|dword| address_of(dword, IpDwordOrder::Network).to_string());
        assert_eq!(addresses, ["14.15.10.1", "14.15.10.2"]);
    }
}
