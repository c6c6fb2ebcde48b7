//! Scenarios made from scenarios: what a change may do, and what it may not.

use arbitrary::Unstructured;
use mockras::generate::{Draw, Shape, Tier, bytes, case, mutate};
use mockras::ras::{Callout, Profile};
use mockras::scenario::{Dll, Scenario, Script, Step, Stock};

use super::drawn::{shape, sound, survives};

/// Mutates with the bytes of a case.
fn mutated(scenario: &Scenario, other: &Scenario, number: u64, shape: &Shape) -> Scenario {
    let bytes = bytes(31, number);
    mutate(scenario, other, &mut Draw::new(&mut Unstructured::new(&bytes)), shape)
}

#[test]
fn mutated_again_and_again_it_stays_within_its_shape() {
    for &tier in Tier::ALL {
        for chain in 0..8 {
            let shape = Shape { steps_max: 12, ..shape(tier) };
            let mut at = case(30, chain, &shape);
            for turn in 0..25 {
                let number = chain * 1000 + turn;
                at = mutated(&at, &case(32, number, &shape), number, &shape);
                assert!(at.steps.len() <= 12 && Tier::of(&at) <= tier, "{}", at.to_toml());
                assert!(!at.dlls.is_empty());
                survives(&at);
            }
            sound(&at);
        }
    }
}

#[test]
fn same_bytes_change_the_same() {
    let shape = Shape::default();
    let (one, two) = (case(1, 1, &shape), case(1, 2, &shape));
    for number in 0..100 {
        assert_eq!(mutated(&one, &two, number, &shape), mutated(&one, &two, number, &shape));
    }
    let empty = Scenario::default();
    (0..100).for_each(|number| survives(&mutated(&empty, &empty, number, &shape)));
}

#[test]
fn every_part_of_a_scenario_is_changed_by_some() {
    let shape = Shape { steps_max: 100, ..Shape::default() };
    let (one, two) = (case(1, 8, &shape), case(1, 9, &shape));
    let many = |is: &dyn Fn(&Scenario) -> bool| {
        (0..400).filter(|number| is(&mutated(&one, &two, *number, &shape))).count()
    };
    assert!(one.steps.len() > 3 && two.steps.len() > 3);
    let spliced =
        |made: &Scenario| two.steps.windows(3).any(|steps| made.steps.windows(3).any(|of| of == steps));
    let sorted = |made: &Scenario| {
        let mut verbs: Vec<&str> = made.steps.iter().map(|step| step.verb()).collect();
        verbs.sort_unstable();
        verbs
    };
    let found = [
        many(&|made| made == &one),
        many(&|made| made.steps.len() > one.steps.len()),
        many(&|made| made.steps.len() < one.steps.len()),
        many(&|made| made.steps != one.steps && sorted(made) == sorted(&one)),
        many(&spliced),
        many(&|made| made.policy != one.policy),
        many(&|made| made.profile != one.profile),
        many(&|made| made.dlls != one.dlls),
    ];
    assert!(found[0] < 40, "{found:?}");
    assert!(found[1..].iter().all(|times| *times >= 8), "{found:?}");
}

#[test]
fn dlls_under_test_stay_and_those_that_misbehave_go() {
    let subjects = vec![Dll::file("gate.dll"), Dll::file("log.dll")];
    let shape = Shape { subjects: subjects.clone(), tier: Tier::Smoke, ..Shape::default() };
    let faults = Script { faults: vec![Callout::AcceptNewLink], ..Script::default() };
    let wrong = Dll { script: Some(faults), ..Dll::stock(Stock::Scripted) };
    let found = Scenario {
        dlls: vec![wrong, Dll::stock(Stock::Silent), Dll::file("other.dll")],
        profile: Profile::Server2003,
        ..Scenario::of([Step::dial("VPN2-0", ""), Step::dial("A", "a\0b"), Step::Stop])
    };
    for number in 0..200 {
        let made = mutated(&found, &found, number, &shape);
        let others = made.dlls.len() - 2;
        assert!(made.dlls.windows(2).any(|dlls| *dlls == subjects[..]), "{}", made.to_toml());
        assert!(made.dlls.iter().filter(|dll| dll.stock.is_some()).count() == others, "{}", made.to_toml());
        assert!(
            made.dlls.iter().all(|dll| dll.script.as_ref().is_none_or(|script| script.faults.is_empty()))
        );
        assert_eq!(Tier::of(&made), Tier::Smoke, "{}", made.to_toml());
    }
}

#[test]
fn what_a_shape_fixes_is_not_changed() {
    let shape = Shape {
        profiles: vec![Profile::Server2008],
        readings: vec![("vote", "ask_all")],
        ..Shape::default()
    };
    let other = case(1, 3, &Shape::default());
    for number in 0..200 {
        let made = mutated(&other, &other, number, &shape);
        assert_eq!((made.profile, made.policy.reading("vote")), (Profile::Server2008, Some("ask_all")));
    }
}
