//! Where calls of functions of DLLs leave Rust: no exception of C++ comes back through here.
//!
//! Code that throws looks for somebody who catches, frame by frame. Rust cannot catch what it has not thrown, and would end
//! the process without saying what it was. So on Linux the frame between has nothing that describes it, and the search
//! ends there: the library of the language says what nobody has caught, and ends the process as it would elsewhere.

/// Calls a function, which takes these arguments, at most five words, and gives what is in the return register afterwards.
/// A function that is `VOID` leaves anything there.
macro_rules! call {
    ($function:expr, $($parameter:ident: $type:ty),*) => {{
        #[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
        {
            type Enter = unsafe extern "C" fn(std::ptr::NonNull<std::ffi::c_void>, $($type),*) -> DWORD;
            // SAFETY: N2: what is entered with a function passes on up to five words, as these all are.
            let enter = unsafe {
                std::mem::transmute::<unsafe extern "C" fn(), Enter>($crate::ffi::boundary::mockras_enter)
            };
            // SAFETY: N1 and N2, and the caller's promise.
            unsafe { enter($function, $($parameter),*) }
        }
        #[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
        {
            type Function = unsafe extern "system" fn($($type),*) -> DWORD;
            // SAFETY: N2. BOOL and DWORD come back in the same register.
            let function = unsafe { std::mem::transmute::<std::ptr::NonNull<std::ffi::c_void>, Function>($function) };
            // SAFETY: N1 and N2, and the caller's promise.
            unsafe { function($($parameter),*) }
        }
    }};
}

pub(super) use call;

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
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
