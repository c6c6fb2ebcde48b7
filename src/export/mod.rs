//! What a DLL written in Rust needs to be one that a service loads.
//!
//! This is the only room of the library with `unsafe`. Every block is one operation, and its comment names what it rests on:
//!
//! - **F1, arguments.** What a host hands to a DLL is null, or points to what the prototype says: there until the callout
//!   returns, and written by nobody else meanwhile. Misaligned pointers are turned away like null ones.
//! - **F2, values.** Every bit pattern is a value of the structures that are handed over ([`Plain`](crate::abi::Plain)).
//! - **F3, text.** It ends in NUL, or goes on for [`NAME_UNITS_MAX`] units.
//! - **F4, the tail.** Behind the start of an AUTH_VALIDATION_EX lie AUTH_INFO_OFFSET + AuthInfoSize bytes.
//!   A size above [`i32::MAX`] is none, as a service that lies may say it: then nothing of the tail is touched.
//! - **F5, the note.** Where a host has a function `MockrasNote`, it is `void MockrasNote(const char *)`.
//! - **F6, one instance.** What is exported is called through the one [`DllHome`] of its type,
//!   which serialises calls, and no panic leaves it.
//! - **F7, the same layout.** A structure of windows-sys and ours of the same name have the same size, alignment and members:
//!   asserted when the crate compiles. Every bit pattern is a value of both, but for functions, which both may lack.

#![allow(unsafe_code, reason = "functions with C prototypes are called through raw pointers")]

pub mod entry;
mod home;
mod note;
mod pointer;
#[cfg(feature = "windows-sys")]
mod windows_sys;

pub use home::{DllHome, Exported, FAILED};
pub use pointer::NAME_UNITS_MAX;

/// A type that lies in memory as `T` does: `T` itself, or with the feature `windows-sys` the structure of that name there.
///
/// With that feature, references are converted in both directions, and cost nothing:
///
/// ```
/// # #[cfg(feature = "windows-sys")] {
/// use mockras::abi::RAS_PORT_0;
/// use windows_sys::Win32::NetworkManagement::Rras;
///
/// let mut theirs = Rras::RAS_PORT_0::default();
/// let ours: &mut RAS_PORT_0 = (&mut theirs).into();
/// ours.dwTotalNumberOfCalls = 7;
/// assert_eq!(theirs.dwTotalNumberOfCalls, 7);
/// # }
/// ```
///
/// # Safety
///
/// Both have the same size, alignment and members, and what is a value of one is a value of the other.
pub unsafe trait SameLayout<T> {}

// SAFETY: it is the same type.
unsafe impl<T> SameLayout<T> for T {}

/// For the test that `export_admin_dll!` writes.
///
/// # Panics
///
/// If what is listed is not what the type exports.
pub fn assert_listed<D: Exported>() {
    let mismatch = D::home().mismatch_of_new();
    assert!(mismatch.is_none(), "{}", mismatch.unwrap_or_default());
}

