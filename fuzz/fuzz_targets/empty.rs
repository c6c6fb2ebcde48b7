//! Nothing at all: what libFuzzer itself takes, to compare with.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|_input: &[u8]| {});
