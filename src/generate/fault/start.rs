//! Faults of the start and the stop, and of calls as such.

use super::demo::{A_DAY, A_DIAL, A_DIAL_BY_THE_REFERENCE, A_DIAL_ON_2000};
use super::{Faulty, SeededFault, same_call, same_exports};
use crate::dll::Arguments;
use crate::model::EntryPoint;
use crate::ras::{Callout, CalloutSet};

/// What is returned for success by those who think that it is a BOOL.
const TRUE: u32 = 1;

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "panic",
        summary: "panics in LinkHangupNotification",
        demo: A_DAY,
        exports: same_exports,
        call: panics,
    },
    SeededFault {
        name: "no-link-hangup",
        summary: "does not export LinkHangupNotification",
        demo: A_DIAL,
        exports: |exports| without(exports, &[Callout::LinkHangupNotification]),
        call: same_call,
    },
    SeededFault {
        name: "no-reauthentication",
        summary: "exports neither AcceptReauthentication nor AcceptReauthenticationEx",
        demo: A_DIAL_BY_THE_REFERENCE,
        exports: |exports| {
            without(exports, &[Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx])
        },
        call: same_call,
    },
    SeededFault {
        name: "crossed-pair",
        summary: "exports AcceptNewConnection2 with ConnectionHangupNotification, and no pair",
        demo: A_DIAL,
        exports: crossed_pair,
        call: same_call,
    },
    SeededFault {
        name: "half-address-pair",
        summary: "does not export ReleaseIpAddress",
        demo: A_DIAL,
        exports: |exports| without(exports, &[Callout::ReleaseIpAddress]),
        call: same_call,
    },
    SeededFault {
        name: "no-ipv4-pair",
        summary: "exports neither GetIpAddressForUser nor ReleaseIpAddress",
        demo: A_DIAL_ON_2000,
        exports: |exports| without(exports, &[Callout::GetIpAddressForUser, Callout::ReleaseIpAddress]),
        call: same_call,
    },
    SeededFault {
        name: "no-initialiser",
        summary: "exports neither InitializeDll nor InitializeDllEx",
        demo: A_DIAL,
        exports: |exports| without(exports, &[Callout::InitializeDll, Callout::InitializeDllEx]),
        call: same_call,
    },
    SeededFault {
        name: "initialise-returns-true",
        summary: "returns TRUE when it has initialised itself",
        demo: A_DIAL,
        exports: same_exports,
        call: initialise_returns_true,
    },
    SeededFault {
        name: "terminate-returns-true",
        summary: "returns TRUE from TerminateDll",
        demo: A_DIAL,
        exports: same_exports,
        call: terminate_returns_true,
    },
];

fn panics(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    assert!(entry.callout != Callout::LinkHangupNotification, "a link that nobody knows");
    dll.sound(entry, arguments)
}

fn without(mut exports: CalloutSet, missing: &[Callout]) -> CalloutSet {
    missing.iter().for_each(|callout| exports.remove(*callout));
    exports
}

fn crossed_pair(exports: CalloutSet) -> CalloutSet {
    let missing = [
        Callout::AcceptNewConnection,
        Callout::AcceptNewConnection3,
        Callout::AcceptNewConnectionEx,
        Callout::ConnectionHangupNotification2,
        Callout::ConnectionHangupNotification3,
        Callout::ConnectionHangupNotificationEx,
    ];
    without(exports, &missing)
}

fn initialise_returns_true(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    let initialises = matches!(entry.callout, Callout::InitializeDll | Callout::InitializeDllEx);
    if initialises { TRUE } else { result }
}

fn terminate_returns_true(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    if entry.callout == Callout::TerminateDll { TRUE } else { result }
}
