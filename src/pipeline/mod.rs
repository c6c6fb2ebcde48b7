//! Plays a scenario against DLLs and gives back a transcript. This is the only loop that drives the model.

mod conversation;
mod judging;
mod reached;
mod runner;
mod sweep;
mod twin;

use std::sync::Arc;

pub use conversation::{Conversation, Holdings, Sample, Taken};
pub use judging::{Judging, judged};
pub use reached::{Edge, Reached};
pub use runner::{InProcess, Runner};
pub use sweep::{Swept, Variation, sweep};
pub use twin::varied;

use crate::dll::{Host, Hosting, Live, Registered, Said, stock};
use crate::model::{
    Event, Input, Instance, Level, LoadFailure, LogEntry, Output, Reply, Request, Service, Stage,
};
use crate::scenario::{Dll, DllSource, Listed, MAX_DLLS, Scenario, Step, Unusable};
use crate::transcript::{Entry, EntryKind, Header, Transcript};

/// Takes the entries of a transcript, in their order.
pub trait Sink {
    /// Takes one entry. A call makes two: [`EntryKind::Asked`] before it, and the answer or the fault after it.
    ///
    /// ```
    /// use mockras::pipeline::{Sink, named, play};
    /// use mockras::transcript::{Entry, EntryKind};
    /// use mockras::prelude::*;
    ///
    /// /// Counts calls.
    /// struct Calls(u32);
    ///
    /// impl Sink for Calls {
    ///     fn entry(&mut self, entry: Entry) {
    ///         self.0 += u32::from(matches!(entry.kind, EntryKind::Asked(_)));
    ///     }
    /// }
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let mut calls = Calls(0);
    /// play(&scenario, &named(&scenario), &mut calls);
    /// assert!(calls.0 > 4);
    /// ```
    fn entry(&mut self, entry: Entry);

    /// Whether the sink wants entries about calls. If not, none are made; it still hears of events.
    fn is_wanted(&self) -> bool {
        true
    }

    /// Whether the sink has seen enough: then the run ends before its next step, and nothing is stopped in order.
    fn is_over(&self) -> bool {
        false
    }

    /// Whether the sink wants to know what DLLs hold while a [`Conversation`] is repeated. If not, nothing is measured.
    fn is_measured(&self) -> bool {
        false
    }

    /// Takes what was measured. This comes after all entries.
    fn sample(&mut self, _: Sample) {}
}

impl Sink for Vec<Entry> {
    fn entry(&mut self, entry: Entry) {
        self.push(entry);
    }
}

/// A sink that keeps nothing, for runs whose DLLs keep what matters.
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
/// Without DLLs, the scenario is played against those that it names, and against `accept-all` if it names none.
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

/// The DLLs that a scenario names, or `accept-all`.
///
/// ```
/// use mockras::pipeline::named;
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([]).dll(Dll::stock(Stock::AddressPool).named("pool"));
/// assert_eq!(named(&scenario)[0].name(), "pool");
/// ```
pub fn named(scenario: &Scenario) -> Vec<Registered> {
    named_with(scenario, &registered)
}

/// The same, where `make` gives the DLL for a spec.
///
/// ```
/// use mockras::dll::stock;
/// use mockras::pipeline::named_with;
/// use mockras::prelude::*;
///
/// // Every DLL that a scenario names is replaced by one that accepts all.
/// let other = |_: &Dll| stock::registered(&Dll::stock(Stock::AcceptAll));
/// let scenario = Scenario::of([]).dll(Dll::file("./libgate.so"));
/// assert_eq!(named_with(&scenario, &other)[0].name(), "accept-all");
/// ```
pub fn named_with(scenario: &Scenario, make: &dyn Fn(&Dll) -> Registered) -> Vec<Registered> {
    let listed = scenario.listed();
    if listed.is_empty() {
        return vec![stock::default_dll()];
    }
    listed.iter().map(|listed| registered_as(listed, make)).collect()
}

/// Makes the DLL of one item of a list, which may be unusable.
fn registered_as(listed: &Listed, make: &dyn Fn(&Dll) -> Registered) -> Registered {
    let failure = match listed.unusable {
        None => return make(&listed.dll).warning(&listed.warnings),
        Some(Unusable::Blanks) => LoadFailure::Missing,
        Some(Unusable::Empty) => LoadFailure::Unusable("an item of DLLPath is empty".to_owned()),
    };
    Registered::plugin(listed.dll.name(), move |_| Err(failure.clone()))
}

/// Makes the DLL that a scenario describes. A file of native code cannot be loaded: that takes the package `mockras-native`, see
/// [`named_with`].
///
/// ```
/// use mockras::pipeline::registered;
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let pool = registered(&Dll::stock(Stock::AddressPool));
/// mockras::run(&scenario, &[pool]).assert_kept();
/// ```
pub fn registered(dll: &Dll) -> Registered {
    match dll.source() {
        DllSource::Stock(_) => stock::registered(dll),
        DllSource::File(_) => Registered::plugin(dll.name(), |_| {
            Err(LoadFailure::Unusable(
                "the library mockras loads no native DLLs: mockras-native does".to_owned(),
            ))
        }),
    }
}

/// Makes the header of the transcript, which says what is run.
///
/// ```
/// use mockras::pipeline::{header, registered};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let pool = registered(&Dll::stock(Stock::AddressPool));
/// assert_eq!(header(&scenario, &[pool]).dlls, ["address-pool"]);
/// ```
pub fn header(scenario: &Scenario, dlls: &[Registered]) -> Header {
    Header {
        profile: scenario.profile,
        policy: scenario.policy,
        hostile: scenario.hostile,
        dlls: dlls.iter().map(|dll| dll.name().to_owned()).collect(),
        always: scenario.always.clone(),
    }
}

