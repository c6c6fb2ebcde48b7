//! IP4-07, ORDER-05: a DLL hears of no release that it did not ask for, and of none twice.

use std::collections::BTreeMap;

use mockras::check::{At, Family, Judge, Lease, Look};

mockras::rule! {
    /// If a Get function does not set bNotifyRelease to TRUE, the service does not tell the DLL when the address is
    /// free again: there is one release for each Get that asked for notice, and no other.
    ///
    /// A DLL that allocates from a pool and leaves the flag FALSE never gets its addresses back. Which values are TRUE,
    /// what one that was not written means, and whether it counts if the function fails, is open (AMB-20).
    id: "IP4-07",
    name: "no-release-without-notice",
    also: ["ORDER-05"],
    applies_to: Ipv4,
    check: is_wanted,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
         0.000  c1            ipv4 address=10.0.0.2
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
    "# with r#"
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.0.0.2
    "#,
}

fn is_wanted(look: &Look<'_>, judge: &mut Judge<'_>) {
    let released: BTreeMap<At, &Lease<'_>> =
        look.leases().iter().filter_map(|lease| Some((lease.released()?.at, lease))).collect();
    // An address that was not released at the end of its connection has kept the rule, too.
    let kept = |lease: &&Lease<'_>| !lease.wants_notice && lease.last_holder(look.connections()).is_some();
    for _ in look.leases().iter().filter(kept).filter(|lease| lease.released().is_none()) {
        judge.held();
    }
    for family in Family::ALL {
        for release in look.calls_of(family.release()) {
            match released.get(&release.at) {
                Some(lease) if lease.wants_notice => judge.held(),
                Some(_) => {
                    let row = family.row("IP4-07", "ORDER-05");
                    judge.broken(release, "a release that the DLL did not ask for", "no release").about(row);
                }
                None => {
                    let expected = "a release for a Get that has had no release yet";
                    judge
                        .broken(release, "a release of an address that no DLL gave", expected)
                        .about("ORDER-05");
                }
            }
        }
    }
}
