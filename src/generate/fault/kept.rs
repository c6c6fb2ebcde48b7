//! Faults of what a DLL keeps of users who have gone: they show when a conversation is repeated.

use super::demo::{A_DIAL, A_LONG_PORT, A_SMALL_POOL};
use super::{Faulty, SeededFault, same_exports};
use crate::dll::Arguments;
use crate::model::EntryPoint;
use crate::ras::{Callout, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "keeps-sessions",
        summary: "has room for two users, and never notices that one has gone",
        demo: A_DIAL,
        exports: same_exports,
        call: keeps_sessions,
    },
    SeededFault {
        name: "loses-addresses",
        summary: "does not find the addresses that are given back to it",
        demo: A_SMALL_POOL,
        exports: same_exports,
        call: loses_addresses,
    },
    SeededFault {
        name: "cuts-ports-at-15",
        summary: "keeps 15 units of a port's name, and does not find the addresses of a longer one when they are given back",
        demo: A_LONG_PORT,
        exports: same_exports,
        call: cuts_ports,
    },
];

/// Which of these faults which rule catches, where that names another.
pub(super) const RULES: &[(&str, &str)] = &[("cuts-ports-at-15", "PORT-NAMES")];

/// How many users it has room for.
const ROOM: u32 = 2;

fn keeps_sessions(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if !Series::ALL.iter().any(|series| series.accept() == entry.callout) || result == 0 {
        return result;
    }
    dll.times += 1;
    if dll.times > ROOM { 0 } else { result }
}

/// The address stays taken: who asks for one gets another.
fn loses_addresses(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    match entry.callout {
        Callout::ReleaseIpAddress | Callout::ReleaseIpv6AddressForUser => 0,
        _ => dll.sound(entry, arguments),
    }
}

fn cuts_ports(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    const KEPT: usize = 15;
    match arguments {
        Arguments::Ipv4(_, port, _, None) if port.units().len() > KEPT => 0,
        _ => dll.sound(entry, arguments),
    }
}
