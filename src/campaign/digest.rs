//! Digests: short numbers that stand for many bytes.

use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

use crate::transcript::Transcript;

/// The digest of these bytes.
pub fn hash(bytes: &[u8]) -> u128 {
    xxh3_128(bytes)
}

/// Stands for the bytes of a transcript: transcripts that differ have others, as both forms lose nothing. It is made of
/// the entries themselves, which takes a hundredth of the time of their text.
pub(super) fn digest(transcript: &Transcript) -> u128 {
    let mut portable = Portable::new();
    transcript.hash(&mut portable);
    portable.digest()
}

/// So many bytes are hashed at once: a hash of many small pieces costs several times as much.
const PIECE: usize = 16 * 1024;

/// Hashes the same on every system: numbers as little-endian bytes, and `usize` as wide as it gets.
struct Portable {
    hash: Xxh3Default,
    /// What comes next, as far as `length`. It does not grow, so that adding a number is little more than writing it.
    bytes: Box<[u8; PIECE]>,
    length: usize,
}

impl Portable {
    fn new() -> Self {
        Self { hash: Xxh3Default::new(), bytes: Box::new([0; PIECE]), length: 0 }
    }

    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        match self.bytes.get_mut(self.length..self.length + bytes.len()) {
            Some(room) => {
                room.copy_from_slice(bytes);
                self.length += bytes.len();
            }
            None => self.put_without_room(bytes),
        }
    }

    #[cold]
    fn put_without_room(&mut self, bytes: &[u8]) {
        self.hash.update(&self.bytes[..self.length]);
        self.length = 0;
        if bytes.len() > PIECE {
            self.hash.update(bytes);
        } else {
            self.put(bytes);
        }
    }

    fn digest(mut self) -> u128 {
        self.hash.update(&self.bytes[..self.length]);
        self.hash.digest128()
    }
}

macro_rules! little_endian {
    ($($write:ident($number:ty as $wide:ty);)*) => {
        $(fn $write(&mut self, number: $number) {
            self.put(&(number as $wide).to_le_bytes());
        })*
    };
}

impl Hasher for Portable {
    fn write(&mut self, bytes: &[u8]) {
        self.put(bytes);
    }

    fn finish(&self) -> u64 {
        let mut hash = self.hash.clone();
        hash.update(&self.bytes[..self.length]);
        hash.digest()
    }

    little_endian! {
        write_u16(u16 as u16);
        write_u32(u32 as u32);
        write_u64(u64 as u64);
        write_u128(u128 as u128);
        write_usize(usize as u64);
        write_i16(i16 as i16);
        write_i32(i32 as i32);
        write_i64(i64 as i64);
        write_i128(i128 as i128);
        write_isize(isize as i64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, Step};

    #[test]
    fn digests_see_every_entry_and_the_header() {
        let whole = crate::pipeline::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
        let mut digests = vec![digest(&whole)];
        for left_out in 0..whole.entries.len() {
            let mut part = whole.clone();
            part.entries.remove(left_out);
            digests.push(digest(&part));
        }
        let mut renamed = whole;
        renamed.header.dlls[0].push('x');
        digests.push(digest(&renamed));
        let all = digests.len();
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), all);
    }

    #[test]
    fn digests_do_not_tell_how_bytes_came() {
        let bytes: Vec<u8> = (0..3 * PIECE + 5).map(|at| (at % 251) as u8).collect();
        for pieces in [1, 7, PIECE - 1, PIECE, PIECE + 1, bytes.len()] {
            let mut portable = Portable::new();
            bytes.chunks(pieces).for_each(|piece| portable.write(piece));
            assert_eq!(portable.digest(), hash(&bytes), "in pieces of {pieces}");
        }
    }

    #[test]
    fn width_of_a_pointer_is_no_part_of_a_digest() {
        let of = |write: fn(&mut Portable)| {
            let mut portable = Portable::new();
            write(&mut portable);
            portable.digest()
        };
        assert_eq!(of(|hash| hash.write_usize(7)), of(|hash| hash.write_u64(7)));
        assert_eq!(of(|hash| hash.write_isize(-7)), of(|hash| hash.write_i64(-7)));
    }
}
