//! Seeded faults in how a DLL fills the callbacks table.

use super::demo::{A_TABLE, A_TABLE_OF_POISON};
use super::{Faulty, SeededFault, same_exports};
use crate::dll::Arguments;
use crate::model::{CallbacksTable, EntryPoint, Slot};
use crate::ras::Callout;

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "revision-zero",
        summary: "registers a callbacks table of revision 0",
        demo: A_TABLE,
        exports: same_exports,
        call: |dll, entry, arguments| then(dll, entry, arguments, |table| table.revision = 0),
    },
    SeededFault {
        name: "half-address-slots",
        summary: "registers GetIpv6AddressForUser without ReleaseIpv6AddressForUser",
        demo: A_TABLE,
        exports: same_exports,
        call: |dll, entry, arguments| {
            then(dll, entry, arguments, |table| put(table, Callout::ReleaseIpv6AddressForUser, Slot::Null))
        },
    },
    SeededFault {
        name: "no-link-slots",
        summary: "registers neither AcceptNewLink nor LinkHangupNotification",
        demo: A_TABLE,
        exports: same_exports,
        call: |dll, entry, arguments| {
            then(dll, entry, arguments, |table| {
                put(table, Callout::AcceptNewLink, Slot::Null);
                put(table, Callout::LinkHangupNotification, Slot::Null);
            })
        },
    },
    SeededFault {
        name: "slot-unwritten",
        summary: "leaves the last slot of the callbacks table as it was",
        demo: A_TABLE_OF_POISON,
        exports: same_exports,
        call: slot_unwritten,
    },
    SeededFault {
        name: "endpoint-at-revision-1",
        summary: "registers AcceptTunnelEndpointChangeEx in a callbacks table of revision 1",
        demo: A_TABLE,
        exports: same_exports,
        call: |dll, entry, arguments| then(dll, entry, arguments, |table| table.revision = 1),
    },
];

/// Answers as without the fault, and then changes the table that was filled.
fn then(
    dll: &mut Faulty,
    entry: EntryPoint,
    arguments: &mut Arguments<'_>,
    change: impl Fn(&mut CallbacksTable),
) -> u32 {
    let result = dll.sound(entry, arguments);
    if let Arguments::Table(table) = arguments {
        change(table);
    }
    result
}

fn put(table: &mut CallbacksTable, callout: Callout, slot: Slot) {
    for (there, of) in table.slots.iter_mut().zip(Callout::SLOTS) {
        if of == callout {
            *there = slot;
        }
    }
}

fn slot_unwritten(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let callout = Callout::ValidatePreAuthenticatedConnectionEx;
    let before = if let Arguments::Table(table) = &*arguments { Some(**table) } else { None };
    let result = dll.sound(entry, arguments);
    if let (Arguments::Table(table), Some(before)) = (arguments, before) {
        let was = callout.slot().map_or(Slot::Null, |at| before.slots[at]);
        put(table, callout, was);
    }
    result
}
