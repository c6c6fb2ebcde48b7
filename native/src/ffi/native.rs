//! A native DLL as the host sees it.

use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};
use std::sync::Arc;

use super::buffer::Owner;
use super::call::{EntryFunction, Functions};
use super::coverage;
use super::guard::{Argument, Memory};
use super::module::Module;
use mockras::abi::{BOOL, FILLER, POISON, Plain, WCHAR};
use mockras::dll::{Arguments, Connections, Notice, Plugin};
use mockras::model::{CallbacksTable, EntryPoint, Slot, Via};
use mockras::ras::{Callout, CalloutSet, Hostile, HostileSet, Name, ResultKind, Takes};
use mockras::scenario::Dll;

/// The bytes of a pointer, and so of a slot of the callbacks table.
const POINTER: usize = size_of::<usize>();

/// What a slot holds that is filled with poison: on no system the address of anything.
const POISON_SLOT: usize = usize::from_ne_bytes([POISON; POINTER]);

/// A native DLL: its functions, and the memory in which they find their arguments.
pub(super) struct NativeDll {
    exports: [Option<EntryFunction>; Callout::ALL.len()],
    /// As InitializeDllEx has left them: the table itself is gone when it returns (AMB-30).
    slots: [Option<EntryFunction>; Callout::SLOTS.len()],
    memory: Memory,
    /// Whether the names of the address functions are NULL, to see what it does then.
    has_null_names: bool,
    notes: Vec<String>,
    timer: Option<EntryFunction>,
    /// The buffers of administration functions that it gets.
    buffers: Owner,
    /// What is wrong with them, when it has ended.
    misfreed: Vec<Notice>,
    /// The library that holds the functions (N1), unless this process does. It is unloaded when everything above is gone.
    module: Option<Arc<Module>>,
}

impl NativeDll {
    /// A DLL with these functions, in the order of [`Callout::ALL`].
    pub(super) fn new(
        dll: &Dll,
        functions: Functions,
        timer: Option<NonNull<c_void>>,
        notes: Vec<String>,
        module: Option<Arc<Module>>,
    ) -> Self {
        Self {
            exports: functions.map(|address| address.map(EntryFunction::at)),
            slots: [None; Callout::SLOTS.len()],
            memory: Memory::new(dll),
            has_null_names: false,
            notes,
            timer: timer.map(EntryFunction::at),
            buffers: Owner::next(),
            misfreed: Vec::new(),
            module,
        }
    }

    /// The function of an entry point, if the DLL has one.
    fn function(&self, entry: EntryPoint) -> Option<EntryFunction> {
        match entry.via {
            Via::Export => self.exports[entry.callout as usize],
            Via::Slot => self.slots[entry.callout.slot()?],
        }
    }

    fn initialize_ex(
        &mut self,
        function: EntryFunction,
        entry: EntryPoint,
        table: &mut CallbacksTable,
    ) -> u32 {
        let pointer = self.memory.table(&image_of(table));
        // SAFETY: N1, N2 and N4.
        let value = unsafe { function.with_table(entry.callout.result(), pointer) };
        let image = self.memory.table_image();
        table.revision = image[0];
        for ((function, slot), at) in self.slots.iter_mut().zip(&mut table.slots).zip(1..) {
            let mut bytes = [0; POINTER];
            bytes.copy_from_slice(&image[at * POINTER..(at + 1) * POINTER]);
            let address = usize::from_ne_bytes(bytes);
            *slot = match address {
                0 => Slot::Null,
                POISON_SLOT if *slot == Slot::Poison => Slot::Poison,
                _ => Slot::Set,
            };
            let address = if *slot == Slot::Set { address } else { 0 };
            *function = NonNull::new(std::ptr::with_exposed_provenance_mut(address)).map(EntryFunction::at);
        }
        value
    }

    fn on_connection(&mut self, function: EntryFunction, callout: Callout, c: &mut Connections) -> u32 {
        let (memory, result) = (&mut self.memory, callout.result());
        let c0 = memory.structure(Argument::Connection0, &mut c.c0);
        let c1 = memory.structure(Argument::Connection1, &mut c.c1);
        let value = match callout.takes() {
            Takes::Connections(2) => {
                // SAFETY: N1, N2 and N4.
                unsafe { function.on_connection(result, c0, c1) }
            }
            Takes::Connections(3) => {
                let c2 = memory.structure(Argument::Connection2, &mut c.c2);
                // SAFETY: N1, N2 and N4.
                unsafe { function.on_connection2(result, c0, c1, c2) }
            }
            _ => {
                let c2 = memory.structure(Argument::Connection2, &mut c.c2);
                let c3 = memory.structure(Argument::Connection3, &mut c.c3);
                // SAFETY: N1, N2 and N4.
                unsafe { function.on_connection3(result, c0, c1, c2, c3) }
            }
        };
        memory.compare(Argument::Connection0, &c.c0);
        memory.compare(Argument::Connection1, &c.c1);
        memory.compare(Argument::Connection2, &c.c2);
        memory.compare(Argument::Connection3, &c.c3);
        value
    }

