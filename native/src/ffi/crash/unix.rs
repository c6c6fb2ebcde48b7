//! Crashes on Unix: signal handlers on a stack of their own.
//!
//! Everything in a handler is safe there: no memory from the heap, no locks, and of the system only calls that POSIX
//! allows in handlers.

use std::ffi::{c_int, c_void};
use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;
use std::ptr;
use std::sync::atomic::{AtomicI32, AtomicU8, AtomicUsize, Ordering};

use super::exception;
use super::{Callers, CrashFacts, CrashMessage, Text, tell_what_is_known, tell_with_more, walk};
use crate::ffi::guard::describe;
use crate::ffi::process::{is_own, no_core_dump};

/// The signals of a crash, and their names.
const SIGNALS: [(c_int, &str); 7] = [
    (libc::SIGSEGV, "SIGSEGV"),
    (libc::SIGABRT, "SIGABRT"),
    (libc::SIGBUS, "SIGBUS"),
    (libc::SIGFPE, "SIGFPE"),
    (libc::SIGILL, "SIGILL"),
    (libc::SIGTRAP, "SIGTRAP"),
    (libc::SIGSYS, "SIGSYS"),
];

/// Who has handlers for some of these signals, mostly has them for one of the first.
const FIRST_LOOK: usize = 2;

/// Other signals that end a process: of its timers, for instance.
const OTHERS: [(c_int, &str); 12] = [
    (libc::SIGHUP, "SIGHUP"),
    (libc::SIGINT, "SIGINT"),
    (libc::SIGQUIT, "SIGQUIT"),
    (libc::SIGTERM, "SIGTERM"),
    (libc::SIGALRM, "SIGALRM"),
    (libc::SIGPIPE, "SIGPIPE"),
    (libc::SIGUSR1, "SIGUSR1"),
    (libc::SIGUSR2, "SIGUSR2"),
    (libc::SIGVTALRM, "SIGVTALRM"),
    (libc::SIGPROF, "SIGPROF"),
    (libc::SIGXCPU, "SIGXCPU"),
    (libc::SIGXFSZ, "SIGXFSZ"),
];

/// How much stack a handler gets.
const STACK: usize = 64 * 1024;

/// How far from the stack pointer a fault at the end of the stack can be: the size of a large frame.
const FRAME: usize = 1024 * 1024;

/// No page is smaller; what is pushed or called lies below the stack pointer, and what a frame begins with above.
const PAGE: usize = 4096;

/// Where the message goes.
static OUTPUT: AtomicI32 = AtomicI32::new(-1);
static VERSION: AtomicU8 = AtomicU8::new(0);
static TAG: AtomicU8 = AtomicU8::new(0);

/// The thread that calls DLLs.
static MAIN: AtomicUsize = AtomicUsize::new(0);

/// From now on this is the thread that calls DLLs.
pub(crate) fn calls_here() {
    // SAFETY: N6.
    MAIN.store(unsafe { libc::pthread_self() } as usize, Ordering::Relaxed);
}

fn is_main() -> bool {
    // SAFETY: N6.
    (unsafe { libc::pthread_self() }) as usize == MAIN.load(Ordering::Relaxed)
}

/// The thread that tells; none is zero. One message is enough.
static TELLER: AtomicUsize = AtomicUsize::new(0);

/// The name of a crash by its number; `None` if no crash has that number.
pub(crate) fn name_of(number: u32) -> Option<&'static str> {
    SIGNALS
        .iter()
        .chain(&OTHERS)
        .find(|(signal, _)| u32::try_from(*signal) == Ok(number))
        .map(|(_, name)| *name)
}

/// From now on a crash of this process is told as a message of this version and tag.
pub(crate) fn install(output: &File, version: u8, tag: u8) -> io::Result<()> {
    OUTPUT.store(output.as_raw_fd(), Ordering::Relaxed);
    VERSION.store(version, Ordering::Relaxed);
    TAG.store(tag, Ordering::Relaxed);
    calls_here();
    join()?;
    walk::prepare();
    SIGNALS.iter().try_for_each(|(signal, _)| handle(*signal))
}

