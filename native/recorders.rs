// The functions that an executable exports for the DLLs that it loads: `build.rs` tells the linker, and `Recorders` and
// the hooks are checked against these lists when the crate compiles. Nothing else may stand here: two crates include it.

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

/// What compilers let instrumented code call, by name, in the order of their declarations.
pub(crate) const HOOKS: [&str; 18] = [
    "__sanitizer_cov_trace_pc",
    "__sanitizer_cov_trace_pc_guard",
    "__sanitizer_cov_trace_pc_guard_init",
    "__sanitizer_cov_8bit_counters_init",
    "__sanitizer_cov_pcs_init",
    "__sanitizer_cov_trace_pc_indir",
    "__sanitizer_cov_trace_cmp1",
    "__sanitizer_cov_trace_cmp2",
    "__sanitizer_cov_trace_cmp4",
    "__sanitizer_cov_trace_cmp8",
    "__sanitizer_cov_trace_const_cmp1",
    "__sanitizer_cov_trace_const_cmp2",
    "__sanitizer_cov_trace_const_cmp4",
    "__sanitizer_cov_trace_const_cmp8",
    "__sanitizer_cov_trace_switch",
    "__sanitizer_cov_trace_cmpf",
    "__sanitizer_cov_trace_cmpd",
    "__sanitizer_cov_trace_div4",
];
