//! Crashes on Windows: a filter for exceptions that nobody handles, which ends the process. No debugger and no dialog
//! opens.

use std::fs::File;
use std::os::windows::io::AsRawHandle;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU8, AtomicU32, Ordering};
use std::{ffi::c_void, io};

use windows_sys::Win32::Foundation::{
    EXCEPTION_ACCESS_VIOLATION, EXCEPTION_BREAKPOINT, EXCEPTION_FLT_DIVIDE_BY_ZERO,
    EXCEPTION_ILLEGAL_INSTRUCTION, EXCEPTION_IN_PAGE_ERROR, EXCEPTION_INT_DIVIDE_BY_ZERO,
    EXCEPTION_PRIV_INSTRUCTION, EXCEPTION_STACK_OVERFLOW, NTSTATUS,
};
use windows_sys::Win32::Storage::FileSystem::WriteFile;
use windows_sys::Win32::System::Diagnostics::Debug::{
    CONTEXT, EXCEPTION_POINTERS, EXCEPTION_RECORD, LPTOP_LEVEL_EXCEPTION_FILTER, ReadProcessMemory,
    SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX, SetErrorMode,
    SetUnhandledExceptionFilter,
};
use windows_sys::Win32::System::Threading::{
    GetCurrentProcess, GetCurrentThreadId, INFINITE, SetThreadStackGuarantee, Sleep, TerminateProcess,
};

use super::{CrashFacts, CrashMessage, Text};
use crate::ffi::guard::describe;

/// A C++ exception that nobody caught, and what a C library ends a broken heap or a broken stack with.
const CPP_EXCEPTION: NTSTATUS = 0xE06D_7363_u32.cast_signed();
const HEAP_CORRUPTION: NTSTATUS = 0xC000_0374_u32.cast_signed();
const FAST_FAIL: NTSTATUS = 0xC000_0409_u32.cast_signed();

/// Wine lets a DLL load that imports what is not there, and raises this when it is called.
const WINE_STUB: NTSTATUS = 0x8000_0100_u32.cast_signed();

/// Exceptions by their codes.
const NAMES: [(NTSTATUS, &str); 12] = [
    (EXCEPTION_ACCESS_VIOLATION, "access violation"),
    (EXCEPTION_IN_PAGE_ERROR, "in-page error"),
    (EXCEPTION_STACK_OVERFLOW, "stack overflow"),
    (EXCEPTION_ILLEGAL_INSTRUCTION, "illegal instruction"),
    (EXCEPTION_PRIV_INSTRUCTION, "privileged instruction"),
    (EXCEPTION_BREAKPOINT, "breakpoint"),
    (EXCEPTION_INT_DIVIDE_BY_ZERO, "division by zero"),
    (EXCEPTION_FLT_DIVIDE_BY_ZERO, "floating-point division by zero"),
    (CPP_EXCEPTION, "uncaught C++ exception"),
    (HEAP_CORRUPTION, "heap corruption"),
    (FAST_FAIL, "fail fast"),
    (WINE_STUB, "call of a function that is not there"),
];

/// How much stack the filter gets after a stack overflow.
const STACK: u32 = 64 * 1024;

static OUTPUT: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
static VERSION: AtomicU8 = AtomicU8::new(0);
static TAG: AtomicU8 = AtomicU8::new(0);

/// The thread that calls DLLs.
static MAIN: AtomicU32 = AtomicU32::new(0);

fn is_main() -> bool {
    // SAFETY: N6.
    (unsafe { GetCurrentThreadId() }) == MAIN.load(Ordering::Relaxed)
}

/// The thread that tells; none is zero.
static TELLER: AtomicU32 = AtomicU32::new(0);

/// What is told of a stack overflow, made beforehand: then there may be no room for it. Threads that the DLL starts have
/// no more than a page or two, and Wine gives no thread more.
static OVERFLOWED: OnceLock<CrashMessage> = OnceLock::new();

/// The name of a crash by its number; `None` if no crash has that number.
pub(crate) fn name_of(number: u32) -> Option<&'static str> {
    NAMES.iter().find(|(code, _)| code.cast_unsigned() == number).map(|(_, name)| *name)
}

/// From now on a crash of this process is told as a message of this version and tag.
pub(crate) fn install(output: &File, version: u8, tag: u8) -> io::Result<()> {
    OUTPUT.store(output.as_raw_handle(), Ordering::Relaxed);
    VERSION.store(version, Ordering::Relaxed);
    TAG.store(tag, Ordering::Relaxed);
    // SAFETY: N6.
    MAIN.store(unsafe { GetCurrentThreadId() }, Ordering::Relaxed);
    OVERFLOWED.get_or_init(|| CrashMessage::of(&report(EXCEPTION_STACK_OVERFLOW), version, tag));
    // SAFETY: N6: this may be called with any flags.
    unsafe { SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX) };
    let mut stack = STACK;
    // SAFETY: N6: the size is there to be read and written.
    unsafe { SetThreadStackGuarantee(&raw mut stack) };
    set_filter();
    Ok(())
}

