//! Draws the facts that structures are filled from: of connections, of ports, and what they have counted.

use std::net::Ipv4Addr;

use super::super::draw::Draw;
use super::super::tier::Tier;
use super::super::value::{
    APPLETALK, COMPUTER, DOMAIN, ENDPOINT, ENUMERATED, EnumValues, FLAGS, FlagBits, INTERFACE, IPV4, IPX,
    NAME, NBF, PORT, Room, SPAN, TUNNEL, USER, number32, number64,
};
use crate::abi::{MAX_DEVICE_NAME, MAX_DEVICETYPE_NAME, MAX_MEDIA_NAME, View};
use crate::ras::{
    Authentication, Code, Connection, ConnectionFlags, Counters, Guid, HardwareCondition, Identifier,
    InterfaceType, Policy, Port, PortCondition, Prefix, Profile, Quarantine, QuarantineFlag, Tunnel,
};

/// The RASCCPCA_* algorithms.
const ALGORITHMS: &[(&str, u32)] = &[("mppc", 6), ("stac", 5), ("none", 0)];

/// The IPSEC_CIPHER_TYPE_* values.
const CIPHERS: &[(&str, u32)] = &[("des", 1), ("3des", 2), ("aes-128", 3), ("aes-192", 4), ("aes-256", 5)];

/// Draws what there is to know of one connection, as some Windows version has it.
pub fn connection(draw: &mut Draw<'_, '_>, tier: Tier) -> Connection {
    let view = view(draw);
    connection_under(draw, tier, &view)
}

/// Draws what there is to know of one connection.
///
/// Below [`Tier::Strict`] it agrees with itself and with its Windows version: the tunnel is known and has its flag, the
/// flag of quarantine goes with the state, what was compressed is no larger than before, what was not negotiated has one
/// error and no address, an identifier that was negotiated is not zero.
pub(super) fn connection_under(draw: &mut Draw<'_, '_>, tier: Tier, view: &View) -> Connection {
    let mut drawn = Connection::default();
    who(&mut drawn, draw, tier);
    tunnel(&mut drawn, draw, tier, view);
    negotiated(&mut drawn, draw, tier, view);
    legacy(&mut drawn, draw, tier, view);
    drawn.counters = counters(draw, tier);
    drawn
}

/// Draws who the user is, and what identifies the connection.
fn who(drawn: &mut Connection, draw: &mut Draw<'_, '_>, tier: Tier) {
    drawn.number = 1 + draw.below(4);
    drawn.handle = 0x1_0001 + draw.below(64);
    drawn.interface = 0x2_0001 + draw.below(64);
    drawn.user = NAME.draw(draw, tier, &USER);
    drawn.domain = NAME.draw(draw, tier, &DOMAIN);
    drawn.computer = NAME.draw(draw, tier, &COMPUTER);
    drawn.interface_name = NAME.draw(draw, tier, &INTERFACE);
    drawn.duration_s = number32(draw, tier);
    drawn.started_ms = SPAN.draw(draw, tier, &()).ms;
    drawn.interface_type =
        InterfaceType(ENUMERATED.draw(draw, tier, &EnumValues { usual: &[0], known: InterfaceType::NAMES }));
    drawn.guid = guid(draw);
    drawn.quarantine =
        Quarantine(ENUMERATED.draw(draw, tier, &EnumValues { usual: &[0, 2, 1], known: Quarantine::NAMES }));
    drawn.probation_ms = SPAN.draw(draw, tier, &()).ms;
    drawn.probation_until_ms = drawn.started_ms.saturating_add(drawn.probation_ms);
}

/// A GUID that is not zero.
fn guid(draw: &mut Draw<'_, '_>) -> Guid {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&draw.number().to_be_bytes());
    bytes[8..].copy_from_slice(&(draw.number() | 1).to_be_bytes());
    Guid(bytes)
}

