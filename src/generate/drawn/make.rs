//! How the rows of the table of choices make their steps.

use std::net::Ipv4Addr;

use super::draft::{Draft, is_idle, is_ikev2, is_on_probation, is_presented, is_up};
use super::draw::Draw;
use super::tier::{DIAL_FLAGS, INTERFACE_TYPES, STATES, Tier};
use super::value::{
    APPLETALK, COMPUTER, DOMAIN, EAP_TYPE, ENDPOINT, ENUMERATED, FLAGS, INFO_LENGTH, INTERFACE, IPV4, IPV6,
    IPX, NAME, NBF, PERCENT, Room, SPAN, TUNNEL, number32, number64, offer,
};
use crate::ras::{
    Authentication, Callout, ConnectionFlags, InterfaceType, Name, Offer, Profile, Quarantine, Tunnel,
};
use crate::scenario::{
    AddLink, Credentials, Dial, EndpointChange, Hex, OnPort, PreAuthenticate, QuarantineChange, Span, Step,
    Traffic,
};

type Want = fn(&Draft, usize) -> bool;

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

/// The name of the vocabulary, if there is one and the bytes say so.
fn often(known: &Option<Name>, draw: &mut Draw<'_, '_>) -> Option<Name> {
    known.as_ref().filter(|_| draw.percent(50)).cloned()
}

/// A name of the vocabulary or of the tier.
fn name(known: &Option<Name>, draft: &Draft, draw: &mut Draw<'_, '_>, room: &Room) -> Name {
    often(known, draw).unwrap_or_else(|| NAME.draw(draw, draft.tier, room))
}

/// A user on an idle port, with little said beside.
pub(super) fn plain_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let port = draft.port(draft.pick(draw, is_idle));
    let user = draft.user(draw);
    let domain = often(&draft.domain, draw).unwrap_or_default();
    let ipv4 = match offer(draw, draft.tier, Offer::Pool, &IPV4) {
        // This address is how a service says that it has none.
        Offer::Address(Ipv4Addr::UNSPECIFIED) => Offer::Zero,
        offer => offer,
    };
    Dial { port, user, domain, ipv4, ..Dial::default() }
}

/// A dial with everything that a dial can say.
pub(super) fn full_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let tier = draft.tier;
    let authentication = *draw.one_of(Authentication::ALL);
    let mut dial = Dial {
        domain: name(&draft.domain, draft, draw, &DOMAIN),
        computer: name(&draft.computer, draft, draw, &COMPUTER),
        interface_type: InterfaceType(ENUMERATED.draw(draw, tier, &INTERFACE_TYPES)),
        tunnel: TUNNEL.draw(draw, tier, &draft.profile),
        authentication,
        eap_type: EAP_TYPE.draw(draw, tier, &authentication),
        ipv6: offer(draw, tier, Offer::None, &IPV6),
        flags: ConnectionFlags(FLAGS.draw(draw, tier, &DIAL_FLAGS)),
        ..plain_dial(draft, draw)
    };
    if draw.percent(10) {
        dial.credentials = Credentials::Wrong;
    }
    if draw.percent(25) {
        dial.interface = name(&draft.interface, draft, draw, &INTERFACE);
    }
    if draw.percent(40) {
        dial.line_speed = number32(draw, tier);
    }
    if tier < Tier::Strict {
        dial.flags = known_flags(dial.flags, dial.tunnel, draft.profile);
    }
    if draft.profile <= Profile::Server2003 && draw.percent(40) {
        older_protocols(&mut dial, draft, draw);
    }
    if draw.percent(40) {
        dial.remote_endpoint = endpoint(draft, draw);
        dial.local_endpoint = endpoint(draft, draw);
    }
    dial
}

/// Those of the flags that such a connection can have (DATA-37, DATA-39).
fn known_flags(flags: ConnectionFlags, tunnel: Tunnel, profile: Profile) -> ConnectionFlags {
    let without = |flag: ConnectionFlags, is_known| if is_known { 0 } else { flag.0 };
    let unknown = without(ConnectionFlags::DORMANT, tunnel == Tunnel::Ikev2)
        | without(ConnectionFlags::QUARANTINE, profile >= Profile::Server2003);
    ConnectionFlags(flags.0 & !unknown)
}

/// What clients negotiate that later Windows versions no longer have.
fn older_protocols(dial: &mut Dial, draft: &Draft, draw: &mut Draw<'_, '_>) {
    if draft.profile < Profile::Server2003 && draw.percent(50) {
        dial.nbf = NAME.draw(draw, draft.tier, &NBF);
    }
    if draw.percent(50) {
        dial.ipx = NAME.draw(draw, draft.tier, &IPX);
    }
    if draw.percent(50) {
        dial.appletalk = NAME.draw(draw, draft.tier, &APPLETALK);
    }
}

