//! What the text form and the JSON form have in common: an entry as a kind and named fields.
//!
//! `entry.rs` makes a [`Described`] of each entry, and an entry of each `Described`. The two forms differ only in how they
//! spell one, so a new kind of entry is described once.

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use super::error::{expected, refused};
use crate::ras::{Connection, Port};

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FieldValue {
    /// A number, where types matter.
    Number(u64),
    /// Any single value, numbers as well: readers do not tell them apart.
    Text(String),
    /// Several values; an empty list is left out.
    List(Vec<String>),
    /// All facts of a connection.
    Connection(Arc<Connection>),
    /// All facts of a port.
    Port(Arc<Port>),
}

/// The fields of an entry, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fields(pub(super) Vec<(String, FieldValue)>);

/// An entry, as both forms see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) kind: String,
    pub(super) fields: Fields,
}

impl Described {
    pub(super) fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), fields: Fields::default() }
    }

    pub(super) fn text(self, key: &str, value: impl Display) -> Self {
        self.with(key, FieldValue::Text(value.to_string()))
    }

    pub(super) fn number(self, key: &str, value: impl Into<u64>) -> Self {
        self.with(key, FieldValue::Number(value.into()))
    }

    pub(super) fn list<T: Display>(self, key: &str, values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        if values.is_empty() { self } else { self.with(key, FieldValue::List(values)) }
    }

    pub(super) fn with(mut self, key: &str, value: FieldValue) -> Self {
        self.fields.push(key, value);
        self
    }
}

impl Fields {
    pub(super) fn push(&mut self, key: &str, value: FieldValue) {
        self.0.push((key.to_owned(), value));
    }

    /// Adds a field that was read. Members that a DLL changed come one by one.
    pub(super) fn push_named(&mut self, key: &str, text: String) {
        if key != "scribbled" {
            return self.push(key, FieldValue::Text(text));
        }
        match self.0.last_mut() {
            Some((last, FieldValue::List(members))) if last == key => members.push(text),
            _ => self.push(key, FieldValue::List(vec![text])),
        }
    }

    /// The text of a field, which stays.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.0.iter().find_map(|(name, value)| match value {
            FieldValue::Text(text) if name == key => Some(text.as_str()),
            _ => None,
        })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }

    /// Takes a field out, whatever it holds.
    pub(super) fn take(&mut self, key: &str) -> Option<FieldValue> {
        let at = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(at).1)
    }

    /// Takes out the text of a field.
    pub(super) fn take_text(&mut self, key: &str) -> Result<String, String> {
        match self.take(key) {
            Some(FieldValue::Text(text)) => Ok(text),
            Some(FieldValue::Number(number)) => Ok(number.to_string()),
            Some(_) => Err(format!("expected one value for `{key}`, found several")),
            None => Err(format!("expected `{key}`, which is missing")),
        }
    }

    /// Takes out a field and reads its text.
    pub(super) fn parse<T: FromStr<Err: Display>>(&mut self, key: &str) -> Result<T, String> {
        let text = self.take_text(key)?;
        text.parse().map_err(|error| refused(&format!("`{key}`"), error, &text))
    }

    /// Takes out a list: empty if there is none, the words of a text.
    pub(super) fn take_list(&mut self, key: &str) -> Result<Vec<String>, String> {
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(FieldValue::List(values)) => Ok(values),
            Some(FieldValue::Text(text)) => Ok(text.split_whitespace().map(str::to_owned).collect()),
            Some(_) => Err(format!("expected a list for `{key}`")),
        }
    }

    /// Takes out the facts of a connection.
    pub(super) fn take_connection(&mut self, key: &str) -> Result<Arc<Connection>, String> {
        match self.take(key) {
            Some(FieldValue::Connection(connection)) => Ok(connection),
            _ => Err(format!("expected the facts of a connection as `{key}`")),
        }
    }

    /// Takes out the facts of a port.
    pub(super) fn take_port(&mut self, key: &str) -> Result<Arc<Port>, String> {
        match self.take(key) {
            Some(FieldValue::Port(port)) => Ok(port),
            _ => Err(format!("expected the facts of a port as `{key}`")),
        }
    }

    /// Every field must have been taken out.
    pub(super) fn finish(self) -> Result<(), String> {
        match self.0.first() {
            None => Ok(()),
            Some((key, _)) => Err(expected("no more fields", key)),
        }
    }
}
