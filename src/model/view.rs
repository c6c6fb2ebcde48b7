//! What administration tools see of the service: its connections and ports as they are at this moment.

use super::event::ConnectionEvent;
use super::service::Service;
use super::session::Standing;
use crate::ras::{Connection, Name, Port, word_names};

word_names! {
    /// What kind of event of a connection it is, without what else there is to say of it.
    #[non_exhaustive]
    pub enum ConnectionEventKind {
        /// The user was authenticated: [`ConnectionEvent::Authenticated`].
        Authenticated "authenticated",
        /// The connection got an IPv4 address: [`ConnectionEvent::Ipv4`].
        Ipv4 "ipv4",
        /// The connection got an IPv6 address: [`ConnectionEvent::Ipv6`].
        Ipv6 "ipv6",
        /// The user is connected: [`ConnectionEvent::Connected`].
        Connected "connected",
        /// The connection waits for a link: [`ConnectionEvent::Waiting`].
        Waiting "waiting",
        /// A link came up: [`ConnectionEvent::LinkUp`].
        LinkUp "link-up",
        /// A link was refused: [`ConnectionEvent::LinkRefused`].
        LinkRefused "link-refused",
        /// A link went down: [`ConnectionEvent::LinkDown`].
        LinkDown "link-down",
        /// The quarantine state changed: [`ConnectionEvent::Quarantine`].
        Quarantine "quarantine",
        /// The endpoints have moved: [`ConnectionEvent::EndpointsMoved`].
        EndpointsMoved "endpoints-moved",
        /// The endpoints have not moved: [`ConnectionEvent::EndpointsKept`].
        EndpointsKept "endpoints-kept",
        /// The connection was refused: [`ConnectionEvent::Refused`].
        Refused "refused",
        /// The connection is over: [`ConnectionEvent::Closed`].
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
