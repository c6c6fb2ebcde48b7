//! Every small scenario is played and judged.

use std::fmt::Write as _;

use mockras::campaign::idle_step;
use mockras::check::{Binds, Rule, all_rules, judge};
use mockras::generate::{Exhaustive, Walked};
use mockras::model::Event;
use mockras::pipeline::{InProcess, Runner};
use mockras::ras::NamedReading;
use mockras::scenario::Scenario;
use mockras::transcript::{Entry, EntryKind};

/// Goes through all scenarios. What breaks a rule, and how many were played.
fn walked(length: u32, readings: &[Option<NamedReading>]) -> (Walked, String) {
    let service: Vec<&'static Rule> =
        all_rules().iter().copied().filter(|rule| rule.binds == Binds::Service).collect();
    let every = Exhaustive::new(length, readings);
    let mut broken = String::new();
    let walked = every.walk(0..every.count(), &mut |index, scenario| {
        let run = InProcess.run(scenario);
        // What a stock DLL does is no breach either; one that is scripted may do anything.
        let is_stock = scenario.dlls.iter().all(|dll| dll.script.is_none());
        let rules = if is_stock { all_rules() } else { &service };
        for finding in judge(&run, None, rules).findings().take(1) {
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
    assert_eq!(walked, Walked { played: 30_492, left_out: 30_240 });
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
