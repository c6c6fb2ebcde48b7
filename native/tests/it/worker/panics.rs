//! A DLL in Rust that panics: told with its place wherever it runs, and not printed as well.

use mockras::campaign::Contract;
use mockras::generate::Vocabulary;
use mockras::pipeline::Runner;
use mockras::prelude::*;
use mockras::scenario::Dll;
use mockras::transcript::EntryKind;
use mockras_native::InThisProcess;
use mockras_testing::dll::rust;
use mockras_testing::source::read;

use super::isolated;

const SOURCE: &str = "native/tests/dll/rust/panics.rs";

fn panics() -> Dll {
    Dll::file(rust("panics").to_str().expect("the path is text"))
}

/// Where the source has this text.
fn place(text: &str) -> String {
    let source = read(SOURCE);
    let line = source.lines().position(|line| line.contains(text)).expect("the line");
    format!("({SOURCE}:{})", line + 1)
}

fn scenario() -> Scenario {
    let steps = ["mallory", "alice", "bob", "mallory", "mallory"];
    let dials = steps.iter().zip(0..).map(|(user, at)| Step::dial(format!("VPN2-{at}"), *user));
    Scenario { dlls: vec![panics()], ..Scenario::of(dials) }
}

#[test]
fn panic_of_a_native_dll_is_told_with_its_place() {
    let children = isolated();
    let run = children.run(&scenario());
    let faults: Vec<&str> = run
        .entries
        .iter()
        .filter_map(|entry| match &entry.kind {
            EntryKind::Faulted(fault) => Some(&*fault.what),
            _ => None,
        })
        .collect();
    let mallory = format!("panic: nobody is called mallory {}", place("nobody is called"));
    let link = format!(
        "panic: assertion `left == right` failed: links\n  left: 2\n right: 1 {}",
        place("assert_eq!(dll.links")
    );
    assert_eq!(faults, [&mallory, &link, &mallory, &mallory]);
    assert!(!run.to_string().contains("mockras-panic"), "how it is told is nobody's business: {run}");
    run.expect().connection("VPN2-1").connected();
    // The same in this process, where the DLL has its panics printed by itself.
    assert_eq!(InThisProcess.run(&scenario()), run);
}

#[test]
fn panic_that_is_told_is_not_printed() {
    for backtrace in ["0", "1"] {
        let children = isolated().with_variables([("RUST_BACKTRACE".into(), Some(backtrace.into()))]);
        let run = children.run(&scenario());
        assert_eq!(children.written(), "");
        assert!(!run.to_string().contains("is still mapped"), "a backtrace leaves something: {run}");
    }
}

#[test]
fn panic_is_shown_by_the_smallest_scenario_with_its_place() {
    let children = isolated();
    let vocabulary = Vocabulary { users: vec!["mallory".into()], ..Vocabulary::default() };
    let contract = Contract::on(&children, panics()).vocabulary(vocabulary).steps(4).seed(1);
    let broken = contract.prove().expect_err("it panics");
    let places = ["nobody is called", "assert_eq!(dll.links"].map(place);
    assert!(broken.finding.starts_with("error: RUN-01 callouts-return\n"), "{broken}");
    assert!(places.iter().any(|place| broken.finding.contains(place)), "{broken}");
    assert!(broken.scenario.as_ref().expect("a scenario").steps.len() <= 2, "{broken}");
}
