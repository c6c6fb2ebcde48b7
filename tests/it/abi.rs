//! The structures of `mockras::abi`: their bytes, the names of their bytes, the proof of their offsets.

mod fill;
mod member;
mod metadata;
mod role;

use mockras::abi::*;
use mockras::ras::{HardwareCondition, InterfaceType, PortCondition, Quarantine};

#[test]
fn named_values_are_those_of_the_header() {
    type Named = [(&'static str, u32)];
    let values = |names: &Named| names.iter().map(|(_, value)| *value).collect::<Vec<_>>();
    let types = [
        ROUTER_IF_TYPE_CLIENT,
        ROUTER_IF_TYPE_HOME_ROUTER,
        ROUTER_IF_TYPE_FULL_ROUTER,
        ROUTER_IF_TYPE_DEDICATED,
        ROUTER_IF_TYPE_INTERNAL,
        ROUTER_IF_TYPE_LOOPBACK,
        ROUTER_IF_TYPE_TUNNEL1,
        ROUTER_IF_TYPE_DIALOUT,
    ];
    assert_eq!(values(InterfaceType::NAMES), types);
    let conditions = [
        RAS_PORT_NON_OPERATIONAL,
        RAS_PORT_DISCONNECTED,
        RAS_PORT_CALLING_BACK,
        RAS_PORT_LISTENING,
        RAS_PORT_AUTHENTICATING,
        RAS_PORT_AUTHENTICATED,
        RAS_PORT_INITIALIZING,
    ];
    assert_eq!(values(PortCondition::NAMES), conditions);
    assert_eq!(values(HardwareCondition::NAMES), [RAS_HARDWARE_OPERATIONAL, RAS_HARDWARE_FAILURE]);
    let states = [
        RAS_QUAR_STATE_NORMAL,
        RAS_QUAR_STATE_QUARANTINE,
        RAS_QUAR_STATE_PROBATION,
        RAS_QUAR_STATE_NOT_CAPABLE,
    ];
    assert_eq!(values(Quarantine::NAMES), states);
}

#[test]
fn a_server_flag_is_twice_the_client_flag() {
    macro_rules! twice {
        ($($server:ident $client:ident)+) => {$(
            assert_eq!($server, $client << 1, stringify!($client));
        )+};
    }
    twice! {
        PPP_LCP_PFC RASLCPO_PFC
        PPP_LCP_ACFC RASLCPO_ACFC
        PPP_LCP_SSHF RASLCPO_SSHF
        PPP_LCP_DES_56 RASLCPO_DES_56
        PPP_LCP_3_DES RASLCPO_3_DES
        PPP_LCP_AES_128 RASLCPO_AES_128
        PPP_LCP_AES_192 RASLCPO_AES_192
        PPP_LCP_AES_256 RASLCPO_AES_256
        PPP_LCP_GCM_AES_128 RASLCPO_GCM_AES_128
        PPP_LCP_GCM_AES_192 RASLCPO_GCM_AES_192
        PPP_LCP_GCM_AES_256 RASLCPO_GCM_AES_256
    }
}

/// Bytes none of which is zero and no two neighbours of which are equal.
fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|at| 1 + (at % 251) as u8).collect()
}

/// Any bytes survive being read and written; only padding is lost, and it becomes zero.
fn survives<T: Structure + PartialEq + std::fmt::Debug>() -> &'static str {
    let bytes = pattern(size_of::<T>());
    let value = T::from_bytes(&bytes).expect(T::NAME);
    let image = value.to_bytes();
    assert_eq!(T::from_bytes(&image).as_ref(), Some(&value), "{} does not survive", T::NAME);
    for (at, (written, read)) in image.iter().zip(&bytes).enumerate() {
        let padding = T::path_at(at).starts_with("padding");
        assert_eq!(*written, if padding { 0 } else { *read }, "{} at {at}: {}", T::NAME, T::path_at(at));
    }

    let mut larger = vec![0xEE; size_of::<T>() + 3];
    value.write_bytes(&mut larger);
    assert_eq!(larger[..size_of::<T>()], image, "{} in a larger buffer", T::NAME);
    assert_eq!(larger[size_of::<T>()..], [0xEE; 3], "{} writes past its end", T::NAME);
    assert!(T::from_bytes(&bytes[1..]).is_none(), "{} is read from too few bytes", T::NAME);
    assert!(T::ZERO.to_bytes().iter().all(|byte| *byte == 0), "{} zeroed", T::NAME);
    T::NAME
}

