//! What rules ask a transcript about its connections.

use super::Look;
use crate::check::call::Call;
use crate::check::connection_history::{ConnectionHistory, numbered};
use crate::check::lease::Lease;
use crate::check::spot::At;
use crate::model::Event;
use crate::transcript::EntryKind;

/// Questions about the connections.
impl<'a> Look<'a> {
    /// Every connection that came to be or tried to, by number.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.connections().len(), 1);
    /// ```
    pub fn connections(&self) -> &[ConnectionHistory<'a>] {
        &self.connections
    }

    /// The connection that transcripts name by this number.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.connection(1).is_some_and(|alice| alice.connected().is_some()));
    /// ```
    pub fn connection(&self, number: u32) -> Option<&ConnectionHistory<'a>> {
        numbered(&self.connections, number)
    }

    /// The connection that a call is about, if it is about one.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// let asked = look.calls().iter().find(|call| call.accepts().is_some()).expect("a DLL is asked");
    /// assert_eq!(look.connection_of(asked).map(|alice| alice.number), Some(1));
    /// ```
    pub fn connection_of(&self, call: &Call<'_>) -> Option<&ConnectionHistory<'a>> {
        self.connection(call.connection?)
    }

    /// The connection that first appears in the step in which something happens: the one that a dial makes.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert_eq!(look.dialled(vote.at).map(|alice| alice.number), Some(1));
    /// ```
    pub fn dialled(&self, at: At) -> Option<&ConnectionHistory<'a>> {
        let is_here = |(other, _): &&(At, _)| at.is_same_step(*other);
        let before = self.entries[..at.entry].iter().rev().take_while(is_here).count();
        let mut here = self.entries[at.entry - before..].iter().take_while(is_here);
        here.find_map(|(at, kind)| {
            let EntryKind::Event(Event::Connection { number, .. }) = kind else { return None };
            self.connection(*number).filter(|connection| connection.at == *at)
        })
    }

    /// The addresses that DLLs were asked for and answered, in order.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(*look.leases()[0].user(), "alice");
    /// ```
    pub fn leases(&self) -> &[Lease<'a>] {
        &self.leases
    }
}
