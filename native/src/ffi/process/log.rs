//! Memory that a child shares with its parent: what it says stays there, whatever becomes of it.
//!
//! Only the child maps it. The parent reads it as a file, when it wants to know how far the child is and when the child
//! has ended, so nothing that happens there harms the parent.

use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd};
use std::os::unix::fs::FileExt;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU64, Ordering};

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
pub(crate) struct SharedLogReader(File);

impl SharedLogReader {
    /// Makes new memory, and gives the path by which a child finds it.
    pub(crate) fn new() -> io::Result<(Self, String)> {
        // SAFETY: N6: the name ends in a NUL.
        let made = unsafe { libc::memfd_create(c"mockras".as_ptr(), libc::MFD_CLOEXEC) };
        if made == -1 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: N6: it was just made, and nobody else has it.
        let file = unsafe { File::from_raw_fd(made) };
        file.set_len(LENGTH as u64)?;
        // SAFETY: N6: it has no conditions.
        let own = unsafe { libc::getpid() };
        let path = format!("/proc/{own}/fd/{made}");
        Ok((Self(file), path))
    }

    fn number(&self, at: usize) -> u64 {
        let mut bytes = [0; 8];
        match self.0.read_exact_at(&mut bytes, at as u64) {
            Ok(()) => u64::from_ne_bytes(bytes),
            Err(_) => 0,
        }
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
        match (self.0.read_exact_at(&mut text, TEXT as u64), known) {
            (Ok(()), Some(known)) if known <= text.len() => text.split_off(known),
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

fn clock_ms() -> u64 {
    let mut now = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: N6: there is room for the answer.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, now.as_mut_ptr()) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    let now = unsafe { now.assume_init() };
    now.tv_sec.cast_unsigned() * 1_000 + now.tv_nsec.cast_unsigned() / 1_000_000
}

// SAFETY: N6: the mapping belongs to the process, not to a thread, and who has this has it alone.
unsafe impl Send for SharedLog {}

impl SharedLog {
    /// Opens the memory that the parent has made.
    pub(crate) fn open(path: &str) -> io::Result<Self> {
        let file = File::options().read(true).write(true).open(path)?;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: N6: the system chooses the place, and the file is as long as told: the parent has seen to it.
        let base =
            unsafe { libc::mmap(ptr::null_mut(), LENGTH, access, libc::MAP_SHARED, file.as_raw_fd(), 0) };
        match NonNull::new(base.cast::<u8>()).filter(|_| base != libc::MAP_FAILED) {
            Some(base) => Ok(Self { base, cleared_ms: clock_ms() }),
            None => Err(io::Error::last_os_error()),
        }
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
