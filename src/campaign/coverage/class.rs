//! Which classes of values the structures held: names, counters, addresses, enumerations.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::feature::{Feature, words};
use crate::abi::{DNLEN, MAX_INTERFACE_NAME_LEN, MAX_PORT_NAME, MAXIPADRESSLEN, NETBIOS_NAME_LEN, UNLEN};
use crate::ras::{
    Authentication, Connection, ConnectionFlags, Counters, Hostile, InterfaceType, Name, Port, Quarantine,
    Tunnel,
};

words! {
    /// Names that structures hold.
    NameOf {
        User "user",
        Domain "domain",
        Computer "computer",
        Interface "interface",
        Port "port",
        LocalEndpoint "local-endpoint",
        RemoteEndpoint "remote-endpoint",
    }

    /// How long a name is beside the array that it goes into, and what is unusual in it.
    NameClass {
        Empty "empty",
        Short "short",
        OneLess "one-less",
        Full "full",
        OverLength "over-length",
        WithControls "with-controls",
        NotAscii "not-ascii",
        UnpairedSurrogate "unpaired-surrogate",
    }

    /// Numbers that structures hold.
    CounterOf {
        BytesSent "bytes-sent",
        BytesReceived "bytes-received",
        WireSent "wire-sent",
        WireReceived "wire-received",
        CrcErrors "crc-errors",
        TimeoutErrors "timeout-errors",
        AlignmentErrors "alignment-errors",
        HardwareOverruns "hardware-overruns",
        FramingErrors "framing-errors",
        BufferOverruns "buffer-overruns",
        Calls "calls",
        ConnectionDuration "connection-duration",
        LinkDuration "link-duration",
        LineSpeed "line-speed",
        EapType "eap-type",
    }

    /// How large a number is beside a member of 32 bits, where what is more has wrapped around.
    CounterClass {
        Some "some",
        AtWrap "at-wrap",
        Wrapped "wrapped",
        AllOnes "all-ones",
    }

    /// Who says an address: the service, or a DLL.
    AddressOf {
        Ipv4Offered "ipv4-offered",
        Ipv4Given "ipv4-given",
        Ipv6Offered "ipv6-offered",
        Ipv6Given "ipv6-given",
    }

    /// What an address is for.
    AddressClass {
        Zero "zero",
        Private "private",
        Loopback "loopback",
        LinkLocal "link-local",
        Multicast "multicast",
        Broadcast "broadcast",
        NoIdentifier "no-identifier",
        Global "global",
    }
}

/// A value of an enumeration, or a flag; nothing for those without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Worded {
    InterfaceType(Option<InterfaceType>),
    Quarantine(Option<Quarantine>),
    Tunnel(Tunnel),
    Authentication(Authentication),
    Flag(Option<ConnectionFlags>),
    Hostile(Hostile),
}

impl fmt::Display for Worded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InterfaceType(Some(known)) => write!(f, "interface-type {known}"),
            Self::InterfaceType(None) => f.write_str("interface-type unknown"),
            Self::Quarantine(Some(known)) => write!(f, "quarantine {known}"),
            Self::Quarantine(None) => f.write_str("quarantine unknown"),
            Self::Tunnel(tunnel) => write!(f, "tunnel {tunnel}"),
            Self::Authentication(authentication) => write!(f, "authentication {authentication}"),
            Self::Flag(Some(known)) => write!(f, "flag {known}"),
            Self::Flag(None) => f.write_str("flag unknown"),
            Self::Hostile(kind) => write!(f, "hostile {kind}"),
        }
    }
}

/// Tells the classes of what a connection's structures hold, but for what those before said too.
pub(super) fn of_connection<'f>(
    facts: &'f Connection,
    before: Option<&'f Connection>,
    reached: &mut Vec<Feature>,
) {
    let names = |facts: &'f Connection| {
        [
            (NameOf::User, &facts.user, UNLEN),
            (NameOf::Domain, &facts.domain, DNLEN),
            (NameOf::Computer, &facts.computer, NETBIOS_NAME_LEN),
            (NameOf::Interface, &facts.interface_name, MAX_INTERFACE_NAME_LEN),
            (NameOf::LocalEndpoint, &facts.local_endpoint, MAXIPADRESSLEN),
            (NameOf::RemoteEndpoint, &facts.remote_endpoint, MAXIPADRESSLEN),
        ]
    };
    let names_before = before.map(names);
    for (at, (of, name, most)) in names(facts).into_iter().enumerate() {
        if names_before.is_none_or(|before| before[at].1 != name) {
            of_name(of, name, most, reached);
        }
    }
    if before.is_none_or(|before| before.counters != facts.counters) {
        of_counters(&facts.counters, reached);
    }
    of_number(CounterOf::ConnectionDuration, u64::from(facts.duration_s), reached);
    let values = |facts: &Connection| {
        let Connection { interface_type, quarantine, tunnel, authentication, flags, eap_type, .. } = *facts;
        (interface_type, quarantine, tunnel, authentication, flags, eap_type)
    };
    if before.is_some_and(|before| values(before) == values(facts)) {
        return;
    }
    of_number(CounterOf::EapType, u64::from(facts.eap_type), reached);
    let named = |names: &[(&str, u32)], value: u32| names.iter().any(|(_, known)| *known == value);
    let interface_type = named(InterfaceType::NAMES, facts.interface_type.0).then_some(facts.interface_type);
    let quarantine = named(Quarantine::NAMES, facts.quarantine.0).then_some(facts.quarantine);
    reached.extend([
        Feature::Value(Worded::InterfaceType(interface_type)),
        Feature::Value(Worded::Quarantine(quarantine)),
        Feature::Value(Worded::Tunnel(facts.tunnel)),
        Feature::Value(Worded::Authentication(facts.authentication)),
    ]);
    let mut flags = facts.flags.0;
    while flags != 0 {
        let lowest = flags & flags.wrapping_neg();
        flags ^= lowest;
        let known = named(ConnectionFlags::NAMES, lowest).then_some(ConnectionFlags(lowest));
        reached.push(Feature::Value(Worded::Flag(known)));
    }
}

