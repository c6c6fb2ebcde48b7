//! The twin of `silent`: exports what is mandatory and accepts everything.

use mockras::prelude::*;

#[derive(Default)]
struct Twin;

impl AdminDll for Twin {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection2: Some(|_, _, _, _| TRUE),
            connection_hangup_notification2: Some(|_, _, _, _| ()),
            accept_reauthentication: Some(|_, _, _, _, _| TRUE),
            ..Exports::links_accepted()
        }
    }
}

mockras::export_admin_dll!(
    Twin:
    InitializeDll, TerminateDll, AcceptNewConnection2, ConnectionHangupNotification2,
    AcceptReauthentication, AcceptNewLink, LinkHangupNotification
);
