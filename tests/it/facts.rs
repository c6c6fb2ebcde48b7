//! One record fills all structures of a connection or a port, and tells each member what it has to hold.

use std::collections::BTreeSet;

use mockras::ras::{
    Authentication, Code, Connection, ConnectionFlags, Counters, HardwareCondition, InterfaceType, Name,
    PortCondition, Profile, Quarantine,
};

use crate::filled::{
    IKEV2_ARM, LCP, Members, PPP_ARM, counters, differences, ikev2, name, number, ppp, units,
};

#[test]
fn members_of_one_name_agree_in_all_structures() {
    let filled = ppp().fill();
    for (member, holders, value) in [
        ("hConnection", 7, 0x101),
        ("hInterface", 3, 0x102),
        ("hPort", 2, 0x201),
        ("dwInterfaceType", 4, 7),
        ("dwConnectionFlags", 2, 9),
        ("rasQuarState", 2, 2),
        ("dwLineSpeed", 1, 64_000),
        ("dwTotalNumberOfCalls", 1, 12),
    ] {
        assert_all(&filled, member, holders, value);
    }
    let durations = ["RAS_CONNECTION_0", "RAS_CONNECTION_EX", "RAS_PORT_0"];
    let durations = durations.map(|structure| number(&filled[&format!("{structure}.dwConnectDuration")]));
    assert_eq!(durations, [90, 90, 80], "seconds, of the connection and of the port");
    for (member, holders, value) in [
        ("wszUserName", 5, "alice"),
        ("wszLogonDomain", 3, "CORP"),
        ("wszRemoteComputer", 2, "LAPTOP"),
        ("wszInterfaceName", 2, "Internal"),
        ("wszAddress", 4, "10.0.0.1"),
        ("wszRemoteAddress", 4, "10.0.0.107"),
        ("wszRemoteEndpointAddress", 1, "198.51.100.23"),
        ("wszLocalEndpointAddress", 1, "192.0.2.1"),
        ("wszPortName", 1, "VPN2-0"),
        ("wszMediaName", 1, "rastapi"),
        ("wszDeviceName", 1, "WAN Miniport (PPTP)"),
        ("wszDeviceType", 1, "VPN"),
    ] {
        // IPX and AppleTalk have members of the same name, zero under the newest Windows.
        let found = filled.iter().filter(|(path, _)| path.ends_with(&format!(".{member}")));
        let found: Vec<_> =
            found.filter(|(path, _)| !path.contains(".ipx.") && !path.contains(".at.")).collect();
        assert_eq!(found.len(), holders, "{member}");
        for (path, bytes) in found {
            assert_eq!(name(bytes), value, "{path}");
        }
    }
    let guids = ["RAS_CONNECTION_2", "RAS_CONNECTION_3", "RAS_CONNECTION_EX"];
    for guid in guids {
        let part = |member: &str| number(&filled[&format!("{guid}.guid.{member}")]);
        assert_eq!((part("Data1"), part("Data2"), part("Data3")), (0x0011_2233, 0x4455, 0x6677), "{guid}");
        assert_eq!(filled[&format!("{guid}.guid.Data4")], [0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]);
    }
}

/// Every member of this name holds the value, and there are as many as said.
fn assert_all(filled: &Members, member: &str, holders: usize, value: u64) {
    let found: Vec<_> = filled.iter().filter(|(path, _)| path.ends_with(&format!(".{member}"))).collect();
    assert_eq!(found.len(), holders, "{member}");
    for (path, bytes) in found {
        assert_eq!(number(bytes), value, "{path}");
    }
}

