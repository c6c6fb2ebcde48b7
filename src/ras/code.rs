//! The result codes of Win32 and RAS that mockras has names for.

use super::number::number_names;
use super::record::Fact;

number_names! {
    /// A result code of Winerror.h or of the routing and remote access error page.
    pub struct Code {
        /// The call succeeded.
        NO_ERROR = 0 "NO_ERROR",
        /// There is no such function. A DLL that means TRUE returns this as well.
        INVALID_FUNCTION = 1 "ERROR_INVALID_FUNCTION",
        /// There is no such file.
        FILE_NOT_FOUND = 2 "ERROR_FILE_NOT_FOUND",
        /// There is no such folder.
        PATH_NOT_FOUND = 3 "ERROR_PATH_NOT_FOUND",
        /// It is not allowed.
        ACCESS_DENIED = 5 "ERROR_ACCESS_DENIED",
        /// There is no such handle.
        INVALID_HANDLE = 6 "ERROR_INVALID_HANDLE",
        /// There is no memory left.
        NOT_ENOUGH_MEMORY = 8 "ERROR_NOT_ENOUGH_MEMORY",
        /// It is not supported.
        NOT_SUPPORTED = 50 "ERROR_NOT_SUPPORTED",
        /// A parameter is wrong.
        INVALID_PARAMETER = 87 "ERROR_INVALID_PARAMETER",
        /// A structure has no such level.
        INVALID_LEVEL = 124 "ERROR_INVALID_LEVEL",
        /// There is no such module.
        MOD_NOT_FOUND = 126 "ERROR_MOD_NOT_FOUND",
        /// There is no such procedure.
        PROC_NOT_FOUND = 127 "ERROR_PROC_NOT_FOUND",
        /// The object exists already.
        ALREADY_EXISTS = 183 "ERROR_ALREADY_EXISTS",
        /// There is more than was asked for.
        MORE_DATA = 234 "ERROR_MORE_DATA",
        /// There is nothing of the kind.
        NOT_FOUND = 1168 "ERROR_NOT_FOUND",
        /// There is nothing left to hand out.
        NO_MORE_ITEMS = 259 "ERROR_NO_MORE_ITEMS",
        /// A service could not start.
        SERVICE_NOT_ACTIVE = 1062 "ERROR_SERVICE_NOT_ACTIVE",
        /// To wait for this could take forever.
        POSSIBLE_DEADLOCK = 1131 "ERROR_POSSIBLE_DEADLOCK",
        /// The user could not log on.
        LOGON_FAILURE = 1326 "ERROR_LOGON_FAILURE",
        /// There is no such port.
        INVALID_PORT_HANDLE = 601 "ERROR_INVALID_PORT_HANDLE",
        /// The port is already open.
        PORT_ALREADY_OPEN = 602 "ERROR_PORT_ALREADY_OPEN",
        /// The port is not connected.
        PORT_NOT_CONNECTED = 606 "ERROR_PORT_NOT_CONNECTED",
        /// The port was disconnected.
        PORT_DISCONNECTED = 619 "ERROR_PORT_DISCONNECTED",
        /// The remote computer ended the connection.
        REMOTE_DISCONNECTION = 629 "ERROR_REMOTE_DISCONNECTION",
        /// The account has no dial-in permission.
        NO_DIALIN_PERMISSION = 649 "ERROR_NO_DIALIN_PERMISSION",
        /// The user is not who they claim to be.
        AUTHENTICATION_FAILURE = 691 "ERROR_AUTHENTICATION_FAILURE",
        /// Nothing came back in time.
        PPP_TIMEOUT = 718 "ERROR_PPP_TIMEOUT",
        /// No control protocol is configured.
        PPP_NO_PROTOCOLS_CONFIGURED = 720 "ERROR_PPP_NO_PROTOCOLS_CONFIGURED",
        /// The two sides did not agree.
        PPP_NOT_CONVERGING = 732 "ERROR_PPP_NOT_CONVERGING",
        /// The control protocol is not there: this protocol was not negotiated.
        PPP_CP_REJECTED = 733 "ERROR_PPP_CP_REJECTED",
        /// No address could be assigned.
        PPP_NO_ADDRESS_ASSIGNED = 738 "ERROR_PPP_NO_ADDRESS_ASSIGNED",
        /// The service does not run.
        DDM_NOT_RUNNING = 903 "ERROR_DDM_NOT_RUNNING",
        /// There is no such connection, or it is not up.
        INTERFACE_NOT_CONNECTED = 906 "ERROR_INTERFACE_NOT_CONNECTED",
        /// The handle of the server leads to none.
        RPC_INVALID_BINDING = 1702 "RPC_S_INVALID_BINDING",
    }
}

impl Fact for Code {}
