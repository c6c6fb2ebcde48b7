//! One test for each scenario of the corpus, with a native DLL in children of this program: what the book shows.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial, run};
use mockras::check::all_rules;
use mockras::pipeline::Judging;
use mockras::scenario::{Dll, Scenario, Span};
use mockras_native::{Isolated, worker};
use mockras_testing::dll::c;

// DLLs find the administration functions here.
mockras_native::export_recorders!();

/// Plays a scenario in children of this program, and judges it by every rule.
fn judge(scenario: &Scenario) -> Result<(), Failed> {
    let children = Isolated::of_this_program(["child"])?.timeout(Span { ms: 20_000 });
    let (transcript, verdicts) = Judging::by(all_rules()).judged(scenario, &children);
    match verdicts.errors().next() {
        Some(finding) => Err(format!("{finding}\n{transcript}").into()),
        None if verdicts.is_cut => Err(format!("the run was cut short\n{transcript}").into()),
        None => Ok(()),
    }
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("child") {
        return worker::child();
    }
    let dll = Dll::file(c("conforming/ipv4_pool").to_str().expect("the path is text"));
    let trials: Vec<Trial> = mockras::corpus()
        .into_iter()
        .filter_map(|file| {
            let scenario = file.with(dll.clone())?;
            Some(Trial::test(file.name(), move || judge(&scenario)))
        })
        .collect();
    assert!(trials.len() > 50, "the corpus is there");
    run(&Arguments::from_args(), trials).exit_code()
}
