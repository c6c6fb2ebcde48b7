//! RUNS-OUT: addresses do not run out while all are released.

use crate::check::{Family, Judge, Look};

crate::rule! {
    /// A DLL that has addresses to give has them again once they are released. One that does not find what it has given
    /// (it looks for another user, port or byte order, or does not ask to be told of the release) loses an address each
    /// time, until there is none and nobody can connect any more.
    ///
    /// mockras plays the scenario three times in one life of the service, up to its first stop, and hangs everybody up each
    /// time. Where a question has got an address, it is to get one again: neither an error nor zero. All that the
    /// service owes a DLL was done by then; where it was not, the rule says nothing. A pool of 253 lasts longer than that:
    /// `mockras soak` repeats scenarios as often as you like, and there this is an error.
    id: "RUNS-OUT",
    name: "addresses-do-not-run-out",
    applies_to: Ipv4,
    compare(Cycles): last,
    holds: r#"
        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.1 notify=TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.1 notify=TRUE
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.1
         0.000  step   2      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c2            authenticated handle=131074 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.2 notify=TRUE
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.2
         0.000  step   3      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c3            authenticated handle=196611 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.1 notify=TRUE
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.1
    "#,
    breaks: replaces r#"
         0.000  c3            authenticated handle=196611 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.1 notify=TRUE
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.1
    "# with r#"
         0.000  c3            authenticated handle=196611 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = ERROR_PPP_NO_ADDRESS_ASSIGNED address=0.0.0.0 notify=FALSE
    "#,
    fault: "loses-addresses",
}

fn last(first: &Look<'_>, cycles: &Look<'_>, judge: &mut Judge<'_>) {
    match cycles.drift() {
        Some(Some(drift)) if drift.is_address => {
            if let Some(spot) = first.spot_of(drift) {
                let callout = drift.call.map(|(_, entry)| entry.callout);
                let family = Family::ALL.into_iter().find(|family| Some(family.get()) == callout);
                judge
                    .broken(spot, drift.observed(), drift.expected())
                    .member(family.map_or("", Family::parameter));
            }
        }
        Some(_) if cycles.leases().iter().any(|lease| lease.is_granted()) => judge.held(),
        Some(_) | None => {}
    }
}
