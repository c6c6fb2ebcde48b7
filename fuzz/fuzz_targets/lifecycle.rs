//! Scenarios against the stock DLLs: those break nothing, and the service breaks nothing against any DLL, so what is
//! found is a bug of mockras. Inputs are scenario files.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_crossover, fuzz_mutator, fuzz_target};
use mockras::generate::{Shape, Tier};
use mockras::pipeline::InProcess;
use mockras_fuzz::{abort_on_bugs, crossed, mutated, play_and_judge, read, stock_dlls};

fn shape() -> Shape {
    Shape { tier: Tier::Strict, ..Shape::default() }
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutated(data, size, max_size, seed, &shape())
});

fuzz_crossover!(|data1: &[u8], data2: &[u8], out: &mut [u8], seed: u32| {
    crossed(data1, data2, out, seed, &shape())
});

fuzz_target!(init: abort_on_bugs(), |input: &[u8]| -> Corpus {
    let Some(scenario) = read(input) else { return Corpus::Reject };
    let Some(are_sound) = stock_dlls(&scenario) else { return Corpus::Reject };
    play_and_judge(&scenario, &InProcess, are_sound);
    Corpus::Keep
});
