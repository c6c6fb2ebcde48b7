//! What a DLL has to say, for the transcript of the host.

use std::ffi::{CStr, CString, c_char, c_void};

type MockrasNote = unsafe extern "C" fn(line: *const c_char);

const NAME: &CStr = c"MockrasNote";

/// Gives these lines to the host, if it is mockras.
pub(super) fn say(lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let Some(note) = found() else { return };
    for line in lines {
        // C text cannot hold a NUL.
        let line = CString::new(line.replace('\0', "\u{fffd}")).unwrap_or_default();
        // SAFETY: F5: that is its prototype, and the text ends in NUL.
        unsafe { note(line.as_ptr()) };
    }
}

/// Whether the host is mockras.
pub(super) fn is_heard() -> bool {
    !find().is_null()
}

/// The function of the host, if it has one.
fn found() -> Option<MockrasNote> {
    let address = find();
    // SAFETY: F5: what has this name is such a function; and null is no function.
    (!address.is_null()).then(|| unsafe { std::mem::transmute::<*mut c_void, MockrasNote>(address) })
}

#[cfg(unix)]
fn find() -> *mut c_void {
    unsafe extern "C" {
        fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
    }
    // RTLD_DEFAULT: every library that is loaded for all to see, the program first.
    let anywhere = if cfg!(any(target_os = "linux", target_os = "android")) { 0 } else { -2_isize };
    // SAFETY: the name ends in NUL; to look for it runs no code of ours.
    unsafe { dlsym(std::ptr::without_provenance_mut(anywhere.cast_unsigned()), NAME.as_ptr()) }
}

#[cfg(windows)]
fn find() -> *mut c_void {
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetModuleHandleA(name: *const c_char) -> *mut c_void;
        fn GetProcAddress(module: *mut c_void, name: *const c_char) -> *mut c_void;
    }
    // The program, and the mprapi.dll that stands in for the real one.
    for module in [std::ptr::null(), c"mprapi.dll".as_ptr()] {
        // SAFETY: the name is null or ends in NUL.
        let module = unsafe { GetModuleHandleA(module) };
        if module.is_null() {
            continue;
        }
        // SAFETY: the module is loaded, for it has a handle; the name ends in NUL.
        let address = unsafe { GetProcAddress(module, NAME.as_ptr()) };
        if !address.is_null() {
            return address;
        }
    }
    std::ptr::null_mut()
}

#[cfg(not(any(unix, windows)))]
fn find() -> *mut c_void {
    std::ptr::null_mut()
}
