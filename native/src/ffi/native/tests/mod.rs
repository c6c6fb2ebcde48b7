//! Tests with functions of this crate in the place of those of a DLL.

mod entry_points;
mod guards;
mod table;

use std::ffi::c_void;
use std::ptr::NonNull;

use super::Native;
use mockras::dll::{Arguments, Plugin};
use mockras::model::{EntryPoint, Via};
use mockras::ras::Callout;
use mockras::scenario::Dll;

/// A DLL that exports these functions; `options` are readings of `guard` and `after-call`, such as `start keep`.
fn native(options: &str, functions: &[(Callout, *const c_void)]) -> Native {
    let mut spec = Dll::file("./gate.so");
    for word in options.split_whitespace() {
        match word.parse() {
            Ok(guard) => spec.guard = Some(guard),
            Err(_) => spec.after_call = Some(word.parse().expect("a reading")),
        }
    }
    let mut all = [None; Callout::ALL.len()];
    for (callout, function) in functions {
        all[*callout as usize] = NonNull::new(function.cast_mut());
    }
    Native::new(&spec, all, Vec::new(), None)
}

/// Calls an export.
fn call(dll: &mut Native, callout: Callout, arguments: &mut Arguments<'_>) -> u32 {
    dll.call(EntryPoint { callout, via: Via::Export }, arguments)
}
