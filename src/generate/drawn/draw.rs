//! Makes choices from bytes.

use arbitrary::Unstructured;
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// How many bytes a case is drawn from: enough for the longest scenario.
pub const BYTES: usize = 2048;

/// Draws choices from bytes. The same bytes give the same choices on every system and pointer width; when they run out,
/// every choice is the first.
#[derive(Debug)]
pub struct Draw<'u, 'b> {
    bytes: &'u mut Unstructured<'b>,
}

impl<'u, 'b> Draw<'u, 'b> {
    /// Draws from these bytes.
    pub fn new(bytes: &'u mut Unstructured<'b>) -> Self {
        Self { bytes }
    }

    /// Whether the bytes have run out.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Draws a number below `end`; it is 0 if there is none.
    pub fn below(&mut self, end: u32) -> u32 {
        self.bytes.int_in_range(0..=end.saturating_sub(1)).unwrap_or(0)
    }

    /// Draws any number of 64 bits.
    pub fn number(&mut self) -> u64 {
        self.bytes.int_in_range(0..=u64::MAX).unwrap_or(0)
    }

    /// Whether something happens that happens so often in a hundred times. It does not when the bytes have run out.
    pub fn percent(&mut self, times: u32) -> bool {
        // One byte, spread over the hundred: a remainder would favour the low half.
        self.below(256) * 100 / 256 >= 100 - times.min(100)
    }

    /// A number below `end`, all of them as often, from two bytes; `end` is at most 65536.
    pub(super) fn evenly(&mut self, end: u32) -> u32 {
        debug_assert!(end <= 1 << 16, "two bytes are shared out");
        ((u64::from(self.below(1 << 16)) * u64::from(end)) >> 16) as u32
    }

    /// One of these, the first if the bytes have run out.
    ///
    /// # Panics
    ///
    /// If there are none.
    pub fn one_of<'t, T>(&mut self, these: &'t [T]) -> &'t T {
        let many = u32::try_from(these.len()).unwrap_or(u32::MAX);
        &these[self.below(many) as usize]
    }

    /// One of these, by their weights; the first if the bytes have run out.
    ///
    /// # Panics
    ///
    /// If no weight is above zero.
    pub fn weighted<'t, T>(&mut self, these: &'t [(u32, T)]) -> &'t T {
        let sum = these.iter().map(|(weight, _)| weight).sum();
        let mut left = self.evenly(sum);
        for (weight, this) in these {
            match left.checked_sub(*weight) {
                None => return this,
                Some(rest) => left = rest,
            }
        }
        panic!("no weight is above zero")
    }
}

/// The bytes from which a case of a seed is drawn. They depend on these two numbers and on nothing else.
pub fn bytes(seed: u64, case: u64) -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    for (at, block) in (0u64..).zip(bytes.chunks_exact_mut(16)) {
        let mut place = [0; 16];
        place[..8].copy_from_slice(&case.to_le_bytes());
        place[8..].copy_from_slice(&at.to_le_bytes());
        block.copy_from_slice(&xxh3_128_with_seed(&place, seed).to_le_bytes());
    }
    bytes
}
