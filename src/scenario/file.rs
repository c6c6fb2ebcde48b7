//! Scenario files of format version 1, and how they are read.

use std::fmt;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::bounded::{read_file, shown};
use super::dll::{Dll, MAX_DLLS};
use super::dll_path::{DllPath, Listed, named_one_by_one};
use super::expect::{Always, contradictions};
use super::moment::Moment;
use super::place::{explain, key_at, place};
use super::registry::{Registry, RegistryTable};
use super::step::Step;
use crate::ras::{HostileSet, Policy, Profile, on_one_line};

/// The longest scenario file that is read, in bytes. A step takes some 60 of them; while it is read, a file of short
/// steps needs up to 120 times its length in memory.
pub const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// What the outside world does, and under which reading of the documentation it is played.
///
/// Every list of steps means something: one that cannot apply is skipped, and the transcript says why. The service
/// starts before the first step unless that is `start`, and stops after the last if it still runs.
#[derive(Clone, PartialEq, Eq, Default)]
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
    /// What the clock of the server says when it begins; noon of a Monday if nothing is said.
    pub clock: Option<Moment>,
    /// What DLLs find in the registry.
    pub registry: Registry,
    /// What is expected in every run of these DLLs.
    pub always: Vec<Always>,
    /// The steps of the world, in order.
    pub steps: Vec<Arc<Step>>,
}

/// A scenario file as serde reads it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::of_either_list))]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioFile {
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(with = "u32", range(min = 1, max = 1)))]
    format: Spanned<u32>,
    #[serde(default)]
    profile: Profile,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Dll>", length(max = MAX_DLLS)))]
    dll: Vec<Spanned<Dll>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::hostile_kinds"))]
    hostile: Vec<Spanned<String>>,
    #[serde(rename = "dll-path")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    dll_path: Option<Spanned<String>>,
    /// Where a generated scenario comes from: [`Case`](super::Case) reads it.
    #[serde(default, rename = "case")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::case::Discovery>"))]
    _case: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::policy"))]
    policy: std::collections::BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::moment"))]
    clock: Option<Spanned<toml::Value>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::registry"))]
    registry: RegistryTable,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Always>"))]
    always: Vec<Spanned<Always>>,
    steps: Vec<Step>,
}

/// Where the steps of a file are. It is asked only when one of them is wrong.
#[derive(Deserialize)]
struct StepPlaces {
    steps: Vec<Spanned<serde::de::IgnoredAny>>,
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
#[non_exhaustive]
pub struct ScenarioError {
    /// The name of the file.
    pub file: String,
    /// The line and the column, both from 1, if the error has a place.
    pub place: Option<(usize, usize)>,
    /// The keys that lead there, such as `steps[2].dial.port`. They are empty at the top.
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
            write!(f, ": {}", on_one_line(&self.key))?;
        }
        write!(f, ": {}", on_one_line(&self.message))
    }
}

impl std::error::Error for ScenarioError {}

impl ScenarioError {
    /// The error of a file as a whole.
    pub(super) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: None, key: String::new(), message: message.into() }
    }
}

impl Scenario {
    /// A scenario of these steps, played by the newest Windows version under the default policy.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: steps.into_iter().map(Arc::new).collect(), ..Self::default() }
    }

    /// Reads a scenario file of at most [`MAX_BYTES`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ScenarioError> {
        let path = path.as_ref();
        Self::parse(&text_of(path, "a scenario file")?, &shown(path))
    }

    /// Reads a scenario of at most [`MAX_BYTES`]; `name` stands for the file in errors.
    pub fn read(source: impl Read, name: &str) -> Result<Self, ScenarioError> {
        let mut bytes = Vec::new();
        let read = source.take(MAX_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| ScenarioError::of_file(name, format!("cannot be read: {error}")))?;
        if bytes.len() as u64 > MAX_BYTES {
            let message = format!(
                "expected a scenario of at most {} MiB, found more; split it, or build it in code",
                MAX_BYTES / (1024 * 1024)
            );
            return Err(ScenarioError::of_file(name, message));
        }
        Self::parse(&text(bytes, name)?, name)
    }

    /// Reads the text of a scenario; `name` stands for the file in errors.
    pub fn parse(text: &str, name: &str) -> Result<Self, ScenarioError> {
        let fail = |span: Option<Range<usize>>, message: &str| fail_at(text, name, span, message);
        // The format first: whatever else is strange in a file, a newer version may know it.
        let parsed = toml::from_str::<ScenarioFile>(text);
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
            reading_of(&mut policy, &field, &reading).map_err(|(span, why)| fail(Some(span), &why))?;
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
        let expects = (0..).zip(&file.steps).filter_map(|(at, step)| match step {
            Step::Expect(expect) => expect.check_step().err().map(|why| (at, why)),
            _ => None,
        });
        if let Some((at, why)) = expects.into_iter().next() {
            let places = toml::from_str::<StepPlaces>(text).ok();
            let span = places.and_then(|places| places.steps.get::<usize>(at).map(Spanned::span));
            return Err(fail(span, &why));
        }
        let placed = |(span, why): (Range<usize>, String)| fail(Some(span), &why);
        let always = checked_rules(file.always).map_err(placed)?;
        let clock = file.clock.map(|clock| moment(&clock)).transpose().map_err(placed)?;
        let registry = Registry::of_table(file.registry).map_err(placed)?;
        let world = Self { clock, registry, ..Self::of(file.steps) };
        Ok(Self { profile: file.profile, policy, dlls, dll_path, hostile, always, ..world })
    }

    /// The scenario without what it expects of its own DLLs, for others.
    #[must_use]
    pub fn without_expectations(&self) -> Self {
        let mut bare = Self { always: Vec::new(), ..self.clone() };
        bare.steps.retain(|step| !matches!(**step, Step::Expect(_)));
        bare
    }

    /// The DLLs to register, in registry order, under the readings in force. There are none if it names none.
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

