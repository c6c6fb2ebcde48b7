//! How many generated cases are drawn, played and judged by all rules: against a test of the same DLL written with
//! proptest-state-machine, against libFuzzer with nothing to do, and in two threads against one.
//!
//! `cargo bench --bench generated` prints figures that compare with each other, since all are taken in one run.

#![allow(clippy::print_stdout, reason = "the figures are what this program is for")]
#![allow(clippy::disallowed_methods, reason = "time is what is measured")]

#[allow(dead_code, reason = "another bench uses the rest")]
mod machine;

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use mockras::campaign::Oracle;
use mockras::check::{Twins, all_rules, judge};
use mockras::dll::{Registered, stock};
use mockras::generate::{BYTES, Shape, bytes, case};
use mockras::pipeline::Runner;
use mockras::scenario::Scenario;

/// How long each thing is done at a time, and how often. The best time counts: what else runs on a machine only takes.
const LONG: Duration = Duration::from_millis(100);
const TIMES: usize = 20;

/// Steps of every case.
const STEPS: usize = 8;

/// Cases that are done between two looks at the clock.
const BATCH: u64 = 64;

/// A case of exactly so many steps: cases are drawn long, the few that are short are drawn again, and the rest is cut.
fn drawn(number: u64) -> Scenario {
    let shape = Shape { steps_max: 4 * STEPS as u32, ..Shape::default() };
    let drawn = (0..).map(|again| case(again, number, &shape)).find(|scenario| scenario.steps.len() >= STEPS);
    let mut scenario = drawn.expect("some seed gives a long one");
    scenario.steps.truncate(STEPS);
    scenario
}

/// How often a second it is done for a number, from `first` on.
fn rate(first: u64, mut act: impl FnMut(u64)) -> f64 {
    let mut next = first;
    let mut once = || {
        let (begin, before) = (Instant::now(), next);
        while begin.elapsed() < LONG {
            (next..next + BATCH).for_each(&mut act);
            next += BATCH;
        }
        (next - before) as f64 / begin.elapsed().as_secs_f64()
    };
    (0..TIMES).map(|_| once()).fold(0.0, f64::max)
}

/// Draws, plays and judges cases from `first` on.
fn judged(first: u64) -> f64 {
    let oracle = Oracle::by(all_rules());
    let dlls = [stock::default_dll()];
    rate(first, |number| drop(black_box(oracle.judge(&drawn(number), &dlls[..]))))
}

/// Does what takes no memory at all.
fn spun(first: u64) -> f64 {
    rate(first, |number| {
        _ = black_box((0..20_000).fold(number, |mixed, at| black_box(mixed.rotate_left(5) ^ at)))
    })
}

/// How often a second two threads do it.
fn two(rate: fn(u64) -> f64) -> f64 {
    thread::scope(|scope| {
        let jobs = [0, 1 << 32].map(|first| scope.spawn(move || rate(first)));
        jobs.into_iter().map(|job| job.join().expect("a job ends")).sum()
    })
}

fn line(what: &str, rate: f64, against: f64) {
    println!("{what:<52}{rate:>12.0}{:>9.2}", rate / against);
}

/// Where the time of a case goes.
fn parts(all: f64) {
    let dlls: [Registered; 1] = [stock::default_dll()];
    let scenarios: Vec<Scenario> = (0..256).map(drawn).collect();
    let transcripts: Vec<_> = scenarios.iter().map(|scenario| dlls.run(scenario)).collect();
    let kept = |number: u64| number as usize % scenarios.len();
    println!("{:<52}{:>12}{:>9}", "parts of that", "per second", "share");
    let part = |what: &str, rate: f64| println!("{what:<52}{rate:>12.0}{:>9.2}", all / rate);
    part("bytes", rate(0, |number| _ = black_box(bytes(0, number))));
    part("drawn", rate(0, |number| drop(black_box(drawn(number)))));
    part("played once", rate(0, |number| drop(black_box(dlls.run(&scenarios[kept(number)])))));
    part(
        "judged without a twin",
        rate(0, |number| drop(black_box(judge(&transcripts[kept(number)], Twins::default(), all_rules())))),
    );
    part("transcript as text", rate(0, |number| drop(black_box(transcripts[kept(number)].to_string()))));
}

fn main() {
    println!("{:<52}{:>12}{:>9}", format!("cases of {STEPS} steps"), "per second", "ratio");
    let one = judged(0);
    line("drawn, played, judged by all rules", one, one);
    // proptest is asked for many cases at once, as it is made for.
    let in_batches = |play: fn(u64, u32, usize)| {
        rate(0, |batch| {
            if batch % BATCH == 0 {
                play(batch, BATCH as u32, STEPS);
            }
        })
    };
    let small = in_batches(machine::play::<machine::Small>);
    line("proptest-state-machine, its own small reference", small, small);
    line("  drawn, played, judged against that", one, small);
    let by_the_rules = in_batches(machine::play::<machine::ByTheRules>);
    line("proptest-state-machine, all rules after each step", by_the_rules, by_the_rules);
    line("  drawn, played, judged against that", one, by_the_rules);
    line("two threads against one", two(judged), one);
    line("  a loop that shares nothing: what the machine gives", two(spun), spun(0));
    parts(one);
    println!(
        "a case is drawn from {BYTES} bytes; CONTRIBUTING.md says how libFuzzer with nothing to do is measured"
    );
}
