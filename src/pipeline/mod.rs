//! The only loop that drives the model: scenario and DLLs in, transcript out.

mod sweep;

use std::sync::Arc;

pub use sweep::{Swept, Variation, sweep};

use crate::callout::{Host, Registered, stock};
use crate::check::{Check, Rule, Verdicts, judge};
use crate::model::{Event, Input, Level, Log, Output, Reply, Service, Stage};
use crate::ras::{Policy, Processes};
use crate::scenario::{MAX_DLLS, Scenario, Step};
use crate::transcript::{Entry, EntryKind, Header, Transcript};

/// Where the entries of a transcript go, in their order.
pub trait Sink {
    /// Takes one entry. A call comes in two: [`EntryKind::Asked`] before it is made, then what came of it.
    fn entry(&mut self, entry: Entry);

    /// Whether entries are wanted at all. If not, none is made.
    fn is_wanted(&self) -> bool {
        true
    }
}

impl Sink for Vec<Entry> {
    fn entry(&mut self, entry: Entry) {
        self.push(entry);
    }
}

/// Keeps nothing: for runs whose DLLs keep what matters.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discard;

impl Sink for Discard {
    fn entry(&mut self, _: Entry) {}

    fn is_wanted(&self) -> bool {
        false
    }
}

/// Plays a scenario against these DLLs and keeps the whole transcript.
///
/// Without DLLs it is played against those that it names, and against `accept-all` if it names none.
///
/// ```
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let transcript = mockras::run(&scenario, &[]);
/// assert!(transcript.to_string().contains("connected"));
/// ```
///
/// # Panics
///
/// If there are more than [`MAX_DLLS`] DLLs.
pub fn run(scenario: &Scenario, dlls: &[Registered]) -> Transcript {
    let own;
    let dlls = if dlls.is_empty() {
        own = named(scenario);
        &own[..]
    } else {
        dlls
    };
    let mut entries = Vec::new();
    play(scenario, dlls, &mut entries);
    Transcript { header: header(scenario, dlls), entries }
}

/// Plays a scenario and judges it by these rules.
///
/// If one of them compares (SERIAL-06) and the service runs as two processes, the scenario is played once more as one
/// process.
pub fn judged(scenario: &Scenario, dlls: &[Registered], rules: &[&'static Rule]) -> (Transcript, Verdicts) {
    let transcript = run(scenario, dlls);
    let verdicts = verdicts(&transcript, scenario, dlls, rules);
    (transcript, verdicts)
}

/// What these rules say of a run of this scenario.
fn verdicts(
    transcript: &Transcript,
    scenario: &Scenario,
    dlls: &[Registered],
    rules: &[&'static Rule],
) -> Verdicts {
    let compares = rules.iter().any(|rule| matches!(rule.check, Check::Pair(_)));
    let twin = (compares && scenario.policy.processes == Processes::Two).then(|| {
        let policy = Policy { processes: Processes::One, ..scenario.policy };
        run(&Scenario { policy, ..scenario.clone() }, dlls)
    });
    judge(transcript, twin.as_ref(), rules)
}

/// The DLLs that a scenario names, or `accept-all`.
pub fn named(scenario: &Scenario) -> Vec<Registered> {
    if scenario.dlls.is_empty() {
        vec![stock::default_dll()]
    } else {
        scenario.dlls.iter().map(stock::registered).collect()
    }
}

/// The first lines of the transcript.
pub fn header(scenario: &Scenario, dlls: &[Registered]) -> Header {
    Header {
        profile: scenario.profile,
        policy: scenario.policy,
        dlls: dlls.iter().map(|dll| dll.name().to_owned()).collect(),
    }
}

/// Plays a scenario against these DLLs and hands over every entry as it happens.
///
/// # Panics
///
/// If there are more than [`MAX_DLLS`] DLLs.
pub fn play<S: Sink>(scenario: &Scenario, dlls: &[Registered], sink: &mut S) {
    assert!(dlls.len() <= MAX_DLLS, "a service has at most {MAX_DLLS} DLLs");
    let count = u8::try_from(dlls.len()).unwrap_or(u8::MAX);
    let mut player = Player {
        service: Service::new(scenario.profile, scenario.policy, count),
        host: Host::new(dlls, scenario.profile, scenario.policy),
        sink,
    };
    if scenario.steps.first().is_none_or(|step| **step != Step::Start) {
        player.step(0, Arc::new(Step::Start));
    }
    for (number, step) in (1..).zip(&scenario.steps) {
        player.step(number, Arc::clone(step));
    }
    if player.service.is_running() {
        player.step(0, Arc::new(Step::Stop));
    }
}

struct Player<'a, S> {
    service: Service,
    host: Host<'a>,
    sink: &'a mut S,
}

impl<S: Sink> Player<'_, S> {
    fn step(&mut self, number: u32, step: Arc<Step>) {
        self.service.handle(Input::Step { number, step });
        while let Some(output) = self.service.poll() {
            match output {
                Output::Load(instance) => {
                    let exports = self.host.load(instance);
                    self.service.handle(Input::Loaded(exports));
                }
                Output::Unload(instance) => {
                    let unloaded = self.host.unload(instance);
                    self.record(EntryKind::Event(Event::Unloaded { instance }));
                    if let Err(fault) = unloaded {
                        let (level, stage) = (Level::Error, Stage::Unload);
                        self.record(EntryKind::Logged(Log { level, stage, instance, text: fault.what }));
                    }
                }
                Output::Ask(ask) => {
                    if self.sink.is_wanted() {
                        self.record(EntryKind::Asked(ask.clone()));
                    }
                    let (reply, notes) = self.host.ask(&ask);
                    if self.sink.is_wanted() {
                        self.record(match &reply {
                            Reply::Returned(returned) => EntryKind::Answered(returned.clone()),
                            Reply::Faulted(fault) => EntryKind::Faulted(fault.clone()),
                        });
                        for text in notes {
                            let (level, stage, instance) = (Level::Info, Stage::Note, ask.instance);
                            self.record(EntryKind::Logged(Log { level, stage, instance, text }));
                        }
                    }
                    self.service.handle(Input::Reply(reply));
                }
                Output::Event(event) => self.record(EntryKind::Event(event)),
                Output::Skipped(reason) => self.record(EntryKind::Skipped(reason)),
                Output::Logged(log) => self.record(EntryKind::Logged(log)),
            }
        }
    }

    fn record(&mut self, kind: EntryKind) {
        self.sink.entry(Entry { at_ms: self.service.now_ms(), kind });
    }
}
