//! Single values by tier: names, numbers, spans, addresses, enumerations and flags.
//!
//! Each kind of value is one table. It says of each tier which values are no stranger, and how those are drawn that the tier
//! adds; so whatever is drawn at a tier needs no more than it.

mod address;
mod name;

pub(super) use address::{IPV4, IPV6, offer, offer_tier};
pub(super) use name::{APPLETALK, COMPUTER, DOMAIN, ENDPOINT, INTERFACE, IPX, NAME, NBF, PORT, Room, USER};

use super::draw::Draw;
use super::tier::Tier;
use crate::ras::{Authentication, Profile, Tunnel};
use crate::scenario::Span;

/// All values of one kind. `C` is what one has to know of the place where a value is wanted.
pub(super) struct ByTier<T: 'static, C: 'static = ()>(&'static [Class<T, C>]);

/// What a tier adds to the values of those before it.
struct Class<T: 'static, C: 'static> {
    tier: Tier,
    /// How often these are drawn, beside those of other classes.
    weight: u32,
    /// Whether a value is no stranger than this tier.
    holds: fn(&T, &C) -> bool,
    /// The ways in which such values are drawn, the plainest first.
    draws: &'static [fn(&mut Draw<'_, '_>, &C) -> T],
}

impl<T, C> ByTier<T, C> {
    /// Draws a value of a tier: the plainest if the bytes have run out.
    pub(super) fn draw(&self, draw: &mut Draw<'_, '_>, tier: Tier, place: &C) -> T {
        self.between(draw, Tier::Smoke, tier, place)
    }

    /// Draws a value that some tier between these adds; the lowest tier of all if none does.
    pub(super) fn between(&self, draw: &mut Draw<'_, '_>, least: Tier, most: Tier, place: &C) -> T {
        let classes = self.0.iter().filter(|class| (least..=most).contains(&class.tier));
        let sum: u32 = classes.clone().map(|class| class.weight).sum();
        let is_one = classes.clone().nth(1).is_none();
        // One byte is fine enough for weights of a hundred in all, and bytes are what long scenarios run out of.
        let mut left = if is_one { 0 } else { (draw.below(256) * sum) >> 8 };
        let mut drawn = &self.0[0];
        for class in classes {
            drawn = class;
            match left.checked_sub(class.weight) {
                None => break,
                Some(rest) => left = rest,
            }
        }
        draw.one_of(drawn.draws)(draw, place)
    }

    /// The lowest tier that holds a value.
    pub(super) fn tier(&self, value: &T, place: &C) -> Tier {
        let class = self.0.iter().find(|class| (class.holds)(value, place));
        class.map_or(Tier::Paranoid, |class| class.tier)
    }
}

/// Numbers of so many bits, 32 or 64.
pub(super) static NUMBER: ByTier<u64, u32> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 1,
        holds: |number, _| *number < 10_000_000,
        draws: &[|draw, _| u64::from(draw.below(0x1_0000))],
    },
    Class {
        tier: Tier::Default,
        weight: 7,
        holds: |_, _| true,
        draws: &[
            |_, _| 0,
            |_, _| 1,
            // Where a counter of 32 bits wraps.
            |_, _| u64::from(u32::MAX),
            |_, bits| 1 << (bits - 1).min(32),
            |_, bits| u64::MAX >> (64 - bits),
            |draw, bits| {
                let power = 1_u64 << (1 + draw.below(bits - 1));
                power - 1 + u64::from(draw.below(3))
            },
            |draw, bits| if *bits == 32 { u64::from(draw.below(u32::MAX)) } else { draw.number() },
        ],
    },
]);

/// A number of 32 bits.
pub(super) fn number32(draw: &mut Draw<'_, '_>, tier: Tier) -> u32 {
    NUMBER.draw(draw, tier, &32) as u32
}

/// A number of 64 bits.
pub(super) fn number64(draw: &mut Draw<'_, '_>, tier: Tier) -> u64 {
    NUMBER.draw(draw, tier, &64)
}

