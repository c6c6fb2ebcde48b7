//! Faults of DLLs that reach for what is not theirs: the memory of the service, the data of the other process.

use super::demo::{A_DAY, A_DIAL, A_HOSTILE_DIAL, A_TABLE, ACCEPT_THEN_ADDRESS};
use super::{Faulty, SeededFault, same_exports};
use crate::dll::{Arguments, Notice, ProcessEnds};
use crate::model::{EntryPoint, Process};
use crate::ras::{Callout, Code, Series};

pub(super) static FAULTS: &[SeededFault] = &[
    SeededFault {
        name: "user-in-capitals",
        summary: "turns the user's name into capitals in place, to compare it",
        demo: A_DAY,
        exports: same_exports,
        call: user_in_capitals,
    },
    SeededFault {
        name: "asks-its-other-half",
        summary: "gives IPv4 addresses only to users whom it remembers from Accept",
        demo: ACCEPT_THEN_ADDRESS,
        exports: same_exports,
        call: asks_its_other_half,
    },
    SeededFault {
        name: "changes-directory",
        summary: "changes the working directory of its process when it is initialised; as a host would tell, nothing is changed",
        demo: A_DIAL,
        exports: same_exports,
        call: changes_directory,
    },
    SeededFault {
        name: "keeps-a-pointer",
        summary: "reads a port through a pointer of an earlier call when it is terminated; as a host would tell, nothing is kept",
        demo: A_DIAL,
        exports: same_exports,
        call: keeps_a_pointer,
    },
    SeededFault {
        name: "table-of-fourteen",
        summary: "takes the callbacks table for two slots longer; as a host would tell, nothing is written there",
        demo: A_TABLE,
        exports: same_exports,
        call: table_of_fourteen,
    },
    SeededFault {
        name: "writes-one-file",
        summary: "opens the same log in each process, to the end; as a host would tell, nothing is written",
        demo: A_DIAL,
        exports: same_exports,
        call: writes_one_file,
    },
    SeededFault {
        name: "copies-endless-names",
        summary: "copies the user's name up to its NUL into an array of the same length; panics where a copy would go beyond",
        demo: A_HOSTILE_DIAL,
        exports: same_exports,
        call: copies_endless_names,
    },
];

/// Which of these faults which rule catches, where that names another.
pub(super) const RULES: &[(&str, &str)] = &[("copies-endless-names", "RUN-01")];

fn copies_endless_names(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let has_end = match arguments {
        Arguments::Connection(connections) => connections.c0.wszUserName.contains(&0),
        Arguments::ConnectionEx(connection) => connection.wszUserName.contains(&0),
        _ => true,
    };
    assert!(has_end, "the user's name is longer than the copy of it");
    dll.sound(entry, arguments)
}

fn keeps_a_pointer(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if entry.callout == Callout::TerminateDll {
        let crash = "crash: SIGSEGV reading RAS_PORT_0.hPort, of an earlier call, in gate+0x1139";
        std::panic::panic_any(ProcessEnds(crash.to_owned()));
    }
    dll.sound(entry, arguments)
}

fn changes_directory(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if matches!(entry.callout, Callout::InitializeDll | Callout::InitializeDllEx) {
        dll.noticed.push(Notice::Left("the working directory has changed".to_owned()));
    }
    dll.sound(entry, arguments)
}

fn writes_one_file(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if entry.callout == Callout::TerminateDll && dll.place == dll.place.process(Process::Addresses) {
        dll.noticed.push(Notice::Shares("a file that conn/1 writes".to_owned()));
    }
    dll.sound(entry, arguments)
}

fn table_of_fourteen(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if matches!(arguments, Arguments::Table(_)) {
        // The pointers of the smallest systems: the same text everywhere.
        let place = "8 bytes past the end of MPRAPI_ADMIN_DLL_CALLBACKS";
        dll.noticed.push(Notice::Overran(place.to_owned()));
    }
    dll.sound(entry, arguments)
}

fn user_in_capitals(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    let result = dll.sound(entry, arguments);
    match arguments {
        Arguments::Connection(connections) => capitals(&mut connections.c0.wszUserName),
        Arguments::ConnectionEx(connection) => capitals(&mut connection.wszUserName),
        _ => {}
    }
    result
}

fn capitals(name: &mut [u16]) {
    for unit in name.iter_mut().filter(|unit| (u16::from(b'a')..=u16::from(b'z')).contains(unit)) {
        *unit -= 0x20;
    }
}

/// It remembers how many users it has accepted, and so knows in one process only.
fn asks_its_other_half(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    if entry.callout == Callout::GetIpAddressForUser && dll.times == 0 {
        return Code::PPP_NO_ADDRESS_ASSIGNED.0;
    }
    let result = dll.sound(entry, arguments);
    if Series::ALL.iter().any(|series| series.accept() == entry.callout) {
        dll.times += result;
    }
    result
}
