//! IP4-15: the release names the user, the port and the address of the Get that it belongs to.

use mockras::check::{Judge, Look, Named};

mockras::rule! {
    /// The address that MprAdminReleaseIpAddress gets is the one that MprAdminGetIpAddressForUser gave for that user.
    /// The page for Windows NT 4.0 says so; later ones imply it. So it is with the port, and with IPv6.
    ///
    /// A DLL should look its leases up by the address: one that goes by the user's name alone mistakes one session of a
    /// user for another. Where sessions share an address (AMB-56), the port is that of the first, for which the DLL was
    /// asked.
    id: "IP4-15",
    name: "release-names-what-was-given",
    applies_to: Ipv4,
    check: is_the_same,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.8.0.10 notify=TRUE
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.10
         0.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.8.0.10
    "# with r#"
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.0.0.2
    "#,
}

fn is_the_same(look: &Look<'_>, judge: &mut Judge<'_>) {
    for lease in look.leases() {
        if lease.release.is_some() {
            judge.held();
        } else if let Some((release, named)) = lease.misnamed.and_then(|call| Some((call, call.named()?))) {
            let (is, was) = (words(named), words(lease.given()));
            judge.broken(&release, is, format!("{was}, as the DLL was asked and answered"));
        }
    }
}

fn words(named: Named<'_>) -> String {
    format!("{} for {} on {}", named.address, named.user, named.port)
}
