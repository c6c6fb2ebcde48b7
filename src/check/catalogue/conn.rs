//! Duties about new connections.

use crate::check::row::rows;

rows! {
    "CONN-01" "when it is called" Service Stated "all" [ACCEPT0, ACCEPT2, ACCEPT3, ACCEPT_EX] []
        "The service calls the Accept function whenever a new user has dialled in and passed its \
         authentication."
        => Proven("tests/proof/users_are_put_to_dlls.rs");

    "CONN-02" "only after authentication"
        Service Stated "all" [ACCEPT0, ACCEPT2, ACCEPT3, ACCEPT_EX, GUIDE_DLL] []
        "The service does not ask the DLL about a user who fails authentication."
        => Proven("tests/proof/authentication_comes_first.rs");

    "CONN-03" "TRUE accepts" Dll Stated "all" [ACCEPT0, ACCEPT2, ACCEPT3] [41]
        "The DLL returns TRUE from an Accept function to let the user in."
        => Rule;

    "CONN-04" "FALSE rejects" Dll Stated "all" [ACCEPT0, ACCEPT2, ACCEPT3] []
        "The DLL returns FALSE from an Accept function to keep the user out; an error code would let them in."
        => Rule;

    "CONN-05" "rejection is final" Service Stated "all" [ACCEPT0, ACCEPT2, ACCEPT3, ACCEPT_EX] []
        "The service does not connect a user whom the DLL rejected."
        => Proven("tests/proof/refused_stays_out.rs");

    "CONN-06" "every DLL must accept"
        Service Stated "2003 and later" [ACCEPT0, ACCEPT2, ACCEPT3, GUIDE_DLL] [12]
        "The service connects a user only if every DLL accepts."
        => Proven("tests/proof/one_no_is_enough.rs");

    "CONN-07" "order of questions" Service Stated "2003 and later" [ACCEPT0, ACCEPT2, ACCEPT3] []
        "The service asks several DLLs in registry order."
        => Proven("tests/proof/phases_keep_registry_order.rs");

    "CONN-08" "arguments of the plain series" Service Stated "all" [ACCEPT0] []
        "The service passes MprAdminAcceptNewConnection a RAS_CONNECTION_0 and a RAS_CONNECTION_1 of the \
         connection."
        => Proven("tests/proof/arguments_fit_the_function.rs");

    "CONN-09" "arguments of series 2" Service Stated "2000 and later" [ACCEPT2, GUIDE_DLL, COMPARISON] []
        "The service passes MprAdminAcceptNewConnection2 a RAS_CONNECTION_2 besides the structures of the \
         plain series."
        => Asserted("tests/it/corpus.rs");

    "CONN-10" "arguments of series 3" Service Stated "2008 and later" [ACCEPT3] []
        "The service passes MprAdminAcceptNewConnection3 a RAS_CONNECTION_3 besides the structures of series \
         2."
        => Asserted("tests/it/corpus.rs");

    "CONN-11" "argument of series Ex" Service Stated "2008 R2 and later" [ACCEPT_EX] []
        "The service passes MprAdminAcceptNewConnectionEx one RAS_CONNECTION_EX."
        => Asserted("tests/it/corpus.rs");

    "CONN-12" "result of series Ex"
        Dll Conflicting "2008 R2 and later" [ACCEPT_EX, CALLBACKS, METADATA, MINGW] [1]
        "The DLL returns a BOOL from MprAdminAcceptNewConnectionEx, as every prototype says; the page's \
         return section says that there is no result."
        => Proven("tests/proof/ex_verdict_as_read.rs");

    "CONN-13" "one series per connection" Service Implied "all" [GUIDE_FUNCTIONS, GUIDE_DLL] [6]
        "The service announces and closes a connection to a DLL through one series."
        => Proven("tests/proof/one_series_per_connection.rs");

    "CONN-14" "one vote over all series" Service Stated "2003 and later" [GUIDE_DLL] [8]
        "The service lets DLLs of the plain series and of series 2 take part in one vote."
        => Proven("tests/proof/one_no_is_enough.rs");

    "CONN-15" "handle is known early" Service Stated "all" [GUIDE_PORTS] []
        "The service gives the handle of the new connection to the Accept functions."
        => Proven("tests/proof/handles_name_connections.rs");

    "CONN-16" "no link after a refusal" Service Implied "all" [GUIDE_DLL] []
        "The service calls MprAdminAcceptNewLink for no connection that was refused."
        => Proven("tests/proof/refused_stays_out.rs");
}
