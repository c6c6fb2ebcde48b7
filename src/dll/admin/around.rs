//! What a native DLL has around it that is Windows there: a clock, a registry, and locks, of which the host is told.

use std::sync::Arc;

use super::inside::{here, whose};
use crate::dll::Notice;
use crate::ras::Callout;
use crate::scenario::{Moment, Scenario};

/// What becomes of a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockEvent {
    /// This thread has it now.
    Taken,
    /// This thread has given it back.
    Given,
    /// This thread waits for it.
    Awaited,
}

/// The surroundings of the DLLs of one host.
#[derive(Debug, Default)]
pub(super) struct Around {
    clock: Moment,
    registry: Arc<[String]>,
    /// The locks that threads have which we run, by address.
    locks: Vec<Locked>,
    /// How often code of a DLL was run.
    visits: u64,
}

/// A lock that a DLL has taken.
#[derive(Debug)]
struct Locked {
    address: usize,
    kind: String,
    /// In which callout, and which time we ran code of the DLL.
    callout: Option<Callout>,
    visit: u64,
}

impl Around {
    pub(super) fn set(&mut self, scenario: &Scenario) {
        self.clock = scenario.clock.unwrap_or_default();
        self.registry = scenario.registry.entries().into();
    }

    pub(super) fn enters(&mut self) {
        self.visits += 1;
    }

    /// What the code that ends now has left locked: kinds of locks, each once. A mutex may be meant to stay.
    pub(super) fn left_locked(&self, callout: Option<Callout>) -> impl Iterator<Item = String> + use<> {
        let left = self.locks.iter().filter(|lock| (lock.visit, lock.callout) == (self.visits, callout));
        let mut kinds: Vec<&str> = Vec::new();
        for lock in left.filter(|lock| lock.kind != MUTEX) {
            if !kinds.contains(&lock.kind.as_str()) {
                kinds.push(&lock.kind);
            }
        }
        let told: Vec<String> = kinds.into_iter().map(|kind| format!("a {kind} is still locked")).collect();
        told.into_iter()
    }

    /// What is to be said of a lock that is waited for, if whoever has it does not give it back.
    fn awaited(&self, address: usize, function: &str) -> Option<String> {
        let lock = self.locks.iter().find(|lock| lock.address == address)?;
        let kind = &lock.kind;
        if lock.visit == self.visits {
            return Some(format!("{function} waits for a {kind} that its own thread has"));
        }
        let owner =
            lock.callout.map_or_else(|| "code outside of callouts".to_owned(), |callout| callout.to_string());
        Some(format!("{function} waits for a {kind} that {owner} has left locked"))
    }

    fn goes(&mut self, address: usize, callout: Option<Callout>, taken: Option<&str>) {
        self.locks.retain(|lock| lock.address != address);
        if let Some(kind) = taken.filter(|_| self.locks.len() < MAX_LOCKS) {
            self.locks.push(Locked { address, kind: kind.to_owned(), callout, visit: self.visits });
        }
    }
}

/// A lock that a DLL may keep while it is loaded, so that it does not run twice.
const MUTEX: &str = "mutex";

/// The most locks that are kept in mind; a DLL may take any number.
const MAX_LOCKS: usize = 1024;

/// The time that the DLL finds: in steps of 100 ns, that since 1601 and that since the scenario began.
pub fn now() -> (u64, u64) {
    let found = whose().map(|inside| {
        let state = inside.state();
        (state.around.clock, state.live.clone())
    });
    let (clock, live) = found.unwrap_or_default();
    let passed = live.map_or(0, |live| live.with(|service| service.now_ms())).saturating_mul(10_000);
    (clock.since_1601().saturating_add(passed), passed)
}

/// An entry of the registry that the DLL finds, as [`Registry::entries`](crate::scenario::Registry::entries) lists them.
pub fn registry_entry(index: usize) -> Option<String> {
    let registry = Arc::clone(&whose()?.state().around.registry);
    registry.get(index).cloned()
}

/// Says what becomes of a lock at an address: of which kind it is, or which function waits for it. Locks of threads that are
/// the DLL's own do not outlive anything.
pub fn lock(address: usize, event: LockEvent, name: &str) {
    let Some(inside) = here() else { return };
    let awaited = {
        let mut state = inside.state();
        let callout = state.callout;
        match event {
            LockEvent::Taken => state.around.goes(address, callout, Some(name)),
            LockEvent::Given => state.around.goes(address, callout, None),
            LockEvent::Awaited => {}
        }
        (event == LockEvent::Awaited).then(|| state.around.awaited(address, name)).flatten()
    };
    if let Some(text) = awaited {
        inside.note(text);
    }
}

/// Says what a DLL that is being unloaded has not given back.
pub fn kept(what: String) {
    if let Some(inside) = here() {
        inside.noticed(Notice::Kept(what));
    }
}

#[cfg(test)]
mod tests {
    use super::super::inside::Inside;
    use super::*;
    use crate::dll::Said;
    use crate::ras::Policy;

    #[test]
    fn lock_that_a_callout_leaves_is_its_own() {
        let inside = Inside::new(Policy::default());
        let visit = inside.enter(Some(Callout::AcceptNewLink), None);
        lock(8, LockEvent::Taken, "critical section");
        lock(16, LockEvent::Taken, "slim lock");
        lock(16, LockEvent::Given, "slim lock");
        lock(24, LockEvent::Taken, MUTEX);
        lock(8, LockEvent::Awaited, "AcquireSRWLockExclusive");
        let Said { notes, noticed, .. } = visit.leave();
        assert_eq!(notes, ["AcquireSRWLockExclusive waits for a critical section that its own thread has"]);
        assert_eq!(noticed, [Notice::Left("a critical section is still locked".to_owned())]);
        let visit = inside.enter(Some(Callout::LinkHangupNotification), None);
        lock(8, LockEvent::Awaited, "EnterCriticalSection");
        lock(99, LockEvent::Awaited, "EnterCriticalSection");
        let said = visit.leave();
        let waits = "EnterCriticalSection waits for a critical section that AcceptNewLink has left locked";
        assert_eq!(said, Said::notes(vec![waits.to_owned()]));
    }

    #[test]
    fn clock_and_registry_are_those_of_the_scenario() {
        let text = "clock = \"1601-01-01T00:00:01\"\nsteps = []\n[registry.'HKLM\\Gate']\nOpen = 1\n";
        let scenario = Scenario::parse(text, "a.toml").expect("a scenario");
        let inside = Inside::new(Policy::default());
        inside.surround(&scenario);
        assert_eq!((now().0, registry_entry(0)), (Moment::default().since_1601(), None), "nobody runs");
        let visit = inside.enter(None, None);
        assert_eq!(now(), (10_000_000, 0));
        assert_eq!(registry_entry(0).as_deref(), Some("HKLM\\Gate\tOpen\t4\t01000000"));
        assert_eq!(registry_entry(1), None);
        kept("1 handle".to_owned());
        assert_eq!(visit.leave().noticed, [Notice::Kept("1 handle".to_owned())]);
    }
}