fn endpoint(draft: &Draft, draw: &mut Draw<'_, '_>) -> Name {
    NAME.draw(draw, draft.tier, &ENDPOINT)
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
    if let Some(occupant) = draft.occupant(draft.pick(draw, is_up)) {
        dial.user = occupant.facts.user.clone();
    }
    dial
}

pub(super) fn ipv6_dial(draft: &Draft, draw: &mut Draw<'_, '_>) -> Dial {
    let ipv6 = offer(draw, draft.tier, Offer::Pool, &IPV6);
    Dial { ipv6, ..plain_dial(draft, draw) }
}

/// Makes a link on a port as wanted, to the connection of another.
pub(super) fn link(draft: &Draft, draw: &mut Draw<'_, '_>, port: Want, to: Want) -> AddLink {
    let to = draft.port(near(draft, draw, to));
    AddLink { port: draft.port(draft.pick(draw, port)), to }
}

pub(super) fn plain_traffic(draft: &Draft, draw: &mut Draw<'_, '_>, want: Want) -> Traffic {
    let port = draft.port(near(draft, draw, want));
    let sent = u64::from(draw.below(0x1_0000));
    let received = u64::from(draw.below(0x1_0000));
    let compressed_percent = PERCENT.draw(draw, Tier::Smoke, &());
    Traffic { port, sent, received, compressed_percent, ..Traffic::default() }
}

/// Traffic with every counter, and with counters at their ends from tier default on.
pub(super) fn full_traffic(draft: &Draft, draw: &mut Draw<'_, '_>) -> Traffic {
    let tier = draft.tier;
    let mut traffic = plain_traffic(draft, draw, is_up);
    if tier > Tier::Smoke {
        traffic.sent = number64(draw, tier);
        traffic.received = number64(draw, tier);
        traffic.compressed_percent = PERCENT.draw(draw, Tier::Default, &());
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

/// Traffic of which more goes over the line than was to be sent.
pub(super) fn odd_traffic(draft: &Draft, draw: &mut Draw<'_, '_>) -> Traffic {
    let compressed_percent = PERCENT.between(draw, Tier::Strict, draft.tier, &());
    Traffic { compressed_percent, ..full_traffic(draft, draw) }
}

pub(super) fn wait(draft: &Draft, draw: &mut Draw<'_, '_>) -> Step {
    Step::Wait(SPAN.draw(draw, draft.tier, &()))
}

/// Waits until about the end of a probation.
pub(super) fn wait_for_probation(draft: &Draft, draw: &mut Draw<'_, '_>) -> Step {
    let on_probation = draft.occupant(draft.pick(draw, is_on_probation));
    let left = on_probation.and_then(|occupant| occupant.probation_ms).unwrap_or(60_000);
    let ms = match draw.below(3) {
        0 => left,
        1 => left.saturating_sub(1),
        _ => left.saturating_add(1),
    };
    Step::Wait(Span { ms: ms.max(1_000) })
}

pub(super) fn quarantine(draft: &Draft, draw: &mut Draw<'_, '_>, want: Want) -> QuarantineChange {
    let port = draft.port(near(draft, draw, want));
    let state = Quarantine(ENUMERATED.draw(draw, draft.tier, &STATES));
    let probation =
        if state == Quarantine::PROBATION { SPAN.draw(draw, draft.tier, &()) } else { Span::default() };
    QuarantineChange { port, state, probation }
}

pub(super) fn probation(draft: &Draft, draw: &mut Draw<'_, '_>) -> QuarantineChange {
    let probation = SPAN.draw(draw, draft.tier, &());
    QuarantineChange { state: Quarantine::PROBATION, probation, ..quarantine(draft, draw, is_up) }
}

/// A change to the state that the connection has already.
pub(super) fn same_quarantine(draft: &Draft, draw: &mut Draw<'_, '_>) -> QuarantineChange {
    let at = draft.pick(draw, is_up);
    let state = draft.occupant(at).map_or(Quarantine::NORMAL, |occupant| occupant.facts.quarantine);
    let probation =
        if state == Quarantine::PROBATION { SPAN.draw(draw, draft.tier, &()) } else { Span::default() };
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
    let length = INFO_LENGTH.draw(draw, draft.tier, &());
    let first = draw.below(256) as u8;
    let info = Hex((0..length).map(|at| first.wrapping_add(at as u8)).collect());
    PreAuthenticate { port, info }
}

/// A step that only newer Windows versions know.
pub(super) fn too_new(draft: &Draft, draw: &mut Draw<'_, '_>) -> Step {
    match draw.below(3) {
        0 => Step::Endpoint(endpoints(draft, draw, is_up)),
        1 if !draft.has(Callout::AcceptReauthentication) => Step::Quarantine(quarantine(draft, draw, is_up)),
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
