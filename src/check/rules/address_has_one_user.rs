//! IP4-19: no address is given to two users at a time.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::check::{Family, Judge, Lease, Look};
use crate::model::Instance;
use crate::ras::{Hostile, Name};

crate::rule! {
    /// A DLL must not give a user an address that another user already has: two users with one address cut each
    /// other off. No page says that the service looks for such clashes among the addresses that a DLL chooses.
    ///
    /// A user has an address until the service releases it or, if no release comes, until the connection is closed.
    /// The rule only looks at addresses that the DLL chose itself. It ignores an address that the service offered
    /// and the DLL kept, and addresses that another DLL gave. Where the service has offered an address of the DLL's own
    /// pool, and the DLL gives that to somebody without one, both were set up so, and the rule says nothing. Sessions of one
    /// user name may share an address (AMB-56). A DLL that sets bNotifyRelease to FALSE never learns that an address is free again; it can give
    /// each user name an address of its own, or give each address only once. If the service passes NULL for names,
    /// a DLL cannot tell users apart, and the rule does not apply.
    id: "IP4-19",
    name: "address-has-one-user",
    applies_to: Ipv4,
    check: has_one_user,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.10 notify=TRUE
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.10
         0.000  c1            closed reason=hung-up
         0.000  step   3      { dial = { port = "VPN2-1", user = "bob", ipv4 = "zero" } }
         0.000  c2            authenticated handle=65538 user=bob
         0.000  call   ip/1   GetIpAddressForUser user=bob port=VPN2-1 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.10 notify=TRUE
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.10 notify=TRUE
         0.000  step   2      { dial = { port = "VPN2-1", user = "bob", ipv4 = "zero" } }
         0.000  c2            authenticated handle=65538 user=bob
         0.000  call   ip/1   GetIpAddressForUser user=bob port=VPN2-1 offered=0.0.0.0 notify=poison = NO_ERROR address=10.8.0.10 notify=TRUE
    "#,
    fault: "double-lease",
}

fn has_one_user(look: &Look<'_>, judge: &mut Judge<'_>) {
    if look.header.hostile.contains(Hostile::NullNames) {
        return;
    }
    let mut given: BTreeMap<(u32, Instance, IpAddr), Vec<&Lease<'_>>> = BTreeMap::new();
    for lease in look.leases() {
        let is_usable = lease.is_granted() && !lease.address.is_unspecified();
        if lease.family != Family::Ipv4 || !is_usable {
            continue;
        }
        let at = lease.get.at;
        let same = given.entry((at.run, lease.get.instance, lease.address)).or_default();
        same.retain(|earlier| earlier.lives_at(look.connections(), at));
        if lease.address != lease.offered() {
            // Where the service has an address of the DLL's own pool to offer, that is how both were set up.
            let is_theirs = |earlier: &&&Lease<'_>| {
                earlier.address != earlier.offered() || !lease.offered().is_unspecified()
            };
            let mut theirs = same.iter().filter(is_theirs);
            match theirs.find(|earlier| !is_one(earlier.user(), lease.user())) {
                None => judge.held(),
                Some(earlier) => {
                    let observed = format!("{}, which {} has", lease.address, earlier.user());
                    judge
                        .broken(&lease.get, observed, "an address that no other user has")
                        .member(lease.family.parameter());
                }
            }
        }
        same.push(lease);
    }
}

/// Whether two names may be of one user: they differ in capitals at most.
fn is_one(one: &Name, other: &Name) -> bool {
    one == other || one.to_string().to_lowercase() == other.to_string().to_lowercase()
}
