//! What administration functions ask of the service from outside of callouts, and the timers in which DLLs may call them.
//!
//! A function that changes something only says so: its caller runs while the service waits for it. What it asks for is
//! done at the end of the step.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::agenda::Task;
use super::event::{CloseReason, Event, Level, Stage};
use super::instance::Instance;
use super::roster::InitState;
use super::seam::{Fault, FaultReach, Output};
use super::service::{Service, ServicePhase};
use super::session::{Session, Standing};
use crate::ras::{
    CalloutFault, Code, ConnectionFlags, Counters, Function, Name, Policy, Profile, Quarantine,
};

/// A change that an administration function asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Request {
    /// MprAdminPortDisconnect: end the connection on this port.
    DisconnectPort(Name),
    /// MprAdminPortReset: reset the device of this port, which takes its link down.
    ResetPort(Name),
    /// MprAdminPortClearStats: clear what this port has counted.
    ClearPort(Name),
    /// MprAdminConnectionClearStats: clear what the connection of this number has counted.
    ClearConnection(u32),
    /// MprAdminConnectionRemoveQuarantine: let the connection of this number out of quarantine.
    RemoveQuarantine(u32),
}

impl Request {
    /// The function that asks for it.
    pub fn function(&self) -> Function {
        match self {
            Self::DisconnectPort(_) => Function::PortDisconnect,
            Self::ResetPort(_) => Function::PortReset,
            Self::ClearPort(_) => Function::PortClearStats,
            Self::ClearConnection(_) => Function::ConnectionClearStats,
            Self::RemoveQuarantine(_) => Function::ConnectionRemoveQuarantine,
        }
    }
}

impl Service {
    /// The Windows version that is played.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// The readings in force.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether the service does this if nothing changes before its turn: otherwise the result that says why not.
    ///
    /// # Errors
    ///
    /// ERROR_INVALID_PORT_HANDLE for a port that nobody has named, or that has no connection to end (ADMIN-04);
    /// ERROR_INTERFACE_NOT_CONNECTED for a connection that is not up (ADMIN-03), and ERROR_NOT_FOUND for one that is not
    /// in quarantine (ADMIN-05).
    pub fn would_administer(&self, request: &Request) -> Result<(), Code> {
        let up = |number| self.sessions.get(number).filter(|session| session.standing == Standing::Connected);
        let (is_possible, otherwise) = match request {
            _ if !self.is_running() => (false, Code::DDM_NOT_RUNNING),
            Request::DisconnectPort(port) => (self.session_on(port).is_some(), Code::INVALID_PORT_HANDLE),
            Request::ResetPort(port) | Request::ClearPort(port) => {
                (self.ports.contains_key(port), Code::INVALID_PORT_HANDLE)
            }
            Request::ClearConnection(number) => (up(number).is_some(), Code::INTERFACE_NOT_CONNECTED),
            Request::RemoveQuarantine(number) => (up(number).is_some_and(is_restricted), Code::NOT_FOUND),
        };
        if is_possible { Ok(()) } else { Err(otherwise) }
    }

    /// Puts a request behind what is still to be done in this step.
    pub(super) fn take_request(&mut self, instance: Instance, request: Request) {
        self.agenda.last([Task::Administer(instance, request)]);
    }

    /// Does what a DLL has asked for, unless the service has stopped since.
    pub(super) fn administer(&mut self, instance: Instance, request: Request) {
        if !self.is_running() {
            return;
        }
        let result = self.would_administer(&request).err().unwrap_or(Code::NO_ERROR);
        self.event(Event::Administered { instance, request: request.clone(), result });
        if result != Code::NO_ERROR {
            return;
        }
        match request {
            Request::DisconnectPort(port) => self.hang_up_port(&port, CloseReason::Administrator),
            Request::ResetPort(port) => {
                let session = self.session_on(&port).and_then(|number| self.sessions.get(&number));
                if session.is_some_and(|session| session.standing == Standing::Connected) {
                    self.drop_link(&port);
                }
            }
            Request::ClearPort(port) => {
                Arc::make_mut(&mut self.port(&port).facts).counters = Counters::default();
            }
            Request::ClearConnection(number) => {
                if let Some(session) = self.sessions.get_mut(&number) {
                    Arc::make_mut(&mut session.facts).counters = Counters::default();
                }
            }
            Request::RemoveQuarantine(number) => self.remove_quarantine(number),
        }
    }

    /// Lets a connection out of quarantine: DLLs are asked where its state changes by that.
    fn remove_quarantine(&mut self, number: u32) {
        let Some(session) = self.sessions.get(&number) else { return };
        let tasks = if session.facts.quarantine.is_limited() {
            self.new_quarantine(number, Quarantine::NORMAL, 0)
        } else {
            Vec::new()
        };
        // The flag is of its own where it does not follow the state (AMB-57).
        if let Some(session) = self.sessions.get_mut(&number) {
            let facts = Arc::make_mut(session.proposed.as_mut().unwrap_or(&mut session.facts));
            facts.flags.0 &= !ConnectionFlags::QUARANTINE.0;
        }
        self.agenda.next(tasks);
    }

    /// The timers of the DLLs that have one, in the order in which they were loaded.
    pub(super) fn timers(&self) -> Vec<Task> {
        let due = self.loaded.iter().filter(|dll| dll.has_timer && dll.state == InitState::Initialized);
        due.map(|dll| Task::Timer(dll.instance)).collect()
    }

    /// Lets the timer of a DLL run, unless the service has stopped since.
    pub(super) fn timer(&mut self, instance: Instance) {
        let is_there = self.loaded.iter().any(|dll| dll.instance == instance);
        if is_there && self.is_running() {
            self.wait_for(Task::Timer(instance), Output::Timer(instance));
        }
    }

    /// A timer has faulted: what it takes with it is as in a callout (AMB-52).
    pub(super) fn timer_faulted(&mut self, instance: Instance, fault: &Fault) {
        self.log(Level::Error, Stage::Timer, instance, fault.what.clone());
        if fault.reach == FaultReach::Process {
            self.forget_process(instance.process);
        } else if self.policy.callout_fault == CalloutFault::LogAndRefuse {
            return;
        }
        if self.phase != ServicePhase::Stopped {
            self.break_down();
        }
    }
}

/// Whether a connection is in quarantine, for good or for a limited time, by its state or by its flag.
fn is_restricted(session: &Session) -> bool {
    let is_flagged = session.facts.flags.0 & ConnectionFlags::QUARANTINE.0 != 0;
    is_flagged || session.facts.quarantine.is_limited()
}
