//! Any bytes, through everything that `mockras inspect` does with a file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mockras::ras::{Policy, Profile};
use mockras_native::binary::{Binary, HostProcess, why_not_loadable};
use mockras_native::inspect::inspect;
use mockras_native::inspect::report::{Inspections, json, sarif, text};

fuzz_target!(|bytes: &[u8]| {
    let _ = why_not_loadable(bytes, HostProcess::current());
    let Ok(binary) = Binary::read(bytes) else { return };
    let profile = Profile::ALL[bytes.len() % Profile::ALL.len()];
    let _ = inspect(binary.clone(), profile, Policy::default());
    let mut inspections = Inspections::new(None, Policy::default());
    inspections.add("fuzzed.dll".to_owned(), binary);
    assert!(text::render(&inspections).is_ascii());
    // Most of the time would go into these two, which see nothing that the text does not.
    if bytes.len() % 16 == 0 {
        assert!(json::render(&inspections).is_ascii());
        assert!(sarif::render(&inspections).is_ascii());
    }
});
