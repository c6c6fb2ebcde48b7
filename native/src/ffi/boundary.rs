//! Where calls of functions of DLLs leave Rust: no exception of C++ comes back through here.
//!
//! Code that throws looks for somebody who catches, frame by frame. Rust cannot catch what it has not thrown, and would end
//! the process without saying what it was. So there is a frame between. On Linux it has nothing that describes it, and the
//! search ends there: the library of the language says what nobody has caught, and ends the process as it would elsewhere.
//! On 64-bit Windows the search asks it, and it tells of the exception itself.

/// Calls a function, which takes these arguments, at most five words. A function that is `VOID` may be
/// called as if it were not: anything comes back.
macro_rules! call {
    ($function:expr, ($($parameter:ident: $type:ty),*) -> $result:ty) => {{
        #[cfg(any(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")), all(windows, target_arch = "x86_64")))]
        {
            type Enter = unsafe extern "C" fn(std::ptr::NonNull<std::ffi::c_void>, $($type),*) -> $result;
            // SAFETY: N2: what is entered with a function passes on up to five words, as these all are.
            let enter = unsafe {
                std::mem::transmute::<unsafe extern "C" fn(), Enter>($crate::ffi::boundary::mockras_enter)
            };
            // SAFETY: N1 and N2, and the caller's promise.
            unsafe { enter($function, $($parameter),*) }
        }
        #[cfg(not(any(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")), all(windows, target_arch = "x86_64"))))]
        {
            type Function = unsafe extern "system" fn($($type),*) -> $result;
            // SAFETY: N2. BOOL and DWORD come back in the same register.
            let function = unsafe { std::mem::transmute::<std::ptr::NonNull<std::ffi::c_void>, Function>($function) };
            // SAFETY: N1 and N2, and the caller's promise.
            unsafe { function($($parameter),*) }
        }
    }};
}

pub(super) use call;

#[cfg(any(
    all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")),
    all(windows, target_arch = "x86_64")
))]
unsafe extern "C" {
    /// Calls its first argument with the others.
    pub(super) fn mockras_enter();
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
std::arch::global_asm!(
    ".pushsection .text.mockras_enter,\"ax\",@progbits",
    ".hidden mockras_enter",
    ".globl mockras_enter",
    ".type mockras_enter,@function",
    "mockras_enter:",
    "push rbp",
    "mov rbp, rsp",
    "mov rax, rdi",
    "mov rdi, rsi",
    "mov rsi, rdx",
    "mov rdx, rcx",
    "mov rcx, r8",
    "mov r8, r9",
    "call rax",
    "pop rbp",
    "ret",
    ".size mockras_enter, . - mockras_enter",
    ".popsection",
);

#[cfg(all(target_os = "linux", target_arch = "aarch64"))]
std::arch::global_asm!(
    ".pushsection .text.mockras_enter,\"ax\",@progbits",
    ".hidden mockras_enter",
    ".globl mockras_enter",
    ".type mockras_enter,@function",
    "mockras_enter:",
    "stp x29, x30, [sp, #-16]!",
    "mov x29, sp",
    "mov x9, x0",
    "mov x0, x1",
    "mov x1, x2",
    "mov x2, x3",
    "mov x3, x4",
    "mov x4, x5",
    "blr x9",
    "ldp x29, x30, [sp], #16",
    "ret",
    ".size mockras_enter, . - mockras_enter",
    ".popsection",
);

// The third and fourth word from the end are where the caller has put them, behind what this one puts on the stack.
#[cfg(all(windows, target_arch = "x86_64"))]
std::arch::global_asm!(
    ".pushsection .text",
    ".globl mockras_enter",
    ".seh_proc mockras_enter",
    "mockras_enter:",
    "sub rsp, 56",
    ".seh_stackalloc 56",
    ".seh_endprologue",
    ".seh_handler {passing}, @except",
    "mov rax, rcx",
    "mov rcx, rdx",
    "mov rdx, r8",
    "mov r8, r9",
    "mov r9, [rsp + 96]",
    "mov r10, [rsp + 104]",
    "mov [rsp + 32], r10",
    "call rax",
    "nop",
    "add rsp, 56",
    "ret",
    ".seh_endproc",
    ".popsection",
    passing = sym crate::ffi::crash::passing,
);
