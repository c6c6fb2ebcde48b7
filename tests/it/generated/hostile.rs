//! What is wrong on purpose with what DLLs are handed: drawn at one tier, blamed on nobody, found, and made small.

use std::collections::BTreeSet;

use arbitrary::Unstructured;
use mockras::campaign::{Coverage, Oracle};
use mockras::dll::Registered;
use mockras::generate::{Draw, End, Shape, Tier, bytes, case, fault, mutate, shrink};
use mockras::pipeline::{InProcess, judged, named};
use mockras::ras::{Hostile, HostileSet};
use mockras::scenario::{Dll, Scenario, Step, Stock};

use super::drawn::shape;
use crate::proof::every_rule;

fn every_kind() -> HostileSet {
    Hostile::ALL.iter().copied().collect()
}

#[test]
fn hostile_is_drawn_at_the_highest_tier_alone() {
    for &tier in Tier::ALL {
        let drawn = (0..1000).map(|number| case(41, number, &shape(tier)));
        let hostile: Vec<Scenario> = drawn.filter(|drawn| !drawn.hostile.is_empty()).collect();
        let kinds: BTreeSet<Hostile> = hostile.iter().flat_map(|drawn| drawn.hostile.iter()).collect();
        if tier == Tier::Paranoid {
            assert!((250..350).contains(&hostile.len()), "{}", hostile.len());
            assert_eq!(kinds, Hostile::ALL.iter().copied().collect());
            assert!(hostile.iter().all(|drawn| Tier::of(drawn) == Tier::Paranoid));
            let sets: BTreeSet<HostileSet> = hostile.iter().map(|drawn| drawn.hostile).collect();
            assert_eq!(sets.len(), 31, "every set is drawn");
        } else {
            assert_eq!(hostile, []);
        }
    }
}

#[test]
fn hostile_comes_and_goes_in_changes() {
    let plain = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let wrong = Scenario { hostile: every_kind(), ..plain.clone() };
    let changed = |scenario: &Scenario, tier: Tier, number: u64| {
        let bytes = bytes(42, number);
        mutate(scenario, scenario, &mut Draw::new(&mut Unstructured::new(&bytes)), &shape(tier)).hostile
    };
    let came = (0..400).filter(|number| !changed(&plain, Tier::Paranoid, *number).is_empty()).count();
    let went = (0..400).filter(|number| changed(&wrong, Tier::Paranoid, *number) != every_kind()).count();
    assert!((20..80).contains(&came) && (20..80).contains(&went), "{came} {went}");
    let strict = (0..100).all(|number| {
        changed(&plain, Tier::Strict, number).is_empty() && changed(&wrong, Tier::Strict, number).is_empty()
    });
    assert!(strict, "the shape does not hold");
}

/// Rules read what the service meant, not what DLLs were handed, and no stock DLL can be made to break one.
#[test]
fn nobody_is_blamed_for_what_is_hostile() {
    let drawn = (0..2000).map(|number| case(43, number, &shape(Tier::Paranoid)));
    let mut played = 0;
    for scenario in drawn.filter(|drawn| !drawn.hostile.is_empty()) {
        let (run, verdicts) = judged(&scenario, &InProcess, every_rule());
        let found: String = verdicts.findings().map(|finding| finding.to_string()).collect();
        assert!(found.is_empty(), "{found}{run}");
        played += 1;
    }
    assert!(played > 500, "{played}");
    for stock in Stock::ALL {
        for number in 0..60 {
            let shape = Shape { subjects: vec![Dll::stock(*stock)], ..shape(Tier::Paranoid) };
            let drawn = case(44, number, &shape);
            if drawn.profile.is_2000_or_earlier() {
                continue;
            }
            let scenario = Scenario { hostile: every_kind(), ..drawn };
            let (run, verdicts) = judged(&scenario, &InProcess, every_rule());
            let found: String = verdicts.findings().map(|finding| finding.to_string()).collect();
            assert!(found.is_empty(), "{stock}: {found}{run}");
        }
    }
}

