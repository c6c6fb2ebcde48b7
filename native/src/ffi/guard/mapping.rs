//! Pages between two that cannot be touched.

use std::cell::RefCell;
use std::ops::Range;
use std::ptr::NonNull;
use std::slice;
use std::sync::OnceLock;

use super::super::platform;
use super::region::MappingSpot;

/// Pages for one argument, which can be read and written, between guards, which cannot.
#[derive(Debug)]
pub(super) struct Mapping(Pages);

#[derive(Debug, Clone, Copy)]
struct Pages {
    base: NonNull<u8>,
    /// Bytes between the guards.
    room: usize,
    spot: MappingSpot,
    is_shut: bool,
}

/// Mappings of one page that wait for their next use. To make one takes longer than to call a DLL.
struct MappingPool(RefCell<Vec<Pages>>);

thread_local! {
    static POOL: MappingPool = const { MappingPool(RefCell::new(Vec::new())) };
}

/// As many as a service full of DLLs needs.
const POOLED_MAX: usize = 512;

fn page_size() -> usize {
    static SIZE: OnceLock<usize> = OnceLock::new();
    *SIZE.get_or_init(platform::page_size)
}

impl Mapping {
    /// At least `bytes` between guards.
    ///
    /// # Panics
    ///
    /// If the system has no memory left.
    pub(super) fn of(bytes: usize) -> Self {
        Self::if_there_is_memory(bytes).expect("memory for an argument")
    }

    /// The same, unless the system has no memory left.
    pub(super) fn if_there_is_memory(bytes: usize) -> Option<Self> {
        let room = bytes.max(1).next_multiple_of(page_size());
        let pooled = (room == page_size()).then(|| POOL.with(|pool| pool.0.borrow_mut().pop())).flatten();
        let mut mapping = Self(match pooled {
            Some(pages) => pages,
            None => Pages::reserve(room)?,
        });
        mapping.protect(false).then_some(mapping)
    }

    /// The first byte between the guards.
    fn start(&self) -> NonNull<u8> {
        // SAFETY: N3: a guard of one page lies before what is between the guards.
        unsafe { self.0.base.add(page_size()) }
    }

    /// Bytes between the guards.
    pub(super) fn room(&self) -> usize {
        self.0.room
    }

    /// The address of a byte between the guards.
    ///
    /// # Panics
    ///
    /// If it lies behind them.
    pub(super) fn at(&self, offset: usize) -> NonNull<u8> {
        assert!(offset <= self.0.room, "an argument lies between its guards");
        // SAFETY: N3: `offset` is at most the room.
        unsafe { self.start().add(offset) }
    }

    /// Some bytes between the guards. The reference must be gone before a DLL runs (N4).
    ///
    /// # Panics
    ///
    /// If they reach behind the guards, or the mapping is shut.
    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        assert!(
            range.start <= range.end && range.end <= self.0.room && !self.0.is_shut,
            "bytes that are there"
        );
        // SAFETY: N3 and N5.
        unsafe { slice::from_raw_parts(self.at(range.start).as_ptr(), range.len()) }
    }

    /// Some bytes between the guards, to be written. The reference must be gone before a DLL runs (N4).
    ///
    /// # Panics
    ///
    /// If they reach behind the guards, or the mapping is shut.
    pub(super) fn bytes_mut(&mut self, range: Range<usize>) -> &mut [u8] {
        assert!(
            range.start <= range.end && range.end <= self.0.room && !self.0.is_shut,
            "bytes that are there"
        );
        // SAFETY: N3 and N5.
        unsafe { slice::from_raw_parts_mut(self.at(range.start).as_ptr(), range.len()) }
    }

    /// Where it stands in the table for crashes.
    pub(super) fn spot(&self) -> MappingSpot {
        self.0.spot
    }

    /// Makes that it cannot be touched any more.
    ///
    /// # Panics
    ///
    /// If the system refuses, which it does when it has no memory left.
    pub(super) fn shut(&mut self) {
        assert!(self.protect(true), "the system changes the protection of pages that are ours");
    }

    /// Makes that it cannot be touched any more, or that it can again. Whether the system has done that.
    fn protect(&mut self, is_shut: bool) -> bool {
        if self.0.is_shut != is_shut {
            // SAFETY: N3; no reference to the pages exists outside of the methods of cells.
            let done = unsafe { platform::protect(self.start(), self.0.room, !is_shut) };
            if !done {
                return false;
            }
            self.0.is_shut = is_shut;
        }
        true
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        let pages = self.0;
        let keep = |pool: &MappingPool| {
            let mut pool = pool.0.borrow_mut();
            let has_room = pages.room == page_size() && pool.len() < POOLED_MAX;
            if has_room {
                pool.push(pages);
            }
            has_room
        };
        // The pool is gone when the thread ends.
        if !POOL.try_with(keep).unwrap_or(false) {
            pages.release();
        }
    }
}

impl Pages {
    fn reserve(room: usize) -> Option<Self> {
        let length = room + 2 * page_size();
        let base = platform::reserve(length)?;
        let spot = MappingSpot::of_mapping(base.addr().get(), length);
        Some(Self { base, room, spot, is_shut: true })
    }

    fn release(self) {
        self.spot.clear();
        // SAFETY: N3: whoever owned them is being dropped.
        unsafe { platform::release(self.base, self.room + 2 * page_size()) };
    }
}

impl Drop for MappingPool {
    fn drop(&mut self) {
        self.0.borrow_mut().drain(..).for_each(Pages::release);
    }
}
