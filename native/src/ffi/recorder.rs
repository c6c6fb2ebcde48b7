//! The RAS administration functions, for native DLLs: they record that they were called inside a callout (REENTRY-01,
//! REENTRY-02), and answer from the state of the service where that is allowed.
//!
//! Connections and ports are enumerated and described at the levels 0 to 2 (ports: 0 and 1); buffers are freed; servers are
//! connected and disconnected. Everything else returns ERROR_NOT_SUPPORTED. `dll::admin` is the same for Rust.
//!
//! Safety of every function here: pointers are NULL or lead to what the header says. Each NULL that is no documented
//! default gives ERROR_INVALID_PARAMETER.
#![allow(non_snake_case, reason = "the functions have the names of the header")]
#![allow(clippy::missing_safety_doc, reason = "the page of the module says it for all of them")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::buffer::{self, Enumeration, hand_out_one, put};
use super::signatures::{RECORDERS, same_names};
use mockras::abi::{
    RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_PORT_0, RAS_PORT_1, Structure, View,
};
use mockras::dll::Live;
use mockras::dll::admin::{self, FORBIDDEN, Permission};
use mockras::ras::{Callout, Code, Connection, ForbiddenCall, Function, Port};

/// Exports the twenty functions, and `MockrasNote`, from the executable (or test executable) in which this stands, so
/// that DLLs that it loads on Linux and macOS find them. The linker has to be told the names as well.
#[macro_export]
macro_rules! export_recorders {
    () => {
        $crate::each_recorder!($crate::export_these_recorders);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! export_these_recorders {
    ($($abi:literal fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {$(
        #[allow(non_snake_case, reason = "the name of the header")]
        #[allow(unsafe_code, reason = "what native code calls is unsafe, and found by its name")]
        #[unsafe(no_mangle)]
        /// # Safety
        ///
        /// As for the function of that name in the recorder.
        pub unsafe extern $abi fn $name($($argument: $type),*) -> $result {
            // SAFETY: R1: the caller vouches for the arguments, which are passed on as they are.
            unsafe { $crate::ffi::recorder::$name($($argument),*) }
        }
    )*};
}

/// Declares the table of the recorders.
macro_rules! table {
    ($($abi:literal fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
        /// The recorders as pointers, for a stand-in of mprapi.dll that is loaded beside the executable: Windows looks for
        /// imported functions in a DLL of that name, not in the executable.
        #[repr(C)]
        #[derive(Clone, Copy)]
        #[allow(non_snake_case, reason = "the names of the header")]
        #[allow(missing_docs, reason = "each is the function of its name")]
        pub struct Recorders { $(pub $name: unsafe extern $abi fn($($type),*) -> $result),* }

        impl Recorders {
            /// The recorders of this executable.
            pub const HERE: Self = Self { $($name),* };

            /// The names of the functions, in the order of the table.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];
        }

        const _: () = assert!(
            same_names(Recorders::NAMES, &RECORDERS),
            "recorders.rs lists what the linker exports: it has to name the declared functions, in their order"
        );
    };
}

crate::each_recorder!(table);

/// The handle of the only server there is.
const SERVER: isize = 0x0005_0001;

/// `hConnection` of MprAdminPortEnum that means all ports: INVALID_HANDLE_VALUE.
const EVERY_CONNECTION: usize = usize::MAX;

/// The longest text that MockrasNote takes, in bytes.
const MAX_NOTE: usize = 1024;

static WATCHDOG: AtomicBool = AtomicBool::new(false);
static BEFORE_END: Mutex<Option<BeforeEnd>> = Mutex::new(None);

/// A function that is told of a forbidden call that will not return: which function was called, inside which callout.
pub type BeforeEnd = fn(Function, Callout);

/// Says whether somebody ends this process if it hangs. If nobody does, a forbidden call fails where it would hang.
pub fn watchdog(is_there: bool) {
    WATCHDOG.store(is_there, Ordering::Relaxed);
}

/// Sets what is done before a forbidden call hangs or traps. It is the last chance to tell somebody outside of this process.
pub fn before_end(tell: Option<BeforeEnd>) {
    *BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner) = tell;
}

/// The service that answers a call, or the result of a call that must not be made.
fn allowed(function: Function) -> Result<Option<Live>, Code> {
    let (how, callout) = match admin::made(function) {
        Permission::Allowed(live) => return Ok(live),
        Permission::Forbidden(how, callout) => (how, callout),
    };
    match how {
        ForbiddenCall::Fail => {}
        ForbiddenCall::Hang if WATCHDOG.load(Ordering::Relaxed) => {
            tell_before_end(function, callout);
            loop {
                std::thread::park();
            }
        }
        ForbiddenCall::Hang => {
            admin::note(format!("{function} fails instead of hanging: nobody is there to end this process"));
        }
        ForbiddenCall::Trap => {
            tell_before_end(function, callout);
            trap();
        }
    }
    Err(FORBIDDEN)
}

fn tell_before_end(function: Function, callout: Callout) {
    let tell = *BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(tell) = tell {
        tell(function, callout);
    }
}

/// Ends the process, or stops a debugger, which may go on.
fn trap() {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    // SAFETY: N6: a breakpoint changes nothing.
    unsafe {
        std::arch::asm!("int3");
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: N6: a breakpoint changes nothing.
    unsafe {
        std::arch::asm!("brk #0xf000");
    }
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    panic!("a trap: this processor's breakpoint is not known, and a panic cannot leave a C function");
}

fn code(result: Result<(), Code>) -> u32 {
    result.err().unwrap_or(Code::NO_ERROR).0
}

fn is_server(server: isize) -> Result<(), Code> {
    if server == SERVER { Ok(()) } else { Err(Code::INVALID_HANDLE) }
}

/// Describes each of these connections or ports by the structure of one level, as bytes.
macro_rules! described {
    ($facts:expr => $structure:ident) => {{
        let described = $facts.iter().map(|facts| {
            let mut structure = $structure::default();
            structure.fill(facts, &View::default());
            structure.to_bytes()
        });
        Ok(described.collect())
    }};
}

/// Describes each connection by the structure of this level, as bytes.
fn connections(level: u32, of: &[Connection]) -> Result<Vec<Vec<u8>>, Code> {
    match level {
        0 => described!(of => RAS_CONNECTION_0),
        1 => described!(of => RAS_CONNECTION_1),
        2 => described!(of => RAS_CONNECTION_2),
        _ => Err(Code::INVALID_LEVEL),
    }
}

/// Describes each port by the structure of this level, as bytes.
fn ports(level: u32, of: &[Port]) -> Result<Vec<Vec<u8>>, Code> {
    match level {
        0 => described!(of => RAS_PORT_0),
        1 => described!(of => RAS_PORT_1),
        _ => Err(Code::INVALID_LEVEL),
    }
}

/// Lists the connections that are up.
pub unsafe extern "system" fn MprAdminConnectionEnum(
    server: isize,
    level: u32,
    buffer: *mut *mut u8,
    preferred: u32,
    read: *mut u32,
    total: *mut u32,
    resume: *mut u32,
) -> u32 {
    let out = Enumeration { buffer, preferred, read, total, resume };
    code(allowed(Function::ConnectionEnum).and_then(|live| {
        is_server(server)?;
        let facts: Vec<Connection> = admin::state(live.as_ref(), |service| service.connections().collect())?;
        let all = connections(level, &facts)?;
        // SAFETY: R1: the caller vouches for the out-parameters.
        unsafe { out.hand_out(&all) }
    }))
}

/// Describes one connection.
pub unsafe extern "system" fn MprAdminConnectionGetInfo(
    server: isize,
    level: u32,
    connection: usize,
    buffer: *mut *mut u8,
) -> u32 {
    code(allowed(Function::ConnectionGetInfo).and_then(|live| {
        is_server(server)?;
        let is_meant = |facts: &Connection| usize::try_from(facts.handle) == Ok(connection);
        let facts = admin::state(live.as_ref(), |service| service.connections().find(is_meant))?;
        let all = connections(level, &[facts.ok_or(Code::INVALID_HANDLE)?])?;
        // SAFETY: R1: the caller vouches for the out-parameter.
        unsafe { hand_out_one(buffer, &all) }
    }))
}

/// Lists the ports that were named so far, or those of one connection.
pub unsafe extern "system" fn MprAdminPortEnum(
    server: isize,
    level: u32,
    connection: usize,
    buffer: *mut *mut u8,
    preferred: u32,
    read: *mut u32,
    total: *mut u32,
    resume: *mut u32,
) -> u32 {
    let out = Enumeration { buffer, preferred, read, total, resume };
    code(allowed(Function::PortEnum).and_then(|live| {
        is_server(server)?;
        let is_meant = |facts: &Port| {
            connection == EVERY_CONNECTION || usize::try_from(facts.connection) == Ok(connection)
        };
        let facts: Vec<Port> =
            admin::state(live.as_ref(), |service| service.ports().filter(is_meant).collect())?;
        let all = ports(level, &facts)?;
        // SAFETY: R1: the caller vouches for the out-parameters.
        unsafe { out.hand_out(&all) }
    }))
}

/// Describes one port.
pub unsafe extern "system" fn MprAdminPortGetInfo(
    server: isize,
    level: u32,
    port: usize,
    buffer: *mut *mut u8,
) -> u32 {
    code(allowed(Function::PortGetInfo).and_then(|live| {
        is_server(server)?;
        let is_meant = |facts: &Port| usize::try_from(facts.handle) == Ok(port);
        let facts = admin::state(live.as_ref(), |service| service.ports().find(is_meant))?;
        let all = ports(level, &[facts.ok_or(Code::INVALID_HANDLE)?])?;
        // SAFETY: R1: the caller vouches for the out-parameter.
        unsafe { hand_out_one(buffer, &all) }
    }))
}

/// Frees what another of these functions has allocated.
pub unsafe extern "system" fn MprAdminBufferFree(buffer: *const u8) -> u32 {
    let free = |_| if buffer::free(buffer) { Ok(()) } else { Err(Code::INVALID_PARAMETER) };
    code(allowed(Function::BufferFree).and_then(free))
}

/// Says whether the service runs.
pub unsafe extern "system" fn MprAdminIsServiceRunning(_server: *const u16) -> i32 {
    let running = allowed(Function::IsServiceRunning).and_then(|live| admin::state(live.as_ref(), |_| ()));
    i32::from(running.is_ok())
}

/// Connects to the service. Any name means this server.
pub unsafe extern "system" fn MprAdminServerConnect(_name: *const u16, server: *mut isize) -> u32 {
    code(allowed(Function::ServerConnect).and_then(|live| {
        admin::state(live.as_ref(), |_| ())?;
        // SAFETY: R1: the caller vouches for the out-parameter.
        unsafe { put(server, SERVER) }
    }))
}

/// Ends a connection to the service.
pub unsafe extern "system" fn MprAdminServerDisconnect(_server: isize) {
    // It has no result that could tell of a failure.
    let _ = allowed(Function::ServerDisconnect);
}

/// Puts what a DLL under test says into the transcript, as a note. The text is UTF-8 and ends with NUL; it is cut after
/// 1024 bytes.
pub unsafe extern "C" fn MockrasNote(text: *const u8) {
    if text.is_null() {
        return;
    }
    let mut bytes = Vec::new();
    while bytes.len() < MAX_NOTE {
        // SAFETY: R1: the text ends in NUL, and none was found before this byte.
        let byte = unsafe { text.wrapping_add(bytes.len()).read() };
        if byte == 0 {
            break;
        }
        bytes.push(byte);
    }
    admin::note(String::from_utf8_lossy(&bytes).into_owned());
}

/// Defines functions that are recorded, and do nothing else.
macro_rules! not_supported {
    ($($name:ident => $function:ident($($type:ty),*);)*) => {$(
        /// Records the call, and returns ERROR_NOT_SUPPORTED.
        pub unsafe extern "system" fn $name($(_: $type),*) -> u32 {
            code(allowed(Function::$function).and(Err(Code::NOT_SUPPORTED)))
        }
    )*};
}

not_supported! {
    MprAdminConnectionClearStats => ConnectionClearStats(isize, usize);
    MprAdminConnectionEnumEx => ConnectionEnumEx(
        isize, *const u8, u32, *mut u32, *mut u32, *mut *mut u8, *mut u32
    );
    MprAdminConnectionGetInfoEx => ConnectionGetInfoEx(isize, usize, *mut u8);
    MprAdminConnectionRemoveQuarantine => ConnectionRemoveQuarantine(usize, usize, i32);
    MprAdminPortClearStats => PortClearStats(isize, usize);
    MprAdminPortDisconnect => PortDisconnect(isize, usize);
    MprAdminPortReset => PortReset(isize, usize);
    MprAdminGetErrorString => GetErrorString(u32, *mut *mut u16);
    MprAdminGetPDCServer => GetPdcServer(*const u16, *const u16, *mut u16);
    MprAdminSendUserMessage => SendUserMessage(isize, usize, *const u16);
    MprAdminUserGetInfo => UserGetInfo(*const u16, *const u16, u32, *mut u8);
    MprAdminUserSetInfo => UserSetInfo(*const u16, *const u16, u32, *const u8);
}