/// Lengths of time.
pub(super) static SPAN: ByTier<Span> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 5,
        holds: |span, ()| (100..=172_800_000).contains(&span.ms),
        draws: &[|draw, ()| {
            const PLAIN: [u64; 8] = [60_000, 1_000, 30_000, 90_000, 250, 3_600_000, 5_400_000, 86_400_000];
            Span { ms: *draw.one_of(&PLAIN) }
        }],
    },
    Class {
        tier: Tier::Default,
        weight: 3,
        holds: |_, ()| true,
        draws: &[edge_span, edge_span, |draw, ()| Span { ms: u64::from(draw.below(u32::MAX)) }],
    },
]);

fn edge_span(draw: &mut Draw<'_, '_>, (): &()) -> Span {
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
    Span { ms: *draw.one_of(&EDGES) }
}

/// The values of an enumeration: those that are usual, the plainest first, and all that have names.
pub(super) struct EnumValues {
    pub(super) usual: &'static [u32],
    pub(super) known: &'static [(&'static str, u32)],
}

/// Values of enumerations.
pub(super) static ENUMERATED: ByTier<u32, EnumValues> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 6,
        holds: |value, words| words.usual.contains(value),
        draws: &[|draw, words| *draw.one_of(words.usual)],
    },
    Class {
        tier: Tier::Default,
        weight: 3,
        holds: |value, words| words.known.iter().any(|(_, known)| known == value),
        draws: &[|draw, words| draw.one_of(words.known).1],
    },
    Class {
        tier: Tier::Strict,
        weight: 2,
        holds: |_, _| true,
        draws: &[
            |_, words| words.known.iter().map(|(_, known)| known + 1).max().unwrap_or(0),
            |_, _| u32::MAX,
            |draw, _| draw.below(u32::MAX),
        ],
    },
]);

/// The values of a set of flags: those that are usual, the plainest first, and all bits that may be set.
pub(super) struct FlagBits {
    pub(super) usual: &'static [u32],
    pub(super) known: u32,
}

/// Sets of flags.
pub(super) static FLAGS: ByTier<u32, FlagBits> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 6,
        holds: |flags, bits| bits.usual.contains(flags),
        draws: &[|draw, bits| *draw.one_of(bits.usual)],
    },
    Class {
        tier: Tier::Default,
        weight: 3,
        holds: |flags, bits| flags & !bits.known == 0,
        draws: &[|draw, bits| draw.below(u32::MAX) & bits.known],
    },
    Class {
        tier: Tier::Strict,
        weight: 2,
        holds: |_, _| true,
        draws: &[
            |draw, bits| draw.below(u32::MAX) & bits.known | 1 << 31,
            |_, _| u32::MAX,
            |draw, bits| draw.below(u32::MAX) & bits.known | 1 << draw.below(32),
        ],
    },
]);

/// How large compressed traffic is, in percent.
pub(super) static PERCENT: ByTier<u32> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 1,
        holds: |percent, ()| (1..=100).contains(percent),
        draws: &[|draw, ()| *draw.one_of(&[100, 50, 1, 33])],
    },
    Class {
        tier: Tier::Default,
        weight: 1,
        holds: |percent, ()| *percent <= 100,
        draws: &[|draw, ()| draw.below(101)],
    },
    // More goes over the line than was to be sent.
    Class {
        tier: Tier::Strict,
        weight: 1,
        holds: |_, ()| true,
        draws: &[|_, ()| 101, |_, ()| 200, |_, ()| u32::MAX, |draw, ()| 101 + draw.below(1 << 30)],
    },
]);

/// How many bytes a client presents itself with.
pub(super) static INFO_LENGTH: ByTier<u32> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 1,
        holds: |length, ()| (1..=16).contains(length),
        draws: &[|draw, ()| 1 + draw.below(16)],
    },
    Class {
        tier: Tier::Default,
        weight: 2,
        holds: |length, ()| *length <= 300,
        draws: &[|_, ()| 0, |draw, ()| draw.below(301)],
    },
    Class { tier: Tier::Paranoid, weight: 1, holds: |_, ()| true, draws: &[|draw, ()| draw.below(5_000)] },
]);

