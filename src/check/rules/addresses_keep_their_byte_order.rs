//! BYTE-ORDER: the addresses that a DLL gives have their bytes in one order.

use std::net::{IpAddr, Ipv4Addr};

use crate::check::{Family, Judge, Lease, Look};
use crate::ras::IpDwordOrder;

crate::rule! {
    /// The first octet of an IPv4 address lies at the lowest address of the DWORD (AMB-19). A DLL that counts up from such a
    /// number, or stores one as a number that it has computed, gives addresses of a foreign network: 3.0.8.10 for 10.8.0.3.
    ///
    /// The rule looks at the addresses that a DLL chooses itself, and tells of one that lies far from those that it gave
    /// before, and would lie beside them if its bytes were the other way round; or if the bytes of both were. Beside means
    /// that the first three octets are the same, and far that the first ones are not. Under the reading `host` it says nothing.
    id: "BYTE-ORDER",
    name: "addresses-keep-their-byte-order",
    applies_to: Ipv4,
    check: keep_their_order,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.1 notify=TRUE
         0.000  step   2      { dial = { port = "VPN2-1", user = "bob", ipv4 = "zero" } }
         0.000  c2            authenticated handle=65538 user=bob
         0.000  call   ip/1   GetIpAddressForUser user=bob port=VPN2-1 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.2 notify=TRUE
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   GetIpAddressForUser user=bob port=VPN2-1 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.2 notify=TRUE
    "# with r#"
         0.000  call   ip/1   GetIpAddressForUser user=bob port=VPN2-1 offered=0.0.0.0 notify=poison = NO_ERROR address=2.0.8.10 notify=TRUE
    "#,
    fault: "counts-in-host-order",
}

fn keep_their_order(look: &Look<'_>, judge: &mut Judge<'_>) {
    if look.policy.ip_dword_order != IpDwordOrder::Network {
        return;
    }
    let chosen: Vec<(&Lease<'_>, Ipv4Addr)> = look.leases().iter().filter_map(chosen).collect();
    for (at, (lease, address)) in chosen.iter().enumerate() {
        let dll = lease.get.instance.dll;
        let before = || {
            let same_dll = |(other, _): &&(&Lease<'_>, Ipv4Addr)| other.get.instance.dll == dll;
            chosen[..at].iter().filter(same_dll).map(|(_, before)| *before)
        };
        let turned = swapped(*address);
        let is_strange = |before: Ipv4Addr| {
            before.octets()[0] != address.octets()[0]
                && (is_beside(before, turned) || is_beside(swapped(before), turned))
        };
        if let Some(before) = before().find(|before| is_strange(*before)) {
            let observed = if is_beside(before, turned) {
                format!("{address} after {before}: with its bytes the other way round it is {turned}")
            } else {
                let before_turned = swapped(before);
                format!(
                    "{address} after {before}: with their bytes the other way round they are {turned} and {before_turned}"
                )
            };
            judge
                .broken(&lease.get, observed, "the first octet at the lowest address, as in network order")
                .member(Family::Ipv4.parameter())
                .under("ip_dword_order");
        } else if before().next().is_some() {
            judge.held();
        }
    }
}

/// The address, if the DLL has chosen it.
fn chosen<'l, 'a>(lease: &'l Lease<'a>) -> Option<(&'l Lease<'a>, Ipv4Addr)> {
    let IpAddr::V4(address) = lease.address else { return None };
    let is_chosen = lease.is_granted() && lease.address != lease.offered() && !address.is_unspecified();
    is_chosen.then_some((lease, address))
}

fn swapped(address: Ipv4Addr) -> Ipv4Addr {
    u32::from(address).swap_bytes().into()
}

/// Whether both have the same first three octets.
fn is_beside(a: Ipv4Addr, b: Ipv4Addr) -> bool {
    a.octets()[..3] == b.octets()[..3]
}
