//! Every entry point gets its arguments, and what it returns comes back.

use std::cell::RefCell;
use std::ffi::c_void;

use super::{call, native};
use mockras::abi::*;
use mockras::dll::{Arguments, Connections, Plugin};
use mockras::ras::{Callout, Name};

thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn see(what: String) {
    SEEN.with_borrow_mut(|seen| seen.push(what));
}

fn seen() -> Vec<String> {
    SEEN.take()
}

/// The text at a pointer, up to its NUL.
fn text(at: *const WCHAR) -> String {
    let mut units = Vec::new();
    loop {
        // SAFETY: the text ends with NUL, and this stops there.
        let unit = unsafe { at.add(units.len()) };
        let unit = self::at(unit);
        if unit == 0 {
            return String::from_utf16_lossy(&units);
        }
        units.push(unit);
    }
}

/// What a pointer leads to.
fn at<T: Plain>(pointer: *const T) -> T {
    // SAFETY: the pointer is one that a DLL got.
    unsafe { pointer.read() }
}

extern "system" fn plain() -> DWORD {
    7
}

extern "system" fn accept(c0: *const RAS_CONNECTION_0, c1: *const RAS_CONNECTION_1) -> BOOL {
    see(format!("{} {}", at(c0).hConnection.0, at(c1).hConnection.0));
    -1
}

extern "system" fn hangup(c0: *const RAS_CONNECTION_0, c1: *const RAS_CONNECTION_1) {
    accept(c0, c1);
}

extern "system" fn accept2(
    c0: *const RAS_CONNECTION_0,
    c1: *const RAS_CONNECTION_1,
    c2: *const RAS_CONNECTION_2,
) -> BOOL {
    see(format!("{} {} {}", at(c0).hConnection.0, at(c1).hConnection.0, at(c2).hConnection.0));
    2
}

extern "system" fn hangup2(
    c0: *const RAS_CONNECTION_0,
    c1: *const RAS_CONNECTION_1,
    c2: *const RAS_CONNECTION_2,
) {
    accept2(c0, c1, c2);
}

extern "system" fn accept3(
    c0: *const RAS_CONNECTION_0,
    c1: *const RAS_CONNECTION_1,
    c2: *const RAS_CONNECTION_2,
    c3: *const RAS_CONNECTION_3,
) -> BOOL {
    let handles = [at(c0).hConnection.0, at(c1).hConnection.0, at(c2).hConnection.0, at(c3).hConnection.0];
    see(format!("{handles:?}"));
    3
}

extern "system" fn hangup3(
    c0: *const RAS_CONNECTION_0,
    c1: *const RAS_CONNECTION_1,
    c2: *const RAS_CONNECTION_2,
    c3: *const RAS_CONNECTION_3,
) {
    accept3(c0, c1, c2, c3);
}

extern "system" fn accept_ex(ex: *const RAS_CONNECTION_EX) -> BOOL {
    see(format!("ex {}", at(ex).hConnection.0));
    4
}

extern "system" fn hangup_ex(ex: *const RAS_CONNECTION_EX) {
    accept_ex(ex);
}

extern "system" fn accept_link(port0: *const RAS_PORT_0, port1: *const RAS_PORT_1) -> BOOL {
    see(format!("{} {}", at(port0).hPort.0, at(port1).hPort.0));
    5
}

extern "system" fn hangup_link(port0: *const RAS_PORT_0, port1: *const RAS_PORT_1) {
    accept_link(port0, port1);
}

extern "system" fn get4(
    user: *const WCHAR,
    port: *const WCHAR,
    address: *mut DWORD,
    notify: *mut BOOL,
) -> DWORD {
    see(format!("{} {} {:#x} {}", text(user), text(port), at(address), at(notify)));
    // SAFETY: the pointer is one that a DLL got.
    unsafe { address.write(0x0102_0304) };
    // SAFETY: the pointer is one that a DLL got.
    unsafe { notify.write(TRUE) };
    6
}

