//! Structures made hostile, and the gaps between members.

use mockras::abi::{
    CType, HANDLE, MPRAPI_PPP_PROJECTION_INFO_TYPE, POISON, PPP_PROJECTION_INFO, RAS_CONNECTION_0,
    RAS_CONNECTION_EX, RAS_PORT_1, STRUCTURES, Structure, each_gap, make_hostile, make_hostile_ex,
    write_path_at,
};
use mockras::ras::{Hostile, HostileSet};

fn wrong<T: Structure>(mut structure: T, kind: Hostile) -> T {
    make_hostile(&mut structure, [kind].into_iter().collect());
    structure
}

#[test]
fn each_kind_is_wrong_where_it_says_and_nowhere_else() {
    let mut sound =
        RAS_CONNECTION_0 { hConnection: HANDLE(7), dwConnectDuration: 60, ..RAS_CONNECTION_0::ZERO };
    sound.wszUserName[0] = 0x61;
    let text = wrong(sound, Hostile::UnterminatedText);
    assert!(text.wszUserName[0] == 0x61 && text.wszUserName[1..].iter().all(|unit| *unit == 0x78));
    assert!(!text.wszRemoteComputer.contains(&0));
    let rest = RAS_CONNECTION_0 {
        wszInterfaceName: sound.wszInterfaceName,
        wszUserName: sound.wszUserName,
        wszLogonDomain: sound.wszLogonDomain,
        wszRemoteComputer: sound.wszRemoteComputer,
        ..text
    };
    assert_eq!(rest, sound);
    assert_eq!(wrong(sound, Hostile::NullHandles), RAS_CONNECTION_0 { hConnection: HANDLE::ZERO, ..sound });
    let counts = wrong(sound, Hostile::InconsistentCounts);
    assert_eq!(counts, RAS_CONNECTION_0 { dwConnectDuration: 0, ..sound });
    assert_eq!(wrong(RAS_PORT_1::ZERO, Hostile::InconsistentCounts).dwBytesXmited, u32::MAX);
    assert_eq!(wrong(sound, Hostile::WrongSizes), sound);
    assert_eq!(wrong(sound, Hostile::NullNames), sound, "they are no part of structures");
}

#[test]
fn gaps_are_the_bytes_that_are_called_padding() {
    for structure in STRUCTURES {
        let shape = if cfg!(target_pointer_width = "64") { structure.x64 } else { structure.x86 };
        let mut gaps = Vec::new();
        each_gap(structure.fields, 0..shape.size, &mut |gap| gaps.extend(gap));
        let is_padding = |at: &usize| {
            let mut path = String::new();
            write_path_at(structure.fields, *at, &mut path).expect("a string takes it");
            path.starts_with("padding")
        };
        assert_eq!(gaps, (0..shape.size).filter(is_padding).collect::<Vec<_>>(), "{}", structure.name);
    }
}

#[test]
fn text_of_a_projection_has_no_end_either() {
    let mut sound = RAS_CONNECTION_EX::ZERO;
    sound.ProjectionInfo.set_ppp(&PPP_PROJECTION_INFO::ZERO, POISON);
    let both = [Hostile::UnterminatedText, Hostile::WrongSizes].into_iter().collect();
    let mut connection = sound;
    make_hostile_ex(&mut connection, both);
    assert_eq!(connection.ProjectionInfo.projectionInfoType, u8::MAX);
    assert_eq!((connection.Header.revision, connection.Header.size), (u8::MAX, u16::MAX));
    connection.ProjectionInfo.projectionInfoType = MPRAPI_PPP_PROJECTION_INFO_TYPE;
    let ppp = connection.ProjectionInfo.ppp().expect("it says so");
    assert!(!ppp.wszAddress.contains(&0) && !ppp.wszRemoteAddress.contains(&0));
    let mut same = sound;
    make_hostile_ex(&mut same, HostileSet::NONE);
    assert_eq!(same, sound);
}
