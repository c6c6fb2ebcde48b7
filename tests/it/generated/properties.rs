//! Property tests as an author of a DLL writes them: they pass, they fail with few steps, failures are kept.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use mockras::campaign::{Broken, Contract};
use mockras::check::{Kind, all_rules};
use mockras::dll::{Registered, stock};
use mockras::generate::{Tier, fault};
use mockras::prelude::*;
use mockras::ras::{Policy, Profile};
use mockras::scenario::{Dll, Stock};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

#[derive(Default)]
struct Gate;

impl AdminDll for Gate {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection: Some(|_, c0, _| {
                BOOL::from(Name::from_array(&c0.wszUserName) != "mallory")
            }),
            connection_hangup_notification: Some(|_, _, _| ()),
            ..Exports::links_accepted()
        }
    }
}

mockras::keeps_contract!(gate_keeps_the_contract, Gate::default, |contract| contract.cases(64).seed(1));
mockras::keeps_contract!(gate_keeps_the_contract_when_attacked, Gate::default, |contract| {
    contract.tier(Tier::Paranoid).cases(64).seed(1)
});

/// A stock DLL with a seeded fault.
fn faulty(stock: Stock, fault: &str) -> Registered {
    fault::named(fault).expect("a fault of that name").wrap(stock::registered(&Dll::stock(stock)))
}

fn broken(stock: Stock, fault: &str) -> Broken {
    match Contract::of_dll(faulty(stock, fault)).seed(1).prove() {
        Ok(kept) => panic!("{fault} was not caught: {kept:?}"),
        Err(broken) => broken,
    }
}

#[test]
fn every_stock_dll_keeps_the_contract() {
    for stock in Stock::ALL {
        for tier in [Tier::Default, Tier::Paranoid] {
            let contract = Contract::of_dll(stock::registered(&Dll::stock(*stock)));
            let kept = contract.tier(tier).cases(24).seed(1).prove();
            assert!(kept.as_ref().is_ok_and(|kept| kept.applied > 0), "{stock}: {kept:?}");
        }
    }
}

#[test]
fn seeded_faults_fail_by_their_rules_with_few_steps() {
    for (stock, fault, rule, most) in [
        (Stock::AddressPool, "notify-unwritten", "IP4-08", 1),
        (Stock::AddressPool, "double-lease", "IP4-19", 2),
        (Stock::AddressPool, "true-is-two", "CONN-03", 1),
        (Stock::AcceptAll, "calls-port-enum", "REENTRY-01", 1),
        (Stock::AcceptAll, "terminate-returns-true", "TERM-03", 0),
    ] {
        let broken = broken(stock, fault);
        assert!(broken.finding.starts_with(&format!("error: {rule}")), "{fault}: {broken}");
        let scenario = broken.scenario.as_ref().expect("a scenario");
        assert!(scenario.steps.len() <= most, "{fault}: {broken}");
        assert_eq!(scenario.policy, Policy::default(), "{fault}: {broken}");
    }
}

/// Some are faults on old versions of Windows only, or by a reading that is not the default.
#[test]
fn every_seeded_fault_breaks_the_contract() {
    // Those that a rule of another fault catches are rare on purpose: `guidance` looks for them. Advice breaks no contract.
    let is_advice = |fault: &fault::SeededFault| {
        all_rules().iter().any(|rule| rule.fault == Some(fault.name) && rule.kind() == Kind::Advice)
    };
    for fault in fault::all().filter(|fault| fault.rule().is_none() && !is_advice(fault)) {
        let dll = fault.scenario().dlls.first().cloned().unwrap_or_default();
        let contract = Contract::of_dll(fault.wrap(stock::registered(&dll))).seed(1).cases(512);
        let broken = contract.every_reading().any_profile().prove().expect_err(fault.name);
        let steps = broken.scenario.as_ref().expect("a scenario").steps.len();
        assert!(steps <= 3, "{}: {broken}", fault.name);
    }
}

#[test]
fn breach_by_a_reading_counts_if_that_reading_is_chosen() {
    let contract = || Contract::of_dll(faulty(Stock::AcceptAll, "no-reauthentication")).seed(1);
    assert!(contract().prove().is_ok(), "by the default reading the function is not required");
    let broken = contract().reading("required_exports", "reference").cases(8).prove();
    assert!(broken.is_err_and(|broken| broken.finding.starts_with("error: LOAD-11")));
}