#[test]
fn negotiated_values_are_told_alike_by_ppp_structures_and_projections() {
    let filled = ppp().fill();
    for (holders, value, members) in [
        (2, 1, &["ip.dwOptions", "ip.dwRemoteOptions"][..]),
        (1, 1, &["dwIPv4Options", "dwIPv4RemoteOptions"]),
        (2, 0x0f, &["lcp.dwOptions", "lcp.dwRemoteOptions"]),
        (1, 0x0f, &["dwLcpOptions", "dwLcpRemoteOptions"]),
        (2, 0x40, &["ccp.dwOptions", "ccp.dwRemoteOptions"]),
        (1, 0x40, &["dwCcpOptions", "dwCcpRemoteOptions"]),
        (2, 732, &["ccp.dwError"]),
        (1, 732, &["dwCcpError"]),
        (3, 6, &["dwCompressionAlgorithm", "dwRemoteCompressionAlgorithm"]),
        (3, 13, &["dwEapTypeId"]),
        (2, 64, &["dwPrefixLength"]),
        (2, number(&[0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 0]), &["bPrefix"]),
        (1, 1, &["projectionInfoType"]),
        // Reserved (DATA-18, DATA-20), or without a fact that tells.
        (2, 0, &["dwTerminateReason", "dwRemoteTerminateReason", "lcp.dwError"]),
        (1, 0, &["dwLcpTerminateReason", "dwLcpRemoteTerminateReason", "dwLcpError"]),
        (1, 0, &["ipv6.dwOptions", "ipv6.dwRemoteOptions"]),
        (3, 0, &["dwRemoteAuthenticationProtocol", "dwRemoteAuthenticationData"]),
        (1, 0x102, &["IPv4SubInterfaceIndex", "IPv6SubInterfaceIndex"]),
    ] {
        for member in members {
            assert_all(&filled, member, holders, value);
        }
    }
    let filled = ikev2().fill();
    for (member, value) in [
        ("ikev2.dwEncryptionMethod", 5),
        ("ikev2.dwEapTypeId", 13),
        ("ikev2.dwPrefixLength", 64),
        ("ikev2.bPrefix", number(&[0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 0])),
        ("ikev2.IPv4SubInterfaceIndex", 0x102),
        ("ikev2.IPv6SubInterfaceIndex", 0x102),
        ("projectionInfoType", 2),
    ] {
        assert_all(&filled, member, 1, value);
    }
}

#[test]
fn addresses_are_the_servers_first() {
    for (records, projections) in [(ppp(), PPP_ARM), (ikev2(), IKEV2_ARM)] {
        let filled = records.fill();
        for structure in [projections, &["RAS_CONNECTION_3.PppInfo3.ipv6"]].concat() {
            let of = |member: &str| number(&filled[&format!("{structure}.{member}")]).to_ne_bytes();
            assert_eq!(of("bInterfaceIdentifier"), [2, 0, 0, 0, 0, 0, 0, 1], "{structure}");
            assert_eq!(of("bRemoteInterfaceIdentifier"), [2, 0, 0, 0, 0, 0, 1, 7], "{structure}");
        }
        for projection in projections {
            assert_eq!(name(&filled[&format!("{projection}.wszAddress")]), "10.0.0.1");
            assert_eq!(name(&filled[&format!("{projection}.wszRemoteAddress")]), "10.0.0.107");
        }
    }
}

#[test]
fn self_descriptions_hold_the_sizes_of_the_structures() {
    let filled = ppp().fill();
    let read = |path: &str| number(&filled[path]);
    let header = ["revision", "type", "size"];
    let is_64 = size_of::<usize>() == 8;
    assert_eq!(
        header.map(|m| read(&format!("RAS_CONNECTION_EX.Header.{m}"))),
        [1, 1, if is_64 { 1672 } else { 1664 }]
    );
    assert_eq!(
        header.map(|m| read(&format!("AUTH_VALIDATION_EX.Header.{m}"))),
        [1, 4, if is_64 { 576 } else { 564 }]
    );
    assert_eq!(read("RAS_CONNECTION_3.dwSize"), if is_64 { 792 } else { 788 });
    assert_eq!(read("RAS_CONNECTION_3.dwVersion"), 1);
    assert_eq!(
        ["dwSize", "dwVersion"].map(|m| read(&format!("RAS_CONNECTION_3.PppInfo3.ipv6.{m}"))),
        [48, 1]
    );
    assert_eq!(read("AUTH_VALIDATION_EX.hRasConnection"), 0x101);
    assert_eq!(read("AUTH_VALIDATION_EX.AuthInfoSize"), 5);
    assert_eq!(filled["AUTH_VALIDATION_EX.AuthInfo"], *b"t");
}

