//! What a test expects of a run: calls, connections, notes. All of it is read from the transcript.
//!
//! [`Transcript::expect`] is where it begins.

mod among;
mod calls;
mod condition;
mod connection;
mod range;
mod unmet;

use std::fmt::Display;
use std::rc::Rc;

pub use among::ExpectAmong;
pub use calls::ExpectCalls;
pub use connection::ExpectConnection;
pub use unmet::Unmet;

use super::connection_history::ConnectionHistory;
use crate::model::{LogEntry, Stage};
use crate::ras::{Callout, Name};
use crate::transcript::{EntryKind, Transcript};
use condition::{listed, ports};
use unmet::{Subject, counted};

impl Transcript {
    /// What a test expects of this run. Whatever is not so panics, with the lines of the transcript around the place.
    ///
    /// A transcript that was read from a file does as well as one that was just played.
    ///
    /// ```
    /// use mockras::prelude::*;
    /// use mockras::dll::stock;
    /// use mockras::scenario::{Dll, Stock};
    ///
    /// let gate = Dll { users: Some(vec!["mallory".into()]), ..Dll::stock(Stock::RefuseUser) };
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "mallory"), Step::dial("VPN2-1", "alice")]);
    /// let run = mockras::run(&scenario, &[stock::registered(&gate)]);
    ///
    /// run.expect().call(Callout::AcceptNewConnectionEx).times(2).first().of_user("mallory").refused();
    /// run.expect().connection("VPN2-0").refused_because(Refusal::Vote);
    /// run.expect().connection("VPN2-1").connected().ipv4("10.0.0.0/24");
    /// run.expect().of_user("mallory").no_call(Callout::AcceptNewLink);
    /// ```
    pub fn expect(&self) -> ExpectRun<'_> {
        ExpectRun { subject: Rc::new(Subject::strict(self)) }
    }

    /// The same without a panic: gives back what was unmet first.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// assert!(run.try_expect(|run| run.connection("VPN2-0").connected()).is_ok());
    /// let unmet = run.try_expect(|run| run.connection("VPN2-0").refused()).expect_err("alice is connected");
    /// assert_eq!(unmet.found, "it was connected, and closed: shutdown");
    /// ```
    ///
    /// # Errors
    ///
    /// With what was expected, what was found, and the lines around.
    pub fn try_expect<'a, T>(&'a self, expectations: impl FnOnce(ExpectRun<'a>) -> T) -> Result<(), Unmet> {
        let subject = Rc::new(Subject::lenient(self));
        expectations(ExpectRun { subject: Rc::clone(&subject) });
        subject.verdict()
    }
}

/// What is expected of a run. [`Transcript::expect`] makes it.
///
/// ```
/// use mockras::prelude::*;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
/// let expect = run.expect();
/// expect.call(Callout::AcceptNewLink).times(1);
/// expect.connection("VPN2-0").connected();
/// ```
#[derive(Debug, Clone)]
#[must_use = "this expects nothing yet; say what, such as `call(..)` or `connection(..)`"]
pub struct ExpectRun<'a> {
    subject: Rc<Subject<'a>>,
}

