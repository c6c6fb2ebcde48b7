//! The 21 entry points of a RAS administration DLL.

use super::number::{WordError, word_names};
use super::profile::Profile;

word_names! {
    /// An entry point. `Display` gives the name without its `MprAdmin` prefix.
    pub enum Callout {
        /// Called once when the service starts.
        InitializeDll "InitializeDll",
        /// Called once when the service starts, with the callbacks table.
        InitializeDllEx "InitializeDllEx",
        /// Called once when the service stops.
        TerminateDll "TerminateDll",
        /// May this user connect? It is of the plain series.
        AcceptNewConnection "AcceptNewConnection",
        /// May this user connect? It is of series 2.
        AcceptNewConnection2 "AcceptNewConnection2",
        /// May this user connect? It is of series 3.
        AcceptNewConnection3 "AcceptNewConnection3",
        /// May this user connect? It is of series Ex.
        AcceptNewConnectionEx "AcceptNewConnectionEx",
        /// The user has gone. It is of the plain series.
        ConnectionHangupNotification "ConnectionHangupNotification",
        /// The user has gone. It is of series 2.
        ConnectionHangupNotification2 "ConnectionHangupNotification2",
        /// The user has gone. It is of series 3.
        ConnectionHangupNotification3 "ConnectionHangupNotification3",
        /// The user has gone. It is of series Ex.
        ConnectionHangupNotificationEx "ConnectionHangupNotificationEx",
        /// May this user stay with the new quarantine state?
        AcceptReauthentication "AcceptReauthentication",
        /// May this user stay with the new quarantine state? It takes a RAS_CONNECTION_EX.
        AcceptReauthenticationEx "AcceptReauthenticationEx",
        /// May this IKEv2 tunnel move to other endpoints?
        AcceptTunnelEndpointChangeEx "AcceptTunnelEndpointChangeEx",
        /// Is this pre-authenticated SSTP client who it claims to be?
        ValidatePreAuthenticatedConnectionEx "ValidatePreAuthenticatedConnectionEx",
        /// May this link join its connection?
        AcceptNewLink "AcceptNewLink",
        /// The link has gone.
        LinkHangupNotification "LinkHangupNotification",
        /// Which IPv4 address does this user get?
        GetIpAddressForUser "GetIpAddressForUser",
        /// The IPv4 address is free again.
        ReleaseIpAddress "ReleaseIpAddress",
        /// Which IPv6 address does this user get?
        GetIpv6AddressForUser "GetIpv6AddressForUser",
        /// The IPv6 address is free again.
        ReleaseIpv6AddressForUser "ReleaseIpv6AddressForUser",
    }
}

/// The error of a text that names no callout.
pub type ParseCalloutError = WordError;

/// What a callout gives back in the return register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultKind {
    /// A `BOOL`: TRUE or FALSE, as a verdict.
    Verdict,
    /// A `DWORD`: a result code.
    Code,
    /// Nothing: it is `VOID`.
    Nothing,
}

/// The process in which a callout runs (SERIAL-05; CHOICE 1 for those that no page assigns).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It runs where users connect and disconnect.
    Connections,
    /// It runs where addresses are handed out.
    Addresses,
    /// It runs in every process that loads the DLL.
    Both,
}

/// A group of callouts that exclude each other (SERIAL-02, SERIAL-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The two functions for IPv4 addresses.
    Addresses,
    /// AcceptNewConnection and ConnectionHangupNotification.
    Connections,
}

word_names! {
    /// A pair of Accept and Hangup functions for connections, oldest first.
    pub enum Series {
        /// Its functions take RAS_CONNECTION_0 and 1.
        Plain "plain",
        /// Its functions take RAS_CONNECTION_2 as well.
        Two "2",
        /// Its functions take RAS_CONNECTION_3 as well.
        Three "3",
        /// Its functions take RAS_CONNECTION_EX alone.
        Ex "ex",
    }
}

