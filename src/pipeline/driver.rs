//! The only loop that drives the model, a step at a time.

use std::sync::Arc;

use super::Sink;
use crate::dll::{Hosting, Live, Said};
use crate::model::{Event, Input, Instance, Level, LogEntry, Output, Reply, Request, Service, Stage};
use crate::scenario::{MAX_DLLS, Scenario, Step};
use crate::transcript::{Entry, EntryKind};

/// Drives the service of one run: hands it a step, carries its questions to the DLLs and the answers back until it is silent.
///
/// [`Play`](super::Play) is this with a transcript, for DLLs that are anywhere; whoever brings a [`Hosting`] of his own takes
/// this.
pub struct Driver<H> {
    service: Live,
    host: H,
    has_begun: bool,
    /// How many steps were played, without those that a scenario implies.
    played: u32,
}

impl<H: Hosting> Driver<H> {
    /// A service for the version, the readings and the number of DLLs of a scenario. It has not started, and the steps of the
    /// scenario are not looked at.
    ///
    /// # Panics
    ///
    /// If there are more than [`MAX_DLLS`] DLLs.
    pub fn new(scenario: &Scenario, dlls: usize, host: H) -> Self {
        assert!(dlls <= MAX_DLLS, "a service has at most {MAX_DLLS} DLLs");
        let count = u8::try_from(dlls).unwrap_or(u8::MAX);
        let service = Live::new(Service::new(scenario.profile, scenario.policy, count));
        Self { service, host, has_begun: false, played: 0 }
    }

    /// Starts the service, as every scenario implies whose first step is no start. Later, it does nothing.
    pub fn begin<S: Sink + ?Sized>(&mut self, first: Option<&Step>, sink: &mut S) {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        if is_first && first.is_none_or(|step| *step != Step::Start) {
            self.perform(0, Arc::new(Step::Start), sink);
        }
    }

    /// Plays the next step, and hands over every entry as it happens.
    pub fn step<S: Sink + ?Sized>(&mut self, step: Arc<Step>, sink: &mut S) {
        self.begin(Some(&step), sink);
        self.played += 1;
        self.perform(self.played, step, sink);
    }

    /// Stops the service if it runs, and gives the host back.
    pub fn finish<S: Sink + ?Sized>(mut self, sink: &mut S) -> H {
        self.begin(None, sink);
        if self.service.with(|service| service.is_running()) {
            self.perform(0, Arc::new(Step::Stop), sink);
        }
        self.host
    }

    /// The service as it stands.
    pub fn service(&self) -> &Live {
        &self.service
    }

    /// The host of its DLLs.
    pub fn host(&mut self) -> &mut H {
        &mut self.host
    }

    /// The same, to look at.
    pub fn peek(&self) -> &H {
        &self.host
    }

    /// Gives the host back with the service as it stands: nothing is stopped in order.
    pub fn into_host(self) -> H {
        self.host
    }

    fn perform<S: Sink + ?Sized>(&mut self, number: u32, step: Arc<Step>, sink: &mut S) {
        Turn { service: &self.service, host: &mut self.host, sink }.perform(number, step);
    }
}

/// One step, and everything that follows from it.
struct Turn<'a, H, S: ?Sized> {
    service: &'a Live,
    host: &'a mut H,
    sink: &'a mut S,
}

impl<H: Hosting, S: Sink + ?Sized> Turn<'_, H, S> {
    fn perform(&mut self, number: u32, step: Arc<Step>) {
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
                    let (reply, mut said) = self.host.ask(&ask, self.service);
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
                    let (done, mut said) = self.host.timer(instance, self.service);
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
