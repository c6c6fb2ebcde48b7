//! What the recorders hand to a DLL: out-parameters, and memory that it gives back by MprAdminBufferFree.
//!
//! A buffer that was freed is kept for a while, full of [`POISON`]: so that it is known if it is freed again (ADMIN-07), and
//! whether something was written to it. Who reads it gets poison, which nobody notices but the DLL.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use mockras::abi::POISON;
use mockras::ras::{Code, Function};

/// A word of nothing but poison.
const POISON_WORD: u64 = u64::from_ne_bytes([POISON; 8]);

/// How many freed buffers are kept.
const KEPT: usize = 64;

/// The buffers of this process.
struct Buffers {
    /// By their address; those that were freed last among them.
    all: BTreeMap<usize, Buffer>,
    /// The addresses of those that were freed, oldest first.
    freed: VecDeque<usize>,
}

struct Buffer {
    /// Words, so that any structure may lie there. The last is zero, so that a text of poison has an end.
    words: Box<[u64]>,
    /// The function that handed it out.
    of: Function,
    /// The DLL that got it, 0 if nobody knows.
    owner: u32,
    is_freed: bool,
}

static BUFFERS: Mutex<Buffers> = Mutex::new(Buffers { all: BTreeMap::new(), freed: VecDeque::new() });

thread_local! {
    /// The DLL whose code runs on this thread, 0 for none.
    static OWNER: Cell<u32> = const { Cell::new(0) };
}

fn buffers() -> MutexGuard<'static, Buffers> {
    BUFFERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A DLL that may get buffers. What it has not freed goes with it.
pub(super) struct Owner(u32);

impl Owner {
    /// The next DLL.
    pub(super) fn next() -> Self {
        static OWNERS: AtomicU32 = AtomicU32::new(1);
        Self(OWNERS.fetch_add(1, Ordering::Relaxed))
    }

    /// From now on its code runs on this thread: what is handed out is its, until this is dropped.
    pub(super) fn enter(&self) -> Entered {
        Entered { was: OWNER.replace(self.0) }
    }

    /// What is wrong with its buffers when it ends: those that it has not freed, and those that it wrote to afterwards.
    pub(super) fn wrongs(&self) -> Vec<String> {
        let buffers = buffers();
        let mut left: BTreeMap<Function, u32> = BTreeMap::new();
        let mut wrongs = Vec::new();
        for buffer in buffers.all.values().filter(|buffer| buffer.owner == self.0) {
            if !buffer.is_freed {
                *left.entry(buffer.of).or_default() += 1;
            } else if buffer.is_spoilt() {
                wrongs.push(format!("a buffer of {} is written to after it was freed", buffer.of));
            }
        }
        wrongs.sort_unstable();
        let left = left.into_iter().map(|(of, many)| match many {
            1 => format!("a buffer of {of} is not freed"),
            many => format!("{many} buffers of {of} are not freed"),
        });
        left.chain(wrongs).collect()
    }
}

/// A thread that runs the code of a DLL.
pub(super) struct Entered {
    was: u32,
}

impl Drop for Entered {
    fn drop(&mut self) {
        OWNER.set(self.was);
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let mut buffers = buffers();
        let Buffers { all, freed } = &mut *buffers;
        all.retain(|_, buffer| buffer.owner != self.0);
        freed.retain(|address| all.contains_key(address));
    }
}

impl Buffer {
    fn is_spoilt(&self) -> bool {
        let poisoned = self.words.split_last().map_or(&[][..], |(_, rest)| rest);
        poisoned.iter().any(|word| *word != POISON_WORD)
    }
}

/// Memory that holds these bytes until it is freed. There is always some, even for no bytes.
fn allocate(of: Function, bytes: &[u8]) -> *mut u8 {
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
    let buffer = Buffer { words, of, owner: OWNER.get(), is_freed: false };
    buffers().all.insert(address.addr(), buffer);
    address
}

/// Frees memory that was allocated here, or says what is wrong with that: then nothing happens.
pub(super) fn free(address: *const u8) -> Result<(), String> {
    let mut buffers = buffers();
    let Buffers { all, freed } = &mut *buffers;
    let Some(buffer) = all.get_mut(&address.addr()) else {
        return Err("what is freed is no buffer of these functions".to_owned());
    };
    if buffer.is_freed {
        return Err(format!("a buffer of {} is freed twice", buffer.of));
    }
    buffer.is_freed = true;
    if let Some((_, poisoned)) = buffer.words.split_last_mut() {
        poisoned.fill(POISON_WORD);
    }
    freed.push_back(address.addr());
    if freed.len() > KEPT
        && let Some(oldest) = freed.pop_front()
    {
        all.remove(&oldest);
    }
    Ok(())
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
    pub(super) of: Function,
    pub(super) buffer: *mut *mut u8,
    pub(super) preferred: u32,
    pub(super) read: *mut u32,
    pub(super) total: *mut u32,
    pub(super) resume: *mut u32,
}

impl Enumeration {
    /// Checks that there is where to put what the caller wants.
    pub(super) fn check(&self) -> Result<(), Code> {
        let is_null = self.buffer.is_null() || self.read.is_null() || self.total.is_null();
        if is_null { Err(Code::INVALID_PARAMETER) } else { Ok(()) }
    }

    /// Hands out as many structures as the caller prefers, at least one, from where it was before. Returns whether there is
    /// more, and how many they are.
    ///
    /// # Safety
    ///
    /// R1 holds for the pointers.
    pub(super) unsafe fn hand_out(&self, all: &[Vec<u8>]) -> Result<(Code, Option<u32>), Code> {
        self.check()?;
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
        unsafe { put(self.buffer, allocate(self.of, &part.concat())) }?;
        if !self.resume.is_null() {
            // SAFETY: R1: as above.
            unsafe { put(self.resume, if next == all.len() { 0 } else { count(next) }) }?;
        }
        let code = if next == all.len() { Code::NO_ERROR } else { Code::MORE_DATA };
        Ok((code, Some(count(part.len()))))
    }
}

/// Hands out structures that are all the caller asked for.
///
/// # Safety
///
/// R1 holds for the pointer.
pub(super) unsafe fn hand_out_one(of: Function, place: *mut *mut u8, all: &[Vec<u8>]) -> Result<(), Code> {
    if place.is_null() {
        return Err(Code::INVALID_PARAMETER);
    }
    // SAFETY: R1: the caller vouches for what is not NULL.
    unsafe { put(place, allocate(of, &all.concat())) }
}
