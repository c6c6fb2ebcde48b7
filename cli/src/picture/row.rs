//! What each line of a transcript is in a picture.

use mockras::model::{
    Ask, ConnectionEvent, Event, Instance, Level, LogEntry, Question, Request, Returned, ServiceState,
    means_yes,
};
use mockras::ras::{Callout, Code, Policy, ResultKind};
use mockras::report::words::visible;
use mockras::scenario::Step;
use mockras::transcript::{Entry, EntryKind, Transcript, answer_of};

use super::{Answer, Row, SERVICE, Tone, WORLD, What};
use crate::show::words;

/// Makes rows of lines, one after the other.
pub(super) struct Rows<'a> {
    policy: &'a Policy,
    instances: &'a [Instance],
    /// The call that was made last: its lane, and the function.
    asked: Option<(usize, Callout)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(transcript: &'a Transcript, instances: &'a [Instance]) -> Self {
        Self { policy: &transcript.header.policy, instances, asked: None }
    }

    /// The row of a line, with the entries that stand on it.
    pub(super) fn row(&mut self, line: usize, entries: &[Entry], full: &str) -> Row {
        let (first, rest) = entries.split_first().expect("a line has an entry");
        let (what, tone) = self.what(&first.kind, rest.first().map(|entry| &entry.kind), full);
        let full = visible(full.trim_start());
        Row { line: Some(line), at_ms: first.at_ms, what, tone, full, marks: Vec::new() }
    }

    fn lane(&self, instance: Instance) -> usize {
        let place = self.instances.iter().position(|known| *known == instance);
        SERVICE + 1 + place.expect("every instance has a lane")
    }

    fn what(&mut self, kind: &EntryKind, answer: Option<&EntryKind>, line: &str) -> (What, Tone) {
        match kind {
            EntryKind::Event(event) => self.event(event, line),
            EntryKind::Skipped(reason) => (note(SERVICE, format!("skipped: {reason}")), Tone::Refused),
            EntryKind::Asked(ask) => {
                let to = self.lane(ask.instance);
                self.asked = Some((to, ask.entry.callout));
                let answer = answer.and_then(|answer| self.answer(answer, ask.entry.callout));
                let tone = answer.as_ref().map_or(Tone::Plain, |answer| answer.tone);
                (What::Arrow { from: SERVICE, to, label: visible(&asked(ask)), answer }, tone)
            }
            EntryKind::Answered(_) | EntryKind::Faulted(_) => {
                let (from, callout) = self.asked.unwrap_or((SERVICE, Callout::InitializeDll));
                let returns = || Answer { text: "returns".to_owned(), tone: Tone::Plain };
                let answer = self.answer(kind, callout).unwrap_or_else(returns);
                let tone = answer.tone;
                (What::Back { from, answer }, tone)
            }
            EntryKind::Noticed(instance, _) => {
                (note(self.lane(*instance), format!("it {}", after_head(line))), Tone::Refused)
            }
            EntryKind::Logged(LogEntry { level, instance, text, .. }) => {
                let tone = match level {
                    Level::Info => Tone::Plain,
                    Level::Warning => Tone::Refused,
                    Level::Error => Tone::Broken,
                };
                (note(self.lane(*instance), format!("log, {level}: {text}")), tone)
            }
            _ => (note(SERVICE, after_head(line)), Tone::Plain),
        }
    }

    fn event(&self, event: &Event, line: &str) -> (What, Tone) {
        let arrow = |from, to, label: String| What::Arrow { from, to, label: visible(&label), answer: None };
        match event {
            Event::Step { number, step } => {
                let number = if *number == 0 { String::new() } else { format!("{number}. ") };
                let text = number + &words::step(step);
                let is_of_the_world = matches!(**step, Step::Wait(_) | Step::Expect(_));
                (if is_of_the_world { note(WORLD, text) } else { arrow(WORLD, SERVICE, text) }, Tone::Plain)
            }
            Event::Loaded { instance, .. } => {
                (arrow(SERVICE, self.lane(*instance), "load".to_owned()), Tone::Plain)
            }
            Event::Unloaded { instance } => {
                (arrow(SERVICE, self.lane(*instance), "unload".to_owned()), Tone::Plain)
            }
            Event::Timer { instance } => {
                (note(self.lane(*instance), "its timer runs".to_owned()), Tone::Plain)
            }
            Event::Administered { instance, request, result } => {
                let tone = if *result == Code::NO_ERROR { Tone::Plain } else { Tone::Refused };
                (arrow(self.lane(*instance), SERVICE, requested(request)), tone)
            }
            Event::Service(state) => {
                let is_wrong = matches!(state, ServiceState::NotStarted | ServiceState::Broken);
                let tone = if is_wrong { Tone::Broken } else { Tone::Plain };
                (note(SERVICE, state.to_string()), tone)
            }
            Event::Connection { number, what } => {
                let back = |text: String| arrow(SERVICE, WORLD, format!("c{number} {text}"));
                match what {
                    ConnectionEvent::Authenticated(facts) => (
                        note(SERVICE, format!("c{number} is {}", user(&facts.user.to_string()))),
                        Tone::Plain,
                    ),
                    ConnectionEvent::Connected => (back("is connected".to_owned()), Tone::Plain),
                    ConnectionEvent::Refused(why) => (back(format!("is refused: {why}")), Tone::Refused),
                    ConnectionEvent::LinkRefused(port) => {
                        (back(format!("gets no link on {port}")), Tone::Refused)
                    }
                    ConnectionEvent::Closed(why) => (back(format!("is closed: {why}")), Tone::Plain),
                    _ => (note(SERVICE, format!("c{number} {}", after_head(line))), Tone::Plain),
                }
            }
            _ => (note(SERVICE, after_head(line)), Tone::Plain),
        }
    }

    /// What a call came to; nothing of a `VOID` function that has only returned.
    fn answer(&self, answer: &EntryKind, callout: Callout) -> Option<Answer> {
        match answer {
            EntryKind::Answered(returned) => {
                let decides = matches!(callout.result(), ResultKind::Verdict | ResultKind::Code);
                let is_refused =
                    decides && returned.value.is_some_and(|value| !means_yes(callout, value, self.policy));
                let tone = if is_refused { Tone::Refused } else { Tone::Plain };
                let text = answered(returned, callout);
                (!text.is_empty()).then(|| Answer { text: visible(&text), tone })
            }
            EntryKind::Faulted(fault) => Some(Answer { text: visible(&fault.what), tone: Tone::Broken }),
            _ => None,
        }
    }
}

