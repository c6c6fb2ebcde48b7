//! The functions that compilers let instrumented code call: `-fsanitize-coverage=` of gcc and clang.
//!
//! Instrumented code calls them at every edge and comparison, on whatever thread and whenever it runs: they allocate nothing,
//! take no lock, and do nothing at all outside callouts.

use super::table::{Table, recording};
use super::{counters, guards};

/// Hands the declarations of the hooks to a macro, all but that of `__sanitizer_cov_trace_pc`, which asks who has called it.
///
/// Integers that are narrower than a register come as 32 bits: who calls need not have cleared what is above them.
#[doc(hidden)]
#[macro_export]
macro_rules! each_hook {
    ($($go:tt)*) => { $($go)*! {
        fn __sanitizer_cov_trace_pc_guard(guard: *const u32);
        fn __sanitizer_cov_trace_pc_guard_init(start: *mut u32, stop: *mut u32);
        fn __sanitizer_cov_8bit_counters_init(start: *mut u8, stop: *mut u8);
        fn __sanitizer_cov_pcs_init(start: *const usize, stop: *const usize);
        fn __sanitizer_cov_trace_pc_indir(callee: usize);
        fn __sanitizer_cov_trace_cmp1(one: u32, other: u32);
        fn __sanitizer_cov_trace_cmp2(one: u32, other: u32);
        fn __sanitizer_cov_trace_cmp4(one: u32, other: u32);
        fn __sanitizer_cov_trace_cmp8(one: u64, other: u64);
        fn __sanitizer_cov_trace_const_cmp1(constant: u32, value: u32);
        fn __sanitizer_cov_trace_const_cmp2(constant: u32, value: u32);
        fn __sanitizer_cov_trace_const_cmp4(constant: u32, value: u32);
        fn __sanitizer_cov_trace_const_cmp8(constant: u64, value: u64);
        fn __sanitizer_cov_trace_switch(value: u64, cases: *const u64);
        fn __sanitizer_cov_trace_cmpf(one: f32, other: f32);
        fn __sanitizer_cov_trace_cmpd(one: f64, other: f64);
        fn __sanitizer_cov_trace_div4(divisor: u32);
    } };
}

/// Exports the hooks from the executable in which this stands; [`export_recorders!`](crate::export_recorders) does so.
#[doc(hidden)]
#[macro_export]
macro_rules! export_hooks {
    ($(fn $name:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            #[cfg(unix)]
            #[allow(unsafe_code, reason = "what native code calls is unsafe, and found by its name")]
            #[unsafe(no_mangle)]
            /// # Safety
            ///
            /// As for the hook of that name.
            pub unsafe extern "C" fn $name($($argument: $type),*) {
                // SAFETY: R2: the caller is instrumented code, and its arguments are passed on as they are.
                unsafe { $crate::ffi::coverage::hooks::$name($($argument),*) }
            }
        )*

        #[cfg(all(unix, any(target_arch = "x86_64", target_arch = "aarch64")))]
        #[allow(unsafe_code, reason = "what native code calls is unsafe, and found by its name")]
        #[unsafe(no_mangle)]
        #[unsafe(naked)]
        /// # Safety
        ///
        /// The caller is instrumented code. Where it goes on is the place that it tells of: on top of the stack, or in the link
        /// register.
        pub unsafe extern "C" fn __sanitizer_cov_trace_pc() {
            #[cfg(target_arch = "x86_64")]
            ::std::arch::naked_asm!("mov rdi, [rsp]", "jmp {}", sym $crate::ffi::coverage::hooks::passed);
            #[cfg(target_arch = "aarch64")]
            ::std::arch::naked_asm!("mov x0, x30", "b {}", sym $crate::ffi::coverage::hooks::passed);
        }

        #[cfg(all(unix, not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
        #[allow(unsafe_code, reason = "what native code calls is found by its name")]
        #[unsafe(no_mangle)]
        /// Here nobody asks who has called, so it tells nothing.
        pub extern "C" fn __sanitizer_cov_trace_pc() {}
    };
}

/// An edge was taken at this place.
pub extern "C" fn passed(place: usize) {
    recording(|table| table.passed(place, 1));
}