/// Plays a scenario against these DLLs, in this process, and hands over every entry as it happens.
///
/// ```
/// use mockras::pipeline::{named, play};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let mut entries = Vec::new();
/// play(&scenario, &named(&scenario), &mut entries);
/// assert_eq!(entries, mockras::run(&scenario, &[]).entries);
/// ```
///
/// # Panics
///
/// If there are more than [`MAX_DLLS`] DLLs.
pub fn play<S: Sink + ?Sized>(scenario: &Scenario, dlls: &[Registered], sink: &mut S) {
    let host = Host::new(dlls, scenario.profile, scenario.policy).with_hostile(scenario.hostile);
    let host = host.surrounded_by(scenario);
    play_on(scenario, dlls.len(), host, sink);
}

/// Plays a scenario with so many DLLs, wherever they are, and hands over every entry as it happens.
///
/// ```
/// use mockras::dll::Host;
/// use mockras::pipeline::{named, play_on};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let dlls = named(&scenario);
/// let host = Host::new(&dlls, scenario.profile, scenario.policy);
/// let mut entries = Vec::new();
/// play_on(&scenario, dlls.len(), host, &mut entries);
/// assert_eq!(entries, mockras::run(&scenario, &[]).entries);
/// ```
///
/// # Panics
///
/// If there are more than [`MAX_DLLS`] DLLs.
pub fn play_on<H: Hosting, S: Sink + ?Sized>(scenario: &Scenario, dlls: usize, host: H, sink: &mut S) {
    assert!(dlls <= MAX_DLLS, "a service has at most {MAX_DLLS} DLLs");
    let count = u8::try_from(dlls).unwrap_or(u8::MAX);
    let service = Live::new(Service::new(scenario.profile, scenario.policy, count));
    let mut player = Player { service, host, sink };
    if scenario.steps.first().is_none_or(|step| **step != Step::Start) {
        player.step(0, Arc::new(Step::Start));
    }
    for (number, step) in (1..).zip(&scenario.steps) {
        if player.sink.is_over() {
            return;
        }
        player.step(number, Arc::clone(step));
    }
    if player.service.with(|service| service.is_running()) {
        player.step(0, Arc::new(Step::Stop));
    }
}

struct Player<'a, H, S: ?Sized> {
    service: Live,
    host: H,
    sink: &'a mut S,
}

impl<H: Hosting, S: Sink + ?Sized> Player<'_, H, S> {
    fn step(&mut self, number: u32, step: Arc<Step>) {
        self.handle(Input::Step { number, step });
        while let Some(output) = self.service.with(Service::poll) {
            match output {
                Output::Load(instance) => {
                    let (exports, said) = self.host.load(instance);
                    self.said(instance, said, (Level::Warning, Stage::Exports));
                    self.handle(Input::Loaded(exports));
                }
                Output::Unload(instance) => {
                    let (unloaded, said) = self.host.unload(instance);
                    self.record(EntryKind::Event(Event::Unloaded { instance }));
                    if let Err(fault) = unloaded {
                        let (level, stage) = (Level::Error, Stage::Unload);
                        self.record(EntryKind::Logged(LogEntry { level, stage, instance, text: fault.what }));
                    }
                    self.said(instance, said, (Level::Info, Stage::Note));
                }
                Output::Ask(ask) => {
                    if self.sink.is_wanted() {
                        self.record(EntryKind::Asked(ask.clone()));
                    }
                    let (reply, mut said) = self.host.ask(&ask, &self.service);
                    let requests = std::mem::take(&mut said.requests);
                    if self.sink.is_wanted() {
                        self.record(match &reply {
                            Reply::Returned(returned) => EntryKind::Answered(returned.clone()),
                            Reply::Faulted(fault) => EntryKind::Faulted(fault.clone()),
                        });
                        self.said(ask.instance, said, (Level::Info, Stage::Note));
                    }
                    self.handle(Input::Reply(reply));
                    self.pass_on(ask.instance, requests);
                }
                Output::Timer(instance) => {
                    self.record(EntryKind::Event(Event::Timer { instance }));
                    let (done, mut said) = self.host.timer(instance, &self.service);
                    let requests = std::mem::take(&mut said.requests);
                    self.said(instance, said, (Level::Info, Stage::Note));
                    self.handle(Input::TimerDone(done));
                    self.pass_on(instance, requests);
                }
                Output::Event(event) => self.record(EntryKind::Event(event)),
                Output::Skipped(reason) => self.record(EntryKind::Skipped(reason)),
                Output::Logged(log) => self.record(EntryKind::Logged(log)),
            }
        }
    }

    fn handle(&self, input: Input) {
        self.service.with(|service| service.handle(input));
    }

    /// Hands in what a DLL has asked for, right after the answer that it came with.
    fn pass_on(&self, instance: Instance, requests: Vec<Request>) {
        for request in requests {
            self.handle(Input::Administer { instance, request });
        }
    }

    /// Records what came along with an answer, what was noticed first.
    fn said(&mut self, instance: Instance, said: Said, (level, stage): (Level, Stage)) {
        for notice in said.noticed {
            self.record(EntryKind::Noticed(instance, notice));
        }
        for text in said.notes {
            self.record(EntryKind::Logged(LogEntry { level, stage, instance, text }));
        }
    }

    fn record(&mut self, kind: EntryKind) {
        self.sink.entry(Entry { at_ms: self.service.with(|service| service.now_ms()), kind });
    }
}
