//! Finds what one build of a DLL does first that another build does not do.

use super::diff::calls as lines_of;
use super::entry::describe;
use super::text::text_of;
use super::words::{Truth, result_text};
use super::{Entry, EntryKind, Transcript};
use crate::dll::Notice;
use crate::model::{
    AddressQuestion, Ask, Event, Fault, Instance, LogEntry, Question, Returned, ServiceState, Stage, Wrote,
};
use crate::ras::{CalloutSet, Code, Function};

/// How many lines are shown before those that differ.
const CONTEXT: usize = 3;

/// The first thing that two builds of a DLL do differently in one scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What changed, the same in every scenario that shows it: `AcceptNewConnection2: TRUE -> FALSE`.
    pub kind: String,
    /// The step of the scenario, from 1; 0 while the service starts or stops by itself.
    pub step: u32,
    /// At most three lines before it, from the transcript of the old build.
    pub before: Vec<String>,
    /// The line of the old build; `None` if its transcript has ended.
    pub old: Option<String>,
    /// The line of the new build; `None` if its transcript has ended.
    pub new: Option<String>,
}

/// The first difference between what two builds of a DLL do in the same scenario.
///
/// Only behaviour counts. The header, names of DLLs, what they export and what the service says of that do not; nor does the
/// place of a crash, since lines move from build to build. Texts of the service's own log say no more than what led to them.
///
/// ```
/// use mockras::transcript::first_change;
/// use mockras::prelude::*;
/// use mockras::scenario::Script;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "bob")]);
/// let old = Script::default();
/// let new = Script { refuse_users: vec!["bob".into()], ..Script::default() };
/// let [old, new] = [old, new].map(|script| mockras::run(&scenario.clone().dll(Dll::scripted(script)), &[]));
/// let change = first_change(&old, &new).expect("bob is refused now");
/// assert_eq!(change.kind, "AcceptNewConnectionEx: TRUE -> FALSE");
/// ```
pub fn first_change(old: &Transcript, new: &Transcript) -> Option<Change> {
    let (olds, news) = (behaviour(old), behaviour(new));
    let is_same = |(a, b): &(&usize, &usize)| does_the_same(&old.entries[**a], &new.entries[**b]);
    let same = olds.iter().zip(&news).take_while(is_same).count();
    let sides = [(old, olds.get(same)), (new, news.get(same))];
    let [old, new] = sides.map(|(transcript, at)| Side { transcript, at: at.copied() });
    if old.at.is_none() && new.at.is_none() {
        return None;
    }
    let (mut before, line) = old.lines();
    before.drain(..before.len().saturating_sub(CONTEXT));
    Some(Change { kind: kind(&old, &new), step: old.step(), before, old: line, new: new.lines().1 })
}

/// The places of the entries that are behaviour: all but what is exported, and what the service says of it.
fn behaviour(transcript: &Transcript) -> Vec<usize> {
    let is_of_exports = |kind: &EntryKind| match kind {
        EntryKind::Event(Event::Loaded { .. }) => true,
        EntryKind::Logged(entry) => entry.stage == Stage::Exports,
        _ => false,
    };
    let entries = transcript.entries.iter().enumerate();
    entries.filter(|(_, entry)| !is_of_exports(&entry.kind)).map(|(at, _)| at).collect()
}

fn does_the_same(a: &Entry, b: &Entry) -> bool {
    a.at_ms == b.at_ms
        && match (&a.kind, &b.kind) {
            (EntryKind::Asked(a), EntryKind::Asked(b)) => {
                // Whether a function is found by its export or through the table is no matter of behaviour.
                (a.instance, a.entry.callout, &a.question) == (b.instance, b.entry.callout, &b.question)
            }
            (EntryKind::Faulted(a), EntryKind::Faulted(b)) => {
                (ending(a), a.reach, a.is_of_another()) == (ending(b), b.reach, b.is_of_another())
            }
            (EntryKind::Logged(a), EntryKind::Logged(b)) if a.stage != Stage::Note => {
                (a.level, a.stage, a.instance) == (b.level, b.stage, b.instance)
            }
            (a, b) => a == b,
        }
}

/// How a call ended that did not return, in a word such as `crash`.
fn ending(fault: &Fault) -> &str {
    let what = fault.what.as_str();
    let own = if fault.is_of_another() { what.split_once(": ").map_or(what, |(_, own)| own) } else { what };
    own.split(':').next().unwrap_or(own)
}

