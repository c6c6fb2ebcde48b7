//! IP4-04, IP6-03: where the service has no address, the DLL gives one.

use crate::check::{Family, Judge, Look};

crate::rule! {
    /// If the address is zero on entry, the service has none for this user, and the DLL must supply one. If it does
    /// not, the user cannot connect.
    ///
    /// A DLL that returns NO_ERROR and leaves the zero there says that all is well without giving an address. A DLL
    /// that has nothing to give, for example because its pool is empty, returns an error. Only an address of zero
    /// bytes counts, whichever half of an IPv6 address is the identifier (AMB-24).
    id: "IP4-04",
    name: "zero-offer-is-filled",
    also: ["IP6-03"],
    applies_to: Ipv4,
    check: is_filled,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.10 notify=FALSE
         0.000  c1            ipv4 address=10.8.0.10
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=0.0.0.0 notify=FALSE
         0.000  c1            refused reason=no-address
         0.000  c1            closed reason=refused
    "#,
    fault: "returns-zero-for-zero",
}

fn is_filled(look: &Look<'_>, judge: &mut Judge<'_>) {
    for lease in look.leases().iter().filter(|lease| lease.is_granted() && lease.offered().is_unspecified()) {
        if !lease.address.is_unspecified() {
            judge.held();
            continue;
        }
        let row = lease.family.row("IP4-04", "IP6-03");
        let expected = match lease.family {
            Family::Ipv4 => "an address, or an error",
            Family::Ipv6 => "an interface identifier, or an error",
        };
        judge.broken(&lease.get, "zero, and NO_ERROR", expected).about(row).member(lease.family.parameter());
    }
}
