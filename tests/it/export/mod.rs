//! The entry points, called as a host calls them.

#![allow(unsafe_code, reason = "functions with C prototypes are called through raw pointers")]

mod pointer;

use std::cell::Cell;
use std::ptr::null_mut;

use mockras::abi::*;
use mockras::dll::{AdminDll, Exports};
use mockras::export::{DllHome, Exported, FAILED, assert_listed, entry};
use mockras::ras::Callout;

thread_local! {
    /// Calls that reached a DLL of this thread's test.
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

fn called<R>(result: R) -> R {
    CALLS.set(CALLS.get() + 1);
    result
}

/// Exports that count their calls and answer with something of what they were handed.
fn everything<T>() -> Exports<T> {
    Exports {
        initialize_dll: Some(|_| called(0)),
        initialize_dll_ex: Some(|_, table| {
            table.revision += 1;
            table.functions = everything();
            called(0)
        }),
        terminate_dll: Some(|_| called(3)),
        accept_new_connection: Some(|_, c0, c1| called((c0.hConnection == c1.hConnection).into())),
        accept_new_connection2: Some(|_, c0, _, c2| called((c0.hConnection == c2.hConnection).into())),
        accept_new_connection3: Some(|_, _, _, c2, c3| called((c2.hConnection == c3.hConnection).into())),
        accept_new_connection_ex: Some(|_, ex| called((ex.hConnection.0 == 7).into())),
        connection_hangup_notification: Some(|_, _, _| called(())),
        connection_hangup_notification2: Some(|_, _, _, _| called(())),
        connection_hangup_notification3: Some(|_, _, _, _, _| called(())),
        connection_hangup_notification_ex: Some(|_, _| called(())),
        accept_reauthentication: Some(|_, _, _, _, c3| called((c3.rasQuarState == 0).into())),
        accept_reauthentication_ex: Some(|_, ex| called((ex.rasQuarState == 0).into())),
        accept_tunnel_endpoint_change_ex: Some(|_, _| called(TRUE)),
        validate_pre_authenticated_connection_ex: Some(|_, auth, info| {
            called(auth.AuthInfoSize + u32::from(info[1]))
        }),
        accept_new_link: Some(|_, port0, port1| called((port0.hPort == port1.hPort).into())),
        link_hangup_notification: Some(|_, _, _| called(())),
        get_ip_address_for_user: Some(|_, user, port, address, notify| {
            (*address, *notify) = (9, TRUE);
            called(u32::from(*user == *"al" && *port == *"VPN"))
        }),
        release_ip_address: Some(|_, _, _, _| called(())),
        get_ipv6_address_for_user: Some(|_, _, _, address, notify| {
            (address.Word[7], *notify) = (9, TRUE);
            called(2)
        }),
        release_ipv6_address_for_user: Some(|_, _, _, address| called(u32::from(address.Word[7]))),
        timer: None,
    }
}

/// Makes types with a home of their own and these exports.
macro_rules! dlls {
    ($($name:ident $exports:expr;)+) => {$(
        struct $name;
        impl AdminDll for $name {
            fn exports(&self) -> Exports<Self> {
                $exports
            }
        }
        impl Exported for $name {
            fn home() -> &'static DllHome<Self> {
                static HOME: DllHome<$name> = DllHome::new(|| $name, &[Callout::InitializeDllEx, Callout::TerminateDll]);
                &HOME
            }
        }
    )+};
}

/// An AUTH_VALIDATION_EX with its tail, of which every byte is written: in the structure itself the tail would be padding.
#[repr(C, align(8))]
struct Validation([u8; size_of::<AUTH_VALIDATION_EX>() + 8]);

impl Validation {
    const fn zeroed() -> Self {
        Self([0; size_of::<AUTH_VALIDATION_EX>() + 8])
    }
}

