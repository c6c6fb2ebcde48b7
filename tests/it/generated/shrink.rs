//! How small scenarios become, of which a seeded fault is found in the middle.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use mockras::campaign::{Oracle, Problem, Signature};
use mockras::check::{Check, Rule};
use mockras::dll::Registered;
use mockras::generate::fault::{self, SeededFault};
use mockras::generate::{End, Part, Shape, case, reductions, shrink};
use mockras::pipeline::{Runner, Sink, named};
use mockras::scenario::{OnPort, Scenario, Step};
use mockras::transcript::Header;

use mockras_testing::assert_snapshot;

use crate::proof::every_rule;

/// How many scenarios may be tried for one.
const BUDGET: u32 = 4_000;

/// How many cases are looked at for those that show a fault.
const CASES: u64 = 60;

/// How many of them are made smaller.
const EACH: usize = 3;

/// The DLLs that a scenario names, with a fault.
struct Faulty(&'static SeededFault);

impl Faulty {
    fn dlls(&self, scenario: &Scenario) -> Vec<Registered> {
        named(scenario).into_iter().map(|dll| self.0.wrap(dll)).collect()
    }
}

impl Runner for Faulty {
    fn header(&self, scenario: &Scenario) -> Header {
        self.dlls(scenario).header(scenario)
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        self.dlls(scenario).play(scenario, sink);
    }
}

/// A long scenario in which a fault shows: a generated one, or that of the fault between generated steps.
struct Found {
    origin: &'static str,
    scenario: Scenario,
    signature: Signature,
}

fn found(fault: &'static SeededFault, oracle: &Oracle) -> Vec<Found> {
    let demo = fault.scenario();
    let shape = Shape {
        subjects: demo.dlls.clone(),
        profiles: vec![demo.profile],
        readings: demo.policy.changed().collect(),
        always: demo.always.clone(),
        ..Shape::default()
    };
    let generated = (0..CASES).map(|number| ("generated", case(1, number, &shape)));
    let long = generated.filter(|(_, scenario)| scenario.steps.len() > 8);
    let padded = (0..CASES).map(|number| {
        let padding = case(2, number, &shape).steps;
        let (before, after) = padding.split_at(padding.len() / 2);
        let steps = [before, &demo.steps, after].concat();
        ("padded", Scenario { steps, ..demo.clone() })
    });
    let shown = long.chain(padded).filter_map(|(origin, scenario)| {
        let outcome = oracle.judge(&scenario, &Faulty(fault));
        // A service that does not start again is another problem.
        // That of an expectation begins in small letters.
        let id = oracle.judging.rules[0].id;
        let is_rules = |problem: &&Problem| problem.signature.text().to_uppercase().starts_with(id);
        let signature = outcome.problems.iter().find(is_rules)?.signature.clone();
        Some(Found { origin, scenario, signature })
    });
    let found: Vec<Found> = shown.take(EACH).collect();
    assert_eq!(found.len(), EACH, "{}: too few scenarios show it", fault.name);
    found
}

/// What these faults do depends on the plays before, and a shrinker plays many.
const OUTLIVES_ITS_PLAY: [&str; 1] = ["decides-by-chance"];

fn rule_of(fault: &SeededFault) -> &'static Rule {
    let is_caught = |rule: &&&Rule| rule.fault == Some(fault.name) || fault.rule() == Some(rule.id);
    every_rule().iter().find(is_caught).expect("every fault has its rule")
}

#[test]
fn seeded_faults_shrink_to_a_few_steps() {
    let mut sizes = Vec::new();
    let mut table = String::new();
    for fault in fault::all().filter(|fault| !OUTLIVES_ITS_PLAY.contains(&fault.name)) {
        let oracle = Oracle::by(&[rule_of(fault)]);
        let oracle = if matches!(rule_of(fault).check, Check::Run(_)) { oracle } else { oracle.twice() };
        write!(table, "{:<26}", fault.name).expect("a string grows");
        for Found { origin, scenario, signature } in found(fault, &oracle) {
            let runner = Faulty(fault);
            let mut keeps = |smaller: &Scenario| oracle.shows(smaller, &runner, &signature);
            let shrunk = shrink(&scenario, BUDGET, &mut keeps);
            assert!(keeps(&shrunk.scenario), "{}: it is gone", fault.name);
            assert_eq!(shrunk.end, End::Smallest, "{}: {} tried", fault.name, shrunk.tried);
            let (from, to) = (scenario.steps.len(), shrunk.scenario.steps.len());
            write!(table, "  {origin} {from:>2} -> {to} in {:>2}", shrunk.tried).expect("a string grows");
            sizes.push(to);
        }
        table.push('\n');
    }
    sizes.sort_unstable();
    let median = sizes[sizes.len() / 2];
    let moving: Vec<usize> = sizes.iter().copied().filter(|steps| *steps > 0).collect();
    let median_moving = moving[moving.len() / 2];
    let most = sizes[sizes.len() - 1];
    let mut distribution: BTreeMap<usize, usize> = BTreeMap::new();
    sizes.iter().for_each(|size| *distribution.entry(*size).or_default() += 1);
    let counts: String =
        distribution.iter().map(|(steps, cases)| format!("{steps} steps: {cases} cases\n")).collect();
    assert!(median <= 4 && median_moving <= 4, "the medians are {median} and {median_moving}:\n{table}");
    let summary = format!("median: {median}; of those that need a step: {median_moving}; most: {most}");
    assert_snapshot("shrunk", &format!("{counts}{summary}\n\n{table}"));
}

