//! The seam of the model: what goes into the service, and what comes out of it.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::administer::Request;
use super::event::{Event, LogEntry, SkipReason};
use super::instance::{EntryPoint, Instance};
use crate::ras::{CalloutSet, Connection, Name, Port};
use crate::scenario::Step;

/// What the driver tells the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Input {
    /// The world does something. It may only when [`Service::poll`](super::Service::poll) has nothing more to say.
    Step {
        /// The step's place in the scenario, from 1; 0 for a step that the scenario implies.
        number: u32,
        /// What the world does.
        step: Arc<Step>,
    },
    /// The answer to [`Output::Load`].
    Loaded(Result<Loaded, LoadFailure>),
    /// The answer to [`Output::Ask`].
    Reply(Reply),
    /// The answer to [`Output::Timer`].
    TimerDone(Result<(), Fault>),
    /// A DLL has asked for a change, in the call or the timer that was answered last.
    Administer {
        /// The DLL that has asked.
        instance: Instance,
        /// What it has asked for.
        request: Request,
    },
}

/// What the service wants of the driver.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Output {
    /// Load this DLL into this process, and say what it exports.
    Load(Instance),
    /// Unload this DLL. There is nothing to answer.
    Unload(Instance),
    /// Call this entry point, and say what came back.
    Ask(Ask),
    /// Let the timer of this DLL run, and say whether it returned. It is no callout.
    Timer(Instance),
    /// Something happened in the world or in the service.
    Event(Event),
    /// The last step could not apply.
    Skipped(SkipReason),
    /// An entry for the event log (LOAD-17).
    Logged(LogEntry),
}

/// What a DLL that was loaded offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Loaded {
    /// The entry points that it exports.
    pub exports: CalloutSet,
    /// Whether it has a timer, which runs at the end of every wait.
    pub has_timer: bool,
}

/// A DLL without a timer.
impl From<CalloutSet> for Loaded {
    fn from(exports: CalloutSet) -> Self {
        Self { exports, has_timer: false }
    }
}

/// One call into one DLL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ask {
    /// The DLL that is called, and the process it is in.
    pub instance: Instance,
    /// The entry point that is called.
    pub entry: EntryPoint,
    /// The facts with which it is called.
    pub question: Question,
}

/// The facts from which the arguments of a call are made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Question {
    /// The function takes no arguments.
    Nothing,
    /// The callbacks table as it is on entry (INIT-08).
    Table(CallbacksTable),
    /// The structures of a connection that the entry point takes.
    Connection(Arc<Connection>),
    /// The structures RAS_PORT_0 and RAS_PORT_1 of a link's port.
    Link(Arc<Port>),
    /// The user, the port, the offered address or zero, and bNotifyRelease on entry.
    GetIpv4(AddressQuestion<Ipv4Addr>),
    /// The user, the port and the address that is given back; `notify` is not passed.
    ReleaseIpv4(AddressQuestion<Ipv4Addr>),
    /// The same as [`GetIpv4`](Self::GetIpv4), for an IPv6 address.
    GetIpv6(AddressQuestion<Ipv6Addr>),
    /// The same as [`ReleaseIpv4`](Self::ReleaseIpv4), for an IPv6 address.
    ReleaseIpv6(AddressQuestion<Ipv6Addr>),
    /// The structure AUTH_VALIDATION_EX of a client that authenticated before it dialled.
    PreAuthenticated(Arc<PreAuthenticated>),
}

/// What an address function is called with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AddressQuestion<A> {
    /// The name of the user, lpwszUserName.
    pub user: Name,
    /// The name of the port, lpwszPortName.
    pub port: Name,
    /// The address that is offered or given back.
    pub address: A,
    /// What bNotifyRelease holds on entry.
    pub notify: u32,
}

/// Who an SSTP client says it is (PREAUTH-02).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PreAuthenticated {
    /// The handle that the connection will have, hRasConnection.
    pub handle: u32,
    /// The name of the user, wszUserName.
    pub user: Name,
    /// The domain of the user, wszLogonDomain.
    pub domain: Name,
    /// What the client presented, AuthInfo.
    pub info: Vec<u8>,
}

/// The callbacks table, with what its slots hold but without the addresses of functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CallbacksTable {
    /// What the member `revision` holds.
    pub revision: u8,
    /// The slots, in the order of [`Callout::SLOTS`](crate::ras::Callout::SLOTS).
    pub slots: [Slot; 12],
}

