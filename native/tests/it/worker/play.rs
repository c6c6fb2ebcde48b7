//! Runs that go on one step at a time in children: the same transcripts as at once, whatever DLLs do.

use std::collections::BTreeSet;

use mockras::Play;
use mockras::model::Fault;
use mockras::pipeline::{Recorded, Runner};
use mockras::prelude::*;
use mockras::scenario::{Dll, OnPort, Span};
use mockras::transcript::{Entry, EntryKind, Transcript};
use mockras_native::worker::Isolated;
use mockras_testing::dll::c;
use proptest::prelude::*;

use super::{ACCESS, dll, isolated};
use crate::corpus;

fn pool() -> Dll {
    Dll::file(c("conforming/ipv4_pool").to_str().expect("the path is text"))
}

fn hang_up(port: &str) -> Step {
    Step::HangUp(OnPort { port: port.into() })
}

/// What a scenario gives step by step: at each step the beginning of the run at once, in the end all of it.
fn assert_same(children: &Isolated, name: &str, scenario: &Scenario) -> Transcript {
    let run = children.run(scenario);
    let mut play = Play::on(children, scenario);
    while play.advance().is_some() {
        assert!(run.entries.starts_with(&play.transcript().entries), "{name}: {}", play.transcript());
    }
    assert_eq!(play.finish(), run, "{name}");
    assert_eq!(children.cut(), None, "{name}");
    run
}

#[test]
fn corpus_with_a_native_dll_is_the_same_step_by_step() {
    let children = isolated();
    let mut words = BTreeSet::new();
    for (name, scenario) in corpus().into_iter().step_by(3) {
        let scenario = Scenario { dlls: vec![pool()], dll_path: None, ..scenario };
        let run = assert_same(&children, &name, &scenario);
        words.extend(scenario.steps.iter().map(|step| step.verb()));
        // Nobody needs the DLL for the same run again.
        let record = Recorded::of(run.clone());
        assert_eq!(record.run(&scenario), run, "{name}: {:?}", record.cut());
    }
    assert!(words.len() > 10, "{words:?}");
}

/// The faults in these entries.
fn faults(entries: &[Entry]) -> Vec<&Fault> {
    let each = entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Faulted(fault) => Some(fault),
        _ => None,
    });
    each.collect()
}

#[test]
fn crash_is_seen_in_its_step_and_the_play_goes_on() {
    let falls =
        dll("falls_at_bob", "static int links;\n#define LINK if (++links == 2) *(volatile int *)8 = 1");
    let steps = [
        Step::dial("VPN2-0", "alice"),
        Step::dial("VPN2-1", "bob"),
        Step::Start,
        Step::dial("VPN2-0", "carol"),
    ];
    let scenario = Scenario { dlls: vec![falls], ..Scenario::of(steps) };
    let children = isolated();
    let mut play = Play::on(&children, &scenario);
    assert!(faults(play.advance().expect("alice")).is_empty());
    assert_eq!(play.connections().len(), 1);
    let happened = play.advance().expect("bob");
    let [fault] = faults(happened)[..] else { panic!("one crash: {happened:?}") };
    assert!(fault.what.contains(ACCESS), "{}", fault.what);
    assert!(!play.is_running() && play.connections().is_empty(), "the service has ended with its process");
    play.advance();
    assert!(faults(play.advance().expect("carol")).is_empty(), "a fresh process");
    assert_eq!(play.connections().len(), 1);
    assert_eq!(play.cut(), None);
    assert_eq!(play.finish(), children.run(&scenario));
}

