//! What administration tools see of the service: its connections and ports as they are at this moment.

use super::event::ConnectionEvent;
use super::service::Service;
use super::session::Standing;
use crate::ras::{Connection, Name, Port, word_names};

word_names! {
    /// What kind of event of a connection it is, without what else there is to say of it.
    pub enum ConnectionEventKind {
        /// [`ConnectionEvent::Authenticated`].
        Authenticated "authenticated",
        /// [`ConnectionEvent::Ipv4`].
        Ipv4 "ipv4",
        /// [`ConnectionEvent::Ipv6`].
        Ipv6 "ipv6",
        /// [`ConnectionEvent::Connected`].
        Connected "connected",
        /// [`ConnectionEvent::Waiting`].
        Waiting "waiting",
        /// [`ConnectionEvent::LinkUp`].
        LinkUp "link-up",
        /// [`ConnectionEvent::LinkRefused`].
        LinkRefused "link-refused",
        /// [`ConnectionEvent::LinkDown`].
        LinkDown "link-down",
        /// [`ConnectionEvent::Quarantine`].
        Quarantine "quarantine",
        /// [`ConnectionEvent::EndpointsMoved`].
        EndpointsMoved "endpoints-moved",
        /// [`ConnectionEvent::EndpointsKept`].
        EndpointsKept "endpoints-kept",
        /// [`ConnectionEvent::Refused`].
        Refused "refused",
        /// [`ConnectionEvent::Closed`].
        Closed "closed",
    }
}

impl ConnectionEvent {
    /// What kind of event it is.
    pub fn kind(&self) -> ConnectionEventKind {
        match self {
            Self::Authenticated(_) => ConnectionEventKind::Authenticated,
            Self::Ipv4(_) => ConnectionEventKind::Ipv4,
            Self::Ipv6(_) => ConnectionEventKind::Ipv6,
            Self::Connected => ConnectionEventKind::Connected,
            Self::Waiting => ConnectionEventKind::Waiting,
            Self::LinkUp(_) => ConnectionEventKind::LinkUp,
            Self::LinkRefused(_) => ConnectionEventKind::LinkRefused,
            Self::LinkDown(_) => ConnectionEventKind::LinkDown,
            Self::Quarantine(_) => ConnectionEventKind::Quarantine,
            Self::EndpointsMoved => ConnectionEventKind::EndpointsMoved,
            Self::EndpointsKept => ConnectionEventKind::EndpointsKept,
            Self::Refused(_) => ConnectionEventKind::Refused,
            Self::Closed(_) => ConnectionEventKind::Closed,
        }
    }
}

/// The connection that a port is a link of.
#[derive(Debug, Clone, Copy)]
pub struct Occupant<'s> {
    /// What is known of it, as it was when it last changed.
    pub facts: &'s Connection,
    /// How many links it has.
    pub links: usize,
    /// How long its probation still lasts, milliseconds, if it has an end.
    pub probation_ms: Option<u64>,
}