#[test]
fn every_structure_survives_any_bytes() {
    macro_rules! survive {
        ($($name:ident)+) => { [$(survives::<$name>()),+] };
    }
    let survived = survive! {
        MPRAPI_OBJECT_HEADER RAS_CONNECTION_0 RAS_CONNECTION_1 RAS_CONNECTION_2 RAS_CONNECTION_3
        RAS_CONNECTION_EX RAS_CONNECTION_4 RAS_PORT_0 RAS_PORT_1 RAS_PORT_2 PPP_NBFCP_INFO
        PPP_IPCP_INFO PPP_IPCP_INFO2 PPP_IPXCP_INFO PPP_ATCP_INFO PPP_CCP_INFO PPP_LCP_INFO
        PPP_IPV6_CP_INFO PPP_INFO PPP_INFO_2 PPP_INFO_3 PPP_PROJECTION_INFO IKEV2_PROJECTION_INFO
        PROJECTION_INFO PPP_PROJECTION_INFO2 IKEV2_PROJECTION_INFO2 PROJECTION_INFO2
        RAS_UPDATE_CONNECTION AUTH_VALIDATION_EX
    };
    let declared: Vec<&str> = STRUCTURES.iter().map(|structure| structure.name).collect();
    assert_eq!(declared[0], "MPRAPI_ADMIN_DLL_CALLBACKS", "the only structure without an image");
    assert_eq!(survived[..], declared[1..]);
    survives::<GUID>();
    survives::<FILETIME>();
    survives::<IN6_ADDR>();
}

#[test]
fn there_are_thirty_structures_with_names_of_their_own() {
    let names: std::collections::BTreeSet<&str> = STRUCTURES.iter().map(|structure| structure.name).collect();
    assert_eq!((STRUCTURES.len(), names.len()), (30, 30));
}

#[test]
fn unknown_values_and_flags_survive() {
    let odd = RAS_CONNECTION_0 {
        hConnection: HANDLE(usize::MAX),
        dwInterfaceType: 0xDEAD_BEEF,
        dwConnectionFlags: RAS_FLAGS_PPP_CONNECTION | 0x8000_0000,
        wszUserName: [0xD800; UNLEN + 1],
        ..RAS_CONNECTION_0::ZERO
    };
    assert_eq!(RAS_CONNECTION_0::from_bytes(&odd.to_bytes()), Some(odd));
    assert_eq!(RAS_CONNECTION_0::default(), RAS_CONNECTION_0::ZERO);
}

