//! `address-pool`: hands out addresses from a pool and takes them back.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use crate::abi::{BOOL, DWORD, FALSE, IN6_ADDR, TRUE, address_of, dword_of};
use crate::dll::{AdminDll, Exports};
use crate::ras::{Code, IpDwordOrder};

/// The order in which it takes a DWORD to hold an address; no page tells (AMB-19).
const ORDER: IpDwordOrder = IpDwordOrder::Network;

/// Hands out addresses from a pool and takes them back.
///
/// An address of the pool that is offered and free is kept; anything else (nothing, a foreign address, one
/// that somebody has) is replaced by the lowest that is free. If none is, the user cannot connect (IP4-10).
/// The IPv6 half does the same with as many interface identifiers, from 1 on.
///
/// Leases are known by their address, not by their user: a user may have two (IP4-15). A lease ends when its
/// release is reported, and only then, for nothing else says that nobody has the address any more (IP4-19).
/// So a service that reports none for users that another DLL refuses (AMB-21) drains the pool.
#[derive(Debug, Clone)]
pub struct AddressPool {
    first: u32,
    ipv4: Leases,
    ipv6: Leases,
}

impl AddressPool {
    /// Makes a pool of `size` addresses from `first` on, as far as there are any. 0.0.0.0 is none.
    pub fn new(first: Ipv4Addr, size: u32) -> Self {
        let first = first.to_bits().max(1);
        let size = size.min((u32::MAX - first).saturating_add(1));
        Self { first, ipv4: Leases::new(size), ipv6: Leases::new(size) }
    }

    fn get_ipv4(&mut self, address: &mut DWORD, notify: &mut BOOL) -> DWORD {
        *notify = FALSE;
        let Some(at) = self.ipv4.lease(self.place_of(*address)) else {
            return Code::PPP_NO_ADDRESS_ASSIGNED.0;
        };
        *address = dword_of(Ipv4Addr::from_bits(self.first.wrapping_add(at)), ORDER);
        // Without this no release would be reported, and the pool would run dry (IP4-07).
        *notify = TRUE;
        Code::NO_ERROR.0
    }

    fn release_ipv4(&mut self, address: DWORD) {
        self.ipv4.release(self.place_of(address));
    }

    /// Where in the pool an address lies; addresses outside have places past its end.
    fn place_of(&self, address: DWORD) -> u32 {
        address_of(address, ORDER).to_bits().wrapping_sub(self.first)
    }

    fn get_ipv6(&mut self, address: &mut IN6_ADDR, notify: &mut BOOL) -> DWORD {
        *notify = FALSE;
        let Some(at) = self.ipv6.lease(place_of_identifier(address)) else {
            return Code::PPP_NO_ADDRESS_ASSIGNED.0;
        };
        // The prefix is not ours: only the identifier may change (IP6-05).
        let mut octets = address.octets();
        octets[8..].copy_from_slice(&(u64::from(at) + 1).to_be_bytes());
        *address = IN6_ADDR::from_octets(octets);
        *notify = TRUE;
        Code::NO_ERROR.0
    }

    fn release_ipv6(&mut self, address: &IN6_ADDR) -> DWORD {
        self.ipv6.release(place_of_identifier(address));
        Code::NO_ERROR.0
    }
}

impl AdminDll for AddressPool {
    fn exports(&self) -> Exports<Self> {
        Exports {
            get_ip_address_for_user: Some(|dll, _, _, address, notify| dll.get_ipv4(address, notify)),
            release_ip_address: Some(|dll, _, _, address| dll.release_ipv4(*address)),
            get_ipv6_address_for_user: Some(|dll, _, _, address, notify| dll.get_ipv6(address, notify)),
            release_ipv6_address_for_user: Some(|dll, _, _, address| dll.release_ipv6(address)),
            ..Exports::documented()
        }
    }
}

/// Which places of a pool are taken, from 0.
#[derive(Debug, Clone)]
struct Leases {
    size: u32,
    taken: BTreeSet<u32>,
}

impl Leases {
    fn new(size: u32) -> Self {
        Self { size, taken: BTreeSet::new() }
    }

    /// Takes `wanted` if it is a place of the pool and free, otherwise the lowest that is free.
    fn lease(&mut self, wanted: u32) -> Option<u32> {
        let is_free = |at: &u32| !self.taken.contains(at);
        let at = Some(wanted)
            .filter(|at| *at < self.size && is_free(at))
            .or_else(|| (0..self.size).find(is_free))?;
        self.taken.insert(at);
        Some(at)
    }

    /// Frees a place; one that is not taken stays so.
    fn release(&mut self, at: u32) {
        self.taken.remove(&at);
    }
}

/// The place of an IPv6 address in the pool: identifier 1 has place 0, and those outside have none in it.
fn place_of_identifier(address: &IN6_ADDR) -> u32 {
    let octets = address.octets();
    let identifier = octets[8..].iter().fold(0u64, |bits, &octet| bits << 8 | u64::from(octet));
    u32::try_from(identifier.wrapping_sub(1)).unwrap_or(u32::MAX)
}
