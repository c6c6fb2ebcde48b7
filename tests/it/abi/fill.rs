//! Single values as structures hold them.

use std::net::Ipv4Addr;

use mockras::abi::{
    AUTH_VALIDATION_EX, FILETIME, RAS_CONNECTION_1, RAS_CONNECTION_3, View, address_of, dword_of,
};
use mockras::ras::{
    AuthHeaderSize, Code, Connection, IpDwordOrder, Name, Policy, ProbationTimer, Profile, Quarantine,
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn address_of_any_dword_gives_it_back(dword: u32) {
        for order in [IpDwordOrder::Network, IpDwordOrder::Host] {
            prop_assert_eq!(dword_of(address_of(dword, order), order), dword);
        }
    }
}

#[test]
fn address_in_network_order_counts_in_its_last_octet_where_memory_ends() {
    // The published sample starts at 0x010A0F0E and adds 0x01000000, on little-endian machines.
    let walked = [0x010A_0F0E_u32, 0x020A_0F0E].map(u32::to_le_bytes).map(u32::from_ne_bytes);
    let addresses = walked.map(|dword| address_of(dword, IpDwordOrder::Network).to_string());
    assert_eq!(addresses, ["14.15.10.1", "14.15.10.2"]);
}

#[test]
fn actual_size_counts_the_tail_and_stops_where_16_bits_end() {
    let mut filled = AUTH_VALIDATION_EX::ZERO;
    let policy = Policy { auth_header_size: AuthHeaderSize::Actual, ..Policy::default() };
    let view = View { policy, profile: Profile::default() };
    let room = usize::from(u16::MAX) - AUTH_VALIDATION_EX::AUTH_INFO_OFFSET;
    for (length, size) in [(room - 1, u16::MAX - 1), (room, u16::MAX), (room + 1, u16::MAX)] {
        filled.fill(1, &Name::default(), &Name::default(), &vec![7; length], &view);
        assert_eq!((filled.Header.size, filled.AuthInfoSize as usize), (size, length));
    }
}

#[test]
fn dotted_text_is_that_of_the_standard_library() {
    let mut filled = RAS_CONNECTION_1::ZERO;
    for octet in 0..=255 {
        let address = Ipv4Addr::new(octet, 255 - octet, octet / 2, 255);
        let facts = Connection { ipv4_error: Code::NO_ERROR, server_ipv4: address, ..Connection::default() };
        filled.fill(&facts, &View::default());
        assert_eq!(Name::from_array(&filled.PppInfo.ip.wszAddress), address.to_string().as_str());
    }
    let longest =
        Connection { ipv4_error: Code::NO_ERROR, server_ipv4: Ipv4Addr::BROADCAST, ..Connection::default() };
    filled.fill(&longest, &View::default());
    assert_eq!(filled.PppInfo.ip.wszAddress.last(), Some(&0), "the longest address still ends in NUL");
}

#[test]
fn times_beyond_the_last_are_the_last() {
    let last = FILETIME { dwLowDateTime: u32::MAX, dwHighDateTime: u32::MAX };
    let timer = |ms, probation_timer| {
        let facts = Connection {
            quarantine: Quarantine::PROBATION,
            probation_ms: ms,
            probation_until_ms: ms,
            ..Connection::default()
        };
        let policy = Policy { probation_timer, ..Policy::default() };
        let mut filled = RAS_CONNECTION_3::ZERO;
        filled.fill(&facts, &View { policy, ..View::default() });
        filled.timer
    };
    for reading in [ProbationTimer::Absolute, ProbationTimer::Relative] {
        assert_eq!([1 << 60, u64::MAX].map(|ms| timer(ms, reading)), [last; 2]);
        assert_ne!(timer(1 << 40, reading), last);
    }
}