fn note(lane: usize, text: String) -> What {
    What::Note { lane, text: visible(&text) }
}

fn user(name: &str) -> &str {
    if name.is_empty() { "a user without a name" } else { name }
}

/// The function, and whom it is about.
fn asked(ask: &Ask) -> String {
    let about = match &ask.question {
        Question::Nothing => String::new(),
        Question::Table(table) => format!("revision {}", table.revision),
        Question::Connection(facts) => format!("c{}", facts.number),
        Question::Link(port) => port.name.to_string(),
        Question::GetIpv4(lease) => format!("{}, offered {}", user(&lease.user.to_string()), lease.address),
        Question::ReleaseIpv4(lease) => format!("{}, {}", user(&lease.user.to_string()), lease.address),
        Question::GetIpv6(lease) => format!("{}, offered {}", user(&lease.user.to_string()), lease.address),
        Question::ReleaseIpv6(lease) => format!("{}, {}", user(&lease.user.to_string()), lease.address),
        Question::PreAuthenticated(who) => user(&who.user.to_string()).to_owned(),
        _ => String::new(),
    };
    format!("{} {about}", ask.entry).trim_end().to_owned()
}

/// What came back: the value, and what was written; empty if nothing did.
fn answered(returned: &Returned, callout: Callout) -> String {
    let told = answer_of(returned, callout).into_iter().map(|(name, text)| match name.as_str() {
        "value" | "address" => text,
        _ => format!("{name}={text}"),
    });
    let told: Vec<String> = told.collect();
    told.join(" ")
}

fn requested(request: &Request) -> String {
    let about = match request {
        Request::DisconnectPort(port) | Request::ResetPort(port) | Request::ClearPort(port) => {
            port.to_string()
        }
        Request::ClearConnection(number) | Request::RemoveQuarantine(number) => format!("c{number}"),
        _ => String::new(),
    };
    format!("{} {about}", request.function())
}

/// A line of the text form without its time, its kind and what stands beside that.
fn after_head(line: &str) -> String {
    let mut words = line.split_whitespace().skip(1);
    let kind = words.next().unwrap_or_default();
    // A connection is a kind of its own.
    let beside = usize::from(!kind.starts_with('c'));
    words.skip(beside).collect::<Vec<_>>().join(" ")
}
