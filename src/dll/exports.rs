//! What a DLL written in Rust exports, and the callbacks table it fills.

use super::plugin::Arguments;
use crate::abi::{
    AUTH_VALIDATION_EX, BOOL, DWORD, FALSE, IN6_ADDR, RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2,
    RAS_CONNECTION_3, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, TRUE,
};
use crate::model::{CallbacksTable, Slot};
use crate::ras::{Callout, CalloutSet, Code, Name};

/// The type of a timer.
pub type OnTimer<T> = fn(&mut T);
/// The type of `DWORD f()`.
pub type WithNothing<T> = fn(&mut T) -> DWORD;
/// The type of `DWORD f(MPRAPI_ADMIN_DLL_CALLBACKS*)`.
pub type WithTable<T> = fn(&mut T, &mut Callbacks<T>) -> DWORD;
/// The type of `R f(RAS_CONNECTION_0*, RAS_CONNECTION_1*)`.
pub type OnConnection<T, R> = fn(&mut T, &RAS_CONNECTION_0, &RAS_CONNECTION_1) -> R;
/// The type of `R f(RAS_CONNECTION_0*, RAS_CONNECTION_1*, RAS_CONNECTION_2*)`.
pub type OnConnection2<T, R> = fn(&mut T, &RAS_CONNECTION_0, &RAS_CONNECTION_1, &RAS_CONNECTION_2) -> R;
/// The type of `R f(RAS_CONNECTION_0*, RAS_CONNECTION_1*, RAS_CONNECTION_2*, RAS_CONNECTION_3*)`.
pub type OnConnection3<T, R> =
    fn(&mut T, &RAS_CONNECTION_0, &RAS_CONNECTION_1, &RAS_CONNECTION_2, &RAS_CONNECTION_3) -> R;
/// The type of `R f(RAS_CONNECTION_EX*)`.
pub type OnConnectionEx<T, R> = fn(&mut T, &RAS_CONNECTION_EX) -> R;
/// The type of `R f(RAS_PORT_0*, RAS_PORT_1*)`.
pub type OnLink<T, R> = fn(&mut T, &RAS_PORT_0, &RAS_PORT_1) -> R;
/// The type of `DWORD f(WCHAR* user, WCHAR* port, A* address, BOOL* notify_release)`.
pub type Get<T, A> = fn(&mut T, &Name, &Name, &mut A, &mut BOOL) -> DWORD;
/// The type of `VOID f(WCHAR* user, WCHAR* port, A* address)`.
pub type Release<T, A, R> = fn(&mut T, &Name, &Name, &A) -> R;
/// The type of `DWORD f(AUTH_VALIDATION_EX*)`. The slice is AuthInfo with all its bytes (PREAUTH-04).
pub type OnPreAuthenticated<T> = fn(&mut T, &AUTH_VALIDATION_EX, &[u8]) -> DWORD;

/// A result as it comes back in the return register.
trait ReturnRegister {
    fn register(self) -> u32;
}

impl ReturnRegister for DWORD {
    fn register(self) -> u32 {
        self
    }
}

impl ReturnRegister for BOOL {
    fn register(self) -> u32 {
        self.cast_unsigned()
    }
}

impl ReturnRegister for () {
    fn register(self) -> u32 {
        0
    }
}

