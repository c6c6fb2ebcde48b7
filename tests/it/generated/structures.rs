//! What structures of each tier reach, and what they never reach.

use std::collections::BTreeSet;

use arbitrary::{Arbitrary, Unstructured};
use mockras::abi::*;
use mockras::generate::{self, Draw, Tier, structure};
use mockras::ras::{Connection, InterfaceType, Name, Port, PortCondition, Quarantine};
use mockras::scenario::Scenario;

/// Draws many of them.
fn drawn<T>(many: u64, tier: Tier, make: fn(&mut Draw<'_, '_>, Tier) -> T) -> Vec<T> {
    let one = |number| make(&mut Draw::new(&mut Unstructured::new(&generate::bytes(11, number))), tier);
    (0..many).map(one).collect()
}

fn tiers(of: impl Fn(Tier) -> bool) -> Vec<Tier> {
    Tier::ALL.iter().copied().filter(|tier| of(*tier)).collect()
}

fn has_unpaired(name: &Name) -> bool {
    char::decode_utf16(name.units().iter().copied()).any(|unit| unit.is_err())
}

/// The texts of a structure that have no terminator.
fn unterminated<T: Structure>(structure: &T) -> usize {
    let image = structure.to_bytes();
    let texts = T::FIELDS.iter().filter(|field| field.type_name.starts_with("[WCHAR"));
    texts
        .filter(|field| {
            let bytes = &image[field.offset..field.offset + field.size];
            bytes.chunks_exact(2).all(|unit| unit != [0, 0])
        })
        .count()
}

#[test]
fn names_fill_their_arrays_from_default_on() {
    let full = |tier| {
        drawn(600, tier, structure::ras_connection_0).iter().any(|c| {
            let user = c.wszUserName.iter().position(|unit| *unit == 0);
            user == Some(UNLEN)
        })
    };
    assert_eq!(tiers(full), [Tier::Default, Tier::Strict, Tier::Paranoid]);
}

#[test]
fn every_documented_value_is_reached_from_default_on() {
    let known = |names: &[(&str, u32)]| names.iter().map(|(_, value)| *value).collect::<BTreeSet<u32>>();
    for tier in [Tier::Default, Tier::Strict, Tier::Paranoid] {
        let connections = drawn(1500, tier, structure::ras_connection_3);
        let types: BTreeSet<u32> = connections.iter().map(|c| c.dwInterfaceType).collect();
        let states: BTreeSet<u32> = connections.iter().map(|c| c.rasQuarState).collect();
        let ports = drawn(1500, tier, structure::ras_port_0);
        let conditions: BTreeSet<u32> = ports.iter().map(|port| port.dwPortCondition).collect();
        for (reached, documented) in [
            (types, known(InterfaceType::NAMES)),
            (states, known(Quarantine::NAMES)),
            (conditions, known(PortCondition::NAMES)),
        ] {
            assert!(reached.is_superset(&documented), "{tier}: {reached:?} of {documented:?}");
            let is_stranger = |value: &u32| !documented.contains(value);
            assert_eq!(reached.iter().any(is_stranger), tier >= Tier::Strict, "{tier}: {reached:?}");
        }
    }
}

#[test]
fn every_connection_flag_is_reached_and_no_other_below_strict() {
    let union = |tier| {
        drawn(1500, tier, structure::ras_connection_0).iter().fold(0, |all, c| all | c.dwConnectionFlags)
    };
    assert_eq!(union(Tier::Default), 0x3f);
    assert_eq!(union(Tier::Strict) | 0x3f, u32::MAX);
}

#[test]
fn unpaired_surrogates_come_with_strict() {
    let unpaired = |tier| {
        drawn(600, tier, structure::ras_connection_ex).iter().any(|c| {
            let texts: [&[WCHAR]; 4] =
                [&c.wszUserName, &c.wszLogonDomain, &c.wszRemoteComputer, &c.wszInterfaceName];
            texts.iter().any(|text| has_unpaired(&Name::from_array(text)))
        })
    };
    assert_eq!(tiers(unpaired), [Tier::Strict, Tier::Paranoid]);
}

