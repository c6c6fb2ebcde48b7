//! Faults of what a DLL decides by that must not matter: other users, their order, the names of ports.

use super::demo::{A_DIAL, ALICE_AND_MALLORY, TWO_LINKS};
use super::{Faulty, SeededFault, same_exports};
use crate::dll::Arguments;
use crate::model::EntryPoint;
use crate::ras::{Callout, Name, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "counts-links-of-all",
        summary: "has room for two links, and counts those of all connections together",
        demo: TWO_LINKS,
        exports: same_exports,
        call: counts_links,
    },
    SeededFault {
        name: "refuses-the-next-too",
        summary: "keeps in mind that it has refused a user, and refuses the next one as well",
        demo: ALICE_AND_MALLORY,
        exports: same_exports,
        call: refuses_the_next,
    },
    SeededFault {
        name: "knows-users-by-name",
        summary: "keeps the last user by name, and refuses one of that name from another domain",
        demo: A_DIAL,
        exports: same_exports,
        call: knows_by_name,
    },
    SeededFault {
        name: "knows-four-ports",
        summary: "takes the last digit of a port's name for its place in an array of four, and refuses links that have none",
        demo: A_DIAL,
        exports: same_exports,
        call: knows_four_ports,
    },
];

/// A bit for each port that has a link.
fn counts_links(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    let Arguments::Link(port0, _) = arguments else { return result };
    let last = Name::from_array(&port0.wszPortName).units().last().copied().unwrap_or_default();
    let port = 1 << (last % 32);
    match entry.callout {
        Callout::AcceptNewLink if dll.times.count_ones() == 2 => return 0,
        Callout::AcceptNewLink => dll.times |= port,
        _ => dll.times &= !port,
    }
    result
}

fn refuses_the_next(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if Series::ALL.iter().all(|series| series.accept() != entry.callout) {
        return result;
    }
    let has_refused = std::mem::replace(&mut dll.times, u32::from(result == 0)) > 0;
    if has_refused { 0 } else { result }
}

fn knows_four_ports(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    match arguments {
        Arguments::Link(port0, _) if entry.callout == Callout::AcceptNewLink => {
            let last = Name::from_array(&port0.wszPortName).units().last().copied();
            let has_place = last.is_some_and(|last| (u16::from(b'0')..u16::from(b'4')).contains(&last));
            if has_place { result } else { 0 }
        }
        _ => result,
    }
}

fn knows_by_name(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    let (user, domain) = match arguments {
        Arguments::Connection(connections) => {
            (&connections.c0.wszUserName[..], &connections.c0.wszLogonDomain[..])
        }
        Arguments::ConnectionEx(ex) => (&ex.wszUserName[..], &ex.wszLogonDomain[..]),
        _ => return result,
    };
    if Series::ALL.iter().all(|series| series.accept() != entry.callout) {
        return result;
    }
    let last = std::mem::replace(&mut dll.times, u32::from(sum(user)) << 16 | u32::from(sum(domain)));
    let is_namesake = last != dll.times && last >> 16 == dll.times >> 16;
    if is_namesake { 0 } else { result }
}

/// A number that is another for most other names.
fn sum(name: &[u16]) -> u16 {
    let units = name.iter().take_while(|unit| **unit != 0);
    units.fold(1, |sum, unit| sum.wrapping_mul(31).wrapping_add(*unit))
}
