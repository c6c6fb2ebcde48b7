//! What a call through a loaded library costs, against the same call of a type that implements `AdminDll`.
//!
//! `cargo bench --bench native` prints the ratios at its end. Figures of one run compare; figures of two do not. A library
//! that does nothing is compiled by `cc` first.

#![allow(clippy::print_stdout, reason = "the figures are what this program is for")]

mod day;

use std::path::PathBuf;
use std::process::Command;

use criterion::{Criterion, Throughput};
use day::{days, no_op};
use mockras::pipeline::{Discard, play};
use mockras::prelude::*;
use mockras::scenario::Dll;
use mockras_native::registered;

/// As [`day::NoOp`], in C.
const SOURCE: &str = "
    #ifdef _WIN32
    #define F __declspec(dllexport)
    #else
    #define F
    #endif
    F unsigned MprAdminInitializeDll(void) { return 0; }
    F unsigned MprAdminTerminateDll(void) { return 0; }
    F int MprAdminAcceptNewConnection3(void *a, void *b, void *c, void *d) { return a && b && c && d; }
    F void MprAdminConnectionHangupNotification3(void *a, void *b, void *c, void *d) { (void)a, (void)b, (void)c, (void)d; }
    F int MprAdminAcceptReauthentication(void *a, void *b, void *c, void *d) { return a && b && c && d; }
    F int MprAdminAcceptNewLink(void *a, void *b) { return a && b; }
    F void MprAdminLinkHangupNotification(void *a, void *b) { (void)a, (void)b; }
";

/// Days in a run: enough that loading does not count.
const DAYS: usize = 2_500;

/// Callouts in a day: accept and link, two changes of state, link hangup and connection hangup.
const CALLOUTS: usize = 6;

/// What is measured: a name, the options of the DLL, and how often the trait path may go into it, where that is said.
const MODES: [(&str, &str, Option<f64>); 5] = [
    ("guard off", "off", Some(1.2)),
    ("guard off, scribble", "off scribble", None),
    ("guard end", "end", None),
    ("guard start", "start", None),
    ("guard end, unmap", "end unmap", None),
];

fn library(folder: &tempfile::TempDir) -> PathBuf {
    let (from, to) = (folder.path().join("noop.c"), folder.path().join("libnoop.so"));
    std::fs::write(&from, SOURCE).expect("the folder can be written to");
    let done = Command::new("cc").args(["-O2", "-shared", "-fPIC", "-o"]).arg(&to).arg(&from).status();
    let done = done.expect("the benchmark needs a C compiler called cc: install gcc or clang");
    assert!(done.success(), "cc compiles the library");
    to
}

fn native(path: &std::path::Path, options: &str) -> [Registered; 1] {
    let mut dll = Dll::file(path.to_str().expect("the path is text"));
    for word in options.split(' ') {
        match word.parse() {
            Ok(guard) => dll.guard = Some(guard),
            Err(_) => dll.after_call = Some(word.parse().expect("a reading")),
        }
    }
    [registered(&dll)]
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = library(&folder);
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("native");
    group.sample_size(50).throughput(Throughput::Elements((DAYS * CALLOUTS) as u64));
    let (scenario, rust) = (days(DAYS), no_op());
    group.bench_function("trait", |bencher| bencher.iter(|| play(&scenario, &rust, &mut Discard)));
    for (name, options, _) in MODES {
        let dlls = native(&path, options);
        group.bench_function(name, |bencher| bencher.iter(|| play(&scenario, &dlls, &mut Discard)));
    }
    let short = days(0);
    let dlls = native(&path, "end");
    group.throughput(Throughput::Elements(1));
    group.bench_function("load and unload", |bencher| bencher.iter(|| play(&short, &dlls, &mut Discard)));
    group.finish();
    criterion.final_summary();
    print_ratios();
}

/// Nanoseconds per callout, and how often the trait path goes into them, from criterion's own estimates.
fn print_ratios() {
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let home = std::env::var("CRITERION_HOME").unwrap_or_else(|_| format!("{target}/criterion"));
    let nanoseconds = |name: &str| -> Option<f64> {
        let name = name.replace(['/', '?', '"', '\\', '*', '<', '>', ':', '|', '^'], "_");
        let text = std::fs::read_to_string(format!("{home}/native/{name}/new/estimates.json")).ok()?;
        let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
        estimates["median"]["point_estimate"].as_f64()
    };
    let calls = (DAYS * CALLOUTS) as f64;
    let Some(floor) = nanoseconds("trait") else { return println!("no estimates in {home}") };
    println!("{:<28}{:>12}{:>10}{:>10}", "", "ns/callout", "x trait", "target");
    println!("{:<28}{:>12.1}{:>10.2}", "trait", floor / calls, 1.0);
    for (name, _, target) in MODES {
        if let Some(cost) = nanoseconds(name) {
            let target = target.map(|target| format!("{target:>10.1}")).unwrap_or_default();
            println!("{name:<28}{:>12.1}{:>10.2}{target}", cost / calls, cost / floor);
        }
    }
    if let Some(cost) = nanoseconds("load and unload") {
        println!("a run that does nothing but load and unload: {:.1} us", cost / 1000.0);
    }
}