/// Draws how the client reaches the server, and the flags that say so.
fn tunnel(drawn: &mut Connection, draw: &mut Draw<'_, '_>, tier: Tier, view: &View) {
    drawn.tunnel = TUNNEL.draw(draw, tier, &view.profile);
    let (own, bits) = match drawn.tunnel {
        Tunnel::Ikev2 => (0x10, FlagBits { usual: &[0x10], known: 0x3e }),
        _ => (0x01, FlagBits { usual: &[0x01, 0x03], known: 0x0f }),
    };
    let drawn_flags = FLAGS.draw(draw, tier, &bits);
    // At strict the flags need not know of the tunnel.
    let contradicts = tier >= Tier::Strict && draw.percent(25);
    drawn.flags = ConnectionFlags(if contradicts { drawn_flags } else { drawn_flags | own });
    let has_states = view.profile >= Profile::Server2008;
    if has_states && !contradicts && view.policy.quarantine_flag == QuarantineFlag::FollowsState {
        let flag = ConnectionFlags::QUARANTINE.0;
        drawn.flags =
            ConnectionFlags(drawn.flags.0 & !flag | if drawn.quarantine.is_limited() { flag } else { 0 });
    }
    drawn.switch_overs = number32(draw, tier);
    drawn.local_endpoint = NAME.draw(draw, tier, &ENDPOINT);
    drawn.remote_endpoint = NAME.draw(draw, tier, &ENDPOINT);
    let proofs: Vec<Authentication> = match drawn.tunnel {
        Tunnel::Ikev2 => vec![Authentication::Eap, Authentication::Certificate, Authentication::MsChapV2],
        _ => Authentication::ALL.iter().rev().skip(1).copied().collect(),
    };
    drawn.authentication = *draw.one_of(if contradicts { Authentication::ALL } else { &proofs });
    drawn.eap_type = match draw.below(8) {
        0..=5 => *draw.one_of(&[13, 25, 26, 29]),
        _ => number32(draw, tier),
    };
    drawn.encryption = ENUMERATED.draw(draw, tier, &EnumValues { usual: &[5, 3, 2], known: CIPHERS });
}

/// Draws what the control protocols agreed on.
fn negotiated(drawn: &mut Connection, draw: &mut Draw<'_, '_>, tier: Tier, view: &View) {
    let absent = view.policy.not_negotiated.error();
    drawn.ipv4_error = error(draw, tier, absent);
    drawn.server_ipv4 = IPV4.draw(draw, tier, &());
    drawn.client_ipv4 = IPV4.draw(draw, tier, &());
    drawn.ipcp_options = FLAGS.draw(draw, tier, &FlagBits { usual: &[1, 0], known: 1 });
    drawn.ipv6_error = error(draw, tier, absent);
    drawn.server_ipv6_id = identifier(draw, tier);
    drawn.client_ipv6_id = identifier(draw, tier);
    drawn.ipv6_prefix = Prefix(number64(draw, tier).to_be_bytes());
    drawn.ipv6_prefix_length = match draw.below(if tier == Tier::Smoke { 1 } else { 4 }) {
        0 | 1 => 64,
        2 => draw.below(65),
        _ if tier >= Tier::Strict => number32(draw, tier),
        _ => 0,
    };
    drawn.lcp_options = FLAGS.draw(draw, tier, &FlagBits { usual: &[0x06, 0x07, 0x00], known: 0xfff });
    if tier < Tier::Strict && draw.percent(20) {
        drawn.ipv4_error = absent;
        (drawn.server_ipv4, drawn.client_ipv4) = (Ipv4Addr::UNSPECIFIED, Ipv4Addr::UNSPECIFIED);
    }
    if tier < Tier::Strict && draw.percent(20) {
        drawn.ipv6_error = absent;
        (drawn.server_ipv6_id, drawn.client_ipv6_id) = Default::default();
        (drawn.ipv6_prefix, drawn.ipv6_prefix_length) = Default::default();
    }
    drawn.ccp_error = error(draw, tier, absent);
    drawn.ccp_algorithm = ENUMERATED.draw(draw, tier, &EnumValues { usual: &[6, 5, 0], known: ALGORITHMS });
    drawn.ccp_options = FLAGS.draw(draw, tier, &FlagBits { usual: &[0x41, 0x01, 0x00], known: 0x0100_00f1 });
}

/// Draws what the protocols agreed on that older versions of Windows had.
fn legacy(drawn: &mut Connection, draw: &mut Draw<'_, '_>, tier: Tier, view: &View) {
    let absent = view.policy.not_negotiated.error();
    drawn.nbf_error = error(draw, tier, absent);
    drawn.nbf_workstation = NAME.draw(draw, tier, &NBF);
    drawn.ipx_error = error(draw, tier, absent);
    drawn.ipx_address = NAME.draw(draw, tier, &IPX);
    drawn.at_error = error(draw, tier, absent);
    drawn.at_address = NAME.draw(draw, tier, &APPLETALK);
}

fn room(length: usize, plain: &'static [&'static str]) -> Room {
    Room { full: length as u32, plain }
}