#[test]
fn same_seed_gives_the_same_failure() {
    let prove = |seed| Contract::of_dll(faulty(Stock::AddressPool, "double-lease")).seed(seed).prove();
    assert_eq!(prove(5), prove(5));
    let kept = |seed| Contract::of_dll(Registered::new("gate", Gate::default)).cases(8).seed(seed).prove();
    assert_ne!(kept(5), kept(6), "other scenarios, in which rules apply more often or less");
}

#[test]
fn scenario_of_a_failure_shows_it_again() {
    let broken = broken(Stock::AddressPool, "notify-unwritten");
    let text = broken.scenario.as_ref().expect("a scenario").to_toml();
    assert!(broken.to_string().contains(text.trim_end()), "{broken}");
    let read = Scenario::parse(&text, "shrunk.toml").expect("it reads back");
    let run = mockras::run(&read, &[faulty(Stock::AddressPool, "notify-unwritten")]);
    assert!(run.verdicts().findings().any(|finding| finding.rule.id == "IP4-08"), "{run}");
}

#[test]
fn contract_of_which_nothing_is_exercised_is_not_kept() {
    let contract =
        Contract::of_dll(Registered::new("gate", Gate::default)).rules(|rule| rule.id == "LOAD-16");
    let broken = contract.cases(8).prove().expect_err("nothing applies");
    assert!(broken.finding.starts_with("nothing was exercised"), "{broken}");
    assert_eq!(broken.scenario, None);
}

mod own {
    use mockras::check::{Judge, Look};
    use mockras::model::ConnectionEvent;

    mockras::rule! {
        /// Nobody has a second link.
        id: "HOUSE-02",
        name: "one-link-is-enough",
        applies_to: Accept,
        check: has_one,
        holds: "0.000 c1 link-up port=VPN2-0",
        breaks: "0.000 c1 link-up port=VPN2-0\n0.000 c1 link-up port=VPN2-1",
    }

    fn has_one(look: &Look<'_>, judge: &mut Judge<'_>) {
        for connection in look.connections() {
            let links = connection
                .events
                .iter()
                .filter(|(_, what)| matches!(what, ConnectionEvent::LinkUp(_)))
                .count();
            judge.expect(
                links <= 1,
                (connection.at, connection.number),
                || format!("{links} links"),
                "one at most",
            );
        }
    }
}

mod idle {
    mockras::rule! {
        /// A rule about nothing that happens.
        id: "HOUSE-04",
        name: "never",
        applies_to: Call,
        check: never,
        holds: "0.000 service running",
        breaks: "0.000 service broken",
    }

    fn never(_: &mockras::check::Look<'_>, _: &mut mockras::check::Judge<'_>) {}
}

#[test]
fn own_rules_judge_whatever_else_does() {
    let contract = || Contract::of(Gate::default).seed(1);
    for contract in [
        contract().rule(&own::RULE),
        contract().rules(|_| false).rule(&own::RULE),
        contract().rule(&own::RULE).rules(|rule| rule.id == "LOAD-16"),
    ] {
        let broken = contract.prove().expect_err("the gate does not count links");
        assert!(broken.finding.starts_with("error: HOUSE-02 one-link-is-enough\n"), "{broken}");
    }
    let idle = contract().cases(8).rule(&idle::RULE).prove();
    let broken = idle.expect_err("a rule that never applied was not kept");
    let expected = "nothing was exercised: HOUSE-04 never did not apply in any of 8 scenarios";
    assert_eq!(broken.finding, expected);
}

/// What a failing test says.
fn failure(contract: &Contract, source: &'static str) -> String {
    let failed = catch_unwind(AssertUnwindSafe(|| contract.assert("pool_keeps_the_contract", source)));
    let why = failed.expect_err("the fault is found");
    why.downcast_ref::<String>().cloned().expect("a text")
}

