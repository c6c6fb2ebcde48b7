//! `refuse-user`: refuses the connections of some users.

use std::collections::BTreeSet;

use crate::abi::{BOOL, WCHAR};
use crate::dll::{AdminDll, Exports};
use crate::ras::Name;

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

#[cfg(test)]
mod tests {
    use crate::dll::stock::trial::Trial;
    use crate::ras::Series;

    #[test]
    fn user_listed_is_refused_in_every_series() {
        let mut dll = Trial::of(r#"stock:refuse-user,users=["bob", "mallory"]"#);
        for &series in Series::ALL {
            let verdicts = ["alice", "bob", "mallory", "bo", "bobb", "Bob", ""];
            let verdicts = verdicts.map(|user| dll.accept(series, 1, user));
            assert_eq!(verdicts, [1, 0, 0, 1, 1, 1, 1], "{series}");
        }
    }

    #[test]
    fn user_refused_and_hung_up_stays_refused() {
        let mut dll = Trial::of(r#"stock:refuse-user,users=["bob"],table=true"#);
        dll.initialize_ex();
        for &series in Series::ALL {
            dll.hang_up(series, 1, "bob", 0);
            assert_eq!(dll.accept(series, 1, "bob"), 0);
            dll.hang_up(series, 1, "bob", 0);
            assert_eq!([dll.accept(series, 2, "bob"), dll.accept(series, 3, "alice")], [0, 1]);
        }
    }
}
