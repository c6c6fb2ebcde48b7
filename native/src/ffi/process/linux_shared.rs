//! Memory that processes share on Linux: a file without a name.
//!
//! Only the child maps it. The parent reads it as a file: a child that makes it shorter harms nobody else.

use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd};
use std::os::unix::fs::FileExt;
use std::ptr::{self, NonNull};

/// The memory, as who has made it sees it.
pub(super) struct Shared(File);

impl Shared {
    /// Makes so much memory, all zero, and gives the path by which another process finds it.
    pub(super) fn new(length: usize) -> io::Result<(Self, String)> {
        // SAFETY: N6: the name ends in a NUL.
        let made = unsafe { libc::memfd_create(c"mockras".as_ptr(), libc::MFD_CLOEXEC) };
        if made == -1 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: N6: it was just made, and nobody else has it.
        let file = unsafe { File::from_raw_fd(made) };
        file.set_len(length as u64)?;
        // SAFETY: N6: it has no conditions.
        let own = unsafe { libc::getpid() };
        let path = format!("/proc/{own}/fd/{made}");
        Ok((Self(file), path))
    }

    /// Copies what is there at a place, and says whether all of it is there.
    pub(super) fn copy(&self, at: usize, bytes: &mut [u8]) -> bool {
        self.0.read_exact_at(bytes, at as u64).is_ok()
    }
}

/// Maps memory that another process has made, of this length. It stays for as long as this process runs.
pub(super) fn map(path: &str, length: usize) -> io::Result<NonNull<u8>> {
    let file = File::options().read(true).write(true).open(path)?;
    let access = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: N6: the system chooses the place, and the file is as long as told: the parent has seen to it.
    let base = unsafe { libc::mmap(ptr::null_mut(), length, access, libc::MAP_SHARED, file.as_raw_fd(), 0) };
    NonNull::new(base.cast::<u8>()).filter(|_| base != libc::MAP_FAILED).ok_or_else(io::Error::last_os_error)
}

/// A clock that costs hardly anything and only goes forward, in milliseconds.
pub(super) fn clock_ms() -> u64 {
    let mut now = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: N6: there is room for the answer.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, now.as_mut_ptr()) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    let now = unsafe { now.assume_init() };
    now.tv_sec.cast_unsigned() * 1_000 + now.tv_nsec.cast_unsigned() / 1_000_000
}