/// An edge was taken, which this guard stands for. The place of the guard is enough to know it by.
///
/// # Safety
///
/// Any pointer will do: it is not followed.
pub unsafe extern "C" fn __sanitizer_cov_trace_pc_guard(guard: *const u32) {
    recording(|table| table.passed(guard.expose_provenance(), 1));
}

/// A library that is being loaded has a guard for each of its edges.
///
/// # Safety
///
/// R2: they are between these pointers.
pub unsafe extern "C" fn __sanitizer_cov_trace_pc_guard_init(start: *mut u32, stop: *mut u32) {
    guards(start.expose_provenance(), stop.addr().saturating_sub(start.addr()) / size_of::<u32>());
}

/// A library that is being loaded has a counter for each of its edges, and counts itself.
///
/// # Safety
///
/// R2: they are between these pointers, and stay until the library is unloaded.
pub unsafe extern "C" fn __sanitizer_cov_8bit_counters_init(start: *mut u8, stop: *mut u8) {
    counters(start.expose_provenance(), stop.addr().saturating_sub(start.addr()));
}

/// Tells where the edges are, which nobody asks.
///
/// # Safety
///
/// Any pointers will do.
pub unsafe extern "C" fn __sanitizer_cov_pcs_init(_: *const usize, _: *const usize) {}

/// A function is called through a pointer. Its first edge tells as much.
///
/// # Safety
///
/// There is nothing to keep.
pub unsafe extern "C" fn __sanitizer_cov_trace_pc_indir(_: usize) {}

/// Defines the hooks of comparisons of which one side is a constant.
macro_rules! with_constant {
    ($($name:ident: $type:ty as $narrow:ty;)*) => {$(
        /// A value was compared with a constant.
        ///
        /// # Safety
        ///
        /// There is nothing to keep.
        pub unsafe extern "C" fn $name(constant: $type, value: $type) {
            recording(|table| table.compared(u64::from(constant as $narrow), u64::from(value as $narrow)));
        }
    )*};
}

with_constant! {
    __sanitizer_cov_trace_const_cmp1: u32 as u8;
    __sanitizer_cov_trace_const_cmp2: u32 as u16;
    __sanitizer_cov_trace_const_cmp4: u32 as u32;
    __sanitizer_cov_trace_const_cmp8: u64 as u64;
}

/// Defines the hooks of what nothing is learned from.
macro_rules! unheard {
    ($($name:ident($($type:ty),*);)*) => {$(
        /// Nothing is learned from it: of two values, nobody knows which one the DLL has asked for.
        ///
        /// # Safety
        ///
        /// There is nothing to keep.
        pub unsafe extern "C" fn $name($(_: $type),*) {}
    )*};
}

unheard! {
    __sanitizer_cov_trace_cmp1(u32, u32);
    __sanitizer_cov_trace_cmp2(u32, u32);
    __sanitizer_cov_trace_cmp4(u32, u32);
    __sanitizer_cov_trace_cmp8(u64, u64);
    __sanitizer_cov_trace_cmpf(f32, f32);
    __sanitizer_cov_trace_cmpd(f64, f64);
    __sanitizer_cov_trace_div4(u32);
}

/// The most cases of a switch that are looked at.
const CASES_MAX: usize = 256;

/// A value was compared with the cases of a switch: how many they are, how many bits they have, and then each.
///
/// # Safety
///
/// R2: the cases are there, as many as they say.
pub unsafe extern "C" fn __sanitizer_cov_trace_switch(value: u64, cases: *const u64) {
    recording(|table: &Table| {
        // SAFETY: R2: the first of them is their number.
        let many = unsafe { cases.read() };
        for at in 0..usize::try_from(many).unwrap_or(0).min(CASES_MAX) {
            // SAFETY: R2: it is one of them.
            let case = unsafe { cases.wrapping_add(2 + at).read() };
            table.compared(case, value);
        }
    });
}

/// The names of what is exported, in their order.
macro_rules! names {
    ($(fn $name:ident($($argument:ident: $type:ty),*);)*) => {
        /// The names of the hooks.
        const NAMES: &[&str] = &["__sanitizer_cov_trace_pc", $(stringify!($name)),*];
    };
}

crate::each_hook!(names);

const _: () = assert!(
    crate::ffi::signatures::same_names(NAMES, &crate::binary::HOOKS),
    "recorders.rs lists what the linker exports: it has to name the declared hooks, in their order"
);
