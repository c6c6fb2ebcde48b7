//! What a connection goes through, from its dial to its end.

use std::net::IpAddr;

use super::spot::At;
use crate::model::{CloseReason, ConnectionEvent};
use crate::ras::{Connection, Name};
use crate::scenario::{Dial, Fate, Step};

/// What happened to one connection.
#[derive(Debug)]
pub struct ConnectionHistory<'a> {
    /// The number by which transcripts name it.
    pub number: u32,
    /// Where the connection first appears.
    pub at: At,
    /// The facts with which it was authenticated, unless it never was.
    pub facts: Option<&'a Connection>,
    /// The step of the scenario that dialled it, if one did.
    pub dial: Option<&'a Step>,
    /// Everything that happened to the connection, in order.
    pub events: Vec<(At, &'a ConnectionEvent)>,
    authenticated: Option<At>,
    connected: Option<At>,
    refused: Option<At>,
    hung_up: Option<At>,
    closed: Option<(At, CloseReason)>,
}

impl<'a> ConnectionHistory<'a> {
    pub(super) fn new(number: u32, at: At, dial: Option<&'a Step>) -> Self {
        Self {
            number,
            at,
            facts: None,
            dial,
            events: Vec::new(),
            authenticated: None,
            connected: None,
            refused: None,
            hung_up: None,
            closed: None,
        }
    }

    /// Adds what happened next. Of what should happen once, the first time counts.
    pub(super) fn push(&mut self, at: At, what: &'a ConnectionEvent) {
        self.events.push((at, what));
        if let ConnectionEvent::Authenticated(facts) = what {
            self.facts = Some(facts);
            self.authenticated.get_or_insert(at);
        } else if matches!(what, ConnectionEvent::Connected) {
            self.connected.get_or_insert(at);
        } else if matches!(what, ConnectionEvent::Refused(_)) {
            self.refused.get_or_insert(at);
        } else if let ConnectionEvent::Closed(ending) = what {
            self.closed.get_or_insert((at, *ending));
        }
    }

    /// Adds that a DLL is told of its end.
    pub(super) fn hang_up(&mut self, at: At) {
        self.hung_up.get_or_insert(at);
    }

    /// Where its user passed authentication, unless it never came to that.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert!(alice.authenticated().is_some());
    /// ```
    pub fn authenticated(&self) -> Option<At> {
        self.authenticated
    }

    /// Where it was connected, if it was.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert!(alice.connected().is_some());
    /// ```
    pub fn connected(&self) -> Option<At> {
        self.connected
    }

    /// Where it was refused, if it was.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert_eq!(alice.refused(), None);
    /// ```
    pub fn refused(&self) -> Option<At> {
        self.refused
    }

    /// Where it was closed, if it was.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert!(alice.closed() > alice.connected());
    /// ```
    pub fn closed(&self) -> Option<At> {
        self.closed.map(|(at, _)| at)
    }

    /// Why it was closed, if it was.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert_eq!(alice.ending(), Some(CloseReason::Shutdown));
    /// ```
    pub fn ending(&self) -> Option<CloseReason> {
        self.closed.map(|(_, ending)| ending)
    }

    /// Whether the service dropped it without a word to anyone (AMB-51, AMB-52; CHOICE 15).
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert!(!alice.was_dropped());
    /// ```
    pub fn was_dropped(&self) -> bool {
        self.ending() == Some(CloseReason::Dropped)
    }

    /// Whether it is there at this place: it has come to be, and has not been closed yet.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// let up = alice.connected().expect("she is let in");
    /// assert!(alice.lives_at(up));
    /// ```
    pub fn lives_at(&self, at: At) -> bool {
        self.at < at && self.closed().is_none_or(|closed| closed > at)
    }

    /// Whether it is over by now: a DLL was told so, or it was closed.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// let up = alice.connected().expect("she is let in");
    /// assert!(!alice.is_over_at(up));
    /// ```
    pub fn is_over_at(&self, at: At) -> bool {
        [self.hung_up, self.closed()].into_iter().flatten().any(|over| over < at)
    }

    /// Whether it is up: connected and not over.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// let up = alice.connected().expect("she is let in");
    /// assert!(!alice.is_up_at(up)); // She is from the next entry on.
    /// ```
    pub fn is_up_at(&self, at: At) -> bool {
        self.connected.is_some_and(|connected| connected < at) && !self.is_over_at(at)
    }

