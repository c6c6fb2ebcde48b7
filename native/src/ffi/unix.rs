//! What Linux and macOS offer: pages, and shared libraries.

use std::ffi::{CStr, CString, c_void};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::ptr::{self, NonNull};

use super::boundary;

/// The handle of a loaded library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Handle(usize);

/// Whether the file of a loaded library can be removed.
pub(super) const LOADED_FILES_CAN_GO: bool = true;

/// The extension of a private copy.
pub(super) const EXTENSION: &str = ".so";

/// How many bytes a page has.
pub(super) fn page_size() -> usize {
    // SAFETY: N6.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    usize::try_from(size).unwrap_or(4096)
}

/// Reserves pages that cannot be touched yet.
pub(super) fn reserve(length: usize) -> Option<NonNull<u8>> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANON;
    // SAFETY: N6; the system chooses the place.
    let base = unsafe { libc::mmap(ptr::null_mut(), length, libc::PROT_NONE, flags, -1, 0) };
    NonNull::new(base.cast()).filter(|_| base != libc::MAP_FAILED)
}

/// Lets whole pages be read and written, or not be touched at all.
///
/// # Safety
///
/// The pages lie in what [`reserve`] gave, and no reference to them exists that the change would break.
pub(super) unsafe fn protect(base: NonNull<u8>, length: usize, is_open: bool) -> bool {
    let access = if is_open { libc::PROT_READ | libc::PROT_WRITE } else { libc::PROT_NONE };
    // SAFETY: the caller's promise.
    unsafe { libc::mprotect(base.as_ptr().cast(), length, access) == 0 }
}

/// Gives pages back to the system.
///
/// # Safety
///
/// They are what [`reserve`] gave, as a whole, and nobody uses them any more.
pub(super) unsafe fn release(base: NonNull<u8>, length: usize) {
    // SAFETY: the caller's promise.
    unsafe { libc::munmap(base.as_ptr().cast(), length) };
}

/// Whether a process has no descriptor left, or the system none.
pub(super) fn is_out_of_files(error: &std::io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE))
}

/// Loads the library in this file, and runs its constructors. Every symbol is bound now, and none is offered to others.
///
/// # Errors
///
/// What the loader says.
pub(super) fn load(path: &Path) -> Result<Handle, String> {
    match open(path, libc::RTLD_NOW | libc::RTLD_LOCAL) {
        Some(handle) => Ok(handle),
        None => Err(last_error()),
    }
}

/// A name without a slash would be looked for along the search path.
fn open(path: &Path, flags: libc::c_int) -> Option<Handle> {
    let path = if path.components().count() == 1 { Path::new(".").join(path) } else { path.to_owned() };
    let path = CString::new(path.as_os_str().as_bytes()).ok()?;
    let (function, path): (unsafe extern "C" fn(_, _) -> _, _) = (libc::dlopen, path.as_ptr());
    let function = NonNull::new(function as *mut c_void)?;
    // The constructors that run are the DLL's.
    let handle = boundary::call!(function, (path: *const libc::c_char, flags: libc::c_int) -> *mut c_void);
    NonNull::new(handle).map(|handle| Handle(handle.as_ptr().expose_provenance()))
}

fn last_error() -> String {
    // SAFETY: N6.
    let text = unsafe { libc::dlerror() };
    if text.is_null() {
        return String::new();
    }
    // SAFETY: a text that ends with NUL, and stays until the next call of the loader on this thread.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_string_lossy().into_owned()
}

fn close(handle: Handle) {
    let function: unsafe extern "C" fn(_) -> _ = libc::dlclose;
    let (function, handle) =
        (NonNull::new(function as *mut c_void), ptr::with_exposed_provenance_mut(handle.0));
    if let Some(function) = function {
        // The destructors that run are the DLL's.
        boundary::call!(function, (handle: *mut c_void) -> libc::c_int);
    }
}

/// What a loader says that does not name an absent library. Those of these systems all name it, so this is never said.
pub(super) const UNNAMED_ABSENCE: &str = "\0";

/// Is never asked, for the same reason.
pub(super) fn is_found(_: &str, _: &Path) -> bool {
    true
}

/// Lets go of a library; the last one unloads it, unless it is one that stays.
///
/// # Safety
///
/// The handle is not used again, and no function of the library runs or will be called.
pub(super) unsafe fn unload(handle: Handle) {
    close(handle);
}

/// A file's path as maps of memory tell it when the file is loaded.
pub(super) fn path_in_memory(path: &Path) -> Vec<u8> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    path.into_os_string().into_vec()
}

/// Whether the library in this file is loaded in this process.
pub(super) fn is_resident(path: &Path) -> bool {
    let handle = open(path, libc::RTLD_LAZY | libc::RTLD_NOLOAD);
    handle.inspect(|&handle| close(handle)).is_some()
}

/// The functions that the library itself exports by these names. What a library that it needs exports does not count,
/// although the loader finds that as well.
pub(super) fn functions<const N: usize>(handle: Handle, names: [&CStr; N]) -> [Option<NonNull<c_void>>; N] {
    let mut own = None;
    names.map(|name| {
        // SAFETY: N6.
        let found = unsafe { libc::dlsym(ptr::with_exposed_provenance_mut(handle.0), name.as_ptr()) };
        let found = NonNull::new(found)?;
        let (base, file) = origin(found)?;
        if own.is_none() && resolves_to(file, handle) {
            own = Some(base);
        }
        (own == Some(base)).then_some(found)
    })
}

/// Where the library begins in memory that this address lies in, and its file, as the loader calls it.
fn origin(function: NonNull<c_void>) -> Option<(usize, *const libc::c_char)> {
    let mut info = libc::Dl_info {
        dli_fname: ptr::null(),
        dli_fbase: ptr::null_mut(),
        dli_sname: ptr::null(),
        dli_saddr: ptr::null_mut(),
    };
    // SAFETY: N6; `info` is there to be written.
    let found = unsafe { libc::dladdr(function.as_ptr(), &raw mut info) };
    (found != 0 && !info.dli_fname.is_null()).then_some((info.dli_fbase.expose_provenance(), info.dli_fname))
}

/// Where the library begins in which this address lies; none if it lies in no library.
pub(super) fn library_at(address: usize) -> Option<usize> {
    origin(NonNull::new(ptr::with_exposed_provenance_mut(address))?).map(|(base, _)| base)
}

/// Whether the loaded library of that name is this one.
fn resolves_to(file: *const libc::c_char, handle: Handle) -> bool {
    // SAFETY: N6: the name is the loader's own.
    let other = unsafe { libc::dlopen(file, libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
    let Some(other) = NonNull::new(other).map(|other| Handle(other.as_ptr().expose_provenance())) else {
        return false;
    };
    close(other);
    other == handle
}