impl Series {
    /// The function that is asked at the start of a connection.
    pub const fn accept(self) -> Callout {
        match self {
            Self::Plain => Callout::AcceptNewConnection,
            Self::Two => Callout::AcceptNewConnection2,
            Self::Three => Callout::AcceptNewConnection3,
            Self::Ex => Callout::AcceptNewConnectionEx,
        }
    }

    /// The function that is told of its end.
    pub const fn hangup(self) -> Callout {
        match self {
            Self::Plain => Callout::ConnectionHangupNotification,
            Self::Two => Callout::ConnectionHangupNotification2,
            Self::Three => Callout::ConnectionHangupNotification3,
            Self::Ex => Callout::ConnectionHangupNotificationEx,
        }
    }
}

impl Callout {
    /// The slots of MPRAPI_ADMIN_DLL_CALLBACKS in their order (CBTABLE-09).
    pub const SLOTS: [Self; 12] = [
        Self::GetIpAddressForUser,
        Self::ReleaseIpAddress,
        Self::GetIpv6AddressForUser,
        Self::ReleaseIpv6AddressForUser,
        Self::AcceptNewLink,
        Self::LinkHangupNotification,
        Self::TerminateDll,
        Self::AcceptNewConnectionEx,
        Self::AcceptTunnelEndpointChangeEx,
        Self::AcceptReauthenticationEx,
        Self::ConnectionHangupNotificationEx,
        Self::ValidatePreAuthenticatedConnectionEx,
    ];

    /// The name under which a DLL exports it.
    ///
    /// For AcceptTunnelEndpointChangeEx and ValidatePreAuthenticatedConnectionEx no page gives one: these two are
    /// taken from the names of their typedefs (AMB-28, AMB-29).
    pub fn export(self) -> String {
        match self {
            Self::ValidatePreAuthenticatedConnectionEx => format!("Ras{self}"),
            _ => format!("MprAdmin{self}"),
        }
    }

    /// The oldest Windows version that knows it (LOAD-23).
    pub const fn floor(self) -> Profile {
        match self {
            Self::AcceptNewConnection
            | Self::ConnectionHangupNotification
            | Self::AcceptNewLink
            | Self::LinkHangupNotification
            | Self::GetIpAddressForUser
            | Self::ReleaseIpAddress => Profile::Nt4Rras,
            Self::InitializeDll
            | Self::TerminateDll
            | Self::AcceptNewConnection2
            | Self::ConnectionHangupNotification2 => Profile::Server2000,
            Self::AcceptNewConnection3
            | Self::ConnectionHangupNotification3
            | Self::AcceptReauthentication
            | Self::GetIpv6AddressForUser
            | Self::ReleaseIpv6AddressForUser => Profile::Server2008,
            Self::InitializeDllEx
            | Self::AcceptNewConnectionEx
            | Self::ConnectionHangupNotificationEx
            | Self::AcceptReauthenticationEx
            | Self::AcceptTunnelEndpointChangeEx
            | Self::ValidatePreAuthenticatedConnectionEx => Profile::Server2008R2,
        }
    }

    /// What it returns. Under AMB-01 and AMB-26 a policy may say otherwise.
    pub const fn result(self) -> ResultKind {
        match self {
            Self::InitializeDll
            | Self::InitializeDllEx
            | Self::TerminateDll
            | Self::ValidatePreAuthenticatedConnectionEx
            | Self::GetIpAddressForUser
            | Self::GetIpv6AddressForUser => ResultKind::Code,
            Self::AcceptNewConnection
            | Self::AcceptNewConnection2
            | Self::AcceptNewConnection3
            | Self::AcceptNewConnectionEx
            | Self::AcceptReauthentication
            | Self::AcceptReauthenticationEx
            | Self::AcceptTunnelEndpointChangeEx
            | Self::AcceptNewLink => ResultKind::Verdict,
            Self::ConnectionHangupNotification
            | Self::ConnectionHangupNotification2
            | Self::ConnectionHangupNotification3
            | Self::ConnectionHangupNotificationEx
            | Self::LinkHangupNotification
            | Self::ReleaseIpAddress
            | Self::ReleaseIpv6AddressForUser => ResultKind::Nothing,
        }
    }

