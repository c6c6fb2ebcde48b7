//! Duties about changes of tunnel endpoints: a slot of the callbacks table that no page describes.

use crate::check::row::rows;

rows! {
    "ENDPT-01" "slot and prototype" Service Header "2008 R2 and later" [CALLBACKS, METADATA] [28]
        "The service finds the endpoint change function of a table in the slot \
         lpfnRasAdminAcceptEndpointChangeEx, a BOOL(RAS_CONNECTION_EX*); no page describes it."
        => Asserted("tests/it/abi/metadata.rs");

    "ENDPT-02" "trigger" Service Implied "2008 R2 and later" [CONNECTION_EX] [28]
        "The service asks about an endpoint change only when an IKEv2 connection switches its endpoints, as \
         the name and dwNumSwitchOvers suggest."
        => Proven("tests/proof/only_ikev2_endpoints_move.rs");

    "ENDPT-03" "optional" Dll Implied "2008 R2 and later" [GUIDE_FUNCTIONS, CALLBACKS] []
        "The DLL may leave the slot for endpoint changes NULL, for no list requires it and no remark \
         restricts it."
        => Proven("tests/proof/endpoint_function_is_optional.rs");

    "ENDPT-04" "needs revision 2" Dll Stated "2008 R2 and later" [CALLBACKS] []
        "The DLL gives its table revision 2 if it fills the slot for endpoint changes, which takes a \
         RAS_CONNECTION_EX."
        => Rule;

    "ENDPT-05" "connected and one at a time" Service Implied "2008 R2 and later" [GUIDE_ERRORS] []
        "The service changes endpoints of connected tunnels only, one change at a time and not during \
         reauthentication, as the texts of errors 838 and 844 suggest."
        => Proven("tests/proof/endpoints_move_while_connected.rs");

    "ENDPT-06" "structure of an update" Nobody Stated "2008 R2 and later" [UPDATE] []
        "RAS_UPDATE_CONNECTION describes an endpoint change by an interface index and two addresses, but no \
         callout receives one."
        => Asserted("tests/it/abi/metadata.rs");
}
