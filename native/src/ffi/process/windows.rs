//! What a parent does to its children on Windows: a job holds each with its descendants, and they end with it.

use std::ffi::{CStr, c_char};
use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::ptr;

use windows_sys::Win32::Foundation::WAIT_OBJECT_0;
use windows_sys::Win32::Storage::FileSystem::ReadFile;
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation, SetInformationJobObject,
    TerminateJobObject,
};
use windows_sys::Win32::System::LibraryLoader::{GetModuleHandleA, GetProcAddress};
use windows_sys::Win32::System::Pipes::PeekNamedPipe;
use windows_sys::Win32::System::Threading::{
    GetCurrentProcess, INFINITE, OpenProcess, PROCESS_SET_QUOTA, PROCESS_SYNCHRONIZE, PROCESS_TERMINATE,
    WaitForSingleObject,
};

/// The exit code of a child that its parent has killed.
const KILLED: u32 = 1;

/// A child and its descendants. The system kills them when this is dropped, or ends with its process.
pub(crate) struct ProcessGroup {
    job: OwnedHandle,
    child: OwnedHandle,
}

fn owned(handle: *mut std::ffi::c_void) -> io::Result<OwnedHandle> {
    if handle.is_null() {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: N6: it was just opened, and nobody else has it.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

impl ProcessGroup {
    /// The group of a child that was just started, and has started nothing itself: it waits to be told what to play.
    pub(crate) fn of(child: u32) -> io::Result<Self> {
        // SAFETY: N6: without a name and attributes it has no conditions.
        let job = owned(unsafe { CreateJobObjectW(ptr::null(), ptr::null()) })?;
        let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
        limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        let size = u32::try_from(size_of_val(&limits)).unwrap_or_default();
        let (kind, what) = (JobObjectExtendedLimitInformation, (&raw const limits).cast());
        // SAFETY: N6: the limits are of the kind and size that are told.
        if unsafe { SetInformationJobObject(job.as_raw_handle(), kind, what, size) } == 0 {
            return Err(io::Error::last_os_error());
        }
        let access = PROCESS_SET_QUOTA | PROCESS_TERMINATE | PROCESS_SYNCHRONIZE;
        // SAFETY: N6: this may be called with any number.
        let child = owned(unsafe { OpenProcess(access, 0, child) })?;
        // SAFETY: N6: both handles are open.
        match unsafe { AssignProcessToJobObject(job.as_raw_handle(), child.as_raw_handle()) } {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(Self { job, child }),
        }
    }

    /// Kills the child and its descendants.
    pub(crate) fn kill(&self) {
        // SAFETY: N6: the handle is open.
        unsafe { TerminateJobObject(self.job.as_raw_handle(), KILLED) };
    }

    /// Does nothing here, where nobody looks how far the child is.
    #[expect(clippy::unused_self, reason = "it takes the same as on other systems")]
    pub(crate) fn hold(&self) {}

    /// Does nothing here, for the same reason.
    #[expect(clippy::unused_self, reason = "it takes the same as on other systems")]
    pub(crate) fn let_go(&self) {}

    /// Whether the child itself has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.wait(0)
    }

    /// Blocks until the child itself has ended.
    pub(crate) fn until_ended(&self) {
        self.wait(INFINITE);
    }

    fn wait(&self, ms: u32) -> bool {
        // SAFETY: N6: the handle is open.
        unsafe { WaitForSingleObject(self.child.as_raw_handle(), ms) == WAIT_OBJECT_0 }
    }
}

/// Does nothing here: how children end is always told.
pub(crate) fn wait_for_children() {}

/// What stands in for the system: Wine, with its version, if it does.
pub(crate) fn stand_in_system() -> Option<String> {
    // SAFETY: N6: the name ends in a NUL.
    let module = unsafe { GetModuleHandleA(c"ntdll.dll".as_ptr().cast()) };
    if module.is_null() {
        return None;
    }
    // SAFETY: N6: the module is loaded for as long as the process runs, and the name ends in a NUL.
    let found = unsafe { GetProcAddress(module, c"wine_get_version".as_ptr().cast()) }?;
    // SAFETY: N6: Wine declares it so: no arguments, and a text that stays.
    let version: extern "C" fn() -> *const c_char = unsafe { std::mem::transmute(found) };
    // SAFETY: N6: the text ends in a NUL.
    let version = unsafe { CStr::from_ptr(version()) };
    Some(format!("Wine {}", version.to_string_lossy()))
}

/// How many bytes are written to a pipe at once. Any number does: the pipes of a child that has ended are closed, since its
/// job ends its descendants as well.
pub(crate) const PIECE: usize = 64 * 1024;

/// Does nothing here: whatever waits for a child ends with it, for the same reason.
#[expect(clippy::unnecessary_wraps, reason = "it returns the same as on other systems")]
pub(crate) fn never_block(_: &impl AsRawHandle) -> io::Result<()> {
    Ok(())
}

/// Says yes always: a read ends when the child has ended, for the same reason.
pub(crate) fn can_read(_: &impl AsRawHandle, _: i32) -> bool {
    true
}

/// Says yes always: a write ends when the child has ended, for the same reason.
pub(crate) fn can_write(_: &impl AsRawHandle, _: i32) -> bool {
    true
}

/// Does nothing here: to look whether there is something to read takes as long as to be woken up.
pub(crate) fn look_out(_: &impl AsRawHandle) {}

/// How long a pipe may have something to read before that is seen.
const PAUSE_MAX_MS: u32 = 16;

/// The end of a pipe that is read without waiting.
pub(crate) struct Tap(OwnedHandle);

impl Tap {
    /// Takes this end of a pipe. Reading from it never blocks.
    pub(crate) fn new(pipe: impl Into<OwnedHandle>) -> io::Result<Self> {
        Ok(Self(pipe.into()))
    }

    /// How many bytes are there; `None` if there will be no more.
    fn available(&self) -> Option<u32> {
        let (none, mut available) = (ptr::null_mut(), 0);
        let pipe = self.0.as_raw_handle();
        // SAFETY: N6: the number is there to be written, and nothing else is asked for.
        let asked =
            unsafe { PeekNamedPipe(pipe, none, 0, ptr::null_mut(), &raw mut available, ptr::null_mut()) };
        (asked != 0).then_some(available)
    }

    /// Blocks until there is something to read, or for so many milliseconds. The system cannot wait for a pipe like
    /// this one, so it is looked at again and again, less often the longer it is silent.
    pub(crate) fn wait(&self, ms: i32) {
        let (mut left, mut pause) = (u32::try_from(ms).unwrap_or_default(), 1);
        while left > 0 && self.available() == Some(0) {
            // SAFETY: N6: it has no conditions.
            let this = unsafe { GetCurrentProcess() };
            // SAFETY: N6: the handle is that of this process, which does not end meanwhile: it only waits.
            unsafe { WaitForSingleObject(this, pause) };
            left = left.saturating_sub(pause);
            pause = (2 * pause).min(PAUSE_MAX_MS);
        }
    }

    /// Reads what is there, and says how many bytes: `None` if there is nothing now, zero if there will be nothing more.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> Option<usize> {
        let available = match self.available() {
            None => return Some(0),
            Some(0) => return None,
            Some(available) => available,
        };
        let length = available.min(u32::try_from(buffer.len()).unwrap_or(u32::MAX));
        let (pipe, mut read) = (self.0.as_raw_handle(), 0);
        // SAFETY: N6: the buffer has room for that many bytes.
        unsafe { ReadFile(pipe, buffer.as_mut_ptr(), length, &raw mut read, ptr::null_mut()) };
        usize::try_from(read).ok()
    }
}
