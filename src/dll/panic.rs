//! Panics of DLLs: caught, told with their place, and printed once.

use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, Once, PoisonError};

use super::hosting::ProcessEnds;
use crate::model::Fault;

/// What a note of a native DLL begins with that tells its host of a panic. No DLL says so by chance.
pub(crate) const PANICKED: &str = "mockras-panic: ";

thread_local! {
    static IN_CALLOUT: Cell<bool> = const { Cell::new(false) };
    static IS_HUSHED: Cell<bool> = const { Cell::new(false) };
    /// Where this thread has panicked last, if that was in a callout and nobody has asked yet. Nothing to drop: a library that is
    /// unloaded must leave nothing to be done at the end of a thread.
    static PLACE: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Whether this thread is running a DLL's code. A panic hook uses it to keep quiet: the panic will be in the
/// transcript.
pub fn in_callout() -> bool {
    IN_CALLOUT.get()
}

/// Runs something in which no panic of a DLL is printed, not even the first: what searches knows it already.
pub(crate) fn hushed<R>(run: impl FnOnce() -> R) -> R {
    let was = IS_HUSHED.replace(true);
    let done = run();
    IS_HUSHED.set(was);
    done
}

/// Runs a DLL's code. A panic of it is a fault of the DLL, never of mockras.
pub(super) fn guarded<R>(run: impl FnOnce() -> R) -> Result<R, Fault> {
    caught(run).map_err(|payload| match payload.downcast_ref() {
        Some(ProcessEnds(how)) => Fault::of_process(how),
        None => Fault::of_call(told(&*payload)),
    })
}

/// Runs a DLL's code, and returns what it has panicked with, if it does. [`told`] is to be asked next.
pub(crate) fn caught<R>(run: impl FnOnce() -> R) -> Result<R, Box<dyn Any + Send>> {
    listen();
    let was = IN_CALLOUT.replace(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    IN_CALLOUT.set(was);
    result
}

/// What is told of the panic that was caught last on this thread: its message, and the file and the line if they are
/// known: `panic: no address is left (src/gate.rs:41)`.
pub(crate) fn told(payload: &(dyn Any + Send)) -> String {
    let message = payload.downcast_ref::<&str>().copied();
    let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let place = PLACE.take().map(|place| format!(" ({place})")).unwrap_or_default();
    format!("panic: {}{place}", message.unwrap_or("without a message"))
}

/// Puts a hook before the one that is there, once: only a hook learns where a panic comes from. Panics of others go on to
/// the hook that was there, and of those of DLLs the first from each place.
fn listen() {
    static ONCE: Once = Once::new();
    // A thread that panics must not touch the hook.
    if ONCE.is_completed() || std::thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !in_callout() || is_to_be_printed(panic) {
                before(panic);
            }
        }));
    });
}

/// The places from which a DLL has panicked, and whether that was printed. There are as many as the code has.
static PLACES: Mutex<BTreeMap<&'static str, bool>> = Mutex::new(BTreeMap::new());

/// Remembers the place of a panic of a DLL, and says whether it is the first to be printed from there.
fn is_to_be_printed(panic: &PanicHookInfo<'_>) -> bool {
    let Some(place) = panic.location().and_then(place_of) else {
        PLACE.set(None);
        return false;
    };
    let mut places = PLACES.lock().unwrap_or_else(PoisonError::into_inner);
    let known = places.get_key_value(&*place).map(|(known, _)| *known);
    let place = known.unwrap_or_else(|| place.leak());
    PLACE.set(Some(place));
    let is_printed = places.entry(place).or_default();
    let is_silent = IS_HUSHED.get() || panic.payload().is::<ProcessEnds>();
    !is_silent && !std::mem::replace(is_printed, true)
}

/// The file and the line. Of a path that is that of a machine, the name of the file alone; nothing of what is in mockras
/// itself, which panics for stock DLLs and seeded faults, nor of the standard library.
fn place_of(location: &Location<'_>) -> Option<String> {
    let (own, file) = (file!().replace('\\', "/"), location.file().replace('\\', "/"));
    let own = own.strip_suffix("dll/panic.rs").unwrap_or(&own);
    if file.starts_with(own) || file.starts_with("/rustc/") {
        return None;
    }
    let is_of_machine = file.starts_with(['/', '.']) || file.contains(':');
    let name = if is_of_machine { file.rsplit('/').next().unwrap_or_default() } else { &*file };
    Some(format!("{name}:{}", location.line()))
}
