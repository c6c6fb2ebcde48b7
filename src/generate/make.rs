//! How the rows of the table of choices make their steps.

use std::net::Ipv4Addr;

use super::draft::{Draft, is_idle, is_ikev2, is_on_probation, is_presented, is_up};
use super::draw::Draw;
use super::need::{FLAGS, since};
use super::tier::Tier;
use super::value::{enumerated, flags, full, ipv4, ipv6, name_among, number32, number64, offer, span};
use crate::ras::{Authentication, ConnectionFlags, InterfaceType, Name, Offer, Profile, Quarantine, Tunnel};
use crate::scenario::{
    AddLink, Credentials, Dial, EndpointChange, Hex, OnPort, PreAuthenticate, QuarantineChange, Span, Step,
    Traffic,
};

type Want = fn(&Draft, usize) -> bool;

const DOMAINS: [&str; 3] = ["CORP", "", "LAB"];
const COMPUTERS: [&str; 3] = ["", "LAPTOP-7", "DESK"];
const ENDPOINTS: [&str; 5] = ["198.51.100.7", "203.0.113.9", "192.0.2.1", "2001:db8::9", "198.51.100.8"];

/// The port of the last step, if it is as wanted and the bytes say so; otherwise any that is.
fn near(draft: &Draft, draw: &mut Draw<'_, '_>, want: Want) -> usize {
    match draft.last.filter(|at| want(draft, *at)) {
        Some(at) if draw.percent(40) => at,
        _ => draft.pick(draw, want),
    }
}

pub(super) fn on(draft: &Draft, draw: &mut Draw<'_, '_>, want: Want) -> OnPort {
    OnPort { port: draft.port(near(draft, draw, want)) }
}

/// A user on an idle port, with little said beside.
pub(super) fn plain_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let port = draft.port(draft.pick(draw, is_idle));
    let user = draft.user(draw);
    let ipv4 = match offer(draw, Offer::Pool, |draw| ipv4(draw, draft.tier)) {
        // This address is how a service says that it has none.
        Offer::Address(Ipv4Addr::UNSPECIFIED) => Offer::Zero,
        offer => offer,
    };
    Dial { port, user, ipv4, ..Dial::default() }
}

/// A dial with everything that a dial can say.
pub(super) fn full_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let tier = draft.tier;
    let tunnel = tunnel(draft, draw);
    let authentication = *draw.one_of(Authentication::ALL);
    let is_eap = authentication == Authentication::Eap;
    let known = if draw.percent(30) { FLAGS } else { ConnectionFlags::QUARANTINE.0 };
    let mut dial = Dial {
        domain: name_among(draw, tier, full::DOMAIN, &DOMAINS),
        computer: name_among(draw, tier, full::COMPUTER, &COMPUTERS),
        interface_type: InterfaceType(enumerated(draw, tier, &[0, 1, 2], InterfaceType::NAMES)),
        tunnel,
        authentication,
        ipv6: offer(draw, Offer::None, |draw| ipv6(draw, tier)),
        flags: ConnectionFlags(flags(draw, tier, &[0, 2, 8], known)),
        ..plain_dial(draft, draw)
    };
    if is_eap {
        dial.eap_type = *draw.one_of(&[13, 25, 26, 0]);
    }
    if draw.percent(10) {
        dial.credentials = Credentials::Wrong;
    }
    if draw.percent(25) {
        dial.interface = name_among(draw, tier, full::INTERFACE, &["WAN", "alice", "Branch 7"]);
    }
    if draw.percent(40) {
        dial.line_speed = number32(draw, tier);
    }
    if draw.percent(40) {
        dial.remote_endpoint = endpoint(draft, draw);
        dial.local_endpoint = endpoint(draft, draw);
    }
    if tier > Tier::Smoke && draw.percent(10) {
        dial.eap_type = number32(draw, tier);
    }
    dial
}