/// What a slot of the callbacks table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Slot {
    /// The slot is NULL: the function is not implemented (CBTABLE-12).
    #[default]
    Null,
    /// The slot holds the poison that was there on entry.
    Poison,
    /// The slot holds a function.
    Set,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reply {
    /// The function returned.
    Returned(Returned),
    /// The function did not return.
    Faulted(Fault),
}

/// What a function gave back.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Returned {
    /// The return register; `None` if the function is `VOID`.
    pub value: Option<u32>,
    /// What it left in its out-parameters.
    pub wrote: Wrote,
    /// The members of `[in]` structures that it changed (DATA-31), as `RAS_CONNECTION_0.wszUserName[0]:0x61->0x41`:
    /// what was passed, and what is there now. Values that may be addresses are not told.
    pub scribbled: Vec<String>,
}

/// What the out-parameters of a function hold after the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Wrote {
    /// The function has no out-parameters.
    #[default]
    Nothing,
    /// The callbacks table as the function left it.
    Table(CallbacksTable),
    /// The address and bNotifyRelease as the function left them.
    Ipv4(Ipv4Addr, u32),
    /// The address and bNotifyRelease as the function left them.
    Ipv6(Ipv6Addr, u32),
}

/// What comes before the DLL that is to blame, if that is not the one that was asked.
const OF_ANOTHER: &str = "the fault of ";

/// What a fault begins with that is a call which was waited for in vain.
const HANG: &str = "hang: did not return";

/// What comes before the code that is to blame.
const PLACE: &str = ", in ";

/// The fault of a function that did not return.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fault {
    /// What happened, such as `panic: index out of bounds (src/gate.rs:41)`. The code that did it is what comes last, behind `, in `, if it
    /// is known: `crash: SIGABRT, in log_session (gate.c:88)`.
    pub what: String,
    /// What the fault took with it.
    pub reach: FaultReach,
}

/// How far a fault reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FaultReach {
    /// The fault ended the call alone: the DLL can be called again.
    #[default]
    Call,
    /// The fault ended the process, and with it every DLL in it.
    Process,
}

impl Fault {
    /// Makes a fault that the process survives.
    pub fn of_call(what: impl Into<String>) -> Self {
        Self { what: what.into(), reach: FaultReach::Call }
    }

    /// Makes a fault that ends the process.
    pub fn of_process(what: impl Into<String>) -> Self {
        Self { what: what.into(), reach: FaultReach::Process }
    }

    /// Makes a fault that ends the process, for which another DLL in it is to blame than the one that was asked.
    pub fn of_another(culprit: Instance, what: &str) -> Self {
        Self::of_process(format!("{OF_ANOTHER}{culprit}: {what}"))
    }

    /// Whether the call was waited for in vain.
    pub fn is_hang(&self) -> bool {
        self.what.contains(HANG)
    }

    /// Whether another DLL is to blame than the one that was asked.
    pub fn is_of_another(&self) -> bool {
        self.what.starts_with(OF_ANOTHER)
    }

    /// The code that did it, such as `store_user (gate.c:41)`, `store_user+0x12` or `gate+0x1139`, if it is known. Of
    /// crashes with the same cause this is the same, whatever else is told of them.
    ///
    /// ```
    /// use mockras::model::Fault;
    ///
    /// let fault = Fault::of_process("crash: SIGSEGV reading address 0x8, near NULL, in store_user (gate.c:41)");
    /// assert_eq!(fault.place(), Some("store_user (gate.c:41)"));
    /// assert_eq!(Fault::of_process("crash: SIGKILL").place(), None);
    /// // What a panic says is the DLL's.
    /// assert_eq!(Fault::of_call("panic: no address, in spite of all").place(), None);
    /// ```
    pub fn place(&self) -> Option<&str> {
        let is_native = self.reach == FaultReach::Process;
        self.what.rsplit_once(PLACE).map(|(_, place)| place).filter(|place| is_native && !place.is_empty())
    }
}

impl LoadFailure {
    /// What the log says of a file that is not there.
    pub const MISSING: &'static str = "the file is missing";
}

/// Why a DLL could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum LoadFailure {
    /// There is no such file.
    Missing,
    /// There is a file, but it cannot be loaded, for this reason.
    Unusable(String),
    /// The DLL's own code faulted while it was loaded.
    Faulted(Fault),
}
