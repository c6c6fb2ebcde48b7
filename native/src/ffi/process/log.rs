//! Memory that a child shares with its parent: what it says stays there, whatever becomes of it.
//!
//! The parent looks when it wants to know how far the child is and when the child has ended, and nothing that happens there
//! harms it. How memory is shared is the system's matter: `linux_shared`, `windows_shared`.

use std::io;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU64, Ordering};

use super::shared::{Shared, clock_ms, map};

/// How much a child may say before it must send it.
const CAPACITY: usize = 256 * 1024;

/// Where the text begins, behind the numbers.
const TEXT: usize = 64;

const LENGTH: usize = TEXT + CAPACITY;

/// The numbers: how much was sent before the text, how long the text is, and the beat.
const SENT: usize = 0;
const USED: usize = 8;
const BEAT: usize = 16;

/// The parent's end of the shared memory.
pub(crate) struct SharedLogReader(Shared);

impl SharedLogReader {
    /// Makes new memory, and gives the name by which a child finds it.
    pub(crate) fn new() -> io::Result<(Self, String)> {
        let (shared, name) = Shared::new(LENGTH)?;
        Ok((Self(shared), name))
    }

    fn number(&self, at: usize) -> u64 {
        let mut bytes = [0; 8];
        if self.0.copy(at, &mut bytes) { u64::from_ne_bytes(bytes) } else { 0 }
    }

    /// A number that the child counts up whenever it calls a DLL, and whenever the DLL returns. It is odd in between.
    pub(crate) fn beat(&self) -> u64 {
        self.number(BEAT)
    }

    /// What a child that has ended had said and not sent. So many bytes of all that it said came through the pipe.
    pub(crate) fn rest(&self, received: u64) -> Vec<u8> {
        let (sent, used) = (self.number(SENT), self.number(USED).min(CAPACITY as u64));
        let mut text = vec![0; usize::try_from(used).unwrap_or_default()];
        let known = received.checked_sub(sent).and_then(|known| usize::try_from(known).ok());
        match (self.0.copy(TEXT, &mut text), known) {
            (true, Some(known)) if known <= text.len() => text.split_off(known),
            _ => Vec::new(),
        }
    }
}

/// What was said longer ago than this is to be sent: the parent waits for it, and there is an end to its patience.
const OLD_MS: u64 = 50;

/// The child's end of the shared memory.
pub(crate) struct SharedLog {
    base: NonNull<u8>,
    /// When it was last cleared.
    cleared_ms: u64,
}

// SAFETY: N6: the mapping belongs to the process, not to a thread, and who has this has it alone.
unsafe impl Send for SharedLog {}

impl SharedLog {
    /// Opens the memory that the parent has made.
    pub(crate) fn open(name: &str) -> io::Result<Self> {
        Ok(Self { base: map(name, LENGTH)?, cleared_ms: clock_ms() })
    }

    fn number(&self, at: usize) -> &AtomicU64 {
        // SAFETY: N6: the numbers lie in the mapping, which is never taken back.
        let number = unsafe { self.base.add(at) };
        // SAFETY: N6: it is aligned, zero from the start, and only used as an atomic number in this process.
        unsafe { number.cast::<AtomicU64>().as_ref() }
    }

    /// Keeps bytes, and says whether there was room.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> bool {
        let used = usize::try_from(self.number(USED).load(Ordering::Relaxed)).unwrap_or(CAPACITY);
        if CAPACITY.saturating_sub(used) < bytes.len() {
            return false;
        }
        // SAFETY: N6: there is room in the mapping, as was just seen.
        let place = unsafe { self.base.add(TEXT + used) };
        // SAFETY: N6: the bytes lie elsewhere, and nobody else in this process knows the place.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), place.as_ptr(), bytes.len()) };
        self.number(USED).store((used + bytes.len()) as u64, Ordering::Release);
        true
    }

    /// Forgets everything, since so many bytes were sent.
    pub(crate) fn clear(&mut self, sent: usize) {
        self.number(USED).store(0, Ordering::Release);
        self.number(SENT).fetch_add(sent as u64, Ordering::Release);
        self.cleared_ms = clock_ms();
    }

    /// Whether something in it may have been there for a while.
    pub(crate) fn is_old(&self) -> bool {
        clock_ms().saturating_sub(self.cleared_ms) > OLD_MS
    }

    /// Notes that code of a DLL begins to run, or has ended.
    pub(crate) fn beat(&mut self) {
        self.number(BEAT).fetch_add(1, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_holds_what_was_not_sent() {
        let (reader, path) = SharedLogReader::new().expect("memory");
        let mut log = SharedLog::open(&path).expect("the same memory");
        assert!(log.put(b"abc") && log.put(b"de"));
        assert_eq!(
            (reader.rest(0), reader.rest(4), reader.rest(6)),
            (b"abcde".to_vec(), b"e".to_vec(), vec![])
        );
        log.clear(5);
        assert_eq!(reader.rest(5), b"");
        assert!(log.put(b"fg"));
        assert_eq!((reader.rest(5), reader.rest(6)), (b"fg".to_vec(), b"g".to_vec()));
        assert!(!log.put(&vec![0; CAPACITY]), "it is full");
        log.beat();
        assert_eq!(reader.beat(), 1);
    }

    #[test]
    fn log_with_wild_numbers_is_read_to_its_end() {
        let (reader, path) = SharedLogReader::new().expect("memory");
        let log = SharedLog::open(&path).expect("the same memory");
        for number in [CAPACITY as u64, u64::MAX] {
            log.number(USED).store(number, Ordering::Relaxed);
            assert_eq!(reader.rest(0).len(), CAPACITY);
            log.number(SENT).store(number, Ordering::Relaxed);
            assert_eq!(reader.rest(0), b"");
            log.number(SENT).store(0, Ordering::Relaxed);
        }
    }
}
