//! Faults of what a DLL remembers for too long, or counts in the wrong place.

use std::cell::Cell;

use super::demo::{ONE_AT_A_TIME, TWO_STARTS};
use super::{Faulty, SeededFault, same_exports};
use crate::dll::Arguments;
use crate::model::EntryPoint;
use crate::ras::{Callout, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "decides-by-chance",
        summary: "refuses everybody every other time that it is initialised",
        demo: TWO_STARTS,
        exports: same_exports,
        call: decides_by_chance,
    },
    SeededFault {
        name: "initialises-once",
        summary: "cannot be initialised again after TerminateDll, every other time",
        demo: TWO_STARTS,
        exports: same_exports,
        call: initialises_once,
    },
    SeededFault {
        name: "counts-hangups-as-sessions",
        summary: "has room for one user, and takes each hangup for that of a user whom it has let in",
        demo: ONE_AT_A_TIME,
        exports: same_exports,
        call: counts_hangups,
    },
];

// What outlives a DLL in its process, as a static does. Each thread is a process here: what one test plays
// changes nothing for another.
thread_local! {
    static INITIALISED_BY_CHANCE: Cell<u32> = const { Cell::new(0) };
    static INITIALISED_ONCE: Cell<u32> = const { Cell::new(0) };
}

fn initialises(entry: EntryPoint) -> bool {
    matches!(entry.callout, Callout::InitializeDll | Callout::InitializeDllEx)
}

/// Counts one more, and gives how many there were before.
fn count(times: &'static std::thread::LocalKey<Cell<u32>>) -> u32 {
    times.replace(times.get().wrapping_add(1))
}

/// Three initialisations are two of a kind and one of the other, so that a scenario that is played again, of two or of one,
/// meets another state.
fn decides_by_chance(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if initialises(entry) {
        dll.times = count(&INITIALISED_BY_CHANCE);
    }
    let result = dll.sound(entry, arguments);
    let is_accept = Series::ALL.iter().any(|series| series.accept() == entry.callout);
    if is_accept && !dll.times.is_multiple_of(3) { 0 } else { result }
}

fn initialises_once(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    const ACCESS_DENIED: u32 = 5;
    let result = dll.sound(entry, arguments);
    if initialises(entry) && !count(&INITIALISED_ONCE).is_multiple_of(2) { ACCESS_DENIED } else { result }
}

fn counts_hangups(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    for series in Series::ALL {
        if series.hangup() == entry.callout {
            dll.times = dll.times.saturating_sub(1);
        }
        if series.accept() == entry.callout {
            if dll.times > 0 {
                return 0;
            }
            dll.times += 1;
        }
    }
    result
}
