//! Scenarios drawn from bytes: what they are, and that the same bytes always give the same.

use std::collections::{BTreeMap, BTreeSet};

use arbitrary::Unstructured;
use mockras::generate::{BYTES, Draw, MIN_BYTES, Shape, Tier, bytes, case, scenario};
use mockras::pipeline::{InProcess, judged};
use mockras::ras::{Policy, Profile, Tunnel};
use mockras::scenario::{Dial, Dll, Scenario, Step, Stock};
use mockras::transcript::EntryKind;
use xxhash_rust::xxh3::xxh3_128;

use crate::proof::every_rule;

pub(super) fn shape(tier: Tier) -> Shape {
    Shape { tier, ..Shape::default() }
}

pub(super) fn survives(scenario: &Scenario) {
    let text = scenario.to_toml();
    assert_eq!(Scenario::parse(&text, "a.toml").as_ref(), Ok(scenario), "{text}");
}

fn from(bytes: &[u8], shape: &Shape) -> Scenario {
    scenario(&mut Draw::new(&mut Unstructured::new(bytes)), shape)
}

/// What all the scenarios of a tier are, in a number. If it changes, saved seeds mean other scenarios: say so in the
/// changelog.
#[test]
fn same_bytes_give_the_same_scenarios_on_every_system_and_in_every_version() {
    let digests = Tier::ALL.iter().map(|tier| {
        let text: String = (0..64).map(|number| case(20, number, &shape(*tier)).to_toml()).collect();
        format!("{tier} {:032x}", xxh3_128(text.as_bytes()))
    });
    let expected = [
        "smoke 687583712ccdcd4212a08316e2d32a6d",
        "default 8c017f52968f5d80b11d9a71ea4f9140",
        "strict 757c42a2c8b0eaa1f33485c7198b7a37",
        "paranoid 149e01f684875c65903053159331550b",
    ];
    assert_eq!(digests.collect::<Vec<_>>(), expected);
}

#[test]
fn drawn_scenario_survives_its_file() {
    for &tier in Tier::ALL {
        (0..250).for_each(|number| survives(&case(3, number, &shape(tier))));
    }
}

#[test]
fn any_bytes_are_a_scenario() {
    let pattern = bytes(11, 0);
    for &tier in Tier::ALL {
        for length in (0..160).chain([1000, BYTES]) {
            for bytes in [&pattern[..length], &vec![0; length], &vec![0xff; length]] {
                // From 24 steps on there are crowds as well.
                let drawn = from(bytes, &Shape { steps_max: 23, ..shape(tier) });
                assert!((1..=23).contains(&drawn.steps.len()), "{length}");
                survives(&drawn);
                survives(&from(bytes, &shape(tier)));
            }
        }
        let unlike = Shape { steps_max: 0, ..shape(tier) };
        assert_eq!(from(&pattern, &unlike).steps.len(), 0);
    }
}

#[test]
fn no_bytes_are_a_single_dial() {
    let expected = Scenario {
        dlls: vec![Dll::stock(Stock::AcceptAll)],
        ..Scenario::of([Step::dial("VPN2-0", "alice")])
    };
    assert_eq!(from(&[], &Shape::default()), expected);
}

#[test]
fn few_bytes_are_several_steps() {
    let steps = |length: usize| {
        let mut counts: Vec<usize> =
            (0..800).map(|number| from(&bytes(6, number)[..length], &Shape::default()).steps.len()).collect();
        counts.sort_unstable();
        counts
    };
    let least = MIN_BYTES as usize;
    assert!(steps(least)[200] >= 4, "{:?}", [0, 100, 200, 400].map(|at| steps(least)[at]));
    assert!(steps(least / 2)[400] < 4, "so many bytes are too many");
    let used: usize = (0..800)
        .map(|number| {
            let all = bytes(6, number);
            let mut left = Unstructured::new(&all);
            scenario(&mut Draw::new(&mut left), &shape(Tier::Paranoid));
            BYTES - left.len()
        })
        .max()
        .unwrap_or(BYTES);
    assert!(used * 2 < BYTES, "{used}");
}

#[test]
fn tier_holds_what_is_drawn_and_more_than_the_one_before() {
    for &tier in Tier::ALL {
        let needed: BTreeSet<Tier> =
            (0..600).map(|number| Tier::of(&case(4, number, &shape(tier)))).collect();
        let expected: BTreeSet<Tier> = Tier::ALL.iter().copied().filter(|need| *need <= tier).collect();
        assert_eq!(needed, expected, "{tier}");
    }
}

