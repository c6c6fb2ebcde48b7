//! What an address has to do with the arguments of calls.
//!
//! The table is read by the handler of a crash, so it is a fixed number of atomics: no lock, nothing allocated.

use std::fmt;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use super::argument::Argument;

/// More mappings than any run needs; those that find no place are not described.
const REGIONS_MAX: usize = 1024;

/// Addresses below this belong to nobody, on any system: they come of NULL and an offset.
const NULL_PAGES: usize = 0x1_0000;

/// What is said behind an argument whose call is over.
pub(super) const OF_AN_EARLIER_CALL: &str = ", of an earlier call";

static REGIONS: [Region; REGIONS_MAX] = [const { Region::free() }; REGIONS_MAX];

/// How many places at the beginning of the table have ever been used.
static USED: AtomicUsize = AtomicUsize::new(0);

/// A mapping and the argument in it.
#[derive(Debug)]
struct Region {
    /// Where the mapping begins; 0 if the place is free.
    base: AtomicUsize,
    /// The address behind its last byte.
    end: AtomicUsize,
    /// Where the argument begins.
    start: AtomicUsize,
    /// How many bytes the argument has; 0 before there was one.
    size: AtomicUsize,
    /// Which [`Argument`] lies there.
    argument: AtomicU8,
    /// Whether it is an argument of the call that is being made.
    is_in_flight: AtomicU8,
}

impl Region {
    const fn free() -> Self {
        Self {
            base: AtomicUsize::new(0),
            end: AtomicUsize::new(0),
            start: AtomicUsize::new(0),
            size: AtomicUsize::new(0),
            argument: AtomicU8::new(0),
            is_in_flight: AtomicU8::new(0),
        }
    }
}

/// The place of a mapping in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct MappingSpot(Option<&'static Region>);

impl MappingSpot {
    /// Enters a mapping in the table.
    pub(super) fn of_mapping(base: usize, length: usize) -> Self {
        for (at, region) in REGIONS.iter().enumerate() {
            if region.base.compare_exchange(0, base, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
                region.size.store(0, Ordering::Relaxed);
                region.end.store(base + length, Ordering::Release);
                USED.fetch_max(at + 1, Ordering::AcqRel);
                return Self(Some(region));
            }
        }
        Self(None)
    }

    /// Strikes the mapping out of the table.
    pub(super) fn clear(self) {
        if let Some(region) = self.0 {
            region.end.store(0, Ordering::Relaxed);
            region.base.store(0, Ordering::Release);
        }
    }

    /// Notes that an argument lies there for the call that is about to be made.
    pub(super) fn put(self, argument: Argument, start: usize, size: usize) {
        if let Some(region) = self.0 {
            region.argument.store(argument as u8, Ordering::Relaxed);
            region.start.store(start, Ordering::Relaxed);
            region.size.store(size, Ordering::Relaxed);
            region.is_in_flight.store(1, Ordering::Release);
        }
    }

    /// Notes that the call of the argument has returned.
    pub(super) fn returned(self) {
        if let Some(region) = self.0 {
            region.is_in_flight.store(0, Ordering::Release);
        }
    }
}

/// Writes what an address has to do with the arguments of the call in flight or of earlier ones, such as `4 bytes past
/// the end of RAS_CONNECTION_1`, and returns whether there is something to say.
///
/// It can be called by the handler of a signal, on any thread: it allocates nothing and takes no lock.
///
/// ```
/// let mut text = String::new();
/// assert!(mockras_native::ffi::guard::describe(0x10, &mut text));
/// assert_eq!(text, "address 0x10, near NULL");
/// ```
pub fn describe(address: usize, out: &mut dyn fmt::Write) -> bool {
    if address < NULL_PAGES {
        return write!(out, "address {address:#x}, near NULL").is_ok();
    }
    let used = USED.load(Ordering::Acquire).min(REGIONS_MAX);
    REGIONS[..used].iter().any(|region| {
        let is_inside = |end| (region.base.load(Ordering::Acquire)..end).contains(&address);
        is_inside(region.end.load(Ordering::Acquire)) && place_in(region, address, out).unwrap_or(false)
    })
}

fn place_in(region: &Region, address: usize, out: &mut dyn fmt::Write) -> Result<bool, fmt::Error> {
    let (start, size) = (region.start.load(Ordering::Relaxed), region.size.load(Ordering::Relaxed));
    let argument = Argument::ALL.get(usize::from(region.argument.load(Ordering::Relaxed)));
    let Some(argument) = argument.filter(|_| size != 0) else { return Ok(false) };
    if address < start {
        write!(out, "{} before {}", Bytes(start - address), argument.name())?;
    } else if address >= start + size {
        write!(out, "{} past the end of {}", Bytes(address - start - size + 1), argument.name())?;
    } else {
        argument.write_byte(address - start, out)?;
    }
    if region.is_in_flight.load(Ordering::Acquire) == 0 {
        out.write_str(OF_AN_EARLIER_CALL)?;
    }
    Ok(true)
}

/// A number of bytes in words: `1 byte`, `2 bytes`.
pub(super) struct Bytes(pub(super) usize);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} byte{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}