/// The answers of every entry point but the initialisers, in the order of `Callout`, where nothing counts as 0. With
/// `null` it is handed nothing.
fn answers<D: Exported, const BY_SLOT: bool>(null: bool) -> [u32; 19] {
    let (mut c0, mut c1) = (RAS_CONNECTION_0::ZERO, RAS_CONNECTION_1::ZERO);
    let (mut c2, mut c3) = (RAS_CONNECTION_2::ZERO, RAS_CONNECTION_3::ZERO);
    let mut ex = RAS_CONNECTION_EX { hConnection: HANDLE(7), ..RAS_CONNECTION_EX::ZERO };
    let (mut port0, mut port1) = (RAS_PORT_0::ZERO, RAS_PORT_1::ZERO);
    let mut auth = Validation::zeroed();
    let size = std::mem::offset_of!(AUTH_VALIDATION_EX, AuthInfoSize);
    auth.0[size..size + 4].copy_from_slice(&3_u32.to_ne_bytes());
    let (mut user, mut port) = ([0x61, 0x6C, 0], [0x56, 0x50, 0x4E, 0]);
    let (mut dword, mut address, mut notify) = (0, IN6_ADDR::ZERO, -1);
    macro_rules! pointers {
        ($($value:ident)+) => { $(let $value = if null { null_mut() } else { &raw mut $value };)+ };
    }
    pointers!(c0 c1 c2 c3 ex port0 port1 dword address notify);
    let auth = if null { null_mut() } else { auth.0.as_mut_ptr().cast::<AUTH_VALIDATION_EX>() };
    let [user, port] = if null { [null_mut(); 2] } else { [user.as_mut_ptr(), port.as_mut_ptr()] };
    // Each of these is handed structures of the type that it takes, or nothing at all (F1).
    macro_rules! call {
        ($($function:ident($($argument:ident),*))+) => {
            // SAFETY: F1 to F4 hold, as just said.
            [$(Answer::from(unsafe { entry::$function::<D, BY_SLOT>($($argument),*) }).0),+]
        };
    }
    call! {
        terminate_dll()
        accept_new_connection(c0, c1) accept_new_connection2(c0, c1, c2)
        accept_new_connection3(c0, c1, c2, c3) accept_new_connection_ex(ex)
        connection_hangup_notification(c0, c1) connection_hangup_notification2(c0, c1, c2)
        connection_hangup_notification3(c0, c1, c2, c3) connection_hangup_notification_ex(ex)
        accept_reauthentication(c0, c1, c2, c3) accept_reauthentication_ex(ex)
        accept_tunnel_endpoint_change_ex(ex) validate_pre_authenticated_connection_ex(auth)
        accept_new_link(port0, port1) link_hangup_notification(port0, port1)
        get_ip_address_for_user(user, port, dword, notify) release_ip_address(user, port, dword)
        get_ipv6_address_for_user(user, port, address, notify) release_ipv6_address_for_user(user, port, address)
    }
}

/// What came back, as a number.
struct Answer(u32);

impl From<()> for Answer {
    fn from((): ()) -> Self {
        Self(0)
    }
}

impl From<u32> for Answer {
    fn from(code: u32) -> Self {
        Self(code)
    }
}

impl From<i32> for Answer {
    fn from(verdict: i32) -> Self {
        Self(verdict.cast_unsigned())
    }
}

fn initialize<D: Exported>() -> (u32, MPRAPI_ADMIN_DLL_CALLBACKS) {
    let mut table = MPRAPI_ADMIN_DLL_CALLBACKS { revision: 1, ..MPRAPI_ADMIN_DLL_CALLBACKS::ZERO };
    // SAFETY: F1: the table is there.
    (unsafe { entry::initialize_dll_ex::<D, false>(&raw mut table) }, table)
}

/// How what a type exports differs from what is listed.
fn mismatch<D: Exported>() -> String {
    let payload = std::panic::catch_unwind(assert_listed::<D>).expect_err("they differ");
    *payload.downcast().expect("a panic with a text")
}

const SOUND: [u32; 19] = [3, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 3, 1, 0, 1, 0, 2, 9];
const REFUSED: [u32; 19] = [FAILED, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, FAILED, 0, 0, FAILED, 0, FAILED, FAILED];

