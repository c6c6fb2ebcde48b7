//! Functions with the header's prototypes, played as the exports of a DLL without a library around them.

use std::ffi::c_void;
use std::ptr::NonNull;

use super::library::linked;
use mockras::abi::{
    AUTH_VALIDATION_EX, BOOL, DWORD, IN6_ADDR, MPRAPI_ADMIN_DLL_CALLBACKS, RAS_CONNECTION_0,
    RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_CONNECTION_3, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, WCHAR,
};
use mockras::dll::{Plugin, Registered};
use mockras::export::SameLayout;
use mockras::ras::Callout;
use mockras::scenario::Dll;

/// A pointer to `T`, or to what lies in memory as `T` does, constant or not.
pub trait PointsTo<T> {}

impl<T, S: SameLayout<T>> PointsTo<T> for *const S {}

impl<T, S: SameLayout<T>> PointsTo<T> for *mut S {}

/// The functions of a DLL that is no library, such as one whose source is part of the test.
///
/// Each is called as a native DLL is called in this process: its arguments lie between guards, and what it writes beside or
/// into them is found. With the feature `windows-sys`, they may have the types of that crate:
///
/// ```
/// # #![allow(unsafe_code)]
/// use mockras::prelude::*;
/// use mockras_native::Functions;
/// use windows_sys::Win32::NetworkManagement::Rras;
///
/// extern "system" fn initialize() -> u32 {
///     0
/// }
///
/// extern "system" fn accept(_: *mut Rras::RAS_CONNECTION_EX) -> BOOL {
///     TRUE
/// }
///
/// extern "system" fn hung_up(_: *mut Rras::RAS_CONNECTION_EX) {}
///
/// extern "system" fn link(_: *mut Rras::RAS_PORT_0, _: *mut Rras::RAS_PORT_1) -> BOOL {
///     2
/// }
///
/// extern "system" fn link_hung_up(_: *mut Rras::RAS_PORT_0, _: *mut Rras::RAS_PORT_1) {}
///
/// let gate = Functions::of("gate")
///     .initialize_dll(initialize)
///     .terminate_dll(initialize)
///     .accept_new_connection_ex(accept)
///     .connection_hangup_notification_ex(hung_up)
///     .accept_new_link(link)
///     .link_hangup_notification(link_hung_up);
/// // SAFETY: they touch nothing of what they are handed.
/// let gate = unsafe { gate.registered() };
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[gate]);
/// let verdicts = run.verdicts();
/// let wrong: Vec<&str> = verdicts.errors().map(|finding| finding.rule.name).collect();
/// assert_eq!(wrong, ["verdicts-are-true-or-false"], "2 is neither TRUE nor FALSE");
/// ```
///
/// Whatever they do to the process, they do to that of the test: a crash ends it, and so does a panic, which no function with
/// such a prototype may let out. Their statics are those of both processes of the service.
#[derive(Debug, Clone)]
pub struct Functions {
    dll: Dll,
    functions: Vec<(Callout, NonNull<c_void>)>,
}

impl Functions {
    /// A DLL of this name that exports nothing yet.
    pub fn of(name: &str) -> Self {
        Self { dll: Dll { name: Some(name.to_owned()), ..Dll::file(name) }, functions: Vec::new() }
    }

    /// The DLL, to be played in this process.
    ///
    /// # Safety
    ///
    /// Each function does with its arguments no more than its prototype allows: pointers lead to what they say until it
    /// returns, and not longer.
    pub unsafe fn registered(self) -> Registered {
        let Self { dll, functions } = self;
        Registered::plugin(dll.name(), move |_| {
            // SAFETY: N2: their types are those of their names, and the rest is the caller's promise. They are part of the
            // program, so they stay where they are (N1).
            let plugin = unsafe { linked(&dll, &functions) };
            Ok(Box::new(plugin) as Box<dyn Plugin>)
        })
    }

