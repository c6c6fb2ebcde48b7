//! What runs reach is told from their transcripts, completely and the same every time.

use mockras::campaign::{Coverage, Kind};
use mockras::check::Verdicts;
use mockras::generate::{Shape, case};
use mockras::pipeline::{InProcess, Runner, judged};
use mockras::ras::Policy;
use mockras::scenario::{Scenario, Step};
use mockras::transcript::Transcript;

use crate::corpus::corpus;
use crate::proof::every_rule;

/// What these numbers of a campaign reach.
fn generated(numbers: std::ops::Range<u64>) -> Coverage {
    let mut coverage = Coverage::default();
    for number in numbers {
        let scenario = case(1, number, &Shape::default());
        let (transcript, verdicts) = judged(&scenario, &InProcess, every_rule());
        coverage.note(&scenario, &transcript, &verdicts);
    }
    coverage
}

/// What a run reaches, without what rules say of it.
fn reached(scenario: &Scenario, transcript: &Transcript) -> Coverage {
    let mut coverage = Coverage::default();
    coverage.note(scenario, transcript, &Verdicts { outcomes: Vec::new(), is_cut: false });
    coverage
}

#[test]
fn what_is_known_is_not_new() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let (transcript, verdicts) = judged(&scenario, &InProcess, every_rule());
    let mut coverage = Coverage::default();
    let new = coverage.note(&scenario, &transcript, &verdicts);
    let behaviour = Kind::ALL.iter().filter(|kind| kind.is_behaviour());
    assert_eq!(new as usize, behaviour.map(|kind| coverage.of_kind(*kind).len()).sum::<usize>());
    assert_eq!(coverage.note(&scenario, &transcript, &verdicts), 0);
    assert!(coverage.counts().values().all(|runs| *runs == 2), "{:?}", coverage.counts());
    // Nor is what an earlier campaign has told.
    let mut read: Coverage = coverage.counts().into_iter().collect();
    assert_eq!(read, coverage);
    assert_eq!(read.note(&scenario, &transcript, &verdicts), 0);
    assert_eq!(read.counts()["callout AcceptNewConnectionEx"], 3);
}

#[test]
fn parts_of_a_campaign_add_up() {
    let (whole, mut one, two) = (generated(0..60), generated(0..25), generated(25..60));
    one.merge(&two);
    assert_eq!(one, whole);
    assert_eq!(one.table(), whole.table());
    let names: Vec<String> = whole.counts().into_keys().collect();
    assert!(names.iter().all(|name| Kind::ALL.iter().any(|kind| name.starts_with(&format!("{kind} ")))));
    assert!(names.len() > 500, "{}", names.len());
}

#[test]
fn what_was_not_reached_is_told_by_name() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let coverage = reached(&scenario, &InProcess.run(&scenario));
    let callouts = coverage.unreached(Kind::Callout);
    assert!(callouts.contains(&"AcceptTunnelEndpointChangeEx".to_owned()), "{callouts:?}");
    assert!(!callouts.contains(&"AcceptNewConnectionEx".to_owned()), "{callouts:?}");
    for kind in Kind::ALL.iter().filter(|kind| kind.known().is_some()) {
        let (reached, unreached) = (coverage.of_kind(*kind).len(), coverage.unreached(*kind).len());
        assert_eq!(Some(reached + unreached), kind.known(), "{kind}");
    }
    let table = coverage.table();
    assert!(
        table.contains(" AcceptTunnelEndpointChangeEx,\n  ValidatePreAuthenticatedConnectionEx,"),
        "{table}"
    );
    assert!(table.lines().all(|line| line.len() <= 100), "{table}");
}

/// A reading that changes what happens must be told: its question has come up with it or without it.
#[test]
fn every_reading_that_changes_a_run_of_the_corpus_is_told() {
    let mut missed = Vec::new();
    for (name, scenario) in corpus() {
        let base = InProcess.run(&scenario);
        let told = reached(&scenario, &base).counts();
        for field in Policy::FIELDS {
            let own = scenario.policy.reading(field.name).expect("a policy of the table");
            for (reading, _) in field.readings.iter().filter(|(reading, _)| *reading != own) {
                let mut changed = scenario.clone();
                changed.policy.set(field.name, reading).expect("a reading of the table");
                let run = InProcess.run(&changed);
                let also = || reached(&changed, &run).counts();
                if run.entries != base.entries
                    && !told.contains_key(&format!("reading {}={own}", field.name))
                    && !also().contains_key(&format!("reading {}={reading}", field.name))
                {
                    missed.push(format!("{name}: {}={reading}", field.name));
                }
            }
        }
    }
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn the_corpus_reaches_every_entry_point_and_every_reason_to_skip() {
    let mut coverage = Coverage::default();
    for (_, scenario) in corpus() {
        coverage.merge(&reached(&scenario, &InProcess.run(&scenario)));
    }
    for kind in [Kind::Callout, Kind::Skip] {
        assert_eq!(coverage.unreached(kind), Vec::<String>::new(), "{kind}");
    }
}