#[test]
fn failures_are_saved_beside_the_test_and_played_first() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let source = directory.path().join("pool.rs");
    std::fs::write(&source, "// A test stands here.\n").expect("can be written");
    let source: &'static str = String::leak(source.to_str().expect("a plain path").to_owned());
    let contract =
        |cases| Contract::of_dll(faulty(Stock::AddressPool, "double-lease")).steps(12).cases(cases).seed(1);
    assert!(contract(0).prove().is_err_and(|broken| broken.scenario.is_none()), "nothing is saved yet");

    let first = failure(&contract(256), source);
    assert!(first.contains("IP4-19") && first.contains("cargo test pool_keeps_the_contract"), "{first}");
    let saved = std::fs::read_to_string(Path::new(source).with_extension("proptest-regressions"));
    let saved = saved.expect("a failure was saved");
    let seeds: Vec<_> = saved.lines().filter(|line| line.starts_with("cc ")).collect();
    assert_eq!(seeds.len(), 1, "{saved}");
    assert!(seeds[0].contains("shrinks to steps = ["), "{saved}");

    // Not one new scenario is drawn: what fails is the saved one, and it comes out as small.
    assert_eq!(failure(&contract(0), source), first);
}

#[test]
fn what_the_shape_decides_survives_shrinking() {
    let subject = Dll::stock(Stock::Silent);
    let strategy = mockras::strategy::scenario()
        .profile(Profile::Server2003)
        .reading("processes", "two")
        .subjects([subject.clone()])
        .tier(Tier::Smoke);
    let mut runner = TestRunner::deterministic();
    for _ in 0..20 {
        let mut tree = strategy.new_tree(&mut runner).expect("nothing is rejected");
        while tree.simplify() {}
        let smallest = tree.current();
        assert_eq!(smallest.profile, Profile::Server2003);
        assert_eq!(smallest.policy.processes, mockras::ras::Processes::Two);
        assert!(smallest.dlls.contains(&subject));
        assert!(smallest.steps.is_empty(), "{}", smallest.to_toml());
    }
}

#[test]
fn one_step_that_matters_is_what_is_left() {
    let is_wait = |scenario: &Scenario| scenario.steps.iter().any(|step| matches!(**step, Step::Wait(_)));
    let mut runner = TestRunner::deterministic();
    let mut seen = 0;
    while seen < 10 {
        let mut tree = mockras::strategy::scenario().new_tree(&mut runner).expect("nothing is rejected");
        if !is_wait(&tree.current()) {
            continue;
        }
        seen += 1;
        let mut more = tree.simplify();
        while more {
            more = if is_wait(&tree.current()) { tree.simplify() } else { tree.complicate() };
        }
        assert_eq!(tree.current().steps.len(), 1, "{}", tree.current().to_toml());
    }
}

/// Says that it cannot be initialised, and is right.
struct Never;

impl AdminDll for Never {
    fn exports(&self) -> Exports<Self> {
        Exports { initialize_dll: Some(|_| 5), ..Exports::all_accepted() }
    }
}

#[test]
fn dll_that_never_starts_keeps_no_contract_and_no_assertion() {
    let broken = Contract::of(|| Never).cases(8).prove().expect_err("nothing was exercised");
    assert!(
        broken.finding.starts_with("nothing was exercised: the service did not start in any of 8"),
        "{broken}"
    );
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let run = mockras::run(&scenario, &[Registered::new("never", || Never)]);
    let verdicts = run.verdicts();
    assert!(!verdicts.is_kept() && verdicts.errors().next().is_none(), "{verdicts}");
    assert_eq!(verdicts.why_nothing_is_shown(), Some("nothing was exercised: the service did not start"));
}

#[test]
fn what_shows_only_under_another_reading_is_open_and_says_which_reading_decides() {
    let fault = fault::named("slot-unwritten").expect("a fault of that name");
    let (scenario, dlls) = fault.demonstration();
    let (_, verdicts) = mockras::pipeline::judged(&scenario, &dlls[..], all_rules());
    let finding = verdicts.causes().find(|finding| finding.rule.id == "CBTABLE-11").expect("it is found");
    assert_eq!(finding.kind, Kind::Open);
    let reading = finding.depends_on.expect("a reading decides");
    assert_eq!((reading.policy, reading.reading), ("table_prefill", "poison"));
    let all = mockras::check::Readings { all: true, ..Default::default() };
    let judging = mockras::pipeline::Judging::by(all_rules()).under(all);
    let (_, verdicts) = judging.judged(&scenario, &dlls[..]);
    assert!(verdicts.errors().any(|finding| finding.rule.id == "CBTABLE-11"), "{verdicts}");
}
