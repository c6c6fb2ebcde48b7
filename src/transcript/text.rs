//! Writes the text form. `docs/reference/transcript.md` describes it.

use std::fmt;
use std::io::{self, Write};

use super::described::{Described, FieldValue};
use super::entry::{LinePlace, Waiting, describe};
use super::facts::Mentioned;
use super::layout::{ARGUMENTS, CALLOUT, HEAD, HEADER, KIND, RestOfLine, TIME, TITLE, line_of};
use super::quote::{ABSENT, prose, word};
use super::{Entry, EntryKind, FORMAT, Header, Transcript};
use crate::ras::{CalloutSet, Policy};

/// Writes a transcript in its text form while it comes to be.
///
/// A call is written at once and its line ended when the answer is there, so that the last line names the call
/// in which a run ended.
///
/// ```
/// use mockras::prelude::*;
/// use mockras::transcript::TextWriter;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
/// let mut writer = TextWriter::new(Vec::new(), &run.header)?;
/// for entry in &run.entries {
///     writer.entry(entry)?;
/// }
/// assert_eq!(writer.finish()?, run.to_text().into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct TextWriter<W> {
    out: W,
    mentioned: Mentioned,
    waiting: Waiting,
    /// Width of the line that waits for its answer.
    width: usize,
}

impl<W: Write> TextWriter<W> {
    /// Writes the header.
    pub fn new(mut out: W, header: &Header) -> io::Result<Self> {
        out.write_all(header_text(header).as_bytes())?;
        Ok(Self { out, mentioned: Mentioned::default(), waiting: Waiting::default(), width: 0 })
    }

    /// Writes an entry.
    pub fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        let place = self.waiting.place(entry);
        let described = describe(&entry.kind, place.asked());
        let mut text = match place {
            LinePlace::AfterCut => self.result("= ?"),
            LinePlace::Alone | LinePlace::WithCall(_) => String::new(),
        };
        if place.asked().is_some() {
            let answer = self.answer(described);
            text += &self.result(&answer);
        } else {
            let time = format!("{}.{:03}", entry.at_ms / 1000, entry.at_ms % 1000);
            let (head, body) = self.spell(described);
            let line = format!("{time:>TIME$}  {head:<HEAD$} {body}");
            text += line.trim_end_matches(' ');
            self.width = line.trim_end_matches(' ').chars().count();
            if !matches!(entry.kind, EntryKind::Asked(_)) {
                text.push('\n');
            }
        }
        self.mentioned.forget_closed(&entry.kind);
        self.out.write_all(text.as_bytes())
    }

    /// Ends the last line and hands back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        if self.waiting.is_open() {
            let end = self.result("= ?");
            self.out.write_all(end.as_bytes())?;
        }
        self.out.flush()?;
        Ok(self.out)
    }

    /// The end of a call's line.
    fn result(&self, answer: &str) -> String {
        const COLUMN: usize = TIME + 2 + HEAD + 1 + CALLOUT + 1 + ARGUMENTS;
        match answer {
            "" => "\n".to_owned(),
            _ => format!("{:1$} {answer}\n", "", COLUMN.saturating_sub(self.width)),
        }
    }

    fn answer(&mut self, described: Described) -> String {
        let mark = match described.kind.as_str() {
            "faulted" => "!",
            "died" => "!!",
            _ => "=",
        };
        let is_void = described.fields.0.is_empty();
        let (_, body) = self.spell(described);
        if is_void { String::new() } else { format!("{mark} {body}") }
    }

    /// An entry as the head of its line, and what follows the head.
    fn spell(&mut self, mut described: Described) -> (String, String) {
        let line = line_of(&described.kind).expect("every kind of entry has a line");
        let mut text_of = |key: &str| described.fields.take_text(key).unwrap_or_else(|_| ABSENT.to_owned());
        let beside = line.beside.map(&mut text_of);
        let mut words: Vec<String> = Vec::new();
        for place in line.in_place {
            words.push(format!("{:<1$}", text_of(place.key) + place.after, place.width));
        }
        if let Some(RestOfLine::Raw(key) | RestOfLine::Prose(key)) = line.rest {
            words.push(match (described.fields.take(key), &line.rest) {
                (Some(FieldValue::List(callouts)), _) => in_short(&callouts.join(" ")),
                (Some(FieldValue::Text(text)), Some(RestOfLine::Raw(_))) => text,
                (Some(FieldValue::Text(text)), _) => prose(&text),
                _ => ABSENT.to_owned(),
            });
        }
        let label =
            beside.as_ref().filter(|_| line.kind == "connection").and_then(|number| number.parse().ok());
        for (key, value) in described.fields.0 {
            self.spell_field(&key, value, label, &mut words);
        }
        let head = match (line.kind, beside) {
            ("connection", Some(number)) => format!("c{number}"),
            (kind, Some(beside)) => format!("{kind:<KIND$} {beside}"),
            (kind, None) => kind.to_owned(),
        };
        (head, words.join(" "))
    }

    /// A field with its name. Of facts, what has changed; `label` is the connection that the line is about.
    fn spell_field(&mut self, key: &str, value: FieldValue, label: Option<u32>, words: &mut Vec<String>) {
        let changes = match value {
            FieldValue::Number(number) => vec![(key.to_owned(), number.to_string())],
            FieldValue::Text(text) => vec![(key.to_owned(), text)],
            FieldValue::List(list) => list.into_iter().map(|text| (key.to_owned(), text)).collect(),
            FieldValue::Connection(facts) => {
                if label.is_none() {
                    words.push(format!("c{}", facts.number));
                }
                self.mentioned.news_of_connection(label.unwrap_or(facts.number), &facts)
            }
            FieldValue::Port(facts) => {
                words.push(format!("port={}", word(&facts.name.to_string())));
                self.mentioned.news_of_port(&facts)
            }
        };
        words.extend(changes.iter().map(|(key, text)| format!("{key}={}", word(text))));
    }
}