/// Puts the handlers back that somebody has replaced, and says of which signals. Asking costs: unless all of it is wanted,
/// it is only seen if those of the first two are among them.
pub(crate) fn put_back(is_all: bool) -> Vec<&'static str> {
    let mut replaced = Vec::new();
    for (at, (signal, name)) in SIGNALS.into_iter().enumerate() {
        if at == FIRST_LOOK && !is_all && replaced.is_empty() {
            break;
        }
        let mut now = MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: N6: no new action is given, and `now` has room for the one in force.
        let asked = unsafe { libc::sigaction(signal, ptr::null(), now.as_mut_ptr()) };
        // SAFETY: N6: it was zeroed, which is a valid value, and is filled if the call succeeded.
        let now = unsafe { now.assume_init() };
        if asked == 0 && now.sa_sigaction != address_of_handler() {
            replaced.push(name);
            // It was there before, so it can be put back.
            let _ = handle(signal);
        }
    }
    replaced
}

fn address_of_handler() -> usize {
    let handler: extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void) = on_signal;
    handler as usize
}

/// Lets crashes of this thread be told. Its handlers get a stack of their own, since a DLL may have used up the other.
pub(crate) fn join() -> io::Result<()> {
    // It is there for as long as the thread; a child has few.
    let memory: &'static mut [u8] = Box::leak(vec![0; STACK].into_boxed_slice());
    let stack = libc::stack_t { ss_sp: memory.as_mut_ptr().cast(), ss_flags: 0, ss_size: STACK };
    // SAFETY: N6: the memory is as long as told and is never freed.
    match unsafe { libc::sigaltstack(&raw const stack, ptr::null_mut()) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

fn handle(signal: c_int) -> io::Result<()> {
    // SAFETY: N6: zeroes are a valid sigaction: the default action, no flags, nothing masked.
    let mut action: libc::sigaction = unsafe { MaybeUninit::zeroed().assume_init() };
    action.sa_sigaction = address_of_handler();
    action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER;
    // SAFETY: N6: the handler has the signature that SA_SIGINFO asks for.
    match unsafe { libc::sigaction(signal, &raw const action, ptr::null_mut()) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The handler: tells, and lets the signal do what it does by default.
extern "C" fn on_signal(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    if is_own() {
        if is_first() {
            tell(signal, info, context);
        } else {
            tell_what_is_known();
        }
    }
    no_core_dump();
    // SAFETY: N6: this may be called with any signal.
    unsafe { libc::signal(signal, libc::SIG_DFL) };
    // SAFETY: N6: any signal. It is not blocked (SA_NODEFER), so this ends the process.
    unsafe { libc::raise(signal) };
}

fn tell(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    let registers = Registers::of(context);
    let mut report = look(signal, info, &registers);
    let exception = |report: &mut CrashFacts| {
        if signal == libc::SIGABRT {
            exception::name(&mut report.exception);
        }
    };
    let cause = |report: &mut CrashFacts| report.walk_to_cause(registers.code);
    let callers = |report: &mut CrashFacts| report.walk_to_callers(registers.code);
    let (version, tag) = (VERSION.load(Ordering::Relaxed), TAG.load(Ordering::Relaxed));
    tell_with_more(&mut report, version, tag, &[&exception, &cause, &callers]);
}

impl CrashMessage {
    pub(super) fn write(&self) {
        let bytes = self.as_bytes();
        // SAFETY: N6: the bytes are there; if the descriptor is not, the status of the process tells something.
        unsafe { libc::write(OUTPUT.load(Ordering::Relaxed), bytes.as_ptr().cast(), bytes.len()) };
    }
}

/// Whether this thread is the one to tell. If another does already, it waits for that to end the process; but what tells
/// can crash as well, and must not wait for itself.
fn is_first() -> bool {
    // SAFETY: N6.
    let own = unsafe { libc::pthread_self() } as usize;
    match TELLER.compare_exchange(0, own, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => true,
        Err(teller) if teller == own => false,
        Err(_) => loop {
            // SAFETY: N6.
            unsafe { libc::pause() };
        },
    }
}

fn look(signal: c_int, info: *mut libc::siginfo_t, registers: &Registers) -> CrashFacts {
    let mut report = CrashFacts {
        number: u32::try_from(signal).unwrap_or_default(),
        is_access: false,
        address: 0,
        is_stack: false,
        is_aside: !is_main(),
        place: Text::new(),
        doing: "",
        module: Text::new(),
        offset: 0,
        callers: Callers::new(),
        is_heap: false,
        exception: Text::new(),
    };
    if signal == libc::SIGSEGV || signal == libc::SIGBUS {
        // SAFETY: N6: the system passes a valid siginfo to a handler with SA_SIGINFO.
        let info = unsafe { &*info };
        // What is sent by `kill` and `raise` is about no address.
        report.is_access = info.si_code > 0 && info.si_code != SI_KERNEL;
        // SAFETY: N6: for these signals the system fills in the address.
        report.address = unsafe { info.si_addr() }.addr();
    }
    if report.is_access {
        report.doing = registers.doing;
        let is_argument = describe(report.address, &mut report.place);
        report.is_stack = !is_argument && registers.is_past_stack(report.address);
    }
    // Code that jumps to nowhere is where it would have come back to.
    let is_nowhere = report.is_access && report.address == registers.code;
    report.look_up(if is_nowhere { registers.caller() } else { registers.code });
    report
}

/// A general protection fault on x86: the address is not told.
#[cfg(target_os = "linux")]
const SI_KERNEL: c_int = 0x80;
#[cfg(not(target_os = "linux"))]
const SI_KERNEL: c_int = c_int::MAX;

/// What the processor was at. Zero where this system is not known so well.
struct Registers {
    code: usize,
    stack: usize,
    /// Where a function that was just called returns to, if a register tells it.
    link: usize,
    doing: &'static str,
}

impl Registers {
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    fn of(context: *mut c_void) -> Self {
        // SAFETY: N6: the system passes a valid ucontext to a handler with SA_SIGINFO.
        let registers = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_mcontext.gregs };
        let register = |at: c_int| {
            usize::try_from(at).ok().and_then(|at| registers.get(at)).copied().unwrap_or_default()
        };
        let [code, stack, error] = [libc::REG_RIP, libc::REG_RSP, libc::REG_ERR].map(register);
        // The error code of a page fault.
        let doing = match error {
            error if error & 16 != 0 => "executing",
            error if error & 2 != 0 => "writing",
            _ => "reading",
        };
        Self { code: code.cast_unsigned() as usize, stack: stack.cast_unsigned() as usize, link: 0, doing }
    }

    #[cfg(all(target_os = "linux", target_arch = "aarch64"))]
    fn of(context: *mut c_void) -> Self {
        // SAFETY: N6: the system passes a valid ucontext to a handler with SA_SIGINFO.
        let machine = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_mcontext };
        let doing = if machine.pc == machine.fault_address { "executing" } else { "" };
        Self { code: machine.pc as usize, stack: machine.sp as usize, link: machine.regs[30] as usize, doing }
    }

    #[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
    fn of(_: *mut c_void) -> Self {
        Self { code: 0, stack: 0, link: 0, doing: "" }
    }

    /// Whether a fault at this address is of a stack that has come to its end. What lies farther up is in use, and a
    /// fault there is of an array that was overrun.
    fn is_past_stack(&self, address: usize) -> bool {
        let is_near = address < self.stack.saturating_add(PAGE) && self.stack.saturating_sub(address) < FRAME;
        self.stack != 0 && self.doing != "executing" && is_near
    }

    /// Inside the call that has led to where the processor is, if that was just called.
    #[cfg(target_os = "linux")]
    fn caller(&self) -> usize {
        if self.link != 0 || self.stack == 0 {
            return self.link.saturating_sub(1);
        }
        let mut address = 0usize;
        let own = libc::iovec { iov_base: (&raw mut address).cast(), iov_len: size_of::<usize>() };
        let other = libc::iovec { iov_base: ptr::without_provenance_mut(self.stack), ..own };
        // SAFETY: N6.
        let this = unsafe { libc::getpid() };
        // SAFETY: N6: one range each. The system looks whether there is a stack to be read.
        unsafe { libc::process_vm_readv(this, &raw const own, 1, &raw const other, 1, 0) };
        address.saturating_sub(1)
    }

    #[cfg(not(target_os = "linux"))]
    fn caller(&self) -> usize {
        self.link.saturating_sub(1)
    }
}
