//! A DLL of this process that panics: told with its place, and printed once, not for every scenario that shrinks.

use std::process::Command;

use mockras::campaign::Contract;
use mockras::prelude::*;

/// Panics in every second link, and in the end.
#[derive(Default)]
struct Loud {
    links: u32,
}

const LINE: u32 = line!() + 7;

impl AdminDll for Loud {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_link: Some(|dll, _, _| {
                dll.links += 1;
                assert!(!dll.links.is_multiple_of(2), "there are {} links now", dll.links);
                TRUE
            }),
            ..Exports::documented()
        }
    }
}

#[test]
fn panic_of_a_dll_is_told_with_file_and_line() {
    let broken = Contract::of(Loud::default).steps(12).seed(1).prove().expect_err("it panics");
    let place = format!("links now (tests/it/panics.rs:{LINE})\n");
    assert!(broken.finding.starts_with("error: RUN-01 callouts-return\n"), "{broken}");
    assert!(broken.finding.contains("panic: there are ") && broken.finding.contains(&place), "{broken}");
    let scenario = broken.scenario.expect("a scenario");
    let run = mockras::run(&scenario, &[Registered::new("loud", Loud::default)]);
    let of = |finding: &mockras::check::Finding| finding.signature();
    let signatures: Vec<String> = run.verdicts().errors().map(of).collect();
    assert_eq!(
        signatures,
        [format!("RUN-01 panic: tests/it/panics.rs:{LINE}")],
        "of whatever link, it is one"
    );
}

#[test]
fn panic_is_printed_once_however_often_it_is_met() {
    let test = std::env::current_exe().expect("this test");
    let name = "panics::panic_of_a_dll_is_told_with_file_and_line";
    let mut alone = Command::new(test);
    alone.args([name, "--exact", "--nocapture"]).env("RUST_BACKTRACE", "0");
    let output = alone.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert_eq!(said.matches("panicked at").count(), 1, "{said}");
}

#[test]
fn panic_of_a_stock_dll_has_no_place() {
    let scripted = mockras::scenario::Scenario::parse(
        "steps = [{ dial = { port = \"VPN2-0\", user = \"alice\" } }]\n[[dll]]\nstock = \"scripted\"\nscript = { faults = [\"AcceptNewLink\"] }\n",
        "scripted.toml",
    );
    let run = mockras::run(&scripted.expect("a scenario"), &[]);
    assert!(run.to_string().contains("panic: scripted fault in AcceptNewLink\n"), "{run}");
}
