//! IP4-03, IP6-02: the service passes zero, or the address that it has chosen.

use std::collections::BTreeSet;

use mockras::check::{Family, Judge, Look};
use mockras::ras::Offer;

mockras::rule! {
    /// The address that MprAdminGetIpAddressForUser and MprAdminGetIpv6AddressForUser find on entry is zero, if the
    /// service has none for this user, or the one that it has chosen.
    ///
    /// A scenario says which: `ipv4 = "zero"`, `"pool"` or an address. In which order the DWORD of an IPv4 address holds
    /// its octets is open (AMB-19); transcripts show addresses, not DWORDs. Where several DLLs are asked for an IPv6
    /// address, the first sees the offer and the others what the one before left (CHOICE 27).
    id: "IP4-03",
    name: "offer-is-zero-or-chosen",
    also: ["IP6-02"],
    applies_to: Ipv4,
    check: as_dialled,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "10.1.2.3" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.1.2.3 notify=poison = NO_ERROR address=10.1.2.3 notify=FALSE
         0.000  c1            ipv4 address=10.1.2.3
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
         0.000  c1            ipv4 address=10.0.0.2
    "#,
}

fn as_dialled(look: &Look<'_>, judge: &mut Judge<'_>) {
    for family in Family::ALL {
        let mut seen = BTreeSet::new();
        for get in look.calls_of(family.get()) {
            let connection = look.connection_of(get);
            let Some((connection, named)) = connection.zip(get.named()) else { continue };
            if !seen.insert(connection.number) {
                continue;
            }
            let passed = named.address;
            let (is_right, expected) = match family.offer(connection) {
                Some(Offer::Zero) => (passed.is_unspecified(), "zero".to_owned()),
                Some(Offer::Pool) => (!passed.is_unspecified(), "an address of the pool".to_owned()),
                Some(Offer::Address(chosen)) => (passed == chosen, chosen.to_string()),
                // Not a call that should be there at all: IP4-01.
                Some(Offer::None) | None => continue,
            };
            if is_right {
                judge.held();
            } else {
                let row = family.row("IP4-03", "IP6-02");
                judge.broken(get, passed, expected).about(row).member(family.parameter());
            }
        }
    }
}
