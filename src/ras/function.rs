//! The administration functions that a DLL may not call inside a callout.

use super::callout::Callout;
use super::number::word_names;
use super::policy::{ForbiddenScope, ForbiddenSet, Policy};

word_names! {
    /// A function of RAS or router administration that a DLL must not call inside a callout (REENTRY-01, REENTRY-02).
    #[non_exhaustive]
    pub enum Function {
        /// Clears the counters of a connection.
        ConnectionClearStats "MprAdminConnectionClearStats",
        /// Lists the connections.
        ConnectionEnum "MprAdminConnectionEnum",
        /// Lists the connections, in the newer form.
        ConnectionEnumEx "MprAdminConnectionEnumEx",
        /// Describes a connection.
        ConnectionGetInfo "MprAdminConnectionGetInfo",
        /// Describes a connection, in the newer form.
        ConnectionGetInfoEx "MprAdminConnectionGetInfoEx",
        /// Lets a client out of quarantine.
        ConnectionRemoveQuarantine "MprAdminConnectionRemoveQuarantine",
        /// Clears the counters of a port.
        PortClearStats "MprAdminPortClearStats",
        /// Disconnects a port.
        PortDisconnect "MprAdminPortDisconnect",
        /// Lists the ports.
        PortEnum "MprAdminPortEnum",
        /// Describes a port.
        PortGetInfo "MprAdminPortGetInfo",
        /// Resets a port.
        PortReset "MprAdminPortReset",
        /// Frees what another of these functions allocated.
        BufferFree "MprAdminBufferFree",
        /// Gives the text of an error code.
        GetErrorString "MprAdminGetErrorString",
        /// Says whether the service runs.
        IsServiceRunning "MprAdminIsServiceRunning",
        /// Connects to the service as an administrator.
        ServerConnect "MprAdminServerConnect",
        /// Ends a connection to the service.
        ServerDisconnect "MprAdminServerDisconnect",
        /// Finds the domain controller of a domain.
        GetPdcServer "MprAdminGetPDCServer",
        /// Sends a message to a user.
        SendUserMessage "MprAdminSendUserMessage",
        /// Reads a user's dial-in settings.
        UserGetInfo "MprAdminUserGetInfo",
        /// Changes a user's dial-in settings.
        UserSetInfo "MprAdminUserSetInfo",
    }
}

/// What a forbidden function belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FunctionKind {
    /// It belongs to RAS administration.
    Ras,
    /// It belongs to router administration, and is listed with RAS administration as additional (AMB-35).
    Shared,
    /// It belongs to RAS user administration.
    User,
}

impl Function {
    /// The group of functions that it belongs to.
    pub const fn kind(self) -> FunctionKind {
        match self {
            Self::ConnectionClearStats
            | Self::ConnectionEnum
            | Self::ConnectionEnumEx
            | Self::ConnectionGetInfo
            | Self::ConnectionGetInfoEx
            | Self::ConnectionRemoveQuarantine
            | Self::PortClearStats
            | Self::PortDisconnect
            | Self::PortEnum
            | Self::PortGetInfo
            | Self::PortReset => FunctionKind::Ras,
            Self::BufferFree
            | Self::GetErrorString
            | Self::IsServiceRunning
            | Self::ServerConnect
            | Self::ServerDisconnect => FunctionKind::Shared,
            Self::GetPdcServer | Self::SendUserMessage | Self::UserGetInfo | Self::UserSetInfo => {
                FunctionKind::User
            }
        }
    }

    /// Whether a DLL may not call it inside this callout, under the readings in force (AMB-35).
    pub fn is_forbidden_in(self, callout: Callout, policy: &Policy) -> bool {
        let in_scope = match policy.forbidden_scope {
            ForbiddenScope::AllCallouts => true,
            ForbiddenScope::DocumentedPages => callout.page_forbids_calls(),
        };
        let in_set = match policy.forbidden_set {
            ForbiddenSet::Twenty => true,
            ForbiddenSet::Fifteen => self.kind() != FunctionKind::Shared,
        };
        in_scope && in_set
    }
}
