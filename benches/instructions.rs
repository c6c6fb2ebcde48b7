//! Instructions per callout, counted by valgrind: the same for the same binary, whatever else the machine does.
//!
//! Needs valgrind, and `cargo install gungraun-runner` in the version of this crate's `gungraun`. Then
//! `cargo bench --bench instructions`; the difference between 2,000 and 1,000 days over 6,000 is one callout.

#![allow(missing_docs, reason = "the macros of the harness make public items of their own")]

mod day;

use gungraun::{library_benchmark, library_benchmark_group, main};
use mockras::pipeline::{Discard, play};
use mockras::prelude::*;
use mockras::transcript::Entry;

#[library_benchmark]
#[bench::thousand(day::days(1_000))]
#[bench::two_thousand(day::days(2_000))]
fn discarded(scenario: Scenario) {
    play(&scenario, &day::no_op(), &mut Discard);
}

#[library_benchmark]
#[bench::thousand(day::days(1_000))]
#[bench::two_thousand(day::days(2_000))]
fn kept(scenario: Scenario) -> Vec<Entry> {
    let mut entries = Vec::new();
    play(&scenario, &day::no_op(), &mut entries);
    entries
}

library_benchmark_group!(name = callouts, benchmarks = [discarded, kept]);

main!(library_benchmark_groups = callouts);
