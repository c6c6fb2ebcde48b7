//! What one transcript has reached.

use std::sync::Arc;

use super::boundary;
use super::feature::{
    Answer, EVENTS, FAMILIES, FIRST_ENDING, FIRST_EVENT, FIRST_REFUSAL, FIRST_STATE, Feature, HAPPENINGS,
    Kind, VERBS, before, call, rough,
};
use super::question::{Came, Questions};
use crate::model::{Ask, CloseReason, ConnectionEvent, Event, Instance, Question, Returned, Wrote};
use crate::ras::{Connection, Name, Port, Quarantine, ResultKind};
use crate::scenario::{Scenario, Step};
use crate::transcript::{EntryKind, Transcript};

/// Goes through a transcript once, and tells what it reaches as it goes.
pub(super) struct Walk<'t, T> {
    tell: T,
    /// Connections of this service life, the newest last.
    stays: Vec<Stay>,
    users: Vec<(&'t Name, User)>,
    /// Ports and the connections that were last on them.
    ports: Vec<(&'t Name, usize)>,
    /// What each DLL was asked in a row.
    rows: Vec<(Instance, [Row; FAMILIES.len()])>,
    /// The last step, until the next entry says whether it applied.
    step: Option<&'t Step>,
    /// The port that was dialled, until its connection comes up.
    dialled: Option<&'t Name>,
    asked: Option<&'t Ask>,
    /// Structures that were looked at last: most come again for the next DLL.
    seen: (Option<&'t Arc<Connection>>, Option<&'t Arc<Port>>),
    questions: Questions,
}

/// What there is to know of a connection.
struct Stay {
    number: u32,
    handle: u32,
    user: usize,
    standing: u8,
    links: u8,
    before: u8,
    last: u8,
    times: [u8; HAPPENINGS as usize],
}

/// So many calls in a row that take something, or give it back, and how many of the other kind came before them.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    takes: bool,
    before: u8,
    times: u8,
}

/// What there is to know of a user.
#[derive(Default)]
struct User {
    connections: u8,
    ended: Option<CloseReason>,
}

impl<'t, T: FnMut(Feature)> Walk<'t, T> {
    pub(super) fn new(tell: T) -> Self {
        Self {
            tell,
            stays: Vec::new(),
            users: Vec::new(),
            ports: Vec::new(),
            rows: Vec::new(),
            step: None,
            dialled: None,
            asked: None,
            seen: (None, None),
            questions: Questions::default(),
        }
    }

    /// Goes through it. What came up on the way.
    pub(super) fn through(mut self, scenario: &Scenario, transcript: &'t Transcript) -> Questions {
        self.questions.scenario(scenario, transcript.header.dlls.len());
        for entry in &transcript.entries {
            match &entry.kind {
                EntryKind::Event(event) => self.event(event),
                EntryKind::Skipped(reason) => {
                    if let Some(step) = self.step.take() {
                        self.tell(Kind::Step, &[verb(step), *reason as u8 + 1]);
                    }
                    self.tell(Kind::Skip, &[*reason as u8]);
                }
                EntryKind::Asked(ask) => {
                    self.applied();
                    self.tell(Kind::Callout, &[ask.entry.callout as u8]);
                    self.questions.asked(ask);
                    self.look(&ask.question);
                    self.asked = Some(ask);
                }
                EntryKind::Answered(returned) => self.answered(Some(returned)),
                EntryKind::Faulted(_) => self.answered(None),
                EntryKind::Logged(log) => {
                    self.questions.logged(log.stage);
                    self.tell(Kind::Log, &[log.level as u8, log.stage as u8]);
                }
                EntryKind::Noticed(..) => self.questions.came(Came::CalledBack),
            }
        }
        self.applied();
        self.questions
    }

    fn tell(&mut self, kind: Kind, what: &[u8]) {
        (self.tell)(Feature::new(kind, what));
    }

    /// The last step has applied, if nothing else was said of it.
    fn applied(&mut self) {
        if let Some(step) = self.step.take() {
            self.tell(Kind::Step, &[verb(step), 0]);
        }
    }

    fn event(&mut self, event: &'t Event) {
        match event {
            Event::Step { step, .. } => {
                self.applied();
                self.step = Some(step);
                self.questions.step(step, self.stays.iter().any(|stay| stay.standing == CONNECTED));
                self.dialled = if let Step::Dial(dial) = &**step { Some(&dial.port) } else { None };
            }
            Event::Loaded { exports, .. } => {
                self.applied();
                self.questions.loaded(*exports);
            }
            Event::Unloaded { .. } => {}
            Event::Service(state) => {
                self.applied();
                self.tell(Kind::Event, &[FIRST_STATE + *state as u8]);
                self.questions.service(*state);
                self.asked = None;
                self.rows.clear();
                self.stays.clear();
                self.users.clear();
                self.ports.clear();
            }
            Event::Connection { number, what } => {
                self.applied();
                self.connection(*number, what);
            }
        }
    }

