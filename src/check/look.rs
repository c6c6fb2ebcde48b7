//! Questions that rules ask a transcript.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::arrange::Arranged;
use super::call::{Call, CallResult};
use super::connection_history::{ConnectionHistory, numbered};
use super::cycle::{Cycles, Drift, TIMES};
use super::dll_history::DllHistory;
use super::lease::{Lease, leases};
use super::spot::{At, Spot};
use crate::dll::Notice;
use crate::model::{CallbacksTable, Event, Instance, Process, Request, ServiceState, means_yes};
use crate::ras::{Callout, Code, Name, Policy, Profile};
use crate::scenario::Step;
use crate::transcript::{Divergence, EntryKind, Header, Transcript, first_divergence};

/// A transcript, arranged for the questions that rules ask.
#[derive(Debug)]
pub struct Look<'a> {
    /// What was run: Windows version, policy and DLLs.
    pub header: &'a Header,
    /// The readings in force: the policy, and what the pages decide for this Windows version.
    pub policy: Policy,
    entries: Vec<(At, &'a EntryKind)>,
    states: Vec<(At, ServiceState)>,
    dll_histories: Vec<DllHistory<'a>>,
    connections: Vec<ConnectionHistory<'a>>,
    leases: Vec<Lease<'a>>,
    calls: Vec<Call<'a>>,
    noticed: Vec<(usize, &'a Notice)>,
    /// Where the calls of each entry point are, and those about each connection.
    of: [Vec<usize>; Callout::ALL.len()],
    about: BTreeMap<u32, Vec<usize>>,
    is_cut: bool,
    transcript: &'a Transcript,
    drift: OnceLock<Option<Option<Drift>>>,
}

/// Questions about the transcript as a whole.
impl<'a> Look<'a> {
    /// Reads a transcript once and arranges it.
    pub fn new(transcript: &'a Transcript) -> Self {
        let arranged = Arranged::of(transcript);
        let is_cut = arranged.is_cut();
        let mut of = [const { Vec::new() }; Callout::ALL.len()];
        let mut about: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, call) in arranged.calls.iter().enumerate() {
            of[call.callout() as usize].push(place);
            if let Some(number) = call.connection {
                about.entry(number).or_default().push(place);
            }
        }
        let Header { profile, policy, .. } = &transcript.header;
        let policy = profile.decide(*policy);
        let connections: Vec<ConnectionHistory<'_>> = arranged.connections.into_values().collect();
        Self {
            header: &transcript.header,
            policy,
            entries: arranged.entries,
            states: arranged.states,
            dll_histories: arranged.dll_histories.into_iter().map(|dll| dll.on(*profile)).collect(),
            leases: leases(&policy, &arranged.calls, &connections),
            connections,
            calls: arranged.calls,
            noticed: arranged.noticed,
            of,
            about,
            is_cut,
            transcript,
            drift: OnceLock::new(),
        }
    }

    /// The Windows version of the run.
    pub fn profile(&self) -> Profile {
        self.header.profile
    }

    /// Whether the transcript ends before the service does.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Whether nothing kept the service from starting. A transcript that was cut off before may still have come to it.
    pub fn is_started(&self) -> bool {
        let mut states = self.states().map(|(_, state)| state);
        states.next().is_none_or(|first| first != ServiceState::NotStarted)
            || states.any(|state| state == ServiceState::Running)
    }

    /// Whether a call did not return.
    pub fn has_fault(&self) -> bool {
        self.calls.iter().any(|call| matches!(call.result, CallResult::Faulted(_)))
    }

    /// Where this transcript and another part, if they do.
    pub fn divergence(&self, other: &Look<'_>) -> Option<Divergence> {
        first_divergence(self.transcript, other.transcript)
    }

    /// Whether this run, of a conversation that was repeated [`TIMES`](super::TIMES) times, shows a drift; `None` if it is no
    /// such run.
    pub(super) fn drift(&self) -> Option<Option<&Drift>> {
        self.drift.get_or_init(|| self.compare_cycles()).as_ref().map(Option::as_ref)
    }

    fn compare_cycles(&self) -> Option<Option<Drift>> {
        let step = |kind: &EntryKind| {
            let EntryKind::Event(Event::Step { number, .. }) = kind else { return None };
            Some(*number)
        };
        let steps = self.entries.iter().filter_map(|(_, kind)| step(kind)).max()?;
        if steps == 0 || !steps.is_multiple_of(TIMES) || self.is_cut {
            return None;
        }
        let mut heard = Cycles::new(steps / TIMES, self.policy);
        for (at, kind) in &self.entries {
            heard.entry(at.ms, kind);
        }
        Some(heard.drift().cloned())
    }

    /// Where a drift is in this run, of the conversation without repeats.
    pub(super) fn spot_of(&self, drift: &Drift) -> Option<Spot> {
        let is_same =
            |call: &&Call<'_>| call.at.step == drift.step && Some((call.instance, call.entry)) == drift.call;
        let of_step = || self.calls.iter().rfind(|call| call.at.step <= drift.step);
        self.calls.iter().rfind(is_same).or_else(of_step).map(Spot::from)
    }

    /// Every entry of the transcript, in order.
    pub fn entries(&self) -> &[(At, &'a EntryKind)] {
        &self.entries
    }

    /// The step of the scenario in which something happens.
    pub fn step(&self, at: At) -> Option<&'a Step> {
        let mut before = self.entries.get(..=at.entry)?.iter().rev();
        before.find_map(|(_, kind)| {
            let EntryKind::Event(Event::Step { step, .. }) = kind else { return None };
            Some(&**step)
        })
    }

    /// What the service has done last for a DLL before this, in the same step: an administration function had asked for it.
    pub fn administered(&self, at: At) -> Option<&'a Request> {
        let before = self.entries.get(..at.entry)?.iter().rev();
        before.take_while(|(other, _)| other.is_same_step(at)).find_map(|(_, kind)| {
            let EntryKind::Event(Event::Administered { request, result: Code::NO_ERROR, .. }) = kind else {
                return None;
            };
            Some(request)
        })
    }

    /// The changes of the service's state.
    pub fn states(&self) -> impl Iterator<Item = (At, ServiceState)> {
        self.states.iter().copied()
    }

    /// What becomes of the service next: the first change of its state after `at`.
    pub fn state_after(&self, at: At) -> Option<(At, ServiceState)> {
        self.states.get(self.states.partition_point(|(changed, _)| *changed <= at)).copied()
    }
}