    /// The address functions: names, address, and where to write whether notice is wanted, unless it is a Release.
    fn on_lease<A: Plain>(
        &mut self,
        (user, port): (&Name, &Name),
        (argument, address): (Argument, &mut A),
        notify: Option<&mut BOOL>,
        call: impl FnOnce(*mut WCHAR, *mut WCHAR, *mut A, Option<*mut BOOL>) -> u32,
    ) -> u32 {
        let memory = &mut self.memory;
        let mut text = |argument, name: &Name| {
            if self.has_null_names { null_mut() } else { memory.text(argument, name.units()) }
        };
        let (user_text, port_text) = (text(Argument::User, user), text(Argument::PortName, port));
        let pointer = memory.pointer(argument, address);
        let value = match notify {
            None => call(user_text, port_text, pointer, None),
            Some(notify) => {
                let out = memory.pointer(Argument::Notify, notify);
                let value = call(user_text, port_text, pointer, Some(out));
                memory.take_back(Argument::Notify, notify);
                value
            }
        };
        memory.take_back(argument, address);
        if !self.has_null_names {
            memory.compare_text(Argument::User, user.units());
            memory.compare_text(Argument::PortName, port.units());
        }
        value
    }

    fn call_with(
        &mut self,
        function: EntryFunction,
        entry: EntryPoint,
        arguments: &mut Arguments<'_>,
    ) -> u32 {
        let result = entry.callout.result();
        let memory = &mut self.memory;
        match arguments {
            // SAFETY: N1 and N2.
            Arguments::Nothing => unsafe { function.plain(result) },
            Arguments::Table(table) => self.initialize_ex(function, entry, table),
            Arguments::Connection(c) => self.on_connection(function, entry.callout, c),
            Arguments::ConnectionEx(ex) => {
                let pointer = memory.structure(Argument::ConnectionEx, *ex);
                // SAFETY: N1, N2 and N4.
                let value = unsafe { function.on_connection_ex(result, pointer) };
                memory.compare(Argument::ConnectionEx, *ex);
                value
            }
            Arguments::Link(port0, port1) => {
                let pointer0 = memory.structure(Argument::Port0, *port0);
                let pointer1 = memory.structure(Argument::Port1, *port1);
                // SAFETY: N1, N2 and N4.
                let value = unsafe { function.on_link(result, pointer0, pointer1) };
                memory.compare(Argument::Port0, *port0);
                memory.compare(Argument::Port1, *port1);
                value
            }
            Arguments::PreAuthenticated(fixed, tail) => {
                let pointer = memory.validation(fixed, tail);
                // SAFETY: N1, N2 and N4.
                let value = unsafe { function.on_pre_authenticated(result, pointer) };
                memory.compare_validation(fixed, tail);
                value
            }
            Arguments::Ipv4(user, port, address, notify) => {
                let address = (Argument::Ipv4, &mut **address);
                self.on_lease((user, port), address, notify.as_deref_mut(), |user, port, address, notify| {
                    match notify {
                        // SAFETY: N1, N2 and N4.
                        Some(notify) => unsafe { function.get_ipv4(result, user, port, address, notify) },
                        // SAFETY: N1, N2 and N4.
                        None => unsafe { function.release_ipv4(result, user, port, address) },
                    }
                })
            }
            Arguments::Ipv6(user, port, address, notify) => {
                let address = (Argument::Ipv6, &mut **address);
                self.on_lease((user, port), address, notify.as_deref_mut(), |user, port, address, notify| {
                    match notify {
                        // SAFETY: N1, N2 and N4.
                        Some(notify) => unsafe { function.get_ipv6(result, user, port, address, notify) },
                        // SAFETY: N1, N2 and N4.
                        None => unsafe { function.release_ipv6(result, user, port, address) },
                    }
                })
            }
        }
    }
}

/// The table in memory, as the service hands it over.
fn image_of(table: &CallbacksTable) -> Vec<u8> {
    let byte = |slot| if slot == Slot::Poison { POISON } else { 0 };
    let mut image = vec![byte(table.slots[0]); (1 + Callout::SLOTS.len()) * POINTER];
    image[0] = table.revision;
    for (bytes, &slot) in image.chunks_exact_mut(POINTER).skip(1).zip(&table.slots) {
        bytes.fill(byte(slot));
    }
    image
}

impl Plugin for NativeDll {
    fn is_native(&self) -> bool {
        true
    }

    fn exports(&self) -> CalloutSet {
        Callout::ALL.iter().copied().filter(|&callout| self.exports[callout as usize].is_some()).collect()
    }

    /// A function that is not there returns 0: nobody asks for it (CBTABLE-12).
    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        let Some(function) = self.function(entry) else { return 0 };
        let was = self.buffers.enter();
        let module = self.module.clone();
        let said = module.as_deref().map(|module| &module.instrumented);
        let value = coverage::recorded(said, || self.call_with(function, entry, arguments));
        drop(was);
        self.memory.finish();
        if entry.callout == Callout::TerminateDll {
            self.memory.look_back();
            self.misfreed = self.buffers.wrongs().into_iter().map(Notice::Misfreed).collect();
        }
        value
    }

    fn has_timer(&self) -> bool {
        self.timer.is_some()
    }

    fn timer(&mut self) {
        let Some(function) = self.timer else { return };
        let was = self.buffers.enter();
        let said = self.module.as_deref().map(|module| &module.instrumented);
        // SAFETY: N1 and N2.
        coverage::recorded(said, || unsafe { function.plain(ResultKind::Nothing) });
        drop(was);
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    fn noticed(&mut self) -> Vec<Notice> {
        let mut noticed = self.memory.overran();
        noticed.append(&mut self.misfreed);
        noticed
    }

    fn scribbled(&mut self) -> Vec<String> {
        self.memory.changed()
    }

    fn pass_hostile(&mut self, kinds: HostileSet) {
        self.has_null_names = kinds.contains(Hostile::NullNames);
        let has_text = kinds.contains(Hostile::UnterminatedText);
        self.memory.pad_with(if has_text { FILLER } else { 0 });
    }

    /// Only if it gets the host's own structures.
    fn can_scribble(&self) -> bool {
        self.memory.is_bare()
    }
}