/// Draws a result: success, a protocol that was not negotiated, or another code.
fn error(draw: &mut Draw<'_, '_>, tier: Tier, absent: Code) -> Code {
    let usual: &[u32] = if absent == Code::NO_ERROR { &[0] } else { &[0, 0, Code::PPP_CP_REJECTED.0] };
    Code(ENUMERATED.draw(draw, tier, &EnumValues { usual, known: Code::NAMES }))
}

/// Zero at strict only: no page lets the service negotiate it (DATA-17).
fn identifier(draw: &mut Draw<'_, '_>, tier: Tier) -> Identifier {
    let bits = number64(draw, tier);
    let is_promised = tier < Tier::Strict || !draw.percent(10);
    Identifier(if is_promised { bits.max(1) } else { 0 }.to_be_bytes())
}

/// Draws what has passed over a connection or a port.
///
/// Below [`Tier::Strict`], frames hold at least a byte, and what was compressed is no larger than before.
pub fn counters(draw: &mut Draw<'_, '_>, tier: Tier) -> Counters {
    let mut drawn = Counters {
        bytes_sent: number64(draw, tier),
        bytes_received: number64(draw, tier),
        frames_sent: number64(draw, tier),
        frames_received: number64(draw, tier),
        ..Counters::default()
    };
    let errors: [&mut u64; 6] = [
        &mut drawn.crc_errors,
        &mut drawn.timeout_errors,
        &mut drawn.alignment_errors,
        &mut drawn.hardware_overruns,
        &mut drawn.framing_errors,
        &mut drawn.buffer_overruns,
    ];
    for errors in errors {
        *errors = if draw.percent(30) { number64(draw, tier) } else { 0 };
    }
    if tier >= Tier::Strict && draw.percent(40) {
        drawn.wire_sent = number64(draw, tier);
        drawn.wire_received = number64(draw, tier);
        return drawn;
    }
    drawn.frames_sent = drawn.frames_sent.min(drawn.bytes_sent);
    drawn.frames_received = drawn.frames_received.min(drawn.bytes_received);
    drawn.wire_sent = drawn.bytes_sent / (1 + u64::from(draw.below(4)));
    drawn.wire_received = drawn.bytes_received / (1 + u64::from(draw.below(4)));
    drawn
}

/// Draws what there is to know of one port.
pub fn port(draw: &mut Draw<'_, '_>, tier: Tier) -> Port {
    Port {
        name: NAME.draw(draw, tier, &PORT),
        handle: 0x3_0001 + draw.below(64),
        connection: *draw.one_of(&[0x1_0001, 0x1_0002, 0]),
        condition: PortCondition(ENUMERATED.draw(
            draw,
            tier,
            &EnumValues { usual: &[5, 3], known: PortCondition::NAMES },
        )),
        calls: number32(draw, tier),
        duration_s: number32(draw, tier),
        media: NAME.draw(draw, tier, &room(MAX_MEDIA_NAME, &["rastapi", "serial"])),
        device: NAME.draw(draw, tier, &room(MAX_DEVICE_NAME, &["WAN Miniport (PPTP)", "Standard Modem"])),
        device_type: NAME.draw(draw, tier, &room(MAX_DEVICETYPE_NAME, &["vpn", "modem"])),
        hardware: HardwareCondition(ENUMERATED.draw(
            draw,
            tier,
            &EnumValues { usual: &[0], known: HardwareCondition::NAMES },
        )),
        line_speed: number32(draw, tier).max(if tier < Tier::Strict { 1 } else { 0 }),
        counters: counters(draw, tier),
    }
}

/// Draws a Windows version, and readings of the questions that show in structures.
pub(super) fn view(draw: &mut Draw<'_, '_>) -> View {
    const SHOWN: [&str; 7] = [
        "projection_view",
        "lcp_flag_family",
        "auth_header_size",
        "probation_timer",
        "structure_version",
        "quarantine_flag",
        "not_negotiated",
    ];
    let mut policy = Policy::default();
    for field in Policy::FIELDS.iter().filter(|field| SHOWN.contains(&field.name)) {
        if draw.percent(20) {
            let (reading, _) = draw.one_of(field.readings);
            // It is one of its own readings.
            let _ = policy.set(field.name, reading);
        }
    }
    let profile = if draw.percent(50) { *draw.one_of(&Profile::ALL) } else { Profile::default() };
    View { profile, policy }
}