    /// Where the first event of a kind happened.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// use mockras::model::ConnectionEvent;
    ///
    /// assert!(alice.when(|what| matches!(what, ConnectionEvent::LinkUp(_))).is_some());
    /// ```
    pub fn when(&self, kind: impl Fn(&ConnectionEvent) -> bool) -> Option<At> {
        self.events.iter().find(|(_, what)| kind(what)).map(|(at, _)| *at)
    }

    /// Whether both are of the same user (AMB-56): name and domain.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert!(alice.is_same_user(alice));
    /// ```
    pub fn is_same_user(&self, other: &Self) -> bool {
        self.facts.is_some() && self.user() == other.user()
    }

    /// The connection as findings call it: `connection 2 of alice on VPN2-1`.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert_eq!(alice.title(), "connection 1 of alice on VPN2-0");
    /// ```
    pub fn title(&self) -> String {
        let of = self.dialled().map(|dial| format!(" of {} on {}", dial.user, dial.port)).unwrap_or_default();
        format!("connection {}{of}", self.number)
    }

    /// What was dialled, if a step of the scenario did.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert!(alice.dialled().is_some_and(|dial| dial.tunnel == Tunnel::Pptp));
    /// ```
    pub fn dialled(&self) -> Option<&'a Dial> {
        let Some(Step::Dial(dial)) = self.dial else { return None };
        Some(dial)
    }

    /// What has become of it by then, and why it was refused or is over.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// let end = alice.closed().expect("the service stops");
    /// assert_eq!(alice.fate_at(end), (Some(Fate::Connected), None));
    /// ```
    pub fn fate_at(&self, at: At) -> (Option<Fate>, Option<&'static str>) {
        let mut fate = (None, None);
        for (_, what) in self.events.iter().take_while(|(event, _)| *event < at) {
            if let ConnectionEvent::Refused(reason) = what {
                fate = (Some(Fate::Refused), Some(reason.word()));
            } else if let (ConnectionEvent::Closed(reason), false) = (what, fate.0 == Some(Fate::Refused)) {
                fate = (Some(Fate::Ended), Some(reason.word()));
            } else if matches!(what, ConnectionEvent::Connected) {
                fate = (Some(Fate::Connected), None);
            } else if matches!(what, ConnectionEvent::Waiting) {
                fate = (Some(Fate::Waiting), None);
            }
        }
        fate
    }

    /// The addresses that it was given by then, in order.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// let end = alice.closed().expect("the service stops");
    /// assert_eq!(alice.addresses_before(end).next(), Some([10, 0, 0, 2].into()));
    /// ```
    pub fn addresses_before(&self, at: At) -> impl Iterator<Item = IpAddr> {
        self.events.iter().take_while(move |(event, _)| *event < at).filter_map(|(_, what)| {
            if let ConnectionEvent::Ipv4(address) = what {
                return Some(IpAddr::V4(*address));
            }
            let ConnectionEvent::Ipv6(address) = what else { return None };
            Some(IpAddr::V6(*address))
        })
    }

    /// How many links it has, after each event that changed it.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert_eq!(alice.links().map(|(_, links)| links).max(), Some(1));
    /// ```
    pub fn links(&self) -> impl Iterator<Item = (At, u32)> {
        let mut links = 0_u32;
        self.events.iter().filter_map(move |(at, what)| {
            if matches!(what, ConnectionEvent::LinkUp(_)) {
                links += 1;
            } else if matches!(what, ConnectionEvent::LinkDown(_)) {
                links = links.saturating_sub(1);
            } else {
                return None;
            }
            Some((*at, links))
        })
    }

    /// Whether it came in on this port, or has had a link there by then.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// let end = alice.closed().expect("the service stops");
    /// assert!(alice.was_on(&"VPN2-0".into(), end));
    /// ```
    pub fn was_on(&self, port: &Name, at: At) -> bool {
        let is_link = |what: &ConnectionEvent| matches!(what, ConnectionEvent::LinkUp(on) if on == port);
        self.dialled().is_some_and(|dial| dial.port == *port)
            || self.events.iter().any(|(event, what)| *event < at && is_link(what))
    }

    /// Domain and name of its user, if authenticated.
    pub(super) fn user(&self) -> Option<(&'a Name, &'a Name)> {
        self.facts.map(|facts| (&facts.domain, &facts.user))
    }
}

/// The connection of that number; they are in the order of their numbers.
pub(super) fn numbered<'l, 'a>(
    connections: &'l [ConnectionHistory<'a>],
    number: u32,
) -> Option<&'l ConnectionHistory<'a>> {
    let at = connections.binary_search_by_key(&number, |connection| connection.number).ok()?;
    connections.get(at)
}