/// Makes a DLL of a type: the crate, a `cdylib`, exports its entry points.
///
/// The list names them, by [`Callout`](crate::ras::Callout): Rust cannot choose at run time what a library exports,
/// so it must be what [`AdminDll::exports`](crate::dll::AdminDll::exports) says. A test that the macro adds compares
/// the two; under mockras the DLL notes a difference as well.
///
/// ```standalone_crate
/// use mockras::prelude::*;
///
/// /// Lets nobody called mallory in.
/// #[derive(Default)]
/// struct Gate {
///     connections: u32,
/// }
///
/// impl AdminDll for Gate {
///     fn exports(&self) -> Exports<Self> {
///         Exports {
///             accept_new_connection2: Some(|gate, c0, _, _| {
///                 gate.connections += 1;
///                 BOOL::from(Name::from_array(&c0.wszUserName) != "mallory")
///             }),
///             connection_hangup_notification2: Some(|gate, _, _, _| gate.connections -= 1),
///             accept_reauthentication: Some(|_, _, _, _, _| TRUE),
///             ..Exports::links_accepted()
///         }
///     }
/// }
///
/// mockras::export_admin_dll!(
///     Gate: InitializeDll, TerminateDll, AcceptNewConnection2, ConnectionHangupNotification2,
///     AcceptReauthentication, AcceptNewLink, LinkHangupNotification
/// );
///
/// // The same type can be tried without being a DLL:
/// let scenario = Scenario::of([Step::dial("VPN2-0", "mallory")]);
/// let transcript = mockras::run(&scenario, &[Registered::new("gate", Gate::default)]);
/// assert!(transcript.to_string().contains("= FALSE"));
/// ```
///
/// The instance is the type's `Default`, or what an expression makes: `export_admin_dll!(Gate = Gate::new(7): ...)`.
/// There is one per process, made when it is first called. Calls of several threads wait for each other, so the type
/// must be `Send`; a call that comes from within a call is answered as if the function had failed. So is one that
/// panics: no panic leaves the DLL. Its message goes to standard error, once for each place in the code. mockras hears of it
/// instead: the transcript has the call as one that did not return, with the file and the line.
///
/// Without a list, `export_admin_dll!(Gate)`, the DLL exports InitializeDllEx and TerminateDll, and registers
/// through the callbacks table whatever of the type's exports has a slot there. That suits Windows Server 2008 R2
/// and later.
/// What has
/// no slot (the older connection functions, plain AcceptReauthentication) has to be listed: the test says so.
///
/// ```standalone_crate
/// use mockras::prelude::*;
///
/// #[derive(Default)]
/// struct Gate;
///
/// impl AdminDll for Gate {
///     fn exports(&self) -> Exports<Self> {
///         Exports {
///             accept_new_connection_ex: Some(|_, ex| BOOL::from(ex.dwInterfaceType == ROUTER_IF_TYPE_CLIENT)),
///             connection_hangup_notification_ex: Some(|_, _| ()),
///             ..Exports::links_accepted()
///         }
///     }
/// }
///
/// mockras::export_admin_dll!(Gate);
/// # mockras::export::assert_listed::<Gate>();
/// ```
#[macro_export]
macro_rules! export_admin_dll {
    ($dll:ty) => {
        $crate::export_admin_dll!($dll: InitializeDllEx, TerminateDll);
    };
    ($dll:ty: $($callout:ident),+ $(,)?) => {
        $crate::export_admin_dll!(@all $dll, [<$dll as ::std::default::Default>::default()], $($callout)+);
    };
    ($dll:ty = $($rest:tt)+) => {
        $crate::export_admin_dll!(@make $dll, [] $($rest)+);
    };

    // The expression ends at the colon.
    (@make $dll:ty, [$($make:tt)+]) => {
        $crate::export_admin_dll!(@all $dll, [$($make)+], InitializeDllEx TerminateDll);
    };
    (@make $dll:ty, [$($make:tt)+] : $($callout:ident),+ $(,)?) => {
        $crate::export_admin_dll!(@all $dll, [$($make)+], $($callout)+);
    };
    (@make $dll:ty, [$($make:tt)*] $next:tt $($rest:tt)*) => {
        $crate::export_admin_dll!(@make $dll, [$($make)* $next] $($rest)*);
    };

    (@all $dll:ty, [$($make:tt)+], $($callout:ident)+) => {
        #[allow(unsafe_code, reason = "exporting a function is unsafe: its name must be the only one of its kind")]
        const _: () = {
            static HOME: $crate::export::DllHome<$dll> =
                $crate::export::DllHome::new(|| $($make)+, &[$($crate::ras::Callout::$callout),+]);

            impl $crate::export::Exported for $dll {
                fn home() -> &'static $crate::export::DllHome<Self> {
                    &HOME
                }
            }

            $($crate::__admin_dll_entry!($dll, $callout);)+
        };

        #[cfg(test)]
        #[test]
        fn admin_dll_exports_what_is_listed() {
            $crate::export::assert_listed::<$dll>();
        }
    };
}

