//! What a child does to itself on Windows.

use std::ffi::{c_int, c_void};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::windows::io::{AsRawHandle, BorrowedHandle, IntoRawHandle, OwnedHandle};
use std::path::PathBuf;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use windows_sys::Win32::Foundation::{GetHandleInformation, HMODULE};
use windows_sys::Win32::Storage::FileSystem::WriteFile;
use windows_sys::Win32::System::Console::{
    GetStdHandle, STD_ERROR_HANDLE, STD_HANDLE, STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, SetStdHandle,
};
use windows_sys::Win32::System::LibraryLoader::{
    GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, GetModuleFileNameW,
    GetModuleHandleExW,
};
use windows_sys::Win32::System::Threading::{
    FlsAlloc, FlsFree, GetCurrentProcess, TerminateProcess, TlsAlloc, TlsFree,
};

use crate::ffi::platform::in_utf8;

// Of the C library that this program is linked with, which DLLs often share.
unsafe extern "C" {
    fn _open_osfhandle(handle: isize, flags: c_int) -> c_int;
    fn _dup2(from: c_int, to: c_int) -> c_int;
    fn fflush(stream: *mut c_void) -> c_int;
    fn atexit(function: extern "C" fn()) -> c_int;
    fn exit(code: c_int) -> !;
}

/// The streams by which a child talks to its parent.
pub(crate) struct ProtocolStreams {
    pub(crate) input: File,
    pub(crate) output: File,
}

/// The descriptors and the working directory of a process, which a DLL may take from it.
pub(crate) struct Surroundings {
    null: File,
    written: File,
    folder: Option<PathBuf>,
}

/// The standard handles in the order of their descriptors.
const STANDARD: [STD_HANDLE; 3] = [STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE];

fn standard(which: STD_HANDLE) -> *mut c_void {
    // SAFETY: N6: this may be called with these numbers.
    unsafe { GetStdHandle(which) }
}

/// A copy of a standard handle, which children of this process do not get.
fn lifted(which: STD_HANDLE) -> io::Result<File> {
    // SAFETY: N6: the handle is open while it is copied.
    let handle = unsafe { BorrowedHandle::borrow_raw(standard(which)) };
    Ok(File::from(handle.try_clone_to_owned()?))
}

/// Lets a descriptor of the C library, and the standard handle that goes with it, lead to a file.
fn stand_in(descriptor: c_int, which: STD_HANDLE, file: &File) -> io::Result<()> {
    let copy = file.try_clone()?.into_raw_handle();
    // SAFETY: N6: the handle is open, and the C library owns it from now on.
    let source = unsafe { _open_osfhandle(copy.expose_provenance().cast_signed(), 0) };
    // SAFETY: N6: this may be called with any numbers; what was at the other is closed.
    unsafe { _dup2(source, descriptor) };
    let handle = file.try_clone()?.into_raw_handle();
    // SAFETY: N6: the handle is open, and stays so.
    unsafe { SetStdHandle(which, handle) };
    Ok(())
}

/// Moves standard input and output to where DLLs do not find them. What reads standard input from now on finds
/// nothing; what writes standard output writes to standard error. Processes have no groups here.
pub(crate) fn take_streams(_: bool) -> io::Result<(ProtocolStreams, Surroundings)> {
    let streams = ProtocolStreams { input: lifted(STD_INPUT_HANDLE)?, output: lifted(STD_OUTPUT_HANDLE)? };
    let place = Surroundings {
        null: File::open("NUL")?,
        written: lifted(STD_ERROR_HANDLE)?,
        folder: std::env::current_dir().ok(),
    };
    stand_in(0, STD_INPUT_HANDLE, &place.null)?;
    stand_in(1, STD_OUTPUT_HANDLE, &place.written)?;
    Ok((streams, place))
}

impl Surroundings {
    /// Says in words what is not as it was, and puts it right.
    pub(crate) fn put_right(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (descriptor, which) in (0..).zip(STANDARD) {
            let mut flags = 0;
            // SAFETY: N6: this may be called with any handle, and the flags are there to be written.
            if unsafe { GetHandleInformation(standard(which), &raw mut flags) } == 0 {
                wrong.push(format!("descriptor {descriptor} is closed"));
                let source = if descriptor == 0 { &self.null } else { &self.written };
                // If there are no handles any more, nothing works anyway.
                let _ = stand_in(descriptor, which, source);
            }
        }
        if std::env::current_dir().ok() != self.folder {
            wrong.push("the working directory has changed".to_owned());
            if let Some(folder) = &self.folder {
                let _ = std::env::set_current_dir(folder);
            }
        }
        wrong
    }
}

