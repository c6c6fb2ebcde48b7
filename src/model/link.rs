//! The links of a connection: its ports, and what flows over them.

use std::sync::Arc;

use super::agenda::{Ballot, Task, VoteCount, ballot};
use super::contents::second_link;
use super::event::{CloseReason, ConnectionEvent, Refusal, SkipReason};
use super::seam::Question;
use super::service::Service;
use super::session::{PortState, Standing};
use crate::ras::{Counters, FirstLinkRefused, IpVsAccept, Name};
use crate::scenario::Traffic;

/// The payload of one frame. Traffic is counted in frames as well as in bytes.
const FRAME_BYTES: u64 = 1500;

impl Service {
    /// The port of this name, which comes into being when it is first named.
    pub(super) fn port(&mut self, name: &Name) -> &mut PortState {
        let new = || PortState::new(name.clone(), self.numbers.port());
        self.ports.entry(name.clone()).or_insert_with(new)
    }

    /// The connection that uses the port. To ask for it does not make a port of a name that nobody has dialled yet.
    pub(super) fn session_on(&self, name: &Name) -> Option<u32> {
        self.ports.get(name)?.session
    }

    pub(super) fn free_port(&mut self, name: &Name) {
        self.port(name).free();
    }

    /// The port as it is at this moment.
    pub(super) fn link_question(&mut self, number: u32, name: &Name) -> Question {
        let clock = self.clock;
        let port = self.port(name);
        debug_assert_eq!(port.session, Some(number), "a link's port belongs to its connection");
        let seconds = clock.seconds_since(port.since_ms);
        if port.facts.duration_s != seconds {
            Arc::make_mut(&mut port.facts).duration_s = seconds;
        }
        Question::Link(Arc::clone(&port.facts))
    }

    pub(super) fn add_link(&mut self, name: &Name, to: &Name) {
        if self.session_on(name).is_some() {
            return self.skip(SkipReason::PortBusy);
        }
        let Some(number) = self.session_on(to) else { return self.skip(SkipReason::NoConnection) };
        let Some(session) = self.sessions.get_mut(&number) else { return };
        session.joining = name.clone();
        let facts = Arc::clone(&session.facts);
        let now_ms = self.clock.now_ms;
        // A waiting connection keeps the port that names it busy (CHOICE 22).
        let line_speed = self.port(to).facts.line_speed;
        self.port(name).take(&facts, line_speed, now_ms);
        (self.accept, self.link) = Default::default();
        self.agenda.last(ballot(Ballot::Link, number, &self.roster.accept_link));
        self.agenda.last([Task::Count(Ballot::Link, number)]);
    }

    pub(super) fn count_link(&mut self, number: u32, votes: VoteCount) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let (port, standing) = (session.joining.clone(), session.standing);
        if !votes.is_lost() {
            session.links.push(port.clone());
            if session.links.len() == 2 {
                second_link(Arc::make_mut(&mut session.facts), &self.policy);
            }
            self.connection_event(number, ConnectionEvent::LinkUp(port));
            if standing == Standing::Waiting {
                self.end_waiting(number);
            }
            return;
        }
        self.connection_event(number, ConnectionEvent::LinkRefused(port.clone()));
        let mut tasks = self.link_hangups_of_refused(number, &port);
        match standing {
            Standing::Connected | Standing::Waiting => tasks.push(Task::FreePort(port)),
            Standing::Admitting if self.policy.first_link_refused == FirstLinkRefused::KeepWaiting => {
                self.agenda.abandon();
                if self.policy.ip_vs_accept == IpVsAccept::Concurrent {
                    tasks.push(Task::AddressesDone(number)); // they have been asked for already
                }
                self.start_waiting(number);
            }
            Standing::Admitting => {
                return self.refuse(number, if votes.faulted { Refusal::Fault } else { Refusal::FirstLink });
            }
        }
        self.agenda.next(tasks);
    }

    fn start_waiting(&mut self, number: u32) {
        if let Some(session) = self.sessions.get_mut(&number) {
            session.standing = Standing::Waiting;
            self.connection_event(number, ConnectionEvent::Waiting);
        }
    }

    /// A link has come up at last: the port that named the connection is free, and what was left undone follows.
    fn end_waiting(&mut self, number: u32) {
        let Some(session) = self.sessions.get(&number) else { return };
        let (dialled, addressed) = (session.dialled.clone(), session.addressed);
        self.free_port(&dialled);
        let tasks = if addressed { vec![Task::Establish(number)] } else { self.late_addresses(number) };
        self.agenda.next(tasks);
    }

    pub(super) fn drop_link(&mut self, name: &Name) {
        let Some(number) = self.session_on(name) else { return self.skip(SkipReason::PortIdle) };
        let Some(session) = self.sessions.get_mut(&number) else { return };
        match session.standing {
            Standing::Admitting | Standing::Waiting => return self.skip(SkipReason::NotConnected),
            Standing::Connected => {}
        }
        if session.links.len() == 1 {
            return self.hang_up(number, CloseReason::LastLink); // HANGUP-01
        }
        session.links.retain(|link| link != name);
        let mut tasks = Vec::new();
        self.take_down(number, name, &mut tasks);
        self.agenda.next(tasks);
    }

    /// A link goes down: every DLL hears of it, and its port is free (LINK-10).
    pub(super) fn take_down(&self, number: u32, port: &Name, tasks: &mut Vec<Task>) {
        tasks.push(Task::LinkDown(number, port.clone()));
        let notified = self.roster.hangup_link.iter();
        tasks.extend(notified.map(|&voter| Task::LinkHangup(number, port.clone(), voter)));
        tasks.push(Task::FreePort(port.clone()));
    }

    /// The connection on a port, if it is up; otherwise the step is skipped.
    pub(super) fn connected_or_skip(&mut self, name: &Name) -> Option<u32> {
        let Some(number) = self.session_on(name) else {
            self.skip(SkipReason::PortIdle);
            return None;
        };
        let up = self.sessions.get(&number).is_some_and(|session| session.standing == Standing::Connected);
        if !up {
            self.skip(SkipReason::NotConnected);
        }
        up.then_some(number)
    }

    pub(super) fn traffic(&mut self, traffic: &Traffic) {
        let Some(number) = self.connected_or_skip(&traffic.port) else { return };
        let wire = |bytes: u64| {
            let wire = u128::from(bytes) * u128::from(traffic.compressed_percent) / 100;
            u64::try_from(wire).unwrap_or(u64::MAX)
        };
        let counters = Counters {
            bytes_sent: traffic.sent,
            bytes_received: traffic.received,
            wire_sent: wire(traffic.sent),
            wire_received: wire(traffic.received),
            frames_sent: traffic.sent.div_ceil(FRAME_BYTES),
            frames_received: traffic.received.div_ceil(FRAME_BYTES),
            crc_errors: traffic.crc_errors,
            timeout_errors: traffic.timeout_errors,
            alignment_errors: traffic.alignment_errors,
            hardware_overruns: traffic.hardware_overruns,
            framing_errors: traffic.framing_errors,
            buffer_overruns: traffic.buffer_overruns,
        };
        Arc::make_mut(&mut self.port(&traffic.port).facts).counters.add(&counters);
        if let Some(session) = self.sessions.get_mut(&number) {
            Arc::make_mut(&mut session.facts).counters.add(&counters);
        }
    }
}
