//! Duties about pre-authenticated connections: a slot of the callbacks table that no page describes.

use crate::check::row::rows;

rows! {
    "PREAUTH-01" "slot and prototype" Service Header "2008 R2 and later (server)" [CALLBACKS, METADATA] [29]
        "The service finds the validation function of a table in the slot \
         lpfnRASValidatePreAuthenticatedConnectionEx, a DWORD(AUTH_VALIDATION_EX*); no page describes it."
        => Asserted("tests/it/abi/metadata.rs");

    "PREAUTH-02" "purpose" Service Stated "2008 R2 and later" [AUTH_VALIDATION] []
        "The service asks for validation where a client is to skip PPP authentication while an SSTP \
         connection is set up."
        => Proven("tests/proof/pre_authentication_is_for_sstp.rs");

    "PREAUTH-03" "header" Service Stated "2008 R2 and later" [AUTH_VALIDATION, OBJECT_TYPE] [45]
        "The service fills the header of AUTH_VALIDATION_EX with revision 1 and type AUTH_VALIDATION_OBJECT."
        => Asserted("tests/it/facts.rs");

    "PREAUTH-04" "variable tail" Dll Stated "2008 R2 and later" [AUTH_VALIDATION] []
        "The DLL reads AuthInfoSize bytes from the start of AuthInfo, although it is declared as one byte."
        => NotHere("a Rust DLL gets AuthInfo as a slice; a native one that goes past its end faults there, which RUN-01 finds");

    "PREAUTH-05" "names end in NUL" Service Stated "2008 R2 and later" [AUTH_VALIDATION] []
        "The service ends the names of user and domain in AUTH_VALIDATION_EX with a NUL."
        => Asserted("tests/it/facts.rs");

    "PREAUTH-06" "optional" Dll Implied "2008 R2 and later" [GUIDE_FUNCTIONS, CALLBACKS] [29]
        "The DLL leaves the slot NULL unless it validates clients, for a stub that returns zero may let \
         everybody in."
        => NotHere("an approving stub looks like an approval");

    "PREAUTH-07" "handle" Service Stated "2008 R2 and later" [AUTH_VALIDATION] [29]
        "The service names in hRasConnection the connection whose PPP authentication is skipped."
        => Proven("tests/proof/pre_authenticated_handle_is_kept.rs");
}
