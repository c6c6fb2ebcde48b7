//! What `scripted` notes of the structures that it is handed.

use mockras::ras::{Callout, Series};

use super::trial::{Facts, Trial};

fn watching(paths: &str) -> Trial {
    Trial::of(&format!("stock:scripted,script={{watch=[{paths}]}}"))
}

#[test]
fn members_watched_are_noted_by_what_they_are() {
    let mut dll = watching(
        "'RAS_CONNECTION_3.timer', 'RAS_CONNECTION_3.rasQuarState', 'RAS_CONNECTION_0.wszUserName', \
         'RAS_CONNECTION_0.wszLogonDomain', 'RAS_CONNECTION_0.wszUserName[1]', 'RAS_CONNECTION_0.hConnection'",
    );
    let facts = Facts { number: 7, user: "alice", state: 2, ..Facts::default() };
    dll.connection(Callout::AcceptNewConnection3, facts);
    let expected = [
        "RAS_CONNECTION_3.timer = 0000000000000000",
        "RAS_CONNECTION_3.rasQuarState = 0x00000002",
        "RAS_CONNECTION_0.wszUserName = alice",
        "RAS_CONNECTION_0.wszLogonDomain = \"\"",
        "RAS_CONNECTION_0.wszUserName[1] = 0x006c",
        "RAS_CONNECTION_0.hConnection = 0x00000007",
    ];
    assert_eq!(dll.notes(), expected);
    assert_eq!(dll.notes(), [""; 0], "once each");
}

#[test]
fn members_of_structures_not_handed_over_are_not_noted() {
    let mut dll = watching(
        "'RAS_CONNECTION_2.dwInterfaceType', 'RAS_CONNECTION_3.dwSize', 'RAS_CONNECTION_EX.rasQuarState', \
         'RAS_PORT_0.hPort', 'AUTH_VALIDATION_EX.AuthInfoSize'",
    );
    let mut noted = |call: &dyn Fn(&mut Trial)| {
        call(&mut dll);
        let notes = dll.notes().into_iter();
        notes.map(|note| note.split('.').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(noted(&|dll| _ = dll.plain(Callout::InitializeDll)), [""; 0]);
    assert_eq!(noted(&|dll| _ = dll.accept(Series::Plain, 1, "alice")), [""; 0]);
    assert_eq!(noted(&|dll| _ = dll.accept(Series::Two, 1, "alice")), ["RAS_CONNECTION_2"]);
    let both = ["RAS_CONNECTION_2", "RAS_CONNECTION_3"];
    assert_eq!(noted(&|dll| dll.hang_up(Series::Three, 1, "alice", 0)), both);
    let reauthentication = Callout::AcceptReauthentication;
    assert_eq!(noted(&|dll| _ = dll.connection(reauthentication, Facts::default())), both);
    assert_eq!(noted(&|dll| _ = dll.accept(Series::Ex, 1, "alice")), ["RAS_CONNECTION_EX"]);
    assert_eq!(noted(&|dll| _ = dll.link(1, 0)), ["RAS_PORT_0"]);
    assert_eq!(noted(&|dll| _ = dll.validate()), ["AUTH_VALIDATION_EX"]);
}

#[test]
fn path_that_names_nothing_is_noted_once() {
    let mut dll = watching("'RAS_CONNECTION_3.time', 'RAS_CONNECTION_4.guid', 'RAS_PORT_0.hPort'");
    dll.plain(Callout::InitializeDll);
    let expected =
        ["no member RAS_CONNECTION_3.time is handed over", "no member RAS_CONNECTION_4.guid is handed over"];
    assert_eq!(dll.notes(), expected);
    dll.link(1, 3);
    assert_eq!(dll.notes(), ["RAS_PORT_0.hPort = 0x00000003"]);
}
