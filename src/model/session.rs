//! What the service remembers of connections, ports and leases.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, LazyLock};

use super::event::Refusal;
use super::roster::Voter;
use super::seam::Question;
use crate::ras::{Connection, Name, Offer, Port, PortCondition, Tunnel};
use crate::scenario::{Dial, PreAuthenticate};

/// One connection, from the dial to its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Session {
    pub(super) facts: Arc<Connection>,
    /// The facts as they will be if the vote that is under way succeeds.
    pub(super) proposed: Option<Arc<Connection>>,
    pub(super) standing: Standing,
    /// The ports of its links, oldest first.
    pub(super) links: Vec<Name>,
    /// The port it was dialled on, which names it until its first link is up (CHOICE 22).
    pub(super) dialled: Name,
    /// The port whose link is being voted on.
    pub(super) joining: Name,
    pub(super) ipv4: Offer<Ipv4Addr>,
    pub(super) ipv6: Offer<Ipv6Addr>,
    /// Whether its addresses have been asked for.
    pub(super) addressed: bool,
    /// Why the connection has no address, if asking for one failed.
    pub(super) address_failure: Option<Refusal>,
    /// The addresses it holds, in the order in which it got them.
    pub(super) grants: Vec<GrantKey>,
    /// The time at which probation ends, in milliseconds.
    pub(super) deadline_ms: Option<u64>,
    /// What the client presented before it dialled (CHOICE 17).
    pub(super) presented: Option<PreAuthenticate>,
    /// Whether a DLL has vouched for the user (AMB-29).
    pub(super) vouched: bool,
}

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Standing {
    /// It is being authenticated, voted on, and given addresses.
    Admitting,
    /// It was accepted, but has no link (AMB-11).
    Waiting,
    /// It is up, with at least one link.
    Connected,
}

/// A call that gives an address back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Owed {
    pub(super) voter: Voter,
    pub(super) question: Question,
}

/// An address in use, and the sessions that use it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Grant {
    /// How many sessions use the address.
    pub(super) holders: u32,
    /// Whether one of them was ever connected (AMB-21).
    pub(super) was_connected: bool,
    /// The releases that the DLLs asked for.
    pub(super) owed: Vec<Owed>,
    /// The address that was given, if any.
    pub(super) address: Granted,
}

/// The address that sessions hold by a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Granted {
    /// There is none yet, or there will be none: the session that asked is refused.
    #[default]
    Nothing,
    Ipv4(Ipv4Addr),
    Ipv6(Ipv6Addr),
}

/// The holder of a grant, and the family of its address (AMB-56).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct GrantKey {
    pub(super) owner: Owner,
    pub(super) is_ipv6: bool,
}

/// What "each user" means (AMB-56).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Owner {
    Connection(u32),
    User { domain: Name, user: Name },
}

/// One port, for the life of the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PortState {
    pub(super) facts: Arc<Port>,
    /// The number of the connection that uses the port.
    pub(super) session: Option<u32>,
    /// The time at which its link came up, in milliseconds.
    pub(super) since_ms: u64,
    /// The client that presented itself before dialling (CHOICE 17).
    pub(super) presented: Option<PreAuthenticate>,
}

impl PortState {
    pub(super) fn new(name: Name, handle: u32) -> Self {
        let facts = Port { name, handle, condition: PortCondition::LISTENING, ..Port::default() };
        Self { facts: Arc::new(facts), session: None, since_ms: 0, presented: None }
    }

    /// Marks the port as used by a call that comes in.
    pub(super) fn take(&mut self, session: &Connection, line_speed: u32, now_ms: u64) {
        self.session = Some(session.number);
        self.since_ms = now_ms;
        let facts = Arc::make_mut(&mut self.facts);
        facts.calls = facts.calls.wrapping_add(1);
        facts.connection = session.handle;
        facts.condition = PortCondition::AUTHENTICATED; // CHOICE 50: at every callout about a link
        facts.duration_s = 0;
        facts.counters = Default::default();
        facts.line_speed = if line_speed == 0 { session.tunnel.line_speed() } else { line_speed };
        (facts.media, facts.device, facts.device_type) = names_of(session.tunnel);
    }

    /// Marks the port as free when its call is over.
    pub(super) fn free(&mut self) {
        self.session = None;
        let facts = Arc::make_mut(&mut self.facts);
        facts.connection = 0;
        facts.condition = PortCondition::LISTENING;
        facts.duration_s = 0;
    }
}

/// The names of media, device and type of the ports of a tunnel. All ports share them.
fn names_of(tunnel: Tunnel) -> (Name, Name, Name) {
    const KNOWN: [(Tunnel, &str, &str); 5] = [
        (Tunnel::Modem, "Modem", "modem"),
        (Tunnel::Pptp, "WAN Miniport (PPTP)", "vpn"),
        (Tunnel::L2tp, "WAN Miniport (L2TP)", "vpn"),
        (Tunnel::Sstp, "WAN Miniport (SSTP)", "vpn"),
        (Tunnel::Ikev2, "WAN Miniport (IKEv2)", "vpn"),
    ];
    static NAMES: LazyLock<[(Name, Name, Name); 5]> =
        LazyLock::new(|| KNOWN.map(|(_, device, kind)| ("rastapi".into(), device.into(), kind.into())));
    let at = KNOWN.iter().position(|(known, ..)| *known == tunnel).expect("each tunnel has names");
    NAMES[at].clone()
}

impl Session {
    /// Makes the session of a connection that has just been dialled.
    pub(super) fn new(facts: Connection, dial: &Dial) -> Self {
        Self {
            facts: Arc::new(facts),
            proposed: None,
            standing: Standing::Admitting,
            links: Vec::new(),
            dialled: dial.port.clone(),
            joining: dial.port.clone(),
            ipv4: dial.ipv4,
            ipv6: dial.ipv6,
            addressed: false,
            address_failure: None,
            grants: Vec::new(),
            deadline_ms: None,
            presented: None,
            vouched: false,
        }
    }
}
