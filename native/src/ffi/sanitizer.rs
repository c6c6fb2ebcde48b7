//! The runtime of a sanitizer in a child, where its DLL was built with one. LeakSanitizer is to see the memory that DLLs take,
//! and none of mockras' own.

/// The exit code of a process that a runtime ends after its report.
pub(crate) const REPORTED: u8 = 118;

#[cfg(unix)]
pub(crate) use unix::{begin, end_if_something_is_lost};
#[cfg(unix)]
pub(super) use unix::{entered, left};
#[cfg(windows)]
pub(crate) use windows::{begin, end_if_something_is_lost};
#[cfg(windows)]
pub(super) use windows::{entered, left};

#[cfg(unix)]
mod unix {
    use std::cell::Cell;
    use std::ffi::{CStr, c_int, c_void};
    use std::mem::transmute;
    use std::ptr;
    use std::sync::atomic::{AtomicPtr, Ordering};

    thread_local! {
        /// Whether the runtime passes over what this thread allocates outside of calls.
        static IS_OWN: Cell<bool> = const { Cell::new(false) };
    }

    /// What has LeakSanitizer pass over what a thread allocates, and no longer.
    static DISABLE: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
    static ENABLE: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());

    fn find(name: &CStr) -> *mut c_void {
        // SAFETY: N6: the name ends in a NUL.
        unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) }
    }

    fn call(function: &AtomicPtr<c_void>) {
        let function = function.load(Ordering::Relaxed);
        if !function.is_null() {
            // SAFETY: N6: the runtime declares both without parameters and without a result.
            let function = unsafe { transmute::<*mut c_void, extern "C" fn()>(function) };
            function();
        }
    }

    /// From now on what this thread allocates is none of a DLL's, but in a call.
    pub(crate) fn begin() {
        DISABLE.store(find(c"__lsan_disable"), Ordering::Relaxed);
        ENABLE.store(find(c"__lsan_enable"), Ordering::Relaxed);
        IS_OWN.set(true);
        call(&DISABLE);
    }

    /// Code of a DLL runs from now on.
    pub(in crate::ffi) fn entered() {
        if IS_OWN.get() {
            call(&ENABLE);
        }
    }

    /// It has returned.
    pub(in crate::ffi) fn left() {
        if IS_OWN.get() {
            call(&DISABLE);
        }
    }

    /// Ends this process if a DLL has lost memory: nothing leads to it any more. The runtime has told of it.
    pub(crate) fn end_if_something_is_lost() {
        let check = find(c"__lsan_do_recoverable_leak_check");
        if check.is_null() {
            return;
        }
        // SAFETY: N6: the runtime declares it without parameters, and with this result.
        let check = unsafe { transmute::<*mut c_void, extern "C" fn() -> c_int>(check) };
        if check() != 0 {
            // SAFETY: N6: this may be called at any time.
            unsafe { libc::_exit(c_int::from(super::REPORTED)) };
        }
    }
}

#[cfg(windows)]
mod windows {
    /// No runtime is known there.
    pub(crate) fn begin() {}

    /// Nothing follows from it.
    pub(in crate::ffi) fn entered() {}

    /// Nothing follows from it.
    pub(in crate::ffi) fn left() {}

    /// Nobody looks.
    pub(crate) fn end_if_something_is_lost() {}
}
