//! By which number an edge is known, whose place in memory differs from run to run.

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::platform;
use xxhash_rust::xxh3::xxh3_64;

/// How often a library was loaded or unloaded in this process.
static CHANGES: AtomicU64 = AtomicU64::new(1);

thread_local! {
    /// The number of changes that this thread knows of.
    static SEEN: Cell<u64> = const { Cell::new(0) };
}

/// A library was loaded or unloaded: others may lie where some did.
pub(in super::super) fn change() {
    CHANGES.fetch_add(1, Ordering::Relaxed);
}

/// Whether that has happened since this thread last asked.
pub(super) fn have_changed() -> bool {
    let changes = CHANGES.load(Ordering::Relaxed);
    SEEN.replace(changes) != changes
}

/// Where libraries lie, as far as addresses in them were asked for. Between two addresses of a library there is no other, so the
/// loader is asked about few.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Place>);

/// What is known of where a library lies.
#[derive(Debug)]
struct Place {
    /// Where it begins, and the lowest and highest address that was asked for.
    base: usize,
    low: usize,
    high: usize,
    /// A number that stands for how it begins, as its file does.
    library: u64,
}

/// So many bytes at the beginning of a library tell it from others: its header, which says where all else is.
const HEADER: usize = 64;

impl Places {
    /// The number of the edge at this address; none if no library is there.
    pub(super) fn edge(&mut self, address: usize) -> Option<u64> {
        let place = self.place(address)?;
        let offset = address.wrapping_sub(place.base) as u64;
        let mut both = [0; 16];
        both[..8].copy_from_slice(&place.library.to_le_bytes());
        both[8..].copy_from_slice(&offset.to_le_bytes());
        Some(xxh3_64(&both))
    }

    /// The number of the library in which this address lies.
    pub(super) fn library(&mut self, address: usize) -> Option<u64> {
        self.place(address).map(|place| place.library)
    }

    fn place(&mut self, address: usize) -> Option<&Place> {
        let known = self.0.iter().position(|place| (place.low..=place.high).contains(&address));
        let at = match known {
            Some(at) => at,
            None => {
                let base = platform::library_at(address)?;
                let at = self.0.iter().position(|place| place.base == base).unwrap_or(self.0.len());
                if at == self.0.len() {
                    let library = begins_with(base)?;
                    self.0.push(Place { base, low: address, high: address, library });
                }
                let place = &mut self.0[at];
                (place.low, place.high) = (place.low.min(address), place.high.max(address));
                at
            }
        };
        self.0.get(at)
    }
}

/// A number that stands for the bytes with which a library begins.
fn begins_with(base: usize) -> Option<u64> {
    let header = NonNull::new(std::ptr::with_exposed_provenance_mut::<[u8; HEADER]>(base))?;
    // SAFETY: N6: the loader says that a library begins there, and what it begins with is its header, which can be read.
    let bytes = unsafe { header.read_unaligned() };
    Some(xxh3_64(&bytes))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_library_differ_and_are_known_again() {
        let (one, other) = (change as fn(), have_changed as fn() -> bool);
        let (one, other) = ((one as *const ()).addr(), (other as *const ()).addr());
        let mut places = Places::default();
        let edges = [places.edge(one), places.edge(other)];
        assert!(edges[0].is_some() && edges[1].is_some() && edges[0] != edges[1], "{edges:?}");
        assert_eq!([places.edge(one), places.edge(other)], edges);
        assert_eq!(places.0.len(), 1);
        assert_eq!([Places::default().edge(other), places.edge(one)], [edges[1], edges[0]]);
        assert_eq!(places.edge(1), None, "nothing lies there");
    }
}
