//! IP4-05, IP6-04: an address that the service offers is kept or replaced, not cleared.

use crate::check::{Judge, Look};
use crate::ras::ZeroOutWhenOffered;

crate::rule! {
    /// If the service has chosen an address, the DLL either leaves it as it is or replaces it with another.
    ///
    /// A DLL that sets the address to zero and returns NO_ERROR does neither. Whether it means "no address", "your
    /// address is fine" or the address 0.0.0.0 is open (AMB-18). It is no breach under
    /// `zero_out_when_offered=keep_offer`, where it does no harm. Typically, a DLL sets its outputs to zero first
    /// and overlooks that this parameter is also an input.
    id: "IP4-05",
    name: "offer-is-not-cleared",
    also: ["IP6-04"],
    applies_to: Ipv4,
    check: is_not_cleared,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.8.0.10 notify=FALSE
         0.000  c1            ipv4 address=10.8.0.10
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=0.0.0.0 notify=FALSE
         0.000  c1            refused reason=no-address
         0.000  c1            closed reason=refused
    "#,
    fault: "clears-the-offer",
}

fn is_not_cleared(look: &Look<'_>, judge: &mut Judge<'_>) {
    if look.policy.zero_out_when_offered == ZeroOutWhenOffered::KeepOffer {
        return;
    }
    for lease in look.leases().iter().filter(|lease| lease.is_granted() && !lease.offered().is_unspecified())
    {
        if !lease.address.is_unspecified() {
            judge.held();
            continue;
        }
        let row = lease.family.row("IP4-05", "IP6-04");
        let expected = format!("{} or another address", lease.offered());
        judge
            .broken(&lease.get, "zero, and NO_ERROR", expected)
            .about(row)
            .member(lease.family.parameter())
            .under("zero_out_when_offered");
    }
}
