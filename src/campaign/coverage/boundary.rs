//! Which classes of values the structures held: names, counters, addresses, enumerations.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::feature::{Feature, Kind};
use crate::abi::{DNLEN, MAX_INTERFACE_NAME_LEN, MAX_PORT_NAME, MAXIPADRESSLEN, NETBIOS_NAME_LEN, UNLEN};
use crate::ras::{
    Authentication, Connection, ConnectionFlags, Counters, Hostile, HostileSet, InterfaceType, Name, Port,
    Quarantine, Tunnel,
};

const NAMES: [&str; 7] =
    ["user", "domain", "computer", "interface", "port", "local-endpoint", "remote-endpoint"];
const LENGTHS: [&str; 5] = ["empty", "short", "one-less", "full", "over-length"];
const TEXTS: [&str; 3] = ["with-controls", "not-ascii", "unpaired-surrogate"];

const COUNTERS: [&str; 15] = [
    "bytes-sent",
    "bytes-received",
    "wire-sent",
    "wire-received",
    "crc-errors",
    "timeout-errors",
    "alignment-errors",
    "hardware-overruns",
    "framing-errors",
    "buffer-overruns",
    "calls",
    "connection-duration",
    "link-duration",
    "line-speed",
    "eap-type",
];
const SIZES: [&str; 5] = ["zero", "some", "at-wrap", "wrapped", "all-ones"];

const ADDRESSES: [&str; 4] = ["ipv4-offered", "ipv4-given", "ipv6-offered", "ipv6-given"];
const CLASSES: [&str; 8] =
    ["zero", "private", "loopback", "link-local", "multicast", "broadcast", "no-identifier", "global"];

const VALUES: [&str; 6] = ["interface-type", "quarantine", "tunnel", "authentication", "flag", "hostile"];
/// An enum value that has no name.
const UNKNOWN: u8 = u8::MAX;

/// The name of a feature of one of these four kinds.
pub(super) fn name(kind: Kind, of: u8, class: u8) -> String {
    let (of, at) = (usize::from(of), usize::from(class));
    match kind {
        Kind::Name => {
            let class = LENGTHS.get(at).unwrap_or_else(|| &TEXTS[at - LENGTHS.len()]);
            format!("{} {class}", NAMES[of])
        }
        Kind::Counter => format!("{} {}", COUNTERS[of], SIZES[at]),
        Kind::Address => format!("{} {}", ADDRESSES[of], CLASSES[at]),
        _ => format!("{} {}", VALUES[of], value(of, class)),
    }
}

fn value(of: usize, class: u8) -> String {
    let at = usize::from(class);
    match of {
        _ if class == UNKNOWN => "unknown".to_owned(),
        0 => InterfaceType::NAMES[at].0.to_owned(),
        1 => Quarantine::NAMES[at].0.to_owned(),
        2 => Tunnel::ALL[at].to_string(),
        3 => Authentication::ALL[at].to_string(),
        5 => Hostile::ALL[at].to_string(),
        _ => ConnectionFlags(1 << class).to_string(),
    }
}

/// Tells what is wrong on purpose with what DLLs are handed.
pub(super) fn of_hostile(kinds: HostileSet, tell: &mut impl FnMut(Feature)) {
    kinds.iter().for_each(|kind| tell(Feature::new(Kind::Value, &[5, kind as u8])));
}

/// Tells the classes of what a connection's structures hold.
pub(super) fn of_connection(facts: &Connection, tell: &mut impl FnMut(Feature)) {
    for (of, name, most) in [
        (0, &facts.user, UNLEN),
        (1, &facts.domain, DNLEN),
        (2, &facts.computer, NETBIOS_NAME_LEN),
        (3, &facts.interface_name, MAX_INTERFACE_NAME_LEN),
        (5, &facts.local_endpoint, MAXIPADRESSLEN),
        (6, &facts.remote_endpoint, MAXIPADRESSLEN),
    ] {
        of_name(of, name, most, tell);
    }
    of_counters(&facts.counters, tell);
    of_number(11, u64::from(facts.duration_s), tell);
    of_number(14, u64::from(facts.eap_type), tell);
    let known = |names: &[(&str, u32)], value: u32| {
        let at = names.iter().position(|(_, known)| *known == value);
        at.and_then(|at| u8::try_from(at).ok()).unwrap_or(UNKNOWN)
    };
    tell(Feature::new(Kind::Value, &[0, known(InterfaceType::NAMES, facts.interface_type.0)]));
    tell(Feature::new(Kind::Value, &[1, known(Quarantine::NAMES, facts.quarantine.0)]));
    tell(Feature::new(Kind::Value, &[2, facts.tunnel as u8]));
    tell(Feature::new(Kind::Value, &[3, facts.authentication as u8]));
    let mut flags = facts.flags.0;
    while flags != 0 {
        let bit = flags.trailing_zeros();
        flags &= flags - 1;
        // Those above have no name.
        tell(Feature::new(Kind::Value, &[4, if bit < 6 { bit as u8 } else { UNKNOWN }]));
    }
}

