//! The corpus: every scenario file against its snapshot, and proof that together they show everything.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use mockras::check::all_rules;
use mockras::model::Via;
use mockras::pipeline::{self, InProcess, Judging, sweep};
use mockras::ras::{Callout, Policy, PolicyField, Series};
use mockras::scenario::{Scenario, Step};
use mockras::transcript::{Entry, EntryKind, Transcript};

use mockras_testing::source::corpus_files;
use mockras_testing::{assert_snapshot, assert_snapshot_in};

/// Readings that no transcript can show, each with the reason.
const NOT_OBSERVABLE: &[(&str, &str, &str)] = &[(
    "auth_header_size",
    "actual",
    "the size of a structure with a handle depends on the pointer width, so no snapshot may hold it; `views` tests it",
)];

/// Every scenario of the corpus: `topic/name` and the scenario.
pub(crate) fn corpus() -> &'static [(String, Scenario)] {
    static CORPUS: LazyLock<Vec<(String, Scenario)>> = LazyLock::new(|| {
        let load = |(name, file): (String, _)| (name, Scenario::load(&file).expect("the corpus can be read"));
        corpus_files().into_iter().map(load).collect()
    });
    &CORPUS
}

/// A scenario of the corpus, by its name, and its transcript.
type Played = (&'static str, &'static Scenario, Transcript);

/// Every scenario of the corpus with its transcript.
fn played() -> &'static [Played] {
    static PLAYED: LazyLock<Vec<Played>> = LazyLock::new(|| {
        let play = |(name, scenario): &'static (String, Scenario)| {
            (&name[..], scenario, mockras::run(scenario, &[]))
        };
        corpus().iter().map(play).collect()
    });
    &PLAYED
}

#[test]
fn every_scenario_has_its_transcript() {
    for (name, _, transcript) in played() {
        let (topic, name) = name.split_once('/').expect("topic and name");
        assert_snapshot_in(format!("snapshots/corpus/{topic}"), name, &transcript.to_string());
    }
}

#[test]
fn every_transcript_survives_both_forms_and_a_second_run() {
    for (name, scenario, transcript) in played() {
        assert_eq!(mockras::run(scenario, &[]), *transcript, "{name}: the second run");
        assert_eq!(Transcript::parse_text(&transcript.to_string()).as_ref(), Ok(transcript), "{name}: text");
        #[cfg(feature = "json")]
        assert_eq!(Transcript::parse_json(&transcript.to_json()).as_ref(), Ok(transcript), "{name}: JSON");
    }
}

/// What happens under a reading. The header names the policy, so it cannot be compared across policies.
fn entries(scenario: &Scenario, field: &str, reading: &str) -> Vec<Entry> {
    let mut scenario = scenario.clone();
    scenario.policy.set(field, reading).expect("the table names fields and readings");
    mockras::run(&scenario, &[]).entries
}

/// The first scenario whose transcript under this reading differs from the one under the default reading.
fn shown_by(played: &[Played], field: &PolicyField, reading: &str) -> Option<&'static str> {
    let default = field.readings[0].0;
    let differs = |(_, scenario, transcript): &&Played| {
        let shown = entries(scenario, field.name, reading);
        if scenario.policy.reading(field.name) == Some(default) {
            shown != transcript.entries
        } else {
            shown != entries(scenario, field.name, default)
        }
    };
    played.iter().find(differs).map(|(name, ..)| *name)
}

#[test]
fn every_reading_is_shown_by_a_scenario() {
    let mut table = String::new();
    let mut unseen = Vec::new();
    for field in Policy::FIELDS {
        for (reading, _) in &field.readings[1..] {
            let shown = shown_by(played(), field, reading);
            writeln!(table, "{:<28}{:<18}{}", field.name, reading, shown.unwrap_or("-"))
                .expect("a string grows");
            let excused = NOT_OBSERVABLE.iter().any(|(f, r, _)| (*f, *r) == (field.name, *reading));
            if shown.is_none() && !excused {
                unseen.push(format!("{}={reading}", field.name));
            }
        }
    }
    assert_eq!(unseen, Vec::<String>::new(), "readings that no scenario shows");
    for (field, reading, reason) in NOT_OBSERVABLE {
        writeln!(table, "\n{field}={reading} is in no transcript: {reason}").expect("a string grows");
    }
    assert_snapshot("policies", &table);
}

