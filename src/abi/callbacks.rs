//! The functions a DLL exports, and the table of them that one function fills.
//!
//! A name of the header stands for the function pointer of one prototype; `None` is NULL. Every argument
//! belongs to the service: no function frees one or keeps a pointer after it returns, and structures are
//! input although they are not const.

use super::connection::{RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_CONNECTION_3};
use super::connection_ex::RAS_CONNECTION_EX;
use super::header::AUTH_VALIDATION_EX;
use super::image::CType;
use super::layout::{FieldKind, SizeAndAlign, structure};
use super::port::{RAS_PORT_0, RAS_PORT_1};
use super::scalar::{BOOL, DWORD, IN6_ADDR, UCHAR, WCHAR};

macro_rules! function_pointer {
    ($($argument:ident)*) => {
        impl<$($argument: 'static,)* R: 'static> CType
            for Option<unsafe extern "system" fn($($argument),*) -> R>
        {
            const X64: SizeAndAlign = SizeAndAlign::scalar(8);
            const X86: SizeAndAlign = SizeAndAlign::scalar(4);
            const KIND: FieldKind = FieldKind::Scalar;
            const ZERO: Self = None;
        }
    };
}

function_pointer!();
function_pointer!(A);
function_pointer!(A B);
function_pointer!(A B C);
function_pointer!(A B C D);

/// Declares the type of a function pointer under its name in the header. Every argument is a pointer to what is named.
macro_rules! callback_types {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $target:ident),* $(,)?) $(-> $result:ident)?;)+) => {$(
        $(#[$doc])*
        pub type $name = Option<unsafe extern "system" fn($($argument: *mut $target),*) $(-> $result)?>;
    )+};
}

callback_types! {
    /// `MprAdminInitializeDll`: it returns 0, or why the DLL cannot start. No header has this typedef: it is named
    /// by analogy.
    PMPRADMININITIALIZEDLL() -> DWORD;
    /// `MprAdminInitializeDllEx`: it fills the table and returns 0, or why the DLL cannot start. It is named by
    /// analogy, too.
    PMPRADMININITIALIZEDLLEX(table: MPRAPI_ADMIN_DLL_CALLBACKS) -> DWORD;
    /// `MprAdminTerminateDll`: it returns 0, or an error.
    PMPRADMINTERMINATEDLL() -> DWORD;
    /// `MprAdminGetIpAddressForUser`: the address comes in as offered and goes out as chosen. It returns 0, or an
    /// error.
    PMPRADMINGETIPADDRESSFORUSER(user: WCHAR, port: WCHAR, address: DWORD, notify_release: BOOL) -> DWORD;
    /// `MprAdminReleaseIpAddress`. The header spells the typedef with one D, the export with two.
    PMPRADMINRELEASEIPADRESS(user: WCHAR, port: WCHAR, address: DWORD);
    /// `MprAdminGetIpv6AddressForUser`: the address comes in as offered and goes out as chosen. It returns 0, or an
    /// error.
    PMPRADMINGETIPV6ADDRESSFORUSER(user: WCHAR, port: WCHAR, address: IN6_ADDR, notify_release: BOOL) -> DWORD;
    /// `MprAdminReleaseIpv6AddressForUser`. The prototype of mingw-w64 returns DWORD, its typedef nothing.
    PMPRADMINRELEASEIPV6ADDRESSFORUSER(user: WCHAR, port: WCHAR, address: IN6_ADDR);
    /// `MprAdminAcceptNewLink`: true lets the link in.
    PMPRADMINACCEPTNEWLINK(port0: RAS_PORT_0, port1: RAS_PORT_1) -> BOOL;
    /// `MprAdminLinkHangupNotification`: it is told that a link is gone.
    PMPRADMINLINKHANGUPNOTIFICATION(port0: RAS_PORT_0, port1: RAS_PORT_1);
    /// `MprAdminAcceptNewConnection`: true lets the connection in.
    PMPRADMINACCEPTNEWCONNECTION(connection0: RAS_CONNECTION_0, connection1: RAS_CONNECTION_1) -> BOOL;
    /// `MprAdminAcceptNewConnection2`: true lets the connection in.
    PMPRADMINACCEPTNEWCONNECTION2(
        connection0: RAS_CONNECTION_0, connection1: RAS_CONNECTION_1, connection2: RAS_CONNECTION_2,
    ) -> BOOL;
    /// `MprAdminAcceptNewConnection3`: true lets the connection in.
    PMPRADMINACCEPTNEWCONNECTION3(
        connection0: RAS_CONNECTION_0, connection1: RAS_CONNECTION_1,
        connection2: RAS_CONNECTION_2, connection3: RAS_CONNECTION_3,
    ) -> BOOL;
    /// `MprAdminAcceptNewConnectionEx`: true lets the connection in. Its page says that it returns nothing.
    PMPRADMINACCEPTNEWCONNECTIONEX(connection: RAS_CONNECTION_EX) -> BOOL;
    /// `MprAdminAcceptReauthentication`: true keeps the connection.
    PMPRADMINACCEPTREAUTHENTICATION(
        connection0: RAS_CONNECTION_0, connection1: RAS_CONNECTION_1,
        connection2: RAS_CONNECTION_2, connection3: RAS_CONNECTION_3,
    ) -> BOOL;
    /// `MprAdminAcceptReauthenticationEx`: true keeps the connection.
    PMPRADMINACCEPTREAUTHENTICATIONEX(connection: RAS_CONNECTION_EX) -> BOOL;
    /// It is known by its slot only, and no page describes it. Presumably true lets the tunnel move.
    PMPRADMINACCEPTTUNNELENDPOINTCHANGEEX(connection: RAS_CONNECTION_EX) -> BOOL;
    /// `MprAdminConnectionHangupNotification`: it is told that a connection is gone.
    PMPRADMINCONNECTIONHANGUPNOTIFICATION(connection0: RAS_CONNECTION_0, connection1: RAS_CONNECTION_1);
    /// `MprAdminConnectionHangupNotification2`: it is told that a connection is gone.
    PMPRADMINCONNECTIONHANGUPNOTIFICATION2(
        connection0: RAS_CONNECTION_0, connection1: RAS_CONNECTION_1, connection2: RAS_CONNECTION_2,
    );
    /// `MprAdminConnectionHangupNotification3`. One SDK header passes the last structure by value, which on
    /// 32-bit Windows is another calling sequence; the documentation and this type have a pointer.
    PMPRADMINCONNECTIONHANGUPNOTIFICATION3(
        connection0: RAS_CONNECTION_0, connection1: RAS_CONNECTION_1,
        connection2: RAS_CONNECTION_2, connection3: RAS_CONNECTION_3,
    );
    /// `MprAdminConnectionHangupNotificationEx`: it is told that a connection is gone.
    PMPRADMINCONNECTIONHANGUPNOTIFICATIONEX(connection: RAS_CONNECTION_EX);
    /// It is known by its slot only, and no page describes it. Presumably 0 lets the connection in.
    PMPRADMINRASVALIDATEPREAUTHENTICATEDCONNECTIONEX(validation: AUTH_VALIDATION_EX) -> DWORD;
}

