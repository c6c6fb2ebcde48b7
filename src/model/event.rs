//! The events of a run, apart from the calls: what the service notes down.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::administer::Request;
use super::instance::Instance;
use crate::ras::{CalloutSet, Code, Connection, Name, Quarantine, word_names};
pub use crate::ras::{CloseReason, Refusal};
use crate::scenario::Step;

/// Something that happened in the world or in the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Event {
    /// The world did this, as step `number` of the scenario (from 1; 0 for a step that the scenario implies).
    Step {
        /// The step's place in the scenario.
        number: u32,
        /// What the world did.
        step: Arc<Step>,
    },
    /// A DLL has been loaded.
    Loaded {
        /// The DLL, and the process it is in.
        instance: Instance,
        /// The entry points that the DLL exports.
        exports: CalloutSet,
    },
    /// A DLL has been unloaded.
    Unloaded {
        /// The DLL, and the process it is in.
        instance: Instance,
    },
    /// The timer of a DLL runs.
    Timer {
        /// The DLL, and the process it is in.
        instance: Instance,
    },
    /// The service does what an administration function has asked for.
    Administered {
        /// The DLL that called the function.
        instance: Instance,
        /// What it asked for.
        request: Request,
        /// NO_ERROR, or why it cannot be done any more.
        result: Code,
    },
    /// The service changed its state.
    Service(ServiceState),
    /// Something happened to a connection.
    Connection {
        /// The number of the connection.
        number: u32,
        /// What happened to the connection.
        what: ConnectionEvent,
    },
}

word_names! {
    /// A state of the service as a whole.
    #[non_exhaustive]
    pub enum ServiceState {
        /// The service runs.
        Running "running",
        /// The service could not start.
        NotStarted "not-started",
        /// The service stopped in order.
        Stopped "stopped",
        /// The service stopped at once, because of a fault (AMB-52).
        Broken "broken",
    }
}

/// What happened to one connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectionEvent {
    /// The user is who they claim to be. These are the facts known so far.
    Authenticated(Arc<Connection>),
    /// The connection has this IPv4 address.
    Ipv4(Ipv4Addr),
    /// The connection has this IPv6 address.
    Ipv6(Ipv6Addr),
    /// The connection was accepted and its first link is up.
    Connected,
    /// The connection was accepted, but waits for a link (AMB-11).
    Waiting,
    /// This link is up.
    LinkUp(Name),
    /// This link was refused.
    LinkRefused(Name),
    /// This link is down.
    LinkDown(Name),
    /// The quarantine state is now this.
    Quarantine(Quarantine),
    /// The endpoints have moved.
    EndpointsMoved,
    /// The endpoints have not moved.
    EndpointsKept,
    /// The connection was refused for this reason.
    Refused(Refusal),
    /// The connection is over.
    Closed(CloseReason),
}

word_names! {
    /// Why a step did nothing.
    #[non_exhaustive]
    pub enum SkipReason {
        /// The service does not run, so nothing can happen.
        NotRunning "the service does not run",
        /// The service runs already.
        AlreadyRunning "the service runs already",
        /// Another call is on that port already.
        PortBusy "the port is busy",
        /// No call is on that port.
        PortIdle "the port is idle",
        /// There is no connection to join.
        NoConnection "there is no connection on that port",
        /// The connection waits for its first link.
        NotConnected "the connection has no link yet",
        /// The quarantine state is that already, so nothing changes.
        SameState "the quarantine state is that already",
        /// This Windows version does not have that.
        TooOld "this Windows version does not know that",
        /// This Windows version has that no longer.
        Gone "this Windows version has that no longer",
        /// Only an IKEv2 connection can be dormant (DATA-39).
        NotDormant "only an IKEv2 connection can be dormant",
        /// Only IKEv2 endpoints can move (ENDPT-02).
        NotIkev2 "the connection is not IKEv2",
    }
}

word_names! {
    /// How serious an entry of the event log is.
    pub enum Level {
        /// The entry is worth knowing.
        Info "info",
        /// Something is against the documentation, but the service goes on.
        Warning "warning",
        /// The service, or a connection, ends because of it.
        Error "error",
    }
}

word_names! {
    /// What the service was doing when it wrote an entry of the event log.
    #[non_exhaustive]
    pub enum Stage {
        /// It loaded the DLL.
        Load "load",
        /// It looked at the DLL's exports.
        Exports "exports",
        /// It initialised the DLL.
        Initialize "initialize",
        /// It looked at the DLL's callbacks table.
        Table "table",
        /// It called the DLL while it ran.
        Callout "callout",
        /// The timer of the DLL ran.
        Timer "timer",
        /// It terminated the DLL.
        Terminate "terminate",
        /// It unloaded the DLL.
        Unload "unload",
        /// The DLL itself has something to say.
        Note "note",
    }
}

/// An entry of the event log. The texts are mockras' own, never those of Windows (AMB-48).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LogEntry {
    /// How serious an entry of the event log is.
    pub level: Level,
    /// What the service was doing when it wrote an entry of the event log.
    pub stage: Stage,
    /// The DLL that the entry is about.
    pub instance: Instance,
    /// What happened, as a sentence.
    pub text: String,
}
