//! What a parent does to its children on Unix.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};

/// A child and its descendants, unless they leave its process group.
pub(crate) struct ProcessGroup {
    child: libc::pid_t,
    /// The system has waited for it all the same, so its number may be another's.
    is_gone: AtomicBool,
}

impl ProcessGroup {
    /// The group of a child that was just started. Parent and child both make it, since either may come first.
    pub(crate) fn of(child: u32) -> io::Result<Self> {
        let child = libc::pid_t::try_from(child).map_err(io::Error::other)?;
        // SAFETY: N6: this may be called with any numbers. It fails if the child has done it.
        unsafe { libc::setpgid(child, child) };
        Ok(Self { child, is_gone: AtomicBool::new(false) })
    }

    /// Kills the child and its descendants. This may be called until the child has been waited for: its number is its own
    /// until then.
    pub(crate) fn kill(&self) {
        if self.is_gone.load(Ordering::Relaxed) {
            return;
        }
        // SAFETY: N6: this may be called with any numbers. There may be nobody left.
        unsafe { libc::kill(-self.child, libc::SIGKILL) };
        // SAFETY: N6: the same. It may have left its group.
        unsafe { libc::kill(self.child, libc::SIGKILL) };
    }

    /// Stops the child, until it is let go or killed. One that cannot be stopped soon runs on.
    pub(crate) fn hold(&self) {
        // SAFETY: N6: this may be called with any numbers.
        unsafe { libc::kill(self.child, libc::SIGSTOP) };
        for _ in 0..LOOKS {
            if self.is_in(libc::WEXITED | libc::WSTOPPED | libc::WNOHANG) {
                return;
            }
            std::thread::yield_now();
        }
    }

    /// Lets a child go on that was stopped.
    pub(crate) fn let_go(&self) {
        // SAFETY: N6: this may be called with any numbers.
        unsafe { libc::kill(self.child, libc::SIGCONT) };
    }

    /// Whether the child itself has ended. It is not waited for by this.
    pub(crate) fn has_ended(&self) -> bool {
        self.is_in(libc::WEXITED | libc::WNOHANG)
    }

    /// Blocks until the child itself has ended. It is not waited for by this.
    pub(crate) fn until_ended(&self) {
        while !self.is_in(libc::WEXITED) {}
    }

    /// Whether it is in one of these states.
    fn is_in(&self, states: i32) -> bool {
        let child = libc::id_t::try_from(self.child).unwrap_or_default();
        let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
        let flags = states | libc::WNOWAIT;
        // SAFETY: N6: there is room for the answer.
        let asked = unsafe { libc::waitid(libc::P_PID, child, info.as_mut_ptr(), flags) };
        // SAFETY: N6: it was zeroed, which is a valid value, and stays so if there is nothing to tell.
        let info = unsafe { info.assume_init() };
        match asked {
            0 => info.si_signo != 0,
            // Interrupted: ask again. Anything else: there is no such child.
            _ => {
                let is_gone = io::Error::last_os_error().kind() != io::ErrorKind::Interrupted;
                self.is_gone.fetch_or(is_gone, Ordering::Relaxed);
                is_gone
            }
        }
    }
}

/// What stands in for the system, such as Wine. Nothing is known to do so here.
pub(crate) fn stand_in_system() -> Option<String> {
    None
}

/// Makes the system tell this process how its children end, even if whoever started it had switched that off.
pub(crate) fn wait_for_children() {
    let mut now = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: N6: no new action is given, and there is room for the one in force.
    unsafe { libc::sigaction(libc::SIGCHLD, std::ptr::null(), now.as_mut_ptr()) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    let now = unsafe { now.assume_init() };
    if now.sa_sigaction == libc::SIG_IGN {
        // SAFETY: N6: this may be called with any signal.
        unsafe { libc::signal(libc::SIGCHLD, libc::SIG_DFL) };
    }
}

/// How many bytes can be written to a pipe without blocking when the system says that there is room.
pub(crate) const PIECE: usize = libc::PIPE_BUF;

/// Lets reading from this end of a pipe, and writing to it, return at once from now on.
pub(crate) fn never_block(pipe: &impl AsRawFd) -> io::Result<()> {
    // SAFETY: N6: the descriptor is open.
    match unsafe { libc::fcntl(pipe.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK) } {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Waits for so many milliseconds until there is something to read, or the end of it, and says whether there is.
pub(crate) fn can_read(pipe: &impl AsRawFd, ms: i32) -> bool {
    poll(pipe, libc::POLLIN, ms)
}

/// Waits for so many milliseconds until there is room for [`PIECE`] bytes, or nobody to read them, and says whether there
/// is.
pub(crate) fn can_write(pipe: &impl AsRawFd, ms: i32) -> bool {
    poll(pipe, libc::POLLOUT, ms)
}

fn poll(pipe: &impl AsRawFd, events: i16, ms: i32) -> bool {
    let mut asked = libc::pollfd { fd: pipe.as_raw_fd(), events, revents: 0 };
    // SAFETY: N6: there is one descriptor, as told.
    unsafe { libc::poll(&raw mut asked, 1, ms) > 0 }
}

/// Looks for a while whether there is something to read, and comes back in any case: to be woken up takes as long as many
/// looks, and the other side mostly answers sooner.
pub(crate) fn look_out(pipe: &impl AsRawFd) {
    for _ in 0..LOOKS {
        if can_read(pipe, 0) {
            return;
        }
        std::thread::yield_now();
    }
}

/// How often somebody looks before it gives up, which takes some tens of microseconds.
const LOOKS: u32 = 200;

/// The end of a pipe that is read without waiting.
pub(crate) struct Tap(OwnedFd);

impl Tap {
    /// Takes this end of a pipe. Reading from it does not block from now on.
    pub(crate) fn new(pipe: impl Into<OwnedFd>) -> io::Result<Self> {
        let pipe = pipe.into();
        never_block(&pipe)?;
        Ok(Self(pipe))
    }

    /// Blocks until there is something to read, or for so many milliseconds.
    pub(crate) fn wait(&self, ms: i32) {
        can_read(&self.0, ms);
    }

    /// Reads what is there, and says how many bytes: `None` if there is nothing now, zero if there will be nothing more.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> Option<usize> {
        // SAFETY: N6: the buffer is as long as told.
        let read = unsafe { libc::read(self.0.as_raw_fd(), buffer.as_mut_ptr().cast(), buffer.len()) };
        match usize::try_from(read) {
            Ok(many) => Some(many),
            Err(_) => match io::Error::last_os_error().kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => None,
                _ => Some(0),
            },
        }
    }
}
