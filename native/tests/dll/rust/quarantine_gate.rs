//! The twin of `quarantine-gate` with the states that it lets stay unless told otherwise.

#[macro_use]
mod twin;

use mockras::dll::stock::QuarantineGate;
use mockras::ras::Quarantine;

twin!(
    QuarantineGate = QuarantineGate::new([Quarantine::NORMAL, Quarantine::PROBATION, Quarantine::NOT_CAPABLE]) =>
    InitializeDll, TerminateDll, AcceptNewConnection, AcceptNewConnection2, AcceptNewConnection3,
    AcceptNewConnectionEx, ConnectionHangupNotification, ConnectionHangupNotification2,
    ConnectionHangupNotification3, ConnectionHangupNotificationEx, AcceptReauthentication,
    AcceptReauthenticationEx, AcceptNewLink, LinkHangupNotification
);
