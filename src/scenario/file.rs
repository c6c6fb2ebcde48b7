//! Scenario files: format version 1.

use std::fmt;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::de::DeValue;

use super::dll::Dll;
use super::dll_path::{DllPath, Listed, named_one_by_one};
use super::step::Step;
use crate::ras::{HostileSet, Policy, Profile};

/// The longest scenario file that is read, in bytes. A step takes some 60 of them; while it is read, a file of short
/// steps needs up to 120 times its length in memory.
pub const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The most DLLs that one scenario may have.
pub const MAX_DLLS: usize = 16;

/// What the outside world does, and under which reading of the documentation it is played.
///
/// Every list of steps means something: one that cannot apply is skipped, and the transcript says why. The service
/// starts before the first step unless that is `start`, and stops after the last if it still runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scenario {
    /// The Windows version that plays the service.
    pub profile: Profile,
    /// One reading of each open question.
    pub policy: Policy,
    /// The DLLs in registry order. If there are none, the host decides; its default is `accept-all`.
    pub dlls: Vec<Dll>,
    /// The DLLs as the registry value lists them, in the place of `dlls`.
    pub dll_path: Option<DllPath>,
    /// What is wrong on purpose with what DLLs are handed; usually nothing.
    pub hostile: HostileSet,
    /// The steps of the world, in order.
    pub steps: Vec<Arc<Step>>,
}

/// A scenario file as serde reads it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "one")]
    format: Spanned<u32>,
    #[serde(default)]
    profile: Profile,
    #[serde(default)]
    dll: Vec<Spanned<Dll>>,
    #[serde(default)]
    hostile: Vec<Spanned<String>>,
    #[serde(rename = "dll-path")]
    dll_path: Option<Spanned<String>>,
    /// Where a generated scenario comes from: [`Case`](super::Case) reads it.
    #[serde(default, rename = "case")]
    _case: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    policy: std::collections::BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    steps: Vec<Step>,
}

/// What can be read of a file of any format.
#[derive(Deserialize)]
struct Format {
    #[serde(default = "one")]
    format: Spanned<u32>,
}

fn one() -> Spanned<u32> {
    Spanned::new(0..0, 1)
}

/// Why a scenario could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// The file, or `<text>`.
    pub file: String,
    /// The line and the column, from 1, if the error has a place.
    pub place: Option<(usize, usize)>,
    /// The keys that lead there, such as `steps[2].dial.port`; empty at the top.
    pub key: String,
    /// What was expected and what was found.
    pub message: String,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ScenarioError {}

