//! The most memory that a run holds at once, with and without a kept transcript.
//!
//! `cargo bench --bench memory` prints bytes, the scenario itself not counted. Without a kept transcript they must not
//! grow with the number of steps.

#![allow(clippy::print_stdout, reason = "the figures are what this program is for")]

mod day;

use mockras::pipeline::{Discard, play};
use mockras::transcript::Entry;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The peak while `run` runs, above what was held before.
fn peak(run: impl FnOnce()) -> usize {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    run();
    MEMORY.peak_usage() - before
}

fn main() {
    let dlls = day::no_op();
    println!("{:<12}{:>16}{:>20}", "steps", "discarded", "kept");
    let mut discarded = Vec::new();
    for count in [250, 2_500, 25_000, 250_000] {
        let scenario = day::days(count);
        discarded.push(peak(|| play(&scenario, &dlls, &mut Discard)));
        let kept = peak(|| {
            let mut entries: Vec<Entry> = Vec::new();
            play(&scenario, &dlls, &mut entries);
        });
        println!("{:<12}{:>16}{kept:>20}", count * day::STEPS, discarded[discarded.len() - 1]);
    }
    let constant = discarded.iter().all(|bytes| *bytes == discarded[0]);
    assert!(constant, "without a kept transcript the peak does not grow with the number of steps");
    println!("without a kept transcript: constant");
}
