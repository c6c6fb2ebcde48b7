//! The twin of `refuse-user` with users = ["bob"].

#[macro_use]
mod twin;

use mockras::dll::stock::RefuseUser;

twin!(
    RefuseUser = RefuseUser::new(["bob"]) =>
    InitializeDll, TerminateDll, AcceptNewConnection, AcceptNewConnection2, AcceptNewConnection3,
    AcceptNewConnectionEx, ConnectionHangupNotification, ConnectionHangupNotification2,
    ConnectionHangupNotification3, ConnectionHangupNotificationEx, AcceptReauthentication,
    AcceptReauthenticationEx, AcceptNewLink, LinkHangupNotification
);
