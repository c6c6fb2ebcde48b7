//! Duties about the callbacks table.

use crate::check::row::rows;

rows! {
    "CBTABLE-01" "revision" Dll Stated "2008 R2 and later" [CALLBACKS, METADATA] [30]
        "The DLL gives revision 1 or 2 in the table."
        => Rule;

    "CBTABLE-02" "revision 1" Service Stated "2008 R2 and later" [CALLBACKS] [31]
        "The service does not call functions that take a RAS_CONNECTION_EX through a table of revision 1."
        => Proven("tests/proof/ex_functions_need_revision_2.rs");

    "CBTABLE-03" "revision 2" Service Stated "2008 R2 and later" [CALLBACKS] []
        "The service calls functions that take a RAS_CONNECTION_EX through a table of revision 2."
        => Proven("tests/proof/ex_functions_need_revision_2.rs");

    "CBTABLE-04" "whole IPv6 pair" Dll Stated "2008 R2 and later" [CALLBACKS] []
        "The DLL fills both IPv6 slots of the table, or neither."
        => Rule;

    "CBTABLE-05" "whole IPv4 pair" Dll Stated "2008 R2 and later" [CALLBACKS] []
        "The DLL fills both IPv4 slots of the table, or neither."
        => Rule;

    "CBTABLE-06" "link slots" Dll Conflicting "2008 R2 and later" [CALLBACKS, GUIDE_FUNCTIONS] [3]
        "The DLL fills at least one of the slots lpfnRasAdminAcceptNewLink and \
         lpfnRasAdminLinkHangupNotification; the function reference demands both functions."
        => Rule;

    "CBTABLE-07" "connection slots" Dll Conflicting "2008 R2 and later" [CALLBACKS, GUIDE_FUNCTIONS] [3]
        "The DLL fills at least one of the slots lpfnRasAdminAcceptNewConnectionEx and \
         lpfnRasAdminConnectionHangupNotificationEx; the function reference demands both functions."
        => Rule;

    "CBTABLE-08" "prototypes" Dll Stated "2008 R2 and later" [CALLBACKS, METADATA] []
        "The DLL fills each slot with a function of that slot's prototype; for two slots only the metadata \
         shows it."
        => NotHere("what a DLL was compiled with does not show; tests/it/abi/metadata.rs asserts the layout of mockras");

    "CBTABLE-09" "order of slots" Dll Stated "2008 R2 and later" [CALLBACKS, METADATA] []
        "The DLL lays the table out as revision and twelve pointers in the documented order, two more than \
         the header of mingw-w64 has."
        => Rule;

    "CBTABLE-10" "table of the service" Service Implied "2008 R2 and later" [INITIALIZE_EX] [30]
        "The service supplies the table that the DLL fills."
        => Proven("tests/proof/table_on_entry.rs");

    "CBTABLE-11" "unrestricted slots" Dll Implied "2008 R2 and later" [CALLBACKS] []
        "The DLL writes every slot of the table, and NULL into those that it does not implement, which no \
         remark forbids for termination, reauthentication, endpoint change and pre-authentication."
        => Rule;

    "CBTABLE-12" "NULL is not implemented" Service Implied "2008 R2 and later" [CALLBACKS] []
        "The service takes a NULL slot for a function that is not implemented, and does not call it."
        => Proven("tests/proof/null_slots_are_not_called.rs");

    "CBTABLE-13" "through the Ex form only" Service Stated "2008 R2 and later" [CALLBACKS] []
        "The service passes the table to MprAdminInitializeDllEx only."
        => Proven("tests/proof/table_goes_to_initialise_ex.rs");
}
