//! The functions that native DLLs call are exported by this executable, and answer inside and outside of callouts.
#![allow(unsafe_code, reason = "the functions are found by name and called as a native DLL would")]

use std::ffi::{CString, c_void};
use std::ptr::null_mut;

use mockras::abi::{RAS_CONNECTION_0, RAS_PORT_0, Structure};
use mockras::prelude::*;
use mockras::ras::Function;
use mockras_native::ffi::recorder::Recorders;

/// What the loader finds under this name.
#[cfg(unix)]
fn exported(name: &str) -> *mut c_void {
    let name = CString::new(name).expect("no NUL in it");
    // SAFETY: the name ends in NUL.
    unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) }
}

/// What the stand-in for mprapi.dll exports under this name. It is loaded and attached with the first native DLL.
#[cfg(windows)]
fn exported(name: &str) -> *mut c_void {
    use windows_sys::Win32::System::LibraryLoader::{GetModuleHandleA, GetProcAddress};

    static LOADED: std::sync::Once = std::sync::Once::new();
    LOADED.call_once(|| {
        let silent = mockras_testing::dll::c("twin/silent");
        let silent = mockras::scenario::Dll::file(silent.to_str().expect("a path in UTF-8"));
        drop(mockras_native::registered(&silent).load(mockras::dll::LoadPlace::new()).expect("a DLL"));
    });
    let name = CString::new(name).expect("no NUL in it");
    // SAFETY: the name ends in NUL.
    let module = unsafe { GetModuleHandleA(c"mprapi.dll".as_ptr().cast()) };
    assert!(!module.is_null(), "the stand-in is not there");
    // SAFETY: the module stays loaded, and the name ends in NUL.
    let found = unsafe { GetProcAddress(module, name.as_ptr().cast()) };
    found.map_or(null_mut(), |function| function as *mut c_void)
}

type Connect = unsafe extern "system" fn(*const u16, *mut isize) -> u32;
type PortEnum =
    unsafe extern "system" fn(isize, u32, usize, *mut *mut u8, u32, *mut u32, *mut u32, *mut u32) -> u32;
type ConnectionInfo = unsafe extern "system" fn(isize, u32, usize, *mut *mut u8) -> u32;
type Free = unsafe extern "system" fn(*const u8) -> u32;
type Note = unsafe extern "C" fn(*const u8);

/// A function that this executable exports.
macro_rules! function {
    ($name:expr => $type:ty) => {{
        let pointer = exported($name);
        assert!(!pointer.is_null(), "{}", $name);
        // SAFETY: the type is that of the function of this name.
        unsafe { std::mem::transmute::<*mut c_void, $type>(pointer) }
    }};
}

#[test]
fn every_function_is_exported_under_its_name() {
    let missing: Vec<&str> =
        Recorders::NAMES.iter().copied().filter(|name| exported(name).is_null()).collect();
    assert_eq!(missing, Vec::<&str>::new());
    let forbidden: Vec<&str> = Function::ALL.iter().map(|function| function.word()).collect();
    assert_eq!(Recorders::NAMES[..20], forbidden);
    assert!(exported("MprAdminInterfaceEnum").is_null(), "nobody says that this is forbidden");
}

/// Calls what a tool would, and says what came of it.
fn look_around() -> String {
    let mut server = 0;
    let connect = function!("MprAdminServerConnect" => Connect);
    // SAFETY: the out-parameter is ours.
    let connected = unsafe { connect(std::ptr::null(), &mut server) };
    let (mut buffer, mut read, mut total) = (null_mut(), 0, 0);
    let ports = function!("MprAdminPortEnum" => PortEnum);
    // SAFETY: the out-parameters are ours.
    let listed =
        unsafe { ports(server, 0, usize::MAX, &mut buffer, u32::MAX, &mut read, &mut total, null_mut()) };
    let port = first::<RAS_PORT_0>(buffer).map(|port| Name::from_array(&port.wszPortName));
    buffer = null_mut();
    let info = function!("MprAdminConnectionGetInfo" => ConnectionInfo);
    // SAFETY: the out-parameter is ours.
    let described = unsafe { info(server, 0, 65537, &mut buffer) };
    let user = first::<RAS_CONNECTION_0>(buffer).map(|connection| Name::from_array(&connection.wszUserName));
    format!("{connected} {listed} {read}/{total} {port:?} {described} {user:?}")
}

