//! The twin of `session-log`.

#[macro_use]
mod twin;

use mockras::dll::stock::SessionLog;

twin!(
    SessionLog = SessionLog::default() =>
    InitializeDll, TerminateDll, AcceptNewConnection, AcceptNewConnection2, AcceptNewConnection3,
    AcceptNewConnectionEx, ConnectionHangupNotification, ConnectionHangupNotification2,
    ConnectionHangupNotification3, ConnectionHangupNotificationEx, AcceptReauthentication,
    AcceptReauthenticationEx, AcceptNewLink, LinkHangupNotification
);