    fn put(&mut self, port: &'t Name, stay: usize) {
        match self.ports.iter_mut().find(|(name, _)| *name == port) {
            Some((_, on)) => *on = stay,
            None => self.ports.push((port, stay)),
        }
    }

    fn connection(&mut self, number: u32, what: &'t ConnectionEvent) {
        if let ConnectionEvent::Authenticated(facts) = what {
            self.begin(number, facts);
        }
        let code = code(what);
        self.tell(Kind::Event, &[code]);
        self.questions.connection(what);
        let Some(at) = self.stays.iter().rposition(|stay| stay.number == number) else { return };
        self.happens(at, code);
        let stay = &mut self.stays[at];
        match what {
            ConnectionEvent::Connected => stay.standing = CONNECTED,
            ConnectionEvent::Waiting => stay.standing = WAITING,
            ConnectionEvent::LinkUp(_) => stay.links = stay.links.saturating_add(1),
            ConnectionEvent::LinkRefused(_) => stay.before |= before::LINK_REFUSED,
            ConnectionEvent::LinkDown(_) => {
                stay.links = stay.links.saturating_sub(1);
                stay.before |= before::LINK_LOST;
            }
            ConnectionEvent::Quarantine(_) => stay.before |= before::QUARANTINED,
            ConnectionEvent::EndpointsMoved => stay.before |= before::MOVED,
            ConnectionEvent::Refused(_) => stay.standing = REFUSED,
            ConnectionEvent::Closed(ending) => {
                let user = stay.user;
                self.users[user].1.ended = Some(*ending);
            }
            ConnectionEvent::Authenticated(_)
            | ConnectionEvent::Ipv4(_)
            | ConnectionEvent::Ipv6(_)
            | ConnectionEvent::EndpointsKept => {}
        }
    }

    /// A connection comes up.
    fn begin(&mut self, number: u32, facts: &'t Connection) {
        let user = self.users.iter().position(|(name, _)| **name == facts.user).unwrap_or_else(|| {
            self.users.push((&facts.user, User::default()));
            self.users.len() - 1
        });
        let known = &mut self.users[user].1;
        known.connections = known.connections.saturating_add(1);
        let (connections, ended) = (rough(known.connections), known.ended);
        if connections > 1 {
            self.questions.came(Came::SameUser);
        }
        if let Some(ended) = ended {
            self.tell(Kind::Again, &[ended as u8, connections]);
        }
        let at = self.stays.len();
        if let Some(port) = self.dialled.take() {
            self.put(port, at);
        }
        self.stays.push(Stay {
            number,
            handle: facts.handle,
            user,
            standing: NEW,
            links: 0,
            before: 0,
            last: u8::MAX,
            times: [0; HAPPENINGS as usize],
        });
    }

    /// Something happens to a connection.
    fn happens(&mut self, at: usize, code: u8) {
        let stay = &mut self.stays[at];
        let last = std::mem::replace(&mut stay.last, code);
        let times = &mut stay.times[usize::from(code)];
        *times = times.saturating_add(1);
        let times = rough(*times);
        let turn = [stay.standing, stay.links.min(3), stay.before, code];
        if last != u8::MAX {
            self.tell(Kind::Then, &[last, code]);
        }
        if times > 1 {
            self.tell(Kind::Times, &[code, times]);
        }
        self.tell(Kind::Turn, &turn);
    }

    fn answered(&mut self, returned: Option<&Returned>) {
        let Some(ask) = self.asked.take() else { return };
        let answer = answer(ask.entry.callout.result(), returned);
        self.questions.answered(ask, returned, answer);
        match returned.map(|returned| returned.wrote) {
            Some(Wrote::Ipv4(address, _)) => (self.tell)(boundary::of_ipv4(true, address)),
            Some(Wrote::Ipv6(address, _)) => (self.tell)(boundary::of_ipv6(true, address)),
            Some(Wrote::Nothing | Wrote::Table(_)) | None => {}
        }
        let code = call(ask.entry.callout, answer);
        self.row(ask);
        match self.stay(&ask.question) {
            Some(at) => self.happens(at, code),
            None => self.tell(Kind::Turn, &[0, 0, 0, code]),
        }
    }

