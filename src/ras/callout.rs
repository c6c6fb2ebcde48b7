//! The 21 entry points of a RAS administration DLL.

use super::number::{WordError, word_names};
use super::profile::Profile;

/// Declares the callouts in a row each, with the columns of [`Declared`]. Slots count from 1, as in the documentation.
macro_rules! callouts {
    ($($(#[$doc:meta])* $callout:ident $word:literal: $floor:ident, $takes:ident$(($structures:literal))?,
        $result:ident, $side:ident, $reentry:ident $(, group $group:ident)? $(, slot $slot:literal)?;)+
    ) => {
        word_names! {
            /// An entry point. `Display` gives the name without its `MprAdmin` prefix.
            pub enum Callout {
                $($(#[$doc])* $callout $word,)+
            }
        }

        impl Callout {
            const fn declared(self) -> Declared {
                match self {
                    $(Self::$callout => Declared {
                        floor: Profile::$floor,
                        takes: Takes::$takes$(($structures))?,
                        result: ResultKind::$result,
                        side: Side::$side,
                        reentry: Reentry::$reentry,
                        group: first(&[$(ExclusiveGroup::$group)?]),
                        slot: first(&[$($slot)?]),
                    },)+
                }
            }
        }
    };
}

callouts! {
    /// Called once when the service starts.
    InitializeDll "InitializeDll": Server2000, Nothing, Code, Both, Silent;
    /// Called once when the service starts, with the callbacks table.
    InitializeDllEx "InitializeDllEx": Server2008R2, Table, Code, Both, Silent;
    /// Called once when the service stops.
    TerminateDll "TerminateDll": Server2000, Nothing, Code, Both, Silent, slot 7;
    /// May this user connect? It is of the plain series.
    AcceptNewConnection "AcceptNewConnection":
        Nt4Rras, Connections(2), Verdict, Connections, Forbidden, group Connections;
    /// May this user connect? It is of series 2.
    AcceptNewConnection2 "AcceptNewConnection2": Server2000, Connections(3), Verdict, Connections, Forbidden;
    /// May this user connect? It is of series 3.
    AcceptNewConnection3 "AcceptNewConnection3": Server2008, Connections(4), Verdict, Connections, Forbidden;
    /// May this user connect? It is of series Ex.
    AcceptNewConnectionEx "AcceptNewConnectionEx":
        Server2008R2, ConnectionEx, Verdict, Connections, Silent, slot 8;
    /// The user has gone. It is of the plain series.
    ConnectionHangupNotification "ConnectionHangupNotification":
        Nt4Rras, Connections(2), Nothing, Connections, Forbidden, group Connections;
    /// The user has gone. It is of series 2.
    ConnectionHangupNotification2 "ConnectionHangupNotification2":
        Server2000, Connections(3), Nothing, Connections, Forbidden;
    /// The user has gone. It is of series 3.
    ConnectionHangupNotification3 "ConnectionHangupNotification3":
        Server2008, Connections(4), Nothing, Connections, Forbidden;
    /// The user has gone. It is of series Ex.
    ConnectionHangupNotificationEx "ConnectionHangupNotificationEx":
        Server2008R2, ConnectionEx, Nothing, Connections, Silent, slot 11;
    /// May this user stay with the new quarantine state?
    AcceptReauthentication "AcceptReauthentication":
        Server2008, Connections(4), Verdict, Connections, Forbidden;
    /// May this user stay with the new quarantine state? It takes a RAS_CONNECTION_EX.
    AcceptReauthenticationEx "AcceptReauthenticationEx":
        Server2008R2, ConnectionEx, Verdict, Connections, Silent, slot 10;
    /// May this IKEv2 tunnel move to other endpoints?
    AcceptTunnelEndpointChangeEx "AcceptTunnelEndpointChangeEx":
        Server2008R2, ConnectionEx, Verdict, Connections, Silent, slot 9;
    /// Is this pre-authenticated SSTP client who it claims to be?
    ValidatePreAuthenticatedConnectionEx "ValidatePreAuthenticatedConnectionEx":
        Server2008R2, PreAuthenticated, Code, Connections, Silent, slot 12;
    /// May this link join its connection?
    AcceptNewLink "AcceptNewLink": Nt4Rras, Ports, Verdict, Connections, Forbidden, slot 5;
    /// The link has gone.
    LinkHangupNotification "LinkHangupNotification": Nt4Rras, Ports, Nothing, Connections, Forbidden, slot 6;
    /// Which IPv4 address does this user get?
    GetIpAddressForUser "GetIpAddressForUser":
        Nt4Rras, OfferedAddress, Code, Addresses, Forbidden, group Addresses, slot 1;
    /// The IPv4 address is free again.
    ReleaseIpAddress "ReleaseIpAddress":
        Nt4Rras, ReleasedAddress, Nothing, Addresses, Forbidden, group Addresses, slot 2;
    /// Which IPv6 address does this user get?
    GetIpv6AddressForUser "GetIpv6AddressForUser":
        Server2008, OfferedAddress, Code, Addresses, Silent, slot 3;
    /// The IPv6 address is free again.
    ReleaseIpv6AddressForUser "ReleaseIpv6AddressForUser":
        Server2008, ReleasedAddress, Nothing, Addresses, Silent, slot 4;
}

/// What the header and the pages say of a callout.
struct Declared {
    floor: Profile,
    takes: Takes,
    result: ResultKind,
    side: Side,
    reentry: Reentry,
    group: Option<ExclusiveGroup>,
    slot: Option<usize>,
}

/// What the page of a callout says of calling RAS administration functions in it.
enum Reentry {
    /// It forbids them (REENTRY-04 to REENTRY-14).
    Forbidden,
    /// It says nothing of them (REENTRY-15), or there is no page.
    Silent,
}

/// The only element, if there is one.
const fn first<T: Copy>(of: &[T]) -> Option<T> {
    match of {
        [first, ..] => Some(*first),
        [] => None,
    }
}

/// The error of a text that names no callout.
pub type ParseCalloutError = WordError;

/// What a callout is handed. Each parameter is a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Takes {
    /// It has no parameters.
    Nothing,
    /// It is handed the callbacks table.
    Table,
    /// It is handed so many structures of one connection: RAS_CONNECTION_0 and those that follow.
    Connections(u8),
    /// It is handed a RAS_CONNECTION_EX.
    ConnectionEx,
    /// It is handed RAS_PORT_0 and RAS_PORT_1.
    Ports,
    /// It is handed the user, the port, the address on offer, and where to say whether a release is wanted.
    OfferedAddress,
    /// It is handed the user, the port, and the address that is free again.
    ReleasedAddress,
    /// It is handed an AUTH_VALIDATION_EX.
    PreAuthenticated,
}

/// What a callout gives back in the return register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResultKind {
    /// It returns a `BOOL`: TRUE or FALSE, as a verdict.
    Verdict,
    /// It returns a `DWORD`: a result code.
    Code,
    /// It returns nothing: it is `VOID`.
    Nothing,
}

/// The process in which a callout runs (SERIAL-05; CHOICE 1 for those that no page assigns).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// It runs where users connect and disconnect.
    Connections,
    /// It runs where addresses are handed out.
    Addresses,
    /// It runs in every process that loads the DLL.
    Both,
}

