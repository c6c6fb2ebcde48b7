//! What is found of a DLL that writes where it must not, and what is said of an address.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;

use super::{call, native};
use mockras::abi::*;
use mockras::dll::{Arguments, Connections, Notice, Plugin};
use mockras::ras::{Callout, Name};
use mockras_native::ffi::guard::describe;

thread_local! {
    /// Which byte, counted from the pointer, the function writes.
    static OFFSET: Cell<isize> = const { Cell::new(0) };
    /// The pointers that it got, and what was said of one during the call.
    static GOT: RefCell<(Vec<usize>, String)> = const { RefCell::new((Vec::new(), String::new())) };
}

const C0: isize = size_of::<RAS_CONNECTION_0>().cast_signed();
const C1: isize = size_of::<RAS_CONNECTION_1>().cast_signed();

fn write(pointer: *mut u8) {
    let offset = OFFSET.get();
    if offset != isize::MIN {
        // SAFETY: the tests choose bytes that are there.
        let byte = unsafe { pointer.offset(offset) };
        // SAFETY: the tests choose bytes that are there.
        let before = unsafe { byte.read() };
        // SAFETY: the tests choose bytes that are there.
        unsafe { byte.write(!before) };
    }
}

fn said(address: usize) -> String {
    let mut text = String::new();
    assert_eq!(describe(address, &mut text), !text.is_empty());
    text
}

extern "system" fn accept(c0: *mut RAS_CONNECTION_0, c1: *mut RAS_CONNECTION_1) -> BOOL {
    write(c1.cast());
    GOT.set((vec![c0.addr(), c1.addr()], said(c0.addr() + 2)));
    TRUE
}

extern "system" fn release(user: *mut WCHAR, port: *mut WCHAR, address: *mut DWORD) {
    write(user.cast());
    GOT.set((vec![user.addr(), port.addr(), address.addr()], String::new()));
}

extern "system" fn validate(validation: *mut AUTH_VALIDATION_EX) -> DWORD {
    write(validation.cast());
    GOT.set((vec![validation.addr()], String::new()));
    0
}

extern "system" fn terminate() -> DWORD {
    0
}

fn functions() -> [(Callout, *const c_void); 4] {
    [
        (Callout::AcceptNewConnection, accept as *const c_void),
        (Callout::ReleaseIpAddress, release as *const c_void),
        (Callout::ValidatePreAuthenticatedConnectionEx, validate as *const c_void),
        (Callout::TerminateDll, terminate as *const c_void),
    ]
}

/// What is found of a write at this offset from the second structure of a connection.
fn found(options: &str, offset: isize) -> Vec<String> {
    let mut dll = native(options, &functions());
    OFFSET.set(offset);
    let mut c = Connections::default();
    let arguments = &mut Arguments::Connection(&mut c);
    assert_eq!(call(&mut dll, Callout::AcceptNewConnection, arguments), 1);
    let overran = |notice| match notice {
        Notice::Overran(text) => text,
        other => panic!("{other:?}"),
    };
    dll.noticed().into_iter().map(overran).chain(dll.scribbled()).collect()
}

const NOTHING: isize = isize::MIN;

#[test]
fn writes_beside_an_argument_are_found_on_its_free_side() {
    let start = "start";
    assert_eq!(found(start, C1), ["1 byte past the end of RAS_CONNECTION_1"]);
    assert_eq!(found(start, C1 + 3), ["4 bytes past the end of RAS_CONNECTION_1"]);
    assert_eq!(found(start, C1 + 63), ["64 bytes or more past the end of RAS_CONNECTION_1"]);
    assert_eq!(found("", -4), ["4 bytes before RAS_CONNECTION_1"]);
    let off = "off scribble";
    assert_eq!(found(off, -1), ["1 byte before RAS_CONNECTION_1"]);
    assert_eq!(found(off, C1 + 1), ["2 bytes past the end of RAS_CONNECTION_1"]);
    for options in ["", start, off] {
        assert!(found(options, NOTHING).is_empty());
    }
}

