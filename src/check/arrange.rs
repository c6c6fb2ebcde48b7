//! Goes through a transcript once and arranges it for the questions that rules ask.

use std::collections::BTreeMap;

use super::call::{Call, CallResult, Named};
use super::connection_history::ConnectionHistory;
use super::dll_history::DllHistory;
use super::spot::At;
use crate::dll::Notice;
use crate::model::{Ask, ConnectionEvent, Event, Instance, Question, ServiceState};
use crate::ras::Name;
use crate::scenario::Step;
use crate::transcript::{EntryKind, Transcript};

/// Arranges a transcript, entry by entry.
#[derive(Default)]
pub(super) struct Arranged<'a> {
    pub(super) entries: Vec<(At, &'a EntryKind)>,
    pub(super) calls: Vec<Call<'a>>,
    pub(super) connections: BTreeMap<u32, ConnectionHistory<'a>>,
    pub(super) states: Vec<(At, ServiceState)>,
    /// The DLLs that were loaded; [`Arranged::of`] adds their calls in the end.
    pub(super) dll_histories: Vec<DllHistory<'a>>,
    /// What was noticed in calls, each with the entry of its call.
    pub(super) noticed: Vec<(usize, &'a Notice)>,
    /// The call that has just come to its end: what is noticed now belongs to it.
    just_over: Option<usize>,
    /// Whether the service has been started and has not come to an end.
    is_open: bool,
    /// Whether it will start again once it has stopped.
    restarts: bool,
    step: u32,
    starts: u32,
    dial: Option<&'a Step>,
    /// The connections by their handle, and by the ports they were seen on.
    by_handle: BTreeMap<u32, u32>,
    by_port: BTreeMap<&'a Name, u32>,
    /// The connection for which each address was last asked.
    by_address: BTreeMap<(Instance, Named<'a>), Option<u32>>,
}

impl<'a> Arranged<'a> {
    /// Goes through a whole transcript and gives back what it holds, arranged.
    pub(super) fn of(transcript: &'a Transcript) -> Self {
        let many = transcript.entries.len();
        let mut arranged = Self {
            entries: Vec::with_capacity(many),
            // A call has two entries, and something happens besides.
            calls: Vec::with_capacity(many / 3),
            ..Self::default()
        };
        for (entry, made) in transcript.entries.iter().enumerate() {
            arranged.entry(entry, made.at_ms, &made.kind);
        }
        arranged.fill_dll_histories();
        arranged
    }

    /// Whether the transcript ends before the service does.
    pub(super) fn is_cut(&self) -> bool {
        self.is_open || self.calls.last().is_some_and(|call| call.result == CallResult::Cut)
    }

    fn entry(&mut self, entry: usize, ms: u64, kind: &'a EntryKind) {
        if let EntryKind::Event(Event::Step { number, step }) = kind {
            self.step(*number, step);
        }
        let at = At { entry, step: self.step, ms, run: self.starts.saturating_sub(1) };
        self.entries.push((at, kind));
        match kind {
            EntryKind::Asked(ask) => self.ask(at, ask),
            EntryKind::Answered(returned) => self.end(CallResult::Returned(returned)),
            EntryKind::Faulted(fault) => self.end(CallResult::Faulted(fault)),
            EntryKind::Event(event) => self.event(at, event),
            EntryKind::Noticed(_, notice) => {
                self.noticed.extend(self.just_over.map(|call| (call, notice)));
            }
            EntryKind::Skipped(_) | EntryKind::Logged(_) => {}
        }
        match kind {
            EntryKind::Answered(_) | EntryKind::Faulted(_) => {
                self.just_over = self.calls.last().map(|call| call.at.entry);
            }
            EntryKind::Noticed(..) => {}
            EntryKind::Asked(_) | EntryKind::Event(_) | EntryKind::Skipped(_) | EntryKind::Logged(_) => {
                self.just_over = None;
            }
        }
    }

    fn event(&mut self, at: At, event: &'a Event) {
        match event {
            Event::Service(state) => self.state(at, *state),
            Event::Connection { number, what } => self.connection(at, *number, what),
            Event::Loaded { instance, exports } => {
                self.dll_histories.push(DllHistory::new(at, *instance, *exports))
            }
            Event::Step { .. }
            | Event::Unloaded { .. }
            | Event::Timer { .. }
            | Event::Administered { .. } => {}
        }
    }

    fn step(&mut self, number: u32, step: &'a Step) {
        self.step = number;
        self.restarts = *step == Step::Restart && self.is_open;
        if matches!(step, Step::Start | Step::Restart) && !self.is_open {
            self.begin();
        }
        if let Step::Dial(_) = step {
            self.dial = Some(step);
        }
    }

    fn begin(&mut self) {
        self.starts += 1;
        self.is_open = true;
    }

    fn state(&mut self, at: At, state: ServiceState) {
        self.states.push((at, state));
        self.is_open = state == ServiceState::Running;
        if !self.is_open && std::mem::take(&mut self.restarts) {
            self.begin();
        }
    }

    fn ask(&mut self, at: At, ask: &'a Ask) {
        let mut call = Call::new(at, ask);
        call.connection = self.connection_of(&call);
        let connection = call.connection.and_then(|number| self.connections.get_mut(&number));
        if let Some(connection) = connection.filter(|_| call.hangs_up().is_some()) {
            connection.hang_up(at);
        }
        self.calls.push(call);
    }

    fn end(&mut self, result: CallResult<'a>) {
        let Some(call) = self.calls.last_mut() else { return };
        call.result = result;
        if let (Some((address, _)), Some(named)) = (call.gave(), call.named()) {
            self.by_address.insert((call.instance, Named { address, ..named }), call.connection);
        }
    }

    fn connection(&mut self, at: At, number: u32, what: &'a ConnectionEvent) {
        let dial = self.dial;
        self.connections
            .entry(number)
            .or_insert_with(|| ConnectionHistory::new(number, at, dial))
            .push(at, what);
        if let ConnectionEvent::Authenticated(facts) = what {
            self.by_handle.insert(facts.handle, number);
            if let Some(Step::Dial(dial)) = self.dial {
                self.by_port.insert(&dial.port, number);
            }
        } else if let ConnectionEvent::LinkUp(port) = what {
            self.by_port.insert(port, number);
        }
    }

    /// The connection that a call is about. A release is about the one for which its address was asked.
    fn connection_of(&mut self, call: &Call<'a>) -> Option<u32> {
        match call.question {
            Question::Connection(facts) => Some(facts.number),
            Question::Link(port) => {
                let number = self.by_handle.get(&port.connection).copied();
                self.by_port.extend(number.map(|number| (&port.name, number)));
                number
            }
            Question::GetIpv4(_) | Question::GetIpv6(_) => self.by_port.get(call.named()?.port).copied(),
            Question::ReleaseIpv4(_) | Question::ReleaseIpv6(_) => {
                *self.by_address.get(&(call.instance, call.named()?))?
            }
            Question::Nothing | Question::Table(_) | Question::PreAuthenticated(_) => None,
        }
    }

    /// Gives each call to the latest load of its DLL, if that was in the same start of the service.
    fn fill_dll_histories(&mut self) {
        let mut latest: BTreeMap<Instance, usize> = BTreeMap::new();
        let mut next = 0;
        let share = self.calls.len() / self.dll_histories.len().max(1);
        self.dll_histories.iter_mut().for_each(|dll| dll.calls.reserve(share));
        for call in &self.calls {
            while let Some(dll) = self.dll_histories.get(next).filter(|dll| dll.at < call.at) {
                latest.insert(dll.instance, next);
                next += 1;
            }
            let dll = latest.get(&call.instance).and_then(|place| self.dll_histories.get_mut(*place));
            if let Some(dll) = dll.filter(|dll| dll.at.run == call.at.run) {
                dll.push(*call);
            }
        }
    }
}
