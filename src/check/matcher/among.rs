//! Some of the calls of a run, chosen before something is expected of them.

use std::rc::Rc;

use super::calls::ExpectCalls;
use super::condition::{Condition, listed};
use super::unmet::{Subject, counted};
use crate::check::call::Call;
use crate::ras::{Callout, Name};

/// What is expected of some of the calls of a run. [`ExpectRun`](super::ExpectRun) makes it.
///
/// The methods that choose, such as [`of_user`](Self::of_user), leave fewer calls and expect nothing yet.
///
/// ```
/// use mockras::prelude::*;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]), &[]);
/// let bobs = run.expect().of_user("bob");
/// bobs.call(Callout::AcceptNewLink).times(1).on_port("VPN2-1");
/// bobs.no_call(Callout::AcceptReauthenticationEx);
/// ```
#[derive(Debug, Clone)]
#[must_use = "this chooses calls; say what you expect of them, such as `call(..)` or `no_call(..)`"]
pub struct ExpectAmong<'a> {
    subject: Rc<Subject<'a>>,
    conditions: Vec<Condition>,
}

/// What chooses.
impl<'a> ExpectAmong<'a> {
    pub(super) fn all(subject: &Rc<Subject<'a>>) -> Self {
        Self { subject: Rc::clone(subject), conditions: Vec::new() }
    }

    pub(super) fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// The calls about this user: [`ExpectRun::of_user`](super::ExpectRun::of_user).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().in_step(1).of_user("alice").call(Callout::AcceptNewLink);
    /// ```
    pub fn of_user(self, user: impl Into<Name>) -> Self {
        self.and(Condition::User(user.into()))
    }

    /// The calls about this port: [`ExpectRun::on_port`](super::ExpectRun::on_port).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_user("alice").on_port("VPN2-0").call(Callout::AcceptNewLink);
    /// ```
    pub fn on_port(self, port: impl Into<Name>) -> Self {
        self.and(Condition::Port(port.into()))
    }

    /// The calls of one DLL: [`ExpectRun::of_dll`](super::ExpectRun::of_dll).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_user("alice").of_dll(1).call(Callout::AcceptNewLink);
    /// ```
    pub fn of_dll(self, number: u8) -> Self {
        self.and(Condition::Dll(number))
    }

    /// The calls in one step: [`ExpectRun::in_step`](super::ExpectRun::in_step).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_user("alice").in_step(1).call(Callout::AcceptNewLink);
    /// ```
    pub fn in_step(self, number: u32) -> Self {
        self.and(Condition::Step(number))
    }

    /// The calls that were made with this value: [`ExpectRun::with`](super::ExpectRun::with).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_user("alice").with("calls", 1).call(Callout::AcceptNewLink);
    /// ```
    pub fn with(self, fact: &str, value: impl std::fmt::Display) -> Self {
        self.and(Condition::fact(fact, value))
    }
}