/// One of the two transcripts, and where it parts from the other; `None` if it has ended there.
struct Side<'t> {
    transcript: &'t Transcript,
    at: Option<usize>,
}

impl<'t> Side<'t> {
    fn kind(&self) -> Option<&'t EntryKind> {
        self.at.map(|at| &self.transcript.entries[at].kind)
    }

    /// The call that is made here.
    fn called(&self) -> Option<&'t Ask> {
        match self.kind() {
            Some(EntryKind::Asked(ask)) => Some(ask),
            _ => None,
        }
    }

    fn entries_before(&self) -> impl Iterator<Item = &'t EntryKind> {
        let end = self.at.unwrap_or(self.transcript.entries.len());
        self.transcript.entries[..end].iter().rev().map(|entry| &entry.kind)
    }

    /// The last call before.
    fn last_call(&self) -> Option<&'t Ask> {
        self.entries_before().find_map(|kind| match kind {
            EntryKind::Asked(ask) => Some(ask),
            _ => None,
        })
    }

    fn step(&self) -> u32 {
        let number = |kind: &EntryKind| match kind {
            EntryKind::Event(Event::Step { number, .. }) => Some(*number),
            _ => None,
        };
        self.entries_before().find_map(number).unwrap_or(0)
    }

    /// What a DLL exports that is loaded here.
    fn exports(&self, of: Instance) -> Option<CalloutSet> {
        self.entries_before().find_map(|kind| match kind {
            EntryKind::Event(Event::Loaded { instance, exports }) if *instance == of => Some(*exports),
            _ => None,
        })
    }

    /// Whether the service runs at some time.
    fn starts(&self) -> bool {
        let runs = |entry: &Entry| entry.kind == EntryKind::Event(Event::Service(ServiceState::Running));
        self.transcript.entries.iter().any(runs)
    }

    /// The lines before this place, and the line that it is on.
    fn lines(&self) -> (Vec<String>, Option<String>) {
        let Transcript { header, entries } = self.transcript;
        let mut ends = lines_of(entries).into_iter().scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        });
        let end = self.at.and_then(|at| ends.find(|end| *end > at)).unwrap_or(entries.len());
        let text = text_of(header, &entries[..end]);
        let (_, body) = text.split_once("\n\n").unwrap_or_default();
        let mut lines: Vec<String> = body.lines().map(str::to_owned).collect();
        let line = self.at.and_then(|_| lines.pop());
        (lines, line)
    }
}

/// What changed, without what is peculiar to the scenario.
fn kind(old: &Side<'_>, new: &Side<'_>) -> String {
    let place = old.last_call().map_or("load".to_owned(), |ask| ask.entry.callout.to_string());
    let answers = old.kind().zip(new.kind()).zip(old.last_call());
    let changed = match (answers, old.kind().and_then(deed), new.kind().and_then(deed)) {
        (Some(((a, b), ask)), ..) if is_answer(a) && is_answer(b) => {
            format!("{place}: {}", answer(a, b, ask))
        }
        (_, None, None) if old.called().or(new.called()).is_some() => calls(old, new),
        (_, None, None) => format!("{place}: {} -> {}", word(old.kind()), word(new.kind())),
        (_, a, b) => format!("{place}: {}", beside(a, b)),
    };
    match (old.starts(), new.starts()) {
        (true, false) => changed + ", and the service does not start",
        (false, true) => changed + ", and the service starts",
        _ => changed,
    }
}

fn is_answer(kind: &EntryKind) -> bool {
    matches!(kind, EntryKind::Answered(_) | EntryKind::Faulted(_))
}

/// One is called where the other is not, or is called with something else.
fn calls(old: &Side<'_>, new: &Side<'_>) -> String {
    let (a, b) = (old.called(), new.called());
    let is_missing = |ask: &Ask, side: &Side<'_>| {
        side.exports(ask.instance).is_some_and(|exports| !exports.contains(ask.entry.callout))
    };
    match (a, b) {
        (Some(a), _) if is_missing(a, new) => format!("{}: exported -> not exported", a.entry.callout),
        (_, Some(b)) if is_missing(b, old) => format!("{}: not exported -> exported", b.entry.callout),
        (Some(a), Some(b)) if a.entry.callout == b.entry.callout => {
            format!("{}: called with something else", a.entry.callout)
        }
        (Some(a), _) => format!("{}: called -> not called", a.entry.callout),
        (None, b) => {
            let callout = b.map(|ask| ask.entry.callout.to_string()).unwrap_or_default();
            format!("{callout}: not called -> called")
        }
    }
}