structure! {
    opaque
    /// The table that `MprAdminInitializeDllEx` fills: the functions of a DLL.
    ///
    /// The header of mingw-w64 lacks the ninth and the twelfth slot, so that its table is two pointers
    /// shorter and a DLL built with it puts two functions into the wrong slots.
    MPRAPI_ADMIN_DLL_CALLBACKS: x64 104 / 8, x86 52 / 4;
    /// The revision that the DLL writes: `MPRAPI_ADMIN_DLL_VERSION_1` or `_2`.
    revision: UCHAR | 0 | 0,
    /// It is asked for an IPv4 address.
    lpfnMprAdminGetIpAddressForUser: PMPRADMINGETIPADDRESSFORUSER | 8 | 4,
    /// It is told that an IPv4 address is free again.
    lpfnMprAdminReleaseIpAddress: PMPRADMINRELEASEIPADRESS | 16 | 8,
    /// It is asked for an IPv6 address.
    lpfnMprAdminGetIpv6AddressForUser: PMPRADMINGETIPV6ADDRESSFORUSER | 24 | 12,
    /// It is told that an IPv6 address is free again. The V is a capital in the header.
    lpfnMprAdminReleaseIpV6AddressForUser: PMPRADMINRELEASEIPV6ADDRESSFORUSER | 32 | 16,
    /// It is asked whether a link may be made.
    lpfnRasAdminAcceptNewLink: PMPRADMINACCEPTNEWLINK | 40 | 20,
    /// It is told that a link is gone.
    lpfnRasAdminLinkHangupNotification: PMPRADMINLINKHANGUPNOTIFICATION | 48 | 24,
    /// It is told that the service stops.
    lpfnRasAdminTerminateDll: PMPRADMINTERMINATEDLL | 56 | 28,
    /// It is asked whether a connection may be made.
    lpfnRasAdminAcceptNewConnectionEx: PMPRADMINACCEPTNEWCONNECTIONEX | 64 | 32,
    /// It is asked whether a tunnel may change its endpoints. Mingw-w64 lacks it.
    lpfnRasAdminAcceptEndpointChangeEx: PMPRADMINACCEPTTUNNELENDPOINTCHANGEEX | 72 | 36,
    /// It is asked whether a connection may stay after reauthentication.
    lpfnRasAdminAcceptReauthenticationEx: PMPRADMINACCEPTREAUTHENTICATIONEX | 80 | 40,
    /// It is told that a connection is gone.
    lpfnRasAdminConnectionHangupNotificationEx: PMPRADMINCONNECTIONHANGUPNOTIFICATIONEX | 88 | 44,
    /// It is asked whether a connection that authenticated itself elsewhere may be made. Mingw-w64 lacks it.
    lpfnRASValidatePreAuthenticatedConnectionEx: PMPRADMINRASVALIDATEPREAUTHENTICATEDCONNECTIONEX | 96 | 48,
}