/// Types of EAP, beside how the user proved who they are.
pub(super) static EAP_TYPE: ByTier<u32, Authentication> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 9,
        holds: |eap, by| *eap == 0 || *eap <= 255 && *by == Authentication::Eap,
        draws: &[|draw, by| if *by == Authentication::Eap { *draw.one_of(&[13, 25, 26, 0]) } else { 0 }],
    },
    Class {
        tier: Tier::Default,
        weight: 1,
        holds: |_, _| true,
        draws: &[|draw, _| number32(draw, Tier::Default)],
    },
]);

/// Tunnels, under a Windows version.
pub(super) static TUNNEL: ByTier<Tunnel, Profile> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 7,
        holds: |tunnel, profile| tunnel.floor() <= *profile,
        draws: &[|draw, profile| {
            let tunnel = any_tunnel(draw);
            if tunnel.floor() <= *profile { tunnel } else { Tunnel::Pptp }
        }],
    },
    Class { tier: Tier::Strict, weight: 3, holds: |_, _| true, draws: &[|draw, _| any_tunnel(draw)] },
]);

fn any_tunnel(draw: &mut Draw<'_, '_>) -> Tunnel {
    *draw.one_of(&[Tunnel::Pptp, Tunnel::L2tp, Tunnel::Modem, Tunnel::Sstp, Tunnel::Ikev2])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arbitrary::Unstructured;

    use super::*;
    use crate::generate::bytes;
    use crate::ras::Quarantine;

    /// Values of a tier need no more than it, and each tier adds some.
    fn is_one_table<T, C>(kind: &str, values: &ByTier<T, C>, place: &C) {
        let added: BTreeSet<Tier> = values.0.iter().map(|class| class.tier).collect();
        assert_eq!(added.len(), values.0.len(), "{kind}: a tier has one class");
        assert!(values.0.is_sorted_by_key(|class| class.tier), "{kind}");
        for &tier in Tier::ALL {
            let mut needed = BTreeSet::new();
            for case in 0..40 {
                let bytes = bytes(9, case);
                let mut bytes = Unstructured::new(&bytes);
                let mut draw = Draw::new(&mut bytes);
                needed.extend((0..100).map(|_| values.tier(&values.draw(&mut draw, tier, place), place)));
            }
            assert_eq!(needed, added.iter().copied().filter(|of| *of <= tier).collect(), "{kind} at {tier}");
        }
        let mut none = Unstructured::new(&[]);
        let plainest = values.draw(&mut Draw::new(&mut none), Tier::Paranoid, place);
        assert_eq!(values.tier(&plainest, place), Tier::Smoke, "{kind}");
    }

    #[test]
    fn value_needs_no_more_than_the_tier_it_is_drawn_at() {
        for room in [&PORT, &USER, &DOMAIN, &COMPUTER, &INTERFACE, &ENDPOINT, &NBF, &IPX, &APPLETALK] {
            is_one_table(&format!("name of {}", room.full), &NAME, room);
        }
        is_one_table("number of 32 bits", &NUMBER, &32);
        is_one_table("number of 64 bits", &NUMBER, &64);
        is_one_table("span", &SPAN, &());
        is_one_table("IPv4 address", &IPV4, &());
        is_one_table("IPv6 address", &IPV6, &());
        is_one_table("enumeration", &ENUMERATED, &EnumValues { usual: &[1, 0], known: Quarantine::NAMES });
        is_one_table("flags", &FLAGS, &FlagBits { usual: &[0, 2], known: 0x2f });
        is_one_table("percent", &PERCENT, &());
        is_one_table("length of information", &INFO_LENGTH, &());
        is_one_table("EAP type", &EAP_TYPE, &Authentication::Eap);
        is_one_table("tunnel", &TUNNEL, &Profile::Server2003);
    }

    #[test]
    fn numbers_have_no_more_bits_than_asked_for() {
        let bytes = bytes(9, 77);
        let mut bytes = Unstructured::new(&bytes);
        let mut draw = Draw::new(&mut bytes);
        assert!((0..300).all(|_| NUMBER.draw(&mut draw, Tier::Paranoid, &32) <= u64::from(u32::MAX)));
    }
}
