//! `accept-all`, `silent`, `refuse-user` and `quarantine-gate`: each decides from the question alone, and remembers
//! nothing.

use std::collections::BTreeSet;

use crate::abi::{BOOL, RAS_QUARANTINE_STATE, WCHAR};
use crate::dll::{AdminDll, Exports};
use crate::ras::{Name, Quarantine};

/// Exports everything and accepts everything: what a service without rules of its own does.
///
/// It keeps every address that it is offered and asks for no notice. Where none is offered it has none: such
/// a user cannot connect, as the error says (IP4-04, IP6-03).
///
/// Do not copy it for production: it answers for two functions that no page describes, one of which lets
/// clients skip authentication (PREAUTH-06). [`Exports::documented`] leaves them out.
#[derive(Debug, Clone, Copy, Default)]
pub struct AcceptAll;

impl AdminDll for AcceptAll {
    fn exports(&self) -> Exports<Self> {
        Exports::all_accepted()
    }
}

/// Exports what is mandatory and accepts everything: the least that a DLL can be.
///
/// It exports what either of the two lists demands (LOAD-10, LOAD-11): the newer one has a reauthentication function, which
/// an older service does not look for. One pair of connection functions is enough.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl AdminDll for Silent {
    fn exports(&self) -> Exports<Self> {
        Exports { accept_reauthentication_ex: None, ..Exports::documented() }
    }
}

/// Refuses the connections of some users, whichever series the service uses.
///
/// Names are compared exactly, code unit by code unit. Windows does not tell upper from lower case in account
/// names, so a gate that keeps people out for real must not either; and a user is a name *and* a domain.
///
/// It remembers nothing of a connection, so it does not matter to it whether the hangup of a connection that
/// it refused is reported (HANGUP-07).
#[derive(Debug, Clone, Default)]
pub struct RefuseUser {
    users: BTreeSet<Name>,
}

impl RefuseUser {
    /// Refuses these users.
    pub fn new(users: impl IntoIterator<Item = impl Into<Name>>) -> Self {
        Self { users: users.into_iter().map(Into::into).collect() }
    }

    /// TRUE lets the user in. An error code in its place would do so, too (CONN-04).
    fn verdict(&self, user: &[WCHAR]) -> BOOL {
        BOOL::from(!self.users.contains(&Name::from_array(user)))
    }
}

impl AdminDll for RefuseUser {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection: Some(|dll, c0, _| dll.verdict(&c0.wszUserName)),
            accept_new_connection2: Some(|dll, c0, _, _| dll.verdict(&c0.wszUserName)),
            accept_new_connection3: Some(|dll, c0, _, _, _| dll.verdict(&c0.wszUserName)),
            accept_new_connection_ex: Some(|dll, ex| dll.verdict(&ex.wszUserName)),
            ..Exports::documented()
        }
    }
}

/// Lets only some quarantine states stay: an answer to AcceptReauthentication, plain and Ex.
///
/// A client whose state is not known (`not-capable`) is no worse than one from before quarantine was
/// invented, so think twice before leaving that state out (REAUTH-02). How a connection begins is not this
/// DLL's business.
#[derive(Debug, Clone, Default)]
pub struct QuarantineGate {
    states: Vec<Quarantine>,
}

impl QuarantineGate {
    /// Lets these states stay.
    pub fn new(states: impl IntoIterator<Item = Quarantine>) -> Self {
        Self { states: states.into_iter().collect() }
    }

    fn verdict(&self, state: RAS_QUARANTINE_STATE) -> BOOL {
        BOOL::from(self.states.contains(&Quarantine(state)))
    }
}

impl AdminDll for QuarantineGate {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_reauthentication: Some(|dll, _, _, _, c3| dll.verdict(c3.rasQuarState)),
            accept_reauthentication_ex: Some(|dll, ex| dll.verdict(ex.rasQuarState)),
            ..Exports::documented()
        }
    }
}
