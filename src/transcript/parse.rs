//! Reading the text form. Any number of spaces separates words, and blank lines mean nothing.

use super::described::{Described, FieldValue, Fields};
use super::entry::rebuild;
use super::error::{TranscriptError, expected};
use super::facts::{Changes, Mentioned};
use super::layout::{LINES, LineLayout, RestOfLine, TITLE, connection_label, line_of};
use super::quote::{ABSENT, Words};
use super::{Entry, EntryKind, FORMAT, Transcript};
use crate::model::Returned;

impl Transcript {
    /// Reads the text form.
    ///
    /// ```
    /// use mockras::transcript::Transcript;
    /// let text = "mockras transcript 1\nprofile  server-2012\n\n     0.000  service       running\n";
    /// let transcript = Transcript::parse_text(text).expect("a transcript");
    /// assert_eq!(transcript.to_string(), text);
    /// assert_eq!(Transcript::parse_text("{}").expect_err("not text").line, 1);
    /// ```
    pub fn parse_text(text: &str) -> Result<Self, TranscriptError> {
        let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
        let title = lines.next().map_or("", |(_, line)| line);
        read_title(title).map_err(|message| TranscriptError::new(1, message))?;
        if !text.ends_with('\n') {
            let message = "expected a line feed at the end of the last line: the transcript is cut off";
            return Err(TranscriptError::new(text.lines().count(), message));
        }
        let mut reader = Reader::default();
        for (number, line) in lines {
            reader.line(line).map_err(|message| TranscriptError::new(number, message))?;
        }
        Ok(reader.transcript)
    }
}

fn read_title(line: &str) -> Result<(), String> {
    let version = line.strip_prefix(TITLE).and_then(|rest| rest.strip_prefix(' '));
    match version.map(str::trim) {
        Some(version) if version.parse() == Ok(FORMAT) => Ok(()),
        Some(version) => Err(expected(format!("version {FORMAT} of transcripts"), version)),
        None => Err(expected(format!("`{TITLE} {FORMAT}`"), line)),
    }
}

/// The time of an entry: seconds with three decimals.
fn read_time(word: &str) -> Result<u64, String> {
    let wrong = || expected("a header line, or a time such as 90.000", word);
    let (seconds, decimals) = word.split_once('.').ok_or_else(wrong)?;
    let is_time = decimals.len() == 3 && [seconds, decimals].concat().bytes().all(|b| b.is_ascii_digit());
    if !is_time || seconds.is_empty() {
        return Err(wrong());
    }
    [seconds, decimals].concat().parse().map_err(|_| wrong())
}

