//! Every small scenario is played and judged.

use std::fmt::Write as _;

use mockras::campaign::idle_step;
use mockras::check::{Twins, judge};
use mockras::generate::{Exhaustive, Walked};
use mockras::model::Event;
use mockras::pipeline::{InProcess, Runner};
use mockras::ras::NamedReading;
use mockras::scenario::{Scenario, Step};
use mockras::transcript::{Entry, EntryKind};

use crate::proof;
use crate::proof::every_rule;

/// Goes through all scenarios. What breaks a rule, and how many were played.
fn walked(length: u32, readings: &[Option<NamedReading>]) -> (Walked, String) {
    let every = Exhaustive::new(length, readings);
    let mut broken = String::new();
    let walked = every.walk(0..every.count(), &mut |index, scenario| {
        let run = InProcess.run(scenario);
        // What a stock DLL does is no breach either; one that is scripted may do anything.
        let is_stock = scenario.dlls.iter().all(|dll| dll.script.is_none());
        let rules = if is_stock { every_rule() } else { proof::RULES };
        for finding in judge(&run, Twins::default(), rules).findings().take(1) {
            write!(broken, "number {index}:\n{finding}\n{}\n", scenario.to_toml()).expect("a string grows");
        }
        idle_step(&run)
    });
    (walked, broken)
}

#[test]
fn no_rule_is_broken_up_to_four_steps() {
    let (walked, broken) = walked(4, &[None]);
    assert_eq!(broken, "");
    assert_eq!(walked, Walked { played: 17_463, left_out: 145_260 });
}

#[test]
fn no_rule_is_broken_under_any_reading_up_to_two_steps() {
    let readings = Exhaustive::readings();
    let (walked, broken) = walked(2, &readings);
    assert_eq!(broken, "");
    assert_eq!(walked, Walked { played: 31_944, left_out: 31_680 });
}

/// A transcript without the steps that did not apply, and without the numbers of steps.
fn effect(scenario: &Scenario) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for mut entry in InProcess.run(scenario).entries {
        match &mut entry.kind {
            EntryKind::Skipped(_) => _ = entries.pop(),
            kind => {
                if let EntryKind::Event(Event::Step { number, .. }) = kind {
                    *number = 0;
                }
                entries.push(entry);
            }
        }
    }
    entries
}

/// That is why what begins with such a step can be left out.
#[test]
fn a_step_that_does_not_apply_changes_nothing() {
    let every = Exhaustive::new(3, &[None]);
    let mut compared = 0;
    for index in (0..every.count()).step_by(23) {
        let scenario = every.scenario(index);
        let Some(idle) = idle_step(&InProcess.run(&scenario)) else { continue };
        let mut without = scenario.clone();
        without.steps.remove(idle as usize - 1);
        assert_eq!(effect(&scenario), effect(&without), "{}", scenario.to_toml());
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn every_number_is_another_scenario_and_lists_are_preceded_by_their_beginnings() {
    let every = Exhaustive::new(2, &[None]).with_dlls(vec![Vec::new()]);
    let all: Vec<Scenario> = (0..every.count()).map(|index| every.scenario(index)).collect();
    for (at, scenario) in all.iter().enumerate() {
        assert!(!all[at + 1..].contains(scenario), "number {at} comes again");
        if let Some((_, beginning)) = scenario.steps.split_last() {
            let before = all[..at].iter().rev().find(|before| before.steps.len() < scenario.steps.len());
            assert_eq!(before.expect("a shorter one").steps, beginning, "number {at}");
        }
    }
    let lengths = [0, 1, 2].map(|length| all.iter().filter(|one| one.steps.len() == length).count());
    assert_eq!(lengths, [1, 15, 225]);
}

#[test]
fn after_is_the_first_number_that_begins_otherwise() {
    let every = Exhaustive::new(3, &[None, Some(("vote", "ask_all"))]);
    for index in (0..every.count()).step_by(37) {
        let scenario = every.scenario(index);
        for steps in 0..=scenario.steps.len() {
            let begins = |index| {
                let other = every.scenario(index);
                (other.policy, &other.dlls) == (scenario.policy, &scenario.dlls)
                    && other.steps.starts_with(&scenario.steps[..steps])
            };
            let after = every.after(index, u32::try_from(steps).expect("few"));
            assert!(begins(after - 1), "{index} {steps}");
            assert!(after == every.count() || !begins(after), "{index} {steps}");
        }
    }
}

#[test]
fn what_follows_an_idle_step_is_left_out_in_any_shards() {
    let every = Exhaustive::new(3, &[None]).with_dlls(vec![Vec::new()]);
    let stop = |scenario: &Scenario| {
        let first = scenario.steps.iter().position(|step| **step == Step::Stop);
        first.map(|at| u32::try_from(at + 1).expect("few"))
    };
    let whole = every.walk(0..every.count(), &mut |_, scenario| stop(scenario));
    // Fourteen other steps, and one at the end that is idle.
    assert_eq!(whole.played, 1 + 15 + 14 * 15 + 14 * 14 * 15);
    assert_eq!(whole.played + whole.left_out, every.count());
    let mut parts = Walked::default();
    for start in (0..every.count()).step_by(100) {
        let part = every.walk(start..start + 100, &mut |_, scenario| stop(scenario));
        parts = Walked { played: parts.played + part.played, left_out: parts.left_out + part.left_out };
    }
    assert_eq!(parts, whole);
}
