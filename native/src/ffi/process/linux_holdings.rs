//! How much a process on Linux holds: cheap enough to be asked around each call.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use mockras::pipeline::Holdings;

/// What this process holds. Nothing is opened for that: it would be held as well.
pub(crate) fn holdings() -> Holdings {
    let threads = about(c"/proc/self/task").and_then(|found| i64::try_from(found.st_nlink).ok());
    Holdings { memory: memory(), handles: descriptors(), threads }
}

/// What is told of a folder.
fn about(folder: &CStr) -> Option<libc::stat> {
    let mut found = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: N6: the path ends in a NUL, and there is room for the answer.
    let is_told = unsafe { libc::stat(folder.as_ptr(), found.as_mut_ptr()) } == 0;
    // SAFETY: N6: it was zeroed, which is a valid value.
    let found = unsafe { found.assume_init() };
    is_told.then_some(found)
}

/// How many descriptors are open: newer kernels tell it as the size of the folder that lists them, older ones have it read.
fn descriptors() -> Option<i64> {
    match about(c"/proc/self/fd")?.st_size {
        0 => i64::try_from(std::fs::read_dir("/proc/self/fd").ok()?.count()).ok(),
        #[allow(clippy::useless_conversion, reason = "it has another type on other processors")]
        size => Some(i64::from(size)),
    }
}

/// The bytes that the heap has given away, of glibc 2.33 and later.
#[cfg(target_env = "gnu")]
fn memory() -> Option<i64> {
    type Statistics = unsafe extern "C" fn() -> libc::mallinfo2;
    static ASKED: OnceLock<Option<Statistics>> = OnceLock::new();
    let (name, version) = (c"mallinfo2", c"GLIBC_2.33");
    let asked = ASKED.get_or_init(|| {
        // The heap may be that of a library that was loaded first, which is found by its version alone.
        // SAFETY: N6: both names end in a NUL.
        let found = unsafe { libc::dlvsym(libc::RTLD_DEFAULT, name.as_ptr(), version.as_ptr()) };
        // SAFETY: N6: the function of that name has this type, and a null pointer is none.
        (!found.is_null()).then(|| unsafe { std::mem::transmute::<*mut libc::c_void, Statistics>(found) })
    });
    // SAFETY: N6: it has no conditions.
    let statistics = unsafe { (*asked)?() };
    i64::try_from(statistics.uordblks.saturating_add(statistics.hblkhd)).ok()
}

/// Other C libraries do not tell.
#[cfg(not(target_env = "gnu"))]
fn memory() -> Option<i64> {
    None
}
