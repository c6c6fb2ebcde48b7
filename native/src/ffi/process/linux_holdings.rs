//! How much a process on Linux holds: cheap enough to be asked around each call.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::OnceLock;

use super::linux::Tasks;
use super::unix_child::open;
use mockras::pipeline::Holdings;

/// What this process holds.
pub(crate) fn holdings() -> Holdings {
    static TASKS: OnceLock<Tasks> = OnceLock::new();
    let threads = i64::try_from(TASKS.get_or_init(Tasks::open).count()).ok();
    Holdings { memory: memory(), handles: descriptors(), threads }
}

/// How many descriptors are open: newer kernels tell it as the size of the folder that lists them, older ones have it read.
fn descriptors() -> Option<i64> {
    static FOLDER: OnceLock<Option<OwnedFd>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| open(c"/proc/self/fd", libc::O_RDONLY | libc::O_DIRECTORY).ok());
    let mut found = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: N6: there is room for the answer.
    unsafe { libc::fstat(folder.as_ref()?.as_raw_fd(), found.as_mut_ptr()) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    let found = unsafe { found.assume_init() };
    if found.st_size > 0 {
        return Some(found.st_size);
    }
    i64::try_from(std::fs::read_dir("/proc/self/fd").ok()?.count()).ok()
}

/// The bytes that the heap has given away, of glibc 2.33 and later.
#[cfg(target_env = "gnu")]
fn memory() -> Option<i64> {
    type Statistics = unsafe extern "C" fn() -> libc::mallinfo2;
    static ASKED: OnceLock<Option<Statistics>> = OnceLock::new();
    const NAME: &CStr = c"mallinfo2";
    let asked = ASKED.get_or_init(|| {
        // SAFETY: N6: the name ends in a NUL. The heap may be that of a library that was loaded first.
        let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, NAME.as_ptr()) };
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