#[test]
fn authentication_shows_as_protocol_and_data() {
    let proof = |authentication| {
        let ppp = ppp().with(|facts| facts.authentication = authentication).fill();
        let read = |path: &str| number(&ppp[&format!("{path}.dwAuthenticationProtocol")]);
        let data = |path: &str| number(&ppp[&format!("{path}.dwAuthenticationData")]);
        let of = |path: &&str| (read(path), data(path));
        let all: BTreeSet<_> = LCP.iter().chain(PPP_ARM).map(of).collect();
        let ikev2 = ikev2().with(|facts| facts.authentication = authentication).fill();
        let ikev2 = IKEV2_ARM.iter().map(|path| number(&ikev2[&format!("{path}.dwAuthenticationProtocol")]));
        (all.into_iter().collect::<Vec<_>>(), ikev2.collect::<Vec<_>>())
    };
    for (authentication, protocol, data, ikev2) in [
        (Authentication::Pap, 0xC023, 0, 2),
        (Authentication::Spap, 0xC027, 0, 2),
        (Authentication::Chap, 0xC223, 0x05, 2),
        (Authentication::MsChap, 0xC223, 0x80, 2),
        (Authentication::MsChapV2, 0xC223, 0x81, 2),
        (Authentication::Eap, 0xC227, 0, 2),
        (Authentication::Certificate, 0, 0, 1),
    ] {
        assert_eq!(proof(authentication), (vec![(protocol, data)], vec![ikev2]), "{authentication}");
    }
}

#[test]
fn ikev2_has_addresses_in_the_ppp_structures_and_no_ccp_or_lcp() {
    let (ppp, ikev2) = (ppp().fill(), ikev2().fill());
    for structure in ["RAS_CONNECTION_2.PppInfo2", "RAS_CONNECTION_3.PppInfo3"] {
        for (path, bytes) in ppp.iter().filter(|(path, _)| path.starts_with(structure)) {
            let is_ppp_alone = path.contains(".ccp.") || path.contains(".lcp.");
            let expected = if is_ppp_alone { &vec![0; bytes.len()] } else { bytes };
            assert_eq!(&ikev2[path], expected, "{path}");
        }
    }
}

#[test]
fn names_of_any_units_are_cut_so_that_they_end_in_nul() {
    let texts = |units: &[u16]| {
        let mut records = ppp().with(|facts| {
            for name in [
                &mut facts.interface_name,
                &mut facts.user,
                &mut facts.domain,
                &mut facts.computer,
                &mut facts.local_endpoint,
                &mut facts.remote_endpoint,
                &mut facts.nbf_workstation,
                &mut facts.ipx_address,
                &mut facts.at_address,
            ] {
                *name = Name::from_units(units);
            }
        });
        let port = &mut records.port;
        for name in [&mut port.name, &mut port.media, &mut port.device, &mut port.device_type] {
            *name = Name::from_units(units);
        }
        records.view.profile = Profile::Server2000;
        let filled = records.fill_over(0xEE).into_iter();
        let is_name =
            |path: &str| path.contains(".wsz") && (!path.contains("Address") || path.contains("Endpoint"));
        filled.filter(move |(path, _)| is_name(path) || path.contains(".ipx.wsz") || path.contains(".at.wsz"))
    };
    let surrogates: Vec<u16> = (0xD800..0xD800 + 400).collect();
    for length in [0, 1, 15, 16, 17, 22, 32, 64, 128, 256, 257, 400] {
        let mut seen = 0;
        for (path, bytes) in texts(&surrogates[..length]) {
            let array = units(&bytes);
            let kept = length.min(array.len() - 1);
            assert_eq!(array[..kept], surrogates[..kept], "{path}, {length} units");
            assert!(array[kept..].iter().all(|unit| *unit == 0), "{path}, {length} units");
            seen += 1;
        }
        assert_eq!(seen, 5 + 3 + 2 + 2 + 1 + 1 + 3 + 2 + 2 + 4, "text members");
    }
}

