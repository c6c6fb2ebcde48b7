//! Faults of what a DLL decides about connections, and of what it keeps of them.

use super::demo::{A_DAY, MALLORY_STAYS_OUT, REFUSED_AND_HUNG_UP, TWO_STATES};
use super::{Faulty, SeededFault, same_exports};
use crate::dll::Arguments;
use crate::model::EntryPoint;
use crate::ras::{Callout, Quarantine, ResultKind, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "true-is-two",
        summary: "returns 2 for TRUE wherever it decides",
        demo: A_DAY,
        exports: same_exports,
        call: true_is_two,
    },
    SeededFault {
        name: "sessions-below-zero",
        summary: "counts sessions up in Accept and down in Hangup, and panics below zero",
        demo: REFUSED_AND_HUNG_UP,
        exports: same_exports,
        call: sessions_below_zero,
    },
    SeededFault {
        name: "lets-everybody-in",
        summary: "accepts each user, whatever it was told to refuse",
        demo: MALLORY_STAYS_OUT,
        exports: same_exports,
        call: lets_everybody_in,
    },
    SeededFault {
        name: "only-normal-stays",
        summary: "throws out each client whose state is not `normal`, `not-capable` like `quarantine`",
        demo: TWO_STATES,
        exports: same_exports,
        call: only_normal_stays,
    },
];

fn true_is_two(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if entry.callout.result() == ResultKind::Verdict { result * 2 } else { result }
}

fn sessions_below_zero(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if Series::ALL.iter().any(|series| series.accept() == entry.callout) && result != 0 {
        dll.times += 1;
    }
    if Series::ALL.iter().any(|series| series.hangup() == entry.callout) {
        dll.times = dll.times.checked_sub(1).expect("fewer than no sessions");
    }
    result
}

fn lets_everybody_in(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if Series::ALL.iter().any(|series| series.accept() == entry.callout) { 1 } else { result }
}

fn only_normal_stays(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    let state = match arguments {
        Arguments::Connection(connections) if entry.callout == Callout::AcceptReauthentication => {
            connections.c3.rasQuarState
        }
        Arguments::ConnectionEx(ex) if entry.callout == Callout::AcceptReauthenticationEx => ex.rasQuarState,
        _ => return result,
    };
    if state == Quarantine::NORMAL.0 { result } else { 0 }
}