/// Questions about the DLLs.
impl<'a> Look<'a> {
    /// Every time that a DLL was in memory, in the order of loading.
    pub fn dll_histories(&self) -> &[DllHistory<'a>] {
        &self.dll_histories
    }

    /// The DLLs that were in memory in one start of the service, in the order of loading.
    pub fn dll_histories_in(&self, run: u32) -> &[DllHistory<'a>] {
        let from = self.dll_histories.partition_point(|dll| dll.at.run < run);
        let to = self.dll_histories.partition_point(|dll| dll.at.run <= run);
        &self.dll_histories[from..to]
    }

    /// A DLL in a process, in one start of the service.
    pub fn dll_history(&self, run: u32, instance: Instance) -> Option<&DllHistory<'a>> {
        self.dll_histories_in(run).iter().find(|dll| dll.instance == instance)
    }

    /// Every DLL once, as it was first loaded: a file exports the same wherever it is loaded.
    pub fn files(&self) -> Vec<&DllHistory<'a>> {
        let mut files: BTreeMap<u8, &DllHistory<'a>> = BTreeMap::new();
        for dll in &self.dll_histories {
            files.entry(dll.instance.dll).or_insert(dll);
        }
        files.into_values().collect()
    }

    /// The DLLs in the process where users connect and disconnect.
    pub fn deciders(&self, run: u32) -> impl Iterator<Item = &DllHistory<'a>> {
        self.dll_histories_in(run).iter().filter(|dll| dll.instance.process != Process::Addresses)
    }

    /// The callbacks tables that DLLs left with success, each with the call that left it.
    pub fn tables(&self) -> impl Iterator<Item = (&Call<'a>, &'a CallbacksTable)> {
        self.calls_of(Callout::InitializeDllEx).filter_map(|call| Some((call, call.registered()?)))
    }
}

/// Questions about the connections.
impl<'a> Look<'a> {
    /// Every connection that came to be or tried to, by number.
    pub fn connections(&self) -> &[ConnectionHistory<'a>] {
        &self.connections
    }

