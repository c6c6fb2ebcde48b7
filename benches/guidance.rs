//! Whether guidance by coverage helps: how many cases it takes to find faults that only rare sequences show, with and
//! without; what coverage costs; how fast small scenarios are gone through.
//!
//! `cargo bench --bench guidance -- [faults|cost|exhaustive]`

#![allow(clippy::print_stdout, reason = "a table is what it is for")]
#![allow(clippy::disallowed_methods, reason = "time is what is measured")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use mockras::campaign::{Coverage, Find, LANE, Observer, Oracle, Plan, idle_step};
use mockras::check::{Rule, Twins, all_rules, judge};
use mockras::dll::{Registered, stock};
use mockras::generate::fault::{self, SeededFault};
use mockras::generate::{Exhaustive, Shape, case};
use mockras::pipeline::{self, InProcess, Runner, Sink};
use mockras::scenario::{Dll, Scenario};
use mockras::transcript::Header;

#[path = "../tests/proof/mod.rs"]
#[allow(dead_code, reason = "it serves tests as well, which want rules about DLLs beside these")]
mod proof;

const SEEDS: u64 = 20;
/// A campaign that has found nothing after so many cases is given up.
const MOST: u64 = 40 * LANE;

/// The DLLs of a scenario, of which the one under test has a fault.
struct Faulty {
    fault: &'static SeededFault,
    subject: Dll,
}

impl Faulty {
    fn dlls(&self, scenario: &Scenario) -> Vec<Registered> {
        let dll = |dll: &Dll| {
            let sound = stock::registered(dll);
            if *dll == self.subject { self.fault.wrap(sound) } else { sound }
        };
        scenario.dlls.iter().map(dll).collect()
    }
}

impl Runner for Faulty {
    fn header(&self, scenario: &Scenario) -> Header {
        pipeline::header(scenario, &self.dlls(scenario))
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        pipeline::play(scenario, &self.dlls(scenario), sink);
    }
}

/// Stops at the first find.
struct First(AtomicBool);

impl Observer for First {
    fn played(&self, _: u64) {}

    fn found(&self, _: &Find) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How many cases it took until the fault was found.
fn cases(fault: &'static SeededFault, rules: &[&'static Rule], seed: u64, is_guided: bool) -> u64 {
    let subject = fault.scenario().dlls[0].clone();
    let shape = Shape { subjects: vec![subject.clone()], ..Shape::default() };
    let oracle = Oracle::by(rules);
    let plan = Plan { seed, shape, oracle, is_guided, every: None };
    let runner = Faulty { fault, subject };
    let watch = First(AtomicBool::new(false));
    for lane in 0..MOST / LANE {
        let lane = plan.lane(lane, MOST, &runner, &watch);
        if let Some(find) = lane.finds.first() {
            return find.number + 1;
        }
    }
    MOST
}

fn faults() {
    println!(
        "cases to the first finding: median of {SEEDS} seeds (quarter, three quarters; never = {MOST})\n"
    );
    println!("{:<32}{:>24}{:>24}{:>8}", "fault", "blind", "guided", "ratio");
    let is_rare = |fault: &&SeededFault| fault.rule().is_some() && fault.scenario().hostile.is_empty();
    for fault in fault::all().filter(is_rare) {
        let rules: Vec<&'static Rule> =
            all_rules().iter().copied().filter(|rule| fault.rule() == Some(rule.id)).collect();
        let quartiles = |is_guided| {
            let mut all: Vec<u64> = (0..SEEDS).map(|seed| cases(fault, &rules, seed, is_guided)).collect();
            all.sort_unstable();
            [all[all.len() / 2], all[all.len() / 4], all[all.len() * 3 / 4]]
        };
        let (blind, guided) = thread::scope(|scope| {
            let blind = scope.spawn(|| quartiles(false));
            let guided = quartiles(true);
            (blind.join().expect("a search ends"), guided)
        });
        let text = |[median, low, high]: [u64; 3]| format!("{median} ({low}, {high})");
        let ratio = blind[0] as f64 / guided[0] as f64;
        println!("{:<32}{:>24}{:>24}{ratio:>8.1}", fault.name, text(blind), text(guided));
    }
}

/// What a case costs: drawing, playing, judging, noting what it reaches.
fn cost() {
    const CASES: u64 = 4000;
    let shape = Shape { steps_max: 16, ..Shape::default() };
    let mut coverage = Coverage::default();
    let start = Instant::now();
    let scenarios: Vec<Scenario> = (0..CASES).map(|number| case(7, number, &shape)).collect();
    let drawn = start.elapsed();
    let start = Instant::now();
    let runs: Vec<_> = scenarios.iter().map(|scenario| InProcess.run(scenario)).collect();
    let played = start.elapsed();
    let start = Instant::now();
    let verdicts: Vec<_> = runs.iter().map(|run| judge(run, Twins::default(), all_rules())).collect();
    let judged = start.elapsed();
    let start = Instant::now();
    for (run, verdicts) in runs.iter().zip(&verdicts) {
        coverage.note(run, verdicts);
    }
    let noted = start.elapsed();
    let steps: usize = scenarios.iter().map(|scenario| scenario.steps.len()).sum();
    let entries: usize = runs.iter().map(|run| run.entries.len()).sum();
    println!(
        "a case of {:.1} steps and {:.1} entries:",
        steps as f64 / CASES as f64,
        entries as f64 / CASES as f64
    );
    for (what, time) in [("drawn", drawn), ("played", played), ("judged", judged), ("noted", noted)] {
        println!("{what:>8} {:>8.2} us", time.as_secs_f64() * 1e6 / CASES as f64);
    }
    println!("{} features\n\n{}", coverage.counts().len(), coverage.table());
}

/// How long it takes to go through all scenarios up to some lengths.
fn exhaustive() {
    for (length, readings) in [(3, Exhaustive::readings()), (4, vec![None]), (5, vec![None])] {
        let every = Exhaustive::new(length, &readings);
        let start = Instant::now();
        let mut broken = 0;
        let walked = every.walk(0..every.count(), &mut |_, scenario| {
            let run = InProcess.run(scenario);
            broken += judge(&run, Twins::default(), proof::RULES).findings().count();
            idle_step(&run)
        });
        println!(
            "up to {length} steps, {} readings: {} scenarios, {} played in {:.1} s, {broken} findings",
            readings.len(),
            every.count(),
            walked.played,
            start.elapsed().as_secs_f64()
        );
    }
}

fn main() {
    let what: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let wants = |name: &str| what.is_empty() || what.iter().any(|what| what == name);
    if wants("cost") {
        cost();
    }
    if wants("faults") {
        // Faults that panic are survived, and nobody wants to read of each.
        std::panic::set_hook(Box::new(|_| {}));
        faults();
        let _ = std::panic::take_hook();
    }
    if wants("exhaustive") {
        exhaustive();
    }
}
