//! The integration tests of the host side of native code, in one binary.

mod administration;
mod conforming;
mod inspect;
mod linked;
mod loading;
mod native;
// What the service owes a DLL, wherever that runs.
#[path = "../../../tests/proof/mod.rs"]
mod proof;
mod recorder;
mod windows;
mod worker;

// DLLs under test find them here.
mockras_native::export_recorders!();

/// Every scenario of the corpus: `topic/name` and the scenario.
fn corpus() -> Vec<(String, mockras::scenario::Scenario)> {
    let load = |(name, file): (String, _)| {
        (name, mockras::scenario::Scenario::load(&file).expect("the corpus can be read"))
    };
    mockras_testing::source::corpus_files().into_iter().map(load).collect()
}
