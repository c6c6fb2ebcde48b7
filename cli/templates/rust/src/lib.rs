//! gate: a RAS administration DLL. It says who may connect, and which address a client has.
//!
//! - A user called "guest" stays out, however the name is spelled.
//! - Everybody else has an address from 10.8.0.10 to 10.8.0.41, which is nobody else's until it is given back.
//!
//! Change it, and say in mockras.toml and in scenarios/ what you expect of it instead.

use mockras::prelude::*;

/// The first address, byte by byte as it goes over the wire.
const FIRST: [u8; 4] = [10, 8, 0, 10];

/// How many addresses there are.
const POOL_SIZE: usize = 32;

/// The DLL: there is one in each process of the service, and one call at a time gets to it.
#[derive(Debug, Default)]
pub struct Gate {
    /// Which addresses are somebody's.
    taken: [bool; POOL_SIZE],
}

impl Gate {
    /// A client wants an address. What the service offers in `address` is not taken.
    fn get(&mut self, address: &mut DWORD, notify: &mut BOOL) -> DWORD {
        let Some(free) = self.taken.iter().position(|taken| !taken) else {
            *notify = FALSE;
            return Code::PPP_NO_ADDRESS_ASSIGNED.0;
        };
        self.taken[free] = true;
        let [a, b, c, first] = FIRST;
        *address = DWORD::from_ne_bytes([a, b, c, first + free as u8]);
        // Without this the service would not tell when the address is free again.
        *notify = TRUE;
        Code::NO_ERROR.0
    }

    /// Addresses that are not of the pool are left alone.
    fn give_back(&mut self, address: DWORD) {
        let [a, b, c, last] = address.to_ne_bytes();
        let at = usize::from(last).checked_sub(usize::from(FIRST[3]));
        let taken = at.and_then(|at| self.taken.get_mut(at));
        if let (true, Some(taken)) = ([a, b, c] == FIRST[..3], taken) {
            *taken = false;
        }
    }

    /// The service starts and stops this DLL, perhaps several times: nothing is left of what was.
    fn give_all_back(&mut self) -> DWORD {
        self.taken = [false; POOL_SIZE];
        Code::NO_ERROR.0
    }
}

/// Whether somebody of this name is let in.
fn may_connect(user: &Name) -> bool {
    !user.to_string().eq_ignore_ascii_case("guest")
}

impl AdminDll for Gate {
    fn exports(&self) -> Exports<Self> {
        Exports {
            initialize_dll: Some(|gate| gate.give_all_back()),
            terminate_dll: Some(|gate| gate.give_all_back()),
            accept_new_connection2: Some(|_, c0, _, _| BOOL::from(may_connect(&Name::from_array(&c0.wszUserName)))),
            connection_hangup_notification2: Some(|_, _, _, _| ()),
            // Whoever is in may stay: their name does not change.
            accept_reauthentication: Some(|_, _, _, _, _| TRUE),
            get_ip_address_for_user: Some(|gate, _, _, address, notify| gate.get(address, notify)),
            release_ip_address: Some(|gate, _, _, address| gate.give_back(*address)),
            ..Exports::links_accepted()
        }
    }
}

mockras::export_admin_dll!(
    Gate: InitializeDll, TerminateDll, AcceptNewConnection2, ConnectionHangupNotification2, AcceptReauthentication,
    AcceptNewLink, LinkHangupNotification, GetIpAddressForUser, ReleaseIpAddress
);
