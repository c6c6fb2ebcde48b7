//! Single values, by tier: names, numbers, spans, addresses, enumerations and flags.
//!
//! The first choice of each is the plainest, which is what is drawn when the bytes have run out. `need.rs` says of a value
//! which tier it needs; the two are kept in step by a test.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::draw::Draw;
use super::tier::Tier;
use crate::ras::{Name, Offer};
use crate::scenario::Span;

/// So many UTF-16 units of a name fit into its array, beside the terminator.
pub(super) mod full {
    pub(crate) const USER: u32 = 256;
    pub(crate) const INTERFACE: u32 = 256;
    pub(crate) const DOMAIN: u32 = 15;
    pub(crate) const COMPUTER: u32 = 16;
    pub(crate) const PORT: u32 = 16;
    pub(crate) const ENDPOINT: u32 = 64;
}

/// Plain names, where it does not matter whose they are.
const PLAIN: [&str; 4] = ["alice", "bob", "carol", "mallory"];

/// A name of which `full` units fit into its array.
pub(super) fn name(draw: &mut Draw<'_, '_>, tier: Tier, full: u32) -> Name {
    name_among(draw, tier, full, &PLAIN)
}

/// One of these names, or at times a stranger one, of which `full` units fit into its array.
pub(super) fn name_among(draw: &mut Draw<'_, '_>, tier: Tier, full: u32, plain: &[&str]) -> Name {
    let strange = if tier >= Tier::Strict { 25 } else { 15 };
    if tier == Tier::Smoke || !draw.percent(strange) {
        return Name::from(*draw.one_of(plain));
    }
    strange_name(draw, tier, full)
}

/// A name at some boundary of its tier.
pub(super) fn strange_name(draw: &mut Draw<'_, '_>, tier: Tier, full: u32) -> Name {
    const DOCUMENTED: u32 = 9;
    const UNPROMISED: u32 = DOCUMENTED + 8;
    const HOSTILE: u32 = UNPROMISED + 3;
    let end = match tier {
        Tier::Smoke | Tier::Default => DOCUMENTED,
        Tier::Strict => UNPROMISED,
        Tier::Paranoid => HOSTILE,
    };
    let letters = |count: u32| vec![u16::from(b'n'); count as usize];
    let around = |unit: &[u16]| [&[u16::from(b'a')], unit, &[u16::from(b'b')]].concat();
    let units = match draw.below(end) {
        0 => letters(full),
        1 => Vec::new(),
        2 => letters(full.saturating_sub(1)),
        3 => letters(1),
        // As many characters beyond the Basic Multilingual Plane as fit: two units each.
        4 => [0xd83d, 0xde00].repeat((full / 2) as usize),
        5 => around(&[0xd83d, 0xde00]),
        6 => "Jürgen Ж 中".encode_utf16().take(full as usize).collect(),
        7 => r#"a\b"c'd%s"#.encode_utf16().take(full as usize).collect(),
        // A capital that has another length in small letters, and one that has none.
        8 => around(&[0x0130, 0x1e9e]),
        9 => letters(full + 1),
        10 => letters(full * 2 + draw.below(8)),
        11 => around(&[0xd800 | draw.below(0x400) as u16]),
        12 => around(&[0xdc00, 0xd800]),
        // The pair that no longer fits is cut in its middle.
        13 => [&letters(full.saturating_sub(1))[..], &[0xd83d, 0xde00]].concat(),
        14 => around(&[*draw.one_of(&[u16::from(b'\n'), 0x1b, 0x7f, 0x85, 9])]),
        15 => around(&[*draw.one_of(&[0x202e, 0x2066, 0x200f, 0x2028, 0xfeff, 0x200b])]),
        16 => vec![0xffff, 0xfffe],
        // What a DLL sees of it is another name, or none.
        17 => around(&[0]),
        18 => vec![0, u16::from(b'z')],
        _ => letters(4096),
    };
    Name::from_units(&units)
}

/// A number of 32 bits.
pub(super) fn number32(draw: &mut Draw<'_, '_>, tier: Tier) -> u32 {
    if tier == Tier::Smoke {
        return draw.below(0x1_0000);
    }
    match draw.below(8) {
        0 => draw.below(256),
        1 => 0,
        2 => 1,
        3 => u32::MAX,
        4 => 1 << 31,
        5 => near_power(draw, 31) as u32,
        _ => draw.below(u32::MAX),
    }
}

/// A number of 64 bits.
pub(super) fn number64(draw: &mut Draw<'_, '_>, tier: Tier) -> u64 {
    if tier == Tier::Smoke {
        return u64::from(draw.below(0x1_0000));
    }
    match draw.below(8) {
        0 => u64::from(draw.below(0x1_0000)),
        1 => 0,
        2 => 1,
        // Where a counter of 32 bits wraps.
        3 => u64::from(u32::MAX),
        4 => 1 << 32,
        5 => u64::MAX,
        6 => near_power(draw, 63),
        _ => draw.number(),
    }
}

