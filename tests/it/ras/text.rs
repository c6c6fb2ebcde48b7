//! Nouns as text, and the way back.

use std::net::Ipv4Addr;

use mockras::ras::{
    Callout, CalloutSet, Code, Connection, ConnectionFlags, Counters, Identifier, Name, Offer, Record,
};
use proptest::prelude::*;

#[test]
fn connection_changes_rebuild_it() {
    let mut made = Connection { number: 7, user: "alice".into(), ..Connection::default() };
    made.counters.bytes_sent = 12;
    made.flags = ConnectionFlags(0x41);
    let mut rebuilt = Connection::default();
    made.changes(Some(&Connection::default()), &mut |key, _, text| {
        rebuilt.set(key, text).expect("a field takes its own text");
    });
    assert_eq!(rebuilt, made);
    assert!(rebuilt.set("usr", "bob").is_err());
    assert!(rebuilt.set("duration-s", "soon").is_err());
}

#[test]
fn flags_text_keeps_unknown_bits() {
    let flags = ConnectionFlags(0x8000_0009);
    assert_eq!(flags.to_string(), "ppp+quarantine+0x80000000");
    assert_eq!(flags.to_string().parse(), Ok(flags));
    assert_eq!("none".parse(), Ok(ConnectionFlags(0)));
}

#[test]
fn counters_ratio_is_percent_of_plain_size() {
    let counters = Counters { bytes_sent: 200, wire_sent: 50, ..Counters::default() };
    assert_eq!((counters.ratio_out(), counters.ratio_in()), (25, 0));
}

proptest! {
    #[test]
    fn name_any_units_survive_text(units in proptest::collection::vec(any::<u16>(), 0..40)) {
        let name = Name::from_units(&units);
        let text = name.to_string();
        prop_assert!(!text.chars().any(char::is_control), "{text:?}");
        prop_assert_eq!(text.parse::<Name>(), Ok(name));
    }
}

#[test]
fn name_bad_escape_is_named() {
    let error = r"CORP\alice".parse::<Name>().expect_err("\\a is no escape");
    assert!(error.to_string().contains(r"`\alice`"), "{error}");
    for bad in [r"\u{110000}", r"\u{}", r"\u{d8", r"\", r"\q"] {
        assert!(bad.parse::<Name>().is_err(), "{bad}");
    }
}

#[test]
fn name_from_array_stops_at_nul() {
    assert_eq!(Name::from_array(&[97, 98, 0, 99]), "ab");
    assert_eq!(Name::from_array(&[97, 98]), "ab");
}

#[test]
fn codes_known_and_unknown_round_trip() {
    assert_eq!(Code(5).to_string(), "ERROR_ACCESS_DENIED");
    assert_eq!(Code(4_000_000_000).to_string(), "4000000000");
    for code in [0, 5, 691, 77_777] {
        assert_eq!(Code(code).to_string().parse(), Ok(Code(code)));
    }
    assert!("ERROR_ACCES_DENIED".parse::<Code>().is_err());
}

#[test]
fn codes_are_listed_once() {
    let mut values: Vec<_> = Code::NAMES.iter().map(|(_, value)| value).collect();
    values.sort();
    values.dedup();
    assert_eq!(values.len(), Code::NAMES.len());
}

#[test]
fn callout_set_text_round_trips() {
    let set: CalloutSet = [Callout::TerminateDll, Callout::AcceptNewLink].into_iter().collect();
    assert_eq!(set.to_string(), "TerminateDll AcceptNewLink");
    assert_eq!(set.to_string().parse(), Ok(set));
    let mut most: CalloutSet = Callout::ALL.iter().copied().collect();
    assert_eq!(most.to_string(), "all");
    most.remove(Callout::AcceptNewLink);
    assert_eq!(most.to_string(), "all but AcceptNewLink");
    for set in [most, CalloutSet::EMPTY, Callout::ALL.iter().copied().collect()] {
        assert_eq!(set.to_string().parse(), Ok(set));
    }
    assert!("AcceptNewLnk".parse::<CalloutSet>().is_err());
}

#[test]
fn offer_text_round_trips() {
    for text in ["none", "zero", "pool", "10.0.0.7"] {
        assert_eq!(text.parse::<Offer<Ipv4Addr>>().expect("an offer").to_string(), text);
    }
    let error = "10.0.0".parse::<Offer<Ipv4Addr>>().expect_err("not an address").to_string();
    assert!(error.contains("none, zero, pool or an address"), "{error}");
}

#[test]
fn identifier_text_round_trips() {
    let id = Identifier([0, 1, 2, 3, 4, 5, 6, 0xff]);
    assert_eq!(id.to_string(), "00010203040506ff");
    assert_eq!("00010203040506ff".parse(), Ok(id));
    assert!("0102".parse::<Identifier>().is_err());
}
