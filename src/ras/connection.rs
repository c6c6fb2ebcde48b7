//! The facts of one connection, from which every RAS_CONNECTION structure is filled, so that all of them agree.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use super::address::{Identifier, Prefix};
use super::code::Code;
use super::name::Name;
use super::number::{WordError, flag_names, number_names, word_names};
use super::profile::Profile;
use super::record::{Fact, record};

number_names! {
    /// The kind of an interface, ROUTER_INTERFACE_TYPE (DATA-06).
    pub struct InterfaceType {
        /// The interface is a dial-in client.
        CLIENT = 0 "client",
        /// The interface is a home router.
        HOME_ROUTER = 1 "home-router",
        /// The interface is a full router.
        FULL_ROUTER = 2 "full-router",
        /// The interface is a dedicated line.
        DEDICATED = 3 "dedicated",
        /// It is the internal interface.
        INTERNAL = 4 "internal",
        /// It is the loopback interface.
        LOOPBACK = 5 "loopback",
        /// The interface is a tunnel. The page gives no description.
        TUNNEL1 = 6 "tunnel1",
        /// The interface is a dial-out connection.
        DIALOUT = 7 "dialout",
    }
}

number_names! {
    /// The quarantine state of a client, RAS_QUARANTINE_STATE (DATA-10).
    pub struct Quarantine {
        /// The client has full access.
        NORMAL = 0 "normal",
        /// The client has restricted access.
        QUARANTINE = 1 "quarantine",
        /// The client has full access for a limited time.
        PROBATION = 2 "probation",
        /// The client's state is not known.
        NOT_CAPABLE = 3 "not-capable",
    }
}

impl Quarantine {
    /// Whether the client has no full access in this state, or has it for a limited time.
    pub fn is_limited(self) -> bool {
        matches!(self, Self::QUARANTINE | Self::PROBATION)
    }
}

flag_names! {
    /// The flags of a connection, dwConnectionFlags (DATA-01). Up to Server 2003 bit 0x10 is also ARAP (DATA-02).
    pub struct ConnectionFlags {
        /// It is a PPP connection.
        PPP = 0x01 "ppp",
        /// The client runs a messenger service.
        MESSENGER = 0x02 "messenger",
        /// RAS_FLAGS_RAS_CONNECTION, which is in the metadata and on no page.
        RAS = 0x04 "ras",
        /// The client is in quarantine now (DATA-37).
        QUARANTINE = 0x08 "quarantine",
        /// It is an IKEv2 connection.
        IKEV2 = 0x10 "ikev2",
        /// It is dormant: an IKEv2 connection whose server cannot be reached (DATA-39).
        DORMANT = 0x20 "dormant",
    }
}

word_names! {
    /// How the client reaches the server.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Tunnel {
        /// The client dials in over a telephone line.
        Modem "modem",
        /// The client uses the Point-to-Point Tunneling Protocol.
        #[default]
        Pptp "pptp",
        /// The client uses the Layer Two Tunneling Protocol.
        L2tp "l2tp",
        /// The client uses the Secure Socket Tunneling Protocol, and can be pre-authenticated (PREAUTH-02).
        Sstp "sstp",
        /// The client uses IKEv2, which has no PPP and whose endpoints can move (ENDPT-02).
        Ikev2 "ikev2",
    }
}

impl Tunnel {
    /// The first Windows version that has such tunnels (DATA-42).
    pub const fn floor(self) -> Profile {
        match self {
            Self::Modem | Self::Pptp | Self::L2tp => Profile::Nt4Rras,
            Self::Sstp => Profile::Server2008,
            Self::Ikev2 => Profile::Server2008R2,
        }
    }

    /// The speed of its line unless a dial says another, in bits per second: never 0 (DATA-43).
    pub const fn line_speed(self) -> u32 {
        match self {
            Self::Modem => 56_000,
            Self::Pptp | Self::L2tp | Self::Sstp | Self::Ikev2 => 100_000_000,
        }
    }
}

