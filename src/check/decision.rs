//! What DLLs decide, in a form in which plays of a scenario can be compared that differ in what must not matter.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::IpAddr;

use super::call::Call;
use super::look::Look;
use crate::model::{Instance, UNWRITTEN};
use crate::ras::{Callout, Code, Name, ResultKind};
use crate::transcript::Transcript;

/// A question that several plays may ask, whatever the numbers of connections and the names of ports: which DLL is asked, at
/// which entry point, about which user, and how often that was asked before.
type Asked<'a> = (Instance, Callout, (&'a Name, &'a Name), usize);

/// What a DLL said to a question.
pub(super) struct Decision<'l, 'a> {
    asked: Asked<'a>,
    pub(super) call: &'l Call<'a>,
    /// Whether it agreed, or gave an address.
    pub(super) says: bool,
}

/// A decision that is another in another play.
pub(super) struct Differing<'l, 'a> {
    pub(super) here: Decision<'l, 'a>,
    /// Where it is the other one there.
    pub(super) there: &'l Call<'a>,
}

/// Whether a call has a DLL agree, or give an address. Nothing if it is no such question, or did not return.
pub(super) fn decided(look: &Look<'_>, call: &Call<'_>) -> Option<bool> {
    match call.gave() {
        Some(_) => Some(call.succeeded()),
        None if call.callout().result() == ResultKind::Verdict => look.says_yes(call),
        None => None,
    }
}

/// Everything that was decided about users, in order.
pub(super) fn decisions<'l, 'a>(look: &'l Look<'a>) -> Vec<Decision<'l, 'a>> {
    let mut times: BTreeMap<(Instance, Callout, (&Name, &Name)), usize> = BTreeMap::new();
    let mut all = Vec::new();
    for call in look.calls() {
        let user = call.connection.and_then(|number| look.connection(number)?.user());
        let (Some(user), Some(says)) = (user, decided(look, call)) else { continue };
        let time = times.entry((call.instance, call.callout(), user)).or_default();
        all.push(Decision { asked: (call.instance, call.callout(), user, *time), call, says });
        *time += 1;
    }
    all
}

/// The decisions that are others in another play, in order. What is asked in one of them only has no answer to compare.
pub(super) fn differing<'l, 'a>(here: &'l Look<'a>, there: &'l Look<'a>) -> Vec<Differing<'l, 'a>> {
    let others: BTreeMap<Asked<'_>, (bool, &Call<'a>)> =
        decisions(there).into_iter().map(|other| (other.asked, (other.says, other.call))).collect();
    let differs = |decision: Decision<'l, 'a>| {
        let (says, call) = others.get(&decision.asked)?;
        (*says != decision.says).then_some(Differing { here: decision, there: call })
    };
    decisions(here).into_iter().filter_map(differs).collect()
}

/// An address that a DLL has chosen, and whether it had given that before.
pub(super) struct Choice<'l, 'a> {
    pub(super) call: &'l Call<'a>,
    pub(super) address: IpAddr,
    /// The number of the choice in which it gave the same before, among those of the DLL.
    given_in: Option<usize>,
}

impl Choice<'_, '_> {
    /// The address, and whether it is a used one.
    pub(super) fn in_words(&self) -> String {
        let used = if self.given_in.is_some() { "which it gave before" } else { "a new one" };
        format!("{}, {used},", self.address)
    }
}

/// The addresses that a DLL has chosen itself, in order.
fn choices<'l, 'a>(look: &'l Look<'a>, dll: Instance) -> Vec<Choice<'l, 'a>> {
    let mut all: Vec<Choice<'l, 'a>> = Vec::new();
    for call in look.calls().iter().filter(|call| call.instance == dll && gave_some(call)) {
        let (Some((address, _)), Some(named)) = (call.gave(), call.named()) else { continue };
        if address != named.address {
            let given_in = all.iter().position(|before| before.address == address);
            all.push(Choice { call, address, given_in });
        }
    }
    all
}

/// The first address of which a DLL has chosen a used one in one play and a new one, or another used one, in the other. Which
/// addresses those are may differ.
pub(super) fn chosen_otherwise<'l, 'a>(
    here: &'l Look<'a>,
    there: &'l Look<'a>,
) -> Option<(Choice<'l, 'a>, Choice<'l, 'a>)> {
    let instances: BTreeSet<Instance> = here.calls().iter().map(|call| call.instance).collect();
    let mut pairs = instances.into_iter().filter_map(|dll| {
        let pairs = choices(here, dll).into_iter().zip(choices(there, dll));
        pairs.into_iter().find(|(here, there)| here.given_in != there.given_in)
    });
    pairs.next()
}

/// Whether two plays can be compared: every call has returned in both, and both came to their end.
pub(super) fn are_comparable(here: &Look<'_>, there: &Look<'_>) -> bool {
    !here.has_fault() && !there.has_fault() && !there.is_cut()
}

/// Whether DLLs decide the same in two plays of a scenario, as far as both ask the same, and give addresses again alike.
pub(crate) fn decide_the_same(here: &Transcript, there: &Transcript) -> bool {
    let (here, there) = (Look::new(here), Look::new(there));
    are_comparable(&here, &there)
        && differing(&here, &there).is_empty()
        && chosen_otherwise(&here, &there).is_none()
}

/// What it says, in a word.
pub(super) fn word(says: bool) -> &'static str {
    if says { "yes" } else { "no" }
}

/// Whether it granted some address.
pub(super) fn gave_some(call: &Call<'_>) -> bool {
    call.succeeded() && call.gave().is_some_and(|(address, _)| !address.is_unspecified())
}

/// What counts of an answer: its result, if somebody reads it, and the address and bNotifyRelease that it wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    kind: ResultKind,
    value: u32,
    gave: Option<(IpAddr, u32)>,
}

/// What counts of the answer to a call. Nothing if nobody knows: what a DLL would have said.
pub(super) fn said(call: &Call<'_>) -> Option<Answer> {
    let kind = call.callout().result();
    let value = call.returned()?.value.unwrap_or_default();
    let value = if kind == ResultKind::Nothing { 0 } else { value };
    Some(Answer { kind, value, gave: call.gave() })
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ResultKind::Code => Code(self.value).fmt(f)?,
            ResultKind::Verdict => self.value.fmt(f)?,
            ResultKind::Nothing => f.write_str("no result")?,
        }
        let Some((address, notify)) = self.gave else { return Ok(()) };
        write!(f, ", address {address}, notify ")?;
        match notify {
            0 => f.write_str("FALSE"),
            1 => f.write_str("TRUE"),
            UNWRITTEN => f.write_str("unwritten"),
            other => other.fmt(f),
        }
    }
}
