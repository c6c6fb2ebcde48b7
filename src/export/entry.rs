//! The 21 entry points of a DLL written in Rust, as a host calls them.
//!
//! `BY_SLOT` tells the function in the callbacks table from the export of the same name. Where there is nothing to
//! call, an argument is missing, or the DLL panics, the answer is no: FALSE, or [`FAILED`].
//!
//! # Safety
//!
//! For all of them, F1 to F4 (see [`export`](super)) hold of the arguments.
#![allow(clippy::missing_safety_doc, reason = "it is the same for all of them, and stands at the top")]

use std::mem::transmute;

use super::home::{Exported, FAILED};
use super::pointer::{name, room, structure, validation};

use crate::abi::{
    AUTH_VALIDATION_EX, BOOL, DWORD, FALSE, IN6_ADDR, MPRAPI_ADMIN_DLL_CALLBACKS, MPRAPI_ADMIN_DLL_VERSION_2,
    Plain, RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_CONNECTION_3, RAS_CONNECTION_EX,
    RAS_PORT_0, RAS_PORT_1, WCHAR,
};
use crate::dll::{Callbacks, Exports, Get, Release};
use crate::ras::Callout;

/// The entry point MprAdminInitializeDll.
pub unsafe extern "system" fn initialize_dll<D: Exported, const BY_SLOT: bool>() -> DWORD {
    D::home()
        .begin(|loaded| {
            let (functions, dll) = loaded.functions(BY_SLOT);
            functions.initialize_dll.map(|function| function(dll))
        })
        .unwrap_or(FAILED)
}

/// The entry point MprAdminInitializeDllEx. A type without one registers all that it exports, and does what its
/// InitializeDll does.
pub unsafe extern "system" fn initialize_dll_ex<D: Exported, const BY_SLOT: bool>(
    table: *mut MPRAPI_ADMIN_DLL_CALLBACKS,
) -> DWORD {
    // SAFETY: F1 holds of it.
    let Some(revision) = (unsafe { revision(table) }) else { return FAILED };
    let initialised = D::home().begin(|loaded| {
        let mut callbacks = Callbacks { revision, functions: Exports::none() };
        let (exports, dll) = loaded.functions(false);
        let result = match exports.initialize_dll_ex {
            Some(function) => function(dll, &mut callbacks),
            None => {
                let result = exports.initialize_dll.map(|function| function(dll));
                callbacks = Callbacks { revision: MPRAPI_ADMIN_DLL_VERSION_2, functions: dll.exports() };
                result.unwrap_or_default()
            }
        };
        let filled = image(&callbacks);
        loaded.registered = callbacks.functions;
        Some((filled, result))
    });
    let Some((filled, result)) = initialised else { return FAILED };
    // SAFETY: F1: there is room for the table; a null or misaligned one has been turned away.
    unsafe { table.write(filled) };
    result
}

/// The revision that a host offers: the only thing of the table that is defined on entry.
///
/// # Safety
///
/// F1 holds of `table`.
unsafe fn revision(table: *const MPRAPI_ADMIN_DLL_CALLBACKS) -> Option<u8> {
    // SAFETY: F1: a table begins with its revision.
    table.is_aligned().then_some(())?;
    // SAFETY: F1 holds of it.
    unsafe { structure::<u8>(table.cast()) }.copied()
}

/// The entry point MprAdminTerminateDll.
pub unsafe extern "system" fn terminate_dll<D: Exported, const BY_SLOT: bool>() -> DWORD {
    D::home()
        .call(|loaded| {
            loaded.is_over = true;
            let (functions, dll) = loaded.functions(BY_SLOT);
            functions.terminate_dll.map(|function| function(dll))
        })
        .unwrap_or(FAILED)
}

/// What `MockrasTimer` does.
pub fn timer<D: Exported>() {
    D::home().call(|loaded| {
        let (functions, dll) = loaded.functions(false);
        functions.timer.map(|timer| timer(dll))
    });
}

/// Makes the entry points that read structures: of connections and of links.
macro_rules! reads_structures {
    ($($export:literal $function:ident($($argument:ident: $structure:ident),+) -> $result:ty, or $refusal:expr;)+) => {$(
        #[doc = concat!("The entry point ", $export, ".")]
        pub unsafe extern "system" fn $function<D: Exported, const BY_SLOT: bool>(
            $($argument: *mut $structure),+
        ) -> $result {
            $(
                // SAFETY: F1 holds of it.
                let $argument = unsafe { structure($argument) };
            )+
            D::home()
                .call(|loaded| {
                    let (functions, dll) = loaded.functions(BY_SLOT);
                    Some(functions.$function?(dll, $($argument?),+))
                })
                .unwrap_or($refusal)
        }
    )+};
}

