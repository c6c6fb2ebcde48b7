//! Which callout is running where, and what was called inside it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::Answered;
use super::around::Around;
use super::call::Call;
use crate::dll::{Live, Notice, Said};
use crate::model::{Request, Service};
use crate::ras::{Callout, ForbiddenCall, Function, Policy};
use crate::scenario::Scenario;

/// What happens to a call of an administration function.
#[derive(Debug)]
pub enum Permission {
    /// It is answered from the state of the service, if one is played.
    Allowed(Call),
    /// It must not be made inside this callout.
    Forbidden(ForbiddenCall, Callout),
}

/// The callouts of one host, of which one runs at a time.
#[derive(Debug)]
pub(crate) struct Inside {
    policy: Policy,
    state: Mutex<CalloutState>,
}

#[derive(Debug, Default)]
pub(super) struct CalloutState {
    /// The callout that runs now, if one does.
    pub(super) callout: Option<Callout>,
    pub(super) live: Option<Live>,
    /// What the DLLs have around them.
    pub(super) around: Around,
    said: Said,
    /// How many calls were answered and told.
    answered: usize,
    /// What threads of DLLs have called while no callout ran.
    outside: BTreeSet<Function>,
}

/// The most notes that are kept of one callout; a DLL may say things in a loop.
const MAX_NOTES: usize = 64;

/// The most answers that are told of one callout, and the most changes that it may ask for.
const MAX_CALLS: usize = 64;

thread_local! {
    /// The host on whose behalf this thread runs a DLL's code.
    static HERE: RefCell<Option<Arc<Inside>>> = const { RefCell::new(None) };
}

/// The function that hears of calls and notes at once, since the callout may not come back with them.
static LISTENER: OnceLock<fn(Said)> = OnceLock::new();

/// From now on this is told of each call and each note as it happens, before the callout returns with all of them. It
/// must not call back.
pub fn listen(listener: fn(Said)) {
    // There is one for the life of a process.
    let _ = LISTENER.set(listener);
}

fn tell(said: impl FnOnce() -> Said) {
    if let Some(listener) = LISTENER.get() {
        listener(said());
    }
}

/// The hosts of this process that have loaded native DLLs, whose other threads may call anything at any time.
static SERVING: Mutex<Vec<Arc<Inside>>> = Mutex::new(Vec::new());

impl Inside {
    pub(crate) fn new(policy: Policy) -> Arc<Self> {
        Arc::new(Self { policy, state: Mutex::default() })
    }

    /// Sets the clock and the registry that DLLs find.
    pub(crate) fn surround(&self, scenario: &Scenario) {
        self.state().around.set(scenario);
    }

    /// Knows the service before a DLL of this host is asked anything.
    pub(crate) fn serves(&self, live: &Live) {
        self.state().live.get_or_insert_with(|| live.clone());
    }

    /// From now on this thread runs a DLL's code: inside this callout, or to load or unload it.
    pub(crate) fn enter(self: &Arc<Self>, callout: Option<Callout>, live: Option<&Live>) -> Visit {
        let mut state = self.state();
        state.callout = callout;
        state.around.enters();
        if let (None, Some(live)) = (&state.live, live) {
            state.live = Some(live.clone());
        }
        drop(state);
        Visit { inside: Arc::clone(self), was: HERE.replace(Some(Arc::clone(self))) }
    }

    /// Notes that a native DLL was loaded: calls from threads that are none of ours are its.
    pub(crate) fn serve(self: &Arc<Self>) {
        let mut serving = serving();
        if !serving.iter().any(|other| Arc::ptr_eq(other, self)) {
            serving.push(Arc::clone(self));
        }
    }

    /// Forgets this host, which is gone.
    pub(crate) fn retire(self: &Arc<Self>) {
        serving().retain(|other| !Arc::ptr_eq(other, self));
    }

    /// A function is called on the thread of the callout, or aside from it. What was called in a loop is noticed once.
    fn called(self: Arc<Self>, function: Function, is_aside: bool) -> Permission {
        let mut state = self.state();
        let callout = state.callout.filter(|callout| function.is_forbidden_in(*callout, &self.policy));
        let live = state.live.clone();
        let Some(callout) = callout else {
            drop(state);
            return Permission::Allowed(Call::new(function, live, Some((self, is_aside))));
        };
        let notice = if is_aside { Notice::CalledAside(function) } else { Notice::Called(function) };
        if !state.said.noticed.contains(&notice) {
            tell(|| Said::noticed(vec![notice.clone()]));
            state.said.noticed.push(notice);
        }
        match is_aside {
            // Whether the callout waits for that thread, nobody can tell (AMB-35).
            true => Permission::Allowed(Call::new(function, live, None)),
            false => Permission::Forbidden(self.policy.forbidden_call, callout),
        }
    }

    pub(super) fn note(&self, text: String) {
        let mut state = self.state();
        if state.said.notes.len() < MAX_NOTES {
            tell(|| Said::notes(vec![text.clone()]));
            state.said.notes.push(text);
        }
    }

    /// Notes what came of a call on the thread of a DLL's code that we run, or that another made it.
    pub(super) fn answered(&self, answered: Answered, is_aside: bool) {
        let mut state = self.state();
        if is_aside {
            state.outside.insert(answered.function);
            return;
        }
        state.answered += 1;
        if state.answered <= MAX_CALLS {
            let notice = Notice::Answered(answered);
            tell(|| Said::noticed(vec![notice.clone()]));
            state.said.noticed.push(notice);
        }
    }

    /// Notes something else about the DLL whose code this thread runs.
    pub(super) fn noticed(&self, notice: Notice) {
        let mut state = self.state();
        if !state.said.noticed.contains(&notice) {
            tell(|| Said::noticed(vec![notice.clone()]));
            state.said.noticed.push(notice);
        }
    }

