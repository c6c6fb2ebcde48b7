// The functions that an executable exports for the DLLs that it loads: `build.rs` tells the linker, and `Recorders`
// is checked against this list when the crate compiles. Nothing else may stand here: two crates include it.

/// The recorders by name, in the order of their declarations.
pub(crate) const RECORDERS: [&str; 25] = [
    "MprAdminConnectionClearStats",
    "MprAdminConnectionEnum",
    "MprAdminConnectionEnumEx",
    "MprAdminConnectionGetInfo",
    "MprAdminConnectionGetInfoEx",
    "MprAdminConnectionRemoveQuarantine",
    "MprAdminPortClearStats",
    "MprAdminPortDisconnect",
    "MprAdminPortEnum",
    "MprAdminPortGetInfo",
    "MprAdminPortReset",
    "MprAdminBufferFree",
    "MprAdminGetErrorString",
    "MprAdminIsServiceRunning",
    "MprAdminServerConnect",
    "MprAdminServerDisconnect",
    "MprAdminGetPDCServer",
    "MprAdminSendUserMessage",
    "MprAdminUserGetInfo",
    "MprAdminUserSetInfo",
    "MockrasNote",
    "MockrasClock",
    "MockrasRegistry",
    "MockrasLock",
    "MockrasKept",
];