/// The first structure of a buffer, which is freed.
fn first<S: Structure>(buffer: *mut u8) -> Option<S> {
    if buffer.is_null() {
        return None;
    }
    // SAFETY: a buffer holds at least one structure of the level that was asked for.
    let bytes = unsafe { std::slice::from_raw_parts(buffer, size_of::<S>()) };
    let structure = S::from_bytes(bytes);
    let free = function!("MprAdminBufferFree" => Free);
    // SAFETY: it takes any pointer.
    let freed = [(); 2].map(|()| unsafe { free(buffer) });
    // Inside a callout even this may be forbidden.
    assert!([[0, 87], [1131, 1131]].contains(&freed), "{freed:?}");
    structure
}

/// Looks around when it is asked about a link, whose page forbids it, and about a connection, whose page is silent.
#[derive(Default)]
struct Tool {
    notes: Vec<String>,
}

impl Tool {
    fn look(&mut self) -> BOOL {
        self.notes.push(look_around());
        let note = function!("MockrasNote" => Note);
        // SAFETY: it ends in NUL.
        unsafe { note(c"caf\xc3\xa9 \xff".as_ptr().cast()) };
        TRUE
    }
}

impl AdminDll for Tool {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_link: Some(|tool, _, _| tool.look()),
            accept_new_connection_ex: Some(|tool, _| tool.look()),
            ..Exports::all_accepted()
        }
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}

fn played(readings: &[(&str, &str)]) -> String {
    let mut scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]);
    for (field, reading) in readings {
        scenario.policy.set(field, reading).expect("a reading");
    }
    mockras::run(&scenario, &[Registered::new("tool", Tool::default)]).to_text()
}

#[test]
fn inside_a_callout_calls_fail_and_are_seen() {
    let run = played(&[]);
    assert!(run.contains("saw    conn/1 called: MprAdminServerConnect\n"), "{run}");
    assert!(run.contains("saw    conn/1 called: MprAdminPortEnum\n"), "{run}");
    assert!(run.contains("note: 1131 1131 0/0 None 1131 None\n"), "{run}");
    assert!(run.contains("note: caf\u{e9} \u{fffd}\n"), "{run}");
    assert!(!run.contains("note: 0"), "{run}");
}

#[test]
fn where_calls_are_allowed_they_are_answered() {
    let run = played(&[("forbidden_scope", "documented_pages")]);
    assert!(run.contains("note: 0 0 2/2 Some(\"VPN2-0\") 0 Some(\"alice\")\n"), "{run}");
    assert!(run.contains("note: 1131 1131 0/0 None 1131 None\n"), "{run}");
    assert_eq!(look_around(), "903 1702 0/0 None 1702 None", "no service runs in this thread");
}

/// Without a watchdog nobody would end this process.
#[test]
fn call_that_would_hang_fails_without_a_watchdog() {
    let run = played(&[("forbidden_call", "hang")]);
    assert!(run.contains("MprAdminPortEnum fails instead of hanging"), "{run}");
    assert!(run.contains("note: 1131 1131 0/0 None 1131 None\n"), "{run}");
}

/// No service is there to answer, and no argument is followed that is NULL.
#[test]
fn every_function_can_be_called_outside() {
    macro_rules! called {
        ($($abi:literal fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
            [$({
                let function = function!(stringify!($name) => unsafe extern $abi fn($($type),*) -> $result);
                // SAFETY: NULL is a value of every pointer.
                let result = unsafe { function($(nothing::<$type>()),*) };
                format!("{result:?}")
            }),*]
        };
    }
    let results = mockras_native::each_recorder!(called);
    let named = |code: &str| results.iter().filter(|result| *result == code).count();
    // The five that are not supported, those that need a server, a buffer or a service, and those without a result.
    assert_eq!([named("50"), named("1702"), named("87"), named("903")], [5, 11, 1, 1], "{results:?}");
    assert_eq!([named("0"), named("()")], [2, 4], "{results:?}");
}

/// Zero or NULL.
fn nothing<T>() -> T {
    // SAFETY: the arguments of these functions are integers and pointers.
    unsafe { std::mem::zeroed() }
}