reads_structures! {
    "MprAdminAcceptNewConnection"
    accept_new_connection(c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1) -> BOOL, or FALSE;
    "MprAdminAcceptNewConnection2"
    accept_new_connection2(c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1, c2: RAS_CONNECTION_2) -> BOOL, or FALSE;
    "MprAdminAcceptNewConnection3"
    accept_new_connection3(
        c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1, c2: RAS_CONNECTION_2, c3: RAS_CONNECTION_3
    ) -> BOOL, or FALSE;
    "MprAdminAcceptNewConnectionEx"
    accept_new_connection_ex(ex: RAS_CONNECTION_EX) -> BOOL, or FALSE;
    "MprAdminConnectionHangupNotification"
    connection_hangup_notification(c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1) -> (), or ();
    "MprAdminConnectionHangupNotification2"
    connection_hangup_notification2(c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1, c2: RAS_CONNECTION_2) -> (), or ();
    "MprAdminConnectionHangupNotification3"
    connection_hangup_notification3(
        c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1, c2: RAS_CONNECTION_2, c3: RAS_CONNECTION_3
    ) -> (), or ();
    "MprAdminConnectionHangupNotificationEx"
    connection_hangup_notification_ex(ex: RAS_CONNECTION_EX) -> (), or ();
    "MprAdminAcceptReauthentication"
    accept_reauthentication(
        c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1, c2: RAS_CONNECTION_2, c3: RAS_CONNECTION_3
    ) -> BOOL, or FALSE;
    "MprAdminAcceptReauthenticationEx"
    accept_reauthentication_ex(ex: RAS_CONNECTION_EX) -> BOOL, or FALSE;
    "MprAdminAcceptTunnelEndpointChangeEx"
    accept_tunnel_endpoint_change_ex(ex: RAS_CONNECTION_EX) -> BOOL, or FALSE;
    "MprAdminAcceptNewLink"
    accept_new_link(port0: RAS_PORT_0, port1: RAS_PORT_1) -> BOOL, or FALSE;
    "MprAdminLinkHangupNotification"
    link_hangup_notification(port0: RAS_PORT_0, port1: RAS_PORT_1) -> (), or ();
}

/// The entry point RasValidatePreAuthenticatedConnectionEx.
pub unsafe extern "system" fn validate_pre_authenticated_connection_ex<D: Exported, const BY_SLOT: bool>(
    auth: *mut AUTH_VALIDATION_EX,
) -> DWORD {
    // SAFETY: F1 and F4 hold of it.
    let auth = unsafe { validation(auth) };
    D::home()
        .call(|loaded| {
            let (functions, dll) = loaded.functions(BY_SLOT);
            let (auth, info) = auth?;
            Some(functions.validate_pre_authenticated_connection_ex?(dll, &auth, info))
        })
        .unwrap_or(FAILED)
}

/// The entry point MprAdminGetIpAddressForUser.
pub unsafe extern "system" fn get_ip_address_for_user<D: Exported, const BY_SLOT: bool>(
    user: *mut WCHAR,
    port: *mut WCHAR,
    address: *mut DWORD,
    notify: *mut BOOL,
) -> DWORD {
    // SAFETY: F1 and F3 hold of them.
    unsafe {
        get::<D, DWORD>(BY_SLOT, |functions| functions.get_ip_address_for_user, user, port, address, notify)
    }
}

/// The entry point MprAdminGetIpv6AddressForUser.
pub unsafe extern "system" fn get_ipv6_address_for_user<D: Exported, const BY_SLOT: bool>(
    user: *mut WCHAR,
    port: *mut WCHAR,
    address: *mut IN6_ADDR,
    notify: *mut BOOL,
) -> DWORD {
    // SAFETY: F1 and F3 hold of them.
    unsafe {
        get::<D, IN6_ADDR>(
            BY_SLOT,
            |functions| functions.get_ipv6_address_for_user,
            user,
            port,
            address,
            notify,
        )
    }
}

/// The entry point MprAdminReleaseIpAddress.
pub unsafe extern "system" fn release_ip_address<D: Exported, const BY_SLOT: bool>(
    user: *mut WCHAR,
    port: *mut WCHAR,
    address: *mut DWORD,
) {
    // SAFETY: F1 and F3 hold of them.
    unsafe { release::<D, _, ()>(BY_SLOT, |functions| functions.release_ip_address, user, port, address) };
}

/// The entry point MprAdminReleaseIpv6AddressForUser. It returns what the type returns: who takes the prototype for
/// VOID does not look.
pub unsafe extern "system" fn release_ipv6_address_for_user<D: Exported, const BY_SLOT: bool>(
    user: *mut WCHAR,
    port: *mut WCHAR,
    address: *mut IN6_ADDR,
) -> DWORD {
    // SAFETY: F1 and F3 hold of them.
    unsafe {
        release(
            BY_SLOT,
            |functions: &Exports<D>| functions.release_ipv6_address_for_user,
            user,
            port,
            address,
        )
    }
    .unwrap_or(FAILED)
}

