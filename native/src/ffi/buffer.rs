//! Memory that is handed to a DLL, and that it gives back by MprAdminBufferFree.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The buffers that were not freed yet, by their address. They are of words so that any structure may lie there.
static BUFFERS: Mutex<BTreeMap<usize, Box<[u64]>>> = Mutex::new(BTreeMap::new());

fn buffers() -> MutexGuard<'static, BTreeMap<usize, Box<[u64]>>> {
    BUFFERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory that holds these bytes until it is freed. There is always some, even for no bytes.
pub(super) fn allocate(bytes: &[u8]) -> *mut u8 {
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
