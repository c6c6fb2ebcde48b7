//! Two builds of a DLL under the same scenarios: what differs is folded, told with its plainest scenario, made smaller.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io;
use std::sync::Mutex;

use mockras::campaign::{Build, Builds, Compared, Pair, Witness};
use mockras::generate::Shape;
use mockras::pipeline::{InProcess, Runner, Sink};
use mockras::ras::Profile;
use mockras::scenario::{Dll, Scenario, Step};
use mockras::transcript::Header;

#[derive(Default)]
struct Heard {
    kinds: Mutex<BTreeSet<String>>,
    played: Mutex<u64>,
    /// After so many scenarios it is over.
    most: Option<u64>,
}

impl Witness for Heard {
    fn compared(&self) {
        *self.played.lock().expect("no thread panicked") += 1;
    }

    fn changed(&self, kind: &str) {
        self.kinds.lock().expect("no thread panicked").insert(kind.to_owned());
    }

    fn short_of_threads(&self, _playing: u32, why: &io::Error) {
        panic!("threads are short: {why}");
    }

    fn is_over(&self) -> bool {
        self.most.is_some_and(|most| *self.played.lock().expect("no thread panicked") >= most)
    }
}

fn dll(text: &str) -> Dll {
    text.parse().expect("a DLL")
}

fn builds(old: &str, new: &str, named: Vec<Scenario>, cases: u64) -> Builds {
    let (old, new) = (dll(old), dll(new));
    let shape = Shape { subjects: vec![old.clone()], profiles: vec![Profile::default()], ..Shape::default() };
    Builds { old, new, named, shape, seed: 1, cases }
}

fn pair() -> Pair {
    Pair { old: Box::new(InProcess), new: Box::new(InProcess) }
}

fn compared(builds: &Builds, jobs: u32) -> Compared {
    let heard = Heard::default();
    let compared = builds.compare(jobs, &pair, &heard);
    let kinds: BTreeSet<String> = compared.changes.keys().cloned().collect();
    assert_eq!(heard.kinds.into_inner().expect("no thread panicked"), kinds);
    compared
}

#[test]
fn build_behaves_as_itself() {
    for stock in ["stock:address-pool", "stock:session-log", "stock:quarantine-gate"] {
        let compared = compared(&builds(stock, stock, Vec::new(), 300), 2);
        assert_eq!(
            (compared.played, compared.changes.len(), compared.unsteady.len()),
            (300, 0, 0),
            "{stock}"
        );
        assert!(compared.exercised > 100 && compared.started > 100, "{compared:?}");
    }
}

#[test]
fn result_does_not_depend_on_threads() {
    let builds = builds("stock:address-pool", "stock:address-pool,size=3", Vec::new(), 500);
    let one = compared(&builds, 1);
    assert!(one.changes.len() > 1, "{one:?}");
    assert_eq!(one, compared(&builds, 3));
}

#[test]
fn scenario_that_somebody_wrote_stands_for_its_kind() {
    let kind = "AcceptNewConnectionEx: TRUE -> FALSE";
    let new = "stock:refuse-user,users=[alice,bob,carol,mallory]";
    let steps = ["alice", "bob"].map(|user| Step::dial(format!("port of {user}"), user));
    let long = Scenario::of(steps.clone());
    let short = Scenario::of([steps[1].clone()]);
    let with = builds("stock:accept-all,addresses=false", new, vec![long, short.clone()], 200);
    let found = &compared(&with, 1).changes[kind];
    assert_eq!((found.at, &found.scenario), (1, &short), "the shorter one of those that are written");
    assert!(found.times > 2, "generated ones are counted as well");
    let without = builds("stock:accept-all,addresses=false", new, Vec::new(), 200);
    let compared = compared(&without, 1);
    let found = without.smaller(&compared.changes[kind], &pair(), 500, &|| false);
    assert_eq!(found.scenario.steps.len(), 1, "{:?}", found.scenario);
    assert_eq!(found.change.kind, kind);
    let as_it_was = without.smaller(&compared.changes[kind], &pair(), 500, &|| true);
    assert_eq!(as_it_was.scenario, compared.changes[kind].scenario, "an interrupt ends the search");
}

#[test]
fn comparison_that_is_over_tells_what_it_has_played() {
    let builds = builds("stock:silent", "stock:silent", Vec::new(), 1000);
    let heard = Heard { most: Some(130), ..Heard::default() };
    assert_eq!(builds.compare(1, &pair, &heard).played, 130);
}

/// Plays another DLL in every second run.
struct Moody(Cell<bool>);

impl Runner for Moody {
    fn header(&self, scenario: &Scenario) -> Header {
        InProcess.header(scenario)
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        self.0.set(!self.0.get());
        let mood =
            if self.0.get() { "stock:refuse-user,users=bob" } else { "stock:accept-all,addresses=false" };
        InProcess.play(&Scenario { dlls: vec![dll(mood)], ..scenario.clone() }, sink);
    }
}

#[test]
fn build_that_is_not_the_same_twice_has_not_changed() {
    let named = vec![Scenario::of([Step::dial("VPN2-0", "bob")])];
    let builds = builds("stock:accept-all,addresses=false", "stock:silent", named, 0);
    let moody = || Pair { old: Box::new(InProcess), new: Box::new(Moody(Cell::new(false))) };
    let compared = builds.compare(1, &moody, &Heard::default());
    assert!(compared.changes.is_empty(), "{compared:?}");
    let unsteady: Vec<_> = compared.unsteady.into_iter().collect();
    assert_eq!(unsteady, [((Build::New, "AcceptNewConnectionEx: FALSE or TRUE".to_owned()), 1)]);
}
