//! Reads the JSON form, with white space and members in any order.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::described::{Described, FieldValue, Fields};
use super::entry::rebuild;
use super::error::{TranscriptError, expected};
use super::facts::{Changes, change};
use super::{Entry, FORMAT, Header, Transcript};
use crate::ras::{Connection, HostileSet, Policy, Port, Profile, Record};
use crate::scenario::Always;

type Json = serde_json::Value;
type Members = Vec<(String, Json)>;

impl Transcript {
    /// Reads the JSON form.
    ///
    /// ```
    /// use mockras::prelude::*;
    ///
    /// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// assert_eq!(Transcript::parse_json(&run.to_json()), Ok(run));
    /// ```
    pub fn parse_json(text: &str) -> Result<Self, TranscriptError> {
        let document: Document = serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
            TranscriptError::new(error.line().max(1), message)
        })?;
        let Document { profile, policy, hostile, dlls, always, entries, .. } = document;
        let header = Header { profile, policy, hostile, dlls, always };
        Ok(Self { header, entries: entries.into_iter().flat_map(|Element(entries)| entries).collect() })
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "mockras-transcript", deserialize_with = "read_version")]
    _version: (),
    profile: Profile,
    #[serde(deserialize_with = "read_policy")]
    policy: Policy,
    #[serde(default, deserialize_with = "read_hostile")]
    hostile: HostileSet,
    dlls: Vec<String>,
    #[serde(default, deserialize_with = "read_always")]
    always: Vec<Always>,
    entries: Vec<Element>,
}

fn read_version<'de, D: Deserializer<'de>>(source: D) -> Result<(), D::Error> {
    match u32::deserialize(source)? {
        FORMAT => Ok(()),
        other => {
            Err(de::Error::custom(expected(format!("version {FORMAT} of transcripts"), &other.to_string())))
        }
    }
}

fn read_hostile<'de, D: Deserializer<'de>>(source: D) -> Result<HostileSet, D::Error> {
    let words = Vec::<String>::deserialize(source)?;
    words.iter().map(|word| word.parse().map_err(de::Error::custom)).collect()
}

fn read_always<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<Always>, D::Error> {
    let rules = Vec::<String>::deserialize(source)?;
    rules.iter().map(|rule| rule.parse().map_err(de::Error::custom)).collect()
}

fn read_policy<'de, D: Deserializer<'de>>(source: D) -> Result<Policy, D::Error> {
    source.deserialize_map(Object { expecting: "an object of policies", read: read_readings })
}

fn read_readings(members: Members) -> Result<Policy, String> {
    let mut policy = Policy::default();
    for (field, reading) in members {
        let reading =
            reading.as_str().ok_or_else(|| expected("a reading as a string", &reading.to_string()))?;
        policy.set(&field, reading).map_err(|error| error.to_string())?;
    }
    Ok(policy)
}

/// An element of `entries`, which is one entry, or a call and its answer.
struct Element(Vec<Entry>);

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(Object { expecting: "an entry as an object", read: read_line }).map(Element)
    }
}

/// Reads an object as a whole, so that an error is reported while serde_json still knows the line.
struct Object<T> {
    expecting: &'static str,
    read: fn(Members) -> Result<T, String>,
}

impl<'de, T> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        (self.read)(members).map_err(de::Error::custom)
    }
}

fn read_line(members: Members) -> Result<Vec<Entry>, String> {
    let mut fields = Fields::default();
    let mut answer = None;
    for (key, value) in members {
        match (key.as_str(), value) {
            ("returned", Json::Object(members)) if answer.is_none() => {
                answer = Some(Described { kind: key, fields: read_fields(members)? });
            }
            ("faulted" | "died", Json::String(what)) if answer.is_none() => {
                answer = Some(Described::new(&key).text("what", what));
            }
            (_, value) => fields.push(&key, read_value(&key, value)?),
        }
    }
    let at_ms = fields.parse("at-ms")?;
    let kind = fields.take_text("kind")?;
    if let Some(answer) = answer.as_ref().filter(|_| kind != "call") {
        return Err(expected("an answer in a call only", &answer.kind));
    }
    let parts = [Some(Described { kind, fields }), answer];
    parts.into_iter().flatten().map(|described| Ok(Entry { at_ms, kind: rebuild(described)? })).collect()
}

fn read_fields(members: serde_json::Map<String, Json>) -> Result<Fields, String> {
    let mut fields = Fields::default();
    for (key, value) in members {
        fields.push(&key, read_value(&key, value)?);
    }
    Ok(fields)
}

fn read_value(key: &str, value: Json) -> Result<FieldValue, String> {
    Ok(match (key, value) {
        ("connection", Json::Object(facts)) => {
            FieldValue::Connection(read_facts::<Connection>(facts)?.into())
        }
        ("link", Json::Object(facts)) => FieldValue::Port(read_facts::<Port>(facts)?.into()),
        (_, Json::Array(values)) => {
            FieldValue::List(values.into_iter().map(|value| read_text(key, value)).collect::<Result<_, _>>()?)
        }
        (_, value) => FieldValue::Text(read_text(key, value)?),
    })
}

fn read_facts<R: Record + Default>(members: serde_json::Map<String, Json>) -> Result<R, String> {
    let texts = members.into_iter().map(|(key, value)| Ok((key.clone(), read_text(&key, value)?)));
    let mut facts = R::default();
    change(&mut facts, &texts.collect::<Result<Changes, String>>()?)?;
    Ok(facts)
}

fn read_text(key: &str, value: Json) -> Result<String, String> {
    match value {
        Json::String(text) => Ok(text),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(flag) => Ok(flag.to_string()),
        other => Err(expected(format!("a string, a number or a flag for `{key}`"), &other.to_string())),
    }
}
