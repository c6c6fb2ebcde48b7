//! The RAS administration functions, for native DLLs: they record that they were called inside a callout (REENTRY-01,
//! REENTRY-02), and answer from the state of the service where that is allowed.
//!
//! What they answer, and ask of the service, is in `dll::admin`, which is the same for Rust; here are pointers and handles.
//!
//! Safety of every function here: pointers are NULL or lead to what the header says. Each NULL that is no documented
//! default gives ERROR_INVALID_PARAMETER.
#![allow(non_snake_case, reason = "the functions have the names of the header")]
#![allow(clippy::missing_safety_doc, reason = "the page of the module says it for all of them")]

use std::net::Ipv4Addr;

use super::buffer::{self, Enumeration, hand_out_one, put};
use super::forbidden::allowed;
pub use super::forbidden::{BeforeEnd, before_end, watchdog};
use super::signatures::{RECORDERS, same_names};
pub use super::surroundings::{MockrasClock, MockrasKept, MockrasLock, MockrasNote, MockrasRegistry};
use mockras::abi::MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1;
use mockras::dll::Notice;
use mockras::dll::admin::{Call, Client, Level, connection_structures, port_structures};
use mockras::model::Request;
use mockras::ras::{Code, Function};

/// Exports the twenty functions, what `include/mockras/host.h` declares, and the hooks of instrumented code, from the executable (or test executable) in which this stands, so
/// that DLLs that it loads on Linux and macOS find them. The linker has to be told the names as well.
#[macro_export]
macro_rules! export_recorders {
    () => {
        $crate::each_recorder!($crate::export_these_recorders);
        $crate::each_hook!($crate::export_hooks);
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

fn is_server(server: isize) -> Result<(), Code> {
    if server == SERVER { Ok(()) } else { Err(Code::RPC_INVALID_BINDING) }
}

/// A call that worked, and makes no list.
const DONE: (Code, Option<u32>) = (Code::NO_ERROR, None);

/// Answers a call that is allowed, and tells the result.
fn answered(function: Function, answer: impl FnOnce(&mut Call) -> Result<(Code, Option<u32>), Code>) -> u32 {
    let mut call = match allowed(function) {
        Ok(call) => call,
        Err(refused) => return refused.0,
    };
    let (code, read) = answer(&mut call).unwrap_or_else(|code| (code, None));
    call.ends(code, read);
    code.0
}

/// Answers a call that asks for a change.
fn changed(function: Function, server: isize, answer: impl FnOnce(&mut Call) -> Result<(), Code>) -> u32 {
    answered(function, |call| {
        is_server(server)?;
        answer(call).map(|()| DONE)
    })
}

/// Whether this leads to the header of a RAS_CONNECTION_EX.
///
/// # Safety
///
/// R1 holds for the pointer.
unsafe fn is_known_revision(header: *const u8) -> Result<(), Code> {
    if header.is_null() {
        return Err(Code::INVALID_PARAMETER);
    }
    // SAFETY: R1: it is not NULL, and the revision is the first byte.
    let revision = unsafe { header.read() };
    let is_known = revision == MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1;
    if is_known { Ok(()) } else { Err(Code::INVALID_PARAMETER) }
}

/// A handle, as wide as the widest.
fn wide(handle: usize) -> u64 {
    handle as u64
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
    let out = Enumeration { of: Function::ConnectionEnum, buffer, preferred, read, total, resume };
    answered(Function::ConnectionEnum, |call| {
        is_server(server)?;
        out.check()?;
        let level = Level::Number(level);
        let facts = call.connections(level)?;
        let all = connection_structures(&facts, level, &call.view()?);
        // SAFETY: R1: the caller vouches for the out-parameters.
        unsafe { out.hand_out(&all) }
    })
}

/// Lists the connections that are up, by the structure whose revision the header names.
pub unsafe extern "system" fn MprAdminConnectionEnumEx(
    server: isize,
    header: *const u8,
    preferred: u32,
    read: *mut u32,
    total: *mut u32,
    buffer: *mut *mut u8,
    resume: *mut u32,
) -> u32 {
    let out = Enumeration { of: Function::ConnectionEnumEx, buffer, preferred, read, total, resume };
    answered(Function::ConnectionEnumEx, |call| {
        is_server(server)?;
        out.check()?;
        // SAFETY: R1: the caller vouches for the header.
        unsafe { is_known_revision(header) }?;
        let facts = call.connections(Level::Ex)?;
        let all = connection_structures(&facts, Level::Ex, &call.view()?);
        // SAFETY: R1: the caller vouches for the out-parameters.
        unsafe { out.hand_out(&all) }
    })
}

/// Describes one connection.
pub unsafe extern "system" fn MprAdminConnectionGetInfo(
    server: isize,
    level: u32,
    connection: usize,
    buffer: *mut *mut u8,
) -> u32 {
    answered(Function::ConnectionGetInfo, |call| {
        is_server(server)?;
        let level = Level::Number(level);
        let facts = call.connection(level, wide(connection))?;
        let all = connection_structures(&[facts], level, &call.view()?);
        // SAFETY: R1: the caller vouches for the out-parameter.
        unsafe { hand_out_one(Function::ConnectionGetInfo, buffer, &all) }.map(|()| DONE)
    })
}

/// Describes one connection in the structure of the caller, which names its revision.
pub unsafe extern "system" fn MprAdminConnectionGetInfoEx(
    server: isize,
    connection: usize,
    info: *mut u8,
) -> u32 {
    answered(Function::ConnectionGetInfoEx, |call| {
        is_server(server)?;
        // SAFETY: R1: the caller vouches for the structure, which begins with its header.
        unsafe { is_known_revision(info) }?;
        let facts = call.connection(Level::Ex, wide(connection))?;
        let bytes = connection_structures(&[facts], Level::Ex, &call.view()?).concat();
        // SAFETY: R1: the caller vouches for the structure, which is as long as that.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), info, bytes.len()) };
        Ok(DONE)
    })
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
    let out = Enumeration { of: Function::PortEnum, buffer, preferred, read, total, resume };
    answered(Function::PortEnum, |call| {
        is_server(server)?;
        out.check()?;
        let facts = call.ports(level, (connection != EVERY_CONNECTION).then(|| wide(connection)))?;
        let all = port_structures(&facts, level, &call.view()?);
        // SAFETY: R1: the caller vouches for the out-parameters.
        unsafe { out.hand_out(&all) }
    })
}

/// Describes one port.
pub unsafe extern "system" fn MprAdminPortGetInfo(
    server: isize,
    level: u32,
    port: usize,
    buffer: *mut *mut u8,
) -> u32 {
    answered(Function::PortGetInfo, |call| {
        is_server(server)?;
        let facts = call.port(level, wide(port))?;
        let all = port_structures(&[facts], level, &call.view()?);
        // SAFETY: R1: the caller vouches for the out-parameter.
        unsafe { hand_out_one(Function::PortGetInfo, buffer, &all) }.map(|()| DONE)
    })
}

/// Asks the service to end the connection on a port.
pub unsafe extern "system" fn MprAdminPortDisconnect(server: isize, port: usize) -> u32 {
    changed(Function::PortDisconnect, server, |call| call.change_port(wide(port), Request::DisconnectPort))
}

/// Asks the service to reset the device of a port.
pub unsafe extern "system" fn MprAdminPortReset(server: isize, port: usize) -> u32 {
    changed(Function::PortReset, server, |call| call.change_port(wide(port), Request::ResetPort))
}

/// Asks the service to clear what a port has counted.
pub unsafe extern "system" fn MprAdminPortClearStats(server: isize, port: usize) -> u32 {
    changed(Function::PortClearStats, server, |call| call.change_port(wide(port), Request::ClearPort))
}

/// Asks the service to clear what a connection has counted.
pub unsafe extern "system" fn MprAdminConnectionClearStats(server: isize, connection: usize) -> u32 {
    changed(Function::ConnectionClearStats, server, |call| call.clear_connection(wide(connection)))
}

/// Asks the service to let a client out of quarantine, which is named by a handle or by its address in network order.
pub unsafe extern "system" fn MprAdminConnectionRemoveQuarantine(
    server: usize,
    connection: usize,
    is_ip_address: i32,
) -> u32 {
    let client = if is_ip_address == 0 {
        Client::Handle(wide(connection))
    } else {
        // An address of 32 bits has come as a handle: what is above them is the compiler's.
        Client::Address(Ipv4Addr::from((connection as u32).to_ne_bytes()))
    };
    changed(Function::ConnectionRemoveQuarantine, server.cast_signed(), |call| call.remove_quarantine(client))
}

/// Frees what another of these functions has allocated. NULL is nothing.
pub unsafe extern "system" fn MprAdminBufferFree(buffer: *const u8) -> u32 {
    answered(Function::BufferFree, |call| {
        if buffer.is_null() {
            return Err(Code::INVALID_PARAMETER);
        }
        buffer::free(buffer).map(|()| DONE).map_err(|wrong| {
            call.notice(Notice::Misfreed(wrong));
            Code::INVALID_PARAMETER
        })
    })
}

/// Says whether the service runs.
pub unsafe extern "system" fn MprAdminIsServiceRunning(_server: *const u16) -> i32 {
    let Ok(call) = allowed(Function::IsServiceRunning) else { return 0 };
    let runs = call.state(|_| ()).is_ok();
    call.ends(Code(u32::from(runs)), None);
    i32::from(runs)
}

/// Connects to the service. Any name means this server.
pub unsafe extern "system" fn MprAdminServerConnect(_name: *const u16, server: *mut isize) -> u32 {
    answered(Function::ServerConnect, |call| {
        call.state(|_| ())?;
        // SAFETY: R1: the caller vouches for the out-parameter.
        unsafe { put(server, SERVER) }.map(|()| DONE)
    })
}

/// Ends a connection to the service.
pub unsafe extern "system" fn MprAdminServerDisconnect(server: isize) {
    // It has no result that could tell of a failure; the transcript does.
    changed(Function::ServerDisconnect, server, |_| Ok(()));
}

/// Defines functions that are recorded, and do nothing else.
macro_rules! not_supported {
    ($($name:ident => $function:ident($($type:ty),*);)*) => {$(
        /// Records the call, and returns ERROR_NOT_SUPPORTED.
        pub unsafe extern "system" fn $name($(_: $type),*) -> u32 {
            answered(Function::$function, |_| Err(Code::NOT_SUPPORTED))
        }
    )*};
}

not_supported! {
    MprAdminGetErrorString => GetErrorString(u32, *mut *mut u16);
    MprAdminGetPDCServer => GetPdcServer(*const u16, *const u16, *mut u16);
    MprAdminSendUserMessage => SendUserMessage(isize, usize, *const u16);
    MprAdminUserGetInfo => UserGetInfo(*const u16, *const u16, u32, *mut u8);
    MprAdminUserSetInfo => UserSetInfo(*const u16, *const u16, u32, *const u8);
}