    /// The connection that transcripts name by this number.
    pub fn connection(&self, number: u32) -> Option<&ConnectionHistory<'a>> {
        numbered(&self.connections, number)
    }

    /// The connection that a call is about, if it is about one.
    pub fn connection_of(&self, call: &Call<'_>) -> Option<&ConnectionHistory<'a>> {
        self.connection(call.connection?)
    }

    /// The connection that first appears in the step in which something happens: the one that a dial makes.
    pub fn dialled(&self, at: At) -> Option<&ConnectionHistory<'a>> {
        let is_here = |(other, _): &&(At, _)| at.is_same_step(*other);
        let before = self.entries[..at.entry].iter().rev().take_while(is_here).count();
        let mut here = self.entries[at.entry - before..].iter().take_while(is_here);
        here.find_map(|(at, kind)| {
            let EntryKind::Event(Event::Connection { number, .. }) = kind else { return None };
            self.connection(*number).filter(|connection| connection.at == *at)
        })
    }

    /// The addresses that DLLs were asked for and answered, in order.
    pub fn leases(&self) -> &[Lease<'a>] {
        &self.leases
    }
}

/// Questions about the calls.
impl<'a> Look<'a> {
    /// Every call of the run, in order.
    pub fn calls(&self) -> &[Call<'a>] {
        &self.calls
    }

    /// The calls after one place and before another.
    pub fn calls_between(&self, after: At, before: Option<At>) -> &[Call<'a>] {
        let from = self.calls.partition_point(|call| call.at <= after);
        let to = self.calls.partition_point(|call| before.is_none_or(|before| call.at < before));
        self.calls.get(from..to).unwrap_or_default()
    }

    /// What the host noticed while a call was made, besides its answer.
    pub fn noticed_in(&self, call: &Call<'_>) -> impl Iterator<Item = &'a Notice> {
        let from = self.noticed.partition_point(|(entry, _)| *entry < call.at.entry);
        let to = self.noticed.partition_point(|(entry, _)| *entry <= call.at.entry);
        self.noticed[from..to].iter().map(|(_, notice)| *notice)
    }

    /// The calls of one entry point, in order.
    pub fn calls_of(&self, callout: Callout) -> impl Iterator<Item = &Call<'a>> {
        self.at_places(Some(&self.of[callout as usize]))
    }

    /// The calls that are about one connection.
    pub fn calls_about(&self, connection: u32) -> impl Iterator<Item = &Call<'a>> {
        self.at_places(self.about.get(&connection))
    }

    /// The calls that are about one connection, in the step in which something happens.
    pub fn calls_in_step(&self, connection: u32, at: At) -> impl Iterator<Item = &Call<'a>> {
        let places = self.about.get(&connection).map(Vec::as_slice).unwrap_or_default();
        let middle = places.partition_point(|place| self.calls[*place].at < at);
        let is_here = move |place: &&usize| self.calls[**place].at.is_same_step(at);
        let before = places[..middle].iter().rev().take_while(is_here).count();
        places[middle - before..].iter().take_while(is_here).map(|place| &self.calls[*place])
    }

    /// The calls that put one link to the DLLs: a step has at most one such vote on a port.
    pub fn link_vote(&self, connection: u32, port: &Name, at: At) -> impl Iterator<Item = &Call<'a>> {
        self.calls_in_step(connection, at).filter(move |call| {
            call.callout() == Callout::AcceptNewLink && call.link().is_some_and(|link| link.name == *port)
        })
    }

    /// Whether a call said yes, under the readings in force (AMB-01, AMB-29, AMB-41). Nothing if it did not return.
    pub fn says_yes(&self, call: &Call<'_>) -> Option<bool> {
        Some(means_yes(call.callout(), call.value()?, &self.policy))
    }

    /// Whether a call said no: it refused, or it did not return, which counts as a refusal (AMB-52).
    pub fn says_no(&self, call: &Call<'_>) -> bool {
        matches!(call.result, CallResult::Faulted(_)) || self.says_yes(call) == Some(false)
    }

    /// What was noticed about DLLs, each with the call in which it was; none for what was noticed when one was loaded
    /// or unloaded, or when its timer ran.
    pub fn noticed(&self) -> impl Iterator<Item = (At, Option<&Call<'a>>, &'a Notice)> {
        self.entries.iter().filter_map(|(at, kind)| {
            let EntryKind::Noticed(_, notice) = kind else { return None };
            let before = self.entries.get(..at.entry)?.iter().rev();
            let (_, kind) = before.clone().find(|(_, kind)| !matches!(kind, EntryKind::Noticed(..)))?;
            let is_answer = matches!(kind, EntryKind::Answered(_) | EntryKind::Faulted(_));
            let calls = self.calls.partition_point(|call| call.at < *at);
            let call = calls.checked_sub(1).and_then(|last| self.calls.get(last)).filter(|_| is_answer);
            Some((*at, call, notice))
        })
    }

    fn at_places(&self, places: Option<&Vec<usize>>) -> impl Iterator<Item = &Call<'a>> {
        let places = places.map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.calls.get(*place))
    }
}
