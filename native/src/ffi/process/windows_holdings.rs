//! How much a process on Windows holds.
//!
//! What a heap has in use cannot be asked there as glibc is asked (`linux_holdings.rs`): the memory that is the process's own stands in
//! for it.
//!
//! It comes in pages, so a small leak takes many cycles to show.

use std::mem::MaybeUninit;

use windows_sys::Win32::System::ProcessStatus::{
    GetProcessMemoryInfo, PROCESS_MEMORY_COUNTERS, PROCESS_MEMORY_COUNTERS_EX,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, GetProcessHandleCount};

use mockras::pipeline::Holdings;

/// What this process holds. Memory comes in pages, and no threads are counted: each has a handle.
pub(crate) fn holdings() -> Holdings {
    Holdings { memory: memory(), handles: handles(), threads: None }
}

fn memory() -> Option<i64> {
    let mut counters = MaybeUninit::<PROCESS_MEMORY_COUNTERS_EX>::zeroed();
    let size = u32::try_from(size_of::<PROCESS_MEMORY_COUNTERS_EX>()).ok()?;
    // SAFETY: N6: it has no conditions.
    let this = unsafe { GetCurrentProcess() };
    // SAFETY: N6: there is room for as much as told.
    let asked =
        unsafe { GetProcessMemoryInfo(this, counters.as_mut_ptr().cast::<PROCESS_MEMORY_COUNTERS>(), size) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    let counters = unsafe { counters.assume_init() };
    i64::try_from(counters.PrivateUsage).ok().filter(|_| asked != 0)
}

fn handles() -> Option<i64> {
    let mut count = 0;
    // SAFETY: N6: it has no conditions.
    let this = unsafe { GetCurrentProcess() };
    // SAFETY: N6: there is room for the answer.
    (unsafe { GetProcessHandleCount(this, &raw mut count) } != 0).then_some(i64::from(count))
}