#[test]
fn hang_is_seen_in_its_step_and_the_play_goes_on() {
    let hangs = dll("hangs_at_bob", "static int links;\n#define LINK if (++links == 2) for (;;)");
    let steps = [
        Step::dial("VPN2-0", "alice"),
        Step::dial("VPN2-1", "bob"),
        Step::Start,
        Step::dial("VPN2-0", "carol"),
    ];
    let scenario = Scenario { dlls: vec![hangs], ..Scenario::of(steps) };
    let children = isolated().timeout(Span { ms: 1_000 });
    let mut play = Play::on(&children, &scenario);
    play.advance();
    let [fault] = faults(play.advance().expect("bob"))[..] else { panic!("one hang") };
    assert!(fault.is_hang(), "{}", fault.what);
    play.advance();
    play.advance();
    assert_eq!(play.connections().len(), 1, "carol is in");
    assert_eq!(play.finish(), children.run(&scenario));
}

#[test]
fn plays_and_runs_share_no_children() {
    let scenario = Scenario {
        dlls: vec![pool()],
        ..Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob"), hang_up("VPN2-0")])
    };
    let children = isolated();
    let run = children.run(&scenario);
    let (mut one, mut other) = (Play::on(&children, &scenario), Play::on(&children, &scenario));
    while let Some(happened) = one.advance() {
        let happened = happened.to_vec();
        assert_eq!(children.run(&scenario), run, "in between");
        assert_eq!(other.advance(), Some(&happened[..]));
        assert_eq!(one.connections(), other.connections());
    }
    // One is dropped in the middle, and the other is played to its end.
    drop(other);
    assert_eq!(one.finish(), run);
    assert_eq!(children.run(&scenario), run);
}

#[test]
fn play_without_children_is_cut_short() {
    let nobody = Isolated::new("./no_such_program", [""; 0]);
    let mut play = Play::on(&nobody, &Scenario { dlls: vec![pool()], ..Scenario::default() });
    play.step(Step::dial("VPN2-0", "alice"));
    let why = play.cut().expect("there is no child");
    assert!(why.starts_with("a child cannot be started: "), "{why}");
    assert!(play.step(Step::dial("VPN2-0", "alice")).is_empty());
    assert!(!play.finish().to_string().contains("connected"));
    assert_eq!(nobody.cut().as_deref(), Some(&why[..]), "who asks the children is told, too");
    assert_eq!(nobody.cut(), None, "once");
}

/// A model that a user might write: who is in, and nobody has the address of another.
fn in_lock_step(children: &Isolated, dll: Dll, moves: &[(bool, u8)]) -> Result<(), TestCaseError> {
    let mut play = Play::on(children, &Scenario { dlls: vec![dll], ..Scenario::default() });
    let mut model = BTreeSet::new();
    for (dials, at) in moves {
        let port = format!("VPN2-{at}");
        if *dials {
            play.step(Step::dial(&port, format!("user{at}")));
            model.insert(format!("user{at}"));
        } else {
            play.step(hang_up(&port));
            model.remove(&format!("user{at}"));
        }
        let up = play.connections();
        let users: BTreeSet<String> = up.iter().map(|one| one.user.to_string()).collect();
        prop_assert_eq!(users, model.clone());
        let addresses: BTreeSet<_> = up.iter().map(|one| one.client_ipv4).collect();
        prop_assert_eq!(addresses.len(), up.len(), "two users have one address");
    }
    let run = play.stop();
    prop_assert!(run.verdicts().errors().next().is_none(), "{}", run);
    Ok(())
}

#[test]
fn model_of_a_user_runs_in_lock_step_with_a_native_dll() {
    let moves = prop::collection::vec((any::<bool>(), 0..3u8), 1..12);
    let config = |cases| ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
    let runner = |cases| proptest::test_runner::TestRunner::new(config(cases));
    let children = isolated();
    runner(24)
        .run(&moves, |moves| in_lock_step(&children, pool(), &moves))
        .expect("the pool does what the model does");
    // With a DLL that lets no link come up, the smallest moves are one dial.
    let refuses = dll("refuses_links", "#define LINK return 0");
    let failed = runner(24).run(&moves, |moves| in_lock_step(&children, refuses.clone(), &moves));
    let Err(proptest::test_runner::TestError::Fail(_, smallest)) = failed else { panic!("nobody is in") };
    assert_eq!(smallest, [(true, 0)]);
}
