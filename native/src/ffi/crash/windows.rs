//! Crashes on Windows: a filter for exceptions that nobody handles, which ends the process. No debugger and no dialog
//! opens.

use std::fs::File;
use std::os::windows::io::{AsRawHandle, BorrowedHandle};
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
use windows_sys::Win32::System::Memory::{HeapEnableTerminationOnCorruption, HeapSetInformation};
use windows_sys::Win32::System::Threading::{
    GetCurrentProcess, GetCurrentThread, GetCurrentThreadId, GetExitCodeThread, INFINITE,
    SetThreadStackGuarantee, Sleep, TerminateProcess, WaitForSingleObject,
};

use super::{Callers, CrashFacts, CrashMessage, TEXT_MAX, Text, tell_what_is_known, tell_with_more, walk};
use crate::ffi::guard::describe;

/// A C++ exception that nobody caught, as Microsoft's compiler throws it and as GCC does, and what a C library ends a broken heap or a broken stack with.
const CPP_EXCEPTION: NTSTATUS = 0xE06D_7363_u32.cast_signed();
const GCC_EXCEPTION: NTSTATUS = 0x2047_4343;
const HEAP_CORRUPTION: NTSTATUS = 0xC000_0374_u32.cast_signed();
const FAST_FAIL: NTSTATUS = 0xC000_0409_u32.cast_signed();

/// No exception, but the end of the thread that calls DLLs.
const THREAD_ENDED: NTSTATUS = 0;

/// Wine lets a DLL load that imports what is not there, and raises this when it is called.
const WINE_STUB: NTSTATUS = 0x8000_0100_u32.cast_signed();

/// Exceptions by their codes.
const NAMES: [(NTSTATUS, &str); 14] = [
    (THREAD_ENDED, "the thread of the callout has ended"),
    (EXCEPTION_ACCESS_VIOLATION, "access violation"),
    (EXCEPTION_IN_PAGE_ERROR, "in-page error"),
    (EXCEPTION_STACK_OVERFLOW, "stack overflow"),
    (EXCEPTION_ILLEGAL_INSTRUCTION, "illegal instruction"),
    (EXCEPTION_PRIV_INSTRUCTION, "privileged instruction"),
    (EXCEPTION_BREAKPOINT, "breakpoint"),
    (EXCEPTION_INT_DIVIDE_BY_ZERO, "division by zero"),
    (EXCEPTION_FLT_DIVIDE_BY_ZERO, "floating-point division by zero"),
    (CPP_EXCEPTION, "uncaught C++ exception"),
    (GCC_EXCEPTION, "uncaught C++ exception"),
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

/// From now on this is the thread that calls DLLs.
pub(crate) fn calls_here() {
    // SAFETY: N6.
    MAIN.store(unsafe { GetCurrentThreadId() }, Ordering::Relaxed);
}

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
    calls_here();
    OVERFLOWED.get_or_init(|| CrashMessage::of(&report(EXCEPTION_STACK_OVERFLOW), version, tag));
    // SAFETY: N6: this may be called with any flags.
    unsafe { SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX) };
    // Where it is not so already: what DLLs break shows at the next use of the heap. The process ends without the filter then,
    // with a code of its own.
    // SAFETY: N6: this question takes no more than that.
    unsafe { HeapSetInformation(ptr::null_mut(), HeapEnableTerminationOnCorruption, ptr::null(), 0) };
    walk::prepare();
    set_filter();
    join()
}

/// Lets crashes of this thread be told, which calls DLLs. Tells as well if it has ended and the process has not: after a
/// stack overflow of which Wine could not tell the filter, or if a DLL ends it.
pub(crate) fn join() -> io::Result<()> {
    let mut stack = STACK;
    // SAFETY: N6: the size is there to be read and written.
    unsafe { SetThreadStackGuarantee(&raw mut stack) };
    // SAFETY: N6: it has no conditions.
    let own = unsafe { GetCurrentThread() };
    // SAFETY: N6: it stands for this thread, and is copied to a handle that does.
    let thread = unsafe { BorrowedHandle::borrow_raw(own) }.try_clone_to_owned()?;
    let watch = move || {
        // SAFETY: N6: the handle is open.
        unsafe { WaitForSingleObject(thread.as_raw_handle(), INFINITE) };
        let mut code = 0;
        // SAFETY: N6: the same, and there is room for the code.
        unsafe { GetExitCodeThread(thread.as_raw_handle(), &raw mut code) };
        let code = if name_of(code).is_some() { code.cast_signed() } else { THREAD_ENDED };
        let report = report(code);
        CrashMessage::of(&report, VERSION.load(Ordering::Relaxed), TAG.load(Ordering::Relaxed)).write();
        end(code);
    };
    std::thread::Builder::new().name("thread-watch".to_owned()).spawn(watch)?;
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
    if is_first() {
        match OVERFLOWED.get() {
            Some(message) if record.ExceptionCode == EXCEPTION_STACK_OVERFLOW => message.write(),
            // SAFETY: N6: the context is the other of them.
            _ => tell(record, unsafe { &*pointers.ContextRecord }),
        }
    } else {
        tell_what_is_known();
    }
    end(record.ExceptionCode)
}

