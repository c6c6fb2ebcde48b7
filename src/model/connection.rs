//! The life of a connection, from the dial to the last hangup.

use std::sync::Arc;

use super::agenda::{Ballot, Task, VoteCount, alternate, ballot};
use super::contents::{describe, out_of_its_time};
use super::event::{CloseReason, ConnectionEvent, Refusal, SkipReason};
use super::meaning::means_yes;
use super::roster::{Farewell, Voter};
use super::seam::{PreAuthenticated, Question, Reply};
use super::service::Service;
use super::session::{Session, Standing};
use crate::ras::{
    AcceptLinkInterleave, Connection, FirstLinkRefused, HangupAfterRefusal, IpVsAccept,
    LinkHangupAfterRefusal, LinkHangupWithoutAccept, Name, Offer, Policy, PreauthEnabled, PreauthError,
    ReleaseVsHangup, Tunnel, Vote,
};
use crate::scenario::{Credentials, Dial};

impl Service {
    pub(super) fn dial(&mut self, dial: &Dial) {
        if let Some(reason) = out_of_its_time(dial, self.profile) {
            return self.skip(reason);
        }
        if self.session_on(&dial.port).is_some() {
            return self.skip(SkipReason::PortBusy);
        }
        let mut facts = self.numbers.connection();
        let number = facts.number;
        describe(&mut facts, dial, self.profile, &self.policy);
        facts.started_ms = self.clock.now_ms;
        let now_ms = self.clock.now_ms;
        let port = self.port(&dial.port);
        port.take(&facts, dial.line_speed, now_ms);
        // CHOICE 17: who presented themselves count for the next dial only, and only if it is SSTP.
        let presented = port.presented.take().filter(|_| dial.tunnel == Tunnel::Sstp);
        (self.accept, self.link, self.change) = Default::default();
        self.asked_about.clear();
        let asked = presented.is_some() && self.policy.preauth_enabled == PreauthEnabled::Yes;
        self.sessions.insert(number, Session { presented, ..Session::new(facts, dial) });
        if asked {
            self.agenda.last(ballot(Ballot::PreAuthentication, number, &self.roster.pre_authenticate));
            if !self.roster.pre_authenticate.is_empty() {
                self.agenda.last([Task::Count(Ballot::PreAuthentication, number)]);
            }
        }
        self.agenda.last([Task::Authenticate(number, dial.credentials)]);
    }

    pub(super) fn authenticate(&mut self, number: u32, credentials: Credentials) {
        let Some(session) = self.sessions.get(&number) else { return };
        if credentials == Credentials::Wrong && !session.vouched {
            return self.refuse(number, Refusal::Authentication);
        }
        let facts = Arc::clone(&session.facts);
        self.connection_event(number, ConnectionEvent::Authenticated(facts));
        let tasks = self.admission(number);
        self.agenda.next(tasks);
    }

    /// The tasks between authentication and connection, in the order of AMB-13 and AMB-22. The first link follows in
    /// every series (AMB-14).
    fn admission(&self, number: u32) -> Vec<Task> {
        let Policy { ip_vs_accept, accept_link_interleave, .. } = self.policy;
        let links = || ballot(Ballot::Link, number, &self.roster.accept_link);
        let mut tasks: Vec<Task> = ballot(Ballot::Accept, number, &self.roster.accept).collect();
        if accept_link_interleave == AcceptLinkInterleave::PerDll {
            tasks.extend(links());
            // Stable: within one DLL Accept stays before the link.
            tasks.sort_by_key(|task| task.voter().map(|voter| voter.instance.dll));
        }
        if ip_vs_accept == IpVsAccept::Concurrent {
            tasks = alternate(tasks, self.address_tasks(number));
        }
        tasks.push(Task::Count(Ballot::Accept, number));
        if accept_link_interleave == AcceptLinkInterleave::Phases {
            tasks.extend(links());
        }
        tasks.push(Task::Count(Ballot::Link, number));
        let mut addresses = Vec::new();
        if ip_vs_accept != IpVsAccept::Concurrent {
            addresses = self.address_tasks(number);
        }
        addresses.push(Task::AddressesDone(number));
        let (mut first, second) = match ip_vs_accept {
            IpVsAccept::GetFirst => (addresses, tasks),
            IpVsAccept::AcceptFirst | IpVsAccept::Concurrent => (tasks, addresses),
        };
        first.extend(second);
        first.push(Task::Establish(number));
        first
    }

