//! How long it takes until a fault is found: by generated cases, and by a test of the same DLL written with
//! proptest-state-machine, which draws steps from a reference of its own and judges each case by the same rules.
//!
//! `cargo bench -p mockras-benches --bench found` gives both the same time at most, on one thread.

#![allow(clippy::print_stdout, reason = "a table is what it is for")]
#![allow(clippy::disallowed_methods, reason = "time is what is measured")]

#[allow(dead_code, reason = "another bench uses the rest")]
mod machine;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mockras::campaign::{Find, LANE, Observer, Oracle, Plan};
use mockras::check::{Check, Rule, Twin, all_rules};
use mockras::dll::{Registered, stock};
use mockras::generate::Shape;
use mockras::generate::fault::{self, SeededFault};

/// Of so many seeds, the median counts.
const SEEDS: u64 = 5;

/// What has found nothing in this time is given up.
const MOST: Duration = Duration::from_secs(2);

/// What is found in this time was shown by the first cases.
const AT_ONCE_MS: f64 = 1.0;

/// Steps of a case of the hand-written test: its author would take about as many as it has ports and users.
const STEPS: usize = 24;

/// Stops at the first find, or when time is up.
struct First {
    is_found: AtomicBool,
    begin: Instant,
}

impl Observer for First {
    fn played(&self, _: u64) {}

    fn found(&self, _: &Find) {
        self.is_found.store(true, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.is_found.load(Ordering::Relaxed) || self.begin.elapsed() > MOST
    }
}

/// The time until generated cases show the fault.
fn generated(dlls: &'static [Registered], rules: &[&'static Rule], seed: u64) -> Option<Duration> {
    let plan =
        Plan { seed, shape: Shape::default(), oracle: Oracle::by(rules), is_guided: true, every: None };
    let watch = First { is_found: AtomicBool::new(false), begin: Instant::now() };
    for lane in 0.. {
        plan.lane(lane, u64::MAX, dlls, &watch);
        if watch.is_over() {
            break;
        }
    }
    let time = watch.begin.elapsed();
    watch.is_found.into_inner().then_some(time)
}

/// The time until the hand-written test shows it.
fn by_hand(dlls: &'static [Registered], seed: u64) -> Option<Duration> {
    let begin = Instant::now();
    let mut batch = 0;
    while begin.elapsed() < MOST {
        if machine::finds::<machine::InTheEnd>(dlls, seed << 32 | batch, LANE as u32 / 4, STEPS) {
            return Some(begin.elapsed());
        }
        batch += 1;
    }
    None
}

/// The median in milliseconds; what was given up took as long as that.
fn median(mut find: impl FnMut(u64) -> Option<Duration>) -> f64 {
    let mut all: Vec<Duration> = (0..SEEDS).map(|seed| find(seed).unwrap_or(MOST)).collect();
    all.sort_unstable();
    all[all.len() / 2].as_secs_f64() * 1e3
}

/// Whether one play shows it, or one more as one process: nobody writes a test that plays in fresh processes or three times.
fn is_shown_by_a_play(fault: &SeededFault) -> bool {
    let is_its = |rule: &&&Rule| rule.fault == Some(fault.name) || Some(rule.id) == fault.rule();
    let plays = |rule: &&Rule| match rule.check {
        Check::Run(_) => true,
        Check::Pair(twin, _) => twin == Twin::OneProcess,
        _ => false,
    };
    all_rules().iter().find(is_its).is_some_and(plays) && fault.scenario().hostile.is_empty()
}

fn main() {
    // What tests find, they say by panics.
    std::panic::set_hook(Box::new(|_| {}));
    println!("{:<32}{:>14}{:>14}{:>9}", "ms to the first finding", "by hand", "generated", "ratio");
    let (mut at_once, mut later) = (Vec::new(), Vec::new());
    for fault in fault::all().filter(|fault| is_shown_by_a_play(fault)) {
        let subject = fault.scenario().specs().into_iter().next();
        let sound = subject.map_or_else(stock::default_dll, |dll| stock::registered(&dll));
        let dlls: &'static [Registered] = Box::leak(Box::new([fault.wrap(sound)]));
        let by_hand = median(|seed| by_hand(dlls, seed));
        let generated = median(|seed| generated(dlls, all_rules(), seed));
        let ratio = generated / by_hand;
        // What the first case shows takes as long as one case, whatever draws it.
        if by_hand < AT_ONCE_MS {
            at_once.push(ratio)
        } else {
            later.push(ratio)
        }
        println!("{:<32}{by_hand:>14.2}{generated:>14.2}{ratio:>9.2}", fault.name);
    }
    let all = [&at_once[..], &later].concat();
    for (what, ratios) in [("all", all), ("those that take more than a case", later)] {
        println!("median of {}, {what}: {:.2}", ratios.len(), middle(ratios));
    }
}

fn middle(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
}