#[derive(Default)]
struct Reader {
    transcript: Transcript,
    mentioned: Mentioned,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let mut words = Words::new(line);
        match words.peek() {
            "" => Ok(()),
            word @ ("profile" | "policy" | "hostile" | "dll" | "always") => {
                if !self.transcript.entries.is_empty() {
                    return Err(expected("the header before the first entry", word));
                }
                self.header_line(&mut words)
            }
            _ => self.entry_line(&mut words),
        }
    }

    fn header_line(&mut self, words: &mut Words<'_>) -> Result<(), String> {
        let header = &mut self.transcript.header;
        match words.next() {
            "profile" => {
                header.profile = words.next().parse().map_err(|error| format!("profile: {error}"))?;
            }
            "policy" => {
                let (field, reading) = words.keyed()?;
                header.policy.set(field, &reading).map_err(|error| error.to_string())?;
            }
            "always" => {
                let rule = words.raw().unwrap_or_default();
                header.always.push(rule.parse().map_err(|error| format!("always: {error}"))?);
            }
            "hostile" => {
                let kind = words.next().parse().map_err(|error| format!("hostile: {error}"))?;
                header.hostile = header.hostile.iter().chain([kind]).collect();
            }
            _ => {
                let next = (header.dlls.len() + 1).to_string();
                let number = words.next();
                if number != next {
                    return Err(expected(format!("dll {next}"), number));
                }
                header.dlls.push(words.prose()?.ok_or("expected the name of a DLL, \"\" if it is empty")?);
            }
        }
        nothing_more(words)
    }

    fn entry_line(&mut self, words: &mut Words<'_>) -> Result<(), String> {
        let at_ms = read_time(words.next())?;
        let word = words.next();
        let mut fields = Fields::default();
        let line = if let Some(number) = connection_label(word) {
            fields.push("number", FieldValue::Text(number.to_owned()));
            line_of("connection")
        } else {
            line_of(word).filter(|line| line.kind != "connection")
        };
        let line = line.ok_or_else(|| {
            let kinds = LINES.map(|line| if line.kind == "connection" { "c1" } else { line.kind });
            expected(format!("one of {}", kinds.join(", ")), word)
        })?;
        if let Some(key) = line.beside.filter(|key| !fields.has(key)) {
            take_in_place(key, "", words, &mut fields)?;
        }
        self.rest_of_line(line, words, &mut fields)?;
        self.push(at_ms, line, fields)?;
        if line.kind == "call" {
            self.result(at_ms, words)?;
        }
        nothing_more(words)
    }

    /// What came of a call.
    fn result(&mut self, at_ms: u64, words: &mut Words<'_>) -> Result<(), String> {
        let line = match words.next() {
            "!" => line_of("faulted"),
            "!!" => line_of("died"),
            "=" if words.peek() != "?" => line_of("returned"),
            "=" => {
                words.next();
                return Ok(());
            }
            _ => None,
        };
        match line {
            Some(line) => {
                let mut fields = Fields::default();
                self.rest_of_line(line, words, &mut fields)?;
                self.push(at_ms, line, fields)
            }
            None => {
                let kind = EntryKind::Answered(Returned::default());
                self.transcript.entries.push(Entry { at_ms, kind });
                Ok(())
            }
        }
    }

    fn push(&mut self, at_ms: u64, line: &LineLayout, fields: Fields) -> Result<(), String> {
        let kind = rebuild(Described { kind: line.kind.to_owned(), fields })?;
        self.mentioned.forget_closed(&kind);
        self.transcript.entries.push(Entry { at_ms, kind });
        Ok(())
    }

    /// What follows the head of a line; of a call, up to the mark before its result.
    fn rest_of_line(
        &mut self,
        line: &LineLayout,
        words: &mut Words<'_>,
        fields: &mut Fields,
    ) -> Result<(), String> {
        for place in line.in_place {
            take_in_place(place.key, place.after, words, fields)?;
        }
        let rest = match line.rest {
            None => return self.named_fields(line, words, fields),
            Some(RestOfLine::Raw(key)) => (key, words.raw()),
            Some(RestOfLine::Prose(key)) => (key, words.prose()?),
        };
        if let (key, Some(text)) = rest {
            fields.push(key, FieldValue::Text(text));
        }
        Ok(())
    }

    fn named_fields(
        &mut self,
        line: &LineLayout,
        words: &mut Words<'_>,
        fields: &mut Fields,
    ) -> Result<(), String> {
        let label = connection_label(words.peek()).filter(|_| line.kind == "call").map(str::to_owned);
        if label.is_some() {
            words.next();
        }
        let mut named = Changes::new();
        while !(words.is_empty() || line.kind == "call" && ["=", "!", "!!"].contains(&words.peek())) {
            let (key, text) = words.keyed()?;
            named.push((key.to_owned(), text));
        }
        let has = |name: &str| named.iter().any(|(key, _)| key == name);
        let label = match fields.text("event") {
            Some("authenticated") => fields.text("number").map(str::to_owned),
            _ => label,
        };
        if let Some(label) = label {
            let number =
                label.parse().map_err(|_| expected("a connection from c0 to c4294967295", &label))?;
            fields
                .push("connection", FieldValue::Connection(self.mentioned.read_connection(number, &named)?));
        } else if line.kind == "call" && has("port") && !has("user") {
            fields.push("link", FieldValue::Port(self.mentioned.read_port(&named)?));
        } else {
            named.into_iter().for_each(|(key, text)| fields.push_named(&key, text));
        }
        Ok(())
    }
}

fn take_in_place(key: &str, after: &str, words: &mut Words<'_>, fields: &mut Fields) -> Result<(), String> {
    let word = words.next();
    match word.strip_suffix(after) {
        Some("") | None => return Err(expected(format!("{key}{after}"), word)),
        Some(ABSENT) => {}
        Some(text) => fields.push(key, FieldValue::Text(text.to_owned())),
    }
    Ok(())
}

fn nothing_more(words: &Words<'_>) -> Result<(), String> {
    match words.peek() {
        "" => Ok(()),
        word => Err(expected("the end of the line", word)),
    }
}
