//! A call of an administration function that is allowed: how it is answered from the service, and told.

use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::sync::Arc;

use super::{Answered, Inside};
use crate::abi::{
    RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_CONNECTION_3, RAS_CONNECTION_EX, RAS_PORT_0,
    RAS_PORT_1, Structure, View,
};
use crate::dll::{Live, Notice};
use crate::model::{Request, Service};
use crate::ras::{Code, Connection, Function, Name, Port, Profile};

/// A call that is being answered. Handles are as wide as they come, so that none is cut down to one that exists.
#[derive(Debug)]
#[non_exhaustive]
pub struct Call {
    function: Function,
    about: String,
    live: Option<Live>,
    /// Who made it, and whether on a thread of its own.
    inside: Option<(Arc<Inside>, bool)>,
}

/// A structure that describes a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// RAS_CONNECTION_0 to 3, by the level that the caller names.
    Number(u32),
    /// RAS_CONNECTION_EX.
    Ex,
}

/// The connection that MprAdminConnectionRemoveQuarantine is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// The connection with this handle.
    Handle(u64),
    /// The connection with this address.
    Address(Ipv4Addr),
}

impl Call {
    pub(super) fn new(function: Function, live: Option<Live>, inside: Option<(Arc<Inside>, bool)>) -> Self {
        Self { function, about: String::new(), live, inside }
    }

    /// Adds something to what the transcript says of the call.
    pub fn about(&mut self, what: impl std::fmt::Display) {
        let comma = if self.about.is_empty() { "" } else { ", " };
        // Text takes whatever is written.
        let _ = write!(self.about, "{comma}{what}");
    }

    /// Tells something about the DLL that made the call, on a thread whose code we run.
    pub fn notice(&self, notice: Notice) {
        if let Some((inside, false)) = &self.inside {
            inside.noticed(notice);
        }
    }

    /// Tells the result of the call, and how many structures it has handed out if it makes a list.
    pub fn ends(self, result: Code, read: Option<u32>) {
        if let Some((inside, is_aside)) = self.inside {
            inside.answered(Answered { function: self.function, about: self.about, result, read }, is_aside);
        }
    }

    /// Asks something of the service that is played.
    ///
    /// # Errors
    ///
    /// ERROR_DDM_NOT_RUNNING if no service is played, or it does not run.
    pub fn state<R>(&self, of: impl FnOnce(&Service) -> R) -> Result<R, Code> {
        let read = |service: &mut Service| service.is_running().then(|| of(service));
        self.live.as_ref().and_then(|live| live.with(read)).ok_or(Code::DDM_NOT_RUNNING)
    }

    /// The Windows version and the readings under which structures are filled: the same as in callouts (ADMIN-06).
    pub fn view(&self) -> Result<View, Code> {
        self.state(|service| View { profile: service.profile(), policy: *service.policy() })
    }

    /// ERROR_NOT_SUPPORTED before this Windows version, where the function is not there.
    fn since(&self, profile: Profile) -> Result<(), Code> {
        if self.view()?.profile < profile { Err(Code::NOT_SUPPORTED) } else { Ok(()) }
    }

    /// Checks that this Windows version has the structure (ADMIN-01).
    fn level(&mut self, level: Level) -> Result<(), Code> {
        let Level::Number(number) = level else { return self.since(Profile::Server2008R2) };
        self.about(format_args!("level {number}"));
        let first = match number {
            0 => Profile::Nt4Rras,
            1 | 2 => Profile::Server2000,
            3 => Profile::Server2008,
            _ => return Err(Code::INVALID_LEVEL),
        };
        if self.view()?.profile < first { Err(Code::INVALID_LEVEL) } else { Ok(()) }
    }

    /// Lists the connections that are up.
    ///
    /// # Errors
    ///
    /// ERROR_INVALID_LEVEL for a structure that this Windows version does not have; ERROR_NOT_SUPPORTED for
    /// RAS_CONNECTION_EX before Windows Server 2008 R2.
    pub fn connections(&mut self, level: Level) -> Result<Vec<Connection>, Code> {
        self.level(level)?;
        self.state(|service| service.connections().collect())
    }

    /// The connection with this handle.
    ///
    /// # Errors
    ///
    /// As for the list; ERROR_INTERFACE_NOT_CONNECTED if there is none (ADMIN-03).
    pub fn connection(&mut self, level: Level, handle: u64) -> Result<Connection, Code> {
        self.level(level)?;
        let found = self.with_handle(handle)?;
        found.ok_or(Code::INTERFACE_NOT_CONNECTED)
    }

    /// Lists the ports that were named so far, or those of one connection.
    ///
    /// # Errors
    ///
    /// ERROR_NOT_SUPPORTED for any level but 0, and ERROR_INVALID_HANDLE for a handle of nothing (ADMIN-02).
    pub fn ports(&mut self, level: u32, of: Option<u64>) -> Result<Vec<Port>, Code> {
        self.about(format_args!("level {level}"));
        let all: Vec<Port> = self.state(|service| service.ports().collect())?;
        if level != 0 {
            return Err(Code::NOT_SUPPORTED);
        }
        let Some(handle) = of else { return Ok(all) };
        // A connection that still waits for a link is none yet, even if a port has its handle.
        self.with_handle(handle)?.ok_or(Code::INVALID_HANDLE)?;
        let is_meant = |port: &Port| u64::from(port.connection) == handle;
        let ports: Vec<Port> = all.into_iter().filter(is_meant).collect();
        if ports.is_empty() { Err(Code::INVALID_HANDLE) } else { Ok(ports) }
    }

