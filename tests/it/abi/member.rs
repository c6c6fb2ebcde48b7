//! Members of structures, found by their paths.

use mockras::abi::{
    FieldKind, Layout, PPP_PROJECTION_INFO, RAS_CONNECTION_2, RAS_CONNECTION_4, RAS_CONNECTION_EX,
    RAS_PORT_0, Structure, find_member, member,
};

fn every_named_byte_is_found<T: Structure>() {
    for at in 0..size_of::<T>() {
        let path = T::path_at(at);
        if path.starts_with("padding") {
            continue;
        }
        let found = find_member(T::FIELDS, &path).unwrap_or_else(|| panic!("{}.{path}", T::NAME));
        assert!((found.offset..found.offset + found.size).contains(&at), "{}.{path}", T::NAME);
        assert!(matches!(found.kind, FieldKind::Scalar), "{}.{path}", T::NAME);
    }
}

#[test]
fn member_of_any_named_byte_is_found() {
    every_named_byte_is_found::<RAS_CONNECTION_2>();
    every_named_byte_is_found::<RAS_CONNECTION_EX>();
    every_named_byte_is_found::<RAS_CONNECTION_4>();
    every_named_byte_is_found::<RAS_PORT_0>();
}

#[test]
fn member_that_does_not_exist_is_none() {
    let fields = RAS_CONNECTION_EX::FIELDS;
    for path in [
        "",
        ".",
        "wszusername",
        "wszUserName.",
        ".wszUserName",
        "wszUserName.x",
        "wszUserName[257]",
        "wszUserName[+1]",
        "wszUserName[]",
        "wszUserName[1",
        "wszUserName[1]x",
        "wszUserName[1][0]",
        "wszUserName[99999999999999999999]",
        "wszUserName[9223372036854775807]",
        "dwConnectDuration[0]",
        "ppp",
        "ProjectionInfo.Anonymous.wszAddress",
        "ProjectionInfo.ikev2.dwLcpError",
        "ProjectionInfo.ppp.dwEmbeddedEAPTypeId",
    ] {
        assert!(find_member(fields, path).is_none(), "{path}");
    }
    assert!(find_member(fields, "wszUserName[256]").is_some());
    assert!(find_member(RAS_CONNECTION_4::FIELDS, "ProjectionInfo.ppp.dwEmbeddedEAPTypeId").is_some());
}

#[test]
fn member_of_the_storage_is_read_as_in_c() {
    let mut connection = RAS_CONNECTION_EX::ZERO;
    let ppp = PPP_PROJECTION_INFO { dwIPv4Options: 5, dwCcpRemoteOptions: 9, ..PPP_PROJECTION_INFO::ZERO };
    connection.ProjectionInfo.set_ppp(&ppp, 0xCC);
    let image = connection.to_bytes();
    let read = |path| member(&image, RAS_CONNECTION_EX::FIELDS, path).expect("a member");
    assert_eq!(read("ProjectionInfo.ppp"), ppp.to_bytes());
    assert_eq!(read("ProjectionInfo.Anonymous"), ppp.to_bytes());
    assert_eq!(read("ProjectionInfo.ppp.dwCcpRemoteOptions"), 9_u32.to_ne_bytes());
    assert_eq!(read("ProjectionInfo.ikev2.IPv4SubInterfaceIndex")[4..], [0; 4]);
    assert_eq!(read("ProjectionInfo.ikev2").len(), 144);
}

#[test]
fn member_behind_the_end_of_the_image_is_none() {
    let image = RAS_PORT_0::ZERO.to_bytes();
    let end = find_member(RAS_PORT_0::FIELDS, "wszDeviceType").map(|found| found.offset + found.size);
    let end = end.expect("a member");
    assert!(member(&image[..end], RAS_PORT_0::FIELDS, "wszDeviceType").is_some());
    assert!(member(&image[..end - 1], RAS_PORT_0::FIELDS, "wszDeviceType").is_none());
    assert!(member(&image[..end - 1], RAS_PORT_0::FIELDS, "hPort").is_some());
}
