//! What the service notes down besides its calls.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::instance::Instance;
use crate::ras::{CalloutSet, Connection, Name, Quarantine, word_names};
use crate::scenario::Step;

/// Something that happened in the world or in the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Event {
    /// The world did this, as step `number` of the scenario (from 1; 0 for a step that the scenario implies).
    Step {
        /// Its place in the scenario.
        number: u32,
        /// The step.
        step: Arc<Step>,
    },
    /// A DLL is in memory.
    Loaded {
        /// Which, and where.
        instance: Instance,
        /// What it exports.
        exports: CalloutSet,
    },
    /// A DLL has left it.
    Unloaded {
        /// Which, and where.
        instance: Instance,
    },
    /// The service changed its state.
    Service(ServiceState),
    /// A connection came up to this point.
    Connection {
        /// Its number.
        number: u32,
        /// What happened.
        what: ConnectionEvent,
    },
}

word_names! {
    /// The service as a whole.
    pub enum ServiceState {
        /// It runs.
        Running "running",
        /// It could not start.
        NotStarted "not-started",
        /// It stopped in order.
        Stopped "stopped",
        /// It stopped at once, because of a fault (AMB-52).
        Broken "broken",
    }
}

/// What happened to one connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConnectionEvent {
    /// The user is who they claim to be. These are the facts so far.
    Authenticated(Arc<Connection>),
    /// The connection has this IPv4 address.
    Ipv4(Ipv4Addr),
    /// The connection has this IPv6 address.
    Ipv6(Ipv6Addr),
    /// It was accepted and its first link is up.
    Connected,
    /// It was accepted, but waits for a link (AMB-11).
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
    /// It is not allowed to be.
    Refused(Refusal),
    /// It is over.
    Closed(CloseReason),
}

word_names! {
    /// Why a connection was not allowed to be.
    pub enum Refusal {
        /// Wrong credentials (CONN-02).
        Authentication "authentication",
        /// A DLL did not validate the pre-authenticated client (AMB-29).
        PreAuthentication "pre-authentication",
        /// A DLL refused the connection (CONN-05).
        Vote "vote",
        /// A DLL refused the first link (AMB-11).
        FirstLink "first-link",
        /// A DLL returned an error for the address (IP4-10, IP6-07).
        AddressError "address-error",
        /// There is no address: zero came back (AMB-18).
        NoAddress "no-address",
        /// The address's prefix was changed (AMB-24).
        PrefixChanged "prefix-changed",
        /// A callout faulted (AMB-52).
        Fault "fault",
    }
}

word_names! {
    /// Why a connection ended.
    pub enum CloseReason {
        /// It was refused.
        Refused "refused",
        /// The user hung up.
        HungUp "hung-up",
        /// Its last link went down.
        LastLink "last-link",
        /// The administrator ended it.
        Administrator "administrator",
        /// Probation ended (DATA-09).
        Probation "probation",
        /// A DLL rejected the reauthentication (AMB-27).
        Reauthentication "reauthentication",
        /// A DLL refused the endpoint change (AMB-28).
        Endpoint "endpoint",
        /// The service stopped.
        Shutdown "shutdown",
        /// The service stopped without a word to anyone (AMB-51, AMB-52).
        Dropped "dropped",
    }
}

word_names! {
    /// Why a step did nothing.
    pub enum SkipReason {
        /// Nothing can happen: the service does not run.
        NotRunning "the service does not run",
        /// It runs already.
        AlreadyRunning "the service runs already",
        /// A call is on that port already.
        PortBusy "the port is busy",
        /// No call is on that port.
        PortIdle "the port is idle",
        /// There is no connection to join.
        NoConnection "there is no connection on that port",
        /// The connection waits for its first link.
        NotConnected "the connection has no link yet",
        /// The state is that already: nothing changes.
        SameState "the quarantine state is that already",
        /// This Windows version does not have that.
        TooOld "this Windows version does not know that",
        /// Only IKEv2 endpoints can move (ENDPT-02).
        NotIkev2 "the connection is not IKEv2",
    }
}

word_names! {
    /// How bad it is.
    pub enum Level {
        /// Worth knowing.
        Info "info",
        /// Against the documentation, but the service goes on.
        Warning "warning",
        /// The service, or a connection, ends because of it.
        Error "error",
    }
}

word_names! {
    /// What was being done.
    pub enum Stage {
        /// Loading the DLL.
        Load "load",
        /// Looking at its exports.
        Exports "exports",
        /// Initialising it.
        Initialize "initialize",
        /// Looking at its callbacks table.
        Table "table",
        /// Calling it.
        Callout "callout",
        /// Terminating it.
        Terminate "terminate",
        /// Unloading it.
        Unload "unload",
        /// The DLL itself has something to say.
        Note "note",
    }
}

/// An entry for the event log. The texts are mockras' own, never Windows' (AMB-48).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LogEntry {
    /// How bad it is.
    pub level: Level,
    /// What was being done.
    pub stage: Stage,
    /// With which DLL.
    pub instance: Instance,
    /// The reason.
    pub text: String,
}
