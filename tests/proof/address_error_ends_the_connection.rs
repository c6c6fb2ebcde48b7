//! IP4-10: if a DLL returns an error for an address, the connection ends.

use mockras::check::{Family, Judge, Look};
use mockras::ras::Code;

mockras::rule! {
    /// If MprAdminGetIpAddressForUser returns anything but NO_ERROR, the service ends the connection: the user is never
    /// connected. The page of MprAdminGetIpv6AddressForUser says the same (IP6-07).
    ///
    /// A DLL has no other way to refuse a user here. To accept the address of the service, it leaves the offered address
    /// as it is and returns NO_ERROR.
    id: "IP4-10",
    name: "address-error-ends-the-connection",
    applies_to: Ipv4,
    check: ends,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = ERROR_PPP_NO_ADDRESS_ASSIGNED address=10.0.0.2 notify=FALSE
         0.000  c1            refused reason=address-error
         0.000  c1            closed reason=refused
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = ERROR_PPP_NO_ADDRESS_ASSIGNED address=10.0.0.2 notify=FALSE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  c1            link-down port=VPN2-0
         0.000  c1            closed reason=hung-up
    "#,
}

fn ends(look: &Look<'_>, judge: &mut Judge<'_>) {
    for family in Family::ALL {
        for get in look.calls_of(family.get()) {
            let Some(code) = get.value().map(Code).filter(|code| *code != Code::NO_ERROR) else { continue };
            let Some(connection) = look.connection_of(get) else { continue };
            if let Some(connected) = connection.connected() {
                let observed = format!("a user connected although {} returned {code}", family.get());
                judge.broken((connected, connection.number), observed, "the end of the connection");
            } else if connection.closed().is_some() {
                judge.held();
            } else {
                judge.owed(
                    get,
                    format!("{code}, and a connection that goes on"),
                    "the end of the connection",
                );
            }
        }
    }
}
