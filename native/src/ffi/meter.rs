//! Measures what calls of DLLs take and do not give back: memory, handles, threads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::process::holdings;
use mockras::pipeline::Holdings;

/// Whether calls are measured: it takes longer than most calls.
static IS_ON: AtomicBool = AtomicBool::new(false);

/// What the calls have taken since somebody last asked.
static TAKEN: Mutex<Holdings> = Mutex::new(NOTHING);

const NOTHING: Holdings = Holdings { memory: None, handles: None, threads: None };

/// Measures calls from now on, or no longer.
pub(crate) fn measure(is_on: bool) {
    IS_ON.store(is_on, Ordering::Relaxed);
    taken();
}

/// Whether calls are measured.
pub(crate) fn is_on() -> bool {
    IS_ON.load(Ordering::Relaxed)
}

/// What the calls have taken since this was last asked.
pub(crate) fn taken() -> Holdings {
    std::mem::take(&mut *TAKEN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What this process holds before a call, if calls are measured.
pub(super) fn before() -> Option<Holdings> {
    is_on().then(holdings)
}

/// Adds what the call has taken.
pub(super) fn after(before: Option<Holdings>) {
    let Some(before) = before else { return };
    let now = holdings();
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    *taken = sum(&taken, &difference(&now, &before));
}

/// Both together; what one does not tell is none.
pub(crate) fn sum(a: &Holdings, b: &Holdings) -> Holdings {
    let sum = |a: Option<i64>, b: Option<i64>| match (a, b) {
        (None, None) => None,
        (a, b) => Some(a.unwrap_or_default().wrapping_add(b.unwrap_or_default())),
    };
    Holdings {
        memory: sum(a.memory, b.memory),
        handles: sum(a.handles, b.handles),
        threads: sum(a.threads, b.threads),
    }
}

fn difference(a: &Holdings, b: &Holdings) -> Holdings {
    let difference = |a: Option<i64>, b: Option<i64>| Some(a?.wrapping_sub(b?));
    Holdings {
        memory: difference(a.memory, b.memory),
        handles: difference(a.handles, b.handles),
        threads: difference(a.threads, b.threads),
    }
}
