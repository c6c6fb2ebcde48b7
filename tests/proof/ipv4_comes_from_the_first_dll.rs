//! IP4-11, IP4-12, IP4-16: the service asks the first DLL that gives IPv4 addresses, and tells it of the release.

use std::collections::BTreeSet;

use mockras::check::{Family, Judge, Look};

mockras::rule! {
    /// With several DLLs, MprAdminGetIpAddressForUser is called in the first one, in the order of the registry, that
    /// implements it; the implementations of the others are ignored. MprAdminReleaseIpAddress goes by the same rule,
    /// and so to the same DLL, as no DLL may have half of the pair (LOAD-14).
    ///
    /// A DLL that is not the first never sees a user there, however well it is written.
    id: "IP4-11",
    name: "ipv4-comes-from-the-first-dll",
    also: ["IP4-12", "IP4-16"],
    applies_to: SeveralDlls,
    check: from_the_first,
    holds: r#"
        profile  server-2012
        dll 1    first
        dll 2    second

         0.000  step   0      "start"
         0.000  load   ip/1   InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification GetIpAddressForUser ReleaseIpAddress
         0.000  call   ip/1   InitializeDll = NO_ERROR
         0.000  load   ip/2   InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification GetIpAddressForUser ReleaseIpAddress
         0.000  call   ip/2   InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=TRUE
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.0.0.2
         0.000  c1            closed reason=hung-up
         0.000  call   ip/1   TerminateDll = NO_ERROR
         0.000  call   ip/2   TerminateDll = NO_ERROR
         0.000  service       stopped
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=TRUE
    "# with r#"
         0.000  call   ip/2   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=TRUE
    "#, replaces r#"
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.0.0.2
    "# with r#"
         0.000  call   ip/2   ReleaseIpAddress user=alice port=VPN2-0 address=10.0.0.2
    "#,
}

fn from_the_first(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut served = BTreeSet::new();
    for get in look.calls_of(Family::Ipv4.get()) {
        let Some(first) = look.providers(get.at.run, Family::Ipv4).first().copied() else { continue };
        if get.instance == first {
            served.insert(get.connection);
            judge.held();
            continue;
        }
        // Asked besides the first, or in its place.
        let row = if served.contains(&get.connection) { "IP4-12" } else { "IP4-11" };
        judge
            .broken(get, format!("a call of {}", get.instance), format!("a call of {first} only"))
            .about(row);
    }
    for lease in look.leases().iter().filter(|lease| lease.family == Family::Ipv4) {
        let Some(release) = lease.released() else { continue };
        let (gave, told) = (lease.get.instance, release.instance);
        if gave == told {
            judge.held();
        } else {
            let expected = format!("a release in {gave}, which gave the address");
            judge.broken(release, format!("a release in {told}"), expected).about("IP4-16");
        }
    }
}
