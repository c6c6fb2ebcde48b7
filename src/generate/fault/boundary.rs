//! Faults of DLLs that reach for what is not theirs: the memory of the service, the data of the other process.

use super::demo::{A_DAY, ACCEPT_THEN_ADDRESS};
use super::{Faulty, SeededFault, same_exports};
use crate::callout::Arguments;
use crate::model::Entry;
use crate::ras::{Callout, Code, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "user-in-capitals",
        summary: "turns the user's name into capitals in place, to compare it",
        demo: A_DAY,
        exports: same_exports,
        call: user_in_capitals,
    },
    SeededFault {
        name: "asks-its-other-half",
        summary: "gives IPv4 addresses only to users whom it remembers from Accept",
        demo: ACCEPT_THEN_ADDRESS,
        exports: same_exports,
        call: asks_its_other_half,
    },
];

fn user_in_capitals(dll: &mut Faulty, entry: Entry, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    match arguments {
        Arguments::Connection(connections) => capitals(&mut connections.c0.wszUserName),
        Arguments::ConnectionEx(connection) => capitals(&mut connection.wszUserName),
        _ => {}
    }
    result
}

fn capitals(name: &mut [u16]) {
    for unit in name.iter_mut().filter(|unit| (u16::from(b'a')..=u16::from(b'z')).contains(unit)) {
        *unit -= 0x20;
    }
}

/// It remembers how many users it has accepted, and so knows in one process only.
fn asks_its_other_half(dll: &mut Faulty, entry: Entry, arguments: &mut Arguments<'_>) -> u32 {
    if entry.callout == Callout::GetIpAddressForUser && dll.times == 0 {
        return Code::PPP_NO_ADDRESS_ASSIGNED.0;
    }
    let result = dll.sound(entry, arguments);
    if Series::ALL.iter().any(|series| series.accept() == entry.callout) {
        dll.times += result;
    }
    result
}
