//! Panics where mallory dials, and in the second link of anybody.

use mockras::prelude::*;

#[derive(Default)]
struct Panics {
    links: u32,
}

impl AdminDll for Panics {
    fn exports(&self) -> Exports<Self> {
        let accept: fn(&mut Self, &RAS_CONNECTION_EX) -> BOOL = |_, ex| {
            let user = Name::from_array(&ex.wszUserName);
            assert!(user != "mallory", "nobody is called {user}");
            TRUE
        };
        let link: fn(&mut Self, &RAS_PORT_0, &RAS_PORT_1) -> BOOL = |dll, _, _| {
            dll.links += 1;
            assert_eq!(dll.links, 1, "links");
            TRUE
        };
        Exports {
            accept_new_connection_ex: Some(accept),
            connection_hangup_notification_ex: Some(|_, _| ()),
            accept_new_link: Some(link),
            ..Exports::links_accepted()
        }
    }
}

mockras::export_admin_dll!(
    Panics: InitializeDll, TerminateDll, AcceptNewConnectionEx, ConnectionHangupNotificationEx, AcceptNewLink,
    LinkHangupNotification
);
