//! Every entry as a row, and every row as an entry: the one place that knows the fields of each kind.

use std::net::IpAddr;
use std::sync::Arc;

use super::error::expected;
use super::question::{describe_question, rebuild_question};
use super::row::{Fields, Row, Value};
use super::words::{Truth, read_result, read_slots, result_text, slots_text};
use super::{Entry, EntryKind};
use crate::dll::Notice;
use crate::model::{
    Ask, CallbacksTable, ConnectionEvent, Event, Fault, FaultReach, LogEntry, Returned, Wrote,
};
use crate::ras::{Callout, ResultKind, WordError};
use crate::scenario::Step;

/// The call that waits for its answer. The two share a line if the answer follows at once, at the same time.
#[derive(Debug, Default)]
pub(super) struct Waiting(Option<(u64, Callout)>);

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On the line of the call before, whose answer it is.
    WithCall(Callout),
    /// On its own line, although the call before has no answer.
    AfterCut,
    /// On its own line.
    Alone,
}

impl Waiting {
    /// Where the next entry stands.
    pub(super) fn place(&mut self, entry: &Entry) -> Place {
        let asked = self.0.take();
        if let EntryKind::Asked(ask) = &entry.kind {
            self.0 = Some((entry.at_ms, ask.entry.callout));
        }
        match (asked, &entry.kind) {
            (Some((at_ms, callout)), EntryKind::Answered(_) | EntryKind::Faulted(_))
                if at_ms == entry.at_ms =>
            {
                Place::WithCall(callout)
            }
            (Some(_), _) => Place::AfterCut,
            (None, _) => Place::Alone,
        }
    }

    /// Whether a call waits.
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }
}

impl Place {
    /// The call that the entry answers.
    pub(super) fn asked(self) -> Option<Callout> {
        match self {
            Self::WithCall(callout) => Some(callout),
            Self::AfterCut | Self::Alone => None,
        }
    }
}

/// The entry as a row. `asked` is the call that it answers, if it answers one.
pub(super) fn describe(entry: &EntryKind, asked: Option<Callout>) -> Row {
    match entry {
        EntryKind::Event(event) => describe_event(event),
        EntryKind::Skipped(reason) => Row::new("skip").text("reason", reason),
        EntryKind::Logged(LogEntry { level, stage, instance, text }) => {
            Row::new("log").text("dll", instance).text("level", level).text("stage", stage).text("text", text)
        }
        EntryKind::Asked(ask) => {
            let row = Row::new("call").text("dll", ask.instance).text("entry", ask.entry);
            describe_question(row, &ask.question)
        }
        EntryKind::Answered(returned) => describe_returned(returned, asked),
        EntryKind::Faulted(fault) => Row::new(kind_of_fault(fault)).text("what", &fault.what),
        EntryKind::Noticed(instance, notice) => {
            describe_notice(Row::new("saw").text("dll", instance), notice)
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

fn describe_notice(row: Row, notice: &Notice) -> Row {
    match notice {
        Notice::Called(function) => row.text("did", "called").text("what", function),
        Notice::CalledAside(function) => row.text("did", "called-aside").text("what", function),
        Notice::Overran(place) => row.text("did", "overran").text("what", place),
        Notice::Left(what) => row.text("did", "left").text("what", what),
    }
}

fn rebuild_notice(fields: &mut Fields) -> Result<Notice, String> {
    let did = fields.take_text("did")?;
    Ok(match did.as_str() {
        "called" => Notice::Called(fields.parse("what")?),
        "called-aside" => Notice::CalledAside(fields.parse("what")?),
        "overran" => Notice::Overran(fields.take_text("what")?),
        "left" => Notice::Left(fields.take_text("what")?),
        _ => return Err(expected("what a DLL did, such as `called`", &did)),
    })
}

/// The entry that a row describes.
pub(super) fn rebuild(row: Row) -> Result<EntryKind, String> {
    let Row { kind, mut fields } = row;
    let entry = match kind.as_str() {
        "step" | "load" | "unload" | "service" | "connection" => {
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

fn describe_event(event: &Event) -> Row {
    match event {
        Event::Step { number, step } => Row::new("step").number("number", *number).text("step", step),
        Event::Loaded { instance, exports } => {
            Row::new("load").text("dll", instance).list("exports", exports.iter())
        }
        Event::Unloaded { instance } => Row::new("unload").text("dll", instance),
        Event::Service(state) => Row::new("service").text("state", state),
        Event::Connection { number, what } => {
            describe_connection(Row::new("connection").number("number", *number), what)
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
        "service" => Event::Service(fields.parse("state")?),
        _ => Event::Connection { number: fields.parse("number")?, what: rebuild_connection(fields)? },
    })
}

/// Reads a step as a scenario file spells it.
fn read_step(text: &str) -> Result<Step, String> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Line {
        step: Step,
    }
    let line: Result<Line, _> = toml::from_str(&format!("step = {text}"));
    line.map(|line| line.step).map_err(|error| format!("`step`: {}", error.message()))
}

fn describe_connection(row: Row, what: &ConnectionEvent) -> Row {
    match what {
        ConnectionEvent::Authenticated(facts) => {
            row.text("event", "authenticated").with("connection", Value::Connection(Arc::clone(facts)))
        }
        ConnectionEvent::Ipv4(address) => row.text("event", "ipv4").text("address", address),
        ConnectionEvent::Ipv6(address) => row.text("event", "ipv6").text("address", address),
        ConnectionEvent::Connected => row.text("event", "connected"),
        ConnectionEvent::Waiting => row.text("event", "waiting"),
        ConnectionEvent::LinkUp(port) => row.text("event", "link-up").text("port", port),
        ConnectionEvent::LinkRefused(port) => row.text("event", "link-refused").text("port", port),
        ConnectionEvent::LinkDown(port) => row.text("event", "link-down").text("port", port),
        ConnectionEvent::Quarantine(state) => row.text("event", "quarantine").text("state", state),
        ConnectionEvent::EndpointsMoved => row.text("event", "endpoints-moved"),
        ConnectionEvent::EndpointsKept => row.text("event", "endpoints-kept"),
        ConnectionEvent::Refused(reason) => row.text("event", "refused").text("reason", reason),
        ConnectionEvent::Closed(reason) => row.text("event", "closed").text("reason", reason),
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

fn describe_returned(returned: &Returned, asked: Option<Callout>) -> Row {
    let kind = asked.map_or(ResultKind::Nothing, Callout::result);
    let mut row = Row::new("returned");
    if let Some(value) = returned.value {
        row = row.text("value", result_text(value, kind));
    }
    row = match &returned.wrote {
        Wrote::Nothing => row,
        Wrote::Table(table) => describe_table(row, table),
        Wrote::Ipv4(address, notify) => row.text("address", address).text("notify", Truth(*notify)),
        Wrote::Ipv6(address, notify) => row.text("address", address).text("notify", Truth(*notify)),
    };
    row.list("scribbled", &returned.scribbled)
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
        Some(Value::List(members)) => members,
        Some(_) => return Err("expected a list of members for `scribbled`".to_owned()),
    };
    Ok(Returned { value, wrote, scribbled })
}

pub(super) fn describe_table(row: Row, table: &CallbacksTable) -> Row {
    row.number("revision", table.revision).text("slots", slots_text(&table.slots))
}

pub(super) fn rebuild_table(fields: &mut Fields) -> Result<CallbacksTable, String> {
    Ok(CallbacksTable {
        revision: fields.parse("revision")?,
        slots: read_slots(&fields.take_text("slots")?)?,
    })
}
