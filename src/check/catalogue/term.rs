//! Duties about termination.

use crate::check::row::rows;

rows! {
    "TERM-01" "called at shutdown" Service Stated "2000 and later" [TERMINATE, GUIDE_DLL] []
        "The service calls MprAdminTerminateDll when it shuts down."
        => Proven("tests/proof/terminate_comes_last.rs");

    "TERM-02" "clean-up belongs here" Dll Stated "2000 and later" [TERMINATE] []
        "The DLL cleans up in MprAdminTerminateDll."
        => Rule;

    "TERM-03" "success value" Dll Stated "2000 and later" [TERMINATE] [17]
        "The DLL returns NO_ERROR from MprAdminTerminateDll if it succeeds."
        => Rule;

    "TERM-04" "order of termination" Service Silent "2003 and later" [TERMINATE] [15]
        "The service terminates several DLLs in an order that no page states; the remark on the page of \
         MprAdminTerminateDll speaks of MprAdminInitializeDll."
        => Proven("tests/proof/terminate_order.rs");

    "TERM-05" "nothing after it" Service Implied "2000 and later" [TERMINATE, GUIDE_DLL] []
        "The service calls no function of a DLL after MprAdminTerminateDll until it initialises the DLL \
         again."
        => Proven("tests/proof/terminate_comes_last.rs");

    "TERM-06" "slot in the table" Service Header "2008 R2 and later" [CALLBACKS] [4]
        "The service finds the terminate function of a table in the slot lpfnRasAdminTerminateDll, a DWORD()."
        => Proven("tests/proof/terminate_by_slot_or_export.rs");

    "TERM-07" "live connections" Service Silent "2000 and later" [] [51]
        "The service hangs up live connections before it terminates a DLL, or does not; no page says which."
        => Proven("tests/proof/live_connections_at_shutdown.rs");
}
