//! Where one argument lies, and what lies beside it.

use std::ops::Range;
use std::ptr::NonNull;

use super::argument::Argument;
use super::mapping::Mapping;
use super::region::{Bytes, OF_AN_EARLIER_CALL};
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

/// How many bytes are compared with [`SCRIBBLE`] at a time.
const PIECE: usize = 32;

/// The memory of one argument in its calls: places that are used in turn, so that the next call finds it elsewhere and a
/// pointer that was kept does not lead to it.
pub(super) struct Cell {
    argument: Argument,
    places: Vec<Place>,
    /// How many places there may be.
    many: usize,
    /// The place that was used last.
    current: usize,
}

/// Where an argument lies, or did.
struct Place {
    mapping: Mapping,
    /// Where it lies between the guards.
    at: Range<usize>,
    /// Whether its call is over, and every byte of it is [`SCRIBBLE`] unless somebody has written there.
    is_scribbled: bool,
}

impl Place {
    /// The first byte that somebody has written since it was overwritten. Then it is overwritten again.
    fn written(&mut self) -> Option<usize> {
        if !self.is_scribbled {
            return None;
        }
        // `memcmp` is slow at the end of a page.
        let (pieces, rest) = self.mapping.bytes(self.at.clone()).as_chunks::<PIECE>();
        if pieces.iter().all(|piece| *piece == [SCRIBBLE; PIECE]) && rest.iter().all(|byte| *byte == SCRIBBLE)
        {
            return None;
        }
        let first = self.mapping.bytes(self.at.clone()).iter().position(|byte| *byte != SCRIBBLE);
        self.mapping.bytes_mut(self.at.clone()).fill(SCRIBBLE);
        first
    }
}

impl Cell {
    /// A cell that has no memory yet, since most DLLs never get most arguments, and will have up to so many places.
    pub(super) fn new(argument: Argument, many: usize) -> Self {
        Self { argument, places: Vec::new(), many, current: 0 }
    }

    /// The place of the next call. Where there is no memory for one more, those that there are have to do.
    fn next_place(&mut self, need: usize) -> &mut Place {
        if !self.places.is_empty() {
            self.current += 1;
        }
        if self.current >= self.many {
            self.current = 0;
        }
        if self.current == self.places.len() {
            let mapping = match Mapping::if_there_is_memory(need) {
                Some(mapping) => Some(mapping),
                None if self.places.is_empty() => Some(Mapping::of(need)),
                None => None,
            };
            match mapping {
                Some(mapping) => self.places.push(Place { mapping, at: 0..0, is_scribbled: false }),
                None => self.current = 0,
            }
        }
        let place = &mut self.places[self.current];
        if place.mapping.room() < need {
            place.mapping = Mapping::of(need);
        }
        place.is_scribbled = false;
        place
    }

    /// Makes room for so many bytes with this alignment, which is at most a page, and fills what lies beside them.
    /// Every byte of them has to be written before a DLL gets the pointer (N4).
    fn place(&mut self, length: usize, align: usize, guard: Guard) -> &mut [u8] {
        let need = length.next_multiple_of(align) + if guard == Guard::Off { 2 * WINDOW } else { 0 };
        let argument = self.argument;
        let place = self.next_place(need);
        let mapping = &mut place.mapping;
        let start = match guard {
            Guard::End => (mapping.room() - length) / align * align,
            Guard::Start => 0,
            Guard::Off => WINDOW,
        };
        place.at = start..start + length;
        for window in windows(&place.at, mapping.room()) {
            let bytes = mapping.bytes_mut(window);
            bytes.copy_from_slice(&PATTERN[..bytes.len()]);
        }
        mapping.spot().put(argument, mapping.at(start).addr().get(), length);
        mapping.bytes_mut(place.at.clone())
    }

    /// Puts a value there, and gives the pointer for the DLL.
    pub(super) fn put<T: Plain>(&mut self, value: &T, guard: Guard) -> *mut T {
        // Byte by byte: what a compiler leaves in padding is nobody's to say, and a DLL can see it.
        value.write_to(self.place(size_of::<T>(), align_of::<T>(), guard));
        self.pointer()
    }

