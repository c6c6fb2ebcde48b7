//! The contract of a native DLL as a property test: it survives what DLLs do, and ends with the smallest scenario.

use mockras::campaign::{Broken, Contract};
use mockras::check::{Family, Judge, Look};
use mockras::pipeline::Runner;
use mockras::scenario::{Dll, Scenario, Span, Step};
use mockras_testing::dll::c;

use super::{ACCESS, dll, isolated};

/// A fixture in C, by its name.
fn fixture(name: &str) -> Dll {
    Dll::file(c(name).to_str().expect("the path is text"))
}

/// How a DLL breaks the contract, which is the same each time.
fn broken(dll: &Dll) -> Broken {
    let children = isolated();
    let prove = || Contract::on(&children, dll.clone()).steps(12).seed(1).prove();
    let broken = prove().expect_err("the fault is found");
    assert_eq!(prove(), Err(broken.clone()));
    broken
}

/// The steps of the smallest scenario, which shows it again as a file.
fn steps(broken: &Broken, rule: &str) -> usize {
    let text = broken.scenario.as_ref().expect("a scenario").to_toml();
    let scenario = Scenario::parse(&text, "shrunk.toml").expect("it reads back");
    assert!(isolated().run(&scenario).verdicts().errors().any(|finding| finding.rule.id == rule), "{broken}");
    scenario.steps.len()
}

#[test]
fn conforming_dll_keeps_the_contract_in_children() {
    let kept = Contract::on(&isolated(), fixture("conforming/ipv4_pool")).cases(24).seed(1).prove();
    assert!(kept.as_ref().is_ok_and(|kept| kept.scenarios == 24 && kept.applied > 24), "{kept:?}");
}

#[test]
fn broken_rule_is_shown_by_the_smallest_scenario() {
    let broken = broken(&fixture("defect/true_is_two"));
    assert!(broken.finding.starts_with("error: CONN-03 verdicts-are-true-or-false\n"), "{broken}");
    assert_eq!(steps(&broken, "CONN-03"), 1, "{broken}");
}

#[test]
fn crash_is_shown_by_the_smallest_scenario_and_ends_no_test() {
    let broken = broken(&dll("falls", "#define LINK *(volatile int *)8 = 1"));
    assert!(broken.finding.starts_with("error: RUN-01 callouts-return\n"), "{broken}");
    assert!(broken.finding.contains(ACCESS) && broken.finding.contains("(falls.c:"), "{broken}");
    assert_eq!(steps(&broken, "RUN-01"), 1, "{broken}");
}

#[test]
fn hang_is_shown_by_a_small_scenario_and_is_not_waited_for_often() {
    let children = isolated().timeout(Span { ms: 1_000 });
    let hangs = dll("waits_for_ever", "#define LINK for (;;)");
    let broken = Contract::on(&children, hangs).steps(2).seed(1).prove().expect_err("it hangs");
    assert!(broken.finding.contains("hang: did not return in 1s"), "{broken}");
    let scenario = broken.scenario.as_ref().expect("a scenario");
    assert!(scenario.steps.iter().any(|step| matches!(**step, Step::Dial(_))), "{broken}");
}

#[test]
fn dll_that_is_not_there_keeps_no_contract() {
    let nowhere = Dll::file("./no_such_library.so");
    let broken = Contract::on(&isolated(), nowhere).cases(3).seed(1).prove().expect_err("it is not there");
    let expected = "nothing was exercised: the service did not start in any of 3 scenarios: ";
    assert!(broken.finding.starts_with(expected) && broken.finding.len() > expected.len(), "{broken}");
}

#[test]
fn children_that_cannot_be_started_are_not_the_fault_of_the_dll() {
    let nobody = mockras_native::Isolated::new("./no_such_program", [""; 0]);
    let contract = Contract::on(&nobody, fixture("conforming/ipv4_pool"));
    let broken = contract.cases(3).prove().expect_err("nothing can be played");
    assert!(broken.finding.starts_with("a run was cut short, and not by the DLL: "), "{broken}");
    assert_eq!(broken.scenario, None);
}

mockras::rule! {
    /// Nobody whose name has one letter gets an address.
    id: "HOUSE-03",
    name: "one-letter-is-no-name",
    applies_to: Ipv4,
    check: is_a_name,
    holds: r#"
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "#,
    breaks: r#"
         0.000  call   ip/1   GetIpAddressForUser user=a port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "#,
}

fn is_a_name(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls_of(Family::Ipv4.get()) {
        if let Some(named) = call.named() {
            let is_short = named.user.units().len() == 1 && call.succeeded();
            judge.expect(!is_short, call, || format!("an address for {}", named.user), "an error");
        }
    }
}

#[test]
fn own_rule_judges_a_native_dll() {
    let children = isolated();
    let contract = || Contract::on(&children, fixture("conforming/ipv4_pool")).cases(1_024).seed(1);
    let broken = contract().rule(&RULE).rules(|_| false).prove().expect_err("the pool knows no such rule");
    assert!(broken.finding.starts_with("error: HOUSE-03 one-letter-is-no-name\n"), "{broken}");
    assert_eq!(broken.scenario.as_ref().expect("a scenario").steps.len(), 1, "{broken}");
}
