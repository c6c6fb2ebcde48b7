//! A DLL whose functions are those of the tests: what it gets as arguments, and what is found of what it writes.
#![allow(unsafe_code, reason = "the tests are the native code")]

mod entry_points;
mod functions;
mod guards;
mod table;

use std::ffi::c_void;
use std::ptr::NonNull;

use mockras::dll::{Arguments, Plugin};
use mockras::model::{EntryPoint, Via};
use mockras::ras::Callout;
use mockras::scenario::Dll;
use mockras_native::ffi::linked;

/// A DLL that exports these functions; `options` are readings of `guard` and `after-call`, such as `start keep`.
fn native(options: &str, functions: &[(Callout, *const c_void)]) -> impl Plugin + use<> {
    let mut spec = Dll::file("./gate.so");
    for word in options.split_whitespace() {
        match word.parse() {
            Ok(guard) => spec.guard = Some(guard),
            Err(_) => spec.after_call = Some(word.parse().expect("a reading")),
        }
    }
    let there = |(callout, function): &(Callout, *const c_void)| {
        (*callout, NonNull::new(function.cast_mut()).expect("a function"))
    };
    let functions: Vec<_> = functions.iter().map(there).collect();
    // SAFETY: the functions of the tests are those of their names, and are there for ever.
    unsafe { linked(&spec, &functions) }
}

/// Calls an export.
fn call(dll: &mut impl Plugin, callout: Callout, arguments: &mut Arguments<'_>) -> u32 {
    dll.call(EntryPoint { callout, via: Via::Export }, arguments)
}