fn tunnel(draft: &Draft, draw: &mut Draw<'_, '_>) -> Tunnel {
    let tunnel = *draw.one_of(&[Tunnel::Pptp, Tunnel::L2tp, Tunnel::Modem, Tunnel::Sstp, Tunnel::Ikev2]);
    if draft.profile < since(tunnel) && draft.tier < Tier::Strict { Tunnel::Pptp } else { tunnel }
}

fn endpoint(draft: &Draft, draw: &mut Draw<'_, '_>) -> Name {
    name_among(draw, draft.tier, full::ENDPOINT, &ENDPOINTS)
}

/// An IKEv2 client, whose endpoints can move.
pub(super) fn ikev2_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let authentication = *draw.one_of(&[Authentication::Certificate, Authentication::Eap]);
    let remote_endpoint = endpoint(draft, draw);
    Dial { tunnel: Tunnel::Ikev2, authentication, remote_endpoint, ..plain_dial(draft, draw) }
}

/// An SSTP client, if possible on a port where one has presented itself.
pub(super) fn sstp_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let mut dial = Dial { tunnel: Tunnel::Sstp, ..plain_dial(draft, draw) };
    if draft.any(is_presented) {
        dial.port = draft.port(draft.pick(draw, is_presented));
        if draw.percent(30) {
            dial.credentials = Credentials::Wrong;
        }
    }
    dial
}

/// A user who has a connection dials once more.
pub(super) fn second_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let mut dial = plain_dial(draft, draw);
    if let Some(call) = draft.call(draft.pick(draw, is_up)) {
        dial.user = call.user.clone();
    }
    dial
}

pub(super) fn ipv6_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let ipv6 = offer(draw, Offer::Pool, |draw| ipv6(draw, draft.tier));
    Dial { ipv6, ..plain_dial(draft, draw) }
}

/// A link on a port, to a port.
pub(super) fn link(draft: &Draft, draw: &mut Draw<'_, '_>, port: Want, to: Want) -> AddLink {
    let to = draft.port(near(draft, draw, to));
    AddLink { port: draft.port(draft.pick(draw, port)), to }
}

pub(super) fn plain_traffic(draft: &Draft, draw: &mut Draw<'_, '_>, want: Want) -> Traffic {
    let port = draft.port(near(draft, draw, want));
    let sent = u64::from(draw.below(0x1_0000));
    let received = u64::from(draw.below(0x1_0000));
    let compressed_percent = *draw.one_of(&[100, 50, 1, 33]);
    Traffic { port, sent, received, compressed_percent, ..Traffic::default() }
}

/// Traffic with every counter, and with counters at their ends from tier default on.
pub(super) fn full_traffic(draft: &Draft, draw: &mut Draw<'_, '_>) -> Traffic {
    let tier = draft.tier;
    let mut traffic = plain_traffic(draft, draw, is_up);
    if tier > Tier::Smoke {
        traffic.sent = number64(draw, tier);
        traffic.received = number64(draw, tier);
        traffic.compressed_percent = draw.below(101);
    }
    let counters = [
        &mut traffic.crc_errors,
        &mut traffic.timeout_errors,
        &mut traffic.alignment_errors,
        &mut traffic.hardware_overruns,
        &mut traffic.framing_errors,
        &mut traffic.buffer_overruns,
    ];
    for counter in counters {
        if draw.percent(40) {
            *counter = number64(draw, tier);
        }
    }
    traffic
}

/// More on the line than was to be sent.
pub(super) fn odd_traffic(draft: &Draft, draw: &mut Draw<'_, '_>) -> Traffic {
    let odd = [101, 200, u32::MAX, 101 + draw.below(1 << 30)];
    let compressed_percent = *draw.one_of(&odd);
    Traffic { compressed_percent, ..full_traffic(draft, draw) }
}

pub(super) fn wait(draft: &Draft, draw: &mut Draw<'_, '_>) -> Step {
    Step::Wait(span(draw, draft.tier))
}

