//! The twin of `accept-all`: exports everything, accepts everything, keeps every address that it is offered.

use mockras::prelude::*;

#[derive(Default)]
struct Twin;

impl AdminDll for Twin {
    fn exports(&self) -> Exports<Self> {
        Exports::all_accepted()
    }
}

mockras::export_admin_dll!(
    Twin:
    InitializeDll, TerminateDll, AcceptNewConnection, AcceptNewConnection2, AcceptNewConnection3,
    AcceptNewConnectionEx, ConnectionHangupNotification, ConnectionHangupNotification2,
    ConnectionHangupNotification3, ConnectionHangupNotificationEx, AcceptReauthentication,
    AcceptReauthenticationEx, AcceptNewLink, LinkHangupNotification, GetIpAddressForUser,
    ReleaseIpAddress, GetIpv6AddressForUser, ReleaseIpv6AddressForUser,
    AcceptTunnelEndpointChangeEx, ValidatePreAuthenticatedConnectionEx
);