    /// Keeps a change for the service; false if there are too many already.
    pub(super) fn request(&self, request: Request) -> bool {
        let mut state = self.state();
        let has_room = state.said.requests.len() < MAX_CALLS;
        if has_room {
            state.said.requests.push(request);
        }
        has_room
    }

    pub(super) fn state(&self) -> MutexGuard<'_, CalloutState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that is in a DLL's code. It has left when this is dropped.
pub(crate) struct Visit {
    inside: Arc<Inside>,
    was: Option<Arc<Inside>>,
}

impl Visit {
    /// Ends the visit, and returns what was called and said in the meantime.
    pub(crate) fn leave(self) -> Said {
        let mut state = self.inside.state();
        let mut said = std::mem::take(&mut state.said);
        let callout = state.callout;
        said.noticed.extend(state.around.left_locked(callout).map(Notice::Left));
        let untold = std::mem::take(&mut state.answered).saturating_sub(MAX_CALLS);
        if untold > 0 {
            said.notes.push(format!("{untold} more calls of administration functions are not told"));
        }
        if state.callout.take() == Some(Callout::TerminateDll) {
            said.noticed.extend(std::mem::take(&mut state.outside).into_iter().map(Notice::CalledOutside));
        }
        said
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        HERE.set(self.was.take());
    }
}

fn serving() -> MutexGuard<'static, Vec<Arc<Inside>>> {
    SERVING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The host for which this thread runs a DLL's code, if it does. A thread that is ending has none.
pub(super) fn here() -> Option<Arc<Inside>> {
    HERE.try_with(|here| here.borrow().clone()).ok().flatten()
}

/// The host whose DLL must have made a call on a thread of its own, and whether that was during a callout. If several
/// could have, nobody knows.
fn aside(serving: &[Arc<Inside>]) -> (Option<Arc<Inside>>, bool) {
    let mut busy = serving.iter().filter(|inside| inside.state().callout.is_some());
    match (busy.next(), busy.next(), serving) {
        (Some(one), None, _) => (Some(Arc::clone(one)), true),
        (None, _, [one]) => (Some(Arc::clone(one)), false),
        _ => (None, false),
    }
}

/// Says that an administration function is called, on a thread that is in a callout or on any other.
pub fn made(function: Function) -> Permission {
    if let Some(inside) = here() {
        return inside.called(function, false);
    }
    made_aside(function, &serving())
}

/// Says that it is called on a thread of which nobody here knows.
fn made_aside(function: Function, serving: &[Arc<Inside>]) -> Permission {
    match aside(serving) {
        (Some(inside), _) => inside.called(function, true),
        (None, _) => Permission::Allowed(Call::new(function, None, None)),
    }
}

/// The host whose DLL calls on this thread, as far as that can be known.
pub(super) fn whose() -> Option<Arc<Inside>> {
    here().or_else(|| aside(&serving()).0)
}

/// Says something in the transcript. What is said where nobody knows whose it is, is lost.
pub fn note(text: String) {
    if let Some(inside) = whose() {
        inside.note(text);
    }
}

/// Reads from the service whose DLL this thread runs, which counts as no call: for stock DLLs that know things by name.
pub(crate) fn silently<R>(read: impl FnOnce(&Service) -> Option<R>) -> Option<R> {
    let live = here()?.state().live.clone()?;
    live.with(|service| read(service))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: Function = Function::PortEnum;

    fn is_allowed(outcome: &Permission) -> bool {
        matches!(outcome, Permission::Allowed(_))
    }

    #[test]
    fn call_in_a_callout_is_noticed_once_and_forbidden() {
        let inside = Inside::new(Policy::default());
        assert!(is_allowed(&made(LIST)), "outside");
        let visit = inside.enter(Some(Callout::AcceptNewLink), None);
        for _ in 0..2 {
            let outcome = made(LIST);
            assert!(matches!(outcome, Permission::Forbidden(ForbiddenCall::Fail, Callout::AcceptNewLink)));
        }
        (0..100).for_each(|_| note("again".to_owned()));
        let Said { noticed, notes, .. } = visit.leave();
        assert_eq!((noticed, notes.len()), (vec![Notice::Called(LIST)], MAX_NOTES));
        assert!(is_allowed(&made(LIST)), "outside again");
        let visit = inside.enter(None, None);
        assert!(is_allowed(&made(LIST)), "while it is loaded");
        assert_eq!(visit.leave(), Said::default());
    }

    #[test]
    fn call_aside_belongs_to_the_only_callout_that_runs() {
        let hosts = [Inside::new(Policy::default()), Inside::new(Policy::default())];
        let visit = hosts[0].enter(Some(Callout::AcceptNewLink), None);
        assert!(is_allowed(&made_aside(LIST, &hosts)), "nobody is blamed");
        assert_eq!(visit.leave().noticed, [Notice::CalledAside(LIST)]);
        let visits = [0, 1].map(|host| hosts[host].enter(Some(Callout::AcceptNewLink), None));
        made_aside(LIST, &hosts);
        for visit in visits {
            assert_eq!(visit.leave().noticed, [], "it could be either");
        }
        made_aside(LIST, &hosts[..1]);
        assert_eq!(hosts[0].enter(None, None).leave().noticed, [], "no callout runs");
    }

    #[test]
    fn hosts_serve_until_they_retire() {
        let inside = Inside::new(Policy::default());
        let is_there = || serving().iter().any(|other| Arc::ptr_eq(other, &inside));
        inside.serve();
        assert!(is_there());
        inside.retire();
        assert!(!is_there());
    }
}
