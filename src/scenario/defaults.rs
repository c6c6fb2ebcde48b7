//! What the fields of a step hold where the scenario says nothing.

use super::step::{Credentials, Dial, Traffic};
use crate::ras::{Authentication, ConnectionFlags, InterfaceType, Name, Offer, Tunnel};

pub(super) fn pptp() -> Tunnel {
    Tunnel::Pptp
}

pub(super) fn ms_chap_v2() -> Authentication {
    Authentication::MsChapV2
}

pub(super) fn right() -> Credentials {
    Credentials::Right
}

pub(super) fn pool<A>() -> Offer<A> {
    Offer::Pool
}

pub(super) fn no_offer<A>() -> Offer<A> {
    Offer::None
}

pub(super) fn uncompressed() -> u32 {
    100
}

impl Default for Dial {
    fn default() -> Self {
        Self {
            port: Name::default(),
            user: Name::default(),
            domain: Name::default(),
            computer: Name::default(),
            interface: Name::default(),
            interface_type: InterfaceType::CLIENT,
            tunnel: pptp(),
            authentication: ms_chap_v2(),
            eap_type: 0,
            credentials: right(),
            ipv4: pool(),
            ipv6: no_offer(),
            flags: ConnectionFlags::default(),
            local_endpoint: Name::default(),
            remote_endpoint: Name::default(),
            line_speed: 0,
        }
    }
}

impl Default for Traffic {
    fn default() -> Self {
        Self {
            port: Name::default(),
            sent: 0,
            received: 0,
            compressed_percent: uncompressed(),
            crc_errors: 0,
            timeout_errors: 0,
            alignment_errors: 0,
            hardware_overruns: 0,
            framing_errors: 0,
            buffer_overruns: 0,
        }
    }
}
