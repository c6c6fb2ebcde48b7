//! LOAD-14, LOAD-15, IP6-10: the functions for addresses are exported in pairs.

use crate::check::{DllHistory, Family, Judge, Look};

crate::rule! {
    /// A DLL exports both MprAdminGetIpAddressForUser and MprAdminReleaseIpAddress, or neither. The same holds for
    /// MprAdminGetIpv6AddressForUser and MprAdminReleaseIpv6AddressForUser. Each of the four pages says so. Neither
    /// pair is required, except the one for IPv4 on old systems (LOAD-16).
    ///
    /// A DLL that hands out addresses without a Release function leaks them. The pages do not say what the service
    /// does about it; mockras does not start, which is its own choice. CBTABLE-04 judges what a callbacks table
    /// registers. Exports beside a table count too, except under `ex_binding=table` (AMB-04).
    id: "LOAD-14",
    name: "address-pairs-are-whole",
    also: ["LOAD-15", "IP6-10"],
    applies_to: Load,
    check: are_whole,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx GetIpv6AddressForUser ReleaseIpv6AddressForUser
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx ReleaseIpAddress ReleaseIpv6AddressForUser
         0.000  log    conn/1 error exports: GetIpAddressForUser and ReleaseIpAddress come together or not at all
         0.000  log    conn/1 error exports: GetIpv6AddressForUser and ReleaseIpv6AddressForUser come together or not at all
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "half-address-pair",
}

fn are_whole(look: &Look<'_>, judge: &mut Judge<'_>) {
    // AMB-04: beside a table that alone counts, exports mean nothing.
    let counts = |dll: &&DllHistory<'_>| dll.binding(look).has_exports_that_count();
    for dll in look.files().into_iter().filter(counts) {
        let policy = dll.binding_policy(look);
        for family in Family::ALL {
            let (get, release) = (family.get(), family.release());
            let (there, missing) = match (dll.has(get), dll.has(release)) {
                (true, false) => (get, release),
                (false, true) => (release, get),
                (true, true) => {
                    judge.held();
                    continue;
                }
                (false, false) => continue,
            };
            judge
                .broken(dll.at, format!("{} exports only {there}", dll.instance), "both, or neither")
                .about(family.row("LOAD-14", "LOAD-15"))
                .member(missing.export())
                .under(policy);
        }
    }
}
