//! What is wrong with a run beside broken rules, and how lanes tell it.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use mockras::campaign::{Find, Judged, Observer, Oracle, Plan, Signature, quieted};
use mockras::check::{Kind, Obliged, Twin, Twins, Verdict, all_rules, judge};
use mockras::generate::Shape;
use mockras::pipeline::{InProcess, Runner, Sink, varied};
use mockras::prelude::*;
use mockras::transcript::Header;

use crate::proof::every_rule;

fn oracle(is_twice: bool) -> Oracle {
    let oracle = Oracle::by(every_rule());
    if is_twice { oracle.twice() } else { oracle }
}

fn signatures(outcome: &Judged) -> Vec<&str> {
    outcome.problems.iter().map(|problem| problem.signature.text()).collect()
}

fn dial() -> Scenario {
    Scenario::of([Step::dial("VPN2-0", "alice")])
}

/// Accepts, or not, as this says.
struct Moody(fn() -> BOOL);

impl AdminDll for Moody {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection: Some(|dll, _, _| (dll.0)()),
            connection_hangup_notification: Some(|_, _, _| ()),
            ..Exports::links_accepted()
        }
    }
}

#[test]
fn run_that_does_not_repeat_is_found_if_it_is_played_twice() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let moody = || Moody(|| BOOL::from(CALLS.fetch_add(1, Ordering::Relaxed).is_multiple_of(2)));
    let scenario = Scenario::of([Step::dial("A", "alice"), Step::dial("B", "bob"), Step::dial("C", "carol")]);
    let policy = mockras::ras::Policy { processes: mockras::ras::Processes::One, ..Default::default() };
    let scenario = Scenario { policy, ..scenario };
    let dlls = [Registered::new("moody", moody)];
    let twice = oracle(true).judge(&scenario, &dlls[..]);
    assert_eq!(signatures(&twice), ["REPEATS AcceptNewConnection"]);
    assert_eq!(twice.problems[0].kind, Kind::Advice);
    assert!(twice.problems[0].text.contains("the first time: "), "{:?}", twice.problems);
    assert_eq!(signatures(&oracle(false).judge(&scenario, &dlls[..])), [""; 0]);
    let repeats = Signature::saved("REPEATS AcceptNewConnection");
    assert!(oracle(false).shows(&scenario, &dlls[..], &repeats), "what was found is looked for again");
    let steady = [Registered::new("steady", || Moody(|| TRUE))];
    assert_eq!(signatures(&oracle(true).judge(&scenario, &steady[..])), [""; 0]);
}

/// Initialises once.
struct Spent;

impl AdminDll for Spent {
    fn exports(&self) -> Exports<Self> {
        static STARTED: AtomicBool = AtomicBool::new(false);
        Exports {
            initialize_dll: Some(|_| if STARTED.swap(true, Ordering::Relaxed) { 5 } else { 0 }),
            accept_new_connection: Some(|_, _, _| TRUE),
            connection_hangup_notification: Some(|_, _, _| ()),
            ..Exports::links_accepted()
        }
    }
}

#[test]
fn service_that_does_not_start_again_is_found_in_the_quiet_phase() {
    let policy = mockras::ras::Policy { processes: mockras::ras::Processes::One, ..Default::default() };
    let scenario = quieted(&Scenario { policy, ..dial() });
    let outcome = oracle(false).judge(&scenario, &[Registered::new("spent", || Spent)][..]);
    assert_eq!(signatures(&outcome), ["RESTARTS InitializeDll"]);
    assert_eq!(outcome.problems[0].binds, Obliged::Dll);
    let sound = oracle(false).judge(&scenario, &[Registered::new("sound", || Moody(|| TRUE))][..]);
    assert_eq!(signatures(&sound), [""; 0]);
}

/// A mockras with a bug: it panics at the third scenario.
#[derive(Default)]
struct Broken(AtomicU32);

impl Runner for Broken {
    fn header(&self, scenario: &Scenario) -> Header {
        mockras::pipeline::InProcess.header(scenario)
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        assert!(self.0.fetch_add(1, Ordering::Relaxed) < 9, "the agenda is empty");
        mockras::pipeline::InProcess.play(scenario, sink);
    }
}

/// Keeps what it hears.
#[derive(Default)]
struct Heard {
    played: AtomicU64,
    found: Mutex<Vec<(String, u64)>>,
}

impl Observer for Heard {
    fn played(&self, many: u64) {
        self.played.fetch_add(many, Ordering::Relaxed);
    }

    fn found(&self, find: &Find) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.push((find.problem.signature.text().to_owned(), find.number));
    }

    fn is_over(&self) -> bool {
        self.played.load(Ordering::Relaxed) >= 20
    }
}

#[test]
fn panic_of_mockras_is_told_with_its_case_and_ends_nothing() {
    let plan = Plan { seed: 1, shape: Shape::default(), oracle: oracle(false), is_guided: true, every: None };
    let heard = Heard::default();
    let lane = plan.lane(0, u64::MAX, &Broken::default(), &heard);
    assert_eq!((lane.cases, lane.is_whole), (20, false));
    assert_eq!(lane.finds.len(), 1);
    assert_eq!(lane.finds[0].problem.signature.text(), "PANIC the agenda is empty");
    assert_eq!(lane.finds[0].problem.binds, Obliged::Service);
    let found = heard.found.into_inner().expect("nobody panicked");
    assert_eq!(found, [("PANIC the agenda is empty".to_owned(), lane.finds[0].number)], "told once");
    assert_eq!(lane.finds[0].times, lane.cases - lane.finds[0].number);
}

