//! A DLL in Rust with a timer, which says each time that it has run.

use mockras::prelude::*;

#[derive(Default)]
struct Ticking {
    ticks: u32,
    said: Vec<String>,
}

impl AdminDll for Ticking {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection2: Some(|_, _, _, _| TRUE),
            connection_hangup_notification2: Some(|_, _, _, _| ()),
            accept_reauthentication: Some(|_, _, _, _, _| TRUE),
            timer: Some(|dll| {
                dll.ticks += 1;
                dll.said.push(format!("tick {}", dll.ticks));
            }),
            ..Exports::links_accepted()
        }
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }
}

mockras::export_admin_dll!(
    Ticking: InitializeDll, TerminateDll, AcceptNewConnection2, ConnectionHangupNotification2,
    AcceptReauthentication, AcceptNewLink, LinkHangupNotification
);
mockras::export_timer!(Ticking);