/// Calls.
impl<'a> ExpectRun<'a> {
    /// Expects at least one call of this entry point, by export or by slot, and goes on with all of them.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::GetIpAddressForUser).times(1).of_user("alice").with("offered", "10.0.0.2");
    /// ```
    #[track_caller]
    pub fn call(&self, callout: Callout) -> ExpectCalls<'a> {
        ExpectAmong::all(&self.subject).call(callout)
    }

    /// Expects no call of this entry point. A run in which no DLL was called shows nothing, and neither does one that has
    /// nothing of what was chosen, such as a user who never dials.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().no_call(Callout::AcceptReauthentication);
    /// ```
    #[track_caller]
    pub fn no_call(&self, callout: Callout) {
        ExpectAmong::all(&self.subject).no_call(callout);
    }

    /// Expects calls of these entry points in this order. Other calls may come before, after and between them.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().order([Callout::GetIpAddressForUser, Callout::AcceptNewConnectionEx, Callout::AcceptNewLink]);
    /// ```
    #[track_caller]
    pub fn order(&self, callouts: impl IntoIterator<Item = Callout>) {
        ExpectAmong::all(&self.subject).order(callouts);
    }

    /// Expects calls of these entry points, in this order, and no other calls. Choose calls before: a whole run has those
    /// that start and stop each DLL too.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]), &[]);
    /// run.expect().exactly([
    ///     Callout::InitializeDll, Callout::InitializeDll, // Once for each of the two processes.
    ///     Callout::GetIpAddressForUser, Callout::AcceptNewConnectionEx, Callout::AcceptNewLink,
    ///     Callout::LinkHangupNotification, Callout::ConnectionHangupNotificationEx,
    ///     Callout::TerminateDll, Callout::TerminateDll,
    /// ]);
    /// ```
    #[track_caller]
    pub fn exactly(&self, callouts: impl IntoIterator<Item = Callout>) {
        ExpectAmong::all(&self.subject).exactly(callouts);
    }

    /// Chooses the calls about this user.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_user("alice").call(Callout::AcceptNewLink).times(1);
    /// ```
    pub fn of_user(&self, user: impl Into<Name>) -> ExpectAmong<'a> {
        ExpectAmong::all(&self.subject).of_user(user)
    }

    /// Chooses the calls about this port: about a link on it, an address for it, or a connection with a link on it.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().on_port("VPN2-0").call(Callout::AcceptNewConnectionEx).times(1);
    /// ```
    pub fn on_port(&self, port: impl Into<Name>) -> ExpectAmong<'a> {
        ExpectAmong::all(&self.subject).on_port(port)
    }

    /// Chooses the calls of one DLL, in whichever process it is. The first in the registry is 1, as in `conn/1`.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_dll(1).call(Callout::InitializeDll).times(2);
    /// ```
    pub fn of_dll(&self, number: u8) -> ExpectAmong<'a> {
        ExpectAmong::all(&self.subject).of_dll(number)
    }

    /// Chooses the calls in one step of the scenario. The first is 1; 0 is what comes before it and after the last.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().in_step(0).call(Callout::InitializeDll);
    /// ```
    pub fn in_step(&self, number: u32) -> ExpectAmong<'a> {
        ExpectAmong::all(&self.subject).in_step(number)
    }

    /// Chooses the calls that were made with this value. Facts have the names that they have in transcripts;
    /// [`facts_of`](crate::transcript::facts_of) lists those of a call.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().with("tunnel", "pptp").call(Callout::AcceptNewConnectionEx).accepted();
    /// ```
    pub fn with(&self, fact: &str, value: impl Display) -> ExpectAmong<'a> {
        ExpectAmong::all(&self.subject).with(fact, value)
    }
}

/// Connections.
impl<'a> ExpectRun<'a> {
    /// Goes on with the last connection that was dialled on this port, or has had a link on it. There must be one.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().connection("VPN2-0").connected();
    /// ```
    #[track_caller]
    pub fn connection(&self, port: impl Into<Name>) -> ExpectConnection<'a> {
        let port = port.into();
        self.last(format!("on port {port}"), |connection| ports(connection).contains(&port))
    }

    /// Goes on with the last connection of this user. There must be one.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().connection_of("alice").connected();
    /// ```
    #[track_caller]
    pub fn connection_of(&self, user: impl Into<Name>) -> ExpectConnection<'a> {
        let user = user.into();
        let is_hers =
            |connection: &ConnectionHistory<'a>| connection.facts.is_some_and(|facts| facts.user == user);
        self.last(format!("of user {user}"), is_hers)
    }

    /// Goes on with the connection that transcripts name by this number: `c2` is 2. There must be one.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]), &[]);
    /// run.expect().connection_number(2).of_user("bob");
    /// ```
    #[track_caller]
    pub fn connection_number(&self, number: u32) -> ExpectConnection<'a> {
        self.last(format!("with the number {number}"), |connection| connection.number == number)
    }

    #[track_caller]
    fn last(
        &self,
        what: impl Display,
        is_it: impl Fn(&ConnectionHistory<'a>) -> bool,
    ) -> ExpectConnection<'a> {
        ExpectConnection::last(&self.subject, what, is_it)
    }
}