    pub(super) fn vote(&mut self, ballot: Ballot, number: u32, voter: Voter) {
        let votes = self.votes(ballot);
        if votes.is_lost() && self.policy.vote == Vote::ShortCircuit {
            return; // CHOICE 3: in every kind of vote
        }
        // CHOICE 20: under `per_dll` the link is no longer asked about once the connection is refused (CONN-16).
        let joins_new = |session: &Session| session.standing == Standing::Admitting;
        if ballot == Ballot::Link
            && self.accept.is_lost()
            && self.sessions.get(&number).is_some_and(joins_new)
        {
            return;
        }
        let question = match ballot {
            Ballot::Accept => {
                self.asked_about.push(voter);
                Question::Connection(self.facts_now(number))
            }
            Ballot::Reauthentication | Ballot::Endpoint => self.proposal_question(ballot, number),
            Ballot::Link => {
                let port =
                    self.sessions.get(&number).map(|session| session.joining.clone()).unwrap_or_default();
                self.link_question(number, &port)
            }
            Ballot::PreAuthentication => self.presented_question(number),
        };
        self.ask(voter, question, Task::Vote(ballot, number, voter));
    }

    pub(super) fn votes(&mut self, ballot: Ballot) -> &mut VoteCount {
        match ballot {
            Ballot::Accept => &mut self.accept,
            Ballot::Link => &mut self.link,
            Ballot::Reauthentication | Ballot::Endpoint | Ballot::PreAuthentication => &mut self.change,
        }
    }

    pub(super) fn on_vote(&mut self, ballot: Ballot, voter: Voter, reply: &Reply) {
        let (accepted, faulted) = match reply {
            Reply::Returned(returned) => {
                let value = returned.value.unwrap_or_default();
                (means_yes(voter.entry.callout, value, &self.policy), false)
            }
            Reply::Faulted(fault) => {
                if !self.faulted(voter, fault) {
                    return;
                }
                (false, true)
            }
        };
        let votes = self.votes(ballot);
        let side = if accepted { &mut votes.accepted } else { &mut votes.refused };
        side.insert(voter.instance.dll);
        votes.faulted |= faulted;
    }

    pub(super) fn count(&mut self, ballot: Ballot, number: u32) {
        let votes = *self.votes(ballot);
        match ballot {
            Ballot::Accept => self.count_accept(number, votes),
            Ballot::Link => self.count_link(number, votes),
            Ballot::Reauthentication => self.count_reauthentication(number, votes),
            Ballot::Endpoint => self.count_endpoint(number, votes),
            Ballot::PreAuthentication => self.count_pre_authentication(number, votes),
        }
    }

    fn count_accept(&mut self, number: u32, votes: VoteCount) {
        if votes.is_lost() {
            self.refuse(number, if votes.faulted { Refusal::Fault } else { Refusal::Vote });
        }
    }

    /// Authentication by PPP is left out if the DLLs have vouched for the client (AMB-29).
    fn count_pre_authentication(&mut self, number: u32, votes: VoteCount) {
        if !votes.is_lost() {
            if let Some(session) = self.sessions.get_mut(&number) {
                session.vouched = true;
            }
        } else if self.policy.preauth_error == PreauthError::Refuse {
            self.refuse(number, Refusal::PreAuthentication);
        }
    }

    /// The user was accepted and has a link and addresses: the connection is up.
    pub(super) fn establish(&mut self, number: u32) {
        if let Some(session) = self.sessions.get_mut(&number) {
            session.standing = Standing::Connected;
            for key in &session.grants {
                if let Some(grant) = self.grants.get_mut(key) {
                    grant.was_connected = true;
                }
            }
            self.connection_event(number, ConnectionEvent::Connected);
        }
    }

