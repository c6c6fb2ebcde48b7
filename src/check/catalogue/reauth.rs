//! Duties about reauthentication and quarantine.

use crate::check::row::rows;

rows! {
    "REAUTH-01" "when it is called" Service Stated "2008 and later" [REAUTHENTICATE, REAUTHENTICATE_EX] []
        "The service calls the reauthentication function whenever the quarantine state of a client changes."
        => Proven("tests/proof/new_state_is_asked_about.rs");

    "REAUTH-02" "verdict" Dll Stated "2008 and later" [REAUTHENTICATE, REAUTHENTICATE_EX] [27]
        "The DLL returns TRUE to let the user reauthenticate and stay connected, and FALSE to reject them."
        => Rule;

    "REAUTH-03" "arguments" Service Stated "2008 and later" [REAUTHENTICATE] []
        "The service passes MprAdminAcceptReauthentication a RAS_CONNECTION_0, 1, 2 and 3 of the connection."
        => Proven("tests/proof/arguments_fit_the_function.rs");

    "REAUTH-04" "argument of the Ex form" Service Stated "2008 R2 and later" [REAUTHENTICATE_EX] []
        "The service passes MprAdminAcceptReauthenticationEx one RAS_CONNECTION_EX."
        => Asserted("tests/it/corpus.rs");

    "REAUTH-05" "where the state is"
        Service Stated "2008 and later" [REAUTHENTICATE, CONNECTION3, CONNECTION_EX] []
        "The service shows the state in rasQuarState of RAS_CONNECTION_3 and of RAS_CONNECTION_EX; that it \
         is the new one is only implied."
        => Proven("tests/proof/new_state_is_asked_about.rs");

    "REAUTH-06" "function is required" Dll Conflicting "2008 and later" [GUIDE_FUNCTIONS, GUIDE_DLL] [2]
        "The DLL exports one of the two reauthentication functions, as the function reference demands; the \
         overview does not ask for one."
        => Rule;

    "REAUTH-07" "live connections only" Service Implied "2008 and later" [REAUTHENTICATE] []
        "The service calls a reauthentication function only between accept and hangup of the connection."
        => Proven("tests/proof/reauthenticated_while_connected.rs");

    "REAUTH-08" "slot in the table" Service Header "2008 R2 and later" [CALLBACKS] []
        "The service finds the reauthentication function of a table in the slot \
         lpfnRasAdminAcceptReauthenticationEx, a BOOL(RAS_CONNECTION_EX*)."
        => Asserted("tests/it/abi/metadata.rs");
}