/// Waits until about the end of a probation.
pub(super) fn wait_for_probation(draft: &Draft, draw: &mut Draw<'_, '_>) -> Step {
    let left = draft.call(draft.pick(draw, is_on_probation)).map_or(60_000, |call| call.probation_ms);
    let ms = match draw.below(3) {
        0 => left,
        1 => left.saturating_sub(1),
        _ => left.saturating_add(1),
    };
    Step::Wait(Span { ms: ms.max(1_000) })
}

pub(super) fn quarantine(draft: &Draft, draw: &mut Draw<'_, '_>, want: Want) -> QuarantineChange {
    let port = draft.port(near(draft, draw, want));
    let state = Quarantine(enumerated(draw, draft.tier, &[1, 0, 3], Quarantine::NAMES));
    let probation = if state == Quarantine::PROBATION { span(draw, draft.tier) } else { Span::default() };
    QuarantineChange { port, state, probation }
}

pub(super) fn probation(draft: &Draft, draw: &mut Draw<'_, '_>) -> QuarantineChange {
    let probation = span(draw, draft.tier);
    QuarantineChange { state: Quarantine::PROBATION, probation, ..quarantine(draft, draw, is_up) }
}

/// The state that the connection has already.
pub(super) fn same_quarantine(draft: &Draft, draw: &mut Draw<'_, '_>) -> QuarantineChange {
    let at = draft.pick(draw, is_up);
    let state = draft.call(at).map_or(Quarantine::NORMAL, |call| call.state);
    let probation = if state == Quarantine::PROBATION { span(draw, draft.tier) } else { Span::default() };
    QuarantineChange { port: draft.port(at), state, probation }
}

pub(super) fn endpoints(draft: &Draft, draw: &mut Draw<'_, '_>, want: Want) -> EndpointChange {
    let port = draft.port(near(draft, draw, want));
    let remote = endpoint(draft, draw);
    let local = if draw.percent(30) { endpoint(draft, draw) } else { Name::default() };
    EndpointChange { port, remote, local }
}

pub(super) fn present(draft: &Draft, draw: &mut Draw<'_, '_>, want: Want) -> PreAuthenticate {
    let port = draft.port(draft.pick(draw, want));
    let most = match draft.tier {
        Tier::Smoke => 16,
        Tier::Default | Tier::Strict => 300,
        Tier::Paranoid => 5_000,
    };
    let bytes = match draw.below(if draft.tier == Tier::Smoke { 1 } else { 3 }) {
        0 => 1 + draw.below(16),
        1 => 0,
        _ => draw.below(most),
    };
    let first = draw.below(256) as u8;
    let info = Hex((0..bytes).map(|at| first.wrapping_add(at as u8)).collect());
    PreAuthenticate { port, info }
}

/// What only newer versions know.
pub(super) fn too_new(draft: &Draft, draw: &mut Draw<'_, '_>) -> Step {
    match draw.below(3) {
        0 => Step::Endpoint(endpoints(draft, draw, is_up)),
        1 if draft.profile < Profile::Server2008 => Step::Quarantine(quarantine(draft, draw, is_up)),
        _ => Step::PreAuthenticate(present(draft, draw, is_idle)),
    }
}

/// One of the steps that need a running service, while it does not run.
pub(super) fn while_stopped(draft: &Draft, draw: &mut Draw<'_, '_>) -> Step {
    match draw.below(6) {
        0 => Step::Dial(plain_dial(draft, draw)),
        1 => Step::HangUp(on(draft, draw, is_idle)),
        2 => Step::AddLink(link(draft, draw, is_idle, is_idle)),
        3 => Step::Stop,
        4 => Step::Endpoint(endpoints(draft, draw, is_ikev2)),
        _ => Step::Traffic(plain_traffic(draft, draw, is_idle)),
    }
}
