//! Duties about initialisation.

use crate::check::row::rows;

rows! {
    "INIT-01" "called at service start" Service Stated "2000 and later" [INITIALIZE, GUIDE_DLL] []
        "The service calls MprAdminInitializeDll when it starts."
        => Proven("tests/proof/initialise_comes_first.rs");

    "INIT-02" "initialisation belongs here" Dll Stated "2000 and later" [INITIALIZE] []
        "The DLL does its initialisation in MprAdminInitializeDll."
        => NotHere("a transcript shows calls, not what a DLL keeps in memory");

    "INIT-03" "success value" Dll Stated "2000 and later" [INITIALIZE] []
        "The DLL returns NO_ERROR from MprAdminInitializeDll if it succeeds."
        => Rule;

    "INIT-04" "failure stops the service" Service Stated "2000 and later" [INITIALIZE] [16]
        "The service does not start if MprAdminInitializeDll returns anything but NO_ERROR."
        => Proven("tests/proof/failed_initialise_stops_the_start.rs");

    "INIT-05" "order of initialisation" Service Stated "2003 and later" [INITIALIZE] []
        "The service initialises several DLLs in registry order."
        => Proven("tests/proof/registry_order_at_start.rs");

    "INIT-06" "error values" Dll Stated "2000 and later" [INITIALIZE] []
        "The DLL reports a failed initialisation by an error code of Winerror.h."
        => NotHere("Winerror.h defines HRESULTs as well, so no value is surely none of its codes");

    "INIT-07" "no parameters" Service Stated "2000 and later" [INITIALIZE, MINGW] []
        "The service passes no arguments to MprAdminInitializeDll."
        => Inspect;

    "INIT-08" "table passed" Service Stated "2008 R2 and later" [INITIALIZE_EX, CALLBACKS] [30]
        "The service passes MprAdminInitializeDllEx a pointer to an MPRAPI_ADMIN_DLL_CALLBACKS in which \
         callbacks are registered."
        => Proven("tests/proof/table_goes_to_initialise_ex.rs");

    "INIT-09" "result of the Ex form" Dll Stated "2008 R2 and later" [INITIALIZE_EX] []
        "The DLL returns NO_ERROR from MprAdminInitializeDllEx, or the service does not start."
        => Rule;

    "INIT-10" "floor of the Ex form" Service Stated "2008 R2 and later" [INITIALIZE_EX] []
        "The service calls MprAdminInitializeDllEx from Windows 7 and Server 2008 R2 on, never before."
        => Proven("tests/proof/no_call_below_its_floor.rs");

    "INIT-11" "nothing before it" Service Implied "2000 and later" [INITIALIZE, GUIDE_DLL] []
        "The service calls no other function of a DLL before that DLL is initialised."
        => Proven("tests/proof/initialise_comes_first.rs");

    "INIT-12" "once per start" Service Implied "2000 and later" [GUIDE_DLL] [33]
        "The service initialises a DLL once per start, in each process that loads it."
        => Proven("tests/proof/initialised_once_per_start.rs");
}
