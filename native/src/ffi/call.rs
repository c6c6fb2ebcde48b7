//! The prototypes of the 21 entry points.

use std::ffi::c_void;
use std::mem::transmute;
use std::ptr::NonNull;

use mockras::abi::{
    AUTH_VALIDATION_EX, BOOL, DWORD, IN6_ADDR, MPRAPI_ADMIN_DLL_CALLBACKS, RAS_CONNECTION_0,
    RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_CONNECTION_3, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, WCHAR,
};
use mockras::ras::ResultKind;

/// A function of a DLL, by its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FunctionPointer(NonNull<c_void>);

impl FunctionPointer {
    /// The function at this address.
    pub(super) fn at(address: NonNull<c_void>) -> Self {
        Self(address)
    }
}

/// Gives each list of parameters a method that calls a function which takes them.
macro_rules! prototypes {
    ($($(#[$doc:meta])* $name:ident($($parameter:ident: $type:ty),*);)*) => {
        impl FunctionPointer {
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
                    if result == ResultKind::Nothing {
                        // SAFETY: N2.
                        let function = unsafe {
                            transmute::<NonNull<c_void>, unsafe extern "system" fn($($type),*)>(self.0)
                        };
                        // SAFETY: N1 and N2, and the caller's promise.
                        unsafe { function($($parameter),*) };
                        return 0;
                    }
                    // SAFETY: N2. BOOL and DWORD come back in the same register.
                    let function = unsafe {
                        transmute::<NonNull<c_void>, unsafe extern "system" fn($($type),*) -> DWORD>(self.0)
                    };
                    // SAFETY: N1 and N2, and the caller's promise.
                    unsafe { function($($parameter),*) }
                }
            )*
        }
    };
}

prototypes! {
    /// InitializeDll, TerminateDll.
    plain();
    /// InitializeDllEx.
    with_table(table: *mut MPRAPI_ADMIN_DLL_CALLBACKS);
    /// The connection functions of series plain.
    on_connection(c0: *mut RAS_CONNECTION_0, c1: *mut RAS_CONNECTION_1);
    /// Those of series 2.
    on_connection2(c0: *mut RAS_CONNECTION_0, c1: *mut RAS_CONNECTION_1, c2: *mut RAS_CONNECTION_2);
    /// Those of series 3, and AcceptReauthentication.
    on_connection3(
        c0: *mut RAS_CONNECTION_0,
        c1: *mut RAS_CONNECTION_1,
        c2: *mut RAS_CONNECTION_2,
        c3: *mut RAS_CONNECTION_3
    );
    /// The Ex functions.
    on_connection_ex(connection: *mut RAS_CONNECTION_EX);
    /// The link functions.
    on_link(port0: *mut RAS_PORT_0, port1: *mut RAS_PORT_1);
    /// RasValidatePreAuthenticatedConnectionEx.
    on_pre_authenticated(validation: *mut AUTH_VALIDATION_EX);
    /// GetIpAddressForUser.
    get_ipv4(user: *mut WCHAR, port: *mut WCHAR, address: *mut DWORD, notify: *mut BOOL);
    /// ReleaseIpAddress.
    release_ipv4(user: *mut WCHAR, port: *mut WCHAR, address: *mut DWORD);
    /// GetIpv6AddressForUser.
    get_ipv6(user: *mut WCHAR, port: *mut WCHAR, address: *mut IN6_ADDR, notify: *mut BOOL);
    /// ReleaseIpv6AddressForUser.
    release_ipv6(user: *mut WCHAR, port: *mut WCHAR, address: *mut IN6_ADDR);
}
