//! What a callout costs, against the floor: copying the same structures and calling through a function pointer. And what
//! it costs to judge a run by all rules, against playing it.
//!
//! `cargo bench --bench callouts` prints the ratios at its end. Figures of one run compare; figures of two do not.

#![allow(clippy::print_stdout, reason = "the figures are what this program is for")]

mod day;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use day::{days, no_op};
use mockras::check::{Twins, all_rules, judge};
use mockras::dll::Connections;
use mockras::pipeline::{Discard, play};
use mockras::prelude::*;
use mockras::transcript::Entry;

/// Days played: 10^3 to 10^6 steps.
const DAYS: [usize; 4] = [250, 2_500, 25_000, 250_000];

/// Callouts in a day: accept and link, two changes of state, link hangup and connection hangup.
const CALLOUTS: usize = 6;

/// The longest run of which the transcript is kept, in days.
const KEPT: usize = 2_500;

/// The arguments of one day.
type Arguments = (Connections, RAS_PORT_0, RAS_PORT_1);

/// What the calls of one day cost at the least.
fn floor(source: &Arguments, target: &mut Arguments) -> u32 {
    let connection: fn(&Connections) -> u32 = black_box(|_| 1);
    let link: fn(&RAS_PORT_0, &RAS_PORT_1) -> u32 = black_box(|_, _| 1);
    let mut sum = 0;
    for _ in 0..CALLOUTS - 2 {
        target.0 = *black_box(&source.0);
        sum += connection(black_box(&target.0));
    }
    for _ in 0..2 {
        (target.1, target.2) = *black_box(&(source.1, source.2));
        sum += link(black_box(&target.1), black_box(&target.2));
    }
    sum
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("callout");
    group.throughput(Throughput::Elements((DAYS[0] * CALLOUTS) as u64));
    group.bench_function("floor", |bencher| {
        let source = (Connections::default(), RAS_PORT_0::ZERO, RAS_PORT_1::ZERO);
        let mut target = source;
        bencher.iter(|| (0..DAYS[0]).map(|_| floor(&source, &mut target)).sum::<u32>());
    });
    let dlls = no_op();
    for count in DAYS {
        let scenario = days(count);
        group.sample_size(if count > KEPT { 10 } else { 100 });
        group.throughput(Throughput::Elements((count * CALLOUTS) as u64));
        group.bench_function(BenchmarkId::new("discarded", count), |bencher| {
            bencher.iter(|| play(&scenario, &dlls, &mut Discard));
        });
        if count <= KEPT {
            group.bench_function(BenchmarkId::new("kept", count), |bencher| {
                bencher.iter(|| {
                    let mut entries: Vec<Entry> = Vec::new();
                    play(&scenario, &dlls, &mut entries);
                    entries.len()
                });
            });
            let transcript = mockras::run(&scenario, &dlls);
            group.bench_function(BenchmarkId::new("judged", count), |bencher| {
                bencher.iter(|| judge(&transcript, Twins::default(), all_rules()));
            });
        }
    }
    group.finish();
    criterion.final_summary();
    print_ratios();
}

/// Nanoseconds per callout, and how often the floor goes into them, from criterion's own estimates.
fn print_ratios() {
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let home = std::env::var("CRITERION_HOME").unwrap_or_else(|_| format!("{target}/criterion"));
    let nanoseconds = |name: &str, days: usize| -> Option<f64> {
        let text = std::fs::read_to_string(format!("{home}/callout/{name}/new/estimates.json")).ok()?;
        let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
        Some(estimates["median"]["point_estimate"].as_f64()? / (days * CALLOUTS) as f64)
    };
    let Some(floor) = nanoseconds("floor", DAYS[0]) else {
        return println!("no estimates of the floor in {home}");
    };
    println!("{:<28}{:>12}{:>10}{:>10}", "", "ns/callout", "x floor", "target");
    println!("{:<28}{floor:>12.1}{:>10.2}", "floor", 1.0);
    for (name, target) in [("discarded", 1.5), ("kept", 3.0)] {
        for count in DAYS {
            if let Some(cost) = nanoseconds(&format!("{name}/{count}"), count) {
                let label = format!("{name}, {} steps", count * day::STEPS);
                println!("{label:<28}{cost:>12.1}{:>10.2}{target:>10.1}", cost / floor);
            }
        }
    }
    println!("{:<28}{:>12}{:>10}", "", "ns/callout", "x kept");
    for count in DAYS {
        let kept = nanoseconds(&format!("kept/{count}"), count);
        if let (Some(kept), Some(judged)) = (kept, nanoseconds(&format!("judged/{count}"), count)) {
            let label = format!("judged, {} steps", count * day::STEPS);
            println!("{label:<28}{judged:>12.1}{:>10.2}", judged / kept);
        }
    }
}