/// The error of a place in a file.
pub(super) fn fail_at(text: &str, name: &str, span: Option<Range<usize>>, message: &str) -> ScenarioError {
    ScenarioError {
        file: name.to_owned(),
        place: span.as_ref().map(|span| place(text.as_bytes(), span.start)),
        key: span.map(|span| key_at(text, span)).unwrap_or_default(),
        message: message.trim().to_owned(),
    }
}

/// The moment that a clock is set to: text, or a date of TOML. Else its place, and why it is none.
fn moment(clock: &Spanned<toml::Value>) -> Result<Moment, (Range<usize>, String)> {
    let text = match clock.get_ref() {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        other => {
            let message =
                format!("expected a moment such as \"2026-03-01T23:30:00\", found a {}", other.type_str());
            return Err((clock.span(), message));
        }
    };
    text.parse().map_err(|error: crate::ras::WordError| (clock.span(), error.to_string()))
}

/// Sets a reading of a file in a policy and gives back its word. Else the place that is wrong, and why.
pub(super) fn reading_of(
    policy: &mut Policy,
    field: &Spanned<String>,
    reading: &Spanned<toml::Value>,
) -> Result<String, (Range<usize>, String)> {
    let word = match reading.get_ref() {
        toml::Value::String(word) => word.clone(),
        toml::Value::Integer(number) => number.to_string(),
        other => {
            let message = format!("expected the name of a reading, found a {}", other.type_str());
            return Err((reading.span(), message));
        }
    };
    policy.set(field.get_ref(), &word).map_err(|error| {
        let unknown_field = matches!(error, crate::ras::PolicyError::UnknownField { .. });
        (if unknown_field { field.span() } else { reading.span() }, error.to_string())
    })?;
    Ok(word)
}

/// The rules of a list, each of which can be kept, and all of them together. Else the place of one, and why not.
pub(super) fn checked_rules(rules: Vec<Spanned<Always>>) -> Result<Vec<Always>, (Range<usize>, String)> {
    for rule in &rules {
        rule.get_ref().check().map_err(|why| (rule.span(), why))?;
    }
    let (spans, rules): (Vec<_>, Vec<_>) =
        rules.into_iter().map(|rule| (rule.span(), rule.into_inner())).unzip();
    match contradictions(&rules) {
        None => Ok(rules),
        Some((_, second, why)) => Err((spans[second].clone(), why)),
    }
}

/// The text of a file of at most [`MAX_BYTES`]; `what` says in errors what it should be.
pub(super) fn text_of(path: &Path, what: &str) -> Result<String, ScenarioError> {
    let name = shown(path);
    let bytes =
        read_file(path, what, MAX_BYTES).map_err(|error| ScenarioError::of_file(&name, error.to_string()))?;
    text(bytes, &name)
}

fn text(bytes: Vec<u8>, name: &str) -> Result<String, ScenarioError> {
    String::from_utf8(bytes).map_err(|error| ScenarioError {
        place: Some(place(error.as_bytes(), error.utf8_error().valid_up_to())),
        ..ScenarioError::of_file(name, "expected UTF-8, found a byte that is not")
    })
}

/// The error of the parser or of serde, with its place.
pub(super) fn trouble(text: &str, name: &str, error: &toml::de::Error) -> ScenarioError {
    let span = error.span().unwrap_or_default();
    let found = text.get(span.clone()).unwrap_or_default();
    let mut key = key_at(text, span.clone());
    let message = match error.message().trim() {
        "missing field `steps`" => {
            key.clear();
            "expected `steps`, a list of what happens; found none".to_owned()
        }
        "duplicate key" => format!("duplicate key `{found}`"),
        "invalid type: map, expected a sequence" if key == "dll" => {
            "expected `[[dll]]`, found a single table".to_owned()
        }
        message => explain(message),
    };
    ScenarioError { file: name.to_owned(), place: Some(place(text.as_bytes(), span.start)), key, message }
}
