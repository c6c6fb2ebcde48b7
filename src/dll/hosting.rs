//! What plays the part of a process with DLLs in it, and what is noticed there.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::admin::Answered;
use crate::model::{Ask, Fault, Instance, LoadFailure, Loaded, Reply, Request, Service};
use crate::ras::Function;

/// Loads DLLs and puts questions to them: in this process, or in another.
pub trait Hosting {
    /// Loads a DLL into a process, and returns what it offers.
    fn load(&mut self, instance: Instance) -> (Result<Loaded, LoadFailure>, Said);

    /// Unloads it, or returns the fault if even that goes wrong. To unload a DLL that is not loaded is no fault.
    fn unload(&mut self, instance: Instance) -> (Result<(), Fault>, Said);

    /// Calls the DLL. The service as it stands answers what the DLL may ask of it meanwhile.
    fn ask(&mut self, ask: &Ask, service: &Live) -> (Reply, Said);

    /// Lets the timer of a DLL run, which may call administration functions: the service as it stands answers them.
    fn timer(&mut self, instance: Instance, service: &Live) -> (Result<(), Fault>, Said);
}

/// What comes along with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    /// What the DLL has to say since it was last asked; the transcript shows it.
    pub notes: Vec<String>,
    /// What the host noticed of the DLL.
    pub noticed: Vec<Notice>,
    /// What the DLL has asked the service to change.
    pub requests: Vec<Request>,
}

impl Said {
    /// This, and what was called and said while the DLL's code ran.
    pub(super) fn with(mut self, told: Said) -> Self {
        // Most calls say nothing besides their answer.
        if told.noticed.is_empty() && told.notes.is_empty() && told.requests.is_empty() {
            return self;
        }
        self.noticed.splice(..0, told.noticed);
        self.notes.extend(told.notes);
        self.requests.extend(told.requests);
        self
    }

    /// A DLL's notes, and nothing noticed.
    pub fn notes(notes: Vec<String>) -> Self {
        Self { notes, ..Self::default() }
    }

    /// What was noticed, and nothing said.
    pub fn noticed(noticed: Vec<Notice>) -> Self {
        Self { noticed, ..Self::default() }
    }

    /// What it asks for, and nothing else: what others have to know.
    pub fn requests(requests: Vec<Request>) -> Self {
        Self { requests, ..Self::default() }
    }
}

/// Something that a DLL did besides answering.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Notice {
    /// It called this function inside a callout (REENTRY-01, REENTRY-02).
    Called(Function),
    /// Another thread called it while the callout ran (AMB-35).
    CalledAside(Function),
    /// It wrote beside its arguments: where, such as `4 bytes past the end of RAS_CONNECTION_1`. Or into one whose call is
    /// over: `RAS_CONNECTION_0.dwConnectDuration, of an earlier call`.
    Overran(String),
    /// It left the process other than it found it: what, such as `descriptor 1 is closed`.
    Left(String),
    /// It was unloaded and has not given back what it took: what, such as `1 descriptor is still open`.
    Kept(String),
    /// It called an administration function where that is allowed, and this came of it.
    Answered(Answered),
    /// Threads of its own called this function while no callout ran. Told when the DLL ends, for when they call is
    /// nobody's to say.
    CalledOutside(Function),
    /// It did not free a buffer of an administration function once (ADMIN-07): what, such as `a buffer of
    /// MprAdminPortEnum is freed twice`.
    Misfreed(String),
    /// It had a file open for writing when it was terminated, and so had a process before it: which, such as `a file that
    /// conn/1 writes`.
    Shares(String),
}

/// A panic with this payload ends the process that a DLL in safe Rust plays to be in; the text says how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessEnds(pub String);

/// A service that is being played.
///
/// Clones are the same service. Of a scenario that is over, the last state stays.
///
/// Its driver hands it to the host with every question, so that what a DLL asks of it meanwhile (on whatever thread) is
/// answered from its state. It is locked only while it works, never while a DLL does.
#[derive(Debug, Clone)]
pub struct Live(Arc<Mutex<Service>>);

impl Live {
    /// Shares a service.
    pub fn new(service: Service) -> Self {
        Self(Arc::new(Mutex::new(service)))
    }

    /// Does something with it. It must not be asked for again inside.
    pub fn with<R>(&self, work: impl FnOnce(&mut Service) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