/// What is expected.
impl<'a> ExpectAmong<'a> {
    /// Expects at least one call of this entry point: [`ExpectRun::call`](super::ExpectRun::call).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_user("alice").call(Callout::AcceptNewLink).times(1).accepted();
    /// ```
    #[track_caller]
    pub fn call(&self, callout: Callout) -> ExpectCalls<'a> {
        let calls: Vec<Call<'a>> = self.calls_of(callout).copied().collect();
        if calls.is_empty() {
            self.missing(format!("a call of {}", self.described(callout)), callout);
        }
        ExpectCalls::of(&self.subject, self.described(callout), calls)
    }

    /// Expects no call of this entry point: [`ExpectRun::no_call`](super::ExpectRun::no_call).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_user("alice").no_call(Callout::AcceptReauthentication);
    /// ```
    #[track_caller]
    pub fn no_call(&self, callout: Callout) {
        let expected = format!("no call of {}", self.described(callout));
        let calls: Vec<usize> = self.calls_of(callout).map(|call| call.at.entry).collect();
        if !calls.is_empty() {
            return self.subject.unmet(expected, counted(calls.len(), "call"), &calls);
        }
        let look = &self.subject.look;
        let nowhere = self.conditions.iter().find_map(|condition| condition.is_met_nowhere(look));
        if let Some(why) = nowhere {
            self.subject.unmet(expected, why, &[]);
        } else if look.calls().is_empty() {
            self.subject.unmet(expected, "no DLL that was called at all", &[]);
        } else {
            self.subject.is_whole(expected);
        }
    }

    /// Expects these calls in this order: [`ExpectRun::order`](super::ExpectRun::order).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().of_user("alice").order([Callout::AcceptNewLink, Callout::LinkHangupNotification]);
    /// ```
    #[track_caller]
    pub fn order(&self, callouts: impl IntoIterator<Item = Callout>) {
        let callouts: Vec<Callout> = callouts.into_iter().collect();
        let then: Vec<&str> = callouts.iter().map(|callout| callout.word()).collect();
        let expected = format!("{}{}", then.join(", then "), self.scope());
        let mut calls = self.calls();
        let mut met = Vec::new();
        for (place, callout) in callouts.iter().enumerate() {
            match calls.find(|call| call.callout() == *callout) {
                Some(call) => met.push(call.at.entry),
                None if place == 0 => return self.missing(expected, *callout),
                None => {
                    let found = format!("no {callout} after {}", callouts[place - 1]);
                    // It may have come too early.
                    met.extend(self.calls_of(*callout).map(|call| call.at.entry));
                    return self.subject.unmet(expected, found, &met);
                }
            }
        }
        if callouts.is_empty() {
            self.subject.unmet("an order of calls", "no entry point in the list", &[]);
        }
    }

    /// Expects these calls, in this order, and no other: [`ExpectRun::exactly`](super::ExpectRun::exactly).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().in_step(1).exactly([Callout::GetIpAddressForUser, Callout::AcceptNewConnectionEx, Callout::AcceptNewLink]);
    /// ```
    #[track_caller]
    pub fn exactly(&self, callouts: impl IntoIterator<Item = Callout>) {
        let callouts: Vec<Callout> = callouts.into_iter().collect();
        let expected = format!("exactly {}{}", listed(&callouts), self.scope());
        let calls: Vec<&Call<'a>> = self.calls().collect();
        let same =
            calls.iter().zip(&callouts).take_while(|(call, callout)| call.callout() == **callout).count();
        let found = match (calls.get(same), callouts.get(same)) {
            (None, None) => {
                self.subject.is_whole(expected);
                return;
            }
            (Some(call), Some(callout)) => format!("{} where {callout} was to come", call.callout()),
            (Some(call), None) => format!("{} after that", call.callout()),
            (None, Some(callout)) => format!("no {callout}: {} only", counted(calls.len(), "call")),
        };
        let place = calls.get(same).or(calls.last()).map(|call| call.at.entry);
        self.subject.unmet(expected, found, place.as_slice());
    }
}

impl<'a> ExpectAmong<'a> {
    fn calls(&self) -> impl Iterator<Item = &Call<'a>> {
        let look = &self.subject.look;
        look.calls().iter().filter(|call| self.conditions.iter().all(|condition| condition.holds(look, call)))
    }

    fn calls_of(&self, callout: Callout) -> impl Iterator<Item = &Call<'a>> {
        self.calls().filter(move |call| call.callout() == callout)
    }

    /// What was chosen, as it stands behind the name of a callout.
    fn scope(&self) -> String {
        self.conditions.iter().map(|condition| format!(" {condition}")).collect()
    }

    fn described(&self, callout: Callout) -> String {
        format!("{callout}{}", self.scope())
    }

    /// A call of this entry point is missing. What is nearest to it is told: calls of it that are not as was said, or else
    /// other calls that are.
    #[track_caller]
    fn missing(&self, expected: String, callout: Callout) {
        let look = &self.subject.look;
        let near: Vec<&Call<'a>> = look.calls_of(callout).collect();
        if let [call, ..] = &near[..] {
            let wrong = self.conditions.iter().find(|condition| !condition.holds(look, call));
            let instead = wrong.map(|condition| condition.instead(look, call)).unwrap_or_default();
            let found = format!("{} of {callout}, the first with {instead}", counted(near.len(), "call"));
            let entries: Vec<usize> = near.iter().map(|call| call.at.entry).collect();
            return self.subject.unmet(expected, found, &entries);
        }
        let mut called: Vec<Callout> = Vec::new();
        let mut entries = Vec::new();
        for call in self.calls() {
            let is_new = !call.initializes() && !called.contains(&call.callout());
            if is_new && call.callout() != Callout::TerminateDll {
                called.push(call.callout());
                entries.push(call.at.entry);
            }
        }
        entries.truncate(3);
        let found = format!("none; called{} were {}", self.scope(), listed(called));
        self.subject.unmet(expected, found, &entries);
    }
}