word_names! {
    /// The protocol by which the user proved who they are.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Authentication {
        /// The user proved it by the Password Authentication Protocol.
        Pap "pap",
        /// The user proved it by Shiva PAP.
        Spap "spap",
        /// The user proved it by CHAP with MD5.
        Chap "chap",
        /// The user proved it by Microsoft CHAP.
        MsChap "ms-chap",
        /// The user proved it by Microsoft CHAP version 2.
        #[default]
        MsChapV2 "ms-chap-v2",
        /// The user proved it by EAP, the only protocol for which the EAP type counts (DATA-19).
        Eap "eap",
        /// The client proved it by a machine certificate, with IKEv2.
        Certificate "certificate",
    }
}

/// A connection's GUID, valid while the connection is active (DATA-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Guid(pub [u8; 16]);

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl FromStr for Guid {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let bits = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32);
        bits.map(|bits| Self(bits.to_be_bytes()))
            .ok_or_else(|| WordError::new(text, &["a GUID of 32 digits"], ""))
    }
}

impl Fact for InterfaceType {}
impl Fact for Quarantine {}
impl Fact for ConnectionFlags {}
impl Fact for Tunnel {}
impl Fact for Authentication {}
impl Fact for Guid {}

record! {
    /// What has passed over a connection or a port since it came up.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct Counters {
        /// The payload to the client, in bytes.
        pub bytes_sent: u64,
        /// The payload from the client, in bytes.
        pub bytes_received: u64,
        /// The bytes to the client as the line saw them, after compression (DATA-26).
        pub wire_sent: u64,
        /// The bytes from the client as the line saw them.
        pub wire_received: u64,
        /// The number of frames to the client.
        pub frames_sent: u64,
        /// The number of frames from the client.
        pub frames_received: u64,
        /// The number of CRC errors.
        pub crc_errors: u64,
        /// The number of timeouts.
        pub timeout_errors: u64,
        /// The number of alignment errors.
        pub alignment_errors: u64,
        /// The number of hardware overruns.
        pub hardware_overruns: u64,
        /// The number of framing errors.
        pub framing_errors: u64,
        /// The number of buffer overruns.
        pub buffer_overruns: u64,
    }
}

impl Counters {
    /// Adds what `more` counted. Sums stop at the greatest `u64`; narrower members of structures wrap.
    pub fn add(&mut self, more: &Self) {
        let pairs: [(&mut u64, u64); 12] = [
            (&mut self.bytes_sent, more.bytes_sent),
            (&mut self.bytes_received, more.bytes_received),
            (&mut self.wire_sent, more.wire_sent),
            (&mut self.wire_received, more.wire_received),
            (&mut self.frames_sent, more.frames_sent),
            (&mut self.frames_received, more.frames_received),
            (&mut self.crc_errors, more.crc_errors),
            (&mut self.timeout_errors, more.timeout_errors),
            (&mut self.alignment_errors, more.alignment_errors),
            (&mut self.hardware_overruns, more.hardware_overruns),
            (&mut self.framing_errors, more.framing_errors),
            (&mut self.buffer_overruns, more.buffer_overruns),
        ];
        for (sum, part) in pairs {
            *sum = sum.saturating_add(part);
        }
    }

    /// The compressed size of what was received, in percent of its plain size (DATA-27); 0 before any traffic.
    pub fn ratio_in(&self) -> u32 {
        percent(self.wire_received, self.bytes_received)
    }

    /// The compressed size of what was sent, in percent of its plain size (DATA-27); 0 before any traffic.
    pub fn ratio_out(&self) -> u32 {
        percent(self.wire_sent, self.bytes_sent)
    }
}

fn percent(part: u64, whole: u64) -> u32 {
    let ratio = u128::from(part) * 100 / u128::from(whole.max(1));
    u32::try_from(ratio).unwrap_or(u32::MAX)
}