#[test]
fn a_reading_that_changes_nothing_is_not_shown() {
    static EMPTY: LazyLock<Scenario> = LazyLock::new(Scenario::default);
    let nothing_happens = [("empty", &*EMPTY, mockras::run(&EMPTY, &[]))];
    let vote = Policy::FIELDS.iter().find(|field| field.name == "vote").expect("a policy");
    assert_eq!(shown_by(&nothing_happens, vote, "ask_all"), None);
}

/// An entry point, and whether it was reached by its slot in the callbacks table.
type Reached = (Callout, Via);

/// What the corpus reaches: entry points that are asked, that fault, and that are asked beside each series.
#[derive(Default, PartialEq, Debug)]
struct Reach {
    asked: BTreeSet<Reached>,
    faulted: BTreeSet<Reached>,
    beside: BTreeMap<Series, BTreeSet<Callout>>,
}

fn reach(played: &[Played]) -> Reach {
    let mut reach = Reach::default();
    for (_, _, transcript) in played {
        let mut here = Vec::new();
        for entry in &transcript.entries {
            match &entry.kind {
                EntryKind::Asked(ask) => here.push((ask.entry.callout, ask.entry.via)),
                EntryKind::Faulted(_) => reach.faulted.extend(here.last()),
                _ => {}
            }
        }
        let only = |series: &&Series| {
            let used = |series: &Series| here.iter().any(|(callout, _)| *callout == series.hangup());
            used(series) && Series::ALL.iter().filter(|series| used(series)).count() == 1
        };
        if let Some(series) = Series::ALL.iter().find(only) {
            reach.beside.entry(*series).or_default().extend(here.iter().map(|(callout, _)| *callout));
        }
        reach.asked.extend(here);
    }
    reach
}

/// Every entry point there is: 21 exports, 12 slots.
fn entry_points() -> BTreeSet<Reached> {
    let exports = Callout::ALL.iter().map(|&callout| (callout, Via::Export));
    exports.chain(Callout::SLOTS.map(|callout| (callout, Via::Slot))).collect()
}

#[test]
fn every_entry_point_is_asked_and_faults_somewhere() {
    let reach = reach(played());
    let all = entry_points();
    let unasked: Vec<_> = all.difference(&reach.asked).collect();
    assert_eq!(unasked, Vec::<&Reached>::new(), "entry points that no scenario asks");
    let sound: Vec<_> = all.difference(&reach.faulted).collect();
    assert_eq!(sound, Vec::<&Reached>::new(), "entry points that fault in no scenario");
}

#[test]
fn every_series_is_shown_with_all_that_goes_beside_it() {
    let reach = reach(played());
    for series in Series::ALL {
        let mut expected = vec![
            series.accept(),
            series.hangup(),
            Callout::AcceptNewLink,
            Callout::LinkHangupNotification,
            Callout::GetIpAddressForUser,
            Callout::ReleaseIpAddress,
            Callout::GetIpv6AddressForUser,
            Callout::ReleaseIpv6AddressForUser,
            Callout::AcceptReauthenticationEx,
        ];
        expected.retain(|callout| !reach.beside[series].contains(callout));
        assert_eq!(expected, Vec::<Callout>::new(), "beside series {series}");
    }
}

#[test]
fn an_empty_corpus_reaches_nothing() {
    assert_eq!(reach(&[]), Reach::default());
}

#[test]
fn sweep_tells_the_scenario_then_readings_then_pairs() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let dlls = pipeline::named(&scenario);
    let mut told = Vec::new();
    let swept =
        sweep(&scenario, &dlls[..], &Judging::by(all_rules()), &mut |variation| told.push(variation.changes));
    let sizes: Vec<usize> = told.iter().map(Vec::len).collect();
    assert!(sizes.is_sorted() && sizes[0] == 0, "{sizes:?}");
    assert!(told.contains(&vec![("ip_vs_accept", "accept_first")]), "{told:?}");
    let count = |size| u32::try_from(sizes.iter().filter(|at| **at == size).count()).expect("few");
    assert_eq!((count(1), count(2)), (swept.observed, swept.new_pairs));
    assert!(swept.alone > swept.observed && swept.pairs > swept.new_pairs, "{swept:?}");
}

#[test]
fn reading_that_nothing_shows_is_not_told() {
    let mut told = 0;
    let swept = sweep(&Scenario::default(), &InProcess, &Judging::by(&[]), &mut |_| told += 1);
    assert_eq!(told, 1 + swept.observed + swept.new_pairs);
    let all: usize = Policy::FIELDS.iter().map(|field| field.readings.len() - 1).sum();
    assert_eq!(Ok(swept.alone), u32::try_from(all));
}