    /// Whether it takes a RAS_CONNECTION_EX, which a callbacks table of revision 1 does not support (CBTABLE-02).
    pub const fn takes_connection_ex(self) -> bool {
        matches!(
            self,
            Self::AcceptNewConnectionEx
                | Self::ConnectionHangupNotificationEx
                | Self::AcceptReauthenticationEx
                | Self::AcceptTunnelEndpointChangeEx
        )
    }

    /// How many parameters it has, each of which is a pointer.
    pub const fn parameters(self) -> u8 {
        match self {
            Self::InitializeDll | Self::TerminateDll => 0,
            Self::InitializeDllEx
            | Self::AcceptNewConnectionEx
            | Self::ConnectionHangupNotificationEx
            | Self::AcceptReauthenticationEx
            | Self::AcceptTunnelEndpointChangeEx
            | Self::ValidatePreAuthenticatedConnectionEx => 1,
            Self::AcceptNewConnection
            | Self::ConnectionHangupNotification
            | Self::AcceptNewLink
            | Self::LinkHangupNotification => 2,
            Self::AcceptNewConnection2
            | Self::ConnectionHangupNotification2
            | Self::ReleaseIpAddress
            | Self::ReleaseIpv6AddressForUser => 3,
            Self::AcceptNewConnection3
            | Self::ConnectionHangupNotification3
            | Self::AcceptReauthentication
            | Self::GetIpAddressForUser
            | Self::GetIpv6AddressForUser => 4,
        }
    }

    /// The process in which it runs.
    pub const fn side(self) -> Side {
        match self {
            Self::InitializeDll | Self::InitializeDllEx | Self::TerminateDll => Side::Both,
            Self::GetIpAddressForUser
            | Self::ReleaseIpAddress
            | Self::GetIpv6AddressForUser
            | Self::ReleaseIpv6AddressForUser => Side::Addresses,
            _ => Side::Connections,
        }
    }

    /// The documented group of mutual exclusion, if any.
    pub const fn group(self) -> Option<Group> {
        match self {
            Self::GetIpAddressForUser | Self::ReleaseIpAddress => Some(Group::Addresses),
            Self::AcceptNewConnection | Self::ConnectionHangupNotification => Some(Group::Connections),
            _ => None,
        }
    }

    /// Whether its own page says that no RAS administration function may be called in it (REENTRY-04 to REENTRY-14);
    /// the other pages are silent (REENTRY-15).
    pub const fn page_forbids_calls(self) -> bool {
        matches!(
            self,
            Self::AcceptNewConnection
                | Self::AcceptNewConnection2
                | Self::AcceptNewConnection3
                | Self::AcceptNewLink
                | Self::AcceptReauthentication
                | Self::ConnectionHangupNotification
                | Self::ConnectionHangupNotification2
                | Self::ConnectionHangupNotification3
                | Self::LinkHangupNotification
                | Self::GetIpAddressForUser
                | Self::ReleaseIpAddress
        )
    }

    /// Its place in the callbacks table, from 0, if it has one.
    pub fn slot(self) -> Option<usize> {
        Self::SLOTS.iter().position(|&callout| callout == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callouts_have_one_place_each() {
        assert_eq!(Callout::ALL.len(), 21);
        for callout in Callout::ALL {
            assert_eq!(callout.word().parse(), Ok(*callout));
            assert_eq!(callout.slot().map(|at| Callout::SLOTS[at]), callout.slot().map(|_| *callout));
        }
        assert_eq!(Callout::GetIpAddressForUser.export(), "MprAdminGetIpAddressForUser");
    }
}
