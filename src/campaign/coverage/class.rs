//! Which classes of values the structures held: names, counters, addresses, enumerations.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::feature::Feature;
use crate::abi::{DNLEN, MAX_INTERFACE_NAME_LEN, MAX_PORT_NAME, MAXIPADRESSLEN, NETBIOS_NAME_LEN, UNLEN};
use crate::ras::{Connection, ConnectionFlags, Counters, InterfaceType, Name, Port, Quarantine};

/// Tells the classes of what a connection's structures hold.
pub(super) fn of_connection(facts: &Connection, reached: &mut Vec<Feature>) {
    for (of, name, most) in [
        ("user", &facts.user, UNLEN),
        ("domain", &facts.domain, DNLEN),
        ("computer", &facts.computer, NETBIOS_NAME_LEN),
        ("interface", &facts.interface_name, MAX_INTERFACE_NAME_LEN),
        ("local-endpoint", &facts.local_endpoint, MAXIPADRESSLEN),
        ("remote-endpoint", &facts.remote_endpoint, MAXIPADRESSLEN),
    ] {
        of_name(of, name, most, reached);
    }
    of_counters(&facts.counters, reached);
    of_number("connection-duration", u64::from(facts.duration_s), reached);
    of_number("eap-type", u64::from(facts.eap_type), reached);
    let quarantine = named(Quarantine::NAMES, facts.quarantine.0);
    reached.extend([
        Feature::Value("interface-type", named(InterfaceType::NAMES, facts.interface_type.0)),
        Feature::Value("quarantine", quarantine),
        Feature::Value("tunnel", facts.tunnel.word()),
        Feature::Value("authentication", facts.authentication.word()),
    ]);
    let mut flags = facts.flags.0;
    while flags != 0 {
        let lowest = flags & flags.wrapping_neg();
        flags ^= lowest;
        reached.push(Feature::Value("flag", named(ConnectionFlags::NAMES, lowest)));
    }
}

fn named(names: &[(&'static str, u32)], value: u32) -> &'static str {
    names.iter().find(|(_, known)| *known == value).map_or("unknown", |(name, _)| name)
}

/// Tells the classes of what a link's structures hold.
pub(super) fn of_port(facts: &Port, reached: &mut Vec<Feature>) {
    of_name("port", &facts.name, MAX_PORT_NAME, reached);
    of_counters(&facts.counters, reached);
    for (of, number) in
        [("calls", facts.calls), ("link-duration", facts.duration_s), ("line-speed", facts.line_speed)]
    {
        of_number(of, u64::from(number), reached);
    }
}

fn of_name(of: &'static str, name: &Name, most: usize, reached: &mut Vec<Feature>) {
    let units = name.units();
    let length = match units.len() {
        0 => "empty",
        length if length > most => "over-length",
        length if length == most => "full",
        length if length + 1 == most => "one-less",
        _ => "short",
    };
    reached.push(Feature::Name(of, length));
    if units.iter().all(|unit| (0x20..0x7f).contains(unit)) {
        return;
    }
    let mut decoded = char::decode_utf16(units.iter().copied());
    let content = [
        ("with-controls", units.iter().any(|unit| *unit < 0x20)),
        ("not-ascii", units.iter().any(|unit| *unit >= 0x7f)),
        ("unpaired-surrogate", decoded.any(|decoded| decoded.is_err())),
    ];
    reached.extend(content.iter().filter(|(_, is)| *is).map(|(class, _)| Feature::Name(of, *class)));
}

fn of_counters(counters: &Counters, reached: &mut Vec<Feature>) {
    for (of, number) in [
        ("bytes-sent", counters.bytes_sent),
        ("bytes-received", counters.bytes_received),
        ("wire-sent", counters.wire_sent),
        ("wire-received", counters.wire_received),
        ("crc-errors", counters.crc_errors),
        ("timeout-errors", counters.timeout_errors),
        ("alignment-errors", counters.alignment_errors),
        ("hardware-overruns", counters.hardware_overruns),
        ("framing-errors", counters.framing_errors),
        ("buffer-overruns", counters.buffer_overruns),
    ] {
        of_number(of, number, reached);
    }
}

/// Zero is what most numbers are, and not told.
fn of_number(of: &'static str, number: u64, reached: &mut Vec<Feature>) {
    const WRAP: u64 = 1 << 32;
    let size = match number {
        0 => return,
        u64::MAX => "all-ones",
        number if number > WRAP => "wrapped",
        number if number >= WRAP - 1 => "at-wrap",
        _ => "some",
    };
    reached.push(Feature::Counter(of, size));
}

/// The class of an IPv4 address, of which `of` says who gave it.
pub(super) fn of_ipv4(of: &'static str, address: Ipv4Addr) -> Feature {
    let class = match address {
        _ if address.is_unspecified() => "zero",
        _ if address.is_private() => "private",
        _ if address.is_loopback() => "loopback",
        _ if address.is_link_local() => "link-local",
        _ if address.is_multicast() => "multicast",
        _ if address.is_broadcast() => "broadcast",
        _ => "global",
    };
    Feature::Address(of, class)
}

/// The class of an IPv6 address, of which `of` says who gave it.
pub(super) fn of_ipv6(of: &'static str, address: Ipv6Addr) -> Feature {
    let class = match address {
        _ if address.is_unspecified() => "zero",
        _ if address.is_loopback() => "loopback",
        _ if address.is_multicast() => "multicast",
        _ if address.segments()[4..] == [0; 4] => "no-identifier",
        _ if address.is_unicast_link_local() => "link-local",
        _ if address.is_unique_local() => "private",
        _ => "global",
    };
    Feature::Address(of, class)
}