/// Gives every entry point of [`Exports`] its line: field, type, callout, and which arguments become which parameters.
macro_rules! exports {
    ($($(#[$doc:meta])* $field:ident: $type:ty => $callout:ident $(, $pattern:pat => ($($argument:expr),*))?;)*) => {
        /// The exports of a DLL: what stands here is exported, the rest is not.
        ///
        /// ```
        /// use mockras::dll::Exports;
        /// use mockras::ras::Callout;
        /// struct Gate;
        /// let exports = Exports::<Gate> { initialize_dll: Some(|_| 0), ..Exports::none() };
        /// assert!(exports.set().contains(Callout::InitializeDll));
        /// assert!(!exports.set().contains(Callout::TerminateDll));
        /// ```
        pub struct Exports<T> {
            $($(#[$doc])* pub $field: Option<$type>,)*
            /// Stands in for a timer or a thread of the DLL's own: it runs at the end of every wait, and is no callout, so it
            /// may call what [`admin`](super::admin) has. It is no export; no service but mockras knows it.
            pub timer: Option<OnTimer<T>>,
        }

        impl<T> Exports<T> {
            /// No exports at all.
            pub const fn none() -> Self {
                Self { $($field: None,)* timer: None }
            }

            /// The exports as a set.
            pub fn set(&self) -> CalloutSet {
                let present = [$((self.$field.is_some(), Callout::$callout)),*];
                present.into_iter().filter(|(some, _)| *some).map(|(_, callout)| callout).collect()
            }

            /// Takes away every export that is not in `keep`.
            pub fn retain(&mut self, keep: CalloutSet) {
                $(if !keep.contains(Callout::$callout) {
                    self.$field = None;
                })*
            }

            /// Calls that function of `dll`, if it is there and these are its arguments. InitializeDllEx is no such
            /// function:
            /// its table is filled first.
            pub(super) fn call(&self, callout: Callout, dll: &mut T, arguments: &mut Arguments<'_>) -> Option<u32> {
                match (callout, arguments) {
                    $($((Callout::$callout, $pattern) => Some((self.$field?)(dll, $($argument),*).register()),)?)*
                    _ => None,
                }
            }
        }
    };
}

exports! {
    /// MprAdminInitializeDll: it returns NO_ERROR, or the service does not start (INIT-03, INIT-04).
    initialize_dll: WithNothing<T> => InitializeDll,
        Arguments::Nothing => ();
    /// MprAdminInitializeDllEx: it fills the table and returns NO_ERROR, or the service does not start (INIT-08,
    /// INIT-09).
    initialize_dll_ex: WithTable<T> => InitializeDllEx;
    /// MprAdminTerminateDll: it returns NO_ERROR (TERM-03).
    terminate_dll: WithNothing<T> => TerminateDll,
        Arguments::Nothing => ();
    /// MprAdminAcceptNewConnection: TRUE lets the user in (CONN-03).
    accept_new_connection: OnConnection<T, BOOL> => AcceptNewConnection,
        Arguments::Connection(c) => (&c.c0, &c.c1);
    /// MprAdminAcceptNewConnection2: TRUE lets the user in (CONN-03).
    accept_new_connection2: OnConnection2<T, BOOL> => AcceptNewConnection2,
        Arguments::Connection(c) => (&c.c0, &c.c1, &c.c2);
    /// MprAdminAcceptNewConnection3: TRUE lets the user in (CONN-03).
    accept_new_connection3: OnConnection3<T, BOOL> => AcceptNewConnection3,
        Arguments::Connection(c) => (&c.c0, &c.c1, &c.c2, &c.c3);
    /// MprAdminAcceptNewConnectionEx: TRUE lets the user in (CONN-03).
    accept_new_connection_ex: OnConnectionEx<T, BOOL> => AcceptNewConnectionEx,
        Arguments::ConnectionEx(ex) => (ex);
    /// MprAdminConnectionHangupNotification: it is called after the last link is gone (HANGUP-01).
    connection_hangup_notification: OnConnection<T, ()> => ConnectionHangupNotification,
        Arguments::Connection(c) => (&c.c0, &c.c1);
    /// MprAdminConnectionHangupNotification2: it is called after the last link is gone.
    connection_hangup_notification2: OnConnection2<T, ()> => ConnectionHangupNotification2,
        Arguments::Connection(c) => (&c.c0, &c.c1, &c.c2);
    /// MprAdminConnectionHangupNotification3: it is called after the last link is gone.
    connection_hangup_notification3: OnConnection3<T, ()> => ConnectionHangupNotification3,
        Arguments::Connection(c) => (&c.c0, &c.c1, &c.c2, &c.c3);
    /// MprAdminConnectionHangupNotificationEx: it is called after the last link is gone.
    connection_hangup_notification_ex: OnConnectionEx<T, ()> => ConnectionHangupNotificationEx,
        Arguments::ConnectionEx(ex) => (ex);
    /// MprAdminAcceptReauthentication: TRUE lets the user stay (REAUTH-02).
    accept_reauthentication: OnConnection3<T, BOOL> => AcceptReauthentication,
        Arguments::Connection(c) => (&c.c0, &c.c1, &c.c2, &c.c3);
    /// MprAdminAcceptReauthenticationEx: TRUE lets the user stay.
    accept_reauthentication_ex: OnConnectionEx<T, BOOL> => AcceptReauthenticationEx,
        Arguments::ConnectionEx(ex) => (ex);
    /// MprAdminAcceptTunnelEndpointChangeEx: no page describes it, and the name is a guess (AMB-28).
    accept_tunnel_endpoint_change_ex: OnConnectionEx<T, BOOL> => AcceptTunnelEndpointChangeEx,
        Arguments::ConnectionEx(ex) => (ex);
    /// RasValidatePreAuthenticatedConnectionEx: no page describes it, and the name is a guess (AMB-29).
    validate_pre_authenticated_connection_ex: OnPreAuthenticated<T> => ValidatePreAuthenticatedConnectionEx,
        Arguments::PreAuthenticated(auth, info) => (auth, info);
    /// MprAdminAcceptNewLink: TRUE lets the link come up (LINK-06).
    accept_new_link: OnLink<T, BOOL> => AcceptNewLink,
        Arguments::Link(port0, port1) => (port0, port1);
    /// MprAdminLinkHangupNotification: it is called after the link is gone (LINK-10).
    link_hangup_notification: OnLink<T, ()> => LinkHangupNotification,
        Arguments::Link(port0, port1) => (port0, port1);
    /// MprAdminGetIpAddressForUser: the DWORD is in network order unless the policy says otherwise (AMB-19).
    get_ip_address_for_user: Get<T, DWORD> => GetIpAddressForUser,
        Arguments::Ipv4(user, port, address, Some(notify)) => (user, port, address, notify);
    /// MprAdminReleaseIpAddress: the address is free again.
    release_ip_address: Release<T, DWORD, ()> => ReleaseIpAddress,
        Arguments::Ipv4(user, port, address, None) => (user, port, address);
    /// MprAdminGetIpv6AddressForUser: it gives the user an address.
    get_ipv6_address_for_user: Get<T, IN6_ADDR> => GetIpv6AddressForUser,
        Arguments::Ipv6(user, port, address, Some(notify)) => (user, port, address, notify);
    /// MprAdminReleaseIpv6AddressForUser: the address is free again. The result counts under AMB-26 `dword` only.
    release_ipv6_address_for_user: Release<T, IN6_ADDR, DWORD> => ReleaseIpv6AddressForUser,
        Arguments::Ipv6(user, port, address, None) => (user, port, address);
}

impl<T> Exports<T> {
    /// Starts, stops, and lets every link come up: the part that every DLL must export. Add connection functions.
    pub fn links_accepted() -> Self {
        Self {
            initialize_dll: Some(|_| Code::NO_ERROR.0),
            terminate_dll: Some(|_| Code::NO_ERROR.0),
            accept_new_link: Some(|_, _, _| TRUE),
            link_hangup_notification: Some(|_, _, _| ()),
            ..Self::none()
        }
    }

    /// Everything but InitializeDllEx, and everything accepted: connections, links, reauthentications, offered
    /// addresses. Where none is offered it has none to give, and says so (IP4-04, IP6-03). Replace what should
    /// decide otherwise.
    pub fn all_accepted() -> Self {
        Self {
            accept_new_connection: Some(|_, _, _| TRUE),
            accept_new_connection2: Some(|_, _, _, _| TRUE),
            accept_new_connection3: Some(|_, _, _, _, _| TRUE),
            accept_new_connection_ex: Some(|_, _| TRUE),
            connection_hangup_notification: Some(|_, _, _| ()),
            connection_hangup_notification2: Some(|_, _, _, _| ()),
            connection_hangup_notification3: Some(|_, _, _, _, _| ()),
            connection_hangup_notification_ex: Some(|_, _| ()),
            accept_reauthentication: Some(|_, _, _, _, _| TRUE),
            accept_reauthentication_ex: Some(|_, _| TRUE),
            accept_tunnel_endpoint_change_ex: Some(|_, _| TRUE),
            validate_pre_authenticated_connection_ex: Some(|_, _, _| Code::NO_ERROR.0),
            get_ip_address_for_user: Some(|_, _, _, address, notify| {
                *notify = FALSE;
                if *address == 0 { Code::PPP_NO_ADDRESS_ASSIGNED.0 } else { Code::NO_ERROR.0 }
            }),
            release_ip_address: Some(|_, _, _, _| ()),
            get_ipv6_address_for_user: Some(|_, _, _, address, notify| {
                *notify = FALSE;
                if *address == IN6_ADDR::ZERO { Code::PPP_NO_ADDRESS_ASSIGNED.0 } else { Code::NO_ERROR.0 }
            }),
            release_ipv6_address_for_user: Some(|_, _, _, _| Code::NO_ERROR.0),
            ..Self::links_accepted()
        }
    }

    /// As [`all_accepted`](Self::all_accepted), without the two functions that no page describes (AMB-28, AMB-29).
    ///
    /// A DLL that answers for those lets clients move, and skip authentication, on the strength of a guess.
    pub fn documented() -> Self {
        Self {
            accept_tunnel_endpoint_change_ex: None,
            validate_pre_authenticated_connection_ex: None,
            ..Self::all_accepted()
        }
    }
}

/// MPRAPI_ADMIN_DLL_CALLBACKS as a DLL written in Rust sees it: the functions stand in an [`Exports`] of their own.
///
/// ```
/// use mockras::prelude::*;
/// struct Gate;
/// impl AdminDll for Gate {
///     fn exports(&self) -> Exports<Self> {
///         let register: fn(&mut Self, &mut Callbacks<Self>) -> DWORD = |_, table| {
///             table.revision = 2;
///             table.functions = Exports {
///                 accept_new_connection_ex: Some(|_, ex| BOOL::from(ex.dwInterfaceType == 0)),
///                 connection_hangup_notification_ex: Some(|_, _| ()),
///                 ..Exports::links_accepted()
///             };
///             Code::NO_ERROR.0
///         };
///         Exports { initialize_dll_ex: Some(register), ..Exports::none() }
///     }
/// }
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let transcript = mockras::run(&scenario, &[Registered::new("gate", || Gate)]).to_string();
/// assert!(transcript.contains("AcceptNewConnectionEx*")); // the star: called through its slot
/// assert!(transcript.contains("connected"));
/// ```
pub struct Callbacks<T> {
    /// The version of the table: 1 or 2 (CBTABLE-01). On entry, what RAS offers.
    pub revision: u8,
    /// The functions to register; every other slot becomes NULL. Those without a slot ([`Callout::slot`]) are ignored.
    pub functions: Exports<T>,
}

impl<T> Callbacks<T> {
    /// The table as RAS hands it over.
    pub(super) fn new(revision: u8) -> Self {
        Self { revision, functions: Exports::none() }
    }

    /// What stands in the table now.
    pub(super) fn image(&self) -> CallbacksTable {
        let set = self.functions.set();
        let slot = |callout| if set.contains(callout) { Slot::Set } else { Slot::Null };
        CallbacksTable { revision: self.revision, slots: Callout::SLOTS.map(slot) }
    }
}
