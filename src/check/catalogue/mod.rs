//! Every row of the contract: one file for each family of duties.

use super::row::Row;

mod admin;
mod cbtable;
mod conn;
mod data;
mod endpt;
mod hangup;
mod init;
mod ip4;
mod ip6;
mod link;
mod load;
mod order;
mod preauth;
mod reauth;
mod reentry;
mod serial;
mod term;

/// What mockras demands on its own account: no page states it, because every page takes it for granted.
mod own {
    use crate::check::row::rows;

    rows! {
        "RUN-01" "callouts return" Dll Implied "all" [] [52]
            "A callout returns to the service: no page knows one that crashes, panics or hangs."
            => Rule;
        "FILE-01" "shared library" Dll Silent "all" [] []
            "The DLL is a shared library with native code, no program, object file, static library or assembly for .NET."
            => Inspect;
        "FILE-02" "no debug runtime" Dll Silent "all" [] []
            "The DLL needs no debug version of a compiler's runtime library, which a server does not have."
            => Inspect;
        "FILE-03" "any address" Dll Silent "all" [] []
            "The DLL can be loaded at any address (ASLR), for the service that loads it faces the network."
            => Inspect;
        "FILE-04" "data is not executed" Dll Silent "all" [] []
            "The DLL agrees that data is not executed (DEP), for the service that loads it faces the network."
            => Inspect;
        "FILE-05" "indirect calls are checked" Dll Silent "all" [] []
            "The DLL has its indirect calls checked (CFG), for the service that loads it faces the network."
            => Inspect;
        "FILE-06" "entry points are in the file" Dll Silent "all" [] []
            "The DLL has the code of its entry points itself and does not forward them to another DLL, which may be missing."
            => Inspect;
        "FILE-07" "imports are provided" Dll Silent "all" [] []
            "Each function that the DLL imports is provided by a library that it needs, or by the process that loads it."
            => Inspect;
        "FILE-08" "no wide functions of another width" Dll Silent "all" [] []
            "Off Windows, the DLL imports no wide functions of the C library: their characters have 4 bytes, those of the service 2."
            => Inspect;
        "HOST-01" "process as it was" Dll Implied "all" [] []
            "A DLL leaves its process as it found it: descriptors, working directory, signal handlers, threads; and \
             it can be unloaded."
            => Rule;
        "RESTARTS" "starts again" Dll Implied "all" [] [16]
            "A DLL can be initialised again after it was terminated, as often as the service is restarted."
            => Rule;
        "REPEATS" "a second play" Dll Silent "all" [] []
            "A DLL does the same when the same happens again: nothing but the scenario decides."
            => Rule;
        "READINGS" "either reading" Dll Silent "2003 and later" [] [9, 10]
            "A DLL decides the same whether or not it is told of the hangup of what was refused."
            => Rule;
        "BYSTANDER" "another user" Dll Silent "all" [] []
            "What a DLL says of a user does not hang on who else is connected, but for limits and empty pools."
            => Rule;
        "NAMESAKE" "a namesake" Dll Silent "all" [] []
            "What a DLL says of a user does not hang on a user of the same name in another domain."
            => Rule;
        "DIAL-ORDER" "order of dials" Dll Silent "all" [] []
            "What a DLL says of two users does not hang on who of them dials first, but for limits and empty pools."
            => Rule;
        "PORT-NAMES" "names of ports" Dll Silent "all" [] []
            "What a DLL says does not hang on what ports are called."
            => Rule;
        "THREADS" "thread of a call" Dll Silent "all" [] [34]
            "A DLL does the same whichever thread calls it, one call after the other."
            => Rule;
        "NOT-CAPABLE" "unknown state" Dll Silent "2008 and later" [] [27]
            "A DLL does not take a client whose state is not known for one that is in quarantine."
            => Rule;
        "BYTE-ORDER" "order of bytes" Dll Silent "all" [] [19]
            "The addresses that a DLL chooses have their bytes in one order, the first octet at the lowest address."
            => Rule;
        "ONE-FILE" "one file" Dll Silent "2003 and later" [] [33]
            "The two processes of the service do not write the same file at the same time."
            => Rule;
        "EXPECT" "expectations" Dll Implied "all" [] []
            "A DLL does what its author expects of it, in steps of scenarios and in `mockras.toml`."
            => Rule;
        "DRIFTS" "what is repeated" Dll Silent "all" [] []
            "A DLL answers the same when the same happens again in one life of the service, and everybody has hung up before."
            => Rule;
        "RUNS-OUT" "addresses last" Dll Silent "all" [] []
            "A DLL that gave an address gives one again when the same is asked, and all addresses were released before."
            => Rule;
        "GROWS" "nothing grows" Dll Silent "all" [] []
            "What a DLL takes for a user (memory, handles, threads) it gives back when everybody has hung up."
            => NotHere("transcripts do not show it; `mockras soak` measures it in the processes of native DLLs");
        "CANARY" "canary" Service Implied "all" [] []
            "No run keeps this rule, so that a report which shows nothing of it has lost something."
            => Rule;
    }
}

/// The families in the order of the contract.
const FAMILIES: [&[Row]; 17] = [
    load::ROWS,
    init::ROWS,
    conn::ROWS,
    link::ROWS,
    hangup::ROWS,
    reauth::ROWS,
    ip4::ROWS,
    ip6::ROWS,
    endpt::ROWS,
    preauth::ROWS,
    term::ROWS,
    order::ROWS,
    serial::ROWS,
    reentry::ROWS,
    admin::ROWS,
    data::ROWS,
    cbtable::ROWS,
];

/// Every row of the contract, in its order.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// assert!(rows().any(|row| row.id == "IP4-08"));
/// ```
pub fn rows() -> impl Iterator<Item = &'static Row> {
    FAMILIES.into_iter().flatten()
}

/// What mockras demands on its own account, besides the contract.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// assert!(own_rows().any(|row| row.id == "RUN-01"));
/// ```
pub fn own_rows() -> impl Iterator<Item = &'static Row> {
    own::ROWS.iter()
}

/// The row of that id, of the contract or mockras' own.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// assert_eq!(row("RUN-01").map(|row| row.obliged), Some(Obliged::Dll));
/// ```
pub fn row(id: &str) -> Option<&'static Row> {
    rows().chain(own_rows()).find(|row| row.id == id)
}
