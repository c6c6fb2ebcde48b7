//! Addresses by tier, and what the service has for a user.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::draw::Draw;
use super::super::tier::Tier;
use super::{ByTier, Class};
use crate::ras::Offer;

/// The table of IPv4 addresses.
pub(in super::super) static IPV4: ByTier<Ipv4Addr> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 1,
        holds: |address, ()| {
            let is_host = !matches!(address.octets()[3], 0 | 255);
            (address.is_private() || address.is_documentation()) && is_host
        },
        draws: &[|draw, ()| {
            let [a, b, c] = *draw.one_of(&[[10, 8, 0], [192, 168, 1], [172, 16, 5], [192, 0, 2]]);
            // Few, so that two users are offered the same one.
            [a, b, c, 10 + draw.below(4) as u8].into()
        }],
    },
    Class {
        tier: Tier::Default,
        weight: 1,
        holds: |_, ()| true,
        draws: &[
            |draw, ()| {
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
                (*draw.one_of(&EDGES)).into()
            },
            |draw, ()| draw.below(u32::MAX).into(),
        ],
    },
]);

/// The table of IPv6 addresses.
pub(in super::super) static IPV6: ByTier<Ipv6Addr> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 1,
        holds: |address, ()| {
            let [a, b, .., last] = address.segments();
            (a, b) == (0x2001, 0xdb8) && last != 0
        },
        draws: &[|draw, ()| (0x2001_0db8 << 96 | u128::from(1 + draw.below(4))).into()],
    },
    Class {
        tier: Tier::Default,
        weight: 1,
        holds: |_, ()| true,
        draws: &[
            |draw, ()| {
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
                (*draw.one_of(&EDGES)).into()
            },
            |draw, ()| (u128::from(draw.number()) << 64 | u128::from(draw.number())).into(),
        ],
    },
]);

/// Draws what the service has for a user; `usual` is the first choice.
pub(in super::super) fn offer<A>(
    draw: &mut Draw<'_, '_>,
    tier: Tier,
    usual: Offer<A>,
    addresses: &ByTier<A>,
) -> Offer<A> {
    match draw.below(8) {
        0..=2 => usual,
        3 => Offer::Pool,
        4 => Offer::None,
        5 => Offer::Zero,
        _ => Offer::Address(addresses.draw(draw, tier, &())),
    }
}

/// The lowest tier that holds such an offer: that of its address.
pub(in super::super) fn offer_tier<A>(offer: &Offer<A>, addresses: &ByTier<A>) -> Tier {
    match offer {
        Offer::Address(given) => addresses.tier(given, &()),
        Offer::None | Offer::Zero | Offer::Pool => Tier::Smoke,
    }
}
