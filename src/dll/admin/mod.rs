//! The RAS administration functions that no callout may call (REENTRY-01, REENTRY-02), for DLLs written in Rust.
//!
//! A native DLL calls `MprAdminPortEnum` and its like; a DLL in Rust says so here. Inside a callout such a call is noted
//! in the transcript, rules judge it, and the policy `forbidden_call` says what becomes of it. Outside callouts, or where
//! the policies `forbidden_scope` and `forbidden_set` allow it (AMB-35), it is answered from the state of the service.
//!
//! ```
//! use mockras::dll::admin;
//! use mockras::prelude::*;
//! use mockras::ras::Function;
//!
//! #[derive(Default)]
//! struct Curious;
//!
//! impl AdminDll for Curious {
//!     fn exports(&self) -> Exports<Self> {
//!         Exports {
//!             accept_new_link: Some(|_, _, _| {
//!                 admin::call(Function::PortEnum);
//!                 TRUE
//!             }),
//!             ..Exports::all_accepted()
//!         }
//!     }
//! }
//!
//! let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
//! let run = mockras::run(&scenario, &[Registered::new("curious", Curious::default)]);
//! assert!(run.verdicts().findings().any(|finding| finding.row == "REENTRY-01"));
//! ```

mod inside;

pub(crate) use inside::Inside;
pub use inside::{Permission, listen, made, note};

use super::hosting::{Live, ProcessEnds};
use crate::model::Service;
use crate::ras::{Callout, Code, Connection, ForbiddenCall, Function, Port};

/// What a forbidden call returns under `forbidden_call=fail` (CHOICE 43).
pub const FORBIDDEN: Code = Code::POSSIBLE_DEADLOCK;

/// Calls a function with arguments that make sense, and returns its result. That of MprAdminIsServiceRunning is a BOOL.
///
/// # Panics
///
/// If the call is forbidden here and ends the process by the policy in force: the host knows that panic.
pub fn call(function: Function) -> Code {
    match reached(function) {
        Ok(live) => answer(function, live.as_ref()),
        Err(refused) => refused,
    }
}

/// Calls MprAdminConnectionEnum, and returns the connections that are up.
pub fn connections() -> Result<Vec<Connection>, Code> {
    let live = reached(Function::ConnectionEnum)?;
    state(live.as_ref(), |service| service.connections().collect())
}

/// Calls MprAdminConnectionGetInfo, and returns the connection with this handle.
pub fn connection(handle: u32) -> Result<Connection, Code> {
    let live = reached(Function::ConnectionGetInfo)?;
    let found =
        state(live.as_ref(), |service| service.connections().find(|connection| connection.handle == handle));
    found?.ok_or(Code::INVALID_HANDLE)
}

/// Calls MprAdminPortEnum, and returns the ports that were named so far.
pub fn ports() -> Result<Vec<Port>, Code> {
    let live = reached(Function::PortEnum)?;
    state(live.as_ref(), |service| service.ports().collect())
}

/// Calls MprAdminPortGetInfo, and returns the port with this handle.
pub fn port(handle: u32) -> Result<Port, Code> {
    let live = reached(Function::PortGetInfo)?;
    state(live.as_ref(), |service| service.ports().find(|port| port.handle == handle))?
        .ok_or(Code::INVALID_HANDLE)
}

/// Returns the service that answers if the call gets that far, and the result if it fails before.
fn reached(function: Function) -> Result<Option<Live>, Code> {
    match made(function) {
        Permission::Allowed(live) => Ok(live),
        Permission::Forbidden(ForbiddenCall::Fail, _) if function == Function::IsServiceRunning => {
            Err(Code(0))
        }
        Permission::Forbidden(ForbiddenCall::Fail, _) => Err(FORBIDDEN),
        Permission::Forbidden(ForbiddenCall::Hang, inside) => end(stuck(function, inside)),
        Permission::Forbidden(ForbiddenCall::Trap, inside) => end(trapped(function, inside)),
    }
}

/// What is told of a process in which a forbidden call hangs.
pub fn stuck(function: Function, inside: Callout) -> String {
    format!("{function} does not return inside {inside}")
}

/// What is told of a process that a forbidden call has ended.
pub fn trapped(function: Function, inside: Callout) -> String {
    format!("trap: {function} called inside {inside}")
}

fn end(how: String) -> ! {
    std::panic::panic_any(ProcessEnds(how))
}

/// Asks something of the service that is played.
///
/// # Errors
///
/// [`Code::DDM_NOT_RUNNING`] if no service is played, or it does not run.
pub fn state<R>(live: Option<&Live>, of: impl FnOnce(&Service) -> R) -> Result<R, Code> {
    let read = |service: &mut Service| service.is_running().then(|| of(service));
    live.and_then(|live| live.with(read)).ok_or(Code::DDM_NOT_RUNNING)
}

/// What an allowed call returns.
pub fn answer(function: Function, live: Option<&Live>) -> Code {
    let running = state(live, |_| Code::NO_ERROR);
    match function {
        Function::ConnectionEnum
        | Function::ConnectionGetInfo
        | Function::PortEnum
        | Function::PortGetInfo
        | Function::ServerConnect => running.unwrap_or_else(|code| code),
        Function::IsServiceRunning => Code(u32::from(running.is_ok())),
        Function::BufferFree | Function::ServerDisconnect => Code::NO_ERROR,
        Function::ConnectionClearStats
        | Function::ConnectionEnumEx
        | Function::ConnectionGetInfoEx
        | Function::ConnectionRemoveQuarantine
        | Function::PortClearStats
        | Function::PortDisconnect
        | Function::PortReset
        | Function::GetErrorString
        | Function::GetPdcServer
        | Function::SendUserMessage
        | Function::UserGetInfo
        | Function::UserSetInfo => Code::NOT_SUPPORTED,
    }
}
