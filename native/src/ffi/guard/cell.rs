//! Where one argument lies, and what lies beside it.

use std::ops::Range;
use std::ptr::NonNull;

use super::argument::Argument;
use super::mapping::Mapping;
use super::region::Bytes;
use mockras::abi::Plain;
use mockras::scenario::Guard;

/// How many bytes beside an argument are compared after the call.
const WINDOW: usize = 64;

/// What free bytes beside an argument hold: no two neighbours are alike, so that hardly anything that a DLL writes
/// there passes.
const PATTERN: [u8; WINDOW] = {
    let mut pattern = [0; WINDOW];
    let mut at = 0;
    while at < WINDOW {
        pattern[at] = 0xA5 ^ (at as u8 * 3);
        at += 1;
    }
    pattern
};

/// What every byte of an argument holds when its call has returned, so that a pointer that was kept leads to rubbish.
pub(in crate::ffi) const SCRIBBLE: u8 = 0xDD;

/// The memory of one argument, which is used again for each call.
pub(super) struct Cell {
    argument: Argument,
    mapping: Option<Mapping>,
    /// Where the argument lies between the guards.
    at: Range<usize>,
}

impl Cell {
    /// A cell without memory: most DLLs never get most arguments.
    pub(super) fn new(argument: Argument) -> Self {
        Self { argument, mapping: None, at: 0..0 }
    }

    /// Makes room for so many bytes with this alignment, which is at most a page, and fills what lies beside them.
    /// Every byte of them has to be written before a DLL gets the pointer (N4).
    fn place(&mut self, length: usize, align: usize, guard: Guard) -> &mut Mapping {
        let need = length.next_multiple_of(align) + if guard == Guard::Off { 2 * WINDOW } else { 0 };
        if self.mapping.as_ref().is_some_and(|mapping| mapping.room() < need) {
            self.mapping = None;
        }
        let mapping = self.mapping.get_or_insert_with(|| Mapping::of(need));
        let start = match guard {
            Guard::End => (mapping.room() - length) / align * align,
            Guard::Start => 0,
            Guard::Off => WINDOW,
        };
        self.at = start..start + length;
        for window in windows(&self.at, mapping.room()) {
            let bytes = mapping.bytes_mut(window);
            bytes.copy_from_slice(&PATTERN[..bytes.len()]);
        }
        mapping.spot().put(self.argument, mapping.at(start).addr().get(), length);
        mapping
    }

    /// Puts a value there, and gives the pointer for the DLL.
    pub(super) fn put<T: Plain>(&mut self, value: &T, guard: Guard) -> *mut T {
        self.place(size_of::<T>(), align_of::<T>(), guard);
        let at = self.at.clone();
        let mapping = self.mapping.as_mut().expect("it was placed");
        // Byte by byte: what a compiler leaves in padding is nobody's to say, and a DLL can see it.
        value.write_to(mapping.bytes_mut(at));
        self.pointer()
    }

    /// Puts so many bytes there, in pieces, one behind the other, and gives the pointer for the DLL.
    ///
    /// # Panics
    ///
    /// If the pieces are not that many bytes together.
    pub(super) fn put_bytes<T>(&mut self, align: usize, guard: Guard, pieces: &[&[u8]]) -> *mut T {
        let length = pieces.iter().map(|piece| piece.len()).sum();
        self.place(length, align, guard);
        let at = self.at.clone();
        let mapping = self.mapping.as_mut().expect("it was placed");
        let mut rest = mapping.bytes_mut(at);
        for piece in pieces {
            let (here, behind) = rest.split_at_mut(piece.len());
            here.copy_from_slice(piece);
            rest = behind;
        }
        self.pointer()
    }

    /// Puts text and its NUL there, and gives the pointer for the DLL.
    pub(super) fn put_text(&mut self, units: &[u16], guard: Guard) -> *mut u16 {
        self.place(size_of_val(units) + 2, 2, guard);
        let at = self.at.clone();
        let mapping = self.mapping.as_mut().expect("it was placed");
        let pairs = mapping.bytes_mut(at).chunks_exact_mut(2);
        for (pair, unit) in pairs.zip(units.iter().chain([&0])) {
            pair.copy_from_slice(&unit.to_ne_bytes());
        }
        self.pointer()
    }

    fn pointer<T>(&self) -> *mut T {
        let mapping = self.mapping.as_ref().map(|mapping| mapping.at(self.at.start));
        mapping.unwrap_or(NonNull::dangling()).as_ptr().cast()
    }

    /// A copy of what is there now. To compare in place is slow at the end of a page: `memcmp` loads more than it needs,
    /// which costs more than the copy where the next page cannot be touched.
    ///
    /// # Panics
    ///
    /// If something else was put there.
    pub(super) fn value<T: Plain>(&self) -> T {
        assert!(self.at.len() == size_of::<T>(), "a value of that type was put there");
        // SAFETY: N4 and N5.
        unsafe { self.pointer::<T>().read() }
    }

    /// The bytes that are there now. The reference must be gone before a DLL runs.
    pub(super) fn bytes(&self) -> &[u8] {
        self.mapping.as_ref().map_or(&[], |mapping| mapping.bytes(self.at.clone()))
    }

    /// Where a DLL has written beside the argument, if it has.
    pub(super) fn overrun(&self) -> [Option<String>; 2] {
        let Some(mapping) = &self.mapping else { return [None, None] };
        let [before, after] = windows(&self.at, mapping.room());
        let name = self.argument.name();
        let changed = |window: &Range<usize>| {
            let bytes = mapping.bytes(window.clone());
            let pattern = &PATTERN[..bytes.len()];
            // Nearly always they are the same, and to see that is quick, unless there are none at the end of a page.
            let differs = |at: &usize| bytes[*at] != pattern[*at];
            (!bytes.is_empty() && bytes != pattern)
                .then(|| ((0..bytes.len()).find(differs), (0..bytes.len()).rfind(differs)))
        };
        let count = |bytes: usize| {
            if bytes == WINDOW { format!("{} or more", Bytes(bytes)) } else { Bytes(bytes).to_string() }
        };
        let first = changed(&before).and_then(|(first, _)| first);
        let last = changed(&after).and_then(|(_, last)| last);
        [
            first.map(|at| format!("{} before {name}", count(before.len() - at))),
            last.map(|at| format!("{} past the end of {name}", count(at + 1))),
        ]
    }

    /// Notes that the call has returned. The argument stays.
    pub(super) fn returned(&self) {
        if let Some(mapping) = &self.mapping {
            mapping.spot().returned();
        }
    }

    /// Overwrites the argument, whose call has returned.
    pub(super) fn scribble(&mut self) {
        if let Some(mapping) = &mut self.mapping {
            mapping.bytes_mut(self.at.clone()).fill(SCRIBBLE);
        }
    }

    /// Gives its memory away; the next argument gets another.
    pub(super) fn take(&mut self) -> Option<Mapping> {
        self.mapping.take()
    }
}

/// The free bytes before and after the argument that are compared.
fn windows(at: &Range<usize>, room: usize) -> [Range<usize>; 2] {
    [at.start - at.start.min(WINDOW)..at.start, at.end..(at.end + WINDOW).min(room)]
}
