//! What a process holds on Windows that a DLL may take and not give back.
//!
//! Only handles of files on disk and of other processes are among it. Libraries of the system open others when they are first
//! used, and keep them: events, sections, keys of the registry, devices.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::mem::MaybeUninit;
use std::path::Path;
use std::ptr;
use std::sync::{Mutex, PoisonError};

use windows_sys::Win32::Foundation::{
    CloseHandle, DUPLICATE_SAME_ACCESS, DuplicateHandle, GetHandleInformation, HANDLE,
};
use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, FILE_ATTRIBUTE_DIRECTORY, FILE_TYPE_DISK, GetFileInformationByHandle,
    GetFileType, WriteFile,
};
use windows_sys::Win32::System::Threading::{
    GetCurrentProcess, GetCurrentProcessId, GetProcessHandleCount, GetProcessId,
};

/// Handles are multiples of this, from it on.
const STEP: usize = 4;

/// After so many numbers in a row that are no handle there is none any more: the system gives out low ones first.
const GAP: u32 = 512;

/// Something that is held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Resource {
    /// A handle of a file on disk, or of another process.
    Handle(usize),
    /// A file in the folder for temporary ones.
    File(OsString),
}

/// All that this process holds and that a DLL can be blamed for.
pub(crate) fn held(folder: Option<&Path>, _: Option<&BTreeSet<Resource>>, _: bool) -> BTreeSet<Resource> {
    let mut held: BTreeSet<Resource> = told_handles().into_iter().map(Resource::Handle).collect();
    held.extend(super::temporary_files(folder).map(Resource::File));
    held
}

/// The handles of files and of other processes. To go through all numbers takes a thousand questions to the system, so that is
/// done only if something was opened or closed since the last time.
fn told_handles() -> Vec<usize> {
    static LAST: Mutex<Option<(u64, Vec<usize>)>> = Mutex::new(None);
    let mark = opening_mark();
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let (Some((known, told)), Some(mark)) = (&*last, mark)
        && *known == mark
    {
        return told.clone();
    }
    let is_told = |number: &usize| about_file(*number).is_some() || is_other_process(*number);
    let told: Vec<usize> = open_handles().into_iter().filter(is_told).collect();
    *last = mark.map(|mark| (mark, told.clone()));
    told
}

/// A number that changes when something is opened: how many handles there are or, where the system does not say that (Wine), the
/// one that comes next.
pub(crate) fn opening_mark() -> Option<u64> {
    let mut count = 0;
    // SAFETY: N6: it has no conditions.
    let this = unsafe { GetCurrentProcess() };
    // SAFETY: N6: there is room for the answer.
    let is_counted = unsafe { GetProcessHandleCount(this, &raw mut count) } != 0 && count > 0;
    if is_counted {
        return Some(u64::from(count));
    }
    let mut copy = ptr::null_mut();
    // SAFETY: N6: there is room for the answer.
    let is_made =
        unsafe { DuplicateHandle(this, this, this, &raw mut copy, 0, 0, DUPLICATE_SAME_ACCESS) } != 0;
    if !is_made {
        return None;
    }
    // SAFETY: N6: it was just made.
    unsafe { CloseHandle(copy) };
    Some(copy.addr() as u64)
}

/// Every number that is a handle.
fn open_handles() -> Vec<usize> {
    let (mut number, mut gap) = (STEP, 0);
    let mut open = Vec::new();
    while gap < GAP {
        if is_open(number) {
            open.push(number);
            gap = 0;
        } else {
            gap += 1;
        }
        number += STEP;
    }
    open
}

fn handle(number: usize) -> HANDLE {
    ptr::without_provenance_mut(number)
}

fn is_open(number: usize) -> bool {
    let mut flags = 0;
    // SAFETY: N6: this may be called with any number.
    (unsafe { GetHandleInformation(handle(number), &raw mut flags) }) != 0
}

/// The files that are open for writing, each with what tells it from every other.
pub(crate) fn files_written() -> Vec<(Resource, String)> {
    let file = |number: usize| {
        let about = about_file(number)?;
        let place = (about.dwVolumeSerialNumber, about.nFileIndexHigh, about.nFileIndexLow);
        is_written(number).then(|| (Resource::Handle(number), format!("{place:?}")))
    };
    open_handles().into_iter().filter_map(file).collect()
}

/// Whether it can be written to. Nothing is written to find out.
fn is_written(number: usize) -> bool {
    let mut written = 0;
    // SAFETY: N6: this may be called with any number; no byte is read from the place.
    (unsafe { WriteFile(handle(number), ptr::null(), 0, &raw mut written, ptr::null_mut()) }) != 0
}

/// What is known of a file on disk. A folder is none: the current one changes its handle whenever it is set again.
fn about_file(number: usize) -> Option<BY_HANDLE_FILE_INFORMATION> {
    // SAFETY: N6: this may be called with any number.
    let kind = unsafe { GetFileType(handle(number)) };
    if kind != FILE_TYPE_DISK {
        return None;
    }
    let mut about = MaybeUninit::<BY_HANDLE_FILE_INFORMATION>::zeroed();
    // SAFETY: N6: this may be called with any number, and the place is valid.
    let is_known = unsafe { GetFileInformationByHandle(handle(number), about.as_mut_ptr()) } != 0;
    // SAFETY: N6: it was zeroed, which is a value of it, and may have been filled since.
    let about = unsafe { about.assume_init() };
    (is_known && about.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY == 0).then_some(about)
}

fn is_other_process(number: usize) -> bool {
    // SAFETY: N6: this may be called with any number.
    let process = unsafe { GetProcessId(handle(number)) };
    // SAFETY: N6: this has no conditions.
    process != 0 && process != unsafe { GetCurrentProcessId() }
}
