//! What a process has on Linux that outlives a call, and that a DLL may leave changed.

use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::ptr;

unsafe extern "C" {
    /// The variables of the environment, as the C library keeps them.
    static mut environ: *const *const u8;
}

/// The numbers of the signals that every system has lie below this.
const SIGNALS: c_int = 32;

/// The signals that programs handle, and that do something to those that do not.
const HANDLED: [c_int; 20] = [
    libc::SIGSEGV,
    libc::SIGBUS,
    libc::SIGFPE,
    libc::SIGILL,
    libc::SIGABRT,
    libc::SIGTRAP,
    libc::SIGSYS,
    libc::SIGHUP,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGTERM,
    libc::SIGALRM,
    libc::SIGPIPE,
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGCHLD,
    libc::SIGVTALRM,
    libc::SIGPROF,
    libc::SIGXCPU,
    libc::SIGXFSZ,
];

/// The timers that hardly anybody uses.
const RARE: [c_int; 2] = [libc::ITIMER_VIRTUAL, libc::ITIMER_PROF];

/// The limits of a process, and what of it they are about.
const LIMITS: [(libc::__rlimit_resource_t, &str); 9] = [
    (libc::RLIMIT_CPU, "processor time"),
    (libc::RLIMIT_FSIZE, "the size of files"),
    (libc::RLIMIT_DATA, "data"),
    (libc::RLIMIT_STACK, "the stack"),
    (libc::RLIMIT_CORE, "core dumps"),
    (libc::RLIMIT_NPROC, "processes"),
    (libc::RLIMIT_NOFILE, "open files"),
    (libc::RLIMIT_MEMLOCK, "locked memory"),
    (libc::RLIMIT_AS, "memory"),
];

/// The limits of a process, as they were.
pub(crate) struct Limits([libc::rlimit; LIMITS.len()]);

impl Limits {
    /// The limits as they are now.
    pub(crate) fn now() -> Self {
        Self(LIMITS.map(|(resource, _)| limit(resource)))
    }

    /// Says which limits have changed since, and puts them right, as far as a process may.
    pub(crate) fn put_right(&mut self) -> Vec<String> {
        let mut changed = Vec::new();
        for ((resource, of), before) in LIMITS.into_iter().zip(&mut self.0) {
            let now = limit(resource);
            if (now.rlim_cur, now.rlim_max) == (before.rlim_cur, before.rlim_max) {
                continue;
            }
            changed.push(format!("the limit of {of} has changed"));
            // Nobody may raise what was lowered for good.
            let hard = before.rlim_max.min(now.rlim_max);
            let again = libc::rlimit { rlim_cur: before.rlim_cur.min(hard), rlim_max: hard };
            // SAFETY: N6: the limit is there to be read.
            unsafe { libc::setrlimit(resource, &raw const again) };
            *before = limit(resource);
        }
        changed
    }
}

fn limit(resource: libc::__rlimit_resource_t) -> libc::rlimit {
    let mut now = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: N6: there is room for the answer.
    unsafe { libc::getrlimit(resource, &raw mut now) };
    now
}

/// What of a process is looked at after calls.
pub(crate) struct ProcessState {
    /// Where the variables are, not what they say: their memory may be gone with a DLL.
    environment: Vec<usize>,
    umask: libc::mode_t,
    mask: libc::sigset_t,
}

impl ProcessState {
    /// The state as it is now, on this thread.
    pub(crate) fn now() -> Self {
        Self { environment: environment(), umask: umask(), mask: mask() }
    }

    /// Says in words what has changed since, and puts it right, but for the environment: what was in it may be gone.
    pub(crate) fn put_right(&mut self) -> Vec<&'static str> {
        let mut changed = Vec::new();
        if self.has_new_environment() {
            changed.push("the environment has changed");
        }
        if umask() != self.umask {
            changed.push("the umask has changed");
            // SAFETY: N6.
            unsafe { libc::umask(self.umask) };
        }
        if members(&mask()) != members(&self.mask) {
            changed.push("the signal mask has changed");
            // SAFETY: N6: a mask that the system gave.
            unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.mask, ptr::null_mut()) };
        }
        if stopped(libc::ITIMER_REAL) {
            changed.push("a timer runs");
        }
        changed
    }

    fn has_new_environment(&mut self) -> bool {
        let now = environment();
        let is_new = now != self.environment;
        self.environment = now;
        is_new
    }
}

/// What is looked at when a scenario is over: what happens on signals, and the timers that hardly anybody uses.
#[derive(PartialEq, Eq)]
pub(crate) struct SignalState([usize; HANDLED.len()], [bool; RARE.len()]);

impl SignalState {
    /// The state as it is now. The timers are stopped.
    pub(crate) fn now() -> Self {
        Self(HANDLED.map(disposition), RARE.map(stopped))
    }
}

fn disposition(signal: c_int) -> usize {
    let mut now = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: N6: no new action is given, and there is room for the one in force.
    unsafe { libc::sigaction(signal, ptr::null(), now.as_mut_ptr()) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    unsafe { now.assume_init() }.sa_sigaction
}

fn environment() -> Vec<usize> {
    let mut variables = Vec::new();
    // SAFETY: N6: the C library has it, and a DLL that runs a thread to change it meanwhile harms its own process.
    let mut at = unsafe { environ };
    while !at.is_null() {
        // SAFETY: N6: the list ends with NULL.
        let variable = unsafe { at.read() };
        if variable.is_null() {
            break;
        }
        variables.push(variable.addr());
        // SAFETY: N6: it was not the end.
        at = unsafe { at.add(1) };
    }
    variables
}

fn umask() -> libc::mode_t {
    // SAFETY: N6. There is no other way to ask.
    let now = unsafe { libc::umask(0o077) };
    // SAFETY: N6.
    unsafe { libc::umask(now) };
    now
}

fn mask() -> libc::sigset_t {
    let mut now = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: N6: no new mask is given, and there is room for the one in force.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, ptr::null(), now.as_mut_ptr()) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    unsafe { now.assume_init() }
}

/// The signals of a mask, as a bit for each.
fn members(mask: &libc::sigset_t) -> u32 {
    let is_in = |signal: &c_int| {
        // SAFETY: N6: a mask that the system gave.
        (unsafe { libc::sigismember(mask, *signal) }) == 1
    };
    (1..SIGNALS).filter(is_in).fold(0, |bits, signal| bits | 1 << signal)
}

/// Stops a timer, and says whether it ran.
fn stopped(timer: c_int) -> bool {
    let mut now = MaybeUninit::<libc::itimerval>::zeroed();
    // SAFETY: N6: there is room for the answer.
    unsafe { libc::getitimer(timer, now.as_mut_ptr()) };
    // SAFETY: N6: it was zeroed, which is a valid value.
    let now = unsafe { now.assume_init() };
    let runs = now.it_value.tv_sec != 0 || now.it_value.tv_usec != 0;
    if runs {
        // SAFETY: N6: zeroes are a valid time: never.
        let never: libc::itimerval = unsafe { MaybeUninit::zeroed().assume_init() };
        // SAFETY: N6: the time is there to be read.
        unsafe { libc::setitimer(timer, &raw const never, ptr::null_mut()) };
    }
    runs
}
