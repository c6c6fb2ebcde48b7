//! What a command asks of its own process, beside playing DLLs.

/// Lets a write beyond the file size limit (`ulimit -f`) fail as any other write may, where the system would end the
/// process. Children begin without this.
pub fn survive_file_size_limit() {
    #[cfg(unix)]
    unix::survive_file_size_limit();
}

/// Lets interrupts and requests to end do what they do to any process, whatever was said before.
pub fn end_when_interrupted() {
    #[cfg(unix)]
    unix::end_when_interrupted();
}

/// Whether this process was started without a standard output. Rust opens `/dev/null` in its place before `main`, so
/// that nobody would notice.
pub fn began_without_stdout() -> bool {
    #[cfg(unix)]
    return unix::began_without_stdout();
    #[cfg(not(unix))]
    false
}

#[cfg(unix)]
mod unix {
    use std::ffi::c_int;
    use std::sync::atomic::{AtomicBool, Ordering};

    static IS_CLOSED: AtomicBool = AtomicBool::new(false);

    /// Runs before Rust's own start, which opens what is closed.
    #[used]
    // SAFETY: N6. The loader calls functions of this section once, with arguments that this one does not take.
    #[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,__mod_init_func"))]
    #[cfg_attr(not(target_os = "macos"), unsafe(link_section = ".init_array"))]
    static LOOK: extern "C" fn() = look;

    extern "C" fn look() {
        // SAFETY: N6. It asks about a number that need not be open.
        let flags = unsafe { libc::fcntl(libc::STDOUT_FILENO, libc::F_GETFD) };
        IS_CLOSED.store(flags == -1, Ordering::Relaxed);
    }

    pub(super) fn began_without_stdout() -> bool {
        IS_CLOSED.load(Ordering::Relaxed)
    }

    pub(super) fn end_when_interrupted() {
        for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
            // SAFETY: N6. No handler is left.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
    }

    /// A handler and not `SIG_IGN`: that would outlive the start of a child.
    extern "C" fn nothing(_: c_int) {}

    pub(super) fn survive_file_size_limit() {
        let handler: extern "C" fn(c_int) = nothing;
        // SAFETY: N6. The handler does nothing.
        unsafe { libc::signal(libc::SIGXFSZ, handler as libc::sighandler_t) };
    }
}
