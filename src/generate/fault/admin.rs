//! Faults of DLLs that call the service from inside a callout.

use super::demo::A_DIAL;
use super::{Faulty, SeededFault, same_exports};
use crate::dll::{Arguments, Notice, admin};
use crate::model::EntryPoint;
use crate::ras::{Callout, Function};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "calls-port-enum",
        summary: "lists the ports by MprAdminPortEnum whenever it is asked about a link",
        demo: A_DIAL,
        exports: same_exports,
        call: calls_port_enum,
    },
    SeededFault {
        name: "calls-user-get-info",
        summary: "looks up the user's dial-in rights by MprAdminUserGetInfo whenever it is asked about a connection",
        demo: A_DIAL,
        exports: same_exports,
        call: calls_user_get_info,
    },
    SeededFault {
        name: "keeps-a-buffer",
        summary: "lists the ports by MprAdminPortEnum on a thread of its own, and does not free what it gets",
        demo: A_DIAL,
        exports: same_exports,
        call: keeps_a_buffer,
    },
];

/// The usual reason: to see how many links are up.
fn calls_port_enum(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if entry.callout == Callout::AcceptNewLink {
        admin::call(Function::PortEnum);
    }
    dll.sound(entry, arguments)
}

/// The usual reason: an early return. This is what the host of a native DLL tells when such a DLL ends.
fn keeps_a_buffer(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if entry.callout == Callout::TerminateDll {
        dll.noticed.push(Notice::Misfreed("a buffer of MprAdminPortEnum is not freed".to_owned()));
    }
    dll.sound(entry, arguments)
}

/// The usual reason: to see whether the user may dial in at all.
fn calls_user_get_info(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if matches!(arguments, Arguments::Connection(_) | Arguments::ConnectionEx(_)) {
        admin::call(Function::UserGetInfo);
    }
    dll.sound(entry, arguments)
}
