//! Which tier a value needs: what `value.rs` draws, the other way round.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::tier::Tier;
use super::value::full;
use crate::ras::{Authentication, ConnectionFlags, InterfaceType, Name, Offer, Profile, Quarantine, Tunnel};
use crate::scenario::{Dial, QuarantineChange, Span, Step, Traffic};

/// Flags that say nothing about the tunnel.
pub(super) const FLAGS: u32 = ConnectionFlags::MESSENGER.0
    | ConnectionFlags::RAS.0
    | ConnectionFlags::QUARANTINE.0
    | ConnectionFlags::DORMANT.0;

/// The tier that a step needs under this Windows version.
pub(super) fn step(step: &Step, profile: Profile) -> Tier {
    match step {
        Step::Start | Step::Stop | Step::Restart => Tier::Smoke,
        Step::Dial(each) => dial(each, profile),
        Step::AddLink(link) => most(&[required(&link.port, full::PORT), required(&link.to, full::PORT)]),
        Step::DropLink(on) | Step::HangUp(on) | Step::Disconnect(on) => required(&on.port, full::PORT),
        Step::Traffic(each) => traffic(each),
        Step::Wait(time) => span(*time),
        Step::Quarantine(change) => quarantine(change),
        Step::Endpoint(change) => most(&[
            required(&change.port, full::PORT),
            required(&change.remote, full::ENDPOINT),
            name(&change.local, full::ENDPOINT),
        ]),
        Step::PreAuthenticate(pre) => {
            let info = if (1..=16).contains(&pre.info.0.len()) { Tier::Smoke } else { Tier::Default };
            info.max(required(&pre.port, full::PORT))
        }
    }
}

fn most(needs: &[Tier]) -> Tier {
    needs.iter().copied().max().unwrap_or(Tier::Smoke)
}

fn dial(dial: &Dial, profile: Profile) -> Tier {
    let Dial { port, user, domain, computer, interface, interface_type, tunnel, authentication, .. } = dial;
    let Dial { eap_type, credentials: _, ipv4: offer4, ipv6: offer6, flags, line_speed, .. } = dial;
    let eap = match (authentication, eap_type) {
        (Authentication::Eap, 0..=255) | (_, 0) => Tier::Smoke,
        _ => Tier::Default,
    };
    let flags = match flags.0 {
        flags if flags & !FLAGS != 0 => Tier::Strict,
        0 | 2 | 8 => Tier::Smoke,
        _ => Tier::Default,
    };
    let interface_type = match interface_type {
        InterfaceType(0..=2) => Tier::Smoke,
        InterfaceType(3..=7) => Tier::Default,
        InterfaceType(_) => Tier::Strict,
    };
    most(&[
        required(port, full::PORT),
        required(user, full::USER),
        name(domain, full::DOMAIN),
        name(computer, full::COMPUTER),
        name(interface, full::INTERFACE),
        name(&dial.local_endpoint, full::ENDPOINT),
        name(&dial.remote_endpoint, full::ENDPOINT),
        if profile < since(*tunnel) { Tier::Strict } else { Tier::Smoke },
        eap,
        flags,
        interface_type,
        offer(offer4, ipv4),
        offer(offer6, ipv6),
        number(u64::from(*line_speed)),
    ])
}

/// The first Windows version that has such tunnels.
pub(super) fn since(tunnel: Tunnel) -> Profile {
    match tunnel {
        Tunnel::Modem | Tunnel::Pptp => Profile::Nt4Rras,
        Tunnel::L2tp => Profile::Server2000,
        Tunnel::Sstp => Profile::Server2008,
        Tunnel::Ikev2 => Profile::Server2008R2,
    }
}

fn traffic(traffic: &Traffic) -> Tier {
    let Traffic { port, sent, received, compressed_percent, .. } = traffic;
    let Traffic { crc_errors, timeout_errors, alignment_errors, .. } = traffic;
    let Traffic { hardware_overruns, framing_errors, buffer_overruns, .. } = traffic;
    let numbers = [
        sent,
        received,
        crc_errors,
        timeout_errors,
        alignment_errors,
        hardware_overruns,
        framing_errors,
        buffer_overruns,
    ];
    let percent = match compressed_percent {
        1..=100 => Tier::Smoke,
        0 => Tier::Default,
        // More went over the line than was to be sent.
        _ => Tier::Strict,
    };
    numbers.map(|count| number(*count)).into_iter().fold(percent, Tier::max).max(required(port, full::PORT))
}

