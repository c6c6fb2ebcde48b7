//! `session-log`: counts sessions and seconds per user, as for billing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::abi::{BOOL, DWORD, HANDLE, TRUE, WCHAR};
use crate::dll::{AdminDll, Exports};
use crate::ras::{Code, Name};

/// Counts sessions and seconds per user, and says a line for each when the service stops.
///
/// Such a line reads `alice: 2 sessions, 180 s`.
///
/// A session is a connection that it was asked about and whose end was reported. So an end without a
/// beginning counts nothing, nor does a beginning without an end (HANGUP-07), which only costs a few bytes
/// until the service stops. If another DLL refuses a connection and its end is reported all the same, that is
/// a session of no seconds.
#[derive(Debug, Default)]
pub struct SessionLog {
    ledger: Ledger,
    live: BTreeSet<HANDLE>,
    has_counted: bool,
    notes: Vec<String>,
}

impl SessionLog {
    /// Makes a log that writes into `ledger`.
    pub fn new(ledger: Ledger) -> Self {
        Self { ledger, ..Self::default() }
    }

    /// A service that asks every series (AMB-06) announces one connection several times.
    fn begin(&mut self, connection: HANDLE) -> BOOL {
        self.live.insert(connection);
        TRUE
    }

    fn end(&mut self, connection: HANDLE, user: &[WCHAR], seconds: DWORD) {
        if !self.live.remove(&connection) {
            return;
        }
        let mut book = self.ledger.book();
        let usage = book.users.entry(Name::from_array(user)).or_default();
        usage.sessions += 1;
        usage.seconds += u64::from(seconds);
        self.has_counted = true;
    }

    /// Says what it has counted; the instance in the other process, which sees addresses only, has nothing to
    /// say.
    fn report(&mut self) -> DWORD {
        if self.has_counted {
            let users = self.ledger.users().into_iter();
            self.notes.extend(users.map(|(user, usage)| format!("{user}: {usage}")));
        }
        Code::NO_ERROR.0
    }
}

impl AdminDll for SessionLog {
    fn exports(&self) -> Exports<Self> {
        Exports {
            terminate_dll: Some(Self::report),
            accept_new_connection: Some(|dll, c0, _| dll.begin(c0.hConnection)),
            accept_new_connection2: Some(|dll, c0, _, _| dll.begin(c0.hConnection)),
            accept_new_connection3: Some(|dll, c0, _, _, _| dll.begin(c0.hConnection)),
            accept_new_connection_ex: Some(|dll, ex| dll.begin(ex.hConnection)),
            accept_new_link: Some(|dll, _, _| {
                dll.ledger.book().links += 1;
                TRUE
            }),
            connection_hangup_notification: Some(|dll, c0, _| {
                dll.end(c0.hConnection, &c0.wszUserName, c0.dwConnectDuration);
            }),
            connection_hangup_notification2: Some(|dll, c0, _, _| {
                dll.end(c0.hConnection, &c0.wszUserName, c0.dwConnectDuration);
            }),
            connection_hangup_notification3: Some(|dll, c0, _, _, _| {
                dll.end(c0.hConnection, &c0.wszUserName, c0.dwConnectDuration);
            }),
            connection_hangup_notification_ex: Some(|dll, ex| {
                dll.end(ex.hConnection, &ex.wszUserName, ex.dwConnectDuration);
            }),
            ..Exports::documented()
        }
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}

/// What session logs have counted. A clone is the same ledger: a test can keep one and read it after the run.
///
/// ```
/// use mockras::dll::stock::{Ledger, SessionLog};
/// use mockras::prelude::*;
///
/// let ledger = Ledger::default();
/// let kept = ledger.clone();
/// let dll = Registered::new("billing", move || SessionLog::new(ledger.clone()));
/// // ... run a scenario with `dll`, then:
/// assert_eq!(kept.users().len(), 0);
/// assert_eq!(kept.links(), 0);
/// # drop(dll);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ledger(Arc<Mutex<Book>>);

#[derive(Debug, Default)]
struct Book {
    users: BTreeMap<Name, Usage>,
    links: u64,
}

/// What one user has used. `Display` gives `2 sessions, 180 s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// How many connections of the user have ended.
    pub sessions: u64,
    /// How long they lasted together, by dwConnectDuration.
    pub seconds: u64,
}

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sessions, seconds } = self;
        write!(f, "{sessions} session{}, {seconds} s", if *sessions == 1 { "" } else { "s" })
    }
}

impl Ledger {
    /// Everybody who had a session, in the order of their names.
    pub fn users(&self) -> BTreeMap<Name, Usage> {
        self.book().users.clone()
    }

    /// The number of links that were let in, of all users.
    pub fn links(&self) -> u64 {
        self.book().links
    }

    /// A panic elsewhere does not spoil numbers.
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
