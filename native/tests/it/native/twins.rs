//! Native twins of the stock DLLs: whatever the scenario, they say what these say.

use std::path::PathBuf;

use mockras::pipeline::{InProcess, Runner};
use mockras::scenario::{Dll, Scenario, Span, Stock};
use mockras::transcript::first_divergence;
use mockras_native::InThisProcess;
use mockras_native::worker::Isolated;
use mockras_testing::dll::program;

use crate::corpus;
use mockras_testing::dll;

/// The stock DLLs that have twins, with the options that these have built in.
pub(crate) const TWINS: [(&str, &str); 8] = [
    ("accept_all", "stock:accept-all"),
    ("address_pool", "stock:address-pool"),
    ("link_limit", "stock:link-limit"),
    ("quarantine_gate", "stock:quarantine-gate"),
    ("refuse_user", r#"stock:refuse-user,users=["bob"]"#),
    ("scripted", "stock:scripted"),
    ("session_log", "stock:session-log"),
    ("silent", "stock:silent"),
];

/// The scenario with this DLL alone, which transcripts call `twin`.
fn with(scenario: &Scenario, dll: Dll) -> Scenario {
    Scenario { dlls: vec![Dll { name: Some("twin".to_owned()), ..dll }], ..scenario.clone() }
}

/// The most users of whom `session-log` can tell: of one callout of a native DLL no more notes are kept.
const NOTED_MAX: usize = 64;

/// Where the twins leave what the stock DLL does, over the whole corpus.
fn differences(runner: &dyn Runner, twin: &Dll, stock: &Dll) -> Vec<String> {
    let differ = |(name, scenario): &(String, Scenario)| {
        let expected = InProcess.run(&with(scenario, stock.clone()));
        let found = runner.run(&with(scenario, twin.clone()));
        first_divergence(&expected, &found).map(|divergence| format!("{name}:\n{divergence}"))
    };
    let is_told =
        |scenario: &Scenario| stock.stock != Some(Stock::SessionLog) || scenario.steps.len() <= NOTED_MAX;
    corpus().iter().filter(|(_, scenario)| is_told(scenario)).filter_map(differ).collect()
}

/// Asserts that the twins of all stock DLLs are that, wherever they run.
fn assert_twins(runner: &dyn Runner, file: impl Fn(&str) -> PathBuf) {
    assert!(corpus().len() > 100, "the corpus is gone");
    for (name, stock) in TWINS {
        let file = file(name);
        let twin = Dll::file(file.to_str().expect("a path in UTF-8"));
        let differences = differences(runner, &twin, &stock.parse().expect(stock));
        assert!(differences.is_empty(), "{}\n{}", file.display(), differences.join("\n"));
    }
}

/// Children of the command, with a timeout that no busy machine needs.
fn isolated() -> Isolated {
    Isolated::new(program("child"), [""; 0]).timeout(Span { ms: 20_000 })
}

#[test]
fn twins_in_c_say_what_stock_dlls_say_on_the_whole_corpus() {
    assert_twins(&InThisProcess, |name| dll::c(&format!("twin/{name}")));
}

#[test]
fn twins_in_c_say_it_in_children_as_well() {
    assert_twins(&isolated(), |name| dll::c(&format!("twin/{name}")));
}

/// A library made by Rust cannot be unloaded, so that this process would have to keep a copy for each scenario.
#[test]
fn twins_in_rust_say_it_in_children() {
    assert_twins(&isolated(), dll::rust);
}

#[test]
fn a_dll_that_is_no_twin_is_found() {
    let file = dll::c("twin/accept_all");
    let stock = "stock:silent".parse().expect("a spec");
    let differences =
        differences(&InThisProcess, &Dll::file(file.to_str().expect("a path in UTF-8")), &stock);
    assert!(differences.len() > 100, "{}", differences.len());
}
