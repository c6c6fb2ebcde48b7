//! What the host tells a DLL of Windows, and hears from it: notes, the time, the registry, locks, what is still open.
//!
//! The headers of `include/` make a small Windows of it, so that sources for Windows become libraries of other systems.
//! What is told is in `dll::admin`; here are pointers.
#![allow(non_snake_case, reason = "the functions have the names of the header")]
#![allow(clippy::missing_safety_doc, reason = "the page of the recorder says it for all of them")]

use mockras::dll::admin::{self, LockEvent};

/// The longest text that is taken from a DLL, in bytes.
const MAX_TEXT: usize = 1024;

/// The text at a pointer, which is UTF-8 and ends with NUL; it is cut after [`MAX_TEXT`] bytes. None if it is NULL.
///
/// # Safety
///
/// R1 holds for the pointer.
unsafe fn text_at(text: *const u8) -> Option<String> {
    if text.is_null() {
        return None;
    }
    let mut bytes = Vec::new();
    while bytes.len() < MAX_TEXT {
        // SAFETY: R1: the text ends in NUL, and none was found before this byte.
        let byte = unsafe { text.wrapping_add(bytes.len()).read() };
        if byte == 0 {
            break;
        }
        bytes.push(byte);
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Puts what a DLL under test says into the transcript, as a note.
pub unsafe extern "C" fn MockrasNote(text: *const u8) {
    // SAFETY: R1: the caller vouches for the text.
    if let Some(text) = unsafe { text_at(text) } {
        admin::note(text);
    }
}

/// The time of the scenario in steps of 100 ns: since 1601, or with 1 since the scenario began.
pub unsafe extern "C" fn MockrasClock(since: u32) -> u64 {
    let (since_1601, since_start) = admin::now();
    if since == 1 { since_start } else { since_1601 }
}

/// Writes an entry of the scenario's registry and a NUL if there is room for both. Returns its length, or 0 without one.
pub unsafe extern "C" fn MockrasRegistry(index: u32, entry: *mut u8, size: u32) -> u32 {
    let Some(text) = admin::registry_entry(index as usize) else { return 0 };
    let length = u32::try_from(text.len()).unwrap_or(0);
    if !entry.is_null() && length < size {
        for (at, byte) in text.bytes().chain([0]).enumerate() {
            // SAFETY: R1: there is room for `size` bytes, and the text and its NUL are no more.
            unsafe { entry.wrapping_add(at).write(byte) };
        }
    }
    length
}

/// Hears what becomes of a lock: 1 taken, 2 given back, 3 waited for.
pub unsafe extern "C" fn MockrasLock(lock: *const u8, what: u32, name: *const u8) {
    let event = match what {
        1 => LockEvent::Taken,
        2 => LockEvent::Given,
        3 => LockEvent::Awaited,
        _ => return,
    };
    // SAFETY: R1: the caller vouches for the name.
    let name = unsafe { text_at(name) };
    admin::lock(lock.addr(), event, &name.unwrap_or_default());
}

/// Hears what a DLL has not given back that is being unloaded.
pub unsafe extern "C" fn MockrasKept(what: *const u8) {
    // SAFETY: R1: the caller vouches for the text.
    if let Some(what) = unsafe { text_at(what) } {
        admin::kept(what);
    }
}
