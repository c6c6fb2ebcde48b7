//! What is expected to become of a connection.

use std::fmt::Display;
use std::rc::Rc;

use super::among::ExpectAmong;
use super::condition::{Condition, listed, ports};
use super::range::{RANGE, Range};
use super::unmet::{Subject, counted};
use crate::check::connection_history::ConnectionHistory;
use crate::check::family::Family;
use crate::model::{CloseReason, ConnectionEvent, Refusal};
use crate::ras::Name;

/// What is expected to become of one connection, from its dial to its end. [`ExpectRun::connection`](super::ExpectRun::connection)
/// makes it.
///
/// ```
/// use mockras::prelude::*;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]), &[]);
/// run.expect().connection("VPN2-0").of_user("alice").connected().ipv4("10.0.0.2").closed(CloseReason::Shutdown);
/// ```
#[derive(Debug, Clone)]
pub struct ExpectConnection<'a> {
    subject: Rc<Subject<'a>>,
    /// Its number; 0 if there is none, which was told.
    number: u32,
}

impl<'a> ExpectConnection<'a> {
    /// The last connection of which this holds, or none.
    #[track_caller]
    pub(super) fn last(
        subject: &Rc<Subject<'a>>,
        what: impl Display,
        is_it: impl Fn(&ConnectionHistory<'a>) -> bool,
    ) -> Self {
        let all = subject.look.connections();
        let found = all.iter().rev().find(|connection| is_it(connection));
        if found.is_none() {
            let known = all.iter().map(|connection| {
                let user = connection.facts.map_or("nobody".to_owned(), |facts| facts.user.to_string());
                format!("{} of {user} on {}", connection.number, on(connection))
            });
            let entries: Vec<usize> = all.iter().map(|connection| connection.at.entry).collect();
            let count = counted(all.len(), "connection");
            subject.unmet(format!("a connection {what}"), format!("{count}: {}", listed(known)), &entries);
        }
        Self { subject: Rc::clone(subject), number: found.map_or(0, |connection| connection.number) }
    }

    /// Expects that it was connected, whatever became of it then.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().connection("VPN2-0").connected();
    /// ```
    #[track_caller]
    pub fn connected(self) -> Self {
        self.comes("to be connected", |connection| connection.connected().is_some())
    }

    /// Expects that it was refused.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # use mockras::{dll::stock, scenario::{Dll, Stock}};
    /// # let gate = Dll { users: Some(vec!["mallory".into()]), ..Dll::stock(Stock::RefuseUser) };
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "mallory")]), &[stock::registered(&gate)]);
    /// run.expect().connection("VPN2-0").refused();
    /// ```
    #[track_caller]
    pub fn refused(self) -> Self {
        self.comes("to be refused", |connection| connection.refused().is_some())
    }

    /// Expects that it was refused, for this reason.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # use mockras::{dll::stock, scenario::{Dll, Stock}};
    /// # let gate = Dll { users: Some(vec!["mallory".into()]), ..Dll::stock(Stock::RefuseUser) };
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "mallory")]), &[stock::registered(&gate)]);
    /// run.expect().connection("VPN2-0").refused_because(Refusal::Vote);
    /// ```
    #[track_caller]
    pub fn refused_because(self, reason: Refusal) -> Self {
        self.comes(format!("to be refused: {reason}"), |connection| {
            connection.when(|what| *what == ConnectionEvent::Refused(reason)).is_some()
        })
    }

    /// Expects that it ended, for this reason.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]), &[]);
    /// run.expect().connection("VPN2-0").closed(CloseReason::Shutdown);
    /// ```
    #[track_caller]
    pub fn closed(self, reason: CloseReason) -> Self {
        self.comes(format!("to be closed: {reason}"), |connection| connection.ending() == Some(reason))
    }

    /// Expects it to be of this user.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().connection("VPN2-0").of_user("alice");
    /// ```
    #[track_caller]
    pub fn of_user(self, user: impl Into<Name>) -> Self {
        let user = user.into();
        let is_told = |what: &ConnectionEvent| matches!(what, ConnectionEvent::Authenticated(_));
        self.is(format!("to be of user {user}"), is_told, |connection| match connection.facts {
            Some(facts) if facts.user == user => None,
            Some(facts) => Some(format!("user {}", facts.user)),
            None => Some("nobody who passed authentication".to_owned()),
        })
    }

    /// Expects it to have had this IPv4 address, or one of this range.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().connection("VPN2-0").ipv4("10.0.0.0/24");
    /// ```
    #[track_caller]
    pub fn ipv4(self, range: impl Display) -> Self {
        self.has_address(Family::Ipv4, "IPv4", &range.to_string())
    }

    /// Expects it to have had this IPv6 address, or one of this range.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let scenario = "steps = [{ dial = { port = 'VPN2-0', user = 'alice', ipv6 = 'pool' } }]";
    /// # let run = mockras::run(&Scenario::parse(scenario, "alice.toml").expect("a scenario"), &[]);
    /// run.expect().connection("VPN2-0").ipv6("2001:db8::/32");
    /// ```
    #[track_caller]
    pub fn ipv6(self, range: impl Display) -> Self {
        self.has_address(Family::Ipv6, "IPv6", &range.to_string())
    }

    #[track_caller]
    fn has_address(self, family: Family, kind: &str, range: &str) -> Self {
        let Ok(range) = range.parse::<Range>() else {
            self.subject.unmet(RANGE, format!("`{range}`"), &[]);
            return self;
        };
        let is_told = |what: &ConnectionEvent| {
            matches!(
                (family, what),
                (Family::Ipv4, ConnectionEvent::Ipv4(_)) | (Family::Ipv6, ConnectionEvent::Ipv6(_))
            )
        };
        self.is(format!("to have an {kind} address in {range}"), is_told, |connection| {
            match family.address_of(connection) {
                Some((_, address)) if range.contains(address) => None,
                Some((_, address)) => Some(address.to_string()),
                None => Some(format!("no {kind} address")),
            }
        })
    }

    /// Expects that so many of its links were up, at the same time or not.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().connection("VPN2-0").links(1);
    /// ```
    #[track_caller]
    pub fn links(self, count: usize) -> Self {
        let is_up = |what: &ConnectionEvent| matches!(what, ConnectionEvent::LinkUp(_));
        self.is(format!("to have {}", counted(count, "link")), is_up, |connection| {
            let up = connection.events.iter().filter(|(_, what)| is_up(what)).count();
            (up != count).then(|| counted(up, "link"))
        })
    }

    /// Goes on with the calls about this connection.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// let calls = run.expect().connection("VPN2-0").calls();
    /// calls.order([Callout::AcceptNewLink, Callout::ConnectionHangupNotificationEx]);
    /// ```
    pub fn calls(&self) -> ExpectAmong<'a> {
        ExpectAmong::all(&self.subject).and(Condition::Connection(self.number))
    }

    /// Expects that something comes of the connection.
    #[track_caller]
    fn comes(self, what: impl Display, is_so: impl Fn(&ConnectionHistory<'a>) -> bool) -> Self {
        let decides = |what: &ConnectionEvent| {
            matches!(
                what,
                ConnectionEvent::Connected | ConnectionEvent::Refused(_) | ConnectionEvent::Closed(_)
            )
        };
        self.is(what, decides, |connection| (!is_so(connection)).then(|| fate(connection)))
    }

    /// Expects that nothing is wrong with the connection. If something is, `wrong` says what was found, and `is_shown`
    /// which events show it.
    #[track_caller]
    fn is(
        self,
        what: impl Display,
        is_shown: impl Fn(&ConnectionEvent) -> bool,
        wrong: impl Fn(&ConnectionHistory<'a>) -> Option<String>,
    ) -> Self {
        let Some(connection) = self.subject.look.connection(self.number) else { return self };
        if let Some(found) = wrong(connection) {
            let expected = format!("connection {}, on {}, {what}", self.number, on(connection));
            let shown = connection.events.iter().filter(|(_, what)| is_shown(what));
            let mut entries: Vec<usize> = shown.map(|(at, _)| at.entry).collect();
            if entries.is_empty() {
                entries.push(connection.at.entry);
            }
            self.subject.unmet(expected, found, &entries);
        }
        self
    }
}

/// The ports that a connection is on.
fn on(connection: &ConnectionHistory<'_>) -> String {
    listed(ports(connection)).replace(", ", " and ")
}

/// What has become of a connection.
fn fate(connection: &ConnectionHistory<'_>) -> String {
    let mut refusals = connection.events.iter().filter_map(|(_, what)| {
        let ConnectionEvent::Refused(reason) = what else { return None };
        Some(*reason)
    });
    let was = match (refusals.next(), connection.connected()) {
        (Some(reason), _) => format!("it was refused: {reason}"),
        (None, Some(_)) => "it was connected".to_owned(),
        (None, None) => "it was neither connected nor refused".to_owned(),
    };
    match connection.ending() {
        None | Some(CloseReason::Refused) => was,
        Some(reason) => format!("{was}, and closed: {reason}"),
    }
}
