//! Faults of what a DLL remembers for too long, or counts in the wrong place.

use std::cell::{Cell, RefCell};

use super::demo::{ONE_AT_A_TIME, TWO_STARTS};
use super::{Faulty, SeededFault, same_exports};
use crate::dll::{Arguments, LoadPlace};
use crate::model::{EntryPoint, Process};
use crate::ras::{Callout, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "decides-by-chance",
        summary: "refuses users in one run and links in the next, and accepts all in the third",
        demo: TWO_STARTS,
        exports: same_exports,
        call: decides_by_chance,
    },
    SeededFault {
        name: "initialises-once",
        summary: "cannot be initialised again after TerminateDll in the same process",
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

// What outlives a DLL, as what it has in files does. Each thread has its own: what one test plays changes nothing for another.
thread_local! {
    /// The run that was last played with one of these faults, and how many there were.
    static PLAYED: Cell<(Option<LoadPlace>, u32)> = const { Cell::new((None, 0)) };
    /// The processes in which it was initialised, the last ones.
    static INITIALISED: RefCell<Vec<LoadPlace>> = const { RefCell::new(Vec::new()) };
}

/// As many processes as a few runs have.
const REMEMBERED: usize = 8;

fn initialises(entry: EntryPoint) -> bool {
    matches!(entry.callout, Callout::InitializeDll | Callout::InitializeDllEx)
}

/// How many runs were played before this one.
fn runs_before(place: LoadPlace) -> u32 {
    let this = place.process(Process::Connections);
    let (last, played) = PLAYED.get();
    if last != Some(this) {
        PLAYED.set((Some(this), played.wrapping_add(1)));
    }
    PLAYED.get().1
}

/// Three runs in a row differ from each other: it accepts, it refuses users, it refuses links.
fn decides_by_chance(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    let is_accept = Series::ALL.iter().any(|series| series.accept() == entry.callout);
    match runs_before(dll.place) % 3 {
        1 if is_accept => 0,
        2 if entry.callout == Callout::AcceptNewLink => 0,
        _ => result,
    }
}

fn initialises_once(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    const ACCESS_DENIED: u32 = 5;
    let result = dll.sound(entry, arguments);
    if !initialises(entry) {
        return result;
    }
    INITIALISED.with_borrow_mut(|places| {
        if places.contains(&dll.place) {
            return ACCESS_DENIED;
        }
        places.push(dll.place);
        let old = places.len().saturating_sub(REMEMBERED);
        places.drain(..old);
        result
    })
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
