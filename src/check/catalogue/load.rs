//! Duties about loading: registration, exports, the event log.

use crate::check::row::rows;

rows! {
    "LOAD-01" "registry key" Setup Stated "all" [GUIDE_REGISTRY, OLD_REGISTRY] []
        "Setup registers the DLL under HKLM\\SOFTWARE\\Microsoft\\RAS\\AdminDll."
        => NotHere("no registry is played: a scenario lists its DLLs");

    "LOAD-02" "display name" Setup Stated "all" [GUIDE_REGISTRY] []
        "Setup gives the DLL a readable name in the value DisplayName, of type REG_SZ."
        => NotHere("no registry is played: a scenario lists its DLLs");

    "LOAD-03" "path of the DLL" Setup Stated "all" [GUIDE_REGISTRY] [36]
        "Setup gives the full path of the DLL in the value DLLPath, of type REG_SZ."
        => Asserted("tests/it/dll_path.rs");

    "LOAD-04" "list of paths" Setup Stated "2003 and later" [GUIDE_REGISTRY] [36]
        "Setup registers several DLLs as one DLLPath string whose paths are separated by semicolons."
        => Asserted("tests/it/dll_path.rs");

    "LOAD-05" "single path on old systems"
        Setup Stated "NT 4.0 with RRAS, 2000" [GUIDE_REGISTRY, GUIDE_DLL] []
        "Setup registers one path only on Windows 2000 and earlier, where DLLPath cannot hold a list."
        => Proven("tests/proof/old_windows_loads_one_dll.rs");

    "LOAD-06" "one display name" Setup Stated "2003 and later" [GUIDE_REGISTRY] []
        "Setup keeps DisplayName a single name even where DLLPath lists several DLLs."
        => NotHere("no registry is played: a scenario lists its DLLs");

    "LOAD-07" "registry order" Service Stated "2003 and later" [GUIDE_REGISTRY, GUIDE_DLL] []
        "The service calls several DLLs in the order in which DLLPath lists them."
        => Proven("tests/proof/registry_order_at_start.rs");

    "LOAD-08" "uninstaller" Setup Stated "all" [GUIDE_REGISTRY, OLD_REGISTRY] []
        "Setup offers a way to remove the DLL."
        => NotHere("no registry is played: a scenario lists its DLLs");

    "LOAD-09" "clean uninstall" Setup Stated "all" [GUIDE_REGISTRY] [37]
        "Setup deletes the registry entries of a DLL when the user removes it."
        => NotHere("no registry is played: a scenario lists its DLLs");

    "LOAD-10" "required by the overview" Dll Conflicting "all" [GUIDE_DLL, GUIDE_FUNCTIONS] [2]
        "The DLL exports AcceptNewLink, InitializeDll, LinkHangupNotification, TerminateDll and the Accept \
         and Hangup of the plain series or of series 2; the function reference demands other exports."
        => Rule;

    "LOAD-11" "required by the reference"
        Dll Conflicting "all as written, coherent from 2008 on" [GUIDE_FUNCTIONS, GUIDE_DLL] [2]
        "The DLL exports AcceptNewLink, LinkHangupNotification, TerminateDll, an initialiser, a \
         reauthentication function, and the Accept and Hangup of one series; the overview demands other \
         exports."
        => Rule;

    "LOAD-12" "complete pair" Dll Stated "all" [GUIDE_FUNCTIONS, GUIDE_DLL] [7]
        "The DLL exports both AcceptNewConnection and ConnectionHangupNotification of at least one series."
        => Rule;

    "LOAD-13" "missing export stops the service" Service Stated "all" [GUIDE_FUNCTIONS, GUIDE_DLL] [38]
        "The service does not start if a DLL lacks a required function."
        => Proven("tests/proof/missing_exports_stop_the_start.rs");

    "LOAD-14" "whole IPv4 pair" Dll Stated "all" [GUIDE_FUNCTIONS, GET4, RELEASE4] []
        "The DLL implements both MprAdminGetIpAddressForUser and MprAdminReleaseIpAddress, or neither."
        => Rule;

    "LOAD-15" "whole IPv6 pair" Dll Stated "2008 and later (server)" [GUIDE_FUNCTIONS, GET6, RELEASE6] []
        "The DLL implements both MprAdminGetIpv6AddressForUser and MprAdminReleaseIpv6AddressForUser, or \
         neither."
        => Rule;

    "LOAD-16" "IPv4 pair required on old systems"
        Dll Conflicting "NT 4.0 with RRAS, 2000" [GUIDE_FUNCTIONS, GUIDE_DLL, GET4, RELEASE4] [39]
        "The DLL implements the IPv4 pair on Windows 2000 and earlier, as the lists demand; the pages of the \
         two functions never require it."
        => Rule;

    "LOAD-17" "errors are logged" Service Stated "all" [GUIDE_DLL, OLD_DLL] [48, 52]
        "The service writes the reason to the system event log if a DLL does not load or a call to one of \
         its functions fails."
        => Proven("tests/proof/failures_are_logged.rs");

    "LOAD-18" "exact export names" Dll Stated "all" [GUIDE_DLL] []
        "The DLL exports its functions under exactly the documented names, undecorated."
        => Inspect;

    "LOAD-19" "missing file stops the service" Service Sample "2000" [SAMPLE_README, GUIDE_DLL] []
        "The service does not start and logs an error if the file of a registered DLL is missing; only the \
         sample's notes say so."
        => Proven("tests/proof/missing_file_stops_the_start.rs");

    "LOAD-20" "RasAdmin interface is dead"
        Service Stated "2000 and later" [OLD_DLL, OLD_ACCEPT, OLD_HANGUP, OLD_GET, OLD_RELEASE] []
        "The service calls no RasAdmin function from Windows 2000 on, so a DLL of the Windows NT 4.0 \
         interface does not work there."
        => Inspect;

    "LOAD-21" "RasAdmin exports" Dll Stated "NT 4.0 up to SP3" [OLD_DLL, OLD_FUNCTIONS] [40]
        "The DLL exports all four RasAdmin functions where Windows NT 4.0 RAS loads it, or the service does \
         not start."
        => NotHere("the RasAdmin interface of Windows NT 4.0 is not modelled");

    "LOAD-22" "calling convention" Dll Header "all" [CALLBACKS, METADATA, MINGW] []
        "The DLL declares every callout APIENTRY, which is stdcall on x86."
        => Inspect;

    "LOAD-23" "floor of each entry point"
        Service Stated "each entry point from its floor on" [
            INITIALIZE, INITIALIZE_EX, TERMINATE, ACCEPT0, ACCEPT2, ACCEPT3, ACCEPT_EX,
            REAUTHENTICATE, REAUTHENTICATE_EX, LINK, LINK_HANGUP, HANGUP0, HANGUP2, HANGUP3,
            HANGUP_EX, GET4, RELEASE4, GET6, RELEASE6, CALLBACKS, COMPARISON,
        ] []
        "The service calls no entry point that is newer than the Windows version it belongs to."
        => Proven("tests/proof/no_call_below_its_floor.rs");

    "LOAD-24" "either initialiser" Dll Stated "2008 R2 and later" [GUIDE_FUNCTIONS] [5, 46]
        "The DLL exports MprAdminInitializeDll or, in its place, MprAdminInitializeDllEx."
        => Rule;

    "LOAD-25" "either reauthentication function"
        Dll Conflicting "2008 R2 and later" [GUIDE_FUNCTIONS, GUIDE_DLL] [2]
        "The DLL may export MprAdminAcceptReauthenticationEx in place of MprAdminAcceptReauthentication; \
         only the function reference demands one of them."
        => Rule;

    "LOAD-26" "one DLL on old systems" Service Stated "NT 4.0 with RRAS, 2000" [GUIDE_DLL, GUIDE_REGISTRY] []
        "The service loads a single DLL on Windows 2000 and earlier."
        => Proven("tests/proof/old_windows_loads_one_dll.rs");
}
