//! Has the C library of a child check its heap: what a DLL breaks there shows when that memory is freed, and not somewhere
//! else later, in a hundred ways.

use std::ffi::{CStr, OsStr, OsString};
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// Has the loader load a library first, and tells the C library how to work.
const PRELOAD: &str = "LD_PRELOAD";
const TUNABLES: &str = "GLIBC_TUNABLES";

/// What comes before a block and after it is checked when it is freed, and memory that is freed does not keep what it
/// held.
const CHECKS: &str = "glibc.malloc.check=3:glibc.malloc.perturb=90";

/// The part of the C library that checks, since version 2.34. It lies beside the rest.
const LIBRARY: &str = "libc_malloc_debug.so.0";

/// The variables with which a child is started for that. None if the user has set one of them for other ends, such as a
/// heap of their own.
pub(crate) fn heap_checks() -> Vec<(&'static str, OsString)> {
    if [PRELOAD, TUNABLES].into_iter().any(|name| std::env::var_os(name).is_some()) {
        return Vec::new();
    }
    let mut variables = vec![(TUNABLES, OsString::from(CHECKS))];
    variables.extend(library().map(|library| (PRELOAD, library.into())));
    variables
}

/// Takes them back in the child that was started so: processes that a DLL starts are to be as anywhere else. No other
/// thread may run yet.
pub(crate) fn keep_heap_checks() {
    if std::env::var_os(TUNABLES).is_none_or(|value| value != CHECKS) {
        return;
    }
    // SAFETY: N6: this is the only thread.
    unsafe { std::env::remove_var(TUNABLES) };
    if std::env::var_os(PRELOAD) == library().map(PathBuf::into_os_string) {
        // SAFETY: N6: the same.
        unsafe { std::env::remove_var(PRELOAD) };
    }
}

/// That library, if it is there and the loader can be told so.
fn library() -> Option<PathBuf> {
    let mut found = MaybeUninit::<libc::Dl_info>::zeroed();
    let own: unsafe extern "C" fn() -> *const libc::c_char = libc::gnu_get_libc_version;
    // SAFETY: N6: there is room for the answer.
    let is_found = unsafe { libc::dladdr(own as *const libc::c_void, found.as_mut_ptr()) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    let found = unsafe { found.assume_init() };
    if is_found == 0 || found.dli_fname.is_null() {
        return None;
    }
    // SAFETY: N6: the name ends in a NUL, and stays as long as the C library.
    let name = unsafe { CStr::from_ptr(found.dli_fname) };
    let library = Path::new(OsStr::from_bytes(name.to_bytes())).with_file_name(LIBRARY);
    // These part the names of several libraries.
    let is_one = !library.as_os_str().as_bytes().iter().any(|byte| b": ".contains(byte));
    (is_one && library.is_absolute() && library.is_file()).then_some(library)
}
