//! The service while it is played, shared between who drives it and who asks it something.

use std::sync::{Arc, Mutex, PoisonError};

use crate::model::Service;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ras::{Policy, Profile};

    #[test]
    fn clones_are_the_same_service() {
        let live = Live::new(Service::new(Profile::default(), Policy::default(), 1));
        let step = std::sync::Arc::new(crate::scenario::Step::Start);
        live.clone().with(|service| service.handle(crate::model::Input::Step { number: 1, step }));
        assert!(live.with(Service::poll).is_some());
    }
}
