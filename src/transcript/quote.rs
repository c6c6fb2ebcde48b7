//! The words of a line: how a text is quoted so that the line splits in one way only, and how it is split.

use super::error::expected;
use crate::ras::Name;

/// What stands where a value is left out.
pub(super) const ABSENT: &str = "-";

/// `text` as one word: as it is, or in quotes where it would not read as one.
pub(super) fn word(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '='));
    if bare && is_harmless(text) { text.to_owned() } else { in_quotes(text) }
}

/// `text` as the rest of a line.
pub(super) fn prose(text: &str) -> String {
    let bare = !text.is_empty() && text != ABSENT && text.trim() == text && !text.starts_with(['"', '\'']);
    if bare && is_harmless(text) { text.to_owned() } else { in_quotes(text) }
}

/// Whether nothing in it breaks or disguises a line: nothing that a [`Name`] escapes, but for backslashes.
pub(super) fn is_harmless(text: &str) -> bool {
    Name::literal(text).to_string().replace(r"\\", r"\") == text
}

/// In single quotes nothing is escaped; in double quotes what a [`Name`] escapes, and the double quote.
fn in_quotes(text: &str) -> String {
    if text.contains(['\\', '"']) && !text.contains('\'') && is_harmless(text) {
        return format!("'{text}'");
    }
    format!("\"{}\"", Name::literal(text).to_string().replace('"', r"\u{22}"))
}

/// Splits a line from left to right.
pub(super) struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self { rest: line.trim_matches(' ') }
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The text up to the next space; an empty one at the end of the line.
    pub(super) fn next(&mut self) -> &'a str {
        let (word, rest) = self.rest.split_once(' ').unwrap_or((self.rest, ""));
        self.rest = rest.trim_start_matches(' ');
        word
    }

    /// The word that [`Words::next`] would give.
    pub(super) fn peek(&self) -> &'a str {
        self.rest.split(' ').next().unwrap_or_default()
    }

    /// A `key=value`, the value being what [`word`] made.
    pub(super) fn keyed(&mut self) -> Result<(&'a str, String), String> {
        let wrong = || expected("key=value", self.rest);
        let (key, value) = self.rest.split_once('=').ok_or_else(wrong)?;
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            return Err(wrong());
        }
        if !value.starts_with(['"', '\'']) {
            let value = self.next().split_at(key.len() + 1).1;
            return match value {
                "" => Err(expected(format!("a value after `{key}=`, \"\" if it is empty"), value)),
                _ => Ok((key, value.to_owned())),
            };
        }
        let (text, rest) = unquote(value)?;
        if !rest.is_empty() && !rest.starts_with(' ') {
            return Err(expected("a space after the closing quote", rest));
        }
        self.rest = rest.trim_start_matches(' ');
        Ok((key, text))
    }

    /// All that is left of the line; `None` if the value was left out.
    pub(super) fn raw(&mut self) -> Option<String> {
        let rest = std::mem::take(&mut self.rest);
        Some(rest.to_owned()).filter(|rest| !rest.is_empty() && rest != ABSENT)
    }

    /// All that is left of the line, as [`prose`] wrote it.
    pub(super) fn prose(&mut self) -> Result<Option<String>, String> {
        let rest = self.rest;
        if !rest.starts_with(['"', '\'']) {
            return Ok(self.raw());
        }
        self.rest = "";
        match unquote(rest)? {
            (text, "") => Ok(Some(text)),
            (_, more) => Err(expected("the end of the line after the closing quote", more)),
        }
    }
}

/// The text in the quotes that `quoted` begins with, and what follows them.
fn unquote(quoted: &str) -> Result<(String, &str), String> {
    let (quote, inside) = quoted.split_at(1);
    let (text, rest) = inside.split_once(quote).ok_or_else(|| expected("a closing quote", quoted))?;
    if quote == "'" {
        return Ok((text.to_owned(), rest));
    }
    let name: Name = text.parse().map_err(|error| format!("{error}"))?;
    let text =
        String::from_utf16(name.units()).map_err(|_| expected("no escape of half a character", text))?;
    Ok((text, rest))
}