extern "system" fn release4(user: *const WCHAR, port: *const WCHAR, address: *const DWORD) {
    see(format!("{} {} {:#x}", text(user), text(port), at(address)));
}

extern "system" fn get6(
    user: *const WCHAR,
    port: *const WCHAR,
    address: *mut IN6_ADDR,
    notify: *mut BOOL,
) -> DWORD {
    see(format!("{} {} {:?} {}", text(user), text(port), at(address).octets(), at(notify)));
    // SAFETY: the pointer is one that a DLL got.
    unsafe { address.write(IN6_ADDR::from_octets([9; 16])) };
    // SAFETY: the pointer is one that a DLL got.
    unsafe { notify.write(FALSE) };
    8
}

extern "system" fn release6(user: *const WCHAR, port: *const WCHAR, address: *const IN6_ADDR) -> DWORD {
    see(format!("{} {} {:?}", text(user), text(port), at(address).octets()));
    9
}

extern "system" fn validate(validation: *const AUTH_VALIDATION_EX) -> DWORD {
    // SAFETY: the pointer is one that a DLL got.
    let length = unsafe { &raw const (*validation).AuthInfoSize };
    let length = at(length) as usize;
    // SAFETY: the tail lies there.
    let tail = unsafe { validation.cast::<u8>().add(AUTH_VALIDATION_EX::AUTH_INFO_OFFSET) };
    // SAFETY: and has that many bytes.
    see(format!("{:?}", unsafe { std::slice::from_raw_parts(tail, length) }));
    10
}

/// Every function but the initialiser with the table, which has tests of its own.
fn functions() -> Vec<(Callout, *const c_void)> {
    use Callout::*;
    vec![
        (InitializeDll, plain as *const c_void),
        (TerminateDll, plain as *const c_void),
        (AcceptNewConnection, accept as *const c_void),
        (AcceptNewConnection2, accept2 as *const c_void),
        (AcceptNewConnection3, accept3 as *const c_void),
        (AcceptNewConnectionEx, accept_ex as *const c_void),
        (ConnectionHangupNotification, hangup as *const c_void),
        (ConnectionHangupNotification2, hangup2 as *const c_void),
        (ConnectionHangupNotification3, hangup3 as *const c_void),
        (ConnectionHangupNotificationEx, hangup_ex as *const c_void),
        (AcceptReauthentication, accept3 as *const c_void),
        (AcceptReauthenticationEx, accept_ex as *const c_void),
        (AcceptTunnelEndpointChangeEx, accept_ex as *const c_void),
        (ValidatePreAuthenticatedConnectionEx, validate as *const c_void),
        (AcceptNewLink, accept_link as *const c_void),
        (LinkHangupNotification, hangup_link as *const c_void),
        (GetIpAddressForUser, get4 as *const c_void),
        (ReleaseIpAddress, release4 as *const c_void),
        (GetIpv6AddressForUser, get6 as *const c_void),
        (ReleaseIpv6AddressForUser, release6 as *const c_void),
    ]
}

