//! What a connection is known by: what a dial says of it, and what changes while it lives (DATA-36 to DATA-45).

use super::event::SkipReason;
use crate::ras::{
    Callout, Code, Connection, ConnectionFlags, MultilinkBit, Policy, Profile, Quarantine, QuarantineFlag,
    Tunnel,
};
use crate::scenario::Dial;

/// PPP_LCP_MULTILINK_FRAMING.
const MULTILINK: u32 = 0x1;

/// The flags that the tunnel decides, whatever a dial says (DATA-36).
const OF_TUNNELS: u32 = ConnectionFlags::PPP.0 | ConnectionFlags::IKEV2.0;

/// Why there is no such connection on this Windows version, or on none (DATA-39, DATA-42).
pub(super) fn out_of_its_time(dial: &Dial, profile: Profile) -> Option<SkipReason> {
    let has_flag = |flag| dial.flags.contains(flag);
    let is_too_new = profile < dial.tunnel.floor()
        || has_flag(ConnectionFlags::DORMANT) && profile < Tunnel::Ikev2.floor()
        || has_flag(ConnectionFlags::QUARANTINE) && profile < Profile::Server2003;
    let is_gone = !dial.nbf.is_empty() && profile >= Profile::Server2003
        || !(dial.ipx.is_empty() && dial.appletalk.is_empty()) && profile > Profile::Server2003;
    if is_too_new {
        Some(SkipReason::TooOld)
    } else if is_gone {
        Some(SkipReason::Gone)
    } else {
        let is_elsewhere = has_flag(ConnectionFlags::DORMANT) && dial.tunnel != Tunnel::Ikev2;
        is_elsewhere.then_some(SkipReason::NotDormant)
    }
}

/// Fills in what a dial says about its connection, and what its two ends agree on.
///
/// Not on a page, and chosen: the interface is named after the user (CHOICE 46), PPP compresses headers and data and
/// encrypts with 128 bits (CHOICE 47), IKEv2 encrypts with AES of 256 bits (CHOICE 48).
pub(super) fn describe(facts: &mut Connection, dial: &Dial, profile: Profile, policy: &Policy) {
    facts.interface_type = dial.interface_type;
    facts.interface_name = if dial.interface.is_empty() { dial.user.clone() } else { dial.interface.clone() };
    facts.user = dial.user.clone();
    facts.domain = dial.domain.clone();
    facts.computer = dial.computer.clone();
    facts.tunnel = dial.tunnel;
    facts.local_endpoint = dial.local_endpoint.clone();
    facts.remote_endpoint = dial.remote_endpoint.clone();
    facts.authentication = dial.authentication;
    facts.eap_type = dial.eap_type;
    let absent = policy.not_negotiated.error();
    let unless = |is_there: bool| if is_there { Code::NO_ERROR } else { absent };
    (facts.ipv4_error, facts.ipv6_error) = (absent, absent);
    (facts.nbf_error, facts.nbf_workstation) = (unless(!dial.nbf.is_empty()), dial.nbf.clone());
    (facts.ipx_error, facts.ipx_address) = (unless(!dial.ipx.is_empty()), dial.ipx.clone());
    (facts.at_error, facts.at_address) = (unless(!dial.appletalk.is_empty()), dial.appletalk.clone());
    let kind = if dial.tunnel == Tunnel::Ikev2 {
        facts.encryption = 5; // IPSEC_CIPHER_TYPE_AES_256
        ConnectionFlags::IKEV2
    } else {
        facts.lcp_options = 0x6; // PPP_LCP_PFC and PPP_LCP_ACFC
        facts.ipcp_options = 0x1; // PPP_IPCP_VJ
        facts.ccp_algorithm = 6; // RASCCPCA_MPPC
        facts.ccp_options = 0x41; // PPP_CCP_COMPRESSION and PPP_CCP_ENCRYPTION128BIT
        ConnectionFlags::PPP
    };
    facts.flags = ConnectionFlags(dial.flags.0 & !OF_TUNNELS | kind.0);
    // CHOICE 32: normal, unless the client comes with the flag, and the state moves with it.
    let has_states = profile >= Callout::AcceptReauthentication.floor();
    let follows = policy.quarantine_flag == QuarantineFlag::FollowsState;
    if has_states && follows && dial.flags.contains(ConnectionFlags::QUARANTINE) {
        facts.quarantine = Quarantine::QUARANTINE;
    }
    if policy.multilink_bit == MultilinkBit::Negotiated {
        set_multilink(facts);
    }
}

/// Sets a new quarantine state, and the flag that tells of it (DATA-37, AMB-57).
pub(super) fn set_quarantine(facts: &mut Connection, state: Quarantine, policy: &Policy) {
    facts.quarantine = state;
    if policy.quarantine_flag == QuarantineFlag::FollowsState {
        let flag = if state.is_limited() { ConnectionFlags::QUARANTINE.0 } else { 0 };
        facts.flags = ConnectionFlags(facts.flags.0 & !ConnectionFlags::QUARANTINE.0 | flag);
    }
}

/// The connection has its second link. That the bit stays when it has one again is CHOICE 49.
pub(super) fn second_link(facts: &mut Connection, policy: &Policy) {
    if policy.multilink_bit == MultilinkBit::SecondLink {
        set_multilink(facts);
    }
}

/// Says that the connection uses multilink (DATA-41). IKEv2 has no LCP that could.
fn set_multilink(facts: &mut Connection) {
    if facts.tunnel != Tunnel::Ikev2 {
        facts.lcp_options |= MULTILINK;
    }
}