    /// Ends a connection that is refused. Which DLLs are notified is a matter of AMB-09 to AMB-11 and AMB-21.
    pub(super) fn refuse(&mut self, number: u32, reason: Refusal) {
        self.agenda.abandon();
        self.connection_event(number, ConnectionEvent::Refused(reason));
        let Some(session) = self.sessions.get(&number) else { return };
        let port = session.joining.clone();
        let accepted = !session.links.is_empty() || session.standing == Standing::Waiting;
        if !self.accept.is_lost() && accepted {
            return self.agenda.next([Task::HangUp(number, CloseReason::Refused)]);
        }
        let (accept, link) = (self.accept, self.link);
        let is_notified = |dll| -> bool {
            if !accept.is_lost() {
                // The connection was accepted, and its first link refused (AMB-11).
                return link.is_lost() && self.policy.first_link_refused == FirstLinkRefused::EndWithHangup;
            }
            match self.policy.hangup_after_refusal {
                HangupAfterRefusal::None => false,
                HangupAfterRefusal::All => true,
                HangupAfterRefusal::AcceptedOnly => {
                    accept.accepted.contains(dll) && !accept.refused.contains(dll)
                }
                HangupAfterRefusal::RefuserOnly => accept.refused.contains(dll),
            }
        };
        let voted = accept.is_lost() || link.is_lost();
        let mut tasks = if voted { self.link_hangups_of_refused(number, &port) } else { Vec::new() };
        // A DLL that was asked in one series does not hear of the end in another (HANGUP-09, CHOICE 41).
        let asked = &self.asked_about;
        let was_met = |farewell: &Farewell| {
            farewell.accept.is_some_and(|accept| asked.contains(&accept))
                || asked.iter().all(|voter| voter.instance != farewell.hangup.instance)
        };
        let farewells = self.roster.hangup.iter();
        let told = farewells.filter(|told| is_notified(told.hangup.instance.dll) && was_met(told));
        let hangups: Vec<Task> = told.map(|told| Task::Hangup(number, told.hangup)).collect();
        let releases = self.releases(number);
        self.hangups_and_releases(&mut tasks, hangups.into_iter(), releases);
        tasks.extend([Task::FreePort(port), Task::Close(number, CloseReason::Refused)]);
        self.agenda.next(tasks);
    }

    /// The hangups of a link that was refused, or that a refused connection never got (AMB-10).
    pub(super) fn link_hangups_of_refused(&self, number: u32, port: &Name) -> Vec<Task> {
        let link = self.link;
        let is_notified = |dll| -> bool {
            if !link.is_open() {
                // CHOICE 21: every DLL, before any connection hangup.
                return self.policy.link_hangup_without_accept == LinkHangupWithoutAccept::Yes;
            }
            match self.policy.link_hangup_after_refusal {
                LinkHangupAfterRefusal::None => false,
                LinkHangupAfterRefusal::All => true,
                LinkHangupAfterRefusal::AcceptedOnly => {
                    link.accepted.contains(dll) && !link.refused.contains(dll)
                }
                LinkHangupAfterRefusal::RefuserOnly => link.refused.contains(dll),
            }
        };
        let voters = self.roster.hangup_link.iter().filter(|voter| is_notified(voter.instance.dll));
        voters.map(|&voter| Task::LinkHangup(number, port.clone(), voter)).collect()
    }

    pub(super) fn hang_up_port(&mut self, port: &Name, ending: CloseReason) {
        match self.session_on(port) {
            Some(number) => self.hang_up(number, ending),
            None => self.skip(SkipReason::PortIdle),
        }
    }