/// A group of callouts that exclude each other (SERIAL-02, SERIAL-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExclusiveGroup {
    /// It holds the two functions for IPv4 addresses.
    Addresses,
    /// It holds AcceptNewConnection and ConnectionHangupNotification.
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
    pub const SLOTS: [Self; 12] = {
        let mut slots = [Self::TerminateDll; 12];
        let mut at = 0;
        while at < Self::ALL.len() {
            if let Some(number) = Self::ALL[at].declared().slot {
                slots[number - 1] = Self::ALL[at];
            }
            at += 1;
        }
        slots
    };

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

    /// Whether the name of its export is on no page, and chosen (CHOICE 53).
    pub const fn has_guessed_export(self) -> bool {
        matches!(self, Self::AcceptTunnelEndpointChangeEx | Self::ValidatePreAuthenticatedConnectionEx)
    }

    /// The oldest Windows version that knows it (LOAD-23).
    pub const fn floor(self) -> Profile {
        self.declared().floor
    }

    /// The arguments that it is handed.
    pub const fn takes(self) -> Takes {
        self.declared().takes
    }

    /// What it returns. Under AMB-01 and AMB-26 a policy may say otherwise.
    pub const fn result(self) -> ResultKind {
        self.declared().result
    }

    /// Whether it takes a RAS_CONNECTION_EX, which a callbacks table of revision 1 does not support (CBTABLE-02).
    pub const fn takes_connection_ex(self) -> bool {
        matches!(self.takes(), Takes::ConnectionEx)
    }

    /// How many parameters it has, each of which is a pointer.
    pub const fn parameters(self) -> u8 {
        match self.declared().takes {
            Takes::Nothing => 0,
            Takes::Table | Takes::ConnectionEx | Takes::PreAuthenticated => 1,
            Takes::Ports => 2,
            Takes::Connections(structures) => structures,
            Takes::ReleasedAddress => 3,
            Takes::OfferedAddress => 4,
        }
    }

    /// The process in which it runs.
    pub const fn side(self) -> Side {
        self.declared().side
    }

    /// The documented group of mutual exclusion, if any.
    pub const fn group(self) -> Option<ExclusiveGroup> {
        self.declared().group
    }

    /// Whether its own page says that no RAS administration function may be called in it (REENTRY-04 to REENTRY-14);
    /// the other pages are silent (REENTRY-15).
    pub const fn page_forbids_calls(self) -> bool {
        matches!(self.declared().reentry, Reentry::Forbidden)
    }

    /// Its place in the callbacks table, from 0, if it has one.
    pub fn slot(self) -> Option<usize> {
        self.declared().slot.map(|number| number - 1)
    }
}