impl Service {
    /// The connection that a port is a link of.
    pub fn occupant(&self, port: &Name) -> Option<Occupant<'_>> {
        let session = self.sessions.get(&self.ports.get(port)?.session?)?;
        let probation_ms = session.deadline_ms.map(|end| end.saturating_sub(self.clock.now_ms));
        Some(Occupant { facts: &session.facts, links: session.links.len(), probation_ms })
    }

    /// Whether a client has presented itself on a port and not dialled yet.
    pub fn has_presented(&self, port: &Name) -> bool {
        self.ports.get(port).is_some_and(|port| port.presented.is_some())
    }

    /// The connections that are up, in the order of their numbers.
    pub fn connections(&self) -> impl Iterator<Item = Connection> {
        let up = self.sessions.values().filter(|session| session.standing == Standing::Connected);
        up.map(|session| {
            let mut facts = Connection::clone(&session.facts);
            facts.duration_s = self.clock.seconds_since(facts.started_ms);
            facts
        })
    }

    /// The ports that were named so far, in the order of their names: the service has no list of its own.
    pub fn ports(&self) -> impl Iterator<Item = Port> {
        self.ports.values().map(|port| {
            let mut facts = Port::clone(&port.facts);
            if port.session.is_some() {
                facts.duration_s = self.clock.seconds_since(port.since_ms);
            }
            facts
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Input, Output, Reply, Returned};
    use crate::ras::{CalloutSet, Policy, Profile, Quarantine};
    use crate::scenario::{AddLink, OnPort, PreAuthenticate, QuarantineChange, Span, Step};

    /// Takes a step, with a DLL that exports everything and says yes to everything.
    fn step(service: &mut Service, step: Step) {
        service.handle(Input::Step { number: 1, step: Arc::new(step) });
        while let Some(output) = service.poll() {
            let ask = match output {
                Output::Load(_) => {
                    let exports = CalloutSet::from_iter(crate::ras::Callout::ALL.iter().copied());
                    service.handle(Input::Loaded(Ok(exports)));
                    continue;
                }
                Output::Ask(ask) => ask,
                Output::Unload(_) | Output::Event(_) | Output::Skipped(_) | Output::Logged(_) => continue,
            };
            let is_verdict = ask.entry.callout.result() == crate::ras::ResultKind::Verdict;
            let returned = Returned { value: Some(u32::from(is_verdict)), ..Returned::default() };
            service.handle(Input::Reply(Reply::Returned(returned)));
        }
    }

    #[test]
    fn connections_and_ports_are_seen_as_they_are_now() {
        let mut service = Service::new(Profile::default(), Policy::default(), 1);
        step(&mut service, Step::Start);
        assert_eq!((service.connections().count(), service.ports().count()), (0, 0));
        let Step::Dial(mut dial) = Step::dial("VPN2-0", "alice") else { unreachable!("it is a dial") };
        dial.ipv4 = crate::ras::Offer::None;
        step(&mut service, Step::Dial(dial));
        step(&mut service, Step::Wait(Span { ms: 90_000 }));
        let seen: Vec<_> = service.connections().map(|facts| (facts.user, facts.duration_s)).collect();
        let ports: Vec<_> = service.ports().map(|facts| (facts.name, facts.duration_s)).collect();
        step(&mut service, Step::Stop);
        assert_eq!(
            (service.connections().count(), service.ports().map(|port| port.connection).sum()),
            (0, 0u32)
        );
        assert_eq!(ports, [("VPN2-0".into(), 90)]);
        assert_eq!(seen, [("alice".into(), 90)]);
    }
    #[test]
    fn port_tells_its_connection_and_who_has_presented_themselves() {
        let mut service = Service::new(Profile::default(), Policy::default(), 0);
        let (a, b) = (Name::from("VPN2-0"), Name::from("VPN2-1"));
        let on = |port: &Name| OnPort { port: port.clone() };
        let change =
            QuarantineChange { port: a.clone(), state: Quarantine::PROBATION, probation: Span { ms: 5_000 } };
        step(&mut service, Step::Start);
        step(&mut service, Step::PreAuthenticate(PreAuthenticate { port: b.clone(), ..Default::default() }));
        step(&mut service, Step::dial("VPN2-0", "alice"));
        step(&mut service, Step::Quarantine(change));
        step(&mut service, Step::Wait(Span { ms: 2_000 }));
        assert!(service.has_presented(&b) && !service.has_presented(&a) && service.occupant(&b).is_none());
        step(&mut service, Step::AddLink(AddLink { port: b.clone(), to: a.clone() }));
        for port in [&a, &b] {
            let occupant = service.occupant(port).expect("a connection");
            assert_eq!((occupant.links, occupant.probation_ms), (2, Some(3_000)));
            assert_eq!(occupant.facts.user, "alice");
        }
        step(&mut service, Step::DropLink(on(&a)));
        assert!(service.occupant(&a).is_none() && service.occupant(&b).is_some_and(|one| one.links == 1));
        step(&mut service, Step::Wait(Span { ms: 3_000 }));
        assert!(service.occupant(&b).is_none());
    }
}
