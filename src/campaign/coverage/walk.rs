//! What one transcript has reached.

use super::class::{self, AddressOf};
use super::feature::{Counted, Effect, Feature, Happening, HowFar, Situation, Streak, Times};
use crate::model::{Ask, CloseReason, ConnectionEvent, Event, Instance, Question, Returned, Wrote};
use crate::ras::{Callout, CalloutSet, Connection, Name, Port, Quarantine, ResultKind};
use crate::scenario::Step;
use crate::transcript::{EntryKind, Transcript};

/// Goes through a transcript once, and tells what it reaches as it goes.
pub(super) struct Walk<'t, 'r> {
    /// What was reached, a thing more than once if it came more than once.
    reached: &'r mut Vec<Feature>,
    /// Connections of this service life, the newest last.
    histories: Vec<History>,
    users: Vec<(&'t Name, User)>,
    /// Ports and the connections that were last on them.
    ports: Vec<(&'t Name, usize)>,
    /// What each DLL was asked in a row.
    streaks: Vec<(Instance, Counted, Count)>,
    /// The last step, until the next entry says whether it applied.
    step: Option<&'t Step>,
    /// The port that was dialled, until its connection comes up.
    dialled: Option<&'t Name>,
    asked: Option<&'t Ask>,
    called: CalloutSet,
    /// The structures that were looked at last: most of the next ones say the same.
    seen: (Option<&'t Connection>, Option<&'t Port>),
}

/// What there is to know of a connection.
struct History {
    number: u32,
    handle: u32,
    user: usize,
    situation: Situation,
    links: u8,
    last: Option<Happening>,
    times: Vec<(Happening, u8)>,
}

/// So many calls in a row of one kind, and how many of the other kind came before them.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
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

impl<'t, 'r> Walk<'t, 'r> {
    pub(super) fn new(reached: &'r mut Vec<Feature>) -> Self {
        Self {
            reached,
            histories: Vec::new(),
            users: Vec::new(),
            ports: Vec::new(),
            streaks: Vec::new(),
            step: None,
            dialled: None,
            asked: None,
            called: CalloutSet::EMPTY,
            seen: (None, None),
        }
    }

    pub(super) fn through(mut self, transcript: &'t Transcript) {
        for entry in &transcript.entries {
            match &entry.kind {
                EntryKind::Event(event) => self.event(event),
                EntryKind::Skipped(reason) => {
                    if let Some(step) = self.step.take() {
                        self.reached.push(Feature::Step(step.verb(), Some(*reason)));
                    }
                    self.reached.push(Feature::Skip(*reason));
                }
                EntryKind::Asked(ask) => {
                    self.applied();
                    self.called.insert(ask.entry.callout);
                    self.look(&ask.question);
                    self.asked = Some(ask);
                }
                EntryKind::Answered(returned) => self.answered(Some(returned)),
                EntryKind::Faulted(_) => self.answered(None),
                EntryKind::Logged(log) => self.reached.push(Feature::Log(log.level, log.stage)),
                EntryKind::Noticed(..) => {}
            }
        }
        self.applied();
        self.reached.extend(self.called.iter().map(Feature::Callout));
    }

    /// The last step has applied, if nothing else was said of it.
    fn applied(&mut self) {
        if let Some(step) = self.step.take() {
            self.reached.push(Feature::Step(step.verb(), None));
        }
    }

    fn event(&mut self, event: &'t Event) {
        if let Event::Unloaded { .. } = event {
            return;
        }
        self.applied();
        match event {
            Event::Step { step, .. } => {
                self.step = Some(step);
                self.dialled = if let Step::Dial(dial) = &**step { Some(&dial.port) } else { None };
            }
            Event::Service(state) => {
                self.reached.push(Feature::Event(Happening::Service(*state)));
                self.asked = None;
                self.streaks.clear();
                self.histories.clear();
                self.users.clear();
                self.ports.clear();
            }
            Event::Connection { number, what } => self.connection(*number, what),
            Event::Loaded { .. }
            | Event::Unloaded { .. }
            | Event::Timer { .. }
            | Event::Administered { .. } => {}
        }
    }

    fn connection(&mut self, number: u32, what: &'t ConnectionEvent) {
        if let ConnectionEvent::Authenticated(facts) = what {
            self.begin(number, facts);
        }
        let happening = match what {
            ConnectionEvent::Refused(reason) => Happening::Refused(*reason),
            ConnectionEvent::Closed(ending) => Happening::Closed(*ending),
            ConnectionEvent::Quarantine(Quarantine::NORMAL) => Happening::QuarantineLifted,
            other => Happening::Connection(other.kind()),
        };
        self.reached.push(Feature::Event(happening));
        let Some(at) = self.histories.iter().rposition(|history| history.number == number) else { return };
        self.happens(at, happening);
        let history = &mut self.histories[at];
        let situation = &mut history.situation;
        match what {
            ConnectionEvent::Connected => situation.how_far = HowFar::Connected,
            ConnectionEvent::Waiting => situation.how_far = HowFar::Waiting,
            ConnectionEvent::LinkUp(_) => history.links = history.links.saturating_add(1),
            ConnectionEvent::LinkRefused(_) => situation.link_refused = true,
            ConnectionEvent::LinkDown(_) => {
                history.links = history.links.saturating_sub(1);
                situation.link_lost = true;
            }
            ConnectionEvent::Quarantine(_) => situation.quarantined = true,
            ConnectionEvent::EndpointsMoved => situation.moved = true,
            ConnectionEvent::Refused(_) => situation.how_far = HowFar::Refused,
            ConnectionEvent::Closed(ending) => self.users[history.user].1.ended = Some(*ending),
            _ => {}
        }
        history.situation.links = history.links.min(3);
    }

    /// A connection comes up.
    fn begin(&mut self, number: u32, facts: &'t Connection) {
        let user = self.users.iter().position(|(name, _)| **name == facts.user).unwrap_or_else(|| {
            self.users.push((&facts.user, User::default()));
            self.users.len() - 1
        });
        let known = &mut self.users[user].1;
        known.connections = known.connections.saturating_add(1);
        if let Some(ended) = known.ended {
            self.reached.push(Feature::Again(ended, Times::new(known.connections)));
        }
        let at = self.histories.len();
        if let Some(port) = self.dialled.take() {
            match self.ports.iter_mut().find(|(name, _)| *name == port) {
                Some((_, on)) => *on = at,
                None => self.ports.push((port, at)),
            }
        }
        self.histories.push(History {
            number,
            handle: facts.handle,
            user,
            situation: Situation::new(HowFar::New),
            links: 0,
            last: None,
            times: Vec::new(),
        });
    }

    /// Something happens to a connection.
    fn happens(&mut self, at: usize, what: Happening) {
        let history = &mut self.histories[at];
        if let Some(last) = history.last.replace(what) {
            self.reached.push(Feature::Then(last, what));
        }
        match history.times.iter_mut().find(|(known, _)| *known == what) {
            Some((_, times)) => {
                *times = times.saturating_add(1);
                self.reached.push(Feature::Times(what, Times::new(*times)));
            }
            None => history.times.push((what, 1)),
        }
        self.reached.push(Feature::Turn(history.situation, what));
    }

    fn answered(&mut self, returned: Option<&Returned>) {
        let Some(ask) = self.asked.take() else { return };
        match returned.map(|returned| returned.wrote) {
            Some(Wrote::Ipv4(address, _)) => self.reached.push(class::of_ipv4(AddressOf::Ipv4Given, address)),
            Some(Wrote::Ipv6(address, _)) => self.reached.push(class::of_ipv6(AddressOf::Ipv6Given, address)),
            Some(Wrote::Nothing | Wrote::Table(_)) | None => {}
        }
        let callout = ask.entry.callout;
        for (of, takes) in counted(callout) {
            self.count(ask.instance, *of, *takes);
        }
        let called = Happening::Called(callout, effect(callout.result(), returned));
        match self.about(&ask.question) {
            Some(at) => self.happens(at, called),
            None => self.reached.push(Feature::Turn(Situation::new(HowFar::NoConnection), called)),
        }
    }

    /// Counts calls that take something in a row, and then those that give it back, each DLL by itself.
    fn count(&mut self, instance: Instance, of: Counted, takes: bool) {
        let is_it = |(dll, what, _): &(Instance, Counted, Count)| *dll == instance && *what == of;
        let known = self.streaks.iter().position(is_it).unwrap_or_else(|| {
            self.streaks.push((instance, of, Count::default()));
            self.streaks.len() - 1
        });
        let count = &mut self.streaks[known].2;
        if count.takes == takes {
            count.times = count.times.saturating_add(1);
        } else {
            *count = Count { takes, before: count.times, times: 1 };
        }
        let (before, times) = (Times::new(count.before), Times::new(count.times));
        self.reached.push(Feature::Row(Streak { of, takes, before, times }));
    }

    /// The connection that a question is about.
    fn about(&self, question: &Question) -> Option<usize> {
        let of_handle = |handle| self.histories.iter().rposition(|history| history.handle == handle);
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
            Question::Connection(facts) => {
                class::of_connection(facts, self.seen.0.replace(facts), self.reached);
            }
            Question::Link(port) => class::of_port(port, self.seen.1.replace(port), self.reached),
            Question::GetIpv4(lease) => {
                self.reached.push(class::of_ipv4(AddressOf::Ipv4Offered, lease.address))
            }
            Question::GetIpv6(lease) => {
                self.reached.push(class::of_ipv6(AddressOf::Ipv6Offered, lease.address))
            }
            _ => {}
        }
    }
}

/// What a DLL has to keep count of at this entry point, and whether it takes one more, or gives it back or begins anew.
fn counted(callout: Callout) -> &'static [(Counted, bool)] {
    match callout {
        Callout::AcceptNewConnection
        | Callout::AcceptNewConnection2
        | Callout::AcceptNewConnection3
        | Callout::AcceptNewConnectionEx => &[(Counted::Connections, true), (Counted::States, false)],
        Callout::ConnectionHangupNotification
        | Callout::ConnectionHangupNotification2
        | Callout::ConnectionHangupNotification3
        | Callout::ConnectionHangupNotificationEx => &[(Counted::Connections, false)],
        Callout::AcceptReauthentication | Callout::AcceptReauthenticationEx => &[(Counted::States, true)],
        Callout::AcceptNewLink => &[(Counted::Links, true)],
        Callout::LinkHangupNotification => &[(Counted::Links, false)],
        Callout::GetIpAddressForUser => &[(Counted::Ipv4, true)],
        Callout::ReleaseIpAddress => &[(Counted::Ipv4, false)],
        Callout::GetIpv6AddressForUser => &[(Counted::Ipv6, true)],
        Callout::ReleaseIpv6AddressForUser => &[(Counted::Ipv6, false)],
        Callout::InitializeDll
        | Callout::InitializeDllEx
        | Callout::TerminateDll
        | Callout::AcceptTunnelEndpointChangeEx
        | Callout::ValidatePreAuthenticatedConnectionEx => &[],
    }
}

/// What came of a call, as far as the service makes a difference.
fn effect(kind: ResultKind, returned: Option<&Returned>) -> Effect {
    let Some(returned) = returned else { return Effect::Fault };
    let notify = matches!(returned.wrote, Wrote::Ipv4(_, 1..) | Wrote::Ipv6(_, 1..));
    match (kind, returned.value) {
        (_, None) => Effect::Nothing,
        (ResultKind::Verdict, Some(0)) => Effect::False,
        (ResultKind::Verdict, Some(1)) => Effect::True,
        (ResultKind::Verdict, Some(_)) => Effect::OtherTrue,
        (_, Some(0)) if notify => Effect::Notify,
        (_, Some(0)) => Effect::NoError,
        (_, Some(_)) => Effect::Error,
    }
}
