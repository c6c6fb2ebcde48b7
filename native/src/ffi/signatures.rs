//! The functions that no callout may call, as the header declares them.

pub(super) use crate::binary::RECORDERS;

/// Whether two lists have the same names in the same order.
pub(super) const fn same_names(left: &[&str], right: &[&str]) -> bool {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        let (one, other) = (left[at].as_bytes(), right[at].as_bytes());
        let mut byte = 0;
        while byte < one.len() && byte < other.len() && one[byte] == other[byte] {
            byte += 1;
        }
        if byte < one.len() || byte < other.len() {
            return false;
        }
        at += 1;
    }
    left.len() == right.len()
}

/// Hands the declarations of the twenty functions to a macro: `each_recorder!(my_macro)` is `my_macro! { fn .. }`.
///
/// Types are those of the C interface: handles are integers as wide as a pointer.
#[doc(hidden)]
#[macro_export]
macro_rules! each_recorder {
    ($($go:tt)*) => { $($go)*! {
        "system" fn MprAdminConnectionClearStats(server: isize, connection: usize) -> u32;
        "system" fn MprAdminConnectionEnum(
            server: isize, level: u32, buffer: *mut *mut u8, preferred: u32, read: *mut u32, total: *mut u32,
            resume: *mut u32
        ) -> u32;
        "system" fn MprAdminConnectionEnumEx(
            server: isize, header: *const u8, preferred: u32, read: *mut u32, total: *mut u32,
            connections: *mut *mut u8, resume: *mut u32
        ) -> u32;
        "system" fn MprAdminConnectionGetInfo(
            server: isize, level: u32, connection: usize, buffer: *mut *mut u8
        ) -> u32;
        "system" fn MprAdminConnectionGetInfoEx(server: isize, connection: usize, info: *mut u8) -> u32;
        "system" fn MprAdminConnectionRemoveQuarantine(server: usize, connection: usize, is_ip_address: i32) -> u32;
        "system" fn MprAdminPortClearStats(server: isize, port: usize) -> u32;
        "system" fn MprAdminPortDisconnect(server: isize, port: usize) -> u32;
        "system" fn MprAdminPortEnum(
            server: isize, level: u32, connection: usize, buffer: *mut *mut u8, preferred: u32, read: *mut u32,
            total: *mut u32, resume: *mut u32
        ) -> u32;
        "system" fn MprAdminPortGetInfo(server: isize, level: u32, port: usize, buffer: *mut *mut u8) -> u32;
        "system" fn MprAdminPortReset(server: isize, port: usize) -> u32;
        "system" fn MprAdminBufferFree(buffer: *const u8) -> u32;
        "system" fn MprAdminGetErrorString(error: u32, text: *mut *mut u16) -> u32;
        "system" fn MprAdminIsServiceRunning(server: *const u16) -> i32;
        "system" fn MprAdminServerConnect(name: *const u16, server: *mut isize) -> u32;
        "system" fn MprAdminServerDisconnect(server: isize) -> ();
        "system" fn MprAdminGetPDCServer(domain: *const u16, server: *const u16, found: *mut u16) -> u32;
        "system" fn MprAdminSendUserMessage(server: isize, connection: usize, message: *const u16) -> u32;
        "system" fn MprAdminUserGetInfo(server: *const u16, user: *const u16, level: u32, info: *mut u8) -> u32;
        "system" fn MprAdminUserSetInfo(server: *const u16, user: *const u16, level: u32, info: *const u8) -> u32;
        "C" fn MockrasNote(text: *const u8) -> ();
        "C" fn MockrasClock(since: u32) -> u64;
        "C" fn MockrasRegistry(index: u32, entry: *mut u8, size: u32) -> u32;
        "C" fn MockrasLock(lock: *const u8, what: u32, name: *const u8) -> ();
        "C" fn MockrasKept(what: *const u8) -> ();
    } };
}
