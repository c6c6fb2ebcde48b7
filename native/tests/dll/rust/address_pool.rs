//! The twin of `address-pool`.

#[macro_use]
mod twin;

use std::net::Ipv4Addr;

use mockras::dll::stock::AddressPool;

twin!(
    AddressPool = AddressPool::new(Ipv4Addr::new(10, 8, 0, 10), 16) =>
    InitializeDll, TerminateDll, AcceptNewConnection, AcceptNewConnection2, AcceptNewConnection3,
    AcceptNewConnectionEx, ConnectionHangupNotification, ConnectionHangupNotification2,
    ConnectionHangupNotification3, ConnectionHangupNotificationEx, AcceptReauthentication,
    AcceptReauthenticationEx, AcceptNewLink, LinkHangupNotification, GetIpAddressForUser,
    ReleaseIpAddress, GetIpv6AddressForUser, ReleaseIpv6AddressForUser
);
