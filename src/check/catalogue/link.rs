//! Duties about links.

use crate::check::row::rows;

rows! {
    "LINK-01" "called for each link" Service Stated "all" [LINK, GUIDE_DLL] []
        "The service calls MprAdminAcceptNewLink whenever a link of a connection is created."
        => Proven("tests/proof/links_are_put_to_dlls.rs");

    "LINK-02" "first call at once" Service Stated "all" [LINK, GUIDE_DLL] [13, 14]
        "The service calls MprAdminAcceptNewLink for the first link immediately after the Accept function \
         has returned."
        => Proven("tests/proof/link_follows_accept.rs");

    "LINK-03" "only if accepted" Service Stated "all" [GUIDE_DLL] []
        "The service asks about the first link only if the connection was accepted."
        => Proven("tests/proof/refused_stays_out.rs");

    "LINK-04" "further links" Service Stated "all" [LINK] []
        "The service calls MprAdminAcceptNewLink once more for each further link of a connection."
        => Proven("tests/proof/links_are_put_to_dlls.rs");

    "LINK-05" "arguments" Service Stated "all" [LINK] []
        "The service passes MprAdminAcceptNewLink a RAS_PORT_0 and a RAS_PORT_1 of the link's port."
        => Proven("tests/proof/arguments_fit_the_function.rs");

    "LINK-06" "verdict" Dll Stated "all" [LINK] [41]
        "The DLL returns TRUE from MprAdminAcceptNewLink to accept the link and FALSE to refuse it."
        => Rule;

    "LINK-07" "every DLL must accept" Service Stated "2003 and later" [LINK, GUIDE_DLL] []
        "The service establishes a link only if every DLL accepts it."
        => Proven("tests/proof/one_no_is_enough.rs");

    "LINK-08" "order of questions" Service Stated "2003 and later" [LINK] []
        "The service asks several DLLs about a link in registry order."
        => Proven("tests/proof/phases_keep_registry_order.rs");

    "LINK-09" "refused link stays down" Service Stated "all" [LINK] [11]
        "The service does not establish a link that a DLL refuses."
        => Proven("tests/proof/refused_link_stays_down.rs");

    "LINK-10" "hangup of each link" Service Stated "all" [LINK_HANGUP, GUIDE_DLL] []
        "The service calls MprAdminLinkHangupNotification whenever a link of a connection is dismantled."
        => Proven("tests/proof/link_hangup_is_told.rs");

    "LINK-11" "arguments of the hangup" Service Stated "all" [LINK_HANGUP] []
        "The service passes MprAdminLinkHangupNotification the RAS_PORT_0 and RAS_PORT_1 of the link and \
         expects no result."
        => Proven("tests/proof/arguments_fit_the_function.rs");

    "LINK-12" "order of hangups" Service Stated "2003 and later" [LINK_HANGUP] []
        "The service tells several DLLs of a link hangup in registry order, not in reverse."
        => Proven("tests/proof/phases_keep_registry_order.rs");

    "LINK-13" "no hangup of a refused link" Service Stated "NT 4.0 with RRAS, 2000" [LINK, LINK_HANGUP] [10]
        "The service calls no MprAdminLinkHangupNotification for a refused link on Windows 2000 and earlier."
        => Proven("tests/proof/refused_link_had_no_end.rs");

    "LINK-14" "at least one link" Service Stated "all" [GUIDE_DLL] []
        "The service gives every accepted connection at least one link, and so at least one \
         MprAdminAcceptNewLink."
        => Proven("tests/proof/connected_has_a_link.rs");

    "LINK-15" "links belong to a handle" Dll Implied "all" [PORT0, SAMPLE_C] []
        "The DLL tells by RAS_PORT_0.hConnection which connection a link belongs to, instead of counting \
         links globally."
        => NotHere("a transcript shows answers, not the reasons for them");
}