impl Scenario {
    /// A scenario of these steps, played by the newest Windows version under the default policy.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: steps.into_iter().map(Arc::new).collect(), ..Self::default() }
    }

    /// Reads a scenario file of at most [`MAX_BYTES`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ScenarioError> {
        let path = path.as_ref();
        let name = path.display().to_string();
        if path.is_dir() {
            let message = "expected a scenario file, found a directory".to_owned();
            return Err(ScenarioError { file: name, place: None, key: String::new(), message });
        }
        let file = std::fs::File::open(path).map_err(|error| unreadable(&name, &error))?;
        Self::read(file, &name)
    }

    /// Reads a scenario of at most [`MAX_BYTES`]; `name` stands for the file in errors.
    pub fn read(source: impl Read, name: &str) -> Result<Self, ScenarioError> {
        let fail = |message: String| ScenarioError {
            file: name.to_owned(),
            place: None,
            key: String::new(),
            message,
        };
        let mut bytes = Vec::new();
        source.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(fail(format!(
                "expected a scenario of at most {} MiB, found more; split it, or build it in code",
                MAX_BYTES / (1024 * 1024)
            )));
        }
        let text = std::str::from_utf8(&bytes).map_err(|error| ScenarioError {
            place: Some(place(&bytes, error.valid_up_to())),
            ..fail("expected UTF-8, found a byte that is not".to_owned())
        })?;
        Self::parse(text, name)
    }

    /// Reads the text of a scenario; `name` stands for the file in errors.
    pub fn parse(text: &str, name: &str) -> Result<Self, ScenarioError> {
        let fail = |span: Option<Range<usize>>, message: &str| ScenarioError {
            file: name.to_owned(),
            place: span.as_ref().map(|span| place(text.as_bytes(), span.start)),
            key: span.map(|span| key_at(text, span)).unwrap_or_default(),
            message: message.trim().to_owned(),
        };
        // The format first: whatever else is strange in a file, a newer version may know it.
        let parsed = toml::from_str::<File>(text);
        let format = match &parsed {
            Ok(file) => Some(file.format.clone()),
            Err(_) => toml::from_str::<Format>(text).ok().map(|file| file.format),
        };
        if let Some(newer) = format.filter(|format| *format.get_ref() != 1) {
            let message =
                format!("expected format 1, found {}: this file needs a newer mockras", newer.get_ref());
            return Err(fail(Some(newer.span()), &message));
        }
        let file = parsed.map_err(|error| trouble(text, name, &error))?;
        if file.dll.len() > MAX_DLLS {
            return Err(fail(Some(file.dll[MAX_DLLS].span()), &format!("expected at most {MAX_DLLS} DLLs")));
        }
        let mut policy = Policy::default();
        for (field, reading) in file.policy {
            let word = match reading.get_ref() {
                toml::Value::String(word) => word.clone(),
                toml::Value::Integer(number) => number.to_string(),
                other => {
                    let message = format!("expected the name of a reading, found a {}", other.type_str());
                    return Err(fail(Some(reading.span()), &message));
                }
            };
            policy.set(field.get_ref(), &word).map_err(|error| {
                let unknown_field = matches!(error, crate::ras::PolicyError::UnknownField { .. });
                fail(Some(if unknown_field { field.span() } else { reading.span() }), &error.to_string())
            })?;
        }
        let hostile = file.hostile.iter().map(|word| {
            word.get_ref()
                .parse()
                .map_err(|error: crate::ras::WordError| fail(Some(word.span()), &error.to_string()))
        });
        let hostile = hostile.collect::<Result<HostileSet, _>>()?;
        let mut dlls = Vec::new();
        for dll in file.dll {
            dll.get_ref().check().map_err(|message| fail(Some(dll.span()), &message))?;
            dlls.push(dll.into_inner());
        }
        let dll_path = match file.dll_path {
            Some(list) if !dlls.is_empty() => {
                return Err(fail(Some(list.span()), "expected `dll-path` or `[[dll]]`, found both"));
            }
            Some(list) => {
                Some(list.get_ref().parse().map_err(|message: String| fail(Some(list.span()), &message))?)
            }
            None => None,
        };
        Ok(Self { profile: file.profile, policy, dlls, dll_path, hostile, ..Self::of(file.steps) })
    }

    /// The DLLs to register, in registry order, under the readings in force; none if it names none.
    pub fn listed(&self) -> Vec<Listed> {
        let policy = self.profile.decide(self.policy);
        match &self.dll_path {
            Some(list) => list.listed(self.profile, &policy),
            None => named_one_by_one(&self.dlls, &policy),
        }
    }

    /// The DLLs of [`Scenario::listed`] alone, without their warnings.
    pub fn specs(&self) -> Vec<Dll> {
        self.listed().into_iter().map(|listed| listed.dll).collect()
    }
}

/// The error of a file that cannot be read. A missing file is told alike on every system, anything else in the words
/// of the system.
fn unreadable(name: &str, error: &std::io::Error) -> ScenarioError {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "cannot be read: there is no such file".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    ScenarioError { file: name.to_owned(), place: None, key: String::new(), message }
}

