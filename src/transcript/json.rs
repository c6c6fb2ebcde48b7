//! Writes the JSON form: one document, with one call a line. `docs/reference/transcript.md` describes it.

use std::io::{self, Write};

use super::described::{Described, FieldValue};
use super::entry::{LinePlace, Waiting, describe};
use super::quote::is_harmless;
use super::text::changed_readings;
use super::{Entry, EntryKind, FORMAT, Header, Transcript};
use crate::ras::{FactKind, Record};

/// The member that holds the version, the first of the document.
const VERSION: &str = "mockras-transcript";

/// Writes a transcript in its JSON form while it comes to be.
///
/// ```
/// use mockras::prelude::*;
/// use mockras::transcript::JsonWriter;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
/// let mut writer = JsonWriter::new(Vec::new(), &run.header)?;
/// for entry in &run.entries {
///     writer.entry(entry)?;
/// }
/// assert_eq!(writer.finish()?, run.to_json().into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct JsonWriter<W> {
    out: W,
    waiting: Waiting,
    /// Whether an entry has been written.
    begun: bool,
}

impl<W: Write> JsonWriter<W> {
    /// Writes the header, and the beginning of the entries.
    pub fn new(mut out: W, header: &Header) -> io::Result<Self> {
        let readings = changed_readings(&header.policy);
        let policy: Vec<_> =
            readings.into_iter().map(|(field, reading)| member(field, &string(reading))).collect();
        let dlls: Vec<_> = header.dlls.iter().map(|name| string(name)).collect();
        let hostile: Vec<_> = header.hostile.iter().map(|kind| string(kind.word())).collect();
        let mut members = vec![
            member(VERSION, &FORMAT.to_string()),
            member("profile", &string(header.profile.name())),
            member("policy", &format!("{{{}}}", policy.join(", "))),
            member("dlls", &format!("[{}]", dlls.join(", "))),
            member("entries", "[\n"),
        ];
        let always: Vec<_> = header.always.iter().map(|rule| string(&rule.to_string())).collect();
        // Most transcripts have nothing to say of these.
        if !always.is_empty() {
            members.insert(4, member("always", &format!("[{}]", always.join(", "))));
        }
        if !hostile.is_empty() {
            members.insert(3, member("hostile", &format!("[{}]", hostile.join(", "))));
        }
        write!(out, "{{\n{}", members.join(",\n"))?;
        Ok(Self { out, waiting: Waiting::default(), begun: false })
    }

    /// Writes an entry. The object of a call stays open until its answer is there.
    pub fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        let place = self.waiting.place(entry);
        let described = describe(&entry.kind, place.asked());
        if place.asked().is_some() {
            let answer = match &entry.kind {
                EntryKind::Faulted(fault) => member(&described.kind, &string(&fault.what)),
                _ => member(&described.kind, &format!("{{{}}}", members(&described))),
            };
            return write!(self.out, ", {answer}}}");
        }
        let before = match place {
            LinePlace::AfterCut => "},\n",
            _ if self.begun => ",\n",
            _ => "",
        };
        self.begun = true;
        let begin =
            [member("at-ms", &entry.at_ms.to_string()), member("kind", &string(&described.kind))].join(", ");
        let fields = members(&described);
        let comma = if fields.is_empty() { "" } else { ", " };
        let end = if self.waiting.is_open() { "" } else { "}" };
        write!(self.out, "{before}{{{begin}{comma}{fields}{end}")
    }

    /// Ends the document and hands back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        let end = match (self.waiting.is_open(), self.begun) {
            (true, _) => "}\n]\n}\n",
            (false, true) => "\n]\n}\n",
            (false, false) => "]\n}\n",
        };
        self.out.write_all(end.as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl Transcript {
    /// Writes the transcript in its JSON form.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// assert!(run.to_json().starts_with("{\n\"mockras-transcript\": 1"));
    /// ```
    pub fn to_json(&self) -> String {
        let write = || {
            let mut writer = JsonWriter::new(Vec::new(), &self.header)?;
            self.entries.iter().try_for_each(|entry| writer.entry(entry))?;
            writer.finish()
        };
        let bytes = write().expect("writing to memory does not fail");
        String::from_utf8(bytes).expect("the JSON form is made of strings")
    }
}

fn members(described: &Described) -> String {
    let fields = described.fields.0.iter().map(|(key, value)| {
        let value = match value {
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Text(text) => string(text),
            FieldValue::List(list) => {
                format!("[{}]", list.iter().map(|text| string(text)).collect::<Vec<_>>().join(", "))
            }
            FieldValue::Connection(facts) => object(&**facts),
            FieldValue::Port(facts) => object(&**facts),
        };
        member(key, &value)
    });
    fields.collect::<Vec<_>>().join(", ")
}

/// All facts that are not the default.
fn object<R: Record + Default>(facts: &R) -> String {
    let mut members = Vec::new();
    facts.changes(Some(&R::default()), &mut |key, kind, text| {
        members.push(match kind {
            FactKind::Number | FactKind::Flag => member(key, text),
            FactKind::Text => member(key, &string(text)),
        });
    });
    format!("{{{}}}", members.join(", "))
}

fn member(key: &str, value: &str) -> String {
    format!("{}: {value}", string(key))
}

/// A JSON string without anything that breaks or disguises a line.
fn string(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    if is_harmless(text) {
        return quoted;
    }
    let mut out = String::new();
    for c in quoted.chars() {
        match c {
            c if c == '\\' || is_harmless(c.encode_utf8(&mut [0; 4])) => out.push(c),
            c => out += &format!("\\u{:04x}", u32::from(c)),
        }
    }
    out
}