#[test]
fn statistics_contradict_each_other_from_strict_on() {
    // More bytes after compression than before.
    let contradicts = |tier| {
        drawn(600, tier, structure::ras_connection_1)
            .iter()
            .any(|c| c.dwCompressionRatioIn > 100 || c.dwCompressionRatioOut > 100)
    };
    assert_eq!(tiers(contradicts), [Tier::Strict, Tier::Paranoid]);
}

#[test]
fn arrays_without_a_terminator_are_paranoid() {
    let without = |tier| {
        drawn(400, tier, structure::ras_connection_0).iter().map(unterminated).sum::<usize>()
            + drawn(400, tier, structure::ras_connection_ex).iter().map(unterminated).sum::<usize>()
            + drawn(400, tier, structure::ras_port_0).iter().map(unterminated).sum::<usize>()
            + drawn(400, tier, structure::ppp_ipcp_info).iter().map(unterminated).sum::<usize>()
            + drawn(400, tier, structure::auth_validation_ex).iter().map(unterminated).sum::<usize>()
    };
    assert_eq!(tiers(|tier| without(tier) > 0), [Tier::Paranoid]);
}

#[test]
fn sizes_and_discriminators_lie_and_handles_are_null_when_paranoid() {
    let right = size_of::<RAS_CONNECTION_3>() as u32;
    let lies = |tier| drawn(400, tier, structure::ras_connection_3).iter().any(|c| c.dwSize != right);
    assert_eq!(tiers(lies), [Tier::Paranoid]);
    let strange = |tier| {
        drawn(400, tier, structure::projection_info).iter().any(|p| p.ppp().is_none() && p.ikev2().is_none())
    };
    assert_eq!(tiers(strange), [Tier::Paranoid]);
    let null =
        |tier| drawn(400, tier, structure::ras_connection_0).iter().any(|c| c.hConnection == HANDLE(0));
    assert_eq!(tiers(null), [Tier::Paranoid]);
    let promises = |tier| drawn(400, tier, structure::auth_validation_ex).iter().any(|v| v.AuthInfoSize > 1);
    assert_eq!(tiers(promises), [Tier::Paranoid]);
}

#[test]
fn pre_authentication_information_is_as_long_as_it_says() {
    let drawn = drawn(300, Tier::Strict, structure::auth_validation_ex_and_info);
    assert!(drawn.iter().all(|(fixed, info)| fixed.AuthInfoSize as usize == info.len()));
    assert!(drawn.iter().any(|(_, info)| info.len() > 256));
}

#[test]
fn facts_and_structures_without_bytes_are_plain() {
    let mut empty = Unstructured::new(&[]);
    let connection = Connection::arbitrary(&mut empty).expect("bytes may run out");
    assert_eq!((connection.user.to_string().as_str(), connection.handle), ("alice", 0x1_0001));
    let port = Port::arbitrary(&mut empty).expect("bytes may run out");
    assert_eq!(port.name.to_string(), "VPN2-0");
    let filled = RAS_CONNECTION_0::arbitrary(&mut empty).expect("bytes may run out");
    assert_eq!(Name::from_array(&filled.wszUserName), "alice");
    assert!(Scenario::arbitrary(&mut empty).expect("bytes may run out").steps.len() <= 24);
}

#[test]
fn arbitrary_structures_are_of_the_default_tier() {
    let bytes = generate::bytes(3, 5);
    let made = RAS_CONNECTION_EX::arbitrary(&mut Unstructured::new(&bytes)).expect("bytes may run out");
    let drawn = structure::ras_connection_ex(&mut Draw::new(&mut Unstructured::new(&bytes)), Tier::Default);
    assert_eq!(made.to_bytes(), drawn.to_bytes());
}