fn header_text(header: &Header) -> String {
    let mut text = format!("{TITLE} {FORMAT}\n{:<HEADER$} {}\n", "profile", header.profile);
    for (field, reading) in changed_readings(&header.policy) {
        text += &format!("{:<HEADER$} {field}={reading}\n", "policy");
    }
    for kind in header.hostile.iter() {
        text += &format!("{:<HEADER$} {kind}\n", "hostile");
    }
    for (at, name) in header.dlls.iter().enumerate() {
        text += &format!("{:<HEADER$} {}\n", format!("dll {}", at + 1), prose(name));
    }
    for rule in &header.always {
        text += &format!("{:<HEADER$} {rule}\n", "always");
    }
    text.push('\n');
    text
}

/// The readings that are not the default, by policy.
pub(super) fn changed_readings(policy: &Policy) -> Vec<(&'static str, &'static str)> {
    let default = Policy::default();
    let readings = Policy::FIELDS.iter().filter_map(|field| Some((field.name, policy.reading(field.name)?)));
    readings.filter(|(field, reading)| default.reading(field) != Some(reading)).collect()
}

impl Transcript {
    /// Writes the transcript in its text form.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// assert!(run.to_text().starts_with("mockras transcript 1\n"));
    /// ```
    pub fn to_text(&self) -> String {
        text_of(&self.header, &self.entries)
    }
}

pub(super) fn text_of(header: &Header, entries: &[Entry]) -> String {
    let write = || {
        let mut writer = TextWriter::new(Vec::new(), header)?;
        entries.iter().try_for_each(|entry| writer.entry(entry))?;
        writer.finish()
    };
    let bytes = write().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("the text form is made of strings")
}

/// Writes the text form.
impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// The text form: what a test that fails prints can be read, and saved.
impl fmt::Debug for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// Callouts as a line has room for them: `all but` the few that are missing.
fn in_short(callouts: &str) -> String {
    callouts.parse().map_or_else(|_| callouts.to_owned(), |set: CalloutSet| set.to_string())
}
