//! The RAS administration functions, for DLLs written in Rust.
//!
//! A native DLL calls `MprAdminPortEnum` and its like; a DLL in Rust says so here. Inside a callout such a call is noted
//! in the transcript, rules judge it (REENTRY-01, REENTRY-02), and the policy `forbidden_call` says what becomes of it.
//! Outside callouts, or where the policies `forbidden_scope` and `forbidden_set` allow it (AMB-35), it is answered from the
//! state of the service, and the transcript tells the result (ADMIN-01 to ADMIN-06). What changes something is done at the
//! end of the step. The place outside of callouts is a timer:
//!
//! ```
//! use mockras::dll::admin;
//! use mockras::prelude::*;
//!
//! /// Disconnects everybody after a while.
//! #[derive(Default)]
//! struct Curfew;
//!
//! impl AdminDll for Curfew {
//!     fn exports(&self) -> Exports<Self> {
//!         let timer: fn(&mut Self) = |_| {
//!             for port in admin::ports().unwrap_or_default() {
//!                 let _ = admin::disconnect_port(port.handle);
//!             }
//!         };
//!         Exports { timer: Some(timer), ..Exports::documented() }
//!     }
//! }
//!
//! let wait = Step::Wait(mockras::scenario::Span { ms: 60_000 });
//! let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), wait]);
//! let transcript = mockras::run(&scenario, &[Registered::new("curfew", Curfew::default)]).to_string();
//! assert!(transcript.contains("timer  conn/1"));
//! assert!(transcript.contains("MprAdminPortDisconnect(port VPN2-0) = NO_ERROR"));
//! assert!(transcript.contains("closed reason=administrator"));
//! ```
//!
//! A call inside a callout is a finding:
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

mod answered;
mod around;
mod call;
mod inside;

pub use answered::Answered;
pub use around::{LockEvent, kept, lock, now, registry_entry};
pub use call::{Call, Client, Level, connection_structures, port_structures};
pub(crate) use inside::{Inside, silently};
pub use inside::{Permission, listen, made, note};

use super::hosting::ProcessEnds;
use crate::model::Request;
use crate::ras::{Callout, Code, Connection, ForbiddenCall, Function, Port};

/// What a forbidden call returns under `forbidden_call=fail` (CHOICE 43).
pub const FORBIDDEN: Code = Code::POSSIBLE_DEADLOCK;

/// Calls a function with arguments that make sense: lists at level 0, and what is described or changed is the first
/// connection or port. Returns its result; that of MprAdminIsServiceRunning is a BOOL.
///
/// # Panics
///
/// If the call is forbidden here and ends the process by the policy in force: the host knows that panic. So it is with
/// every function here.
pub fn call(function: Function) -> Code {
    let connection = silently(|service| service.connections().next()).map_or(0, |facts| facts.handle);
    let port = silently(|service| service.ports().next()).map_or(0, |facts| facts.handle);
    match function {
        Function::ConnectionEnum => code(&connections()),
        Function::ConnectionEnumEx => code(&connections_at(Level::Ex)),
        Function::ConnectionGetInfo => code(&self::connection(connection)),
        Function::ConnectionGetInfoEx => code(&connection_at(Level::Ex, connection)),
        Function::ConnectionClearStats => code(&clear_connection(connection)),
        Function::ConnectionRemoveQuarantine => code(&remove_quarantine(Client::Handle(connection.into()))),
        Function::PortEnum => code(&ports()),
        Function::PortGetInfo => code(&self::port(port)),
        Function::PortClearStats => code(&clear_port(port)),
        Function::PortDisconnect => code(&disconnect_port(port)),
        Function::PortReset => code(&reset_port(port)),
        Function::IsServiceRunning => Code(u32::from(is_service_running())),
        Function::ServerConnect => code(&made_with(function, |call| call.state(|_| ()))),
        // There are no buffers in Rust, and all handles are alike.
        Function::BufferFree | Function::ServerDisconnect => code(&made_with(function, |_| Ok(()))),
        Function::GetErrorString
        | Function::GetPdcServer
        | Function::SendUserMessage
        | Function::UserGetInfo
        | Function::UserSetInfo => code(&made_with(function, |_| Err::<(), _>(Code::NOT_SUPPORTED))),
    }
}

/// Calls MprAdminConnectionEnum at level 0, and returns the connections that are up.
///
/// # Errors
///
/// ERROR_DDM_NOT_RUNNING if the service does not run, or [`FORBIDDEN`]. So it is with every function here.
pub fn connections() -> Result<Vec<Connection>, Code> {
    connections_at(Level::Number(0))
}

/// Calls MprAdminConnectionEnum or MprAdminConnectionEnumEx, and returns the connections that are up.
///
/// # Errors
///
/// Those of [`Call::connections`].
pub fn connections_at(level: Level) -> Result<Vec<Connection>, Code> {
    let is_ex = level == Level::Ex;
    let function = if is_ex { Function::ConnectionEnumEx } else { Function::ConnectionEnum };
    listed(function, |call| call.connections(level))
}

