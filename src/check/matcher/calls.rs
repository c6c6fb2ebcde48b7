//! What is expected of calls of one entry point.

use std::fmt::Display;
use std::rc::Rc;

use super::condition::Condition;
use super::range::{RANGE, Range};
use super::unmet::{Subject, counted, ordinal};
use crate::check::call::{Call, CallResult};
use crate::ras::{Code, Name, ResultKind};

/// What is expected of the calls of one entry point; there is at least one. [`ExpectRun::call`](super::ExpectRun::call)
/// makes it.
///
/// Each method expects something, of every call or of their number. [`nth`](Self::nth), [`first`](Self::first) and
/// [`last`](Self::last) go on with one of them.
///
/// ```
/// use mockras::prelude::*;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]), &[]);
/// run.expect().call(Callout::AcceptNewLink).times(2).accepted().nth(2).of_user("bob").on_port("VPN2-1");
/// ```
#[derive(Debug, Clone)]
pub struct ExpectCalls<'a> {
    subject: Rc<Subject<'a>>,
    /// The entry point, and how its calls were chosen.
    what: String,
    /// `every call`, or `the 2nd call`.
    which: String,
    calls: Vec<Call<'a>>,
}

/// How many calls.
impl<'a> ExpectCalls<'a> {
    pub(super) fn of(subject: &Rc<Subject<'a>>, what: String, calls: Vec<Call<'a>>) -> Self {
        Self { subject: Rc::clone(subject), what, which: "every call".to_owned(), calls }
    }

    /// Expects so many calls. For none there is [`no_call`](super::ExpectRun::no_call).
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::AcceptNewLink).times(1);
    /// ```
    #[track_caller]
    pub fn times(self, count: usize) -> Self {
        self.number(count, "", |found| found == count)
    }

    /// Expects so many calls or more.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::InitializeDll).at_least(1);
    /// ```
    #[track_caller]
    pub fn at_least(self, count: usize) -> Self {
        self.number(count, "at least ", |found| found >= count)
    }

    /// Expects so many calls or fewer.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::AcceptNewLink).at_most(4);
    /// ```
    #[track_caller]
    pub fn at_most(self, count: usize) -> Self {
        self.number(count, "at most ", |found| found <= count)
    }

    #[track_caller]
    fn number(self, count: usize, bound: &str, is_so: impl Fn(usize) -> bool) -> Self {
        let found = self.calls.len();
        let expected = format!("{bound}{} of {}", counted(count, "call"), self.what);
        if !is_so(found) {
            self.subject.unmet(expected, counted(found, "call"), &self.entries());
        } else if !is_so(usize::MAX) {
            // More may have come.
            self.subject.is_whole(expected);
        }
        self
    }

    /// Expects so many calls or more, and goes on with that one alone. The first is 1, as in transcripts.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]), &[]);
    /// run.expect().call(Callout::AcceptNewLink).nth(2).of_user("bob");
    /// ```
    #[track_caller]
    pub fn nth(self, number: usize) -> Self {
        let call = number.checked_sub(1).and_then(|at| self.calls.get(at)).copied();
        if call.is_none() {
            let expected = format!("a {} call of {}", ordinal(number), self.what);
            let found = match number {
                0 => "0, but calls are counted from 1".to_owned(),
                _ => counted(self.calls.len(), "call"),
            };
            self.subject.unmet(expected, found, &self.entries());
        }
        Self { which: format!("the {} call", ordinal(number)), calls: call.into_iter().collect(), ..self }
    }

    /// Goes on with the first call alone.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]), &[]);
    /// run.expect().call(Callout::AcceptNewLink).first().of_user("alice");
    /// ```
    pub fn first(self) -> Self {
        let calls = self.calls.first().copied().into_iter().collect();
        Self { which: "the first call".to_owned(), calls, ..self }
    }

    /// Goes on with the last call alone.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]), &[]);
    /// run.expect().call(Callout::AcceptNewLink).last().of_user("bob");
    /// ```
    pub fn last(self) -> Self {
        let calls = self.calls.last().copied().into_iter().collect();
        Self { which: "the last call".to_owned(), calls, ..self }
    }

    /// The calls themselves, for assertions of your own.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// let links = run.expect().call(Callout::AcceptNewLink);
    /// assert!(links.calls().iter().all(|call| call.link().is_some_and(|port| port.calls == 1)));
    /// ```
    pub fn calls(&self) -> &[Call<'a>] {
        &self.calls
    }
}

