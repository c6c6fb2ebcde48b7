//! IP6-11: the policy says which DLLs are asked for an IPv6 address.

use std::collections::BTreeSet;

use mockras::check::{Family, Judge, Look};
use mockras::ras::Ipv6Provider;

mockras::rule! {
    /// That only the first DLL that implements it is asked for an address is said of IPv4 (IP4-11) and not of IPv6. The
    /// policy `ipv6_provider` holds the readings (AMB-25): the first that implements the IPv6 pair, which need not be
    /// the one that gives IPv4 addresses, or all of them.
    ///
    /// Each release goes to a DLL that gave the address.
    id: "IP6-11",
    name: "ipv6-comes-from-its-dlls",
    applies_to: SeveralDlls,
    check: from_its_dlls,
    holds: r#"
        profile  server-2012
        dll 1    first
        dll 2    second

         0.000  step   0      "start"
         0.000  load   ip/1   InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification GetIpAddressForUser ReleaseIpAddress
         0.000  call   ip/1   InitializeDll = NO_ERROR
         0.000  load   ip/2   InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification GetIpv6AddressForUser ReleaseIpv6AddressForUser
         0.000  call   ip/2   InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "none", ipv6 = "pool" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/2   GetIpv6AddressForUser user=alice port=VPN2-0 offered=2001:db8::200:0:0:1 notify=poison = NO_ERROR address=2001:db8::7 notify=FALSE
         0.000  c1            ipv6 address=2001:db8::7
         0.000  c1            closed reason=hung-up
         0.000  call   ip/1   TerminateDll = NO_ERROR
         0.000  call   ip/2   TerminateDll = NO_ERROR
         0.000  service       stopped
    "#,
    breaks: replaces r#"
         0.000  load   ip/1   InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification GetIpAddressForUser ReleaseIpAddress
    "# with r#"
         0.000  load   ip/1   InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification GetIpv6AddressForUser ReleaseIpv6AddressForUser
    "#,
}

fn from_its_dlls(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut asked = BTreeSet::new();
    for get in look.calls_of(Family::Ipv6.get()) {
        asked.extend(get.connection.map(|number| (number, get.instance)));
        let all = look.providers(get.at.run, Family::Ipv6);
        let Some(first) = all.first().copied() else { continue };
        let asks_all = look.policy.ipv6_provider == Ipv6Provider::All;
        if get.instance == first || asks_all && all.contains(&get.instance) {
            judge.held();
            continue;
        }
        judge
            .broken(get, format!("a call of {}", get.instance), format!("a call of {first}"))
            .under("ipv6_provider");
    }
    for lease in look.leases().iter().filter(|lease| lease.family == Family::Ipv6) {
        let Some(release) = lease.released() else { continue };
        let (gave, told) = (lease.get.instance, release.instance);
        if gave != told {
            let expected = format!("a release in {gave}, which gave the address");
            judge.broken(release, format!("a release in {told}"), expected);
        }
    }
    // Under `all`, whoever is connected after one DLL was asked has been through all of them.
    for connection in look.connections().iter().filter(|_| look.policy.ipv6_provider == Ipv6Provider::All) {
        let Some(connected) = connection.connected() else { continue };
        let all = look.providers(connected.run, Family::Ipv6);
        let has_asked = |instance| asked.contains(&(connection.number, instance));
        let missing = all.iter().find(|instance| !has_asked(**instance));
        if let Some(missing) = missing.filter(|_| all.iter().any(|instance| has_asked(*instance))) {
            let observed = format!("a user connected without a call of {missing}");
            judge
                .broken((connected, connection.number), observed, "a call of each DLL")
                .under("ipv6_provider");
        }
    }
}
