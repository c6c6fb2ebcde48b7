//! One call of a DLL, with its answer.

use std::net::IpAddr;

use super::family::Family;
use super::spot::{At, Spot};
use crate::model::{Ask, CallbacksTable, EntryPoint, Fault, Instance, Question, Returned, Wrote};
use crate::ras::{Callout, Code, Connection, Name, Port, Series};

/// A call of an entry point of a DLL, and what came of it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Call<'a> {
    /// Where in the transcript it was made.
    pub at: At,
    /// The DLL that was called, and in which process.
    pub instance: Instance,
    /// The entry point that was called, and how it was found.
    pub entry: EntryPoint,
    /// What it was called with.
    pub question: &'a Question,
    /// What came of the call.
    pub result: CallResult<'a>,
    /// The number of the connection that it is about, if it is about one.
    pub connection: Option<u32>,
}

/// Whether a call returned, and with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallResult<'a> {
    /// The call returned this.
    Returned(&'a Returned),
    /// The call did not return, for this reason.
    Faulted(&'a Fault),
    /// The transcript ends before the call does.
    Cut,
}

/// What an address function was called with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Named<'a> {
    /// The user, which was passed as lpwszUserName.
    pub user: &'a Name,
    /// The port, which was passed as lpwszPortName.
    pub port: &'a Name,
    /// The address that was passed.
    pub address: IpAddr,
}

impl<'a> Call<'a> {
    pub(super) fn new(at: At, ask: &'a Ask) -> Self {
        let Ask { instance, entry, question } = ask;
        Self { at, instance: *instance, entry: *entry, question, result: CallResult::Cut, connection: None }
    }

    /// The entry point that was called.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert_eq!(vote.callout(), Callout::AcceptNewLink);
    /// ```
    pub fn callout(&self) -> Callout {
        self.entry.callout
    }

    /// What it gave back, if it returned.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert!(vote.returned().is_some());
    /// ```
    pub fn returned(&self) -> Option<&'a Returned> {
        match self.result {
            CallResult::Returned(returned) => Some(returned),
            CallResult::Faulted(_) | CallResult::Cut => None,
        }
    }

    /// Its result, if it returned and has one.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert_eq!(vote.value(), Some(1)); // TRUE
    /// ```
    pub fn value(&self) -> Option<u32> {
        self.returned()?.value
    }

    /// Whether it returned NO_ERROR.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.calls_of(Callout::InitializeDll).all(Call::succeeded));
    /// ```
    pub fn succeeded(&self) -> bool {
        self.value() == Some(Code::NO_ERROR.0)
    }

    /// The facts of the connection, if it was called with a connection's structures.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// let asked = look.calls().iter().find(|call| call.accepts().is_some()).expect("a DLL is asked");
    /// assert!(asked.facts().is_some_and(|facts| facts.user == "alice"));
    /// ```
    pub fn facts(&self) -> Option<&'a Connection> {
        let Question::Connection(facts) = self.question else { return None };
        Some(facts)
    }

    /// The facts of the port, if it was called with a link's structures.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert!(vote.link().is_some_and(|port| port.name == "VPN2-0"));
    /// ```
    pub fn link(&self) -> Option<&'a Port> {
        let Question::Link(port) = self.question else { return None };
        Some(port)
    }

    /// The callbacks table that it left, if it returned.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let dll = Dll::stock(Stock::AcceptAll).table(true);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(dll), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.calls_of(Callout::InitializeDllEx).all(|call| call.table().is_some()));
    /// ```
    pub fn table(&self) -> Option<&'a CallbacksTable> {
        let Wrote::Table(table) = &self.returned()?.wrote else { return None };
        Some(table)
    }

    /// The callbacks table that it registered: the one it left, if it succeeded.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let dll = Dll::stock(Stock::AcceptAll).table(true);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(dll), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.calls_of(Callout::InitializeDllEx).all(|call| call.registered().is_some()));
    /// ```
    pub fn registered(&self) -> Option<&'a CallbacksTable> {
        self.table().filter(|_| self.succeeded())
    }

    /// Whether it is one of the two initialisers that was called.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.calls().iter().any(Call::initializes));
    /// ```
    pub fn initializes(&self) -> bool {
        matches!(self.callout(), Callout::InitializeDll | Callout::InitializeDllEx)
    }

    /// The series, if it asks about a new connection.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// use mockras::ras::Series;
    ///
    /// let asked = look.calls().iter().find_map(Call::accepts);
    /// assert_eq!(asked, Some(Series::Ex));
    /// ```
    pub fn accepts(&self) -> Option<Series> {
        Series::ALL.iter().copied().find(|series| series.accept() == self.callout())
    }

    /// The series, if it tells of the end of a connection.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// use mockras::ras::Series;
    ///
    /// let told = look.calls().iter().find_map(Call::hangs_up);
    /// assert_eq!(told, Some(Series::Ex));
    /// ```
    pub fn hangs_up(&self) -> Option<Series> {
        Series::ALL.iter().copied().find(|series| series.hangup() == self.callout())
    }

    /// Whether it asks about a new quarantine state, in either form.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert!(!vote.reauthenticates());
    /// ```
    pub fn reauthenticates(&self) -> bool {
        matches!(self.callout(), Callout::AcceptReauthentication | Callout::AcceptReauthenticationEx)
    }

    /// Whether its function takes a RAS_CONNECTION_EX.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert!(!vote.takes_ex());
    /// ```
    pub fn takes_ex(&self) -> bool {
        self.callout().takes_connection_ex()
    }

    /// The kind of addresses that it is about, if it is an address function.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// let get = look.calls_of(Callout::GetIpAddressForUser).next().expect("the pool is asked");
    /// assert_eq!(get.family(), Some(Family::Ipv4));
    /// ```
    pub fn family(&self) -> Option<Family> {
        Family::ALL.into_iter().find(|family| [family.get(), family.release()].contains(&self.callout()))
    }

    /// User, port and address that it was called with, if it is an address function of either family.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// let get = look.calls_of(Callout::GetIpAddressForUser).next().expect("the pool is asked");
    /// assert!(get.named().is_some_and(|named| *named.user == "alice" && *named.port == "VPN2-0"));
    /// ```
    pub fn named(&self) -> Option<Named<'a>> {
        if let Question::GetIpv4(lease) | Question::ReleaseIpv4(lease) = self.question {
            return Some(Named { user: &lease.user, port: &lease.port, address: lease.address.into() });
        }
        let (Question::GetIpv6(lease) | Question::ReleaseIpv6(lease)) = self.question else { return None };
        Some(Named { user: &lease.user, port: &lease.port, address: lease.address.into() })
    }

    /// The address and bNotifyRelease that it left, if it is a Get function of either family and returned.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// let get = look.calls_of(Callout::GetIpAddressForUser).next().expect("the pool is asked");
    /// assert_eq!(get.gave(), Some(([10, 8, 0, 10].into(), 1)));
    /// ```
    pub fn gave(&self) -> Option<(IpAddr, u32)> {
        let wrote = self.returned()?.wrote;
        if let Wrote::Ipv4(address, notify) = wrote {
            return Some((address.into(), notify));
        }
        let Wrote::Ipv6(address, notify) = wrote else { return None };
        Some((address.into(), notify))
    }
}

impl From<&Call<'_>> for Spot {
    fn from(call: &Call<'_>) -> Self {
        Self { at: call.at, call: Some((call.instance, call.entry)), connection: call.connection }
    }
}