/// The job of the parent ends this process with the parent. If a command leads to it, a thread reads its input, which comes to
/// another end that is read instead: when there is no more, this process ends, whatever it is at. To look at the input now and
/// then is not enough: Wine does not look into the pipes of its system.
pub(crate) fn end_with_parent(streams: ProtocolStreams, is_remote: bool) -> io::Result<ProtocolStreams> {
    if !is_remote {
        return Ok(streams);
    }
    let ProtocolStreams { mut input, output } = streams;
    let (there, mut here) = io::pipe()?;
    let pass_on = move || {
        let mut piece = [0; 16 * 1024];
        while let Ok(many @ 1..) = input.read(&mut piece) {
            if here.write_all(piece.get(..many).unwrap_or_default()).is_err() {
                break;
            }
        }
        end_now(1);
    };
    std::thread::Builder::new().name("lifeline".to_owned()).spawn(pass_on)?;
    Ok(ProtocolStreams { input: File::from(OwnedHandle::from(there)), output })
}

/// Which file a handle leads to: handles of Windows are not made to lead elsewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FileIdentity;

impl FileIdentity {
    /// There is nothing to remember.
    pub(crate) fn of(_: &File) -> Self {
        Self
    }

    /// Says yes always: one that is closed is found out when it is used.
    #[expect(clippy::unused_self, reason = "it takes the same as on other systems")]
    pub(crate) fn is_as_it_was(self, _: &File) -> bool {
        true
    }
}

/// Writes out what C code has printed so far.
pub(crate) fn flush_c_streams() {
    // SAFETY: NULL stands for every stream.
    unsafe { fflush(std::ptr::null_mut()) };
}

/// Says yes always, since no process is a copy of another here.
pub(crate) fn is_own() -> bool {
    true
}

/// Says no always, for the same reason.
pub(crate) fn is_copy() -> bool {
    false
}

/// Does nothing: no child has such a folder here.
pub(crate) fn clean_up_at_end(_: &str) {}

/// Ends this process without running anything.
pub(crate) fn end_now(code: i32) -> ! {
    // SAFETY: N6: it has no conditions.
    let this = unsafe { GetCurrentProcess() };
    // SAFETY: N6: the handle is that of this process.
    unsafe { TerminateProcess(this, code.cast_unsigned()) };
    unreachable!("a process that was terminated runs nothing")
}

/// Ends this process as a program ends that is done: what was left for that is run, in C as well.
pub(crate) fn end_in_order() -> ! {
    // SAFETY: N6: it has no conditions.
    unsafe { exit(0) }
}

static EXIT_OUTPUT: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());
static EXIT_MESSAGE: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
static EXIT_LENGTH: AtomicU32 = AtomicU32::new(0);

/// If somebody calls `exit`, these bytes are written last.
pub(crate) fn tell_of_exit(output: &File, message: &'static [u8]) {
    EXIT_LENGTH.store(u32::try_from(message.len()).unwrap_or_default(), Ordering::Relaxed);
    EXIT_MESSAGE.store(message.as_ptr().cast_mut(), Ordering::Relaxed);
    EXIT_OUTPUT.store(output.as_raw_handle(), Ordering::Relaxed);
    // SAFETY: N6: the function has the signature that is asked for.
    unsafe { atexit(on_exit) };
}

extern "C" fn on_exit() {
    let (output, message) = (EXIT_OUTPUT.load(Ordering::Relaxed), EXIT_MESSAGE.load(Ordering::Relaxed));
    let (length, mut written) = (EXIT_LENGTH.load(Ordering::Relaxed), 0);
    // SAFETY: N6: pointer and length are those of a static slice.
    unsafe { WriteFile(output, message, length, &raw mut written, std::ptr::null_mut()) };
}

/// The file whose code lies at an address, and how far into it; `None` if there is no such file.
pub(crate) fn module_at(address: usize, path: &mut dyn FnMut(u8)) -> Option<u64> {
    let flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    let (at, mut module): (*const u16, HMODULE) =
        (std::ptr::without_provenance(address), std::ptr::null_mut());
    // SAFETY: N6: with these flags the pointer is taken for an address, and nothing is read there.
    if unsafe { GetModuleHandleExW(flags, at, &raw mut module) } == 0 {
        return None;
    }
    let mut name = [0u16; 512];
    // SAFETY: N6: the buffer is as long as told.
    let length = unsafe { GetModuleFileNameW(module, name.as_mut_ptr(), 512) };
    let units = name.iter().take(usize::try_from(length).unwrap_or_default());
    in_utf8(units.copied(), path);
    Some((address - module.addr()) as u64)
}

/// Whether half of the places for thread-local data are taken, of either kind: a library may take one each time that it is
/// loaded and never give it back.
pub(crate) fn has_few_keys() -> bool {
    /// How many of each kind every Windows has.
    const LEAST: [u32; 2] = [1088, 128];
    // SAFETY: N6: it has no conditions.
    let place = unsafe { TlsAlloc() };
    // SAFETY: N6: nothing is to be done with the data.
    let with_end = unsafe { FlsAlloc(None) };
    let taken = [place, with_end];
    // SAFETY: N6: it was just made, or is no place.
    unsafe { TlsFree(place) };
    // SAFETY: N6: the same.
    unsafe { FlsFree(with_end) };
    taken.iter().zip(LEAST).any(|(place, least)| *place > least / 2)
}
