//! What can change while a connection is up, its quarantine state and its endpoints, and what can happen before it.

use std::sync::Arc;

use super::agenda::{Ballot, Task, VoteCount, ballot};
use super::contents::set_quarantine;
use super::event::{CloseReason, ConnectionEvent, SkipReason};
use super::seam::Question;
use super::service::Service;
use crate::ras::{
    Callout, Connection, EndpointEnabled, EndpointFalse, EndpointView, Quarantine, ReauthFalse, ReauthVote,
    Tunnel,
};
use crate::scenario::{EndpointChange, PreAuthenticate, QuarantineChange};

impl Service {
    /// Puts a new quarantine state to the DLLs, as whenever it changes (REAUTH-01).
    pub(super) fn change_quarantine(&mut self, change: &QuarantineChange) {
        if self.profile < Callout::AcceptReauthentication.floor() {
            return self.skip(SkipReason::TooOld);
        }
        let Some(number) = self.connected_or_skip(&change.port) else { return };
        if self.facts_now(number).quarantine == change.state {
            return self.skip(SkipReason::SameState);
        }
        let tasks = self.new_quarantine(number, change.state, change.probation.ms);
        self.agenda.last(tasks);
    }

    /// The tasks that put this quarantine state to the DLLs.
    pub(super) fn new_quarantine(&mut self, number: u32, state: Quarantine, probation_ms: u64) -> Vec<Task> {
        let mut facts = Connection::clone(&self.facts_now(number));
        set_quarantine(&mut facts, state, &self.policy);
        let limited = state == Quarantine::PROBATION;
        facts.probation_ms = if limited { probation_ms } else { 0 };
        facts.probation_until_ms = if limited { self.clock.now_ms.saturating_add(probation_ms) } else { 0 };
        let voters = match self.policy.reauth_vote {
            ReauthVote::AndAll => &self.roster.reauthenticate[..],
            ReauthVote::First => self.roster.reauthenticate.get(..1).unwrap_or_default(),
        };
        let votes = ballot(Ballot::Reauthentication, number, voters);
        let tasks = votes.chain([Task::Count(Ballot::Reauthentication, number)]).collect();
        self.propose(number, facts);
        tasks
    }

    /// Puts new endpoints to the DLLs. Only an IKEv2 client can move (ENDPT-02).
    pub(super) fn change_endpoint(&mut self, change: &EndpointChange) {
        if self.profile < Callout::AcceptTunnelEndpointChangeEx.floor() {
            return self.skip(SkipReason::TooOld);
        }
        let Some(number) = self.connected_or_skip(&change.port) else { return };
        let mut facts = Connection::clone(&self.facts_now(number));
        if facts.tunnel != Tunnel::Ikev2 {
            return self.skip(SkipReason::NotIkev2);
        }
        facts.remote_endpoint = change.remote.clone();
        if !change.local.is_empty() {
            facts.local_endpoint = change.local.clone();
        }
        facts.switch_overs = facts.switch_overs.wrapping_add(1);
        if self.policy.endpoint_enabled == EndpointEnabled::Yes {
            self.agenda.last(ballot(Ballot::Endpoint, number, &self.roster.endpoint));
        }
        self.agenda.last([Task::Count(Ballot::Endpoint, number)]);
        self.propose(number, facts);
    }

    /// Remembers the client that presents itself; it counts at the next dial of that port (CHOICE 17).
    pub(super) fn pre_authenticate(&mut self, pre: &PreAuthenticate) {
        if self.profile < Callout::ValidatePreAuthenticatedConnectionEx.floor() {
            return self.skip(SkipReason::TooOld);
        }
        let port = self.port(&pre.port);
        if port.session.is_some() {
            return self.skip(SkipReason::PortBusy);
        }
        port.presented = Some(pre.clone());
    }

    /// Keeps the changed facts until the votes on them are counted.
    fn propose(&mut self, number: u32, facts: Connection) {
        if let Some(session) = self.sessions.get_mut(&number) {
            session.proposed = Some(Arc::new(facts));
        }
        self.change = VoteCount::default();
    }

    /// What a DLL sees while it votes on a change: the new state, or what AMB-28 says of endpoints.
    pub(super) fn proposal_question(&mut self, ballot: Ballot, number: u32) -> Question {
        let old = ballot == Ballot::Endpoint && self.policy.endpoint_view == EndpointView::Old;
        let proposed =
            self.sessions.get(&number).and_then(|session| session.proposed.clone()).filter(|_| !old);
        Question::Connection(proposed.unwrap_or_else(|| self.facts_now(number)))
    }

    pub(super) fn count_reauthentication(&mut self, number: u32, votes: VoteCount) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let Some(facts) = session.proposed.take() else { return };
        if votes.is_lost() && self.policy.reauth_false == ReauthFalse::KeepState {
            let state = session.facts.quarantine;
            return self.connection_event(number, ConnectionEvent::Quarantine(state));
        }
        let limited = facts.quarantine == Quarantine::PROBATION && facts.probation_ms > 0;
        session.deadline_ms = limited.then_some(facts.probation_until_ms);
        let state = facts.quarantine;
        session.facts = facts;
        self.connection_event(number, ConnectionEvent::Quarantine(state));
        if votes.is_lost() {
            self.agenda.next([Task::HangUp(number, CloseReason::Reauthentication)]);
        }
    }

    pub(super) fn count_endpoint(&mut self, number: u32, votes: VoteCount) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let Some(facts) = session.proposed.take() else { return };
        if !votes.is_lost() {
            session.facts = facts;
            return self.connection_event(number, ConnectionEvent::EndpointsMoved);
        }
        self.connection_event(number, ConnectionEvent::EndpointsKept);
        if self.policy.endpoint_false == EndpointFalse::Disconnect {
            self.agenda.next([Task::HangUp(number, CloseReason::Endpoint)]);
        }
    }
}
