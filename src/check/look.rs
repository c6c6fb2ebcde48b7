//! Questions that rules ask a transcript.

use std::collections::BTreeMap;

use super::arrange::Arranged;
use super::call::{Answer, Call};
use super::family::Family;
use super::lease::{Lease, leases};
use super::life::Life;
use super::stay::Stay;
use crate::dll::Notice;
use crate::model::{Event, Instance, Process, ServiceState, Table};
use crate::ras::{AcceptExReturn, BoolTruth, Callout, Name, Policy, Profile};
use crate::scenario::Step;
use crate::transcript::{EntryKind, Header, Transcript};

/// A place in a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The entry, from 0.
    pub entry: usize,
    /// The step of the scenario in which it happens; 0 while the service starts or stops by itself.
    pub step: u32,
    /// Virtual time, milliseconds.
    pub ms: u64,
    /// Which start of the service it belongs to, from 0.
    pub run: u32,
}

impl At {
    /// Whether both are in one step of the scenario.
    pub fn is_same_step(self, other: Self) -> bool {
        (self.run, self.step) == (other.run, other.step)
    }
}

/// A transcript, arranged for the questions that rules ask.
#[derive(Debug)]
pub struct Look<'a> {
    /// What was run.
    pub header: &'a Header,
    /// The readings in force: the policy, and what the pages decide for this Windows version.
    pub policy: Policy,
    entries: Vec<(At, &'a EntryKind)>,
    states: Vec<(At, ServiceState)>,
    stays: Vec<Stay<'a>>,
    lives: Vec<Life<'a>>,
    leases: Vec<Lease<'a>>,
    calls: Vec<Call<'a>>,
    noticed: Vec<(usize, &'a Notice)>,
    /// Where the calls of each entry point are, and those about each connection.
    of: BTreeMap<Callout, Vec<usize>>,
    about: BTreeMap<u32, Vec<usize>>,
    is_cut: bool,
}

/// The transcript as a whole.
impl<'a> Look<'a> {
    /// Arranges a transcript.
    pub fn new(transcript: &'a Transcript) -> Self {
        let arranged = Arranged::of(transcript);
        let is_cut = arranged.is_cut();
        let mut of: BTreeMap<Callout, Vec<usize>> = BTreeMap::new();
        let mut about: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, call) in arranged.calls.iter().enumerate() {
            of.entry(call.callout()).or_default().push(place);
            if let Some(number) = call.connection {
                about.entry(number).or_default().push(place);
            }
        }
        let Header { profile, policy, .. } = &transcript.header;
        let mut look = Self {
            header: &transcript.header,
            policy: profile.decide(*policy),
            entries: arranged.entries,
            states: arranged.states,
            stays: arranged.stays.into_iter().map(|stay| stay.on(*profile)).collect(),
            lives: arranged.lives.into_values().collect(),
            leases: Vec::new(),
            calls: arranged.calls,
            noticed: arranged.noticed,
            of,
            about,
            is_cut,
        };
        look.leases = leases(&look);
        look
    }

    /// The Windows version.
    pub fn profile(&self) -> Profile {
        self.header.profile
    }

    /// Whether the transcript ends before the service does.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Every entry, in order.
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

    /// The changes of the service's state.
    pub fn states(&self) -> impl Iterator<Item = (At, ServiceState)> {
        self.states.iter().copied()
    }

    /// What becomes of the service next: the first change of its state after `at`.
    pub fn state_after(&self, at: At) -> Option<(At, ServiceState)> {
        self.states.get(self.states.partition_point(|(changed, _)| *changed <= at)).copied()
    }
}

/// The DLLs.
impl<'a> Look<'a> {
    /// Every time that a DLL was in memory, in the order of loading.
    pub fn stays(&self) -> &[Stay<'a>] {
        &self.stays
    }

    /// Those of one start of the service.
    pub fn stays_of(&self, run: u32) -> &[Stay<'a>] {
        let from = self.stays.partition_point(|stay| stay.at.run < run);
        let to = self.stays.partition_point(|stay| stay.at.run <= run);
        &self.stays[from..to]
    }