/// Tells the classes of what a link's structures hold.
pub(super) fn of_port(facts: &Port, tell: &mut impl FnMut(Feature)) {
    of_name(4, &facts.name, MAX_PORT_NAME, tell);
    of_counters(&facts.counters, tell);
    for (of, number) in [(10, facts.calls), (12, facts.duration_s), (13, facts.line_speed)] {
        of_number(of, u64::from(number), tell);
    }
}

fn of_name(of: u8, name: &Name, most: usize, tell: &mut impl FnMut(Feature)) {
    let units = name.units();
    let length = match units.len() {
        0 => 0,
        length if length > most => 4,
        length if length == most => 3,
        length if length + 1 == most => 2,
        _ => 1,
    };
    tell(Feature::new(Kind::Name, &[of, length]));
    if units.iter().all(|unit| (0x20..0x7f).contains(unit)) {
        return;
    }
    for (class, is) in [
        (5, units.iter().any(|unit| *unit < 0x20)),
        (6, units.iter().any(|unit| *unit >= 0x7f)),
        (7, char::decode_utf16(units.iter().copied()).any(|decoded| decoded.is_err())),
    ] {
        if is {
            tell(Feature::new(Kind::Name, &[of, class]));
        }
    }
}

fn of_counters(counters: &Counters, tell: &mut impl FnMut(Feature)) {
    let numbers = [
        counters.bytes_sent,
        counters.bytes_received,
        counters.wire_sent,
        counters.wire_received,
        counters.crc_errors,
        counters.timeout_errors,
        counters.alignment_errors,
        counters.hardware_overruns,
        counters.framing_errors,
        counters.buffer_overruns,
    ];
    for (of, number) in (0..).zip(numbers) {
        of_number(of, number, tell);
    }
}

/// Members have 32 bits: what is more has wrapped around. Zero is what most are, and not told.
fn of_number(of: u8, number: u64, tell: &mut impl FnMut(Feature)) {
    const WRAP: u64 = 1 << 32;
    let size = match number {
        0 => return,
        u64::MAX => 4,
        number if number > WRAP => 3,
        number if number >= WRAP - 1 => 2,
        _ => 1,
    };
    tell(Feature::new(Kind::Counter, &[of, size]));
}

/// The class of an IPv4 address that the service offered, or a DLL gave.
pub(super) fn of_ipv4(is_given: bool, address: Ipv4Addr) -> Feature {
    let class = match address {
        _ if address.is_unspecified() => 0,
        _ if address.is_private() => 1,
        _ if address.is_loopback() => 2,
        _ if address.is_link_local() => 3,
        _ if address.is_multicast() => 4,
        _ if address.is_broadcast() => 5,
        _ => 7,
    };
    Feature::new(Kind::Address, &[u8::from(is_given), class])
}

/// The class of an IPv6 address that the service offered, or a DLL gave.
pub(super) fn of_ipv6(is_given: bool, address: Ipv6Addr) -> Feature {
    let segments = address.segments();
    let class = match address {
        _ if address.is_unspecified() => 0,
        _ if address.is_loopback() => 2,
        _ if address.is_multicast() => 4,
        _ if segments[4..] == [0; 4] => 6,
        _ if segments[0] & 0xffc0 == 0xfe80 => 3,
        _ if segments[0] & 0xfe00 == 0xfc00 => 1,
        _ => 7,
    };
    Feature::new(Kind::Address, &[2 + u8::from(is_given), class])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(facts: &Connection) -> Vec<String> {
        let mut names = Vec::new();
        of_connection(facts, &mut |feature| names.push(feature.name()));
        names
    }

    #[test]
    fn names_and_counters_at_their_bounds_are_told_apart() {
        let user = |length: usize| Name::from("u".repeat(length).as_str());
        for (length, class) in
            [(0, "empty"), (1, "short"), (255, "one-less"), (256, "full"), (257, "over-length")]
        {
            let facts = Connection { user: user(length), ..Connection::default() };
            assert!(told(&facts).contains(&format!("name user {class}")), "{length}");
        }
        for (sent, class) in
            [(7, "some"), (0xffff_ffff, "at-wrap"), (0x1_0000_0001, "wrapped"), (u64::MAX, "all-ones")]
        {
            let counters = Counters { bytes_sent: sent, ..Counters::default() };
            let facts = Connection { counters, ..Connection::default() };
            assert!(told(&facts).contains(&format!("counter bytes-sent {class}")), "{sent}");
        }
        let odd = Connection { user: Name::from_units(&[0x41, 0xd800, 7]), ..Connection::default() };
        assert!(told(&odd).contains(&"name user unpaired-surrogate".to_owned()));
        assert!(told(&odd).contains(&"name user with-controls".to_owned()));
    }

    #[test]
    fn unknown_values_and_addresses_have_classes() {
        let facts = Connection {
            quarantine: Quarantine(9),
            flags: ConnectionFlags(0x8000_0002),
            ..Connection::default()
        };
        let told = told(&facts);
        for name in ["value quarantine unknown", "value flag messenger", "value flag unknown"] {
            assert!(told.contains(&name.to_owned()), "{told:?}");
        }
        assert_eq!(of_ipv4(true, Ipv4Addr::BROADCAST).name(), "address ipv4-given broadcast");
        assert_eq!(
            of_ipv6(false, "fd00::".parse().expect("an address")).name(),
            "address ipv6-offered no-identifier"
        );
    }
}