#[test]
fn entry_points_of_a_sound_dll_answer_by_both_ways() {
    dlls!(Sound everything(););
    // SAFETY: F1: it takes no arguments.
    assert_eq!(unsafe { entry::initialize_dll::<Sound, false>() }, 0);
    assert_eq!(answers::<Sound, false>(false), SOUND);
    assert_eq!(CALLS.get(), 20);
    let (result, table) = initialize::<Sound>();
    assert_eq!((result, table.revision), (0, 2));
    assert!(table.lpfnRASValidatePreAuthenticatedConnectionEx.is_some());
    assert_eq!(answers::<Sound, true>(false), SOUND);
    assert_eq!(CALLS.get(), 40);
}

#[test]
fn entry_points_handed_nothing_refuse_and_call_nothing() {
    dlls!(Handed everything(););
    let mut expected = REFUSED;
    expected[0] = 3;
    assert_eq!(answers::<Handed, false>(true), expected);
    // SAFETY: F1: null stands for nothing.
    assert_eq!(unsafe { entry::initialize_dll_ex::<Handed, false>(null_mut()) }, FAILED);
    assert_eq!(CALLS.get(), 1, "TerminateDll takes nothing");
}

#[test]
fn entry_points_without_a_function_refuse() {
    dlls!(Absent Exports::none(););
    // SAFETY: F1: it takes no arguments.
    assert_eq!(unsafe { entry::initialize_dll::<Absent, false>() }, FAILED);
    assert_eq!(answers::<Absent, false>(false), REFUSED);
    assert_eq!(answers::<Absent, true>(false), REFUSED);
}

#[test]
fn panics_end_at_the_boundary() {
    fn raise<R>() -> R {
        panic!("raised on purpose")
    }
    dlls!(
        Raises Exports {
            initialize_dll: Some(|_| raise()), initialize_dll_ex: Some(|_, _| raise()),
            terminate_dll: Some(|_| raise()),
            accept_new_connection: Some(|_, _, _| raise()), accept_new_connection2: Some(|_, _, _, _| raise()),
            accept_new_connection3: Some(|_, _, _, _, _| raise()), accept_new_connection_ex: Some(|_, _| raise()),
            connection_hangup_notification: Some(|_, _, _| raise()),
            connection_hangup_notification2: Some(|_, _, _, _| raise()),
            connection_hangup_notification3: Some(|_, _, _, _, _| raise()),
            connection_hangup_notification_ex: Some(|_, _| raise()),
            accept_reauthentication: Some(|_, _, _, _, _| raise()), accept_reauthentication_ex: Some(|_, _| raise()),
            accept_tunnel_endpoint_change_ex: Some(|_, _| raise()),
            validate_pre_authenticated_connection_ex: Some(|_, _, _| raise()),
            accept_new_link: Some(|_, _, _| raise()), link_hangup_notification: Some(|_, _, _| raise()),
            get_ip_address_for_user: Some(|_, _, _, _, _| raise()), release_ip_address: Some(|_, _, _, _| raise()),
            get_ipv6_address_for_user: Some(|_, _, _, _, _| raise()),
            release_ipv6_address_for_user: Some(|_, _, _, _| raise()), timer: None,
        };
        Unmade raise();
    );
    // SAFETY: F1: it takes no arguments.
    assert_eq!(unsafe { entry::initialize_dll::<Raises, false>() }, FAILED);
    assert_eq!(initialize::<Raises>().0, FAILED);
    assert_eq!(answers::<Raises, false>(false), REFUSED);
    assert_eq!(answers::<Unmade, false>(false), REFUSED);
}

#[test]
fn call_from_within_a_call_is_refused() {
    dlls!(Nested Exports {
        accept_new_link: Some(|_, _, _| {
            let again = answers::<Nested, false>(false);
            BOOL::from(again[13] == 0)
        }),
        ..everything()
    };);
    assert_eq!(answers::<Nested, false>(false)[13], 1, "it was refused within, and answered");
    assert_eq!(CALLS.get(), 18, "and nothing else was called twice");
}

#[test]
fn calls_of_several_threads_wait_for_each_other() {
    static INSIDE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    dlls!(Busy Exports {
        accept_new_link: Some(|_, _, _| BOOL::from(INSIDE.try_lock().is_ok_and(|_guard| {
            (0..1000).map(std::hint::black_box).sum::<u32>() > 0
        }))),
        ..everything()
    };);
    std::thread::scope(|scope| {
        let threads =
            [(); 4].map(|()| scope.spawn(|| (0..50).all(|_| answers::<Busy, false>(false)[13] == 1)));
        assert!(threads.into_iter().all(|thread| thread.join().expect("no panic")));
    });
}

