//! IP4-06, IP6-06, IP6-08: a DLL that asks for notice hears of the release once.

use mockras::check::{Judge, Look};
use mockras::ras::ReleaseAfterRefusal;

mockras::rule! {
    /// If a Get function sets bNotifyRelease to TRUE, the service calls the Release function when the user disconnects,
    /// once for each address. A pool depends on that: without the call it runs out of addresses.
    ///
    /// Which values are TRUE, and whether they count if the function fails, is open (AMB-20), and so is whether a user
    /// who was refused in the end has ever disconnected (AMB-21). Where sessions of one user share an address (AMB-56),
    /// the release comes with the last. A service that stops at once tells no DLL (AMB-51, AMB-52).
    id: "IP4-06",
    name: "release-follows-notify",
    also: ["IP6-06", "IP6-08"],
    applies_to: Ipv4,
    check: follows,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.8.0.10 notify=TRUE
         0.000  c1            ipv4 address=10.8.0.10
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.10
         0.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.10
    "# with "",
}

fn follows(look: &Look<'_>, judge: &mut Judge<'_>) {
    let forgives_refusal = look.policy.release_after_refusal == ReleaseAfterRefusal::No;
    for lease in look.leases().iter().filter(|lease| lease.wants_notice && !lease.holders.is_empty()) {
        let is_over = lease.last_holder(look.connections()).is_some();
        let is_released = lease.released().is_some();
        if is_over && forgives_refusal && !lease.was_connected(look.connections()) {
            if is_released {
                let observed = "a release for a user who was never connected";
                judge.broken(&lease.get, observed, "no release").under("release_after_refusal");
            }
        } else if is_released {
            judge.held();
        } else if is_over && !lease.was_dropped(look.connections()) {
            let expected = format!("{} before the end", lease.family.release());
            let row = lease.family.row("IP4-06", "IP6-06");
            judge.broken(&lease.get, "TRUE, and no release", expected).about(row);
        } else if look.is_cut() {
            judge.owed(&lease.get, "TRUE, and no release", "a release");
        }
    }
}