fn end(code: NTSTATUS) -> ! {
    // SAFETY: N6: it has no conditions.
    let this = unsafe { GetCurrentProcess() };
    // SAFETY: N6: the handle is that of this process.
    unsafe { TerminateProcess(this, code.cast_unsigned()) };
    unreachable!("a process that was terminated runs nothing")
}

/// What the system's search for a handler does next.
#[cfg(target_arch = "x86_64")]
const CONTINUE_SEARCH: i32 = 1;

/// The handler of the frame through which DLLs are called: a C++ exception that comes here has not been caught by them.
#[cfg(target_arch = "x86_64")]
pub(in crate::ffi) unsafe extern "system" fn passing(
    record: *const EXCEPTION_RECORD,
    _frame: *const c_void,
    context: *const CONTEXT,
    _dispatch: *const c_void,
) -> i32 {
    // SAFETY: N6: the system passes a valid record to a handler.
    let record = unsafe { &*record };
    let is_installed = !OUTPUT.load(Ordering::Relaxed).is_null();
    if !is_installed || !matches!(record.ExceptionCode, CPP_EXCEPTION | GCC_EXCEPTION) {
        return CONTINUE_SEARCH;
    }
    if is_first() {
        // SAFETY: N6: the same of the context.
        tell(record, unsafe { &*context });
    }
    end(record.ExceptionCode)
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
        callers: Callers::new(),
        is_heap: code == HEAP_CORRUPTION,
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
    match record.ExceptionCode {
        GCC_EXCEPTION => gcc_type(record, &mut report.exception),
        CPP_EXCEPTION => microsoft_type(record, &mut report.exception),
        _ => {}
    }
    let code = record.ExceptionAddress.addr();
    // Code that jumps to nowhere is where it would have come back to.
    let is_nowhere = report.is_access && report.address == code;
    report.look_up(if is_nowhere { caller(context) } else { code });
    let cause = |report: &mut CrashFacts| report.walk_to_cause(code);
    let callers = |report: &mut CrashFacts| report.walk_to_callers(code);
    let (version, tag) = (VERSION.load(Ordering::Relaxed), TAG.load(Ordering::Relaxed));
    tell_with_more(&mut report, version, tag, &[&cause, &callers]);
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
    read(stack).map_or(0, |bytes| usize::from_ne_bytes(bytes).saturating_sub(1))
}

/// What lies at an address, if there is something that can be read.
fn read<const N: usize>(address: usize) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    // SAFETY: N6: it has no conditions.
    let this = unsafe { GetCurrentProcess() };
    let from = ptr::without_provenance(address);
    // SAFETY: N6: there is room for that many bytes. The system looks whether there is something to be read.
    let read = unsafe { ReadProcessMemory(this, from, (&raw mut bytes).cast(), N, ptr::null_mut()) };
    (read != 0).then_some(bytes)
}

/// How far before what GCC throws the type of the exception stands: the rest of a `__cxa_exception` lies between.
const TYPE_BEFORE: usize = 80;

/// Gathers the type of an exception that GCC has thrown. What that library keeps is read with care: it may be another.
fn gcc_type(record: &EXCEPTION_RECORD, name: &mut Text) {
    let [thrown, ..] = record.ExceptionInformation;
    let pointer = |address: usize| read(address).map(usize::from_ne_bytes);
    let info = pointer(thrown.wrapping_sub(TYPE_BEFORE));
    if let Some(text) = info.and_then(|info| pointer(info.wrapping_add(size_of::<usize>()))) {
        gather(text, name);
    }
}

/// Gathers the type of an exception of Microsoft's: `.?AVruntime_error@std@@`. Addresses there count from where the module
/// begins that has thrown it, on 64-bit systems.
fn microsoft_type(record: &EXCEPTION_RECORD, name: &mut Text) {
    let [_, _, thrown, base, ..] = record.ExceptionInformation;
    let base = if cfg!(target_pointer_width = "64") { base } else { 0 };
    let at =
        |address: usize| read(address).map(|bytes| base.wrapping_add(u32::from_ne_bytes(bytes) as usize));
    // The list of types that it can be caught as, the first of them, its descriptor, and the name behind two pointers.
    let list = at(thrown.wrapping_add(12));
    let first = list.and_then(|list| at(list.wrapping_add(4)));
    if let Some(descriptor) = first.and_then(|first| at(first.wrapping_add(4))) {
        gather(descriptor.wrapping_add(2 * size_of::<usize>()), name);
    }
}

/// Gathers text that ends with NUL.
fn gather(text: usize, name: &mut Text) {
    for at in text.. {
        match read(at) {
            Some([byte]) if byte != 0 && name.as_bytes().len() < TEXT_MAX => name.push(byte),
            _ => return,
        }
    }
}

impl CrashMessage {
    pub(super) fn write(&self) {
        let bytes = self.as_bytes();
        let length = u32::try_from(bytes.len()).unwrap_or_default();
        let (output, mut written) = (OUTPUT.load(Ordering::Relaxed), 0);
        // SAFETY: N6: the bytes are there; if the handle is not, the status of the process tells something.
        unsafe { WriteFile(output, bytes.as_ptr(), length, &raw mut written, ptr::null_mut()) };
    }
}