    fn with(mut self, callout: Callout, function: *mut c_void) -> Self {
        self.functions.retain(|(other, _)| *other != callout);
        self.functions.extend(NonNull::new(function).map(|function| (callout, function)));
        self
    }
}

/// Gives every entry point its method, which takes a function with the parameters that it names.
macro_rules! entry_points {
    ($($name:ident = $callout:ident($($letter:ident: $type:ty),*) -> $result:ty;)*) => {
        impl Functions {
            $(
                #[doc = concat!("Exports this function as ", stringify!($callout), ".")]
                #[must_use]
                pub fn $name<$($letter: PointsTo<$type>),*>(
                    self,
                    function: unsafe extern "system" fn($($letter),*) -> $result,
                ) -> Self {
                    self.with(Callout::$callout, function as *mut c_void)
                }
            )*
        }
    };
}

entry_points! {
    initialize_dll = InitializeDll() -> DWORD;
    initialize_dll_ex = InitializeDllEx(A: MPRAPI_ADMIN_DLL_CALLBACKS) -> DWORD;
    terminate_dll = TerminateDll() -> DWORD;
    accept_new_connection = AcceptNewConnection(A: RAS_CONNECTION_0, B: RAS_CONNECTION_1) -> BOOL;
    accept_new_connection2 =
        AcceptNewConnection2(A: RAS_CONNECTION_0, B: RAS_CONNECTION_1, C: RAS_CONNECTION_2) -> BOOL;
    accept_new_connection3 = AcceptNewConnection3(
        A: RAS_CONNECTION_0, B: RAS_CONNECTION_1, C: RAS_CONNECTION_2, D: RAS_CONNECTION_3
    ) -> BOOL;
    accept_new_connection_ex = AcceptNewConnectionEx(A: RAS_CONNECTION_EX) -> BOOL;
    connection_hangup_notification =
        ConnectionHangupNotification(A: RAS_CONNECTION_0, B: RAS_CONNECTION_1) -> ();
    connection_hangup_notification2 =
        ConnectionHangupNotification2(A: RAS_CONNECTION_0, B: RAS_CONNECTION_1, C: RAS_CONNECTION_2) -> ();
    connection_hangup_notification3 = ConnectionHangupNotification3(
        A: RAS_CONNECTION_0, B: RAS_CONNECTION_1, C: RAS_CONNECTION_2, D: RAS_CONNECTION_3
    ) -> ();
    connection_hangup_notification_ex = ConnectionHangupNotificationEx(A: RAS_CONNECTION_EX) -> ();
    accept_reauthentication = AcceptReauthentication(
        A: RAS_CONNECTION_0, B: RAS_CONNECTION_1, C: RAS_CONNECTION_2, D: RAS_CONNECTION_3
    ) -> BOOL;
    accept_reauthentication_ex = AcceptReauthenticationEx(A: RAS_CONNECTION_EX) -> BOOL;
    accept_tunnel_endpoint_change_ex = AcceptTunnelEndpointChangeEx(A: RAS_CONNECTION_EX) -> BOOL;
    validate_pre_authenticated_connection_ex =
        ValidatePreAuthenticatedConnectionEx(A: AUTH_VALIDATION_EX) -> DWORD;
    accept_new_link = AcceptNewLink(A: RAS_PORT_0, B: RAS_PORT_1) -> BOOL;
    link_hangup_notification = LinkHangupNotification(A: RAS_PORT_0, B: RAS_PORT_1) -> ();
    get_ip_address_for_user = GetIpAddressForUser(A: WCHAR, B: WCHAR, C: DWORD, D: BOOL) -> DWORD;
    release_ip_address = ReleaseIpAddress(A: WCHAR, B: WCHAR, C: DWORD) -> ();
    get_ipv6_address_for_user = GetIpv6AddressForUser(A: WCHAR, B: WCHAR, C: IN6_ADDR, D: BOOL) -> DWORD;
    release_ipv6_address_for_user = ReleaseIpv6AddressForUser(A: WCHAR, B: WCHAR, C: IN6_ADDR) -> ();
}