/// Calls MprAdminConnectionGetInfo at level 0, and returns the connection with this handle.
///
/// # Errors
///
/// Those of [`Call::connection`].
pub fn connection(handle: u32) -> Result<Connection, Code> {
    connection_at(Level::Number(0), handle)
}

/// Calls MprAdminConnectionGetInfo or MprAdminConnectionGetInfoEx, and returns the connection with this handle.
///
/// # Errors
///
/// Those of [`Call::connection`].
pub fn connection_at(level: Level, handle: u32) -> Result<Connection, Code> {
    let is_ex = level == Level::Ex;
    let function = if is_ex { Function::ConnectionGetInfoEx } else { Function::ConnectionGetInfo };
    made_with(function, |call| call.connection(level, handle.into()))
}

/// Calls MprAdminPortEnum, and returns the ports that were named so far.
///
/// # Errors
///
/// Those of [`Call::ports`].
pub fn ports() -> Result<Vec<Port>, Code> {
    ports_at(0, None)
}

/// Calls MprAdminPortEnum at any level, for all ports or those of one connection.
///
/// # Errors
///
/// Those of [`Call::ports`].
pub fn ports_at(level: u32, of: Option<u32>) -> Result<Vec<Port>, Code> {
    listed(Function::PortEnum, |call| call.ports(level, of.map(u64::from)))
}

/// Calls MprAdminPortGetInfo at level 0, and returns the port with this handle.
///
/// # Errors
///
/// Those of [`Call::port`].
pub fn port(handle: u32) -> Result<Port, Code> {
    port_at(0, handle)
}

/// Calls MprAdminPortGetInfo at any level.
///
/// # Errors
///
/// Those of [`Call::port`].
pub fn port_at(level: u32, handle: u32) -> Result<Port, Code> {
    made_with(Function::PortGetInfo, |call| call.port(level, handle.into()))
}

/// Calls MprAdminPortDisconnect: the connection on the port with this handle is to end.
///
/// # Errors
///
/// Those of [`Call::change_port`].
pub fn disconnect_port(handle: u32) -> Result<(), Code> {
    made_with(Function::PortDisconnect, |call| call.change_port(handle.into(), Request::DisconnectPort))
}

/// Calls MprAdminPortReset: the link on the port with this handle is to go down.
///
/// # Errors
///
/// Those of [`Call::change_port`].
pub fn reset_port(handle: u32) -> Result<(), Code> {
    made_with(Function::PortReset, |call| call.change_port(handle.into(), Request::ResetPort))
}

/// Calls MprAdminPortClearStats: what the port with this handle has counted is to be cleared.
///
/// # Errors
///
/// Those of [`Call::change_port`].
pub fn clear_port(handle: u32) -> Result<(), Code> {
    made_with(Function::PortClearStats, |call| call.change_port(handle.into(), Request::ClearPort))
}

/// Calls MprAdminConnectionClearStats: what the connection with this handle has counted is to be cleared.
///
/// # Errors
///
/// Those of [`Call::clear_connection`].
pub fn clear_connection(handle: u32) -> Result<(), Code> {
    made_with(Function::ConnectionClearStats, |call| call.clear_connection(handle.into()))
}

/// Calls MprAdminConnectionRemoveQuarantine: the client is to be let out of quarantine.
///
/// # Errors
///
/// Those of [`Call::remove_quarantine`].
pub fn remove_quarantine(client: Client) -> Result<(), Code> {
    made_with(Function::ConnectionRemoveQuarantine, |call| call.remove_quarantine(client))
}

/// Calls MprAdminIsServiceRunning.
pub fn is_service_running() -> bool {
    let Ok(call) = reached(Function::IsServiceRunning) else { return false };
    let runs = call.state(|_| ()).is_ok();
    call.ends(Code(u32::from(runs)), None);
    runs
}

fn code<R>(result: &Result<R, Code>) -> Code {
    result.as_ref().err().copied().unwrap_or(Code::NO_ERROR)
}

/// Makes a call, and tells its result.
fn made_with<R>(function: Function, answer: impl FnOnce(&mut Call) -> Result<R, Code>) -> Result<R, Code> {
    let mut call = reached(function)?;
    let result = answer(&mut call);
    call.ends(code(&result), None);
    result
}

/// Makes a call that gives a list, and tells its result.
fn listed<T>(
    function: Function,
    answer: impl FnOnce(&mut Call) -> Result<Vec<T>, Code>,
) -> Result<Vec<T>, Code> {
    let mut call = reached(function)?;
    let result = answer(&mut call);
    let read = result.as_ref().ok().map(|list| u32::try_from(list.len()).unwrap_or(u32::MAX));
    call.ends(code(&result), read);
    result
}

/// The call if it gets so far that it is answered, and the result if it fails before.
fn reached(function: Function) -> Result<Call, Code> {
    match made(function) {
        Permission::Allowed(call) => Ok(call),
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

/// Whether this is what is told of a call of such a function from which there is no return.
pub fn is_of_forbidden_call(what: &str, function: Function) -> bool {
    let starts = |end: &str| what.contains(&format!("{function} {end} inside "));
    starts("does not return") || starts("called")
}

fn end(how: String) -> ! {
    std::panic::panic_any(ProcessEnds(how))
}