/// Who was asked what.
impl ExpectCalls<'_> {
    /// Expects every call to be about this user.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::GetIpAddressForUser).of_user("alice");
    /// ```
    #[track_caller]
    pub fn of_user(self, user: impl Into<Name>) -> Self {
        self.are(&Condition::User(user.into()))
    }

    /// Expects every call to be about this port.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::GetIpAddressForUser).on_port("VPN2-0");
    /// ```
    #[track_caller]
    pub fn on_port(self, port: impl Into<Name>) -> Self {
        self.are(&Condition::Port(port.into()))
    }

    /// Expects every call to be one of this DLL. The first in the registry is 1.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::GetIpAddressForUser).of_dll(1);
    /// ```
    #[track_caller]
    pub fn of_dll(self, number: u8) -> Self {
        self.are(&Condition::Dll(number))
    }

    /// Expects every call in this step of the scenario. The first is 1.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::GetIpAddressForUser).in_step(1);
    /// ```
    #[track_caller]
    pub fn in_step(self, number: u32) -> Self {
        self.are(&Condition::Step(number))
    }

    /// Expects every call to be made with this value. Facts have the names that they have in transcripts;
    /// [`facts_of`](crate::transcript::facts_of) lists those of a call.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::AcceptNewConnectionEx).with("tunnel", "pptp").with("client-ipv4", "10.0.0.2");
    /// ```
    #[track_caller]
    pub fn with(self, fact: &str, value: impl Display) -> Self {
        self.are(&Condition::fact(fact, value))
    }

    #[track_caller]
    fn are(self, condition: &Condition) -> Self {
        let wrong = self.calls.iter().find(|call| !condition.holds(&self.subject.look, call));
        if let Some(call) = wrong {
            self.wrong(format!("to be {condition}"), &condition.instead(&self.subject.look, call), call);
        }
        self
    }
}

/// What was answered.
impl ExpectCalls<'_> {
    /// Expects every call to say yes, under the readings in force. One that did not return says nothing.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::AcceptNewConnectionEx).accepted();
    /// ```
    #[track_caller]
    pub fn accepted(self) -> Self {
        self.say(true, "to accept")
    }

    /// Expects every call to say no, under the readings in force. One that did not return says nothing.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # use mockras::{dll::stock, scenario::{Dll, Stock}};
    /// # let gate = Dll { users: Some(vec!["mallory".into()]), ..Dll::stock(Stock::RefuseUser) };
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "mallory")]), &[stock::registered(&gate)]);
    /// run.expect().call(Callout::AcceptNewConnectionEx).of_user("mallory").refused();
    /// ```
    #[track_caller]
    pub fn refused(self) -> Self {
        self.say(false, "to refuse")
    }

    #[track_caller]
    fn say(self, yes: bool, what: &str) -> Self {
        let look = &self.subject.look;
        if let Some(call) = self.calls.iter().find(|call| look.says_yes(call) != Some(yes)) {
            self.wrong(what, &answer(call), call);
        }
        self
    }

    /// Expects every call to return this code.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// run.expect().call(Callout::GetIpAddressForUser).returned(Code::NO_ERROR);
    /// ```
    #[track_caller]
    pub fn returned(self, code: Code) -> Self {
        if let Some(call) = self.calls.iter().find(|call| call.value() != Some(code.0)) {
            self.wrong(format!("to return {code}"), &answer(call), call);
        }
        self
    }

    /// Expects every call to succeed and to give this address, or one of this range.
    ///
    /// ```
    /// # use mockras::prelude::*;
    /// # use mockras::{dll::stock, scenario::{Dll, Stock}};
    /// # let pool = stock::registered(&Dll::stock(Stock::AddressPool));
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[pool]);
    /// run.expect().call(Callout::GetIpAddressForUser).gave("10.8.0.0/24").first().gave("10.8.0.10");
    /// ```
    #[track_caller]
    pub fn gave(self, range: impl Display) -> Self {
        let range = range.to_string();
        let Ok(range) = range.parse::<Range>() else {
            self.subject.unmet(RANGE, format!("`{range}`"), &[]);
            return self;
        };
        let given = |call: &Call<'_>| call.gave().filter(|_| call.succeeded()).map(|(address, _)| address);
        let is_wrong = |call: &&Call<'_>| !given(call).is_some_and(|address| range.contains(address));
        if let Some(call) = self.calls.iter().find(is_wrong) {
            let found = given(call).map_or_else(|| answer(call), |address| format!("it gave {address}"));
            self.wrong(format!("to give {range}"), &found, call);
        }
        self
    }
}

impl ExpectCalls<'_> {
    fn entries(&self) -> Vec<usize> {
        self.calls.iter().map(|call| call.at.entry).collect()
    }

    /// One of the calls is not as every one of them is expected to be.
    #[track_caller]
    fn wrong(&self, expected: impl Display, found: &str, call: &Call<'_>) {
        let place = self.calls.iter().position(|other| other.at == call.at).unwrap_or_default() + 1;
        let of = if self.calls.len() > 1 { format!(" (the {} call)", ordinal(place)) } else { String::new() };
        let expected = format!("{} of {} {expected}", self.which, self.what);
        self.subject.unmet(expected, format!("{found}{of}"), &[call.at.entry]);
    }
}

/// What came of a call, in a few words.
fn answer(call: &Call<'_>) -> String {
    match call.result {
        CallResult::Cut => "the transcript ends before it returned".to_owned(),
        CallResult::Faulted(fault) => format!("it did not return: {}", fault.what),
        CallResult::Returned(returned) => match (returned.value, call.callout().result()) {
            (None, _) => "it returned nothing".to_owned(),
            (Some(0), ResultKind::Verdict) => "it returned FALSE".to_owned(),
            (Some(1), ResultKind::Verdict) => "it returned TRUE".to_owned(),
            (Some(value), ResultKind::Verdict) => format!("it returned {value}"),
            (Some(value), ResultKind::Code | ResultKind::Nothing) => format!("it returned {}", Code(value)),
        },
    }
}
