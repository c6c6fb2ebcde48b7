//! Turns every entry into a kind with named fields, and back. No other place knows the fields of each kind.

use std::net::IpAddr;
use std::sync::Arc;

use super::described::{Described, FieldValue, Fields};
use super::error::expected;
use super::question::{describe_question, describe_table, rebuild_question, rebuild_table};
use super::words::{Truth, read_result, result_text};
use super::{Entry, EntryKind};
use crate::dll::Notice;
use crate::model::{Ask, ConnectionEvent, Event, Fault, FaultReach, LogEntry, Request, Returned, Wrote};
use crate::ras::{Callout, Code, Function, ResultKind, WordError};
use crate::scenario::Step;

/// The call that waits for its answer. The two share a line if the answer follows at once, at the same time.
#[derive(Debug, Default)]
pub(super) struct Waiting(Option<(u64, Callout)>);

/// The place of an entry among the lines of the text form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinePlace {
    /// On the line of the call before, whose answer it is.
    WithCall(Callout),
    /// On its own line, although the call before has no answer.
    AfterCut,
    /// On its own line.
    Alone,
}

impl Waiting {
    /// Where the next entry stands.
    pub(super) fn place(&mut self, entry: &Entry) -> LinePlace {
        let asked = self.0.take();
        if let EntryKind::Asked(ask) = &entry.kind {
            self.0 = Some((entry.at_ms, ask.entry.callout));
        }
        match (asked, &entry.kind) {
            (Some((at_ms, callout)), EntryKind::Answered(_) | EntryKind::Faulted(_))
                if at_ms == entry.at_ms =>
            {
                LinePlace::WithCall(callout)
            }
            (Some(_), _) => LinePlace::AfterCut,
            (None, _) => LinePlace::Alone,
        }
    }

    /// Whether a call waits.
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }
}

impl LinePlace {
    /// The call that the entry answers.
    pub(super) fn asked(self) -> Option<Callout> {
        match self {
            Self::WithCall(callout) => Some(callout),
            Self::AfterCut | Self::Alone => None,
        }
    }
}

/// What a function gave back, each thing under the name that it has in transcripts, and as text: first the `value` that it
/// returned, unless it is `VOID`.
///
/// ```
/// use mockras::model::Returned;
/// use mockras::ras::Callout;
/// use mockras::transcript::answer_of;
///
/// let no = Returned { value: Some(0), ..Returned::default() };
/// assert_eq!(answer_of(&no, Callout::AcceptNewLink), [("value".to_owned(), "FALSE".to_owned())]);
/// ```
pub fn answer_of(returned: &Returned, asked: Callout) -> Vec<(String, String)> {
    let fields = describe_returned(returned, Some(asked)).fields.0.into_iter();
    fields
        .map(|(key, value)| match value {
            FieldValue::Text(text) => (key, text),
            FieldValue::List(texts) => (key, texts.join(" ")),
            FieldValue::Number(number) => (key, number.to_string()),
            FieldValue::Connection(_) | FieldValue::Port(_) => unreachable!("no function gives facts back"),
        })
        .collect()
}

/// The entry as a kind and fields. `asked` is the call that it answers, if it answers one.
pub(super) fn describe(entry: &EntryKind, asked: Option<Callout>) -> Described {
    match entry {
        EntryKind::Event(event) => describe_event(event),
        EntryKind::Skipped(reason) => Described::new("skip").text("reason", reason),
        EntryKind::Logged(LogEntry { level, stage, instance, text }) => Described::new("log")
            .text("dll", instance)
            .text("level", level)
            .text("stage", stage)
            .text("text", text),
        EntryKind::Asked(ask) => {
            let described = Described::new("call").text("dll", ask.instance).text("entry", ask.entry);
            describe_question(described, &ask.question)
        }
        EntryKind::Answered(returned) => describe_returned(returned, asked),
        EntryKind::Faulted(fault) => Described::new(kind_of_fault(fault)).text("what", &fault.what),
        EntryKind::Noticed(instance, notice) => {
            describe_notice(Described::new("saw").text("dll", instance), notice)
        }
    }
}

/// A fault that ends the process is a kind of its own: the service cannot go on.
fn kind_of_fault(fault: &Fault) -> &'static str {
    match fault.reach {
        FaultReach::Call => "faulted",
        FaultReach::Process => "died",
    }
}

fn describe_notice(described: Described, notice: &Notice) -> Described {
    match notice {
        Notice::Called(function) => described.text("did", "called").text("what", function),
        Notice::CalledAside(function) => described.text("did", "called-aside").text("what", function),
        Notice::Overran(place) => described.text("did", "overran").text("what", place),
        Notice::Left(what) => described.text("did", "left").text("what", what),
        Notice::Kept(what) => described.text("did", "kept").text("what", what),
        Notice::Answered(answered) => described.text("did", "answered").text("what", answered),
        Notice::CalledOutside(function) => described.text("did", "called-outside").text("what", function),
        Notice::Misfreed(what) => described.text("did", "misfreed").text("what", what),
        Notice::Shares(what) => described.text("did", "shares").text("what", what),
    }
}

