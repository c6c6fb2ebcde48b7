//! Processes as the system has them: what a child does to itself, and what a parent does to it.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod heap;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod linux_holdings;
#[cfg(target_os = "linux")]
mod linux_resources;
#[cfg(target_os = "linux")]
mod linux_state;
#[cfg(any(target_os = "linux", windows))]
mod log;
#[cfg(not(any(target_os = "linux", windows)))]
#[path = "no_log.rs"]
mod log;
#[cfg(target_os = "linux")]
#[path = "linux_shared.rs"]
mod shared;
#[cfg(windows)]
#[path = "windows_shared.rs"]
mod shared;
#[cfg(unix)]
mod unix;
#[cfg(unix)]
mod unix_child;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
mod windows_child;
#[cfg(windows)]
mod windows_holdings;
#[cfg(windows)]
mod windows_resources;

#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) use heap::{heap_checks, keep_heap_checks};
#[cfg(target_os = "linux")]
pub(crate) use linux::{Tasks, library_count, module_at, threads};
#[cfg(target_os = "linux")]
pub(crate) use linux_holdings::holdings;
#[cfg(target_os = "linux")]
pub(crate) use linux_resources::{
    Resource, files_written, held, is_descriptor, is_out_of_descriptors, opening_mark,
};
#[cfg(target_os = "linux")]
pub(crate) use linux_state::{Limits, ProcessState, SignalState};
pub(crate) use log::{SharedLog, SharedLogReader};
#[cfg(unix)]
pub(crate) use unix::{
    PIECE, ProcessGroup, Tap, can_read, can_write, look_out, never_block, stand_in_system, wait_for_children,
};
#[cfg(unix)]
pub(crate) use unix_child::{
    FileIdentity, ProtocolStreams, Surroundings, clean_up_at_end, end_in_order, end_now, end_with_parent,
    flush_c_streams, is_copy, is_own, no_core_dump, take_streams, tell_of_exit,
};
#[cfg(windows)]
pub(crate) use windows::{
    PIECE, ProcessGroup, Tap, can_read, can_write, look_out, never_block, stand_in_system, wait_for_children,
};
#[cfg(windows)]
pub(crate) use windows_child::{
    FileIdentity, ProtocolStreams, Surroundings, clean_up_at_end, end_in_order, end_now, end_with_parent,
    flush_c_streams, has_few_keys, is_copy, is_own, module_at, take_streams, tell_of_exit,
};

#[cfg(windows)]
pub(crate) use windows_holdings::holdings;
#[cfg(windows)]
pub(crate) use windows_resources::{Resource, files_written, held, opening_mark};

/// Whether half of the keys for thread-local data are taken. A library in Rust takes one each time that it is loaded and never
/// gives it back; when there are none, it aborts.
#[cfg(unix)]
pub(crate) fn has_few_keys() -> bool {
    // What POSIX promises is 128; the systems that are known have several times as many, and give out the lowest first.
    const HALF: libc::pthread_key_t =
        if cfg!(any(target_env = "gnu", target_os = "macos")) { 256 } else { 64 };
    let mut key = 0;
    // SAFETY: N6: there is room for the answer, and nothing is to be done with the data.
    if unsafe { libc::pthread_key_create(&raw mut key, None) } != 0 {
        return true;
    }
    // SAFETY: N6: it was just made.
    unsafe { libc::pthread_key_delete(key) };
    key >= HALF
}

/// What this process holds, where nobody tells.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn holdings() -> mockras::pipeline::Holdings {
    mockras::pipeline::Holdings::default()
}

/// The files in a folder for temporary ones, but for those of mockras itself.
fn temporary_files(folder: Option<&std::path::Path>) -> impl Iterator<Item = std::ffi::OsString> {
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    let names = entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.file_name()));
    names.filter(|name| !name.to_string_lossy().starts_with("mockras-"))
}

/// What a child is started with so that its heap is checked, where that can be asked for.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn heap_checks() -> Vec<(&'static str, std::ffi::OsString)> {
    Vec::new()
}

/// Nothing was asked for.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn keep_heap_checks() {}

/// How many threads this process has: always none where nobody counts them.
#[cfg(not(target_os = "linux"))]
pub(crate) struct Tasks;

#[cfg(not(target_os = "linux"))]
impl Tasks {
    /// There is nothing to open.
    pub(crate) fn open() -> Self {
        Self
    }

    /// No threads are counted.
    pub(crate) fn count(&self) -> u64 {
        0
    }
}

/// How many libraries are loaded, where that can be told.
#[cfg(not(target_os = "linux"))]
pub(crate) fn library_count() -> Option<u64> {
    None
}

/// The threads of this process, where they can be told.
#[cfg(not(target_os = "linux"))]
pub(crate) fn threads() -> Vec<u32> {
    Vec::new()
}

/// The file whose code lies at an address, where that can be told.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn module_at(_: usize, _: &mut dyn FnMut(u8)) -> Option<u64> {
    None
}

/// What a DLL may leave changed, where nobody looks at it.
#[cfg(not(target_os = "linux"))]
pub(crate) struct ProcessState;

#[cfg(not(target_os = "linux"))]
impl ProcessState {
    /// There is nothing to remember.
    pub(crate) fn now() -> Self {
        Self
    }

    /// Nothing is known to have changed.
    pub(crate) fn put_right(&mut self) -> Vec<&'static str> {
        Vec::new()
    }
}

/// What else a DLL may leave changed, where nobody looks at it.
#[cfg(not(target_os = "linux"))]
#[derive(PartialEq, Eq)]
pub(crate) struct SignalState;

#[cfg(not(target_os = "linux"))]
impl SignalState {
    /// There is nothing to remember.
    pub(crate) fn now() -> Self {
        Self
    }
}

/// Something that is held, where nobody looks at it.
#[cfg(not(any(target_os = "linux", windows)))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Resource {
    /// A file in the folder for temporary ones.
    File(std::ffi::OsString),
}

/// All that this process holds: temporary files alone, where nobody looks at the rest.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn held(
    folder: Option<&std::path::Path>,
    _: Option<&std::collections::BTreeSet<Resource>>,
    _: bool,
) -> std::collections::BTreeSet<Resource> {
    temporary_files(folder).map(Resource::File).collect()
}

/// The files that are open for writing, where nobody looks.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn files_written() -> Vec<(Resource, String)> {
    Vec::new()
}

/// Whether it is an open descriptor: none is known.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_descriptor(_: &Resource) -> bool {
    false
}

/// What changes when something is opened: nobody knows.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn opening_mark() -> Option<u64> {
    None
}

/// Whether no descriptor is left: nobody looks.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_out_of_descriptors() -> bool {
    false
}

/// The limits of a process, where nobody looks at them.
#[cfg(not(target_os = "linux"))]
pub(crate) struct Limits;

#[cfg(not(target_os = "linux"))]
impl Limits {
    /// There is nothing to remember.
    pub(crate) fn now() -> Self {
        Self
    }

    /// Nothing is known to have changed.
    #[expect(clippy::unused_self, reason = "it takes the same as on other systems")]
    pub(crate) fn put_right(&mut self) -> Vec<String> {
        Vec::new()
    }
}
