//! The arguments of the calls into one DLL.

use std::collections::VecDeque;

use super::argument::Argument;
use super::cell::Cell;
use super::mapping::Mapping;
use mockras::abi::{
    AUTH_VALIDATION_EX, Layout, MPRAPI_ADMIN_DLL_CALLBACKS, Plain, Structure, WCHAR, each_gap,
};
use mockras::dll::{Notice, changed_members};
use mockras::scenario::{AfterCall, Dll, Guard};

/// Arguments that stay untouchable after their call, under `after-call = "unmap"`. A pointer that is kept for longer
/// may lead to an argument of a later call.
const SHUT_MAX: usize = 64;

/// In how many places each argument lies in turn. A pointer that is kept leads to rubbish for so many calls.
const PLACES: usize = 8;

/// Gives a DLL pointers to copies of its arguments, and finds out what it has done to them.
pub(in crate::ffi) struct Memory {
    guard: Guard,
    after: AfterCall,
    cells: [Cell; Argument::ALL.len()],
    /// The cells that the call in flight uses, as bits.
    lent: u16,
    /// The cells that the call before has used, and where.
    recent: Vec<(usize, usize)>,
    shut: VecDeque<Mapping>,
    overran: Vec<Notice>,
    changed: Vec<String>,
    /// What fills padding, if structures are hostile; those of the host have none that is defined then.
    padding: Option<WCHAR>,
}

impl Memory {
    /// Memory as a spec wants it. Without a guard, and without a word on what becomes of arguments, structures are not
    /// copied at all.
    pub(in crate::ffi) fn new(dll: &Dll) -> Self {
        let guard = dll.guard.unwrap_or_default();
        let after = match guard {
            Guard::Off => AfterCall::Keep,
            Guard::End | Guard::Start => AfterCall::Unmap,
        };
        let after = dll.after_call.unwrap_or(after);
        let places = if after == AfterCall::Scribble { PLACES } else { 1 };
        Self {
            guard,
            after,
            cells: Argument::ALL.map(|argument| Cell::new(argument, places)),
            lent: 0,
            recent: Vec::new(),
            shut: VecDeque::new(),
            overran: Vec::new(),
            changed: Vec::new(),
            padding: None,
        }
    }

    /// Whether DLLs get pointers to the structures of the host itself.
    pub(in crate::ffi) fn is_bare(&self) -> bool {
        self.guard == Guard::Off && self.after == AfterCall::Keep
    }

    fn lend(&mut self, argument: Argument) -> &mut Cell {
        self.lent |= 1 << argument as u16;
        let cell = &mut self.cells[argument as usize];
        self.overran.extend(cell.written_before_next().map(Notice::Overran));
        cell
    }

    fn is_lent(&self, argument: Argument) -> bool {
        self.lent & 1 << argument as u16 != 0
    }

    /// A pointer to a copy of this value, or to the value itself.
    pub(in crate::ffi) fn pointer<T: Plain>(&mut self, argument: Argument, value: &mut T) -> *mut T {
        if self.is_bare() {
            return value;
        }
        let guard = self.guard;
        self.lend(argument).put(value, guard)
    }

    /// A pointer to a copy of this structure, or to the structure itself, with its padding filled.
    pub(in crate::ffi) fn structure<S: Structure>(&mut self, argument: Argument, value: &mut S) -> *mut S {
        let pointer = self.pointer(argument, value);
        if let Some(unit) = self.padding {
            let bytes = unit.to_ne_bytes();
            each_gap(S::FIELDS, 0..size_of::<S>(), &mut |gap| {
                for at in gap {
                    let place = pointer.cast::<u8>().wrapping_add(at);
                    // SAFETY: N4; the gap lies inside the structure, which is a copy or the host's own, borrowed here.
                    unsafe { place.write(bytes[at % 2]) };
                }
            });
        }
        pointer
    }

    /// From now on padding of structures consists of this unit.
    pub(in crate::ffi) fn pad_with(&mut self, unit: WCHAR) {
        self.padding = Some(unit);
    }

    /// A pointer to this text, with its NUL.
    pub(in crate::ffi) fn text(&mut self, argument: Argument, units: &[u16]) -> *mut u16 {
        let guard = self.guard;
        self.lend(argument).put_text(units, guard)
    }

    /// A pointer to the structure with all of its tail (PREAUTH-04). It ends where the tail does, but has a first byte of
    /// the tail always, since the structure declares one.
    pub(in crate::ffi) fn validation(
        &mut self,
        fixed: &AUTH_VALIDATION_EX,
        tail: &[u8],
    ) -> *mut AUTH_VALIDATION_EX {
        let guard = self.guard;
        let mut image = [0; size_of::<AUTH_VALIDATION_EX>()];
        fixed.write_to(&mut image);
        if let Some(unit) = self.padding {
            let bytes = unit.to_ne_bytes();
            each_gap(AUTH_VALIDATION_EX::FIELDS, 0..image.len(), &mut |gap| {
                gap.for_each(|at| image[at] = bytes[at % 2]);
            });
        }
        let tail = if tail.is_empty() { &fixed.AuthInfo[..] } else { tail };
        let head = &image[..AUTH_VALIDATION_EX::AUTH_INFO_OFFSET];
        self.lend(Argument::Validation).put_bytes(align_of::<AUTH_VALIDATION_EX>(), guard, &[head, tail])
    }

