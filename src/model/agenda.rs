//! What the service still has to do for the current step: a flat list of small tasks.
//!
//! Policies that only change an order are a reordering of this list.

use std::collections::VecDeque;

use super::administer::Request;
use super::event::{CloseReason, ServiceState};
use super::instance::{Instance, Process};
use super::roster::{AddressPair, Voter};
use super::session::Owed;
use crate::ras::{Callout, Name};
use crate::scenario::Credentials;

/// One small thing to do. It makes at most one call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Task {
    /// Start the service, process by process.
    Start,
    /// Load and initialise the DLLs of this process.
    StartProcess(Process),
    /// Load this DLL into this process.
    Load(Instance),
    /// All DLLs of this process are loaded: look at their exports.
    LoadsDone(Process),
    /// Call this initialiser of the DLL; one that has none is taken for initialised (AMB-46).
    Initialize(Instance, Option<Callout>),
    /// All DLLs of this process are initialised.
    InitializesDone(Process),
    /// Call TerminateDll of this DLL.
    Terminate(Instance),
    /// Unload all DLLs; the service is now in this state.
    Unload(ServiceState),
    /// Ask one DLL for its vote on this connection, unless the vote is lost and the others are not asked (AMB-12).
    Vote(Ballot, u32, Voter),
    /// Count the votes on this connection.
    Count(Ballot, u32),
    /// Check the credentials of the user who dialled.
    Authenticate(u32, Credentials),
    /// Ask for an IPv4 address.
    GetIpv4(u32),
    /// Ask this DLL for an IPv6 address; without one, RAS picks it.
    GetIpv6(u32, Option<AddressPair>),
    /// The addresses are there, or one has failed.
    AddressesDone(u32),
    /// The user is connected: accepted, with a link and with addresses.
    Establish(u32),
    /// This link is down.
    LinkDown(u32, Name),
    /// Tell a DLL that this link is gone.
    LinkHangup(u32, Name, Voter),
    /// The port takes calls again.
    FreePort(Name),
    /// Tell a DLL that the connection is gone.
    Hangup(u32, Voter),
    /// Tell a DLL that its address is free again.
    Release(Box<Owed>),
    /// End the connection in order.
    HangUp(u32, CloseReason),
    /// The connection is over.
    Close(u32, CloseReason),
    /// Time passes until this moment, milliseconds.
    AdvanceTo(u64),
    /// Let the timer of this DLL run.
    Timer(Instance),
    /// Do what this DLL has asked for.
    Administer(Instance, Request),
}

impl Task {
    /// The DLL whose vote this is.
    pub(super) fn voter(&self) -> Option<Voter> {
        if let Self::Vote(_, _, voter) = self { Some(*voter) } else { None }
    }
}

/// The question that a vote decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Ballot {
    /// May this user connect?
    Accept,
    /// May this link join, the first or a further one? [`super::session::Session::joining`] names its port.
    Link,
    /// May the connection go on with its new quarantine state?
    Reauthentication,
    /// May the client move to its new endpoints?
    Endpoint,
    /// Is this client, which authenticated before it dialled, who it claims to be?
    PreAuthentication,
}

/// The list of tasks. The first is done next.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Agenda(VecDeque<Task>);

impl Agenda {
    /// Takes the next task.
    pub(super) fn pop(&mut self) -> Option<Task> {
        self.0.pop_front()
    }

    /// Puts tasks behind all others.
    pub(super) fn last(&mut self, tasks: impl IntoIterator<Item = Task>) {
        self.0.extend(tasks);
    }

    /// Puts tasks before all others, in their order.
    pub(super) fn next(&mut self, tasks: impl IntoIterator<IntoIter: DoubleEndedIterator<Item = Task>>) {
        tasks.into_iter().rev().for_each(|task| self.0.push_front(task));
    }

    /// Forgets everything but the passing of time, and what DLLs have asked for.
    pub(super) fn abandon(&mut self) {
        self.0.retain(|task| matches!(task, Task::AdvanceTo(_) | Task::Administer(..)));
    }

    /// Whether nothing is left to do.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Makes one task for each voter.
pub(super) fn ballot(ballot: Ballot, number: u32, voters: &[Voter]) -> impl Iterator<Item = Task> {
    voters.iter().map(move |&voter| Task::Vote(ballot, number, voter))
}

/// Joins both lists into one in which they take turns; `first` begins.
pub(super) fn alternate(first: Vec<Task>, second: Vec<Task>) -> Vec<Task> {
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut both = Vec::with_capacity(first.len() + second.len());
    loop {
        let turn = (first.next(), second.next());
        if turn == (None, None) {
            return both;
        }
        both.extend(turn.0);
        both.extend(turn.1);
    }
}

/// A set of DLLs, each by its place in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct DllSet(u16);

impl DllSet {
    pub(super) fn insert(&mut self, dll: u8) {
        self.0 |= 1 << dll;
    }

    pub(super) fn contains(self, dll: u8) -> bool {
        self.0 & (1 << dll) != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The votes on one question that have been cast so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct VoteCount {
    /// The DLLs that said yes.
    pub(super) accepted: DllSet,
    /// The DLLs that said no, or faulted.
    pub(super) refused: DllSet,
    /// Whether one of them faulted.
    pub(super) faulted: bool,
}

impl VoteCount {
    /// Whether anyone was asked.
    pub(super) fn is_open(&self) -> bool {
        !self.accepted.is_empty() || !self.refused.is_empty()
    }

    /// Whether someone said no.
    pub(super) fn is_lost(&self) -> bool {
        !self.refused.is_empty()
    }
}