/// Exports the timer of a DLL that [`export_admin_dll!`] makes, as `MockrasTimer`: mockras runs it at the end of every
/// `wait`, and no other host knows it.
///
/// ```standalone_crate
/// use mockras::prelude::*;
///
/// #[derive(Default)]
/// struct Gate {
///     minutes: u32,
/// }
///
/// impl AdminDll for Gate {
///     fn exports(&self) -> Exports<Self> {
///         Exports { timer: Some(|gate| gate.minutes += 1), ..Exports::links_accepted() }
///     }
/// }
///
/// mockras::export_admin_dll!(Gate: InitializeDll, TerminateDll, AcceptNewLink, LinkHangupNotification);
/// mockras::export_timer!(Gate);
/// ```
#[macro_export]
macro_rules! export_timer {
    ($dll:ty) => {
        #[allow(
            unsafe_code,
            reason = "exporting a function is unsafe: its name must be the only one of its kind"
        )]
        const _: () = {
            #[unsafe(no_mangle)]
            #[allow(non_snake_case, reason = "mockras looks for this name")]
            extern "C" fn MockrasTimer() {
                $crate::export::entry::timer::<$dll>();
            }
        };
    };
}

/// One exported function of `export_admin_dll!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __admin_dll_entry {
    ($d:ty, InitializeDll) => {
        $crate::__admin_dll_entry!(@plain $d, MprAdminInitializeDll = initialize_dll -> DWORD);
    };
    ($d:ty, InitializeDllEx) => {
        $crate::__admin_dll_entry!(@table $d, MprAdminInitializeDllEx = initialize_dll_ex -> DWORD);
    };
    ($d:ty, TerminateDll) => {
        $crate::__admin_dll_entry!(@plain $d, MprAdminTerminateDll = terminate_dll -> DWORD);
    };
    ($d:ty, AcceptNewConnection) => {
        $crate::__admin_dll_entry!(@c01 $d, MprAdminAcceptNewConnection = accept_new_connection -> BOOL);
    };
    ($d:ty, AcceptNewConnection2) => {
        $crate::__admin_dll_entry!(@c012 $d, MprAdminAcceptNewConnection2 = accept_new_connection2 -> BOOL);
    };
    ($d:ty, AcceptNewConnection3) => {
        $crate::__admin_dll_entry!(@c0123 $d, MprAdminAcceptNewConnection3 = accept_new_connection3 -> BOOL);
    };
    ($d:ty, AcceptNewConnectionEx) => {
        $crate::__admin_dll_entry!(@ex $d, MprAdminAcceptNewConnectionEx = accept_new_connection_ex -> BOOL);
    };
    ($d:ty, ConnectionHangupNotification) => {
        $crate::__admin_dll_entry!(@c01 $d, MprAdminConnectionHangupNotification = connection_hangup_notification);
    };
    ($d:ty, ConnectionHangupNotification2) => {
        $crate::__admin_dll_entry!(@c012 $d, MprAdminConnectionHangupNotification2 = connection_hangup_notification2);
    };
    ($d:ty, ConnectionHangupNotification3) => {
        $crate::__admin_dll_entry!(@c0123 $d, MprAdminConnectionHangupNotification3 = connection_hangup_notification3);
    };
    ($d:ty, ConnectionHangupNotificationEx) => {
        $crate::__admin_dll_entry!(@ex $d, MprAdminConnectionHangupNotificationEx = connection_hangup_notification_ex);
    };
    ($d:ty, AcceptReauthentication) => {
        $crate::__admin_dll_entry!(@c0123 $d, MprAdminAcceptReauthentication = accept_reauthentication -> BOOL);
    };
    ($d:ty, AcceptReauthenticationEx) => {
        $crate::__admin_dll_entry!(@ex $d, MprAdminAcceptReauthenticationEx = accept_reauthentication_ex -> BOOL);
    };
    ($d:ty, AcceptTunnelEndpointChangeEx) => {
        $crate::__admin_dll_entry!(@ex $d, MprAdminAcceptTunnelEndpointChangeEx = accept_tunnel_endpoint_change_ex -> BOOL);
    };
    ($d:ty, ValidatePreAuthenticatedConnectionEx) => {
        $crate::__admin_dll_entry!(@auth $d, RasValidatePreAuthenticatedConnectionEx = validate_pre_authenticated_connection_ex -> DWORD);
    };
    ($d:ty, AcceptNewLink) => {
        $crate::__admin_dll_entry!(@link $d, MprAdminAcceptNewLink = accept_new_link -> BOOL);
    };
    ($d:ty, LinkHangupNotification) => {
        $crate::__admin_dll_entry!(@link $d, MprAdminLinkHangupNotification = link_hangup_notification);
    };
    ($d:ty, GetIpAddressForUser) => {
        $crate::__admin_dll_entry!(@get4 $d, MprAdminGetIpAddressForUser = get_ip_address_for_user -> DWORD);
    };
    ($d:ty, ReleaseIpAddress) => {
        $crate::__admin_dll_entry!(@release4 $d, MprAdminReleaseIpAddress = release_ip_address);
    };
    ($d:ty, GetIpv6AddressForUser) => {
        $crate::__admin_dll_entry!(@get6 $d, MprAdminGetIpv6AddressForUser = get_ipv6_address_for_user -> DWORD);
    };
    ($d:ty, ReleaseIpv6AddressForUser) => {
        $crate::__admin_dll_entry!(@release6 $d, MprAdminReleaseIpv6AddressForUser = release_ipv6_address_for_user -> DWORD);
    };

    (@plain $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function() $(-> $result)?);
    };
    (@table $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(table: MPRAPI_ADMIN_DLL_CALLBACKS) $(-> $result)?);
    };
    (@c01 $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1) $(-> $result)?);
    };
    (@c012 $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1, c2: RAS_CONNECTION_2) $(-> $result)?);
    };
    (@c0123 $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(c0: RAS_CONNECTION_0, c1: RAS_CONNECTION_1, c2: RAS_CONNECTION_2, c3: RAS_CONNECTION_3) $(-> $result)?);
    };
    (@ex $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(ex: RAS_CONNECTION_EX) $(-> $result)?);
    };
    (@auth $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(auth: AUTH_VALIDATION_EX) $(-> $result)?);
    };
    (@link $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(port0: RAS_PORT_0, port1: RAS_PORT_1) $(-> $result)?);
    };
    (@get4 $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(user: WCHAR, port: WCHAR, address: DWORD, notify: BOOL) $(-> $result)?);
    };
    (@release4 $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(user: WCHAR, port: WCHAR, address: DWORD) $(-> $result)?);
    };
    (@get6 $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(user: WCHAR, port: WCHAR, address: IN6_ADDR, notify: BOOL) $(-> $result)?);
    };
    (@release6 $d:ty, $export:ident = $function:ident $(-> $result:ident)?) => {
        $crate::__admin_dll_entry!(@ $d, $export = $function(user: WCHAR, port: WCHAR, address: IN6_ADDR) $(-> $result)?);
    };

    (@ $d:ty, $export:ident = $function:ident($($argument:ident: $type:ident),*) $(-> $result:ident)?) => {
        #[unsafe(no_mangle)]
        #[allow(non_snake_case, reason = "services look for this name")]
        unsafe extern "system" fn $export($($argument: *mut $crate::abi::$type),*) $(-> $crate::abi::$result)? {
            // SAFETY: the service calls it as its prototype says, which is all that is asked.
            unsafe { $crate::export::entry::$function::<$d, false>($($argument),*) }
        }
    };
}