#[test]
fn fault_that_endless_text_shows_is_found_at_the_highest_tier_and_made_small() {
    let fault = fault::named("copies-endless-names").expect("a fault of that name");
    let subjects = fault.scenario().dlls;
    let oracle = Oracle::by(every_rule());
    let faulty = |scenario: &Scenario| -> Vec<Registered> {
        named(scenario).into_iter().map(|dll| fault.wrap(dll)).collect()
    };
    let found = |tier: Tier| {
        let shape = Shape { subjects: subjects.clone(), ..shape(tier) };
        (0..400).map(move |number| case(45, number, &shape)).find_map(|scenario| {
            let outcome = oracle.judge(&scenario, &faulty(&scenario)[..]);
            let of_accept = |text: &str| text.starts_with("RUN-01 ");
            let problem = outcome.problems.iter().find(|problem| of_accept(problem.signature.text()))?;
            Some((scenario, problem.signature.clone()))
        })
    };
    assert_eq!(found(Tier::Strict), None, "names end at every lower tier");
    let (scenario, signature) = found(Tier::Paranoid).expect("three in ten are hostile");
    let mut keeps = |smaller: &Scenario| oracle.shows(smaller, &faulty(smaller)[..], &signature);
    let shrunk = shrink(&scenario, 4_000, &mut keeps);
    let smallest = &shrunk.scenario;
    assert_eq!((shrunk.end, smallest.steps.len()), (End::Smallest, 1), "{}", smallest.to_toml());
    assert_eq!(smallest.hostile, [Hostile::UnterminatedText].into_iter().collect());
    assert_eq!(Tier::of(smallest), Tier::Paranoid);
    assert!(smallest.to_toml().starts_with("hostile = [\"unterminated-text\"]\nsteps = ["));
}

/// A DLL in Rust takes references to names: nothing of what it does is another.
#[test]
fn names_that_are_null_change_nothing_for_dlls_in_rust() {
    let plain = fault::named("double-lease").expect("a fault of that name").scenario();
    let null = Scenario { hostile: [Hostile::NullNames].into_iter().collect(), ..plain.clone() };
    let (run, other) = (mockras::run(&plain, &[]), mockras::run(&null, &[]));
    assert_eq!(run.entries, other.entries);
    assert_eq!((run.header.hostile, other.header.hostile), (HostileSet::NONE, null.hostile));
}

#[test]
fn hostile_is_told_by_coverage() {
    let scenario = Scenario { hostile: every_kind(), ..Scenario::of([Step::dial("VPN2-0", "alice")]) };
    let (run, verdicts) = judged(&scenario, &InProcess, every_rule());
    let mut coverage = Coverage::default();
    coverage.note(&run, &verdicts);
    let counts = coverage.counts();
    for kind in Hostile::ALL {
        assert_eq!(counts.get(&format!("value hostile {kind}")), Some(&1), "{kind}");
    }
}

/// The rules about DLLs that rest on what is hostile do not apply then; RUN-01 does.
#[test]
fn rules_that_rest_on_what_is_hostile_do_not_apply() {
    let broken = |name: &str, hostile: HostileSet| {
        let fault = fault::named(name).expect("a fault of that name");
        let scenario = Scenario { hostile, ..fault.scenario() };
        let dlls: Vec<_> = named(&scenario).into_iter().map(|dll| fault.wrap(dll)).collect();
        let (_, verdicts) = judged(&scenario, &dlls[..], every_rule());
        verdicts.findings().map(|finding| finding.rule.id).collect::<BTreeSet<_>>()
    };
    let kind = |kind: Hostile| [kind].into_iter().collect::<HostileSet>();
    let below_zero = |hostile| broken("sessions-below-zero", hostile);
    assert_eq!(below_zero(HostileSet::NONE), ["HANGUP-07", "RUN-01"].into());
    assert_eq!(below_zero(kind(Hostile::NullHandles)), ["RUN-01"].into());
    let lease = |hostile| broken("double-lease", hostile).contains("IP4-19");
    assert!(lease(HostileSet::NONE) && lease(kind(Hostile::NullHandles)) && !lease(kind(Hostile::NullNames)));
}