/// A power of two, or a neighbour of one.
fn near_power(draw: &mut Draw<'_, '_>, most: u32) -> u64 {
    let power = 1u64 << (1 + draw.below(most));
    power - 1 + u64::from(draw.below(3))
}

/// A length of time.
pub(super) fn span(draw: &mut Draw<'_, '_>, tier: Tier) -> Span {
    const PLAIN: [u64; 8] = [60_000, 1_000, 30_000, 90_000, 250, 3_600_000, 5_400_000, 86_400_000];
    const EDGES: [u64; 10] = [
        0,
        1,
        999,
        // A DWORD of milliseconds, and one of seconds, is full.
        u32::MAX as u64,
        u32::MAX as u64 + 1,
        u32::MAX as u64 * 1_000,
        u32::MAX as u64 * 1_000 + 1_000,
        i64::MAX as u64,
        u64::MAX - 1,
        u64::MAX,
    ];
    let ms = match draw.below(if tier == Tier::Smoke { 1 } else { 8 }) {
        0..=4 => *draw.one_of(&PLAIN),
        5 | 6 => *draw.one_of(&EDGES),
        _ => u64::from(draw.below(u32::MAX)),
    };
    Span { ms }
}

/// An IPv4 address.
pub(super) fn ipv4(draw: &mut Draw<'_, '_>, tier: Tier) -> Ipv4Addr {
    const PLAIN: [[u8; 3]; 4] = [[10, 8, 0], [192, 168, 1], [172, 16, 5], [192, 0, 2]];
    const EDGES: [[u8; 4]; 12] = [
        [0, 0, 0, 0],
        [255, 255, 255, 255],
        [127, 0, 0, 1],
        [224, 0, 0, 1],
        [239, 255, 255, 255],
        [240, 0, 0, 1],
        [169, 254, 1, 1],
        [10, 8, 0, 255],
        [0, 0, 0, 1],
        [255, 255, 255, 254],
        [128, 0, 0, 0],
        [1, 0, 0, 127],
    ];
    match draw.below(if tier == Tier::Smoke { 1 } else { 4 }) {
        0 | 1 => {
            let [a, b, c] = *draw.one_of(&PLAIN);
            // Few, so that two users are offered the same one.
            [a, b, c, 10 + draw.below(4) as u8].into()
        }
        2 => (*draw.one_of(&EDGES)).into(),
        _ => draw.below(u32::MAX).into(),
    }
}

/// An IPv6 address.
pub(super) fn ipv6(draw: &mut Draw<'_, '_>, tier: Tier) -> Ipv6Addr {
    const EDGES: [u128; 10] = [
        0,
        1,
        u128::MAX,
        0xfe80 << 112 | 1,
        0xff02 << 112 | 1,
        0xff0e << 112 | 1,
        0xffff << 32 | 0x0a08_000a,
        0x2002 << 112 | 1,
        // A prefix with a zero identifier, an identifier with a zero prefix.
        0x2001_0db8 << 96,
        0x0102_0304_0506_0708,
    ];
    match draw.below(if tier == Tier::Smoke { 1 } else { 4 }) {
        0 | 1 => (0x2001_0db8 << 96 | u128::from(1 + draw.below(4))).into(),
        2 => (*draw.one_of(&EDGES)).into(),
        _ => (u128::from(draw.number()) << 64 | u128::from(draw.number())).into(),
    }
}

/// What the service has for a user, if `address` draws one; `usual` is the first choice.
pub(super) fn offer<A: Copy>(
    draw: &mut Draw<'_, '_>,
    usual: Offer<A>,
    address: impl FnOnce(&mut Draw<'_, '_>) -> A,
) -> Offer<A> {
    match draw.below(8) {
        0..=2 => usual,
        3 => Offer::Pool,
        4 => Offer::None,
        5 => Offer::Zero,
        _ => Offer::Address(address(draw)),
    }
}

/// A value of an enumeration: of those that are `usual`, of those that are known, or at strict one that is not.
pub(super) fn enumerated(
    draw: &mut Draw<'_, '_>,
    tier: Tier,
    usual: &[u32],
    known: &[(&'static str, u32)],
) -> u32 {
    if tier == Tier::Smoke || !draw.percent(40) {
        return *draw.one_of(usual);
    }
    if tier == Tier::Default || !draw.percent(50) {
        return draw.one_of(known).1;
    }
    match draw.below(3) {
        0 => known.iter().map(|(_, value)| value + 1).max().unwrap_or(0),
        1 => u32::MAX,
        _ => draw.below(u32::MAX),
    }
}

/// Flags: one of those that are `usual`, any of those that are known, or at strict some that are not.
pub(super) fn flags(draw: &mut Draw<'_, '_>, tier: Tier, usual: &[u32], known: u32) -> u32 {
    if tier == Tier::Smoke || !draw.percent(40) {
        return *draw.one_of(usual);
    }
    let some = draw.below(u32::MAX) & known;
    if tier == Tier::Default || !draw.percent(50) {
        return some;
    }
    some | match draw.below(3) {
        0 => 1 << 31,
        1 => u32::MAX,
        _ => 1 << draw.below(32),
    }
}
