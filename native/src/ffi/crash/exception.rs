//! The C++ exception that nobody caught, as the library of its language knows it.

use std::ffi::{CStr, c_char, c_void};
use std::mem::transmute;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::Text;

/// The libraries that know it, where the DLL does not bring its own inside.
const LIBRARIES: [&CStr; 4] =
    [c"libstdc++.so.6", c"libc++abi.so.1", c"/usr/lib/libc++abi.dylib", c"libc++.so.1"];

/// What tells the type of the exception that is being handled, which is the last one where `terminate` runs.
static CURRENT: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());

/// A `std::type_info`: what its functions are, and then its name.
type TypeInfo = [*const c_char; 2];

/// Looks for such a library, since a DLL was loaded that may need it. Handlers must not look for anything.
pub(in crate::ffi) fn look_for_library() {
    if !CURRENT.load(Ordering::Relaxed).is_null() {
        return;
    }
    for library in LIBRARIES {
        // SAFETY: N6: the name ends in a NUL, and nothing is loaded by this.
        let handle = unsafe { libc::dlopen(library.as_ptr(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
        if handle.is_null() {
            continue;
        }
        // SAFETY: N6: the handle was just given, and the name ends in a NUL.
        let found = unsafe { libc::dlsym(handle, c"__cxa_current_exception_type".as_ptr()) };
        // The handle is kept: so the library stays as long as somebody may call it.
        CURRENT.store(found, Ordering::Relaxed);
        return;
    }
}

/// Gathers the name of the type of the exception that nobody caught, if there is one.
pub(super) fn name(name: &mut Text) {
    let current = CURRENT.load(Ordering::Relaxed);
    if current.is_null() {
        return;
    }
    // SAFETY: N6: the library has declared it so, and stays loaded. It looks into what belongs to this thread alone.
    let current = unsafe { transmute::<*mut c_void, extern "C" fn() -> *const TypeInfo>(current) };
    let info = current();
    if info.is_null() {
        return;
    }
    // SAFETY: N6: what the library gives is there, since the exception is.
    let [_, text] = unsafe { *info };
    // SAFETY: N6: the name of a type ends in a NUL.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_bytes().iter().for_each(|byte| name.push(*byte));
}
