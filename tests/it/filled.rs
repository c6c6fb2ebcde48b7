//! Records, the structures that they fill, and the members of those by name.

use std::collections::{BTreeMap, BTreeSet};

use mockras::abi::*;
use mockras::ras::{
    Authentication, Code, Connection, ConnectionFlags, Counters, InterfaceType, Name, Port, Quarantine,
    Tunnel,
};

/// Bytes by the path of the member that they belong to, such as `RAS_CONNECTION_3.PppInfo3.ip.dwError`.
pub(crate) type Members = BTreeMap<String, Vec<u8>>;

// Prefixes of members that several structures have.
pub(crate) const PPP_ARM: &[&str] = &["RAS_CONNECTION_EX.ProjectionInfo.ppp"];
pub(crate) const IKEV2_ARM: &[&str] = &["RAS_CONNECTION_EX.ProjectionInfo.ikev2"];
pub(crate) const EX: &[&str] = &["RAS_CONNECTION_EX"];
pub(crate) const LCP: &[&str] = &["RAS_CONNECTION_2.PppInfo2.lcp", "RAS_CONNECTION_3.PppInfo3.lcp"];
pub(crate) const SERIES_3: &[&str] = &["RAS_CONNECTION_3"];

/// Everything the structures are filled from.
#[derive(Clone)]
pub(crate) struct Records {
    pub(crate) connection: Connection,
    pub(crate) port: Port,
    pub(crate) info: Vec<u8>,
    pub(crate) view: View,
}

/// A PPP connection of which everything is valid that can be, and no two numbers are alike.
pub(crate) fn ppp() -> Records {
    let flags = ConnectionFlags::PPP.0 | ConnectionFlags::QUARANTINE.0;
    let connection = Connection {
        handle: 0x101,
        interface: 0x102,
        duration_s: 90,
        started_ms: 5_000,
        interface_type: InterfaceType::DIALOUT,
        flags: ConnectionFlags(flags),
        interface_name: "Internal".into(),
        user: "alice".into(),
        domain: "CORP".into(),
        computer: "LAPTOP".into(),
        guid: "00112233-4455-6677-8899-aabbccddeeff".parse().expect("a GUID"),
        quarantine: Quarantine::PROBATION,
        probation_until_ms: 600_000,
        probation_ms: 240_000,
        switch_overs: 3,
        local_endpoint: "192.0.2.1".into(),
        remote_endpoint: "198.51.100.23".into(),
        ipv4_error: Code::NO_ERROR,
        server_ipv4: [10, 0, 0, 1].into(),
        client_ipv4: [10, 0, 0, 107].into(),
        ipcp_options: 1,
        ipv6_error: Code::NO_ERROR,
        server_ipv6_id: "0200000000000001".parse().expect("an identifier"),
        client_ipv6_id: "0200000000000107".parse().expect("an identifier"),
        ipv6_prefix: "20010db800010000".parse().expect("a prefix"),
        ipv6_prefix_length: 64,
        nbf_error: Code::NO_ERROR,
        nbf_workstation: "WKSTA".into(),
        ipx_error: Code::NO_ERROR,
        ipx_address: "00000001.020304050607".into(),
        at_error: Code::NO_ERROR,
        at_address: "65280.128".into(),
        lcp_options: 0x0f,
        authentication: Authentication::Eap,
        eap_type: 13,
        ccp_error: Code::PPP_NOT_CONVERGING,
        ccp_algorithm: 6,
        ccp_options: 0x40,
        encryption: 5,
        counters: counters(1000),
        ..Connection::default()
    };
    let port = Port {
        name: "VPN2-0".into(),
        handle: 0x201,
        connection: 0x101,
        condition: mockras::ras::PortCondition::AUTHENTICATED,
        calls: 12,
        duration_s: 80,
        media: "rastapi".into(),
        device: "WAN Miniport (PPTP)".into(),
        device_type: "VPN".into(),
        line_speed: 64_000,
        counters: counters(500),
        ..Port::default()
    };
    Records { connection, port, info: b"token".to_vec(), view: View::default() }
}

/// The same over IKEv2.
pub(crate) fn ikev2() -> Records {
    let mut records = ppp();
    records.connection.tunnel = Tunnel::Ikev2;
    records.connection.flags.0 |= ConnectionFlags::IKEV2.0;
    records
}

/// Counters that differ by one from member to member.
pub(crate) fn counters(first: u64) -> Counters {
    Counters {
        bytes_sent: first,
        bytes_received: first + 1,
        wire_sent: first + 2,
        wire_received: first + 3,
        frames_sent: first + 4,
        frames_received: first + 5,
        crc_errors: first + 6,
        timeout_errors: first + 7,
        alignment_errors: first + 8,
        hardware_overruns: first + 9,
        framing_errors: first + 10,
        buffer_overruns: first + 11,
    }
}

