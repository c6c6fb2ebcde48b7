//! The callbacks table: what a DLL finds, what it leaves, and what it writes beside it.

use std::cell::Cell;
use std::ffi::c_void;

use super::{call, native};
use mockras::abi::{BOOL, DWORD, MPRAPI_ADMIN_DLL_CALLBACKS, RAS_PORT_0, RAS_PORT_1};
use mockras::dll::{Arguments, Notice, Plugin};
use mockras::model::{CallbacksTable, EntryPoint, Slot, Via, looks_like_ten_slots};
use mockras::ras::Callout;

/// A slot and the table have these bytes.
const POINTER: usize = size_of::<usize>();
const TABLE: usize = size_of::<MPRAPI_ADMIN_DLL_CALLBACKS>();

thread_local! {
    /// The slots that are filled, from 1, which may lie behind the table.
    static FILLED: Cell<&'static [usize]> = const { Cell::new(&[]) };
    /// The slots that are made NULL.
    static CLEARED: Cell<&'static [usize]> = const { Cell::new(&[]) };
    /// What the function found: revision, and the first slot.
    static FOUND: Cell<(u8, usize)> = const { Cell::new((0, 0)) };
}

extern "system" fn link(_: *const RAS_PORT_0, _: *const RAS_PORT_1) -> BOOL {
    17
}

extern "system" fn initialize(table: *mut usize) -> DWORD {
    // SAFETY: the table begins with its revision.
    let revision = unsafe { table.cast::<u8>().read() };
    // SAFETY: the first slot comes next.
    let first = unsafe { table.add(1) };
    // SAFETY: it holds what the service has put there.
    let first = unsafe { first.read() };
    FOUND.set((revision, first));
    // SAFETY: the table begins with its revision.
    unsafe { table.cast::<u8>().write(1) };
    let address = (link as *const c_void).expose_provenance();
    for (slots, value) in [(FILLED.get(), address), (CLEARED.get(), 0)] {
        for &slot in slots {
            // SAFETY: there are guard bytes behind the table.
            let slot = unsafe { table.add(slot) };
            // SAFETY: there are guard bytes behind the table.
            unsafe { slot.write(value) };
        }
    }
    0
}

fn initialized(prefill: Slot) -> (CallbacksTable, impl Plugin) {
    let mut dll = native("", &[(Callout::InitializeDllEx, initialize as *const c_void)]);
    let mut table = CallbacksTable { revision: 2, slots: [prefill; 12] };
    assert_eq!(call(&mut dll, Callout::InitializeDllEx, &mut Arguments::Table(&mut table)), 0);
    (table, dll)
}

#[test]
fn table_is_read_back_slot_by_slot() {
    FILLED.set(&[5, 6]);
    CLEARED.set(&[1]);
    let (table, mut dll) = initialized(Slot::Poison);
    let mut expected = [Slot::Poison; 12];
    (expected[0], expected[4], expected[5]) = (Slot::Null, Slot::Set, Slot::Set);
    assert_eq!((table.revision, table.slots), (1, expected));
    assert_eq!(FOUND.get(), (2, usize::from_ne_bytes([0xCC; POINTER])));
    let entry = EntryPoint { callout: Callout::AcceptNewLink, via: Via::Slot };
    let (mut port0, mut port1) = (RAS_PORT_0::ZERO, RAS_PORT_1::ZERO);
    assert_eq!(dll.call(entry, &mut Arguments::Link(&mut port0, &mut port1)), 17);
    let unset = EntryPoint { callout: Callout::TerminateDll, via: Via::Slot };
    assert_eq!(dll.call(unset, &mut Arguments::Nothing), 0, "poison is not called");
    assert_eq!(dll.noticed(), []);
}

#[test]
fn table_of_zeros_stays_null_where_it_is_not_filled() {
    FILLED.set(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    CLEARED.set(&[]);
    let (table, _) = initialized(Slot::Null);
    assert_eq!(FOUND.get(), (2, 0));
    assert_eq!(table.slots[9..], [Slot::Set, Slot::Null, Slot::Null]);
    assert!(looks_like_ten_slots(&table));
}

#[test]
fn table_overrun_is_noticed_and_survived() {
    FILLED.set(&[13]);
    CLEARED.set(&[]);
    let (_, mut dll) = initialized(Slot::Null);
    let past = format!("{} bytes past the end of MPRAPI_ADMIN_DLL_CALLBACKS", POINTER);
    assert_eq!(dll.noticed(), [Notice::Overran(past)]);
    assert_eq!(TABLE, 13 * POINTER);
}