/// Selects a function of those that a type exports or has registered.
type Choose<D, F> = fn(&Exports<D>) -> Option<F>;

/// Asks for an address.
///
/// # Safety
///
/// F1 and F3 hold of the pointers.
unsafe fn get<D: Exported, A>(
    by_slot: bool,
    function: Choose<D, Get<D, A>>,
    user: *const WCHAR,
    port: *const WCHAR,
    address: *mut A,
    notify: *mut BOOL,
) -> DWORD {
    // SAFETY: F1 and F3 hold of it.
    let user = unsafe { name(user) };
    // SAFETY: F1 and F3 hold of it.
    let port = unsafe { name(port) };
    // SAFETY: F1 holds of it.
    let address = unsafe { room(address) };
    // SAFETY: F1 holds of it; whatever it is poisoned with is a BOOL (F2).
    let notify = unsafe { room(notify) };
    D::home()
        .call(|loaded| {
            let (functions, dll) = loaded.functions(by_slot);
            Some(function(functions)?(dll, &user?, &port?, address?, notify?))
        })
        .unwrap_or(FAILED)
}

/// Says that an address is free again.
///
/// # Safety
///
/// F1 and F3 hold of the pointers.
unsafe fn release<D: Exported, A: Plain, R>(
    by_slot: bool,
    function: Choose<D, Release<D, A, R>>,
    user: *const WCHAR,
    port: *const WCHAR,
    address: *const A,
) -> Option<R> {
    // SAFETY: F1 and F3 hold of it.
    let user = unsafe { name(user) };
    // SAFETY: F1 and F3 hold of it.
    let port = unsafe { name(port) };
    // SAFETY: F1 holds of it.
    let address = unsafe { structure(address) };
    D::home().call(|loaded| {
        let (functions, dll) = loaded.functions(by_slot);
        Some(function(functions)?(dll, &user?, &port?, address?))
    })
}

type Void6 = unsafe extern "system" fn(*mut WCHAR, *mut WCHAR, *mut IN6_ADDR);
type Release6 = unsafe extern "system" fn(*mut WCHAR, *mut WCHAR, *mut IN6_ADDR) -> DWORD;

/// The table in memory: a function in each slot that the type fills.
fn image<D: Exported>(callbacks: &Callbacks<D>) -> MPRAPI_ADMIN_DLL_CALLBACKS {
    let set = callbacks.functions.set();
    macro_rules! filled {
        ($($slot:ident: $callout:ident by $function:expr,)+) => {
            MPRAPI_ADMIN_DLL_CALLBACKS {
                revision: callbacks.revision,
                $($slot: if set.contains(Callout::$callout) { Some($function) } else { None },)+
            }
        };
    }
    let release6: Release6 = release_ipv6_address_for_user::<D, true>;
    filled! {
        lpfnMprAdminGetIpAddressForUser: GetIpAddressForUser by get_ip_address_for_user::<D, true>,
        lpfnMprAdminReleaseIpAddress: ReleaseIpAddress by release_ip_address::<D, true>,
        lpfnMprAdminGetIpv6AddressForUser: GetIpv6AddressForUser by get_ipv6_address_for_user::<D, true>,
        lpfnMprAdminReleaseIpV6AddressForUser: ReleaseIpv6AddressForUser by {
            // SAFETY: F1: the same arguments; who takes it for VOID leaves the return register alone (AMB-26).
            unsafe { transmute::<Release6, Void6>(release6) }
        },
        lpfnRasAdminAcceptNewLink: AcceptNewLink by accept_new_link::<D, true>,
        lpfnRasAdminLinkHangupNotification: LinkHangupNotification by link_hangup_notification::<D, true>,
        lpfnRasAdminTerminateDll: TerminateDll by terminate_dll::<D, true>,
        lpfnRasAdminAcceptNewConnectionEx: AcceptNewConnectionEx by accept_new_connection_ex::<D, true>,
        lpfnRasAdminAcceptEndpointChangeEx: AcceptTunnelEndpointChangeEx
            by accept_tunnel_endpoint_change_ex::<D, true>,
        lpfnRasAdminAcceptReauthenticationEx: AcceptReauthenticationEx by accept_reauthentication_ex::<D, true>,
        lpfnRasAdminConnectionHangupNotificationEx: ConnectionHangupNotificationEx
            by connection_hangup_notification_ex::<D, true>,
        lpfnRASValidatePreAuthenticatedConnectionEx: ValidatePreAuthenticatedConnectionEx
            by validate_pre_authenticated_connection_ex::<D, true>,
    }
}