    /// A DLL in a process, in one start of the service.
    pub fn stay(&self, run: u32, instance: Instance) -> Option<&Stay<'a>> {
        self.stays_of(run).iter().find(|stay| stay.instance == instance)
    }

    /// Every DLL once, as it was first loaded: a file exports the same wherever it is loaded.
    pub fn files(&self) -> Vec<&Stay<'a>> {
        let mut files: BTreeMap<u8, &Stay<'a>> = BTreeMap::new();
        for stay in &self.stays {
            files.entry(stay.instance.dll).or_insert(stay);
        }
        files.into_values().collect()
    }

    /// The DLLs where users connect and disconnect that offer one function, see [`Stay::offers`].
    pub fn offering(&self, run: u32, callout: Callout) -> impl Iterator<Item = Instance> {
        self.deciders(run).filter(move |stay| stay.offers(self, callout)).map(|stay| stay.instance)
    }

    /// The DLLs in the process where users connect and disconnect.
    pub fn deciders(&self, run: u32) -> impl Iterator<Item = &Stay<'a>> {
        self.stays_of(run).iter().filter(|stay| stay.instance.process != Process::Addresses)
    }

    /// The DLLs that can be asked for an address of this family, in registry order: loaded where addresses are handed
    /// out, with both functions.
    pub fn providers(&self, run: u32, family: Family) -> Vec<Instance> {
        let offers_both = |stay: &&Stay<'_>| {
            [family.get(), family.release()].into_iter().all(|callout| stay.offers(self, callout))
        };
        let here = self.stays_of(run).iter().filter(|stay| stay.instance.process != Process::Connections);
        let mut providers: Vec<Instance> = here.filter(offers_both).map(|stay| stay.instance).collect();
        providers.sort_by_key(|instance| instance.dll);
        providers
    }

    /// The callbacks tables that DLLs left with success, each with the call that left it.
    pub fn tables(&self) -> impl Iterator<Item = (&Call<'a>, &'a Table)> {
        self.calls_of(Callout::InitializeDllEx).filter_map(|call| Some((call, call.registered()?)))
    }
}

/// The connections.
impl<'a> Look<'a> {
    /// Every connection that came to be or tried to, by number.
    pub fn connections(&self) -> &[Life<'a>] {
        &self.lives
    }

    /// The connection of that number.
    pub fn connection(&self, number: u32) -> Option<&Life<'a>> {
        let at = self.lives.binary_search_by_key(&number, |life| life.number).ok()?;
        self.lives.get(at)
    }

    /// The connection that a call is about, if it is about one.
    pub fn connection_of(&self, call: &Call<'_>) -> Option<&Life<'a>> {
        self.connection(call.connection?)
    }

    /// The connection that first appears in the step in which something happens: the one that a dial makes.
    pub fn dialled(&self, at: At) -> Option<&Life<'a>> {
        let is_here = |(other, _): &&(At, _)| at.is_same_step(*other);
        let before = self.entries[..at.entry].iter().rev().take_while(is_here).count();
        let mut here = self.entries[at.entry - before..].iter().take_while(is_here);
        here.find_map(|(at, kind)| {
            let EntryKind::Event(Event::Connection { number, .. }) = kind else { return None };
            self.connection(*number).filter(|life| life.at == *at)
        })
    }

    /// The addresses that DLLs were asked for and answered, in order.
    pub fn leases(&self) -> &[Lease<'a>] {
        &self.leases
    }
}

/// The calls.
impl<'a> Look<'a> {
    /// Every call, in order.
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

    /// The calls of one entry point.
    pub fn calls_of(&self, callout: Callout) -> impl Iterator<Item = &Call<'a>> {
        self.at_places(self.of.get(&callout))
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

    /// Whether a call said yes: of a function that returns a verdict, under the readings in force (AMB-01, AMB-41).
    /// Nothing if it did not return.
    pub fn says_yes(&self, call: &Call<'_>) -> Option<bool> {
        let value = call.value()?;
        if call.callout() == Callout::AcceptNewConnectionEx
            && self.policy.accept_ex_return == AcceptExReturn::Ignored
        {
            return Some(true);
        }
        Some(match self.policy.bool_truth {
            BoolTruth::Nonzero => value != 0,
            BoolTruth::One => value == 1,
        })
    }

    /// Whether a call said no: it refused, or it did not return, which counts as a refusal (AMB-52).
    pub fn says_no(&self, call: &Call<'_>) -> bool {
        matches!(call.answer, Answer::Faulted(_)) || self.says_yes(call) == Some(false)
    }

    /// What was noticed about DLLs, each with the call in which it was; none for what was noticed when one was loaded
    /// or unloaded.
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