/// The error of the parser or of serde, with its place.
fn trouble(text: &str, name: &str, error: &toml::de::Error) -> ScenarioError {
    let span = error.span().unwrap_or_default();
    let found = text.get(span.clone()).unwrap_or_default();
    let (key, message) = match error.message().trim() {
        "missing field `steps`" => {
            (String::new(), "expected `steps`, a list of what happens; found none".to_owned())
        }
        "duplicate key" => (key_at(text, span.clone()), format!("duplicate key `{found}`")),
        message => {
            let key = key_at(text, span.clone());
            let brackets = key == "dll" && message == "invalid type: map, expected a sequence";
            (
                key,
                if brackets {
                    "expected `[[dll]]`, found a single table".to_owned()
                } else {
                    explain(message)
                },
            )
        }
    };
    ScenarioError { file: name.to_owned(), place: Some(place(text.as_bytes(), span.start)), key, message }
}

/// Puts serde's words into those of TOML and of scenarios, with a suggestion where serde lists what it knows.
pub(super) fn explain(message: &str) -> String {
    const WORDS: [(&str, &str); 10] = [
        ("unknown variant", "unknown step"),
        (
            "invalid type: unit variant, expected newtype variant",
            r#"expected the fields of this step, as in { hang-up = { port = "VPN2-0" } }"#,
        ),
        (
            "wanted exactly 1 element, found 0 elements",
            "expected one step in each pair of braces, found none",
        ),
        (
            "wanted exactly 1 element, more than 1 element",
            "expected one step in each pair of braces, found more",
        ),
        ("wanted string or table", r#"expected a step such as { wait = "90s" } or "stop""#),
        ("expected empty table", r#"expected no fields: this step is a bare string such as "stop""#),
        (" as i128", ""),
        ("expected u32", "expected a number from 0 to 4294967295"),
        ("expected u64", "expected a number from 0 to 18446744073709551615"),
        ("expected i32", "expected a number from -2147483648 to 2147483647"),
    ];
    const KINDS: [(&str, &str); 4] = [
        ("expected a sequence", "expected an array"),
        ("expected a map", "expected a table"),
        ("invalid type: sequence", "invalid type: array"),
        ("invalid type: map", "invalid type: table"),
    ];
    let message =
        WORDS.iter().chain(&KINDS).fold(message.to_owned(), |text, (serde, ours)| text.replace(serde, ours));
    let Some(rest) = message.strip_prefix("unknown ") else { return message };
    let mut words = rest.split('`').skip(1).step_by(2);
    let Some(found) = words.next() else { return message };
    let hint = crate::ras::hint(found, words);
    message + &hint
}

/// The line and the column of a byte, from 1 and counted in characters.
pub(super) fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at.min(bytes.len())];
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    (line, String::from_utf8_lossy(&before[line_start..]).chars().count() + 1)
}

/// The keys that lead to a place in a TOML text, as far as the text can be parsed.
pub(super) fn key_at(text: &str, at: Range<usize>) -> String {
    let document = toml::de::DeTable::parse(text).ok();
    let found = document.and_then(|table| find(&DeValue::Table(table.into_inner()), &at));
    found.map(|(_, path)| path).unwrap_or_default()
}

/// The narrowest key or item around the place: its length, and the keys that lead there. It is looked for everywhere,
/// because what stands below a `[header]` is not within the span of that table.
fn find(value: &DeValue<'_>, at: &Range<usize>) -> Option<(usize, String)> {
    let narrowest = |name: String, span: Range<usize>, value: &DeValue<'_>| {
        let here = (span.start <= at.start && at.end <= span.end).then(|| (span.len(), String::new()));
        let (length, below) = find(value, at).or(here)?;
        let dot = if below.is_empty() || below.starts_with('[') { "" } else { "." };
        Some((length, format!("{name}{dot}{below}")))
    };
    match value {
        DeValue::Table(table) => table
            .iter()
            .filter_map(|(key, value)| {
                let (key_span, value_span) = (key.span(), value.span());
                let span = key_span.start.min(value_span.start)..key_span.end.max(value_span.end);
                narrowest(key.get_ref().to_string(), span, value.get_ref())
            })
            .min(),
        DeValue::Array(array) => (0..)
            .zip(array.iter())
            .filter_map(|(index, item): (u32, _)| {
                narrowest(format!("[{index}]"), item.span(), item.get_ref())
            })
            .min(),
        _ => None,
    }
}
