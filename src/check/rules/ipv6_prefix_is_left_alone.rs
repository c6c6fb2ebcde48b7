//! IP6-05: only the interface identifier of an IPv6 address is the DLL's to choose.

use std::net::IpAddr;

use crate::check::{Judge, Look};
use crate::model::ipv6_halves;
use crate::ras::{Identifier, Ipv6IdentifierHalf, Ipv6PrefixChange, Prefix};

crate::rule! {
    /// MprAdminGetIpv6AddressForUser passes a whole IN6_ADDR, but only 64-bit identifiers are supported: the other
    /// half, the prefix, belongs to the service. What the service does with a prefix that a DLL changed is open
    /// (AMB-24). It may ignore it, and then the user gets another address than the DLL recorded.
    ///
    /// A changed prefix is no breach under `ipv6_prefix_change=accept`. Which half is the identifier is open as
    /// well. The pages about projections say that it is the last 64 bits, so under `ipv6_identifier_half=high` a
    /// DLL may change those too.
    id: "IP6-05",
    name: "ipv6-prefix-is-left-alone",
    applies_to: Ipv6,
    check: is_left_alone,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "none", ipv6 = "pool" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpv6AddressForUser user=alice port=VPN2-0 offered=2001:db8::200:0:0:1 notify=poison = NO_ERROR address=2001:db8::7 notify=FALSE
         0.000  c1            ipv6 address=2001:db8::7
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   GetIpv6AddressForUser user=alice port=VPN2-0 offered=2001:db8::200:0:0:1 notify=poison = NO_ERROR address=2001:db8::7 notify=FALSE
    "# with r#"
         0.000  call   ip/1   GetIpv6AddressForUser user=alice port=VPN2-0 offered=2001:db8::200:0:0:1 notify=poison = NO_ERROR address=fd00::7 notify=FALSE
    "#,
    fault: "changes-the-prefix",
}

fn is_left_alone(look: &Look<'_>, judge: &mut Judge<'_>) {
    if look.policy.ipv6_prefix_change == Ipv6PrefixChange::Accept {
        return;
    }
    for lease in look.leases().iter().filter(|lease| lease.is_granted()) {
        let (IpAddr::V6(offered), IpAddr::V6(given)) = (lease.offered(), lease.address) else { continue };
        // Without an offer there was no prefix to leave alone; what is cleared as a whole breaks IP6-03 or IP6-04.
        if offered.is_unspecified() || given.is_unspecified() {
            continue;
        }
        let ((was, old_id), (is, new_id)) =
            (ipv6_halves(offered, &look.policy), ipv6_halves(given, &look.policy));
        let is_changed = was != is && is != Prefix::default();
        // An identifier with zeros around it is one reading of what the page asks for (AMB-24).
        let breached = match look.policy.ipv6_identifier_half {
            Ipv6IdentifierHalf::Low => is_changed,
            Ipv6IdentifierHalf::High => is_changed && old_id != new_id && new_id != Identifier::default(),
        };
        if !breached {
            judge.held();
            continue;
        }
        let [was, is] = [was, is].map(|prefix| u64::from_be_bytes(prefix.0));
        judge
            .broken(&lease.get, format!("a prefix of {is:016x}"), format!("{was:016x}, as it was offered"))
            .member(lease.family.parameter())
            .under("ipv6_prefix_change");
    }
}
