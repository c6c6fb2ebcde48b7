//! Runs that go on one step at a time: the same transcripts as at once, and what can be seen in between.

use std::sync::Arc;

use mockras::Play;
use mockras::model::{ConnectionEvent, Event};
use mockras::pipeline::{InProcess, Recorded, Runner};
use mockras::prelude::*;
use mockras::scenario::{Dll, OnPort, Stock};
use mockras::transcript::EntryKind;

use crate::corpus::corpus;

fn hang_up(port: &str) -> Step {
    Step::HangUp(OnPort { port: port.into() })
}

/// The corpus, and what each scenario gives at once.
fn runs() -> impl Iterator<Item = (&'static str, &'static Scenario, mockras::transcript::Transcript)> {
    corpus().iter().map(|(name, scenario)| (&name[..], scenario, InProcess.run(scenario)))
}

#[test]
fn corpus_step_by_step_gives_the_same_transcripts() {
    for (name, scenario, run) in runs() {
        let mut play = Play::on(&InProcess, scenario);
        let mut steps = 0;
        while play.advance().is_some() {
            steps += 1;
            assert!(run.entries.starts_with(&play.transcript().entries), "{name}, step {steps}");
        }
        assert_eq!(steps, scenario.steps.len(), "{name}");
        assert_eq!(play.finish(), run, "{name}");
    }
}

#[test]
fn corpus_is_played_again_from_its_records() {
    for (name, scenario, run) in runs() {
        // What is in a file is as good.
        let text = run.to_string();
        let record = Recorded::of(mockras::transcript::Transcript::parse_text(&text).expect("it reads back"));
        let again = record.run(scenario);
        assert_eq!(record.cut(), None, "{name}");
        assert_eq!(again, run, "{name}");
        assert_eq!(record.run(&record.scenario()), run, "{name}: its own scenario");
        let play = Play::on(&record, scenario);
        assert_eq!(play.finish(), run, "{name}: step by step");
    }
}

#[test]
fn record_knows_the_connections_of_the_run() {
    let scenario =
        Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob"), hang_up("VPN2-0")]);
    let record = Recorded::of(InProcess.run(&scenario));
    let (mut here, mut there) = (Play::on(&InProcess, &scenario), Play::on(&record, &scenario));
    for up in [1, 2, 1] {
        assert_eq!(here.advance(), there.advance());
        assert_eq!(here.connections(), there.connections());
        assert_eq!(here.ports(), there.ports());
        assert_eq!(there.connections().len(), up);
    }
}

#[test]
fn record_of_another_run_is_cut_short_where_they_part() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]);
    let record = Recorded::of(InProcess.run(&scenario));
    let mut play = Play::on(&record, &scenario);
    play.advance();
    assert_eq!(play.cut(), None);
    let before = play.transcript().clone();
    assert!(play.step(Step::dial("VPN2-1", "carol")).is_empty());
    let why = play.cut().expect("carol is not in the record");
    let expected = "the record says otherwise: entry 20 would be `0.000 step 2 { dial = { port = \"VPN2-1\", user = \
                    \"carol\" } }`, and it has `0.000 step 2 { dial = { port = \"VPN2-1\", user = \"bob\" } }`";
    assert_eq!(why, expected);
    assert_eq!(record.cut().as_deref(), Some(expected), "who asks the runner is told, too");
    // Nothing is real after that.
    assert!(play.step(Step::dial("VPN2-1", "bob")).is_empty());
    assert_eq!(play.finish(), before);
}

#[test]
fn record_that_ends_early_is_played_as_far_as_it_goes() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]);
    let mut run = InProcess.run(&scenario);
    for entries in 0..run.entries.len() {
        let mut short = run.clone();
        short.entries.truncate(entries);
        let record = Recorded::of(short.clone());
        assert_eq!(record.run(&scenario), short);
        assert!(record.cut().expect("it is over").ends_with("and it is over"), "{entries}");
    }
    // One whose answer was changed: the service does not do the same any more.
    let vote = run.entries.iter_mut().find_map(|entry| match &mut entry.kind {
        EntryKind::Answered(returned) if returned.value == Some(1) => Some(&mut returned.value),
        _ => None,
    });
    *vote.expect("somebody votes") = Some(0);
    let record = Recorded::of(run);
    record.run(&scenario);
    assert!(record.cut().is_some());
}

#[test]
fn steps_can_come_between_those_of_the_scenario() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]);
    let mut play = Play::new(&scenario, &[]);
    assert!(!play.is_running());
    play.advance();
    assert!(play.is_running());
    play.step(Arc::new(Step::dial("VPN2-1", "bob")));
    assert_eq!(play.connections().iter().map(|up| up.user.to_string()).collect::<Vec<_>>(), ["alice", "bob"]);
    let run = play.finish();
    let steps = [Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob"), Step::Stop];
    assert_eq!(run, mockras::run(&Scenario::of(steps), &[]));
}

#[test]
fn play_that_stops_early_leaves_steps_out() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]);
    let mut play = Play::new(&scenario, &[]);
    play.advance();
    assert_eq!(play.stop(), mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]));
    // Nothing at all starts the service and stops it, as a scenario without steps does.
    assert_eq!(Play::new(&scenario, &[]).stop(), mockras::run(&Scenario::of([]), &[]));
}

#[test]
fn two_plays_go_on_side_by_side() {
    let pool = || mockras::dll::stock::registered(&Dll::stock(Stock::AddressPool));
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]);
    let dlls = [pool()];
    let (mut one, mut other) = (Play::new(&scenario, &dlls), Play::new(&scenario, &dlls));
    while let Some(happened) = one.advance() {
        let happened = happened.to_vec();
        assert_eq!(other.advance(), Some(&happened[..]));
    }
    let address = |play: &Play| play.connections().last().map(|up| up.client_ipv4);
    assert!(address(&one).is_some());
    assert_eq!(address(&one), address(&other), "each has a pool of its own");
}

#[test]
fn calls_so_far_have_their_answers() {
    let gate = Dll { users: Some(vec!["mallory".into()]), ..Dll::stock(Stock::RefuseUser) };
    let dlls = [mockras::dll::stock::registered(&gate)];
    let mut play = Play::new(&Scenario::default(), &dlls);
    play.step(Step::dial("VPN2-0", "mallory"));
    let votes: Vec<Option<u32>> = play
        .calls()
        .filter(|(ask, _)| ask.entry.callout == Callout::AcceptNewConnectionEx)
        .map(|(_, came)| came.expect("it returns").value)
        .collect();
    assert_eq!(votes, [Some(0)]);
    let refused = |entry: &mockras::transcript::Entry| {
        matches!(&entry.kind, EntryKind::Event(Event::Connection { what: ConnectionEvent::Refused(_), .. }))
    };
    assert!(play.transcript().entries.iter().any(refused));
    let before = play.calls().count();
    play.step(hang_up("VPN2-0"));
    assert_eq!(play.calls().count(), before, "the port is idle");
}