fn rebuild_notice(fields: &mut Fields) -> Result<Notice, String> {
    let did = fields.take_text("did")?;
    Ok(match did.as_str() {
        "called" => Notice::Called(fields.parse("what")?),
        "called-aside" => Notice::CalledAside(fields.parse("what")?),
        "overran" => Notice::Overran(fields.take_text("what")?),
        "left" => Notice::Left(fields.take_text("what")?),
        "kept" => Notice::Kept(fields.take_text("what")?),
        "answered" => Notice::Answered(fields.parse("what")?),
        "called-outside" => Notice::CalledOutside(fields.parse("what")?),
        "misfreed" => Notice::Misfreed(fields.take_text("what")?),
        "shares" => Notice::Shares(fields.take_text("what")?),
        _ => return Err(expected("what a DLL did, such as `called`", &did)),
    })
}

/// The entry of which this is the description.
pub(super) fn rebuild(described: Described) -> Result<EntryKind, String> {
    let Described { kind, mut fields } = described;
    let entry = match kind.as_str() {
        "step" | "load" | "unload" | "timer" | "admin" | "service" | "connection" => {
            EntryKind::Event(rebuild_event(&kind, &mut fields)?)
        }
        "skip" => EntryKind::Skipped(fields.parse("reason")?),
        "log" => EntryKind::Logged(LogEntry {
            level: fields.parse("level")?,
            stage: fields.parse("stage")?,
            instance: fields.parse("dll")?,
            text: fields.take_text("text")?,
        }),
        "call" => EntryKind::Asked(Ask {
            instance: fields.parse("dll")?,
            entry: fields.parse("entry")?,
            question: rebuild_question(&mut fields)?,
        }),
        "returned" => EntryKind::Answered(rebuild_returned(&mut fields)?),
        "faulted" => EntryKind::Faulted(Fault::of_call(fields.take_text("what")?)),
        "died" => EntryKind::Faulted(Fault::of_process(fields.take_text("what")?)),
        "saw" => EntryKind::Noticed(fields.parse("dll")?, rebuild_notice(&mut fields)?),
        _ => return Err(expected("a kind of entry", &kind)),
    };
    fields.finish()?;
    Ok(entry)
}

fn describe_event(event: &Event) -> Described {
    match event {
        Event::Step { number, step } => Described::new("step").number("number", *number).text("step", step),
        Event::Loaded { instance, exports } => {
            Described::new("load").text("dll", instance).list("exports", exports.iter())
        }
        Event::Unloaded { instance } => Described::new("unload").text("dll", instance),
        Event::Timer { instance } => Described::new("timer").text("dll", instance),
        Event::Administered { instance, request, result } => {
            describe_administered(Described::new("admin").text("dll", instance), request, *result)
        }
        Event::Service(state) => Described::new("service").text("state", state),
        Event::Connection { number, what } => {
            describe_connection(Described::new("connection").number("number", *number), what)
        }
    }
}

fn rebuild_event(kind: &str, fields: &mut Fields) -> Result<Event, String> {
    Ok(match kind {
        "step" => Event::Step {
            number: fields.parse("number")?,
            step: Arc::new(read_step(&fields.take_text("step")?)?),
        },
        "load" => Event::Loaded {
            instance: fields.parse("dll")?,
            exports: fields
                .take_list("exports")?
                .join(" ")
                .parse()
                .map_err(|error: WordError| error.to_string())?,
        },
        "unload" => Event::Unloaded { instance: fields.parse("dll")? },
        "timer" => Event::Timer { instance: fields.parse("dll")? },
        "admin" => rebuild_administered(fields)?,
        "service" => Event::Service(fields.parse("state")?),
        _ => Event::Connection { number: fields.parse("number")?, what: rebuild_connection(fields)? },
    })
}

/// The result is told only if the request comes too late.
fn describe_administered(described: Described, request: &Request, result: Code) -> Described {
    let described = described.text("function", request.function());
    let described = match request {
        Request::DisconnectPort(port) | Request::ResetPort(port) | Request::ClearPort(port) => {
            described.text("port", port)
        }
        Request::ClearConnection(number) | Request::RemoveQuarantine(number) => {
            described.number("number", *number)
        }
    };
    if result == Code::NO_ERROR { described } else { described.text("result", result) }
}

fn rebuild_administered(fields: &mut Fields) -> Result<Event, String> {
    let instance = fields.parse("dll")?;
    let function = fields.parse("function")?;
    let request = match function {
        Function::PortDisconnect => Request::DisconnectPort(fields.parse("port")?),
        Function::PortReset => Request::ResetPort(fields.parse("port")?),
        Function::PortClearStats => Request::ClearPort(fields.parse("port")?),
        Function::ConnectionClearStats => Request::ClearConnection(fields.parse("number")?),
        Function::ConnectionRemoveQuarantine => Request::RemoveQuarantine(fields.parse("number")?),
        _ => return Err(expected("a function that changes something", function.word())),
    };
    let result = if fields.has("result") { fields.parse("result")? } else { Code::NO_ERROR };
    Ok(Event::Administered { instance, request, result })
}

