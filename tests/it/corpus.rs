//! The corpus: every scenario file against its snapshot, and proof that together they show everything.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use mockras::model::Via;
use mockras::ras::{Callout, Policy, PolicyField, Series};
use mockras::scenario::Scenario;
use mockras::transcript::{EntryKind, Transcript};

use mockras_testing::source::{corpus_files, root};

/// Readings that no transcript can show, each with the reason.
const NOT_OBSERVABLE: &[(&str, &str, &str)] = &[(
    "auth_header_size",
    "actual",
    "the size of a structure with a handle depends on the pointer width, so no snapshot may hold it; `views` tests it",
)];

/// Every scenario of the corpus: `topic/name` and the scenario.
pub(crate) fn corpus() -> Vec<(String, Scenario)> {
    let load = |(name, file): (String, _)| (name, Scenario::load(&file).expect("the corpus can be read"));
    corpus_files().into_iter().map(load).collect()
}

#[test]
fn every_scenario_has_its_transcript() {
    for (name, scenario) in corpus() {
        let (topic, name) = name.split_once('/').expect("topic and name");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(root().join("snapshots/corpus").join(topic));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, mockras::run(&scenario, &[])));
    }
}

#[test]
fn every_transcript_survives_both_forms_and_a_second_run() {
    for (name, scenario) in corpus() {
        let transcript = mockras::run(&scenario, &[]);
        assert_eq!(mockras::run(&scenario, &[]), transcript, "{name}: the second run");
        assert_eq!(Transcript::parse_text(&transcript.to_string()).as_ref(), Ok(&transcript), "{name}: text");
        #[cfg(feature = "json")]
        assert_eq!(Transcript::parse_json(&transcript.to_json()).as_ref(), Ok(&transcript), "{name}: JSON");
    }
}

/// A transcript as it can be compared across policies: without the header, which names the policy.
fn entries(scenario: &Scenario, field: &str, reading: &str) -> String {
    let mut scenario = scenario.clone();
    scenario.policy.set(field, reading).expect("the table names fields and readings");
    let transcript = mockras::run(&scenario, &[]);
    Transcript { header: Default::default(), ..transcript }.to_string()
}

/// The first scenario whose transcript under this reading differs from the one under the default reading.
fn shown_by<'a>(corpus: &'a [(String, Scenario)], field: &PolicyField, reading: &str) -> Option<&'a str> {
    let default = field.readings[0].0;
    let differs = |scenario| entries(scenario, field.name, reading) != entries(scenario, field.name, default);
    corpus.iter().find(|(_, scenario)| differs(scenario)).map(|(name, _)| name.as_str())
}

#[test]
fn every_reading_is_shown_by_a_scenario() {
    let corpus = corpus();
    let mut table = String::new();
    let mut unseen = Vec::new();
    for field in Policy::FIELDS {
        for (reading, _) in &field.readings[1..] {
            let shown = shown_by(&corpus, field, reading);
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
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("policies", table));
}

#[test]
fn a_reading_that_changes_nothing_is_not_shown() {
    let nothing_happens = vec![("empty".to_owned(), Scenario::default())];
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

fn reach(corpus: &[(String, Scenario)]) -> Reach {
    let mut reach = Reach::default();
    for (_, scenario) in corpus {
        let mut here = Vec::new();
        for entry in mockras::run(scenario, &[]).entries {
            match entry.kind {
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
    let reach = reach(&corpus());
    let all = entry_points();
    let unasked: Vec<_> = all.difference(&reach.asked).collect();
    assert_eq!(unasked, Vec::<&Reached>::new(), "entry points that no scenario asks");
    let sound: Vec<_> = all.difference(&reach.faulted).collect();
    assert_eq!(sound, Vec::<&Reached>::new(), "entry points that fault in no scenario");
}

#[test]
fn every_series_is_shown_with_all_that_goes_beside_it() {
    let reach = reach(&corpus());
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