#[test]
fn writes_to_an_argument_are_found_where_it_was_copied() {
    let at = std::mem::offset_of!(RAS_CONNECTION_1, PppInfo).cast_signed();
    for options in ["", "start", "unmap", "keep"] {
        let found = found(options, at);
        assert!(matches!(&found[..], [one] if one.starts_with("RAS_CONNECTION_1.PppInfo.")), "{found:?}");
    }
    // The host compares its own structures.
    assert!(found("off", at).is_empty());
    assert!(native("off", &[]).can_scribble());
    assert!(!native("", &[]).can_scribble());
}

#[test]
fn writes_to_text_and_tails_are_found() {
    let mut dll = native("", &functions());
    OFFSET.set(2);
    let (user, port, mut address) = (Name::from("alice"), Name::from("VPN2-0"), 1);
    let arguments = &mut Arguments::Ipv4(&user, &port, &mut address, None);
    call(&mut dll, Callout::ReleaseIpAddress, arguments);
    assert_eq!((dll.scribbled(), dll.noticed()), (vec!["lpwszUserName[1]:0x6c->0x93".to_owned()], vec![]));
    OFFSET.set(AUTH_VALIDATION_EX::AUTH_INFO_OFFSET.cast_signed() + 6);
    let mut auth = AUTH_VALIDATION_EX { AuthInfoSize: 9, ..AUTH_VALIDATION_EX::ZERO };
    let arguments = &mut Arguments::PreAuthenticated(&mut auth, &[0; 9]);
    call(&mut dll, Callout::ValidatePreAuthenticatedConnectionEx, arguments);
    assert_eq!(dll.scribbled(), ["AUTH_VALIDATION_EX.AuthInfo[6]:0x0->0xff"]);
    OFFSET.set(NOTHING);
    let long = vec![5; 70_000];
    call(
        &mut dll,
        Callout::ValidatePreAuthenticatedConnectionEx,
        &mut Arguments::PreAuthenticated(&mut auth, &long),
    );
    assert_eq!(dll.noticed(), []);
}

#[test]
fn addresses_are_told_by_the_arguments() {
    assert!(found("", NOTHING).is_empty());
    let (got, in_flight) = GOT.take();
    assert!(in_flight.starts_with("RAS_CONNECTION_0.") && !in_flight.contains("earlier"), "{in_flight}");
    let (c0, c1) = (got[0], got[1]);
    let end = c1.wrapping_add_signed(C1);
    assert_eq!(said(end + 3), "4 bytes past the end of RAS_CONNECTION_1, of an earlier call");
    assert_eq!(said(c0 - 2), "2 bytes before RAS_CONNECTION_0, of an earlier call");
    let user = std::mem::offset_of!(RAS_CONNECTION_0, wszUserName);
    assert_eq!(said(c0 + user + 6), "RAS_CONNECTION_0.wszUserName[3], of an earlier call");
    assert_eq!(end % 4096, 0, "it ends with its page");
    assert_eq!(c0.wrapping_add_signed(C0) % 4096, 0, "all of them do");
    assert_eq!(said(0x10), "address 0x10, near NULL");
    assert_eq!(said(usize::MAX - 4096), "");
    let local = 0_u8;
    assert_eq!(said((&raw const local).addr()), "");
}

#[test]
fn guards_lie_where_they_are_wanted() {
    OFFSET.set(NOTHING);
    let (user, port, mut address) = (Name::from("alice"), Name::from("VPN2-0"), 1);
    for (options, is_flush) in
        [("", [true, true, true]), ("unmap", [true, true, true]), ("start", [false, false, false])]
    {
        let mut dll = native(options, &functions());
        let arguments = &mut Arguments::Ipv4(&user, &port, &mut address, None);
        call(&mut dll, Callout::ReleaseIpAddress, arguments);
        let (got, _) = GOT.take();
        let ends = [got[0] + 12, got[1] + 14, got[2] + 4];
        assert_eq!(ends.map(|end| end % 4096 == 0), is_flush, "{options}");
        let begins = got.iter().all(|at| at % 4096 == 0);
        assert_eq!(begins, options.contains("start"), "{options}");
    }
}

