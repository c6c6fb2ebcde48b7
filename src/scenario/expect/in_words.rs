//! What is expected, built in Rust with the words of scenario files.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::always::{Always, Per, When};
use super::step::{Expect, Fate};
use super::value::{AddressSet, Count};
use crate::ras::{Callout, Name};
use crate::scenario::text::Span;

/// What a step expects, or a rule that holds all the time. All that is said must hold.
impl Expect {
    /// Begins with the connection that came last on a port.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let expect = Expect::of_port("VPN2-0").state(Fate::Ended).reason("hung-up");
    /// assert_eq!(expect.to_string(), r#"{ port = "VPN2-0", state = "ended", reason = "hung-up" }"#);
    /// ```
    pub fn of_port(port: impl Into<Name>) -> Self {
        Self { port: Some(port.into()), ..Self::default() }
    }

    /// Begins with the connection that came last of a user.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let expect = Expect::of_user("alice").links(2).ipv4("10.8.0.0/24").ipv6("none");
    /// let text = r#"{ user = "alice", ipv4 = "10.8.0.0/24", ipv6 = "none", links = 2 }"#;
    /// assert_eq!(expect.to_string(), text);
    /// ```
    pub fn of_user(user: impl Into<Name>) -> Self {
        Self { user: Some(user.into()), ..Self::default() }
    }

    /// Begins with the run as a whole.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let expect = Expect::of_run().live(1).notes("login alice");
    /// assert_eq!(expect.to_string(), r#"{ live = 1, notes = ["login alice"] }"#);
    /// ```
    pub fn of_run() -> Self {
        Self::default()
    }

    /// What reports call it.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// What has become of the connection.
    #[must_use]
    pub fn state(self, state: Fate) -> Self {
        Self { state: Some(state), ..self }
    }

    /// Why it was refused, or why it ended, as transcripts spell it.
    #[must_use]
    pub fn reason(self, reason: impl ToString) -> Self {
        Self { reason: Some(reason.to_string()), ..self }
    }

    /// Its IPv4 address: one, a net such as `10.8.0.0/24`, or `none`.
    ///
    /// # Panics
    ///
    /// If the text is none of these.
    #[must_use]
    #[track_caller]
    pub fn ipv4(self, address: impl ToString) -> Self {
        let set: Result<AddressSet<Ipv4Addr>, _> = address.to_string().parse();
        Self { ipv4: Some(set.unwrap_or_else(|error| panic!("{error}"))), ..self }
    }

    /// Its IPv6 address: one, a net such as `2001:db8::/64`, or `none`.
    ///
    /// # Panics
    ///
    /// If the text is none of these.
    #[must_use]
    #[track_caller]
    pub fn ipv6(self, address: impl ToString) -> Self {
        let set: Result<AddressSet<Ipv6Addr>, _> = address.to_string().parse();
        Self { ipv6: Some(set.unwrap_or_else(|error| panic!("{error}"))), ..self }
    }

    /// How many links it has.
    #[must_use]
    pub fn links(self, count: impl Into<Count>) -> Self {
        Self { links: Some(count.into()), ..self }
    }

    /// How many connections are up.
    #[must_use]
    pub fn live(self, count: impl Into<Count>) -> Self {
        Self { live: Some(count.into()), ..self }
    }

    /// How many connections may be up at the same time, in a rule.
    #[must_use]
    pub fn live_at_most(self, most: u32) -> Self {
        Self { live_at_most: Some(most), ..self }
    }

    /// How many links a connection may have at the same time, in a rule.
    #[must_use]
    pub fn links_at_most(self, most: u32) -> Self {
        Self { links_at_most: Some(most), ..self }
    }

    /// How often an entry point was called.
    ///
    /// ```
    /// use mockras::prelude::*;
    /// use mockras::scenario::Count;
    ///
    /// let expect = Expect::of_run()
    ///     .calls(Callout::AcceptNewLink, Count::AtLeast(1))
    ///     .answers(Callout::AcceptNewLink, "TRUE")
    ///     .last(Callout::AcceptNewLink, "name", "VPN2-0");
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::expect(expect)]), &[]);
    /// run.assert_kept();
    /// ```
    #[must_use]
    pub fn calls(mut self, callout: Callout, count: impl Into<Count>) -> Self {
        self.calls.insert(callout, count.into());
        self
    }

    /// What an entry point has answered last, as transcripts spell it.
    #[must_use]
    pub fn answers(mut self, callout: Callout, answer: impl ToString) -> Self {
        self.answers.insert(callout, answer.to_string());
        self
    }

    /// An argument with which an entry point was called last, as transcripts spell it.
    #[must_use]
    pub fn last(mut self, callout: Callout, argument: &str, value: impl ToString) -> Self {
        self.last.entry(callout).or_default().insert(argument.to_owned(), value.to_string());
        self
    }

    /// A text that a DLL has noted.
    #[must_use]
    pub fn notes(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Whether the addresses of the connection are given back when it is over, in a rule.
    #[must_use]
    pub fn released(self, released: bool) -> Self {
        Self { released: Some(released), ..self }
    }
}

/// So many, no more and no less.
impl From<u32> for Count {
    fn from(count: u32) -> Self {
        Self::Exactly(count)
    }
}

impl Always {
    /// A rule of this name about all connections.
    ///
    /// ```
    /// use std::time::Duration;
    /// use mockras::prelude::*;
    ///
    /// let expect = Expect::default().state(Fate::Ended);
    /// let rule = Always::new("kiosks go home", expect).of_user("kiosk").within(Duration::from_secs(3600));
    /// assert_eq!(rule.id(), "expect/kiosks-go-home");
    /// assert_eq!(rule.check(), Ok(()));
    /// ```
    pub fn new(name: impl Into<String>, expect: Expect) -> Self {
        Self { name: name.into(), when: When::default(), per: None, expect, within: None }
    }

    /// The rule about these connections.
    #[must_use]
    pub fn when(self, when: When) -> Self {
        Self { when, ..self }
    }

    /// The rule about connections of one more user.
    #[must_use]
    pub fn of_user(mut self, user: impl Into<Name>) -> Self {
        self.when.user.get_or_insert_default().push(user.into());
        self
    }

    /// What is counted together.
    #[must_use]
    pub fn per(self, per: Per) -> Self {
        Self { per: Some(per), ..self }
    }

    /// How much virtual time it may take.
    #[must_use]
    pub fn within(self, time: impl Into<Span>) -> Self {
        Self { within: Some(time.into()), ..self }
    }
}
