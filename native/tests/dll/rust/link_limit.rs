//! The twin of `link-limit` with one link per connection.

#[macro_use]
mod twin;

use mockras::dll::stock::LinkLimit;

twin!(
    LinkLimit = LinkLimit::new(1) =>
    InitializeDll, TerminateDll, AcceptNewConnection, AcceptNewConnection2, AcceptNewConnection3,
    AcceptNewConnectionEx, ConnectionHangupNotification, ConnectionHangupNotification2,
    ConnectionHangupNotification3, ConnectionHangupNotificationEx, AcceptReauthentication,
    AcceptReauthenticationEx, AcceptNewLink, LinkHangupNotification
);