#[test]
fn a_number_lies_in_memory_in_the_order_of_the_machine() {
    let header = MPRAPI_OBJECT_HEADER { revision: 1, r#type: 5, size: 0x1234 };
    let [low, high] = 0x1234_u16.to_ne_bytes();
    assert_eq!(header.to_bytes(), [1, 5, low, high]);
}

#[test]
fn an_address_is_its_octets_in_order() {
    let octets: [u8; 16] = std::array::from_fn(|at| at as u8 + 1);
    let address = IN6_ADDR::from_octets(octets);
    assert_eq!(address.octets(), octets);
    assert_eq!(address.to_bytes(), octets);
    assert_eq!(address.Word[0], u16::from_ne_bytes([1, 2]));
}

#[test]
fn every_byte_has_a_name() {
    let connection3 = std::mem::offset_of!(RAS_CONNECTION_3, PppInfo3);
    let name = std::mem::offset_of!(RAS_CONNECTION_0, wszUserName);
    let guid = std::mem::offset_of!(RAS_CONNECTION_EX, guid);
    let union = std::mem::offset_of!(RAS_CONNECTION_EX, ProjectionInfo);
    let past = size_of::<RAS_PORT_1>();
    for (path, expected) in [
        (RAS_CONNECTION_3::path_at(connection3 + 116 + 44), "PppInfo3.ipv6.dwPrefixLength"),
        (RAS_CONNECTION_3::path_at(connection3 + 116 + 47), "PppInfo3.ipv6.dwPrefixLength"),
        (RAS_CONNECTION_3::path_at(connection3 + 116 + 36 + 7), "PppInfo3.ipv6.bPrefix[7]"),
        (RAS_CONNECTION_3::path_at(connection3 + 38), "padding after PppInfo3.nbf.wszWksta"),
        (RAS_CONNECTION_0::path_at(0), "hConnection"),
        (RAS_CONNECTION_0::path_at(name + 6), "wszUserName[3]"),
        (RAS_CONNECTION_0::path_at(name + 7), "wszUserName[3]"),
        (RAS_CONNECTION_0::path_at(size_of::<RAS_CONNECTION_0>() - 1), "padding after wszRemoteComputer"),
        (RAS_CONNECTION_EX::path_at(1), "Header.type"),
        (RAS_CONNECTION_EX::path_at(guid + 15), "guid.Data4[7]"),
        (RAS_CONNECTION_EX::path_at(union + 3), "padding after ProjectionInfo.projectionInfoType"),
        (RAS_CONNECTION_EX::path_at(union + 8 + 191), "ProjectionInfo.Anonymous[191]"),
        (AUTH_VALIDATION_EX::path_at(AUTH_VALIDATION_EX::AUTH_INFO_OFFSET), "AuthInfo[0]"),
        (MPRAPI_ADMIN_DLL_CALLBACKS::path_at(1), "padding after revision"),
        (RAS_PORT_1::path_at(past), format!("byte {past}, past the end at {past}").as_str()),
    ] {
        assert_eq!(path, expected);
    }
}

#[test]
fn a_projection_is_read_as_what_it_says_it_is() {
    let ppp = PPP_PROJECTION_INFO::from_bytes(&pattern(192)).expect("192 bytes");
    let ikev2 = IKEV2_PROJECTION_INFO::from_bytes(&pattern(144)).expect("144 bytes");
    let mut projection = PROJECTION_INFO::ZERO;
    assert_eq!((projection.ppp(), projection.ikev2()), (None, None));

    projection.set_ppp(&ppp, 0xA5);
    assert_eq!(projection.projectionInfoType, MPRAPI_PPP_PROJECTION_INFO_TYPE);
    assert_eq!((projection.ppp(), projection.ikev2()), (Some(ppp), None));

    projection.set_ikev2(&ikev2, 0xA5);
    assert_eq!(projection.projectionInfoType, MPRAPI_IKEV2_PROJECTION_INFO_TYPE);
    assert_eq!((projection.ppp(), projection.ikev2()), (None, Some(ikev2)));
    assert_eq!(projection.Anonymous.raw()[..144], ikev2.to_bytes());
    assert_eq!(projection.Anonymous.raw()[144..], [0xA5; 48]);

    projection.projectionInfoType = 3;
    assert_eq!((projection.ppp(), projection.ikev2()), (None, None));
}

#[test]
fn a_newer_projection_is_read_as_what_it_says_it_is() {
    let ppp = PPP_PROJECTION_INFO2::from_bytes(&pattern(200)).expect("200 bytes");
    let ikev2 = IKEV2_PROJECTION_INFO2::from_bytes(&pattern(144)).expect("144 bytes");
    let mut projection = PROJECTION_INFO2::ZERO;
    projection.set_ikev2(&ikev2, 0x5A);
    assert_eq!((projection.ppp(), projection.ikev2()), (None, Some(ikev2)));
    assert_eq!(projection.Anonymous.raw()[144..], [0x5A; 56]);
    projection.set_ppp(&ppp, 0x5A);
    assert_eq!((projection.ppp(), projection.ikev2()), (Some(ppp), None));
}

#[test]
fn the_rules_of_c_refuse_a_wrong_declaration() {
    let members = [SizeAndAlign::scalar(1), SizeAndAlign::scalar(8), SizeAndAlign::scalar(4)];
    let whole = SizeAndAlign { size: 24, align: 8 };
    assert_eq!(disagreement(&members, &[0, 8, 16], whole), None);
    assert_eq!(
        disagreement(&members, &[0, 4, 16], whole),
        Some(Disagreement::Offset { member: 1, offset: 8 }),
    );
    assert_eq!(disagreement(&members, &[0, 8], whole), Some(Disagreement::Count));
    for wrong in [SizeAndAlign { size: 20, align: 8 }, SizeAndAlign { size: 24, align: 4 }] {
        assert_eq!(disagreement(&members, &[0, 8, 16], wrong), Some(Disagreement::Whole(whole)));
    }
}

#[test]
fn a_table_without_two_slots_is_not_the_table() {
    let fields = MPRAPI_ADMIN_DLL_CALLBACKS::FIELDS;
    let slots = |width| {
        let mut members = vec![SizeAndAlign::scalar(width); 11];
        members[0] = SizeAndAlign::scalar(1);
        members
    };
    let stated: Vec<usize> = fields[..11].iter().map(|field| field.x64).collect();
    let whole = MPRAPI_ADMIN_DLL_CALLBACKS::X64;
    let shorter = SizeAndAlign { size: 88, align: 8 };
    assert_eq!(disagreement(&slots(8), &stated, whole), Some(Disagreement::Whole(shorter)));
    let stated: Vec<usize> = fields[..11].iter().map(|field| field.x86).collect();
    let whole = MPRAPI_ADMIN_DLL_CALLBACKS::X86;
    let shorter = SizeAndAlign { size: 44, align: 4 };
    assert_eq!(disagreement(&slots(4), &stated, whole), Some(Disagreement::Whole(shorter)));
}

#[test]
fn a_table_starts_empty() {
    let table = MPRAPI_ADMIN_DLL_CALLBACKS::default();
    assert_eq!(table.revision, 0);
    assert!(table.lpfnMprAdminGetIpAddressForUser.is_none());
    assert!(table.lpfnRASValidatePreAuthenticatedConnectionEx.is_none());
}
