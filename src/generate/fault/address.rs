//! Seeded faults in how a DLL hands out addresses.

use super::demo::{A_DAY, RELEASES_WITH_RESULTS, THREE_ADDRESSES};
use super::{Faulty, SeededFault, same_exports};
use crate::dll::Arguments;
use crate::model::EntryPoint;
use crate::ras::{Callout, Code};

const FAULT: SeededFault =
    SeededFault { name: "", summary: "", demo: A_DAY, exports: same_exports, call: super::same_call };

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "notify-unwritten",
        summary: "leaves bNotifyRelease as it was",
        call: notify_unwritten,
        ..FAULT
    },
    SeededFault {
        name: "returns-zero-for-zero",
        summary: "returns NO_ERROR and no address where none was offered, as if its pool were empty",
        call: returns_zero_for_zero,
        ..FAULT
    },
    SeededFault {
        name: "clears-the-offer",
        summary: "sets the address to zero before it looks whether there was one, and returns NO_ERROR",
        call: clears_the_offer,
        ..FAULT
    },
    SeededFault {
        name: "true-for-no-error",
        summary: "returns TRUE, which is 1, where an address function has succeeded",
        call: true_for_no_error,
        ..FAULT
    },
    SeededFault {
        name: "double-lease",
        summary: "forgets what it has given, so that every user gets the same IPv4 address",
        call: double_lease,
        ..FAULT
    },
    SeededFault {
        name: "changes-the-prefix",
        summary: "writes whole IPv6 addresses with a prefix of its own",
        call: changes_the_prefix,
        ..FAULT
    },
    SeededFault {
        name: "zero-identifier",
        summary: "keeps the prefix of an IPv6 address and writes an interface identifier of zero",
        call: zero_identifier,
        ..FAULT
    },
    SeededFault {
        name: "release-returns-an-error",
        summary: "returns an error from ReleaseIpv6AddressForUser, to make sure that the user is gone",
        demo: RELEASES_WITH_RESULTS,
        call: release_returns_an_error,
        ..FAULT
    },
    SeededFault {
        name: "counts-in-host-order",
        summary: "has its first IPv4 address from a text, and computes the next ones as numbers whose bytes it does not turn",
        demo: THREE_ADDRESSES,
        call: counts_in_host_order,
        ..FAULT
    },
];

fn notify_unwritten(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let notify = |arguments: &Arguments<'_>| match arguments {
        Arguments::Ipv4(.., notify) | Arguments::Ipv6(.., notify) => notify.as_deref().copied(),
        _ => None,
    };
    let before = notify(arguments);
    let result = dll.sound(entry, arguments);
    if let Arguments::Ipv4(.., Some(notify)) | Arguments::Ipv6(.., Some(notify)) = arguments {
        **notify = before.unwrap_or_default();
    }
    result
}

fn returns_zero_for_zero(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    match arguments {
        Arguments::Ipv4(.., address, Some(notify)) if **address == 0 => **notify = 0,
        Arguments::Ipv6(.., address, Some(notify)) if address.Word == [0; 8] => **notify = 0,
        _ => return dll.sound(entry, arguments),
    }
    Code::NO_ERROR.0
}

fn clears_the_offer(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    match arguments {
        Arguments::Ipv4(.., address, Some(notify)) if **address != 0 => {
            (**address, **notify) = (0, 0);
        }
        Arguments::Ipv6(.., address, Some(notify)) if address.Word != [0; 8] => {
            (address.Word, **notify) = ([0; 8], 0);
        }
        _ => return dll.sound(entry, arguments),
    }
    Code::NO_ERROR.0
}

fn true_for_no_error(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    match arguments {
        Arguments::Ipv4(.., Some(_)) | Arguments::Ipv6(.., Some(_)) if result == Code::NO_ERROR.0 => 1,
        _ => result,
    }
}

/// The first address is remembered and given again.
fn double_lease(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if let Arguments::Ipv4(.., address, Some(_)) = arguments
        && result == Code::NO_ERROR.0
    {
        if dll.times == 0 {
            dll.times = **address;
        }
        **address = dll.times;
    }
    result
}

fn changes_the_prefix(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if let Arguments::Ipv6(.., address, Some(_)) = arguments {
        address.Word[..4].copy_from_slice(&[u16::from_ne_bytes([0xfd, 0]), 0, 0, 0]);
    }
    result
}

fn zero_identifier(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if let Arguments::Ipv6(.., address, Some(_)) = arguments {
        // Without a prefix there would be no address at all.
        if address.Word[..4] != [0; 4] {
            address.Word[4..].fill(0);
        }
    }
    result
}

fn release_returns_an_error(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if entry.callout == Callout::ReleaseIpv6AddressForUser { Code::ACCESS_DENIED.0 } else { result }
}

fn counts_in_host_order(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if let Arguments::Ipv4(.., address, Some(_)) = arguments
        && result == Code::NO_ERROR.0
    {
        if dll.times > 0 {
            **address = address.swap_bytes();
        }
        dll.times += 1;
    }
    result
}