#[test]
fn everything_there_is_is_drawn() {
    let (mut verbs, mut profiles, mut stock) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut readings = BTreeSet::new();
    for number in 0..3000 {
        let drawn = case(5, number, &Shape::default());
        profiles.insert(drawn.profile);
        verbs.extend(drawn.steps.iter().map(|step| step.verb()));
        stock.extend(drawn.dlls.iter().filter_map(|dll| dll.stock));
        readings.extend(Policy::FIELDS.iter().map(|field| (field.name, drawn.policy.reading(field.name))));
    }
    let known = "add-link dial disconnect drop-link endpoint hang-up pre-authenticate quarantine restart start stop \
                 traffic wait";
    assert_eq!(verbs, known.split(' ').collect());
    assert_eq!(profiles, Profile::ALL.into());
    assert_eq!(stock, Stock::ALL.iter().copied().collect());
    let all = Policy::FIELDS
        .iter()
        .flat_map(|field| field.readings.iter().map(|(reading, _)| (field.name, Some(*reading))));
    assert_eq!(readings, all.collect());
}

#[test]
fn most_steps_apply_and_some_do_not() {
    let (mut steps, mut skipped) = (0, BTreeMap::<String, u32>::new());
    for number in 0..1000 {
        let drawn = case(7, number, &Shape::default());
        steps += u32::try_from(drawn.steps.len()).expect("few");
        for entry in &mockras::run(&drawn, &[]).entries {
            if let EntryKind::Skipped(reason) = &entry.kind {
                *skipped.entry(reason.to_string()).or_default() += 1;
            }
        }
    }
    let share = skipped.values().sum::<u32>() * 100 / steps;
    assert!((5..20).contains(&share), "{share} in a hundred of {steps}: {skipped:?}");
    assert!(skipped.len() >= 8, "{skipped:?}");
}

/// What is found with these DLLs would be found with anything beside them.
#[test]
fn nothing_drawn_breaks_a_rule_by_itself() {
    for &tier in Tier::ALL {
        for number in 0..300 {
            sound(&case(8, number, &shape(tier)));
        }
    }
}

/// Asserts that all rules hold.
pub(super) fn sound(scenario: &Scenario) {
    let (_, verdicts) = judged(scenario, &InProcess, every_rule());
    let found: String = verdicts.findings().map(|finding| format!("{finding}\n")).collect();
    assert!(found.is_empty(), "{found}\n{}", scenario.to_toml());
}

#[test]
fn shape_holds_whatever_is_drawn() {
    let subjects = vec![
        Dll::file("gate.dll"),
        Dll { links: Some(2), ..Dll::stock(Stock::LinkLimit) },
        Dll::file("log.dll"),
    ];
    let shape = Shape {
        subjects: subjects.clone(),
        readings: vec![("vote", "ask_all"), ("processes", "one")],
        steps_max: 5,
        ..Shape::default()
    };
    let mut beside = BTreeSet::new();
    for number in 0..500 {
        let drawn = case(9, number, &shape);
        let at = drawn.dlls.windows(3).position(|dlls| *dlls == subjects[..]).expect("they are there");
        beside.insert((at, drawn.dlls.len() - 3 - at));
        assert!(drawn.steps.len() <= 5);
        let readings = ["vote", "processes"].map(|field| drawn.policy.reading(field));
        assert_eq!(readings, [Some("ask_all"), Some("one")]);
    }
    assert_eq!(beside, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)].into());
    for profile in Profile::ALL {
        let shape = Shape { profiles: vec![profile], ..Shape::default() };
        assert!((0..50).all(|number| case(9, number, &shape).profile == profile));
    }
}

#[test]
fn tunnel_that_a_version_does_not_have_needs_strict() {
    let old = Dial { tunnel: Tunnel::Ikev2, ..Dial::default() };
    let step = Step::Dial(Dial { port: "A".into(), user: "bob".into(), ..old });
    let of = |profile| Tier::of(&Scenario { profile, ..Scenario::of([step.clone()]) });
    assert_eq!([of(Profile::Server2003), of(Profile::Server2012)], [Tier::Strict, Tier::Smoke]);
}