record! {
    /// Everything a DLL can learn about one connection. By default it is one over PPTP by nobody, with nothing
    /// negotiated.
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct Connection {
        /// The number by which transcripts name it: 1 for the first dial of a scenario.
        pub number: u32,
        /// The handle hConnection, which is one value in all structures of the connection (DATA-33).
        pub handle: u32,
        /// The handle of the interface, hInterface.
        pub interface: u32,
        /// The seconds since the user was authenticated (DATA-03).
        pub duration_s: u32,
        /// The virtual time at which the user was authenticated, in milliseconds.
        pub started_ms: u64,
        /// The kind of the interface, dwInterfaceType.
        pub interface_type: InterfaceType,
        /// The flags dwConnectionFlags.
        pub flags: ConnectionFlags = ConnectionFlags::PPP,
        /// The name of the interface, wszInterfaceName.
        pub interface_name: Name,
        /// The name of the user, wszUserName.
        pub user: Name,
        /// The domain of the user, wszLogonDomain.
        pub domain: Name,
        /// The name of the client's computer, wszRemoteComputer.
        pub computer: Name,
        /// The GUID, a new one for each connection (DATA-07).
        pub guid: Guid,
        /// How the client reaches the server, which decides between PPP and IKEv2 projection (DATA-15).
        pub tunnel: Tunnel,
        /// The quarantine state, rasQuarState. A connection begins in the first one (CHOICE 32).
        pub quarantine: Quarantine,
        /// The virtual time at which probation ends, in milliseconds; valid under probation only (DATA-09).
        pub probation_until_ms: u64,
        /// How long probation lasts, in milliseconds; valid under probation only (DATA-09).
        pub probation_ms: u64,
        /// How often the client has moved, dwNumSwitchOvers; valid for IKEv2 only (DATA-13).
        pub switch_overs: u32,
        /// The server's endpoint, wszLocalEndpointAddress (DATA-14).
        pub local_endpoint: Name,
        /// The client's endpoint, wszRemoteEndpointAddress.
        pub remote_endpoint: Name,
        /// The result of the IPv4 negotiation; the addresses are valid only if it is NO_ERROR (DATA-16).
        pub ipv4_error: Code,
        /// The IPv4 address of the server's end; zero if IPv4 is not up.
        pub server_ipv4: Ipv4Addr = Ipv4Addr::UNSPECIFIED,
        /// The IPv4 address of the client's end.
        pub client_ipv4: Ipv4Addr = Ipv4Addr::UNSPECIFIED,
        /// The IPCP options: PPP_IPCP_VJ, or 0.
        pub ipcp_options: u32,
        /// The result of the IPv6 negotiation; the identifiers are valid only if it is NO_ERROR (DATA-17).
        pub ipv6_error: Code,
        /// The server's interface identifier; zero if IPv6 is not up.
        pub server_ipv6_id: Identifier,
        /// The client's interface identifier.
        pub client_ipv6_id: Identifier,
        /// The prefix of the client's IPv6 address.
        pub ipv6_prefix: Prefix,
        /// The length of the prefix in bits.
        pub ipv6_prefix_length: u32,
        /// The result of the NetBEUI negotiation, before Server 2003 (DATA-23).
        pub nbf_error: Code,
        /// The client's NetBIOS name.
        pub nbf_workstation: Name,
        /// The result of the IPX negotiation, up to Server 2003 on 32 bits (DATA-24).
        pub ipx_error: Code,
        /// The client's IPX address, of the form net.node, such as `1234ABCD.12AB34CD56EF`.
        pub ipx_address: Name,
        /// The result of the AppleTalk negotiation.
        pub at_error: Code,
        /// The client's AppleTalk address.
        pub at_address: Name,
        /// The LCP options: bits PPP_LCP_*.
        pub lcp_options: u32,
        /// The protocol by which the user proved who they are.
        pub authentication: Authentication,
        /// The EAP type; valid with EAP only (DATA-19).
        pub eap_type: u32,
        /// The result of the compression negotiation.
        pub ccp_error: Code,
        /// The compression algorithm: RASCCPCA_MPPC, RASCCPCA_STAC, or 0.
        pub ccp_algorithm: u32,
        /// The compression options: bits PPP_CCP_*.
        pub ccp_options: u32,
        /// The encryption, IPSEC_CIPHER_TYPE_*; valid for IKEv2 only.
        pub encryption: u32,
    }
    with {
        /// What has passed over all its links.
        pub counters: Counters,
    }
}

impl Connection {
    /// Whether IPv4 was negotiated.
    pub fn has_ipv4(&self) -> bool {
        self.ipv4_error == Code::NO_ERROR && !self.server_ipv4.is_unspecified()
    }

    /// Whether IPv6 was negotiated.
    pub fn has_ipv6(&self) -> bool {
        self.ipv6_error == Code::NO_ERROR && self.server_ipv6_id != Identifier::default()
    }
}