/// Reads a step as a scenario file spells it.
fn read_step(text: &str) -> Result<Step, String> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct OneStep {
        step: Step,
    }
    let line: Result<OneStep, _> = toml::from_str(&format!("step = {text}"));
    line.map(|line| line.step).map_err(|error| format!("`step`: {}", error.message()))
}

fn describe_connection(described: Described, what: &ConnectionEvent) -> Described {
    match what {
        ConnectionEvent::Authenticated(facts) => described
            .text("event", "authenticated")
            .with("connection", FieldValue::Connection(Arc::clone(facts))),
        ConnectionEvent::Ipv4(address) => described.text("event", "ipv4").text("address", address),
        ConnectionEvent::Ipv6(address) => described.text("event", "ipv6").text("address", address),
        ConnectionEvent::Connected => described.text("event", "connected"),
        ConnectionEvent::Waiting => described.text("event", "waiting"),
        ConnectionEvent::LinkUp(port) => described.text("event", "link-up").text("port", port),
        ConnectionEvent::LinkRefused(port) => described.text("event", "link-refused").text("port", port),
        ConnectionEvent::LinkDown(port) => described.text("event", "link-down").text("port", port),
        ConnectionEvent::Quarantine(state) => described.text("event", "quarantine").text("state", state),
        ConnectionEvent::EndpointsMoved => described.text("event", "endpoints-moved"),
        ConnectionEvent::EndpointsKept => described.text("event", "endpoints-kept"),
        ConnectionEvent::Refused(reason) => described.text("event", "refused").text("reason", reason),
        ConnectionEvent::Closed(reason) => described.text("event", "closed").text("reason", reason),
    }
}

fn rebuild_connection(fields: &mut Fields) -> Result<ConnectionEvent, String> {
    let event = fields.take_text("event")?;
    Ok(match event.as_str() {
        "authenticated" => ConnectionEvent::Authenticated(fields.take_connection("connection")?),
        "ipv4" => ConnectionEvent::Ipv4(fields.parse("address")?),
        "ipv6" => ConnectionEvent::Ipv6(fields.parse("address")?),
        "connected" => ConnectionEvent::Connected,
        "waiting" => ConnectionEvent::Waiting,
        "link-up" => ConnectionEvent::LinkUp(fields.parse("port")?),
        "link-refused" => ConnectionEvent::LinkRefused(fields.parse("port")?),
        "link-down" => ConnectionEvent::LinkDown(fields.parse("port")?),
        "quarantine" => ConnectionEvent::Quarantine(fields.parse("state")?),
        "endpoints-moved" => ConnectionEvent::EndpointsMoved,
        "endpoints-kept" => ConnectionEvent::EndpointsKept,
        "refused" => ConnectionEvent::Refused(fields.parse("reason")?),
        "closed" => ConnectionEvent::Closed(fields.parse("reason")?),
        _ => return Err(expected("an event of a connection such as `connected`", &event)),
    })
}

fn describe_returned(returned: &Returned, asked: Option<Callout>) -> Described {
    let kind = asked.map_or(ResultKind::Nothing, Callout::result);
    let mut described = Described::new("returned");
    if let Some(value) = returned.value {
        described = described.text("value", result_text(value, kind));
    }
    described = match &returned.wrote {
        Wrote::Nothing => described,
        Wrote::Table(table) => describe_table(described, table),
        Wrote::Ipv4(address, notify) => described.text("address", address).text("notify", Truth(*notify)),
        Wrote::Ipv6(address, notify) => described.text("address", address).text("notify", Truth(*notify)),
    };
    described.list("scribbled", &returned.scribbled)
}

fn rebuild_returned(fields: &mut Fields) -> Result<Returned, String> {
    let value = fields.has("value").then(|| read_result(&fields.take_text("value")?)).transpose()?;
    let wrote = if fields.has("revision") {
        Wrote::Table(rebuild_table(fields)?)
    } else if fields.has("address") {
        let address = fields.parse("address")?;
        let Truth(notify) = fields.parse("notify")?;
        match address {
            IpAddr::V4(address) => Wrote::Ipv4(address, notify),
            IpAddr::V6(address) => Wrote::Ipv6(address, notify),
        }
    } else {
        Wrote::Nothing
    };
    let scribbled = match fields.take("scribbled") {
        None => Vec::new(),
        Some(FieldValue::List(members)) => members,
        Some(_) => return Err("expected a list of members for `scribbled`".to_owned()),
    };
    Ok(Returned { value, wrote, scribbled })
}
