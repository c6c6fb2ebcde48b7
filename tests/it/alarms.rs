//! No false alarms: what is sound breaks no rule, in the corpus, under any reading, and in made-up scenarios.

use std::fmt::Write as _;

use mockras::check::{Rule, Verdict};
use mockras::dll::{Registered, stock};
use mockras::pipeline::judged;
use mockras::ras::{Policy, Profile, Series};
use mockras::scenario::{Dll, Scenario, Stock};
use proptest::prelude::*;

use crate::corpus::corpus;
use crate::proof;
use crate::proof::every_rule;
use crate::totality::scenario;
use mockras_testing::assert_snapshot;

/// The stock DLL, fit for that Windows version: before Server 2003 every DLL must hand out addresses (LOAD-16), and
/// NT 4.0 knows the plain series alone (LOAD-23).
fn fit(stock: Stock, profile: Profile) -> Registered {
    let mut dll = Dll::stock(stock);
    if profile.is_2000_or_earlier() && stock != Stock::Scripted {
        dll.addresses = Some(true);
        dll.series = Some(vec![Series::Plain]);
    }
    stock::registered(&dll)
}

/// The findings of a run, with what is needed to see them again.
fn alarms(scenario: &Scenario, dlls: &[Registered], rules: &[&'static Rule]) -> Option<String> {
    let (run, verdicts) = judged(scenario, dlls, rules);
    let found: String = verdicts.findings().map(|finding| format!("{finding}\n")).collect();
    (!found.is_empty()).then(|| format!("{found}{run}"))
}

/// The scenario under every single reading: its own policy first, then each reading that is not in force there.
fn readings(scenario: &Scenario) -> impl Iterator<Item = (String, Scenario)> {
    let all = Policy::FIELDS
        .iter()
        .flat_map(|field| field.readings.iter().map(|(reading, _)| (field.name, *reading)));
    let changes = all.filter(|(field, reading)| scenario.policy.reading(field) != Some(*reading));
    let changed = changes.map(|(field, reading)| {
        let mut changed = scenario.clone();
        changed.policy.set(field, reading).expect("the table names fields and readings");
        (format!("{field}={reading}"), changed)
    });
    std::iter::once(("its own policy".to_owned(), scenario.clone())).chain(changed)
}

#[test]
fn the_service_breaks_no_rule_on_the_corpus_under_any_reading() {
    for (name, scenario) in corpus() {
        for (reading, scenario) in readings(scenario) {
            if let Some(alarms) = alarms(&scenario, &[], proof::RULES) {
                panic!("{name} under {reading}:\n{alarms}");
            }
        }
    }
}

#[test]
fn no_stock_dll_breaks_a_rule_on_the_corpus() {
    for stock in Stock::ALL {
        for (name, scenario) in corpus() {
            let dlls = [fit(*stock, scenario.profile)];
            if let Some(alarms) = alarms(&scenario.without_expectations(), &dlls, every_rule()) {
                panic!("{name} with {stock}:\n{alarms}");
            }
        }
    }
}

/// Every scenario under every reading, with one stock DLL after the other: a sweep of each (`mockras check --sweep --dll
/// stock:NAME`) tries all of them.
#[test]
fn no_stock_dll_breaks_a_rule_under_any_reading() {
    let mut turn = Stock::ALL.iter().cycle();
    for (name, scenario) in corpus() {
        for (reading, scenario) in readings(scenario) {
            let stock = turn.next().expect("there are stock DLLs");
            let dlls = [fit(*stock, scenario.profile)];
            if let Some(alarms) = alarms(&scenario.without_expectations(), &dlls, every_rule()) {
                panic!("{name} with {stock} under {reading}:\n{alarms}");
            }
        }
    }
}

/// Which rules the DLLs of the corpus break, by file: they are there to show what a service does with such DLLs.
#[test]
fn the_corpus_breaks_what_it_is_there_to_break() {
    let mut table = String::new();
    for (name, scenario) in corpus() {
        let (_, verdicts) = judged(scenario, &mockras::pipeline::InProcess, every_rule());
        let broken = verdicts.outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Broken(_)));
        let broken: Vec<&str> = broken.map(|outcome| outcome.rule.id).collect();
        if !broken.is_empty() {
            writeln!(table, "{name:<44}{}", broken.join(" ")).expect("a string grows");
        }
    }
    assert_snapshot("findings", &table);
}

/// So many cases, or as many as the environment asks for: `PROPTEST_CASES=100000 cargo test --release -p mockras --test it alarms`.
fn cases(usual: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_some() {
        config
    } else {
        ProptestConfig { cases: usual, ..config }
    }
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn the_service_breaks_no_rule_on_a_made_up_scenario(scenario in scenario()) {
        let alarms = alarms(&scenario, &[], proof::RULES);
        prop_assert!(alarms.is_none(), "{}", alarms.unwrap_or_default());
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn no_stock_dll_breaks_a_rule_on_a_made_up_scenario(scenario in scenario()) {
        for stock in Stock::ALL {
            let dlls = [fit(*stock, scenario.profile)];
            let alarms = alarms(&scenario, &dlls, every_rule());
            prop_assert!(alarms.is_none(), "{stock}:\n{}", alarms.unwrap_or_default());
        }
    }
}