/// Remembers which scenarios were played once more, as one process.
#[derive(Default)]
struct TwinsSeen {
    last: Mutex<Option<Scenario>>,
    twins: AtomicU64,
}

impl Runner for TwinsSeen {
    fn header(&self, scenario: &Scenario) -> Header {
        InProcess.header(scenario)
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).replace(scenario.clone());
        let is_twin = last.is_some_and(|last| varied(Twin::OneProcess, &last).as_ref() == Some(scenario));
        self.twins.fetch_add(is_twin.into(), Ordering::Relaxed);
        InProcess.play(scenario, sink);
    }
}

/// Never has enough.
struct Patient;

impl Observer for Patient {
    fn played(&self, _: u64) {}

    fn found(&self, _: &Find) {}

    fn is_over(&self) -> bool {
        false
    }
}

#[test]
fn one_case_of_eight_and_what_is_new_is_played_as_one_process_too() {
    let shape = Shape { steps_max: 2, ..Shape::default() };
    let plan = Plan { seed: 1, shape, oracle: oracle(false), is_guided: false, every: None };
    let runner = TwinsSeen::default();
    let cases = 800;
    let lane = plan.lane(0, cases, &runner, &Patient);
    assert_eq!((lane.cases, lane.finds.len()), (cases, 0));
    let twins = runner.twins.into_inner();
    assert!(twins > cases / 8, "{twins} of {cases}: what is new is played so as well");
    assert!(twins < cases / 2, "{twins} of {cases}");
}

/// A run that somebody else cuts short.
struct CutShort;

impl Runner for CutShort {
    fn header(&self, scenario: &Scenario) -> Header {
        mockras::pipeline::InProcess.header(scenario)
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        [Registered::new("dull", || Moody(|| TRUE))].play(scenario, sink);
    }

    fn cut(&self) -> Option<String> {
        Some("there is no memory".to_owned())
    }
}

#[test]
fn run_that_is_cut_short_shows_nothing_and_ends_its_lane() {
    let broken = Scenario {
        policy: mockras::ras::Policy {
            required_exports: mockras::ras::RequiredExports::Reference,
            ..Default::default()
        },
        ..dial()
    };
    let dlls = [Registered::new("dull", || Moody(|| TRUE))];
    assert!(!oracle(false).judge(&broken, &dlls[..]).problems.is_empty(), "it lacks exports");
    let cut = oracle(false).judge(&broken, &CutShort);
    assert_eq!((signatures(&cut), cut.cut.as_deref()), (Vec::new(), Some("there is no memory")));
    let plan = Plan { seed: 1, shape: Shape::default(), oracle: oracle(false), is_guided: true, every: None };
    let lane = plan.lane(0, u64::MAX, &CutShort, &Heard::default());
    assert_eq!((lane.cases, lane.is_whole, lane.finds.len()), (1, false, 0));
    assert!(lane.cut.is_some());
}

#[test]
fn quiet_phase_ends_everything_and_starts_again() {
    let scenario = Scenario::of([Step::dial("B", "bob"), Step::dial("A", "alice")]);
    let verbs: Vec<String> = quieted(&scenario).steps.iter().skip(2).map(|step| step.to_string()).collect();
    assert_eq!(verbs[0], r#"{ hang-up = { port = "A" } }"#);
    assert_eq!(verbs[1], r#"{ hang-up = { port = "B" } }"#);
    let transcript = mockras::run(&quieted(&scenario), &[]).to_string();
    assert_eq!(transcript.matches("service       running").count(), 2, "{transcript}");
    assert_eq!(transcript.matches("service       stopped").count(), 2, "{transcript}");
}

#[test]
fn hang_is_the_same_however_long_it_was_waited_for() {
    let rule = all_rules().iter().copied().find(|rule| rule.id == "RUN-01").expect("it is there");
    let (run, _) = rule.example_that_breaks().expect("its example is well formed");
    let mut verdicts = judge(&run, Twins::default(), &[rule]);
    let Verdict::Broken(findings) = &mut verdicts.outcomes[0].verdict else { panic!("it is broken") };
    let mut of = |observed: &str| {
        findings[0].observed = observed.to_owned();
        Signature::of(&findings[0])
    };
    assert_eq!(of("hang: did not return in 2s"), of("hang: did not return in 200ms"));
    let (near, far) =
        ("crash: SIGSEGV reading address 0x8, near NULL, in f (a.c:4)", "crash: SIGBUS, in f (a.c:4)");
    assert_eq!(of(near), of(far), "the place is the cause, whatever was touched there");
    assert_eq!(of("panic: the len is 3 but the index is 12"), of("panic: the len is 0 but the index is 0"));
    assert_ne!(of("crash: SIGSEGV, in gate+0x1"), of("crash: SIGSEGV, in gate+0x2"));
}

#[test]
fn digests_are_equal_if_transcripts_are() {
    let judged = |steps: [Step; 2]| oracle(false).judge(&Scenario::of(steps), &InProcess);
    let one = [Step::dial("VPN2-0", "alice"), Step::Restart];
    let (first, again) = (judged(one.clone()), judged(one));
    assert_eq!((first.digest, &first.transcript), (again.digest, &again.transcript));
    for other in ["alicf", "", "alice "] {
        let other = judged([Step::dial("VPN2-0", other), Step::Restart]);
        assert_ne!(first.digest, other.digest);
    }
}
