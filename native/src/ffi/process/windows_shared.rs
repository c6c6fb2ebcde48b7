//! Memory that processes share on Windows: a section with a name.
//!
//! Both sides map it. While it is mapped, nobody can make it smaller.

use std::ffi::c_void;
use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::System::Memory::{
    CreateFileMappingW, FILE_MAP_READ, FILE_MAP_WRITE, MEMORY_MAPPED_VIEW_ADDRESS, MapViewOfFile,
    OpenFileMappingW, PAGE_READWRITE, UnmapViewOfFile,
};
use windows_sys::Win32::System::SystemInformation::GetTickCount64;

/// The memory, as who has made it sees it.
pub(super) struct Shared {
    base: NonNull<u8>,
    length: usize,
    _section: OwnedHandle,
}

// SAFETY: N6: the view belongs to the process, not to a thread, and is only read here, byte by byte.
unsafe impl Send for Shared {}
// SAFETY: N6: the same.
unsafe impl Sync for Shared {}

impl Shared {
    /// Makes so much memory, all zero, and gives the name by which another process finds it.
    pub(super) fn new(length: usize) -> io::Result<(Self, String)> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("Local\\mockras-{}-{number}", std::process::id());
        let size = u32::try_from(length).map_err(io::Error::other)?;
        let wide = wide(&name);
        // SAFETY: N6: the name ends in a NUL, and there is no file.
        let made = unsafe {
            CreateFileMappingW(INVALID_HANDLE_VALUE, ptr::null(), PAGE_READWRITE, 0, size, wide.as_ptr())
        };
        let section = owned(made)?;
        let base = view(&section, FILE_MAP_READ, length)?;
        Ok((Self { base, length, _section: section }, name))
    }

    /// Copies what is there at a place, and says whether all of it is there.
    pub(super) fn copy(&self, at: usize, bytes: &mut [u8]) -> bool {
        if at.checked_add(bytes.len()).is_none_or(|end| end > self.length) {
            return false;
        }
        for (offset, byte) in bytes.iter_mut().enumerate() {
            // SAFETY: N6: it lies in the view, as was just seen.
            let place = unsafe { self.base.add(at + offset) };
            // SAFETY: N6: whoever else writes there, a byte is always a valid value.
            *byte = unsafe { place.cast::<AtomicU8>().as_ref() }.load(Ordering::Acquire);
        }
        true
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let view = MEMORY_MAPPED_VIEW_ADDRESS { Value: self.base.as_ptr().cast::<c_void>() };
        // SAFETY: N6: it was mapped, and nobody has a reference into it any more.
        unsafe { UnmapViewOfFile(view) };
    }
}

/// Maps memory that another process has made, of this length. It stays for as long as this process runs.
pub(super) fn map(name: &str, length: usize) -> io::Result<NonNull<u8>> {
    let name = wide(name);
    // SAFETY: N6: the name ends in a NUL.
    let section = owned(unsafe { OpenFileMappingW(FILE_MAP_READ | FILE_MAP_WRITE, 0, name.as_ptr()) })?;
    view(&section, FILE_MAP_READ | FILE_MAP_WRITE, length)
}

fn wide(name: &str) -> Vec<u16> {
    name.encode_utf16().chain([0]).collect()
}

fn owned(section: HANDLE) -> io::Result<OwnedHandle> {
    if section.is_null() {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: N6: it was just made, and nobody else has it.
    Ok(unsafe { OwnedHandle::from_raw_handle(section) })
}

fn view(section: &OwnedHandle, access: u32, length: usize) -> io::Result<NonNull<u8>> {
    // SAFETY: N6: the system chooses the place.
    let mapped = unsafe { MapViewOfFile(section.as_raw_handle(), access, 0, 0, length) };
    NonNull::new(mapped.Value.cast::<u8>()).ok_or_else(io::Error::last_os_error)
}

/// A clock that costs hardly anything and only goes forward, in milliseconds.
pub(super) fn clock_ms() -> u64 {
    // SAFETY: N6: it has no conditions.
    unsafe { GetTickCount64() }
}
