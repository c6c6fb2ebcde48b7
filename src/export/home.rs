//! Where the one instance of an exported DLL lives.

use std::cell::Cell;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::note;
use crate::abi::DWORD;
use crate::dll::{AdminDll, Exports, PANICKED, caught, hushed, told};
use crate::ras::{Callout, CalloutSet};

/// What a function that returns a code says if it could not be asked: ERROR_GEN_FAILURE.
pub const FAILED: DWORD = 31;

/// A type whose functions are exported: [`export_admin_dll!`](crate::export_admin_dll) implements it.
pub trait Exported: AdminDll {
    /// The place where its instance lives.
    fn home() -> &'static DllHome<Self>;
}

/// The one instance of a DLL in a process (SERIAL-05), made when it is first called.
///
/// A host that starts the service again without unloading the DLL gets a new one: initialising after TerminateDll makes
/// it. Calls of several threads wait for each other.
pub struct DllHome<D> {
    make: fn() -> D,
    listed: &'static [Callout],
    /// The thread whose call is running.
    inside: Mutex<Option<usize>>,
    loaded: Mutex<Option<Resident<D>>>,
}

/// The instance, and what it has exported and registered.
pub(super) struct Resident<D> {
    pub(super) dll: D,
    pub(super) exports: Exports<D>,
    pub(super) registered: Exports<D>,
    /// Whether TerminateDll has run.
    pub(super) is_over: bool,
    /// What is wrong with the list of exports, until it has been said.
    mismatch: Option<String>,
}

impl<D: AdminDll> DllHome<D> {
    /// A home in which `make` makes the instance, of a DLL that exports what is `listed`.
    pub const fn new(make: fn() -> D, listed: &'static [Callout]) -> Self {
        Self { make, listed, inside: Mutex::new(None), loaded: Mutex::new(None) }
    }

    /// How the listed exports and those of the instance differ, if they do.
    ///
    /// Listing InitializeDllEx stands for all functions that have a slot, if the type has no InitializeDllEx itself.
    pub(super) fn mismatch(&self, exports: &Exports<D>) -> Option<String> {
        let listed: CalloutSet = self.listed.iter().copied().collect();
        let exports = exports.set();
        let by_table =
            listed.contains(Callout::InitializeDllEx) && !exports.contains(Callout::InitializeDllEx);
        let registered =
            |callout: Callout| by_table && (callout.slot().is_some() || callout == Callout::InitializeDll);
        let unlisted: CalloutSet =
            exports.iter().filter(|&callout| !listed.contains(callout) && !registered(callout)).collect();
        let filled = |callout| by_table && callout == Callout::InitializeDllEx;
        let absent: CalloutSet =
            listed.iter().filter(|&callout| !exports.contains(callout) && !filled(callout)).collect();
        let mut parts = Vec::new();
        if unlisted != CalloutSet::EMPTY {
            parts.push(format!("exports() has {unlisted}, which export_admin_dll! does not list"));
        }
        if absent != CalloutSet::EMPTY {
            parts.push(format!("export_admin_dll! lists {absent}, which exports() does not have"));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// Makes an instance and says how its exports differ from what is listed.
    pub(super) fn mismatch_of_new(&self) -> Option<String> {
        self.mismatch(&(self.make)().exports())
    }

    fn load(&self) -> Resident<D> {
        let dll = (self.make)();
        let exports = dll.exports();
        let mismatch = self.mismatch(&exports);
        Resident { dll, exports, registered: Exports::none(), is_over: false, mismatch }
    }

    /// Runs a call. `None` if it makes none, if it panics, or if it comes from within a call: that one holds the
    /// instance, so waiting for it would be for ever.
    pub(super) fn call<R>(&self, run: impl FnOnce(&mut Resident<D>) -> Option<R>) -> Option<R> {
        let me = this_thread();
        if *lock(&self.inside) == Some(me) {
            return None;
        }
        let mut loaded = lock(&self.loaded);
        *lock(&self.inside) = Some(me);
        let answer = guarded(|| run(loaded.get_or_insert_with(|| self.load()))).flatten();
        if let Some(loaded) = loaded.as_mut() {
            note::say(&guarded(|| loaded.notes()).unwrap_or_default());
        }
        *lock(&self.inside) = None;
        answer
    }

    /// Runs a call that initialises: if the service had been stopped before, of a new instance.
    pub(super) fn begin<R>(&self, run: impl FnOnce(&mut Resident<D>) -> Option<R>) -> Option<R> {
        self.call(|loaded| {
            if loaded.is_over {
                *loaded = self.load();
            }
            run(loaded)
        })
    }
}

impl<D: AdminDll> Resident<D> {
    /// The functions that are called by slot, or by export, and the instance to call them with.
    pub(super) fn functions(&mut self, by_slot: bool) -> (&Exports<D>, &mut D) {
        (if by_slot { &self.registered } else { &self.exports }, &mut self.dll)
    }

    fn notes(&mut self) -> Vec<String> {
        self.mismatch.take().into_iter().chain(self.dll.notes()).collect()
    }
}

/// A number that no other thread has which runs now. The standard library would have something to do at the end of a thread
/// that it was asked about, when the library with its code may be gone.
fn this_thread() -> usize {
    thread_local! {
        static HERE: Cell<u8> = const { Cell::new(0) };
    }
    HERE.with(|here| std::ptr::from_ref(here).addr())
}

/// Runs a DLL's code; `None` if it panics. The host hears of it, if it is mockras.
fn guarded<R>(run: impl FnOnce() -> R) -> Option<R> {
    // Who hears of it need not read it on standard error for every scenario; and a backtrace leaves a file mapped, for which
    // the DLL would be blamed.
    static IS_HEARD: OnceLock<bool> = OnceLock::new();
    let done = if *IS_HEARD.get_or_init(note::is_heard) { hushed(|| caught(run)) } else { caught(run) };
    match done {
        Ok(result) => Some(result),
        Err(payload) => {
            note::say(&[format!("{PANICKED}{}", told(&*payload))]);
            // It may panic when it is dropped.
            std::mem::forget(payload);
            None
        }
    }
}

/// A panic while it was held spoils nothing: an instance answers for itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