#[test]
fn nothing_smaller_shows_what_a_shrunk_scenario_shows() {
    for name in ["double-lease", "sessions-below-zero", "keeps-a-pointer"] {
        let fault = fault::named(name).expect("a fault of that name");
        let oracle = Oracle::by(&[rule_of(fault)]);
        let Found { scenario, signature, .. } = found(fault, &oracle).swap_remove(0);
        let runner = Faulty(fault);
        let mut keeps = |smaller: &Scenario| oracle.shows(smaller, &runner, &signature);
        let shrunk = shrink(&scenario, BUDGET, &mut keeps);
        assert_eq!(shrink(&scenario, BUDGET, &mut keeps), shrunk, "{name}: the second time");
        let smaller: Vec<Scenario> = reductions(&shrunk.scenario).filter(|smaller| keeps(smaller)).collect();
        assert_eq!(smaller, [], "{name}");
        // Steps that stay as they are stay the same in memory.
        let again = shrink(&shrunk.scenario, BUDGET, &mut keeps).scenario;
        assert!(again.steps.iter().zip(&shrunk.scenario.steps).all(|(one, other)| Arc::ptr_eq(one, other)));
    }
}

fn generated(number: u64) -> Scenario {
    case(7, number, &Shape::default())
}

fn dials(scenario: &Scenario) -> usize {
    scenario.steps.iter().filter(|step| matches!(***step, Step::Dial(_))).count()
}

#[test]
fn smallest_is_found_and_nothing_is_tried_twice() {
    for number in 0..20 {
        let scenario = generated(number);
        let wanted = dials(&scenario).min(2);
        let mut tried = BTreeSet::new();
        let shrunk = shrink(&scenario, 10_000, &mut |smaller| {
            assert!(tried.insert(smaller.to_toml()), "twice: {}", smaller.to_toml());
            dials(smaller) >= wanted
        });
        assert_eq!((shrunk.end, shrunk.tried as usize), (End::Smallest, tried.len()));
        assert_eq!(shrunk.scenario.steps.len(), wanted, "{}", shrunk.scenario.to_toml());
        let sums = shrunk
            .parts
            .iter()
            .fold((0, 0), |(tried, taken), effort| (tried + effort.tried, taken + effort.taken));
        assert_eq!(sums, (shrunk.tried, shrunk.taken));
        // Nothing that is left could have been taken.
        assert_eq!(reductions(&shrunk.scenario).filter(|smaller| dials(smaller) >= wanted).count(), 0);
    }
}

#[test]
fn budget_is_kept_and_the_result_still_shows_it() {
    let scenario = (0..).map(generated).find(|scenario| dials(scenario) > 4).expect("one has dials");
    let whole = shrink(&scenario, u32::MAX, &mut |smaller| dials(smaller) > 1);
    for budget in 0..whole.tried {
        let shrunk = shrink(&scenario, budget, &mut |smaller| dials(smaller) > 1);
        assert_eq!((shrunk.tried, shrunk.end), (budget, End::Budget));
        assert!(dials(&shrunk.scenario) > 1);
    }
    assert_eq!(shrink(&scenario, whole.tried, &mut |smaller| dials(smaller) > 1), whole);
}

#[test]
fn reductions_lead_to_an_end() {
    for number in 0..20 {
        let mut scenario = generated(number);
        let mut taken = 0;
        loop {
            let mut smaller: Vec<Scenario> = reductions(&scenario).collect();
            if smaller.is_empty() {
                break;
            }
            // Small ones and large ones, but not all steps at once.
            scenario = smaller.swap_remove((1 + taken * 31) % smaller.len());
            taken += 1;
            assert!(taken < 1_000, "{}", scenario.to_toml());
        }
        assert!(scenario.steps.is_empty());
    }
}

/// A crowd of 256 users who all hang up in the end.
fn crowd() -> Scenario {
    let dials = (0..256).map(|at| Step::dial(format!("VPN2-{at}").as_str(), format!("user-{at}").as_str()));
    let hang_ups = (0..256).map(|at| Step::HangUp(OnPort { port: format!("VPN2-{at}").as_str().into() }));
    Scenario::of(dials.chain(hang_ups))
}

/// By halves it takes a few runs where one after the other would take hundreds.
#[test]
fn crowd_shrinks_in_few_runs_to_those_who_matter() {
    for (wanted, most) in [(1, 25), (5, 60), (17, 110), (65, 280)] {
        let shrunk = shrink(&crowd(), 10_000, &mut |smaller| dials(smaller) >= wanted);
        let steps = shrunk.parts[0];
        assert_eq!((shrunk.scenario.steps.len(), steps.part), (wanted, Part::Steps));
        assert!(steps.tried <= most, "{wanted} of 256 in {}", steps.tried);
    }
    let has = |scenario: &Scenario, user: &str| {
        scenario.steps.iter().any(|step| matches!(&**step, Step::Dial(dial) if dial.user == *user))
    };
    let mut both = |smaller: &Scenario| has(smaller, "user-7") && has(smaller, "user-200");
    let shrunk = shrink(&crowd(), 10_000, &mut both);
    assert!(shrunk.scenario.steps.len() == 2 && shrunk.tried <= 120, "{}", shrunk.tried);
}
