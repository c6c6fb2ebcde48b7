//! What the recorders hand to a DLL: out-parameters, and memory that it gives back by MprAdminBufferFree.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use mockras::ras::Code;

/// The buffers that were not freed yet, by their address. They are of words so that any structure may lie there.
static BUFFERS: Mutex<BTreeMap<usize, Box<[u64]>>> = Mutex::new(BTreeMap::new());

fn buffers() -> MutexGuard<'static, BTreeMap<usize, Box<[u64]>>> {
    BUFFERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory that holds these bytes until it is freed. There is always some, even for no bytes.
fn allocate(bytes: &[u8]) -> *mut u8 {
    let mut words: Box<[u64]> = bytes
        .chunks(8)
        .map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_ne_bytes(word)
        })
        .chain([0])
        .collect();
    let address = words.as_mut_ptr().cast::<u8>();
    buffers().insert(address.addr(), words);
    address
}

/// Frees memory that was allocated here; false if it was not, or is free already: then nothing happens.
pub(super) fn free(address: *const u8) -> bool {
    buffers().remove(&address.addr()).is_some()
}

/// Writes an out-parameter; NULL is an invalid parameter.
pub(super) unsafe fn put<T>(place: *mut T, value: T) -> Result<(), Code> {
    if place.is_null() {
        return Err(Code::INVALID_PARAMETER);
    }
    // SAFETY: R1: it is not NULL, so by the header it leads to a T of the caller's; it need not be aligned.
    unsafe { place.write_unaligned(value) };
    Ok(())
}

/// Reads an in-parameter that may be NULL, which counts as 0.
unsafe fn take(place: *const u32) -> u32 {
    // SAFETY: R1: it is not NULL, so by the header it leads to a DWORD of the caller's.
    if place.is_null() { 0 } else { unsafe { place.read_unaligned() } }
}

/// The out-parameters of an enumeration.
pub(super) struct Enumeration {
    pub(super) buffer: *mut *mut u8,
    pub(super) preferred: u32,
    pub(super) read: *mut u32,
    pub(super) total: *mut u32,
    pub(super) resume: *mut u32,
}

impl Enumeration {
    /// Hands out as many structures as the caller prefers, at least one, from where it was before.
    pub(super) unsafe fn hand_out(&self, all: &[Vec<u8>]) -> Result<(), Code> {
        if self.buffer.is_null() || self.read.is_null() || self.total.is_null() {
            return Err(Code::INVALID_PARAMETER);
        }
        // SAFETY: R1: the caller vouches for what is not NULL.
        let from = usize::try_from(unsafe { take(self.resume) }).unwrap_or(usize::MAX).min(all.len());
        let size = all.first().map_or(1, Vec::len);
        let wanted = (usize::try_from(self.preferred).unwrap_or(usize::MAX) / size).max(1);
        let part = &all[from..from.saturating_add(wanted).min(all.len())];
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let next = from + part.len();
        // SAFETY: R1: as above.
        unsafe { put(self.read, count(part.len())) }?;
        // SAFETY: R1: as above.
        unsafe { put(self.total, count(all.len() - from)) }?;
        // SAFETY: R1: as above.
        unsafe { put(self.buffer, allocate(&part.concat())) }?;
        if !self.resume.is_null() {
            // SAFETY: R1: as above.
            unsafe { put(self.resume, if next == all.len() { 0 } else { count(next) }) }?;
        }
        if next == all.len() { Ok(()) } else { Err(Code::MORE_DATA) }
    }
}

/// Hands out structures that are all the caller asked for.
///
/// # Safety
///
/// R1 holds for the pointer.
pub(super) unsafe fn hand_out_one(place: *mut *mut u8, all: &[Vec<u8>]) -> Result<(), Code> {
    if place.is_null() {
        return Err(Code::INVALID_PARAMETER);
    }
    // SAFETY: R1: the caller vouches for what is not NULL.
    unsafe { put(place, allocate(&all.concat())) }
}
