//! What rules ask a transcript about its calls.

use super::Look;
use crate::check::call::{Call, CallResult};
use crate::check::spot::At;
use crate::dll::Notice;
use crate::model::means_yes;
use crate::ras::{Callout, Name};
use crate::transcript::EntryKind;

/// Questions about the calls.
impl<'a> Look<'a> {
    /// Every call of the run, in order.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.calls().iter().all(|call| call.returned().is_some()));
    /// ```
    pub fn calls(&self) -> &[Call<'a>] {
        &self.calls
    }

    /// The calls after one place and before another.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert!(look.calls_between(vote.at, None).iter().all(|call| call.at > vote.at));
    /// ```
    pub fn calls_between(&self, after: At, before: Option<At>) -> &[Call<'a>] {
        let from = self.calls.partition_point(|call| call.at <= after);
        let to = self.calls.partition_point(|call| before.is_none_or(|before| call.at < before));
        self.calls.get(from..to).unwrap_or_default()
    }

    /// What the host noticed while a call was made, besides its answer.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert_eq!(look.noticed_in(vote).count(), 0);
    /// ```
    pub fn noticed_in(&self, call: &Call<'_>) -> impl Iterator<Item = &'a Notice> {
        let from = self.noticed.partition_point(|(entry, _)| *entry < call.at.entry);
        let to = self.noticed.partition_point(|(entry, _)| *entry <= call.at.entry);
        self.noticed[from..to].iter().map(|(_, notice)| *notice)
    }

    /// The calls of one entry point, in order.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.calls_of(Callout::AcceptNewLink).count(), 1);
    /// ```
    pub fn calls_of(&self, callout: Callout) -> impl Iterator<Item = &Call<'a>> {
        self.at_places(Some(&self.of[callout as usize]))
    }

    /// The calls that are about one connection.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.calls_about(1).any(|call| call.callout() == Callout::AcceptNewLink));
    /// ```
    pub fn calls_about(&self, connection: u32) -> impl Iterator<Item = &Call<'a>> {
        self.at_places(self.about.get(&connection))
    }

    /// The calls that are about one connection, in the step in which something happens.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert!(look.calls_in_step(1, vote.at).all(|call| call.at.step == vote.at.step));
    /// ```
    pub fn calls_in_step(&self, connection: u32, at: At) -> impl Iterator<Item = &Call<'a>> {
        let places = self.about.get(&connection).map(Vec::as_slice).unwrap_or_default();
        let middle = places.partition_point(|place| self.calls[*place].at < at);
        let is_here = move |place: &&usize| self.calls[**place].at.is_same_step(at);
        let before = places[..middle].iter().rev().take_while(is_here).count();
        places[middle - before..].iter().take_while(is_here).map(|place| &self.calls[*place])
    }

    /// The calls that put one link to the DLLs: a step has at most one such vote on a port.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert_eq!(look.link_vote(1, &"VPN2-0".into(), vote.at).count(), 1);
    /// ```
    pub fn link_vote(&self, connection: u32, port: &Name, at: At) -> impl Iterator<Item = &Call<'a>> {
        self.calls_in_step(connection, at).filter(move |call| {
            call.callout() == Callout::AcceptNewLink && call.link().is_some_and(|link| link.name == *port)
        })
    }

    /// Whether a call said yes, under the readings in force (AMB-01, AMB-29, AMB-41). Nothing if it did not return.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert_eq!(look.says_yes(vote), Some(true));
    /// ```
    pub fn says_yes(&self, call: &Call<'_>) -> Option<bool> {
        Some(means_yes(call.callout(), call.value()?, &self.policy))
    }

    /// Whether a call said no: it refused, or it did not return, which counts as a refusal (AMB-52).
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert!(!look.says_no(vote));
    /// ```
    pub fn says_no(&self, call: &Call<'_>) -> bool {
        matches!(call.result, CallResult::Faulted(_)) || self.says_yes(call) == Some(false)
    }

    /// What was noticed about DLLs, each with the call in which it was; none for what was noticed when one was loaded
    /// or unloaded, or when its timer ran.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.noticed().count(), 0);
    /// ```
    pub fn noticed(&self) -> impl Iterator<Item = (At, Option<&Call<'a>>, &'a Notice)> {
        self.entries.iter().filter_map(|(at, kind)| {
            let EntryKind::Noticed(_, notice) = kind else { return None };
            let before = self.entries.get(..at.entry)?.iter().rev();
            let (_, kind) = before.clone().find(|(_, kind)| !matches!(kind, EntryKind::Noticed(..)))?;
            let is_answer = matches!(kind, EntryKind::Answered(_) | EntryKind::Faulted(_));
            let calls = self.calls.partition_point(|call| call.at < *at);
            let call = calls.checked_sub(1).and_then(|last| self.calls.get(last)).filter(|_| is_answer);
            Some((*at, call, notice))
        })
    }

    fn at_places(&self, places: Option<&Vec<usize>>) -> impl Iterator<Item = &Call<'a>> {
        let places = places.map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.calls.get(*place))
    }
}
