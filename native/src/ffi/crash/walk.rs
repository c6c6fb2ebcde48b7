//! The way up the stack, from where a crash was to the first code of a DLL: what crashes is often a library that it calls.

use std::ops::ControlFlow;

use super::{CrashFacts, Text, files};
use crate::ffi::process::module_at;

/// How many frames are looked at: no library that a DLL calls has more.
#[cfg(not(all(windows, target_arch = "x86")))]
const FRAMES_MAX: usize = 128;

/// How many frames of a DLL are told. The first may be of the library of its language, which is built into it.
pub(super) const CALLERS_MAX: usize = 32;

/// Loads and prepares what walks, since in a handler nothing can be loaded. What checks the heap can be found then.
pub(super) fn prepare() {
    each_frame(&mut |_, _| ControlFlow::Continue(()));
    heap::look_for();
}

impl CrashFacts {
    /// Walks up from here, through the frame of a handler to the one at `crashed` and on to the first code of a DLL.
    /// Whatever this reads may be broken: it can crash, or find nothing.
    pub(super) fn walk_to_cause(&mut self, crashed: usize) {
        let mut is_heap = false;
        each_frame(&mut |code, function| {
            let Some((path, offset)) = file_at(code, crashed) else { return ControlFlow::Continue(()) };
            is_heap |= heap::is_of(path.as_bytes(), function);
            let mut name = Text::new();
            if !files::name_of(path.as_bytes(), &mut name) {
                return ControlFlow::Continue(());
            }
            (self.module, self.offset) = (name, offset);
            ControlFlow::Break(())
        });
        self.is_heap |= is_heap && !self.is_access;
    }

    /// Walks on, and notes the callers of that code in its DLL.
    pub(super) fn walk_to_callers(&mut self, crashed: usize) {
        let mut is_cause = true;
        each_frame(&mut |code, _| {
            let mut name = Text::new();
            if let Some((path, offset)) = file_at(code, crashed)
                && files::name_of(path.as_bytes(), &mut name)
                && name.as_bytes() == self.module.as_bytes()
                && !std::mem::take(&mut is_cause)
            {
                self.callers.push(offset);
            }
            if self.callers.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    }
}

/// The path of the file in which this code of a frame lies, and how far into it.
fn file_at(code: usize, crashed: usize) -> Option<(Text, u64)> {
    // Where a function returns to is behind its call, and may be in the next line.
    let inside = if code == crashed { code } else { code.saturating_sub(1) };
    let mut path = Text::new();
    let offset = module_at(inside, &mut |byte| path.push_raw(byte))?;
    Some((path, offset))
}

/// 32-bit Windows would have to load a library for this.
#[cfg(all(windows, target_arch = "x86"))]
fn each_frame(_: &mut dyn FnMut(usize, usize) -> ControlFlow<()>) {}

/// Goes through the frames of this thread, from here: where each is, and where its function begins.
#[cfg(not(all(windows, target_arch = "x86")))]
fn each_frame(see: &mut dyn FnMut(usize, usize) -> ControlFlow<()>) {
    let mut count = 0;
    let mut next = |frame: &backtrace::Frame| {
        count += 1;
        let function = frame.symbol_address();
        count < FRAMES_MAX && see(frame.ip().addr(), function.addr()).is_continue()
    };
    // SAFETY: N6: it reads the stack of this thread alone. Nobody else walks by this crate: the process ends after that.
    unsafe { backtrace::trace_unsynchronized(&mut next) };
}

/// The functions of the C library's heap: if one of them aborts, the heap is broken.
#[cfg(target_os = "linux")]
mod heap {
    use std::ffi::{CStr, c_void};
    use std::sync::atomic::{AtomicUsize, Ordering};

    const NAMES: [&CStr; 9] = [
        c"free",
        c"malloc",
        c"realloc",
        c"calloc",
        c"memalign",
        c"aligned_alloc",
        c"posix_memalign",
        c"valloc",
        c"malloc_usable_size",
    ];

    /// A library that has such functions, which another may stand before.
    const LIBRARY: &CStr = c"libc.so.6";

    /// What the name of a library begins with that has nothing else.
    const NOTHING_ELSE: &[u8] = b"libc_malloc_debug.so";

    static FUNCTIONS: [AtomicUsize; 2 * NAMES.len()] = [const { AtomicUsize::new(0) }; 2 * NAMES.len()];

    pub(super) fn look_for() {
        // SAFETY: N6: the name ends in a NUL, and nothing is loaded by this. The handle is kept, as is the library.
        let library = unsafe { libc::dlopen(LIBRARY.as_ptr(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
        let (first, second) = FUNCTIONS.split_at(NAMES.len());
        for (name, [first, second]) in NAMES.iter().zip(first.iter().zip(second).map(|(a, b)| [a, b])) {
            // SAFETY: N6: the name ends in a NUL.
            let found: *mut c_void = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
            first.store(found.addr(), Ordering::Relaxed);
            if !library.is_null() {
                // SAFETY: N6: the same, and the handle was just given.
                let found: *mut c_void = unsafe { libc::dlsym(library, name.as_ptr()) };
                second.store(found.addr(), Ordering::Relaxed);
            }
        }
    }

    pub(super) fn is_of(path: &[u8], function: usize) -> bool {
        let file = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        file.starts_with(NOTHING_ELSE) || is_known(function)
    }

    fn is_known(function: usize) -> bool {
        function != 0 && FUNCTIONS.iter().any(|one| one.load(Ordering::Relaxed) == function)
    }
}

#[cfg(not(target_os = "linux"))]
mod heap {
    pub(super) fn look_for() {}

    pub(super) fn is_of(_: &[u8], _: usize) -> bool {
        false
    }
}