/// How two answers to the same call differ.
fn answer(old: &EntryKind, new: &EntryKind, ask: &Ask) -> String {
    let (a, b) = (answer_words(old, ask), answer_words(new, ask));
    if a != b {
        return format!("{a} -> {b}");
    }
    let (EntryKind::Answered(old), EntryKind::Answered(new)) = (old, new) else {
        return format!("another {a}");
    };
    match (&old.wrote, &new.wrote) {
        (Wrote::Table(a), Wrote::Table(b)) if a != b => "another callbacks table".to_owned(),
        (Wrote::Ipv4(a, _), Wrote::Ipv4(b, _)) if a != b => "another address".to_owned(),
        (Wrote::Ipv6(a, _), Wrote::Ipv6(b, _)) if a != b => "another address".to_owned(),
        (Wrote::Ipv4(_, a), Wrote::Ipv4(_, b)) | (Wrote::Ipv6(_, a), Wrote::Ipv6(_, b)) if a != b => {
            format!("bNotifyRelease {} -> {}", Truth(*a), Truth(*b))
        }
        _ => "writes something else into its input".to_owned(),
    }
}

/// An answer in words: its value, and whether the address it grants is the one that was offered.
fn answer_words(kind: &EntryKind, ask: &Ask) -> String {
    let Returned { value, wrote, .. } = match kind {
        EntryKind::Answered(returned) => returned,
        EntryKind::Faulted(fault) => return ending(fault).to_owned(),
        _ => return String::new(),
    };
    let Some(value) = *value else { return "returns".to_owned() };
    let text = result_text(value, ask.entry.callout.result());
    let granted = match (wrote, &ask.question) {
        (Wrote::Ipv4(address, _), Question::GetIpv4(AddressQuestion { address: offered, .. })) => {
            Some((address.is_unspecified(), address == offered))
        }
        (Wrote::Ipv6(address, _), Question::GetIpv6(AddressQuestion { address: offered, .. })) => {
            Some((address.is_unspecified(), address == offered))
        }
        _ => None,
    };
    match granted.filter(|_| Code(value) == Code::NO_ERROR) {
        None => text,
        Some((true, _)) => text + " without an address",
        Some((false, true)) => text + " with the offered address",
        Some((false, false)) => text + " with an address of its own",
    }
}

/// What a DLL does beside answering, with one build and with the other.
fn beside(old: Option<String>, new: Option<String>) -> String {
    let or_nothing = |deed: Option<String>| deed.unwrap_or("nothing".to_owned());
    if old == new {
        return format!("another {}", or_nothing(old));
    }
    format!("{} -> {}", or_nothing(old), or_nothing(new))
}

/// What the service does, in a word or two.
fn word(kind: Option<&EntryKind>) -> String {
    match kind {
        None => "end".to_owned(),
        Some(EntryKind::Event(Event::Service(state))) => format!("service {state}"),
        Some(kind) => describe(kind, None).kind,
    }
}

/// What a DLL did of its own accord, in a few words; nothing if it is the service that goes on.
fn deed(kind: &EntryKind) -> Option<String> {
    let call = |function: &Function| format!("call of {}", function.word());
    Some(match kind {
        EntryKind::Logged(LogEntry { stage: Stage::Note, .. }) => "note".to_owned(),
        EntryKind::Logged(LogEntry { stage, .. }) => format!("error of stage {stage}"),
        EntryKind::Event(Event::Timer { .. }) => "timer".to_owned(),
        EntryKind::Event(Event::Administered { request, .. }) => call(&request.function()),
        EntryKind::Noticed(_, notice) => match notice {
            Notice::Called(function) | Notice::CalledOutside(function) => call(function),
            Notice::CalledAside(function) => call(function) + " on another thread",
            Notice::Answered(_) => "call of an administration function".to_owned(),
            Notice::Overran(_) => "write out of bounds".to_owned(),
            Notice::Left(_) => "change of its process".to_owned(),
            Notice::Kept(_) => "thing that it keeps when it is unloaded".to_owned(),
            Notice::Misfreed(_) => "buffer that it frees wrongly".to_owned(),
            Notice::Shares(_) => "file that two processes write".to_owned(),
        },
        _ => return None,
    })
}
