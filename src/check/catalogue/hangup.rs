//! Duties about the ends of connections.

use crate::check::row::rows;

rows! {
    "HANGUP-01" "after the last link" Service Stated "all" [HANGUP0, HANGUP2, HANGUP3, HANGUP_EX] []
        "The service calls the connection hangup function after the last link of the connection is \
         dismantled."
        => Proven("tests/proof/connection_hangup_follows_links.rs");

    "HANGUP-02" "on disconnect" Service Stated "all" [GUIDE_DLL] []
        "The service calls the connection hangup function to tell that a user has disconnected."
        => Proven("tests/proof/connection_hangup_comes_once.rs");

    "HANGUP-03" "arguments"
        Service Stated "each series from its floor on" [
            HANGUP0, HANGUP2, HANGUP3, HANGUP_EX, METADATA_ISSUE,
        ] [50]
        "The service passes a connection hangup function pointers to the structures of its series and \
         expects no result."
        => Proven("tests/proof/arguments_fit_the_function.rs");

    "HANGUP-04" "order" Service Stated "2003 and later" [HANGUP0, HANGUP2, HANGUP3] []
        "The service tells several DLLs of a connection hangup in registry order."
        => Proven("tests/proof/phases_keep_registry_order.rs");

    "HANGUP-05" "plain refusal on old systems" Service Stated "NT 4.0 with RRAS, 2000" [ACCEPT0, HANGUP0] [9]
        "The service calls no MprAdminConnectionHangupNotification on Windows 2000 and earlier if \
         MprAdminAcceptNewConnection refused."
        => Proven("tests/proof/old_refusal_has_no_hangup.rs");

    "HANGUP-06" "series 2 refusal on old systems" Service Stated "2000" [ACCEPT2, HANGUP2] [9]
        "The service calls no MprAdminConnectionHangupNotification2 on Windows 2000 if \
         MprAdminAcceptNewConnection2 refused."
        => Proven("tests/proof/old_refusal_has_no_hangup.rs");

    "HANGUP-07" "both outcomes tolerated"
        Dll Implied "2003 and later" [ACCEPT3, ACCEPT_EX, ACCEPT0, ACCEPT2] []
        "The DLL copes with a hangup of a connection that it refused and with the lack of one, for no page \
         promises either."
        => Rule;

    "HANGUP-08" "exactly once" Service Implied "all" [HANGUP0, HANGUP2, HANGUP3, HANGUP_EX] []
        "The service tells each DLL of the hangup of an accepted connection exactly once."
        => Proven("tests/proof/connection_hangup_comes_once.rs");

    "HANGUP-09" "same series" Service Implied "all" [GUIDE_FUNCTIONS] [7]
        "The service tells of a hangup through the series whose Accept function it called."
        => Proven("tests/proof/one_series_per_connection.rs");

    "HANGUP-10" "identity is stable" Service Sample "2000 and later" [SAMPLE_C] []
        "The service keeps handle, interface, type, flags and names of a connection from accept to hangup, \
         and its duration does not shrink."
        => Proven("tests/proof/identity_stays_the_same.rs");
}
