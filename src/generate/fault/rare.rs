//! Faults that only a long sequence shows: what counters that overflow and lists that are kept badly look like.
//!
//! They are there to measure how fast campaigns find such things (`benches/guidance.rs`). The rules that catch them name
//! other faults, which show at once.

use super::demo::{LINKS_COME_AND_GO, STATES_COME_AND_GO, USERS_COME_AND_GO};
use super::{Faulty, SeededFault, same_exports};
use crate::callout::Arguments;
use crate::model::Entry;
use crate::ras::{Callout, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "sixth-state",
        summary: "has room for five changes of quarantine states between two connections, and answers 2 to the sixth",
        demo: STATES_COME_AND_GO,
        exports: same_exports,
        call: sixth_state,
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
];

/// Which of these faults which rule catches.
pub(super) const RULES: &[(&str, &str)] =
    &[("sixth-state", "CONN-03"), ("five-links-again", "RUN-01"), ("address-after-five-returned", "IP4-08")];

fn sixth_state(dll: &mut Faulty, entry: Entry, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if Series::ALL.iter().any(|series| series.accept() == entry.callout) {
        dll.times = 0;
    }
    if matches!(entry.callout, Callout::AcceptReauthentication | Callout::AcceptReauthenticationEx) {
        dll.times += 1;
        if dll.times == 6 {
            return 2;
        }
    }
    result
}

/// The last calls about links, two bits each: 1 for a link that comes up, 2 for one that goes down.
fn five_links_again(dll: &mut Faulty, entry: Entry, arguments: &mut Arguments<'_>) -> u32 {
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
fn address_after_five_returned(dll: &mut Faulty, entry: Entry, arguments: &mut Arguments<'_>) -> u32 {
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