/// Notes.
impl<'a> ExpectRun<'a> {
    /// Expects at least one note of a DLL that has this text in it, and goes on with all of them.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # use mockras::{dll::stock, scenario::{Dll, Stock}};
    /// # let log = stock::registered(&Dll::stock(Stock::SessionLog));
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[log]);
    /// run.expect().note("alice").times(1);
    /// ```
    #[track_caller]
    pub fn note(&self, text: &str) -> ExpectNotes<'a> {
        let notes = self.notes();
        let with = notes.iter().filter(|(_, note)| note.contains(text));
        let entries: Vec<usize> = with.map(|(entry, _)| *entry).collect();
        if entries.is_empty() {
            let found =
                format!("{}: {}", counted(notes.len(), "note"), listed(notes.iter().map(|(_, note)| note)));
            let all: Vec<usize> = notes.iter().map(|(entry, _)| *entry).collect();
            self.subject.unmet(format!("a note with `{text}`"), found, &all);
        }
        ExpectNotes { subject: Rc::clone(&self.subject), text: text.to_owned(), entries }
    }

    /// Expects no note of a DLL that has this text in it. A run in which no DLL was called shows nothing.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().no_note("password");
    /// ```
    #[track_caller]
    pub fn no_note(&self, text: &str) {
        let expected = format!("no note with `{text}`");
        let mut notes = self.notes();
        notes.retain(|(_, note)| note.contains(text));
        if let [(_, note), ..] = &notes[..] {
            let entries: Vec<usize> = notes.iter().map(|(entry, _)| *entry).collect();
            self.subject.unmet(expected, format!("{}: {note}", counted(notes.len(), "note")), &entries);
        } else if self.subject.look.calls().is_empty() {
            self.subject.unmet(expected, "no DLL that was called at all", &[]);
        } else {
            self.subject.is_whole(expected);
        }
    }

    /// The notes of DLLs, each with the entry where it stands.
    fn notes(&self) -> Vec<(usize, &str)> {
        let notes = self.subject.look.entries().iter().filter_map(|(at, kind)| {
            let EntryKind::Logged(LogEntry { stage: Stage::Note, text, .. }) = kind else { return None };
            Some((at.entry, text.as_str()))
        });
        notes.collect()
    }
}

/// What is expected of the notes with a text; there is at least one. [`ExpectRun::note`] makes it.
///
/// ```
/// use mockras::prelude::*;
/// use mockras::{dll::stock, scenario::{Dll, Stock}};
///
/// let log = stock::registered(&Dll::stock(Stock::SessionLog));
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]), &[log]);
/// run.expect().note("1 session").times(2);
/// ```
#[derive(Debug, Clone)]
pub struct ExpectNotes<'a> {
    subject: Rc<Subject<'a>>,
    text: String,
    entries: Vec<usize>,
}

impl ExpectNotes<'_> {
    /// Expects so many notes. For none there is [`no_note`](ExpectRun::no_note).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # use mockras::{dll::stock, scenario::{Dll, Stock}};
    /// # let log = stock::registered(&Dll::stock(Stock::SessionLog));
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[log]);
    /// run.expect().note("alice").times(1);
    /// ```
    #[track_caller]
    pub fn times(self, count: usize) -> Self {
        let expected = format!("{} with `{}`", counted(count, "note"), self.text);
        if self.entries.len() == count {
            self.subject.is_whole(expected);
        } else {
            self.subject.unmet(expected, counted(self.entries.len(), "note"), &self.entries);
        }
        self
    }
}