#[test]
fn arguments_of_returned_calls_are_rubbish() {
    let read = |at: usize| {
        let pointer = std::ptr::with_exposed_provenance::<u8>(at);
        // SAFETY: the mapping waits for the next call and can be read.
        unsafe { pointer.read_volatile() }
    };
    OFFSET.set(NOTHING);
    for (options, byte) in [("scribble", 0xDD), ("keep", 7)] {
        let mut dll = native(options, &functions());
        let mut c = Connections::default();
        c.c1.hConnection = HANDLE(usize::from_ne_bytes([7; size_of::<usize>()]));
        call(&mut dll, Callout::AcceptNewConnection, &mut Arguments::Connection(&mut c));
        assert_eq!(read(GOT.take().0[1]), byte, "{options}");
    }
    let mut dll = native("", &functions());
    let mut places = Vec::new();
    for _ in 0..40 {
        let mut c = Connections::default();
        call(&mut dll, Callout::AcceptNewConnection, &mut Arguments::Connection(&mut c));
        places.push(GOT.take().0[0]);
    }
    let first = places[..32].iter().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(first.len(), 32, "each call has memory of its own for long");
}

/// A pointer that was kept does not lead to the arguments of the calls that follow, but to rubbish.
#[test]
fn arguments_of_calls_in_a_row_lie_apart() {
    OFFSET.set(NOTHING);
    let mut dll = native("scribble", &functions());
    let mut places = Vec::new();
    for _ in 0..8 {
        let mut c = Connections::default();
        call(&mut dll, Callout::AcceptNewConnection, &mut Arguments::Connection(&mut c));
        places.extend(GOT.take().0);
    }
    for at in &places {
        let pointer = std::ptr::with_exposed_provenance::<u8>(*at);
        // SAFETY: the mapping waits for its next call and can be read.
        assert_eq!(unsafe { pointer.read_volatile() }, 0xDD);
    }
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 16);
    assert_eq!(dll.noticed(), []);
}

/// What is noticed in each call if a DLL keeps the pointer of the first of so many calls and writes through it after the
/// call of this number; at last, what is noticed when it is terminated.
fn noticed_of_a_kept_pointer(calls: usize, write_after: usize) -> Vec<Vec<Notice>> {
    OFFSET.set(NOTHING);
    let mut dll = native("scribble", &functions());
    let mut noticed = Vec::new();
    let mut kept = 0;
    for number in 0..calls {
        let mut c = Connections::default();
        call(&mut dll, Callout::AcceptNewConnection, &mut Arguments::Connection(&mut c));
        let (got, _) = GOT.take();
        noticed.push(dll.noticed());
        if number == 0 {
            kept = got[1] + std::mem::offset_of!(RAS_CONNECTION_1, dwBytesRcved);
        }
        if number == write_after {
            let pointer = std::ptr::with_exposed_provenance_mut::<u8>(kept);
            // SAFETY: the mapping waits for its next call and can be written.
            unsafe { pointer.write_volatile(5) };
        }
    }
    call(&mut dll, Callout::TerminateDll, &mut Arguments::Nothing);
    noticed.push(dll.noticed());
    noticed
}

#[test]
fn writes_through_kept_pointers_are_told_once() {
    let told = [Notice::Overran("RAS_CONNECTION_1.dwBytesRcved, of an earlier call".to_owned())];
    // In the next call, when the memory is used again, and at the end.
    for (calls, write_after, noticed_in) in [(20, 0, 1), (20, 1, 8), (5, 2, 5), (1, 0, 1)] {
        let noticed = noticed_of_a_kept_pointer(calls, write_after);
        assert_eq!(noticed[noticed_in], told, "{calls} {write_after}");
        assert_eq!(noticed.concat(), told, "{calls} {write_after}");
    }
}