    /// The port with this handle.
    ///
    /// # Errors
    ///
    /// ERROR_INVALID_PORT_HANDLE if there is none (ADMIN-04), and ERROR_INVALID_LEVEL for any level but 0 and 1.
    pub fn port(&mut self, level: u32, handle: u64) -> Result<Port, Code> {
        self.about(format_args!("level {level}"));
        let found = self.on_port(handle)?;
        if level > 1 { Err(Code::INVALID_LEVEL) } else { found.ok_or(Code::INVALID_PORT_HANDLE) }
    }

    /// Asks for a change of the port with this handle.
    ///
    /// # Errors
    ///
    /// ERROR_INVALID_PORT_HANDLE if there is none (ADMIN-04), and what the service has against the change.
    pub fn change_port(&mut self, handle: u64, change: fn(Name) -> Request) -> Result<(), Code> {
        let port = self.on_port(handle)?.ok_or(Code::INVALID_PORT_HANDLE)?;
        self.request(change(port.name))
    }

    /// Asks to clear what the connection with this handle has counted.
    ///
    /// # Errors
    ///
    /// ERROR_INTERFACE_NOT_CONNECTED if there is none.
    pub fn clear_connection(&mut self, handle: u64) -> Result<(), Code> {
        let connection = self.with_handle(handle)?.ok_or(Code::INTERFACE_NOT_CONNECTED)?;
        self.request(Request::ClearConnection(connection.number))
    }

    /// Asks to let a client out of quarantine (ADMIN-05).
    ///
    /// # Errors
    ///
    /// ERROR_NOT_FOUND if there is none, or it is not in quarantine; ERROR_NOT_SUPPORTED before Windows Server 2003.
    pub fn remove_quarantine(&mut self, client: Client) -> Result<(), Code> {
        let found = match client {
            Client::Handle(handle) => self.with_handle(handle)?,
            Client::Address(address) => {
                self.about(address);
                let is_meant = |facts: &Connection| !address.is_unspecified() && facts.client_ipv4 == address;
                self.state(|service| service.connections().find(is_meant))?
            }
        };
        self.since(Profile::Server2003)?;
        self.request(Request::RemoveQuarantine(found.ok_or(Code::NOT_FOUND)?.number))
    }

    /// Asks for a change at the end of the step, if the service has nothing against it now. From a thread of the DLL's own
    /// it is ERROR_NOT_SUPPORTED: when such a thread asks, nobody can tell, so no run would be like the other.
    fn request(&self, request: Request) -> Result<(), Code> {
        self.state(|service| service.would_administer(&request))??;
        match &self.inside {
            Some((inside, false)) if inside.request(request) => Ok(()),
            Some((_, false)) => Err(Code::NOT_ENOUGH_MEMORY),
            _ => Err(Code::NOT_SUPPORTED),
        }
    }

    fn with_handle(&mut self, handle: u64) -> Result<Option<Connection>, Code> {
        let is_meant = |facts: &Connection| u64::from(facts.handle) == handle;
        let found = self.state(|service| service.connections().find(is_meant))?;
        match &found {
            Some(facts) => self.about(format_args!("connection {}", facts.number)),
            None => self.about("no connection"),
        }
        Ok(found)
    }

    fn on_port(&mut self, handle: u64) -> Result<Option<Port>, Code> {
        let found = self.state(|service| service.ports().find(|facts| u64::from(facts.handle) == handle))?;
        match &found {
            Some(facts) => self.about(format_args!("port {}", facts.name)),
            None => self.about("no port"),
        }
        Ok(found)
    }
}

/// Describes each of these connections or ports by the structure, as bytes.
macro_rules! described {
    ($facts:expr, $view:expr => $structure:ident) => {
        $facts
            .iter()
            .map(|facts| {
                let mut structure = $structure::default();
                structure.fill(facts, $view);
                structure.to_bytes()
            })
            .collect()
    };
}

/// The structures of these connections at a level that there is, as bytes.
pub fn connection_structures(of: &[Connection], level: Level, view: &View) -> Vec<Vec<u8>> {
    match level {
        Level::Number(0) => described!(of, view => RAS_CONNECTION_0),
        Level::Number(1) => described!(of, view => RAS_CONNECTION_1),
        Level::Number(2) => described!(of, view => RAS_CONNECTION_2),
        Level::Number(_) => described!(of, view => RAS_CONNECTION_3),
        Level::Ex => described!(of, view => RAS_CONNECTION_EX),
    }
}

/// The structures of these ports at a level that there is, as bytes.
pub fn port_structures(of: &[Port], level: u32, view: &View) -> Vec<Vec<u8>> {
    match level {
        0 => described!(of, view => RAS_PORT_0),
        _ => described!(of, view => RAS_PORT_1),
    }
}
