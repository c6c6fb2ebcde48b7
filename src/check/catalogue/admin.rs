//! Duties about administration functions outside of callouts.
//!
//! A DLL may call them on a thread or in a timer of its own, which no callout waits for. What they may not do inside of
//! callouts is in `reentry.rs`.

use crate::check::row::rows;

rows! {
    "ADMIN-01" "levels of connections" Service Stated "all" [CONNECTION_ENUM, CONNECTION_INFO] []
        "The service lists and describes connections at level 0 always, at 1 and 2 from Windows 2000 on, at 3 from Server 2008 \
         on; any other level is ERROR_INVALID_LEVEL."
        => Proven("tests/proof/administration_is_answered.rs");

    "ADMIN-02" "ports" Service Stated "all" [PORT_ENUM] []
        "The service lists ports by MprAdminPortEnum at level 0 alone: all for INVALID_HANDLE_VALUE, the active ones of a connection \
         for its handle; NULL is ERROR_INVALID_HANDLE."
        => Proven("tests/proof/administration_is_answered.rs");

    "ADMIN-03" "unknown connection" Service Stated "all" [CONNECTION_INFO] []
        "The service answers MprAdminConnectionGetInfo by ERROR_INTERFACE_NOT_CONNECTED for a handle of no connection, and by \
         RPC_S_INVALID_BINDING for a handle of no server."
        => Proven("tests/proof/administration_is_answered.rs");

    "ADMIN-04" "unknown port" Service Stated "all" [PORT_INFO, PORT_DISCONNECT] []
        "The service answers MprAdminPortGetInfo and the other functions about a port by ERROR_INVALID_PORT_HANDLE for a handle of \
         no port."
        => Proven("tests/proof/administration_is_answered.rs");

    "ADMIN-05" "quarantine removed" Service Stated "2003 and later" [REMOVE_QUARANTINE] []
        "The service lets a client out of quarantine by MprAdminConnectionRemoveQuarantine, and answers by ERROR_NOT_FOUND for one \
         that is not in quarantine."
        => Proven("tests/proof/quarantine_is_removed.rs");

    "ADMIN-06" "one truth" Service Implied "all" [CONNECTION_ENUM, CONNECTION_INFO] []
        "The service describes connections and ports in administration functions as it does in callouts of the same moment."
        => Asserted("tests/it/dll/administration.rs");

    "ADMIN-07" "buffers" Dll Stated "all" [BUFFER_FREE, CONNECTION_ENUM, PORT_ENUM] []
        "The DLL frees what an administration function hands out by MprAdminBufferFree, once, and does not use it afterwards."
        => Rule;
}
