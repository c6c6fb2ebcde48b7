//! Duties about serialisation, processes and threads.

use crate::check::row::rows;

rows! {
    "SERIAL-01" "no function overlaps itself" Service Stated "all" [GUIDE_DLL, OLD_DLL] []
        "The service completes a call to a function for one client before it calls that function for another."
        => Proven("tests/proof/calls_do_not_overlap.rs");

    "SERIAL-02" "IPv4 functions are a group" Service Stated "all" [GUIDE_DLL, OLD_DLL] []
        "The service calls neither IPv4 address function while a call to one of them is under way."
        => Proven("tests/proof/calls_do_not_overlap.rs");

    "SERIAL-03" "plain functions are a group" Service Stated "all" [GUIDE_DLL, OLD_DLL] [32]
        "The service calls neither MprAdminAcceptNewConnection nor MprAdminConnectionHangupNotification \
         while a call to one of them is under way."
        => Proven("tests/proof/calls_do_not_overlap.rs");

    "SERIAL-04" "general claim" Service Stated "all" [GUIDE_DLL] [32]
        "The service serialises its calls into a DLL, as the overview says without limit before it speaks of \
         single functions and groups."
        => Proven("tests/proof/calls_do_not_overlap.rs");

    "SERIAL-05" "two processes" Service Stated "all" [GUIDE_DLL, OLD_DLL] [33]
        "The service calls address functions in one process, and tells of connections and disconnections in \
         another."
        => Proven("tests/proof/each_call_in_its_process.rs");

    "SERIAL-06" "no data shared between them" Dll Stated "all" [GUIDE_DLL, OLD_DLL] []
        "The DLL does not rely on data that its address functions and its connection functions share."
        => Rule;

    "SERIAL-07" "the sets may overlap" Dll Implied "all" [GUIDE_DLL] []
        "The DLL copes with calls to its address functions and to its connection functions at the same time."
        => NotHere("calls never overlap here");

    "SERIAL-08" "functions without a place" Service Silent "2000 and later" [GUIDE_DLL] [32, 33]
        "The service calls the link, series 2, 3 and Ex, reauthentication, endpoint, pre-authentication and \
         IPv6 functions in a group and process that no page names."
        => NotHere("CHOICE 1 in docs/reference/policies.md is a choice, and no documentation can contradict it");

    "SERIAL-09" "threads" Service Silent "all" [] [34]
        "The service makes its calls on threads of which no page says anything."
        => NotHere("all calls are made on one thread");
}