impl Records {
    /// The records after a change of the connection.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Connection)) -> Records {
        change(&mut self.connection);
        self
    }

    /// The members of all structures, filled over bytes of `junk`.
    pub(crate) fn fill_over(&self, junk: u8) -> Members {
        let mut members = Members::new();
        macro_rules! fill {
            ($($structure:ident $facts:expr;)+) => {$({
                let junk = vec![junk; size_of::<$structure>()];
                let mut structure = $structure::from_bytes(&junk).expect("enough bytes");
                structure.fill($facts, &self.view);
                collect(&structure, &mut members);
            })+};
        }
        fill! {
            RAS_CONNECTION_0 &self.connection;
            RAS_CONNECTION_1 &self.connection;
            RAS_CONNECTION_2 &self.connection;
            RAS_CONNECTION_3 &self.connection;
            RAS_CONNECTION_EX &self.connection;
            RAS_PORT_0 &self.port;
            RAS_PORT_1 &self.port;
        }
        let junk = vec![junk; size_of::<AUTH_VALIDATION_EX>()];
        let mut auth = AUTH_VALIDATION_EX::from_bytes(&junk).expect("enough bytes");
        let Connection { handle, user, domain, .. } = &self.connection;
        auth.fill(*handle, user, domain, &self.info, &self.view);
        collect(&auth, &mut members);
        members
    }

    /// The members of all structures.
    pub(crate) fn fill(&self) -> Members {
        self.fill_over(0)
    }
}

fn collect<T: Structure>(structure: &T, members: &mut Members) {
    for (at, byte) in structure.to_bytes().into_iter().enumerate() {
        let mut path = T::path_at(at);
        if path.starts_with("padding") {
            assert_eq!(byte, 0, "{}: {path}", T::NAME);
            continue;
        }
        if let Some(index) = path.strip_prefix("ProjectionInfo.Anonymous[") {
            let index = index.trim_end_matches(']').parse().expect("an index");
            let is_ppp = members[&format!("{}.ProjectionInfo.projectionInfoType", T::NAME)] == [1];
            path = format!("ProjectionInfo.{}", path_in_storage(is_ppp, index));
            if path.contains("padding") {
                assert_eq!(byte, 0, "{}: {path}", T::NAME);
                continue;
            }
        }
        let member = path.split('[').next().unwrap_or(&path);
        members.entry(format!("{}.{member}", T::NAME)).or_default().push(byte);
    }
}

fn path_in_storage(is_ppp: bool, index: usize) -> String {
    match is_ppp {
        true => format!("ppp.{}", PPP_PROJECTION_INFO::path_at(index)),
        false if index < 144 => format!("ikev2.{}", IKEV2_PROJECTION_INFO::path_at(index)),
        false => "behind".to_owned(),
    }
}

/// The members in which the two differ; a member that only one of them has counts.
pub(crate) fn differences(one: &Members, other: &Members) -> BTreeSet<String> {
    let paths = one.keys().chain(other.keys());
    paths.filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

/// The members that hold poison. Text counts if it is poison but for its NUL.
pub(crate) fn poisoned(members: &Members) -> BTreeSet<String> {
    let is_poison = |bytes: &[u8]| match bytes {
        [rest @ .., 0, 0] if rest.len() > 6 => rest.iter().all(|byte| *byte == POISON),
        _ => bytes.iter().all(|byte| *byte == POISON),
    };
    members.iter().filter(|(_, bytes)| is_poison(bytes)).map(|(path, _)| path.clone()).collect()
}

/// The paths that each of the structures makes of each of the members.
pub(crate) fn paths(of: &[(&[&str], &[&str])]) -> BTreeSet<String> {
    of.iter()
        .flat_map(|(structures, members)| {
            structures
                .iter()
                .flat_map(move |structure| members.iter().map(move |m| format!("{structure}.{m}")))
        })
        .collect()
}

/// The bytes as WCHARs.
pub(crate) fn units(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks_exact(2).map(|pair| u16::from_ne_bytes([pair[0], pair[1]])).collect()
}

/// Text up to its NUL.
pub(crate) fn name(bytes: &[u8]) -> Name {
    Name::from_array(&units(bytes))
}

/// The bytes, at most eight, as a number.
pub(crate) fn number(bytes: &[u8]) -> u64 {
    let mut image = [0; 8];
    if cfg!(target_endian = "little") {
        image[..bytes.len()].copy_from_slice(bytes);
    } else {
        image[8 - bytes.len()..].copy_from_slice(bytes);
    }
    u64::from_ne_bytes(image)
}