/// Puts the filter back if somebody has replaced it, and says so.
pub(crate) fn put_back(_: bool) -> Vec<&'static str> {
    let ours: Filter = on_exception;
    match set_filter() {
        Some(was) if ptr::fn_addr_eq(was, ours) => Vec::new(),
        _ => vec!["unhandled exceptions"],
    }
}

type Filter = unsafe extern "system" fn(*const EXCEPTION_POINTERS) -> i32;

fn set_filter() -> LPTOP_LEVEL_EXCEPTION_FILTER {
    // SAFETY: N6: the filter has the signature that is asked for.
    unsafe { SetUnhandledExceptionFilter(Some(on_exception)) }
}

/// Whether this thread is the one to tell. If another does already, it waits for that to end the process; but what tells
/// can crash as well, and must not wait for itself.
fn is_first() -> bool {
    // SAFETY: N6.
    let own = unsafe { GetCurrentThreadId() };
    match TELLER.compare_exchange(0, own, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => true,
        Err(teller) if teller == own => false,
        Err(_) => loop {
            // SAFETY: N6.
            unsafe { Sleep(INFINITE) };
        },
    }
}

/// The filter: tells, and ends the process with the code of the exception.
unsafe extern "system" fn on_exception(pointers: *const EXCEPTION_POINTERS) -> i32 {
    // SAFETY: N6: the system passes valid pointers to a filter.
    let pointers = unsafe { &*pointers };
    // SAFETY: N6: the record is one of them.
    let record = unsafe { &*pointers.ExceptionRecord };
    let code = record.ExceptionCode;
    if is_first() {
        match OVERFLOWED.get() {
            Some(message) if code == EXCEPTION_STACK_OVERFLOW => message.write(),
            // SAFETY: N6: the context is the other of them.
            _ => tell(record, unsafe { &*pointers.ContextRecord }),
        }
    }
    // SAFETY: N6: it has no conditions.
    let this = unsafe { GetCurrentProcess() };
    // SAFETY: N6: the handle is that of this process.
    unsafe { TerminateProcess(this, code.cast_unsigned()) };
    0
}

/// What is known of an exception by its code.
fn report(code: NTSTATUS) -> CrashFacts {
    CrashFacts {
        number: code.cast_unsigned(),
        is_access: matches!(code, EXCEPTION_ACCESS_VIOLATION | EXCEPTION_IN_PAGE_ERROR),
        address: 0,
        is_stack: code == EXCEPTION_STACK_OVERFLOW,
        is_aside: !is_main(),
        place: Text::new(),
        doing: "",
        module: Text::new(),
        offset: 0,
        exception: Text::new(),
    }
}

/// A function of its own, so that the filter needs little of the stack.
#[inline(never)]
fn tell(record: &EXCEPTION_RECORD, context: &CONTEXT) {
    let mut report = report(record.ExceptionCode);
    if report.is_access {
        let [doing, address, ..] = record.ExceptionInformation;
        report.address = address;
        report.doing = match doing {
            1 => "writing",
            8 => "executing",
            _ => "reading",
        };
        describe(address, &mut report.place);
    }
    let code = record.ExceptionAddress.addr();
    // Code that jumps to nowhere is where it would have come back to.
    let is_nowhere = report.is_access && report.address == code;
    report.look_up(if is_nowhere { caller(context) } else { code });
    CrashMessage::of(&report, VERSION.load(Ordering::Relaxed), TAG.load(Ordering::Relaxed)).write();
}

/// Inside the call that has led to where the processor is, if that was just called. Zero where no one knows.
fn caller(context: &CONTEXT) -> usize {
    #[cfg(target_arch = "x86_64")]
    let stack = usize::try_from(context.Rsp).unwrap_or_default();
    #[cfg(target_arch = "x86")]
    let stack = usize::try_from(context.Esp).unwrap_or_default();
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    let stack = {
        let _ = context;
        0
    };
    let (mut address, size) = (0usize, size_of::<usize>());
    // SAFETY: N6: it has no conditions.
    let this = unsafe { GetCurrentProcess() };
    let from = ptr::without_provenance(stack);
    // SAFETY: N6: `address` has room for that many bytes. The system looks whether there is a stack to be read.
    unsafe { ReadProcessMemory(this, from, (&raw mut address).cast(), size, ptr::null_mut()) };
    address.saturating_sub(1)
}

impl CrashMessage {
    fn write(&self) {
        let bytes = self.as_bytes();
        let length = u32::try_from(bytes.len()).unwrap_or_default();
        let (output, mut written) = (OUTPUT.load(Ordering::Relaxed), 0);
        // SAFETY: N6: the bytes are there; if the handle is not, the status of the process tells something.
        unsafe { WriteFile(output, bytes.as_ptr(), length, &raw mut written, ptr::null_mut()) };
    }
}