    /// Ends a connection in order: its links, oldest first (CHOICE 16), then the connection and its addresses.
    pub(super) fn hang_up(&mut self, number: u32, ending: CloseReason) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        session.deadline_ms = None;
        let waiting = session.links.is_empty();
        if !waiting {
            // Accepted and with a link the user counts as connected (AMB-21), even if an address has failed since.
            for key in &session.grants {
                if let Some(grant) = self.grants.get_mut(key) {
                    grant.was_connected = true;
                }
            }
        }
        let (links, dialled) = (std::mem::take(&mut session.links), session.dialled.clone());
        let mut tasks = Vec::with_capacity(8);
        for port in &links {
            self.take_down(number, port, &mut tasks);
        }
        let releases = self.releases(number);
        let hangups = self.roster.hangup.iter().map(|told| Task::Hangup(number, told.hangup));
        self.hangups_and_releases(&mut tasks, hangups, releases);
        tasks.extend(waiting.then_some(Task::FreePort(dialled)));
        tasks.push(Task::Close(number, ending));
        self.agenda.next(tasks);
    }

    /// Puts hangups and releases in the order of AMB-22. The links have come before both (CHOICE 23).
    fn hangups_and_releases(
        &self,
        tasks: &mut Vec<Task>,
        hangups: impl Iterator<Item = Task>,
        releases: impl Iterator<Item = Task>,
    ) {
        match self.policy.release_vs_hangup {
            ReleaseVsHangup::HangupFirst => tasks.extend(hangups.chain(releases)),
            ReleaseVsHangup::ReleaseFirst => tasks.extend(releases.chain(hangups)),
            ReleaseVsHangup::Concurrent => tasks.extend(alternate(hangups.collect(), releases.collect())),
        }
    }

    /// The releases that fall due when this connection ends.
    fn releases(&mut self, number: u32) -> impl Iterator<Item = Task> + use<> {
        self.give_up_grants(number).into_iter().map(|owed| Task::Release(Box::new(owed)))
    }

    pub(super) fn close(&mut self, number: u32, ending: CloseReason) {
        self.sessions.remove(&number);
        self.connection_event(number, ConnectionEvent::Closed(ending));
    }

    /// A DLL was notified of a hangup. All that can matter is whether it faulted.
    pub(super) fn on_notified(&mut self, voter: Voter, reply: &Reply) {
        if let Reply::Faulted(fault) = reply {
            self.faulted(voter, fault);
        }
    }

    /// The connection as it is at this moment.
    pub(super) fn facts_now(&mut self, number: u32) -> Arc<Connection> {
        let clock = self.clock;
        let session = self.sessions.get_mut(&number).expect("tasks name live connections");
        let seconds = clock.seconds_since(session.facts.started_ms);
        if session.facts.duration_s != seconds {
            Arc::make_mut(&mut session.facts).duration_s = seconds;
        }
        Arc::clone(&session.facts)
    }

    fn presented_question(&self, number: u32) -> Question {
        let session = self.sessions.get(&number).expect("tasks name live connections");
        let info = session.presented.as_ref().map(|presented| presented.info.0.clone());
        Question::PreAuthenticated(Arc::new(PreAuthenticated {
            handle: session.facts.handle,
            user: session.facts.user.clone(),
            domain: session.facts.domain.clone(),
            info: info.unwrap_or_default(),
        }))
    }

    /// The tasks that ask for addresses. A family that the client does not want has none (IP4-01).
    fn address_tasks(&self, number: u32) -> Vec<Task> {
        let Some(session) = self.sessions.get(&number) else { return Vec::new() };
        let mut tasks = Vec::new();
        if session.ipv4 != Offer::None {
            tasks.push(Task::GetIpv4(number)); // CHOICE 25: IPv4 first
        }
        if session.ipv6 != Offer::None {
            tasks.extend(self.ipv6_tasks(number));
        }
        tasks
    }

    /// The addresses that a connection which had to wait for its link gets now (CHOICE 22).
    pub(super) fn late_addresses(&self, number: u32) -> Vec<Task> {
        let mut tasks = self.address_tasks(number);
        tasks.extend([Task::AddressesDone(number), Task::Establish(number)]);
        tasks
    }
}
