//! Scenarios against the native DLL that the environment variable `MOCKRAS_DLL` names, in this process. Inputs are
//! scenario files; what is found, crashes included, is a bug of the DLL.
//!
//! A DLL that is built with `clang -fsanitize=fuzzer-no-link` guides the search by its own coverage.

#![no_main]

use std::cell::OnceCell;

use libfuzzer_sys::{Corpus, fuzz_crossover, fuzz_mutator, fuzz_target};
use mockras::dll::Registered;
use mockras::generate::Shape;
use mockras::ras::{Policy, Processes, Profile};
use mockras::scenario::Scenario;
use mockras_fuzz::{Kept, abort_on_bugs, crossed, mutated, play_and_judge, read};

thread_local! {
    static DLLS: OnceCell<[Registered; 1]> = const { OnceCell::new() };
}

fn dlls() -> [Registered; 1] {
    let path = std::env::var("MOCKRAS_DLL").expect("MOCKRAS_DLL names the file of a native DLL");
    let registered = Kept::registered(&path);
    let failure = registered.load(mockras::dll::LoadPlace::new()).err();
    assert!(failure.is_none(), "{path} cannot be loaded: {failure:?}");
    [registered]
}

/// As one process: the DLL is loaded once. The newest Windows version, unless `MOCKRAS_PROFILE` names another, and the
/// default readings: under others a DLL may be wrong as it is.
fn shape() -> Shape {
    Shape { readings: vec![("processes", "one")], profiles: vec![profile()], ..Shape::default() }
}

fn profile() -> Profile {
    let named = std::env::var("MOCKRAS_PROFILE").ok();
    named.map_or_else(Profile::default, |name| name.parse().expect("MOCKRAS_PROFILE names a Windows version"))
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutated(data, size, max_size, seed, &shape())
});

fuzz_crossover!(|data1: &[u8], data2: &[u8], out: &mut [u8], seed: u32| {
    crossed(data1, data2, out, seed, &shape())
});

fuzz_target!(init: abort_on_bugs(), |input: &[u8]| -> Corpus {
    let Some(mut scenario) = read(input) else { return Corpus::Reject };
    scenario.policy = Policy { processes: Processes::One, ..Policy::default() };
    scenario = Scenario { profile: profile(), dlls: Vec::new(), dll_path: None, ..scenario };
    DLLS.with(|cell| play_and_judge(&scenario, &cell.get_or_init(dlls)[..], true));
    Corpus::Keep
});