/// What a call of every function gives, and what the functions saw.
fn transcript(options: &str) -> Vec<String> {
    let mut dll = native(options, &functions());
    let mut c = Connections::default();
    (c.c0.hConnection, c.c1.hConnection) = (HANDLE(10), HANDLE(11));
    (c.c2.hConnection, c.c3.hConnection) = (HANDLE(12), HANDLE(13));
    let mut ex = RAS_CONNECTION_EX { hConnection: HANDLE(14), ..RAS_CONNECTION_EX::ZERO };
    let mut port0 = RAS_PORT_0 { hPort: HANDLE(15), ..RAS_PORT_0::ZERO };
    let mut port1 = RAS_PORT_1 { hPort: HANDLE(16), ..RAS_PORT_1::ZERO };
    let mut auth = AUTH_VALIDATION_EX { AuthInfoSize: 3, AuthInfo: [1], ..AUTH_VALIDATION_EX::ZERO };
    let (user, port) = (Name::from("alice"), Name::from("VPN2-0"));
    let (mut v4, mut v6) = (0x0a00_0001, IN6_ADDR::from_octets([3; 16]));
    let (mut notify4, mut notify6) = (77, 78);
    let mut lines = Vec::new();
    for callout in dll.exports().iter() {
        use Callout::*;
        let mut arguments = match callout {
            InitializeDll | InitializeDllEx | TerminateDll => Arguments::Nothing,
            AcceptNewConnectionEx
            | ConnectionHangupNotificationEx
            | AcceptReauthenticationEx
            | AcceptTunnelEndpointChangeEx => Arguments::ConnectionEx(&mut ex),
            AcceptNewLink | LinkHangupNotification => Arguments::Link(&mut port0, &mut port1),
            GetIpAddressForUser => Arguments::Ipv4(&user, &port, &mut v4, Some(&mut notify4)),
            ReleaseIpAddress => Arguments::Ipv4(&user, &port, &mut v4, None),
            GetIpv6AddressForUser => Arguments::Ipv6(&user, &port, &mut v6, Some(&mut notify6)),
            ReleaseIpv6AddressForUser => Arguments::Ipv6(&user, &port, &mut v6, None),
            ValidatePreAuthenticatedConnectionEx => Arguments::PreAuthenticated(&mut auth, &[1, 2, 3]),
            _ => Arguments::Connection(&mut c),
        };
        let value = call(&mut dll, callout, &mut arguments).cast_signed();
        lines.push(format!("{callout} {} = {value}", seen().join(", ")));
        assert_eq!((dll.noticed(), dll.scribbled()), (vec![], vec![]), "{callout}");
    }
    assert_eq!((v4, notify4, notify6), (0x0102_0304, TRUE, FALSE), "what was written comes back");
    assert_eq!(v6.octets(), [9; 16]);
    lines
}

#[test]
fn every_entry_point_is_called_with_its_arguments() {
    let expected = [
        "InitializeDll  = 7",
        "TerminateDll  = 7",
        "AcceptNewConnection 10 11 = -1",
        "AcceptNewConnection2 10 11 12 = 2",
        "AcceptNewConnection3 [10, 11, 12, 13] = 3",
        "AcceptNewConnectionEx ex 14 = 4",
        "ConnectionHangupNotification 10 11 = 0",
        "ConnectionHangupNotification2 10 11 12 = 0",
        "ConnectionHangupNotification3 [10, 11, 12, 13] = 0",
        "ConnectionHangupNotificationEx ex 14 = 0",
        "AcceptReauthentication [10, 11, 12, 13] = 3",
        "AcceptReauthenticationEx ex 14 = 4",
        "AcceptTunnelEndpointChangeEx ex 14 = 4",
        "ValidatePreAuthenticatedConnectionEx [1, 2, 3] = 10",
        "AcceptNewLink 15 16 = 5",
        "LinkHangupNotification 15 16 = 0",
        "GetIpAddressForUser alice VPN2-0 0xa000001 77 = 6",
        "ReleaseIpAddress alice VPN2-0 0x1020304 = 0",
        "GetIpv6AddressForUser alice VPN2-0 [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3] 78 = 8",
        "ReleaseIpv6AddressForUser alice VPN2-0 [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9] = 0",
    ];
    for guard in ["end", "start", "off"] {
        for after in ["scribble", "unmap", "keep"] {
            let options = format!("{guard} {after}");
            assert_eq!(transcript(&options), expected, "{options}");
        }
    }
}

#[test]
fn function_that_is_not_there_is_not_called() {
    let mut dll = native("", &[]);
    assert_eq!(dll.exports(), mockras::ras::CalloutSet::EMPTY);
    assert_eq!(call(&mut dll, Callout::TerminateDll, &mut Arguments::Nothing), 0);
}