    /// Puts so many bytes there, in pieces, one behind the other, and gives the pointer for the DLL.
    ///
    /// # Panics
    ///
    /// If the pieces are not that many bytes together.
    pub(super) fn put_bytes<T>(&mut self, align: usize, guard: Guard, pieces: &[&[u8]]) -> *mut T {
        let length = pieces.iter().map(|piece| piece.len()).sum();
        let mut rest = self.place(length, align, guard);
        for piece in pieces {
            let (here, behind) = rest.split_at_mut(piece.len());
            here.copy_from_slice(piece);
            rest = behind;
        }
        self.pointer()
    }

    /// Puts text and its NUL there, and gives the pointer for the DLL.
    pub(super) fn put_text(&mut self, units: &[u16], guard: Guard) -> *mut u16 {
        let pairs = self.place(size_of_val(units) + 2, 2, guard).chunks_exact_mut(2);
        for (pair, unit) in pairs.zip(units.iter().chain([&0])) {
            pair.copy_from_slice(&unit.to_ne_bytes());
        }
        self.pointer()
    }

    fn pointer<T>(&self) -> *mut T {
        let start = self.used().map(|place| place.mapping.at(place.at.start));
        start.unwrap_or(NonNull::dangling()).as_ptr().cast()
    }

    /// A copy of what is there now. To compare in place is slow at the end of a page: `memcmp` loads more than it needs,
    /// which costs more than the copy where the next page cannot be touched.
    ///
    /// # Panics
    ///
    /// If something else was put there.
    pub(super) fn value<T: Plain>(&self) -> T {
        let length = self.used().map(|place| place.at.len());
        assert!(length == Some(size_of::<T>()), "a value of that type was put there");
        // SAFETY: N4 and N5.
        unsafe { self.pointer::<T>().read() }
    }

    /// The bytes that are there now. The reference must be gone before a DLL runs.
    pub(super) fn bytes(&self) -> &[u8] {
        self.used().map_or(&[], |place| place.mapping.bytes(place.at.clone()))
    }

    /// Where a DLL has written beside the argument, if it has.
    pub(super) fn overrun(&self) -> [Option<String>; 2] {
        let Some(Place { mapping, at, .. }) = self.used() else { return [None, None] };
        let [before, after] = windows(at, mapping.room());
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
        if let Some(place) = self.used() {
            place.mapping.spot().returned();
        }
    }

    /// Overwrites the argument, whose call has returned. Gives the place, to be looked at later.
    pub(super) fn scribble(&mut self) -> usize {
        if let Some(place) = self.places.get_mut(self.current) {
            place.mapping.bytes_mut(place.at.clone()).fill(SCRIBBLE);
            place.is_scribbled = true;
        }
        self.current
    }

    /// Where somebody has written into a place since it was overwritten, once.
    pub(super) fn written(&mut self, place: usize) -> Option<String> {
        let at = self.places.get_mut(place)?.written()?;
        let mut text = String::new();
        // Text takes all that is written.
        let _ = self.argument.write_byte(at, &mut text);
        text.push_str(OF_AN_EARLIER_CALL);
        Some(text)
    }

    /// The same of the place that the next call will use.
    pub(super) fn written_before_next(&mut self) -> Option<String> {
        let next = if self.current + 1 < self.places.len() { self.current + 1 } else { 0 };
        if self.places.len() < self.many { None } else { self.written(next) }
    }

    /// The same of every place.
    pub(super) fn written_anywhere(&mut self) -> Vec<String> {
        (0..self.places.len()).filter_map(|place| self.written(place)).collect()
    }

    /// Gives the memory that was used last away; the next argument gets another.
    pub(super) fn take(&mut self) -> Option<Mapping> {
        let place = (self.current < self.places.len()).then(|| self.places.swap_remove(self.current));
        place.map(|place| place.mapping)
    }

    /// The place that was used last.
    fn used(&self) -> Option<&Place> {
        self.places.get(self.current)
    }
}

/// The free bytes before and after the argument that are compared.
fn windows(at: &Range<usize>, room: usize) -> [Range<usize>; 2] {
    [at.start - at.start.min(WINDOW)..at.start, at.end..(at.end + WINDOW).min(room)]
}