fn quarantine(change: &QuarantineChange) -> Tier {
    let QuarantineChange { port, state, probation } = change;
    let state = match (*state, probation.ms) {
        (Quarantine::PROBATION, _) => span(*probation),
        (Quarantine(0..=3), 0) => Tier::Smoke,
        (Quarantine(0..=3), _) => Tier::Default,
        _ => Tier::Strict,
    };
    state.max(required(port, full::PORT))
}

/// A name that the pages never show empty.
pub(super) fn required(text: &Name, full: u32) -> Tier {
    if text.is_empty() { Tier::Default } else { name(text, full) }
}

/// A name of which so many units fit.
pub(super) fn name(text: &Name, full: u32) -> Tier {
    let units = text.units();
    let full = full as usize;
    if units.contains(&0) || units.len() > full * 4 {
        return Tier::Paranoid;
    }
    if units.len() > full || char::decode_utf16(units.iter().copied()).any(|c| c.map_or(true, is_odd)) {
        return Tier::Strict;
    }
    let is_plain =
        |unit: &u16| matches!(unit, 0x20..=0x7e) && !b"\\\"'%".iter().any(|odd| u16::from(*odd) == *unit);
    let is_short = units.len() < full.saturating_sub(1) || full < 2;
    if is_short && units.iter().all(is_plain) { Tier::Smoke } else { Tier::Default }
}

/// What is no character, is not seen, or changes how others are seen.
fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn number(number: u64) -> Tier {
    if number < 10_000_000 { Tier::Smoke } else { Tier::Default }
}

fn span(span: Span) -> Tier {
    if (100..=172_800_000).contains(&span.ms) { Tier::Smoke } else { Tier::Default }
}

fn offer<A>(offer: &Offer<A>, address: fn(&A) -> Tier) -> Tier {
    match offer {
        Offer::Address(given) => address(given),
        Offer::None | Offer::Zero | Offer::Pool => Tier::Smoke,
    }
}

fn ipv4(address: &Ipv4Addr) -> Tier {
    let is_host = !matches!(address.octets()[3], 0 | 255);
    let is_plain = (address.is_private() || address.is_documentation()) && is_host;
    if is_plain { Tier::Smoke } else { Tier::Default }
}

fn ipv6(address: &Ipv6Addr) -> Tier {
    let [a, b, .., last] = address.segments();
    if (a, b) == (0x2001, 0xdb8) && last != 0 { Tier::Smoke } else { Tier::Default }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::value;
    use crate::generate::{Draw, bytes};
    use crate::scenario::Scenario;
    use arbitrary::Unstructured;

    /// The tiers that values of a tier need, over many draws.
    fn needed(tier: Tier, mut value: impl FnMut(&mut Draw<'_, '_>, Tier) -> Tier) -> Vec<Tier> {
        let mut needed: Vec<Tier> = Vec::new();
        for case in 0..40 {
            let bytes = bytes(9, case);
            let mut bytes = Unstructured::new(&bytes);
            let mut draw = Draw::new(&mut bytes);
            needed.extend((0..100).map(|_| value(&mut draw, tier)));
        }
        needed.sort();
        needed.dedup();
        needed
    }

    #[test]
    fn value_needs_no_more_than_the_tier_it_is_drawn_at() {
        for &tier in Tier::ALL {
            let up_to = |most: Tier| {
                Tier::ALL.iter().copied().filter(|need| *need <= most.min(tier)).collect::<Vec<_>>()
            };
            for full in [full::PORT, full::DOMAIN, full::ENDPOINT, full::USER] {
                let names = needed(tier, |draw, tier| name(&value::name(draw, tier, full), full));
                assert_eq!(names, up_to(Tier::Paranoid), "{tier}");
            }
            let two = up_to(Tier::Default);
            assert_eq!(needed(tier, |draw, tier| span(value::span(draw, tier))), two, "{tier}");
            assert_eq!(needed(tier, |draw, tier| ipv4(&value::ipv4(draw, tier))), two, "{tier}");
            assert_eq!(needed(tier, |draw, tier| ipv6(&value::ipv6(draw, tier))), two, "{tier}");
            assert_eq!(needed(tier, |draw, tier| number(value::number64(draw, tier))), two, "{tier}");
            let small = needed(tier, |draw, tier| number(u64::from(value::number32(draw, tier))));
            assert_eq!(small, two, "{tier}");
        }
    }

    #[test]
    fn tunnel_that_a_version_does_not_have_needs_strict() {
        let old = Dial { tunnel: Tunnel::Ikev2, ..Dial::default() };
        let step = Step::Dial(Dial { port: "A".into(), user: "bob".into(), ..old });
        let of = |profile| Tier::of(&Scenario { profile, ..Scenario::of([step.clone()]) });
        assert_eq!([of(Profile::Server2003), of(Profile::Server2012)], [Tier::Strict, Tier::Smoke]);
    }
}