/// Tells the classes of what a link's structures hold, but for what those before said too.
pub(super) fn of_port(facts: &Port, before: Option<&Port>, reached: &mut Vec<Feature>) {
    if before.is_none_or(|before| before.name != facts.name) {
        of_name(NameOf::Port, &facts.name, MAX_PORT_NAME, reached);
    }
    if before.is_none_or(|before| before.counters != facts.counters) {
        of_counters(&facts.counters, reached);
    }
    for (of, number) in [
        (CounterOf::Calls, facts.calls),
        (CounterOf::LinkDuration, facts.duration_s),
        (CounterOf::LineSpeed, facts.line_speed),
    ] {
        of_number(of, u64::from(number), reached);
    }
}

fn of_name(of: NameOf, name: &Name, most: usize, reached: &mut Vec<Feature>) {
    let units = name.units();
    let length = match units.len() {
        0 => NameClass::Empty,
        length if length > most => NameClass::OverLength,
        length if length == most => NameClass::Full,
        length if length + 1 == most => NameClass::OneLess,
        _ => NameClass::Short,
    };
    reached.push(Feature::Name(of, length));
    if units.iter().all(|unit| (0x20..0x7f).contains(unit)) {
        return;
    }
    let mut decoded = char::decode_utf16(units.iter().copied());
    let content = [
        (NameClass::WithControls, units.iter().any(|unit| *unit < 0x20)),
        (NameClass::NotAscii, units.iter().any(|unit| *unit >= 0x7f)),
        (NameClass::UnpairedSurrogate, decoded.any(|decoded| decoded.is_err())),
    ];
    reached.extend(content.iter().filter(|(_, is)| *is).map(|(class, _)| Feature::Name(of, *class)));
}

fn of_counters(counters: &Counters, reached: &mut Vec<Feature>) {
    for (of, number) in [
        (CounterOf::BytesSent, counters.bytes_sent),
        (CounterOf::BytesReceived, counters.bytes_received),
        (CounterOf::WireSent, counters.wire_sent),
        (CounterOf::WireReceived, counters.wire_received),
        (CounterOf::CrcErrors, counters.crc_errors),
        (CounterOf::TimeoutErrors, counters.timeout_errors),
        (CounterOf::AlignmentErrors, counters.alignment_errors),
        (CounterOf::HardwareOverruns, counters.hardware_overruns),
        (CounterOf::FramingErrors, counters.framing_errors),
        (CounterOf::BufferOverruns, counters.buffer_overruns),
    ] {
        of_number(of, number, reached);
    }
}

/// Zero is what most numbers are, and not told.
fn of_number(of: CounterOf, number: u64, reached: &mut Vec<Feature>) {
    const WRAP: u64 = 1 << 32;
    let size = match number {
        0 => return,
        u64::MAX => CounterClass::AllOnes,
        number if number > WRAP => CounterClass::Wrapped,
        number if number >= WRAP - 1 => CounterClass::AtWrap,
        _ => CounterClass::Some,
    };
    reached.push(Feature::Counter(of, size));
}

/// The class of an IPv4 address, of which `of` says who gave it.
pub(super) fn of_ipv4(of: AddressOf, address: Ipv4Addr) -> Feature {
    let class = match address {
        _ if address.is_unspecified() => AddressClass::Zero,
        _ if address.is_private() => AddressClass::Private,
        _ if address.is_loopback() => AddressClass::Loopback,
        _ if address.is_link_local() => AddressClass::LinkLocal,
        _ if address.is_multicast() => AddressClass::Multicast,
        _ if address.is_broadcast() => AddressClass::Broadcast,
        _ => AddressClass::Global,
    };
    Feature::Address(of, class)
}

/// The class of an IPv6 address, of which `of` says who gave it.
pub(super) fn of_ipv6(of: AddressOf, address: Ipv6Addr) -> Feature {
    let class = match address {
        _ if address.is_unspecified() => AddressClass::Zero,
        _ if address.is_loopback() => AddressClass::Loopback,
        _ if address.is_multicast() => AddressClass::Multicast,
        _ if address.segments()[4..] == [0; 4] => AddressClass::NoIdentifier,
        _ if address.is_unicast_link_local() => AddressClass::LinkLocal,
        _ if address.is_unique_local() => AddressClass::Private,
        _ => AddressClass::Global,
    };
    Feature::Address(of, class)
}
