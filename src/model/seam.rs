//! The seam of the model: what goes in, what comes out.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::event::{Event, LogEntry, SkipReason};
use super::instance::{EntryPoint, Instance};
use crate::ras::{CalloutSet, Connection, Name, Port};
use crate::scenario::Step;

/// What the driver tells the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Input {
    /// The world does something. Only when [`Service::poll`](super::Service::poll) has nothing more to say.
    Step {
        /// Its place in the scenario, from 1; 0 for a step that the scenario implies.
        number: u32,
        /// What.
        step: Arc<Step>,
    },
    /// The answer to [`Output::Load`].
    Loaded(Result<CalloutSet, LoadFailure>),
    /// The answer to [`Output::Ask`].
    Reply(Reply),
}

/// What the service wants of the driver.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Output {
    /// Load this DLL into this process, and say what it exports.
    Load(Instance),
    /// Unload it; nothing to answer.
    Unload(Instance),
    /// Call this entry point, and say what came back.
    Ask(Ask),
    /// Something happened.
    Event(Event),
    /// The last step could not apply.
    Skipped(SkipReason),
    /// An entry for the event log (LOAD-17).
    Logged(LogEntry),
}

/// One call into one DLL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ask {
    /// Whom.
    pub instance: Instance,
    /// By which entry point.
    pub entry: EntryPoint,
    /// With what.
    pub question: Question,
}

/// The facts from which the arguments of a call are made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    /// No arguments.
    Nothing,
    /// The callbacks table as it is on entry (INIT-08).
    Table(CallbacksTable),
    /// The structures of a connection that the entry point takes.
    Connection(Arc<Connection>),
    /// RAS_PORT_0 and RAS_PORT_1.
    Link(Arc<Port>),
    /// User, port, the offered address or zero, and bNotifyRelease on entry.
    GetIpv4(AddressQuestion<Ipv4Addr>),
    /// User, port and address; `notify` is not passed.
    ReleaseIpv4(AddressQuestion<Ipv4Addr>),
    /// As for IPv4.
    GetIpv6(AddressQuestion<Ipv6Addr>),
    /// As for IPv4.
    ReleaseIpv6(AddressQuestion<Ipv6Addr>),
    /// AUTH_VALIDATION_EX.
    PreAuthenticated(Arc<PreAuthenticated>),
}

/// What the address functions are about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AddressQuestion<A> {
    /// lpwszUserName.
    pub user: Name,
    /// lpwszPortName.
    pub port: Name,
    /// The address.
    pub address: A,
    /// bNotifyRelease.
    pub notify: u32,
}

/// Who an SSTP client says it is (PREAUTH-02).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PreAuthenticated {
    /// hRasConnection: the handle that the connection will have.
    pub handle: u32,
    /// wszUserName.
    pub user: Name,
    /// wszLogonDomain.
    pub domain: Name,
    /// AuthInfo.
    pub info: Vec<u8>,
}

/// The callbacks table without its addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallbacksTable {
    /// `revision`.
    pub revision: u8,
    /// The slots, in the order of [`Callout::SLOTS`](crate::ras::Callout::SLOTS).
    pub slots: [Slot; 12],
}

/// What a slot of the callbacks table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Slot {
    /// NULL: not implemented (CBTABLE-12).
    #[default]
    Null,
    /// The poison that was there on entry.
    Poison,
    /// A function.
    Set,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reply {
    /// The function returned.
    Returned(Returned),
    /// It did not.
    Faulted(Fault),
}

/// What a function gave back.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Returned {
    /// The return register; `None` if the function is `VOID`.
    pub value: Option<u32>,
    /// What it left in its out-parameters.
    pub wrote: Wrote,
    /// The members of `[in]` structures that it changed (DATA-31), as `RAS_CONNECTION_0.wszUserName[0]`.
    pub scribbled: Vec<String>,
}

/// Out-parameters after the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Wrote {
    /// There are none.
    #[default]
    Nothing,
    /// The callbacks table.
    Table(CallbacksTable),
    /// Address and bNotifyRelease.
    Ipv4(Ipv4Addr, u32),
    /// Address and bNotifyRelease.
    Ipv6(Ipv6Addr, u32),
}

/// A function that did not return.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fault {
    /// What happened, such as `panic: index out of bounds`.
    pub what: String,
    /// What ended with it.
    pub reach: FaultReach,
}

/// How much a fault takes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FaultReach {
    /// The call alone: the DLL can be called again.
    #[default]
    Call,
    /// The process, and with it every DLL in it.
    Process,
}

impl Fault {
    /// A fault that the process survives.
    pub fn of_call(what: impl Into<String>) -> Self {
        Self { what: what.into(), reach: FaultReach::Call }
    }

    /// A fault that ends the process.
    pub fn of_process(what: impl Into<String>) -> Self {
        Self { what: what.into(), reach: FaultReach::Process }
    }
}

/// A DLL could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LoadFailure {
    /// There is no such file.
    Missing,
    /// There is one, but it cannot be loaded; the reason.
    Unusable(String),
    /// Its own code failed while it was loaded.
    Faulted(Fault),
}