    /// Counts calls that take something in a row, and then those that give it back, each DLL by itself.
    fn row(&mut self, ask: &Ask) {
        for (at, (_, takes, gives)) in FAMILIES.iter().enumerate() {
            let [takes, gives] = [takes, gives].map(|callouts| callouts.contains(&ask.entry.callout));
            if !takes && !gives {
                continue;
            }
            let known = self.rows.iter().position(|(instance, _)| *instance == ask.instance);
            let known = known.unwrap_or_else(|| {
                self.rows.push((ask.instance, Default::default()));
                self.rows.len() - 1
            });
            let row = &mut self.rows[known].1[at];
            if row.takes == takes {
                row.times = row.times.saturating_add(1);
            } else {
                *row = Row { takes, before: row.times, times: 1 };
            }
            let what = [at as u8, u8::from(takes), rough(row.before), rough(row.times)];
            self.tell(Kind::Row, &what);
        }
    }

    /// The connection that a question is about.
    fn stay(&self, question: &Question) -> Option<usize> {
        let of_handle = |handle| self.stays.iter().rposition(|stay| stay.handle == handle);
        let on_port = |port: &Name| {
            let found = self.ports.iter().find(|(name, _)| *name == port);
            found.map(|(_, on)| *on)
        };
        match question {
            Question::Nothing | Question::Table(_) => None,
            Question::Connection(facts) => of_handle(facts.handle),
            Question::Link(port) => of_handle(port.connection),
            Question::GetIpv4(lease) | Question::ReleaseIpv4(lease) => on_port(&lease.port),
            Question::GetIpv6(lease) | Question::ReleaseIpv6(lease) => on_port(&lease.port),
            Question::PreAuthenticated(client) => of_handle(client.handle),
        }
    }

    /// Looks at the structures that a call hands over.
    fn look(&mut self, question: &'t Question) {
        match question {
            Question::Connection(facts) if !self.seen.0.is_some_and(|seen| Arc::ptr_eq(seen, facts)) => {
                self.seen.0 = Some(facts);
                boundary::of_connection(facts, &mut self.tell);
            }
            Question::Link(port) if !self.seen.1.is_some_and(|seen| Arc::ptr_eq(seen, port)) => {
                self.seen.1 = Some(port);
                boundary::of_port(port, &mut self.tell);
            }
            Question::GetIpv4(lease) => (self.tell)(boundary::of_ipv4(false, lease.address)),
            Question::GetIpv6(lease) => (self.tell)(boundary::of_ipv6(false, lease.address)),
            _ => {}
        }
    }
}

const NEW: u8 = 1;
const WAITING: u8 = 2;
const CONNECTED: u8 = 3;
const REFUSED: u8 = 4;

fn verb(step: &Step) -> u8 {
    let at = VERBS.iter().position(|verb| *verb == step.verb());
    at.and_then(|at| u8::try_from(at).ok()).expect("every step has one of these verbs")
}

fn answer(kind: ResultKind, returned: Option<&Returned>) -> Answer {
    let Some(returned) = returned else { return Answer::Fault };
    let notify = matches!(returned.wrote, Wrote::Ipv4(_, 1..) | Wrote::Ipv6(_, 1..));
    match (kind, returned.value) {
        (_, None) => Answer::Nothing,
        (ResultKind::Verdict, Some(0)) => Answer::False,
        (ResultKind::Verdict, Some(1)) => Answer::True,
        (ResultKind::Verdict, Some(_)) => Answer::OtherTrue,
        (_, Some(0)) if notify => Answer::Notify,
        (_, Some(0)) => Answer::NoError,
        (_, Some(_)) => Answer::Error,
    }
}

/// The number of an event.
fn code(what: &ConnectionEvent) -> u8 {
    let event = match what {
        ConnectionEvent::Refused(reason) => return FIRST_REFUSAL + *reason as u8,
        ConnectionEvent::Closed(ending) => return FIRST_ENDING + *ending as u8,
        ConnectionEvent::Authenticated(_) => "authenticated",
        ConnectionEvent::Ipv4(_) => "ipv4",
        ConnectionEvent::Ipv6(_) => "ipv6",
        ConnectionEvent::Connected => "connected",
        ConnectionEvent::Waiting => "waiting",
        ConnectionEvent::LinkUp(_) => "link-up",
        ConnectionEvent::LinkRefused(_) => "link-refused",
        ConnectionEvent::LinkDown(_) => "link-down",
        ConnectionEvent::EndpointsMoved => "endpoints-moved",
        ConnectionEvent::EndpointsKept => "endpoints-kept",
        ConnectionEvent::Quarantine(Quarantine::NORMAL) => "quarantine-lifted",
        ConnectionEvent::Quarantine(_) => "quarantine",
    };
    let at = EVENTS.iter().position(|known| *known == event);
    FIRST_EVENT + at.and_then(|at| u8::try_from(at).ok()).expect("every event is in the list")
}
