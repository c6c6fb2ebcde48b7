//! Where DLLs run is not to be seen in a transcript.

use mockras::generate::fault;
use mockras::pipeline::{InProcess, Runner};
use mockras::ras::{Policy, Processes};
use mockras::scenario::{Dll, Scenario, Step, Stock};

use super::isolated;
use crate::corpus;
use mockras_testing::dll;

#[test]
fn isolated_corpus_gives_the_same_transcripts() {
    let isolated = isolated();
    for (name, scenario) in corpus() {
        assert_eq!(isolated.run(&scenario), InProcess.run(&scenario), "{name}");
        assert_eq!(isolated.cut(), None, "{name}");
        let processes = match scenario.policy.processes {
            Processes::One => Processes::Two,
            _ => Processes::One,
        };
        let policy = Policy { processes, ..scenario.policy };
        let scenario = Scenario { policy, ..scenario };
        assert_eq!(isolated.run(&scenario), InProcess.run(&scenario), "{name} with processes={processes:?}");
    }
    assert_eq!(isolated.children().len(), 3, "one for each process, kept for all scenarios");
}

#[test]
fn isolated_faults_give_the_same_transcripts() {
    for fault in fault::all() {
        let (scenario, dlls) = fault.demonstration();
        assert_eq!(isolated().fault(fault).run(&scenario), dlls.run(&scenario), "{}", fault.name);
    }
}

#[test]
fn long_scenario_does_not_fill_the_pipes() {
    // Everything is asked of one process while the other reads along.
    let dial = |number: u32| Step::dial(format!("P{number}"), "alice");
    let scenario =
        Scenario { dlls: vec![Dll::stock(Stock::AddressPool)], ..Scenario::of((0..2_000).map(dial)) };
    assert_eq!(isolated().run(&scenario), InProcess.run(&scenario));
}

/// A library in Rust takes from its process what it never gives back, each time that it is loaded.
#[test]
fn library_is_loaded_any_number_of_times() {
    let file = dll::rust("session_log");
    let file = Dll::file(file.to_str().expect("a path in UTF-8"));
    let restarts = Scenario { dlls: vec![file], ..Scenario::of(vec![Step::Restart; 40]) };
    let isolated = isolated();
    for run in 0..30 {
        let transcript = isolated.run(&restarts);
        assert_eq!(super::faults::faults_of(&transcript), [""; 0], "run {run}");
    }
}

#[test]
fn scenario_without_calls_is_played() {
    let scenario = Scenario::of([Step::Stop]);
    assert_eq!(isolated().run(&scenario), InProcess.run(&scenario));
}
