//! The prototypes of the 21 entry points.

use std::ffi::c_void;
use std::ptr::NonNull;

use super::{boundary, meter, sanitizer};
use mockras::abi::{
    AUTH_VALIDATION_EX, BOOL, DWORD, IN6_ADDR, MPRAPI_ADMIN_DLL_CALLBACKS, RAS_CONNECTION_0,
    RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_CONNECTION_3, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, WCHAR,
};
use mockras::ras::{Callout, ResultKind};

/// A function of a DLL, by its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EntryFunction(NonNull<c_void>);

impl EntryFunction {
    /// The function at this address.
    pub(super) fn at(address: NonNull<c_void>) -> Self {
        Self(address)
    }
}

/// The addresses of a DLL's entry points, in the order of [`Callout::ALL`]; `None` for those that it lacks.
pub(super) type Functions = [Option<NonNull<c_void>>; Callout::ALL.len()];

/// Gives each list of parameters a method that calls a function which takes them.
macro_rules! prototypes {
    ($($(#[$doc:meta])* $name:ident($($parameter:ident: $type:ty),*);)*) => {
        impl EntryFunction {
            $(
                $(#[$doc])*
                ///
                /// Returns the return register, and 0 for a function that is `VOID`.
                ///
                /// # Safety
                ///
                /// N1 and N2 hold for the function and these parameters, and what the pointers lead to is
                /// there, aligned, and nobody else's until the function returns.
                pub(super) unsafe fn $name(self, result: ResultKind $(, $parameter: $type)*) -> u32 {
                    let before = meter::before();
                    sanitizer::entered();
                    let value = boundary::call!(self.0, ($($parameter: $type),*) -> DWORD);
                    sanitizer::left();
                    meter::after(before);
                    if result == ResultKind::Nothing { 0 } else { value }
                }
            )*
        }
    };
}

prototypes! {
    /// Calls InitializeDll or TerminateDll.
    plain();
    /// Calls InitializeDllEx.
    with_table(table: *mut MPRAPI_ADMIN_DLL_CALLBACKS);
    /// Calls a connection function of the plain series.
    on_connection(c0: *mut RAS_CONNECTION_0, c1: *mut RAS_CONNECTION_1);
    /// Calls a connection function of series 2.
    on_connection2(c0: *mut RAS_CONNECTION_0, c1: *mut RAS_CONNECTION_1, c2: *mut RAS_CONNECTION_2);
    /// Calls a connection function of series 3, or AcceptReauthentication.
    on_connection3(
        c0: *mut RAS_CONNECTION_0,
        c1: *mut RAS_CONNECTION_1,
        c2: *mut RAS_CONNECTION_2,
        c3: *mut RAS_CONNECTION_3
    );
    /// Calls a connection function of the Ex series.
    on_connection_ex(connection: *mut RAS_CONNECTION_EX);
    /// Calls AcceptNewLink or LinkHangupNotification.
    on_link(port0: *mut RAS_PORT_0, port1: *mut RAS_PORT_1);
    /// Calls RasValidatePreAuthenticatedConnectionEx.
    on_pre_authenticated(validation: *mut AUTH_VALIDATION_EX);
    /// Calls GetIpAddressForUser.
    get_ipv4(user: *mut WCHAR, port: *mut WCHAR, address: *mut DWORD, notify: *mut BOOL);
    /// Calls ReleaseIpAddress.
    release_ipv4(user: *mut WCHAR, port: *mut WCHAR, address: *mut DWORD);
    /// Calls GetIpv6AddressForUser.
    get_ipv6(user: *mut WCHAR, port: *mut WCHAR, address: *mut IN6_ADDR, notify: *mut BOOL);
    /// Calls ReleaseIpv6AddressForUser.
    release_ipv6(user: *mut WCHAR, port: *mut WCHAR, address: *mut IN6_ADDR);
}