#[test]
fn values_without_a_name_survive() {
    let change = |facts: &mut Connection| {
        facts.interface_type = InterfaceType(99);
        facts.quarantine = Quarantine(0xFFFF_FFFE);
        facts.flags = ConnectionFlags(0x8000_0042);
        facts.ipv4_error = Code(54_321);
        facts.ipv6_error = Code(54_322);
        facts.lcp_options = 0xFFFF_FFFF;
        facts.ccp_algorithm = 0x1234_5678;
        facts.encryption = 0xFFFF_FFFD;
    };
    let mut records = ppp().with(change);
    records.port.condition = PortCondition(77);
    records.port.hardware = HardwareCondition(88);
    let (ppp, ikev2) = (records.fill(), ikev2().with(change).fill());
    for (filled, member, holders, value) in [
        (&ppp, "dwInterfaceType", 4, 99),
        (&ppp, "rasQuarState", 2, 0xFFFF_FFFE),
        (&ppp, "dwConnectionFlags", 2, 0x8000_0042),
        (&ppp, "ip.dwError", 3, 54_321),
        (&ppp, "dwIPv4NegotiationError", 1, 54_321),
        (&ikev2, "dwIPv4NegotiationError", 1, 54_321),
        (&ppp, "ipv6.dwError", 1, 54_322),
        (&ppp, "dwIPv6NegotiationError", 1, 54_322),
        (&ikev2, "dwIPv6NegotiationError", 1, 54_322),
        (&ppp, "lcp.dwOptions", 2, 0xFFFF_FFFF),
        (&ppp, "dwRemoteCompressionAlgorithm", 3, 0x1234_5678),
        (&ikev2, "dwEncryptionMethod", 1, 0xFFFF_FFFD),
        (&ppp, "dwPortCondition", 1, 77),
        (&ppp, "dwHardwareCondition", 1, 88),
    ] {
        assert_all(filled, member, holders, value);
    }
}

#[test]
fn counters_wrap_where_members_are_narrow() {
    let mut records = ppp();
    records.connection.counters = counters((1 << 32) + 100);
    records.port.counters = Counters { crc_errors: u64::MAX, ..counters((1 << 32) - 1) };
    let filled = records.fill();
    for (path, value) in [
        ("RAS_CONNECTION_1.dwBytesXmited", 100),
        ("RAS_CONNECTION_1.dwBytesRcved", 101),
        ("RAS_CONNECTION_EX.dwBytesXmited", 100),
        ("RAS_CONNECTION_EX.dwBytesRcved", 101),
        ("RAS_CONNECTION_EX.dwFramesXmited", 104),
        ("RAS_PORT_1.dwBytesXmited", 1),
        ("RAS_PORT_1.dwBytesRcved", 2),
        ("RAS_PORT_1.dwCrcErr", 0xFFFF_FFFF),
    ] {
        assert_eq!(number(&filled[path]), value, "{path}");
    }
}

#[test]
fn each_counter_has_the_member_of_its_name() {
    let members = [
        ("dwFramesXmited", 4),
        ("dwFramesRcved", 5),
        ("dwCrcErr", 6),
        ("dwTimeoutErr", 7),
        ("dwAlignmentErr", 8),
        ("dwHardwareOverrunErr", 9),
        ("dwFramingErr", 10),
        ("dwBufferOverrunErr", 11),
    ];
    let mut records = ppp();
    records.connection.counters.wire_received = 250;
    records.connection.counters.wire_sent = 500;
    records.port.counters.wire_sent = 125;
    let filled = records.fill();
    let connection = [("dwCompressionRatioIn", 24), ("dwCompressionRatioOut", 50)];
    let port = [("dwCompressionRatioIn", 100), ("dwCompressionRatioOut", 25)];
    for (structure, first, ratios) in [
        ("RAS_CONNECTION_1", 1000, connection),
        ("RAS_CONNECTION_EX", 1000, connection),
        ("RAS_PORT_1", 500, port),
    ] {
        let expected = members.map(|(member, more)| (member, first + more));
        for (member, value) in expected.into_iter().chain(ratios) {
            let path = format!("{structure}.{member}");
            assert_eq!(number(&filled[&path]), value, "{path}");
        }
    }
}

#[test]
fn every_member_is_overwritten() {
    for mut records in [ppp(), ikev2(), ppp().with(|facts| *facts = Connection::default())] {
        for info in [&b""[..], b"x", b"longer than the structure"] {
            records.info = info.to_vec();
            let filled = records.fill_over(0);
            for junk in [0x5A, 0xCC, 0xFF] {
                assert_eq!(differences(&filled, &records.fill_over(junk)), BTreeSet::new());
            }
        }
    }
}
