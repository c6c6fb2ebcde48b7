//! IP4-02: where no DLL gives IPv4 addresses, the service does.

use mockras::check::{Family, Judge, Look};
use mockras::model::Process;
use mockras::ras::Offer;

mockras::rule! {
    /// A DLL need not implement MprAdminGetIpAddressForUser. Where none does, the service picks addresses itself, from
    /// its static pool or by DHCP, and the user is connected with one.
    ///
    /// So a DLL that has no addresses to give should leave the pair out: stubs that always return zero keep every
    /// user out (IP4-04).
    id: "IP4-02",
    name: "addresses-come-without-a-dll",
    applies_to: Dial,
    check: come_all_the_same,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   ip/1   InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification
         0.000  call   ip/1   InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  c1            ipv4 address=10.0.0.2
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  c1            link-down port=VPN2-0
         0.000  c1            closed reason=hung-up
         0.000  call   ip/1   TerminateDll = NO_ERROR
         0.000  service       stopped
    "#,
    breaks: replaces r#"
         0.000  c1            ipv4 address=10.0.0.2
    "# with "",
}

fn come_all_the_same(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        let (Some(connected), Some(offer)) = (connection.connected(), Family::Ipv4.offer(connection)) else {
            continue;
        };
        // A run whose DLLs the transcript does not show proves nothing.
        let mut loaded = look.dll_histories_in(connected.run).iter().map(|dll| dll.instance.process);
        let is_shown = loaded.any(|process| process != Process::Connections);
        if !is_shown || !look.providers(connected.run, Family::Ipv4).is_empty() {
            continue;
        }
        let got =
            Family::Ipv4.address_of(connection).filter(|(at, _)| *at < connected).map(|(_, address)| address);
        let spot = (connected, connection.number);
        match (got, offer) {
            (None, _) => {
                judge.broken(spot, "a user connected without an address", "an address from the service");
            }
            (Some(got), Offer::Address(chosen)) if got != chosen => {
                judge.broken(spot, got, format!("{chosen}, which the service has for this user"));
            }
            // A service that has chosen no address at all gives just that.
            (Some(got), Offer::None | Offer::Zero | Offer::Pool) if got.is_unspecified() => {
                judge.broken(spot, got, "an address from the service");
            }
            (Some(_), _) => judge.held(),
        }
    }
}
