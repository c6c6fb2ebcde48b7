//! IP6-12: the interface identifier of an IPv6 address is not zero.

use std::net::IpAddr;

use crate::check::{Judge, Look};
use crate::model::ipv6_halves;
use crate::ras::{Identifier, Ipv6IdentifierHalf};

crate::rule! {
    /// The pages about projections say that a valid interface identifier is not zero, so a DLL must not choose
    /// zero. A random number generator may yield zero now and then, and a DLL that only writes the prefix leaves
    /// the identifier zero.
    ///
    /// The rule only looks at addresses in which some byte is set: an address of zero bytes is no address at all
    /// (IP6-03, IP6-04). If the service chose an identifier of zero, the DLL is not to blame. Which half of the
    /// address is the identifier is open (AMB-24).
    id: "IP6-12",
    name: "ipv6-identifier-is-not-zero",
    applies_to: Ipv6,
    check: is_not_zero,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "none", ipv6 = "pool" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpv6AddressForUser user=alice port=VPN2-0 offered=2001:db8::200:0:0:1 notify=poison = NO_ERROR address=2001:db8::7 notify=FALSE
         0.000  c1            ipv6 address=2001:db8::7
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "none", ipv6 = "pool" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpv6AddressForUser user=alice port=VPN2-0 offered=2001:db8::200:0:0:1 notify=poison = NO_ERROR address=2001:db8:: notify=FALSE
         0.000  c1            refused reason=no-address
         0.000  c1            closed reason=refused
    "#,
    fault: "zero-identifier",
}

fn is_not_zero(look: &Look<'_>, judge: &mut Judge<'_>) {
    let half = look.policy.ipv6_identifier_half;
    for lease in look.leases().iter().filter(|lease| lease.is_granted()) {
        let (IpAddr::V6(offered), IpAddr::V6(given)) = (lease.offered(), lease.address) else { continue };
        let is_zero = |address| ipv6_halves(address, &look.policy).1 == Identifier::default();
        // A DLL that fills the half that the pages about projections call the identifier is not blamed for the other.
        let chose = !is_zero(offered) || (offered.is_unspecified() && half == Ipv6IdentifierHalf::Low);
        if given.is_unspecified() || !chose {
            continue;
        }
        if !is_zero(given) {
            judge.held();
            continue;
        }
        judge
            .broken(&lease.get, format!("{given}: an identifier of zero"), "an identifier that is not zero")
            .member(lease.family.parameter())
            .under("ipv6_identifier_half");
    }
}