    /// A pointer to a callbacks table that looks like this. It never lies before a page that cannot be touched: a table
    /// that is overrun is worth a finding, and what comes after it as well.
    pub(in crate::ffi) fn table(&mut self, image: &[u8]) -> *mut MPRAPI_ADMIN_DLL_CALLBACKS {
        let align = align_of::<MPRAPI_ADMIN_DLL_CALLBACKS>();
        self.lend(Argument::Table).put_bytes(align, Guard::Off, &[image])
    }

    /// What a DLL has left of the table.
    pub(in crate::ffi) fn table_image(&self) -> &[u8] {
        self.cells[Argument::Table as usize].bytes()
    }

    /// Takes back what a DLL may have written: an address, bNotifyRelease.
    pub(in crate::ffi) fn take_back<T: Plain>(&self, argument: Argument, value: &mut T) {
        if self.is_lent(argument) {
            *value = self.cells[argument as usize].value();
        }
    }

    /// Compares a structure that was only to be read, if the DLL got it. Those of the host are compared by the host.
    pub(in crate::ffi) fn compare<S: Structure + PartialEq>(&mut self, argument: Argument, original: &S) {
        if !self.is_lent(argument) {
            return;
        }
        let now: S = self.cells[argument as usize].value();
        if now != *original {
            self.changed.extend(changed_members(original, &now));
        }
    }

    /// Compares text that was only to be read.
    pub(in crate::ffi) fn compare_text(&mut self, argument: Argument, original: &[u16]) {
        let now = self.cells[argument as usize].bytes().chunks_exact(2);
        let now = now.map(|pair| u16::from_ne_bytes([pair[0], pair[1]]));
        let mut units = (0..).zip(now.zip(original.iter().copied().chain([0])));
        let changed = units.find(|(_, (now, was))| now != was);
        let name = argument.name();
        self.changed.extend(changed.map(|(at, (now, was))| format!("{name}[{at}]:{was:#x}->{now:#x}")));
    }

    /// Compares the structure of a pre-authentication, and the tail behind it.
    pub(in crate::ffi) fn compare_validation(&mut self, original: &AUTH_VALIDATION_EX, tail: &[u8]) {
        let (head, info) =
            self.cells[Argument::Validation as usize].bytes().split_at(AUTH_VALIDATION_EX::AUTH_INFO_OFFSET);
        let changed = (0..).zip(info.iter().zip(tail)).find(|(_, (now, was))| now != was);
        let mut image = [0; size_of::<AUTH_VALIDATION_EX>()];
        original.write_to(&mut image);
        image[..head.len()].copy_from_slice(head);
        let now = AUTH_VALIDATION_EX::read_from(&image);
        if now != *original {
            self.changed.extend(changed_members(original, &now));
        }
        let told = |(at, (now, was)): (usize, (&u8, &u8))| {
            format!("AUTH_VALIDATION_EX.AuthInfo[{at}]:{was:#x}->{now:#x}")
        };
        self.changed.extend(changed.map(told));
    }

    /// Looks beside the arguments of a call that has returned and puts them away, when all of them are compared.
    pub(in crate::ffi) fn finish(&mut self) {
        let mut lent = std::mem::take(&mut self.lent);
        for (cell, place) in self.recent.drain(..) {
            self.overran.extend(self.cells[cell].written(place).map(Notice::Overran));
        }
        while lent != 0 {
            let at = lent.trailing_zeros() as usize;
            let cell = &mut self.cells[at];
            lent &= lent - 1;
            self.overran.extend(cell.overrun().into_iter().flatten().map(Notice::Overran));
            cell.returned();
            match self.after {
                AfterCall::Keep => {}
                AfterCall::Scribble => self.recent.push((at, cell.scribble())),
                AfterCall::Unmap => {
                    if self.shut.len() == SHUT_MAX {
                        self.shut.pop_front();
                    }
                    if let Some(mut mapping) = cell.take() {
                        mapping.shut();
                        self.shut.push_back(mapping);
                    }
                }
            }
        }
    }

    /// Looks at all arguments of earlier calls, since there will be no more.
    pub(in crate::ffi) fn look_back(&mut self) {
        self.recent.clear();
        let written = self.cells.iter_mut().flat_map(Cell::written_anywhere);
        self.overran.extend(written.map(Notice::Overran));
    }

    /// Where the DLL has written beside its arguments, or into those of earlier calls, since that was last asked.
    pub(in crate::ffi) fn overran(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.overran)
    }

    /// The arguments that it was only to read and has changed since that was last asked.
    pub(in crate::ffi) fn changed(&mut self) -> Vec<String> {
        std::mem::take(&mut self.changed)
    }
}
