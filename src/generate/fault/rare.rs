//! Faults that only a long sequence shows: what counters that overflow and lists that are kept badly look like.
//!
//! They are there to measure how fast campaigns find such things (`benches/guidance.rs`). The rules that catch them name
//! other faults, which show at once.

use std::net::Ipv4Addr;

use super::demo::{
    LINKS_COME_AND_GO, SEVEN_LINKS, SEVENTEEN_USERS, STATES_COME_AND_GO, TUNNEL_MOVES_ON, USERS_COME_AND_GO,
};
use super::{Faulty, SeededFault, same_exports};
use crate::abi::{FALSE, dword_of};
use crate::dll::Arguments;
use crate::model::EntryPoint;
use crate::ras::{Callout, Code, IpDwordOrder, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "sixth-state",
        summary: "has room for five changes of quarantine states between two connections, and answers 2 to the sixth",
        demo: STATES_COME_AND_GO,
        exports: same_exports,
        call: sixth_state,
    },
    SeededFault {
        name: "seventh-link",
        summary: "has room for six links that come up between two connections, and answers 2 to the seventh",
        demo: SEVEN_LINKS,
        exports: same_exports,
        call: seventh_link,
    },
    SeededFault {
        name: "third-move",
        summary: "has room for two moves of a tunnel between two connections, and panics at the third",
        demo: TUNNEL_MOVES_ON,
        exports: same_exports,
        call: third_move,
    },
    SeededFault {
        name: "five-links-again",
        summary: "loses its place among the links after five came up in a row and five went down, and panics when five come up again",
        demo: LINKS_COME_AND_GO,
        exports: same_exports,
        call: five_links_again,
    },
    SeededFault {
        name: "address-after-five-returned",
        summary: "takes five addresses back in a row, and then gives one out without writing bNotifyRelease",
        demo: USERS_COME_AND_GO,
        exports: same_exports,
        call: address_after_five_returned,
    },
    SeededFault {
        name: "seventeenth-address",
        summary: "has room for 16 addresses, and gives the last of them once more to whoever comes when all are taken",
        demo: SEVENTEEN_USERS,
        exports: same_exports,
        call: seventeenth_address,
    },
];

/// Which of these faults which rule catches.
pub(super) const RULES: &[(&str, &str)] = &[
    ("sixth-state", "CONN-03"),
    ("seventh-link", "CONN-03"),
    ("third-move", "RUN-01"),
    ("five-links-again", "RUN-01"),
    ("address-after-five-returned", "IP4-08"),
    ("seventeenth-address", "IP4-19"),
];

fn sixth_state(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let reauthentications = [Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx];
    two_at(6, &reauthentications, dll, entry, arguments)
}

fn seventh_link(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    two_at(7, &[Callout::AcceptNewLink], dll, entry, arguments)
}

/// Answers 2 to the nth of these calls between two connections.
fn two_at(
    nth: u32,
    calls: &[Callout],
    dll: &mut Faulty,
    entry: EntryPoint,
    arguments: &mut Arguments<'_>,
) -> u32 {
    let result = dll.sound(entry, arguments);
    if is_accept(entry.callout) {
        dll.times = 0;
    }
    if calls.contains(&entry.callout) {
        dll.times += 1;
        if dll.times == nth {
            return 2;
        }
    }
    result
}

fn is_accept(callout: Callout) -> bool {
    Series::ALL.iter().any(|series| series.accept() == callout)
}

fn third_move(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if is_accept(entry.callout) {
        dll.times = 0;
    }
    if entry.callout == Callout::AcceptTunnelEndpointChangeEx {
        dll.times += 1;
        assert!(dll.times < 3, "no place for another endpoint");
    }
    dll.sound(entry, arguments)
}

/// The last calls about links, two bits each: 1 for a link that comes up, 2 for one that goes down.
fn five_links_again(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    const LOST: u32 = 0b01_01_01_01_01_10_10_10_10_10_01_01_01_01;
    const ALL: u32 = (1 << 28) - 1;
    let call = match entry.callout {
        Callout::AcceptNewLink => 1,
        Callout::LinkHangupNotification => 2,
        _ => return dll.sound(entry, arguments),
    };
    assert!(call != 1 || dll.times != LOST, "no place for another link");
    dll.times = (dll.times << 2 | call) & ALL;
    dll.sound(entry, arguments)
}

/// How many addresses came back in a row.
fn address_after_five_returned(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let before = match &*arguments {
        Arguments::Ipv4(.., Some(notify)) => Some(**notify),
        _ => None,
    };
    let result = dll.sound(entry, arguments);
    match entry.callout {
        Callout::ReleaseIpAddress => dll.times += 1,
        Callout::GetIpAddressForUser => {
            if let (5, Some(before), Arguments::Ipv4(.., Some(notify))) = (dll.times, before, arguments) {
                **notify = before;
            }
            dll.times = 0;
        }
        _ => {}
    }
    result
}

/// The last address of a full pool, if sixteen are taken.
fn seventeenth_address(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    const ROOM: u32 = 16;
    /// The last address of the stock pool.
    const LAST: Ipv4Addr = Ipv4Addr::new(10, 8, 0, 25);
    let result = dll.sound(entry, arguments);
    match (entry.callout, arguments) {
        (Callout::ReleaseIpAddress, _) => dll.times = dll.times.saturating_sub(1),
        (Callout::GetIpAddressForUser, Arguments::Ipv4(.., address, Some(notify))) => {
            if result == Code::NO_ERROR.0 {
                dll.times += 1;
            } else if dll.times >= ROOM && **address == 0 {
                **address = dword_of(LAST, IpDwordOrder::Network);
                **notify = FALSE;
                return Code::NO_ERROR.0;
            }
        }
        _ => {}
    }
    result
}