#[test]
fn dll_initialised_after_its_end_is_a_new_one() {
    struct Starts(u32);
    impl AdminDll for Starts {
        fn exports(&self) -> Exports<Self> {
            let start: fn(&mut Self) -> DWORD = |starts| {
                starts.0 += 1;
                starts.0
            };
            Exports { initialize_dll: Some(start), terminate_dll: Some(|_| 0), ..Exports::none() }
        }
    }
    impl Exported for Starts {
        fn home() -> &'static DllHome<Self> {
            static HOME: DllHome<Starts> = DllHome::new(|| Starts(10), &[]);
            &HOME
        }
    }
    // SAFETY: F1: it takes no arguments.
    let start = || unsafe { entry::initialize_dll::<Starts, false>() };
    // SAFETY: F1: it takes no arguments.
    let stop = || unsafe { entry::terminate_dll::<Starts, false>() };
    assert_eq!([start(), start(), stop(), stop(), start()], [11, 12, 0, 0, 11]);
    let expected = "exports() has InitializeDll TerminateDll, which export_admin_dll! does not list";
    assert_eq!(mismatch::<Starts>(), expected);
}

#[test]
fn table_of_a_type_without_its_own_holds_what_has_a_slot() {
    dlls!(
        Registers Exports { initialize_dll_ex: None, ..everything() };
        Fits Exports {
            accept_new_connection_ex: Some(|_, _| TRUE),
            connection_hangup_notification_ex: Some(|_, _| ()),
            ..Exports::links_accepted()
        };
    );
    let (result, table) = initialize::<Fits>();
    assert_eq!((result, table.revision), (0, MPRAPI_ADMIN_DLL_VERSION_2));
    assert!(table.lpfnRasAdminAcceptNewConnectionEx.is_some() && table.lpfnRasAdminTerminateDll.is_some());
    assert!(table.lpfnRasAdminAcceptReauthenticationEx.is_none());
    assert_eq!(answers::<Fits, true>(false)[13], 1);
    assert_listed::<Fits>();
    let mismatch = mismatch::<Registers>();
    assert!(mismatch.starts_with("exports() has AcceptNewConnection AcceptNewConnection2"), "{mismatch}");
    assert!(!mismatch.contains("NewLink") && !mismatch.contains("does not have"), "{mismatch}");
}

/// All 21 under the names that services look for.
mod exported {
    use super::*;

    struct Whole(u32);

    impl AdminDll for Whole {
        fn exports(&self) -> Exports<Self> {
            assert_eq!(self.0, 7);
            everything()
        }
    }

    mockras::export_admin_dll!(
        Whole = Whole(7): InitializeDll, InitializeDllEx, TerminateDll, AcceptNewConnection, AcceptNewConnection2,
        AcceptNewConnection3, AcceptNewConnectionEx, ConnectionHangupNotification, ConnectionHangupNotification2,
        ConnectionHangupNotification3, ConnectionHangupNotificationEx, AcceptReauthentication,
        AcceptReauthenticationEx, AcceptTunnelEndpointChangeEx, ValidatePreAuthenticatedConnectionEx, AcceptNewLink,
        LinkHangupNotification, GetIpAddressForUser, ReleaseIpAddress, GetIpv6AddressForUser,
        ReleaseIpv6AddressForUser,
    );

    #[test]
    fn names_exported_lead_to_the_type() {
        unsafe extern "system" {
            fn MprAdminTerminateDll() -> DWORD;
            fn MprAdminAcceptTunnelEndpointChangeEx(ex: *mut RAS_CONNECTION_EX) -> BOOL;
        }
        let mut ex = RAS_CONNECTION_EX::ZERO;
        // SAFETY: F1: it takes no arguments.
        assert_eq!(unsafe { MprAdminTerminateDll() }, 3);
        // SAFETY: F1: the structure is there.
        assert_eq!(unsafe { MprAdminAcceptTunnelEndpointChangeEx(&raw mut ex) }, TRUE);
    }
}
