//! Saved cases, which are scenarios with what was found in them.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::bounded::shown;
use super::file::{MAX_BYTES, Scenario, ScenarioError, text_of};
use super::place::{key_at, place};
use super::text::quoted;
use crate::ras::WordError;

/// A scenario that something was found in, as it is saved: a scenario file with a table `[case]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The scenario that was played.
    pub scenario: Scenario,
    /// What was found in it, and by which version, seed and DLLs.
    pub found: Discovery,
}

/// What was found in a scenario, and how: the table `[case]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Discovery {
    /// What repeats of one finding have in common.
    pub signature: String,
    /// The finding, as reports print it.
    pub finding: String,
    /// The version of mockras that found it.
    pub mockras: String,
    /// The seed, or none if the scenario was not generated.
    pub seed: Option<u64>,
    /// The number of the case from which it was shrunk.
    pub number: Option<u64>,
    /// How often the scenario has to be repeated in one life of the service, if `mockras soak` has found it.
    pub cycles: Option<u32>,
    /// The name of the lowest tier that the scenario takes.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::tier"))]
    pub tier: String,
    /// The seeded fault that the DLLs had, if any.
    pub fault: Option<String>,
    /// The names of the DLLs, with the hashes of those that are files.
    #[serde(default)]
    pub dlls: Vec<String>,
    /// What happened, as [`Transcript`](crate::transcript::Transcript) prints it. Of a long one it is the beginning.
    pub transcript: String,
}

/// How the last line begins of a transcript of which only the beginning is kept.
const LEFT_OUT: &str = "(left out: ";
/// The bytes that such a line and the end of a file take at most.
const SPARE: usize = 64;

impl Discovery {
    /// The transcript without the line that says that the rest was left out.
    pub fn kept_transcript(&self) -> &str {
        let last = self.transcript.trim_end_matches('\n').rfind('\n').map_or(0, |end| end + 1);
        if self.transcript[last..].starts_with(LEFT_OUT) {
            &self.transcript[..last]
        } else {
            &self.transcript
        }
    }
}

/// The part of a file that [`Scenario`] leaves out.
#[derive(Deserialize)]
struct CaseFile {
    case: Option<Discovery>,
}

/// The parts of a saved case whose place in the file matters to an error.
#[derive(Deserialize)]
struct Places {
    case: Option<Spans>,
}

#[derive(Deserialize)]
struct Spans {
    signature: Spanned<String>,
    tier: Spanned<String>,
}

/// The words of tiers, which are made elsewhere; a test there compares.
pub(crate) const TIERS: [&str; 4] = ["smoke", "default", "strict", "paranoid"];

impl Case {
    /// Reads a saved case.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ScenarioError> {
        let path = path.as_ref();
        let (scenario, found) = Self::load_any(path)?;
        Self::with(scenario, found, &shown(path))
    }

    /// Reads a saved case, or a scenario: nothing was found in that.
    pub fn load_any(path: impl AsRef<Path>) -> Result<(Scenario, Option<Discovery>), ScenarioError> {
        let path = path.as_ref();
        // Once: a second reading might find another text.
        let (text, name) = (text_of(path, "a scenario file")?, shown(path));
        Ok((Scenario::parse(&text, &name)?, found(&text, &name)?))
    }

    /// Reads the text of a saved case; `name` stands for the file in errors.
    pub fn parse(text: &str, name: &str) -> Result<Self, ScenarioError> {
        Self::with(Scenario::parse(text, name)?, found(text, name)?, name)
    }

    fn with(scenario: Scenario, found: Option<Discovery>, name: &str) -> Result<Self, ScenarioError> {
        let none = || fail(name, "expected a saved case, with a table [case]; found a scenario");
        Ok(Self { scenario, found: found.ok_or_else(none)? })
    }

    /// The text of a file that holds this case: it reads back as the same one. A transcript that would make the file
    /// longer than [`MAX_BYTES`] is cut at the end of a line, and its last line says so.
    pub fn to_toml(&self) -> String {
        let Discovery { signature, finding, mockras, seed, number, cycles, tier, fault, dlls, transcript } =
            &self.found;
        let dlls: Vec<String> = dlls.iter().map(|dll| quoted(dll)).collect();
        let fault = fault.as_ref().map(|name| format!("fault = {}\n", quoted(name))).unwrap_or_default();
        let line = |key: &str, number: &Option<u64>| number.map(|number| format!("{key} = {number}\n"));
        let cycles = cycles.map(u64::from);
        let origin = [line("seed", seed), line("number", number), line("cycles", &cycles)]
            .into_iter()
            .flatten()
            .collect::<String>();
        let mut text = format!(
            "{}\n[case]\nsignature = {}\nmockras = {}\n{origin}tier = {}\n{fault}dlls = [{}]\n\
             finding = {}\ntranscript = ",
            self.scenario.to_toml(),
            quoted(signature),
            quoted(mockras),
            quoted(tier),
            dlls.join(", "),
            lines(finding),
        );
        let free = (MAX_BYTES as usize).saturating_sub(text.len() + SPARE);
        text += &lines(&beginning(transcript, free));
        text + "\n"
    }
}

/// The table `[case]` of a text, if it has one.
fn found(text: &str, name: &str) -> Result<Option<Discovery>, ScenarioError> {
    let file: CaseFile = toml::from_str(text).map_err(|error| fail(name, error.message().trim()))?;
    let places: Places = toml::from_str(text).map_err(|error| fail(name, error.message().trim()))?;
    if let Some(Spans { signature, tier }) = places.case {
        let at = |span: Range<usize>, message: String| ScenarioError {
            place: Some(place(text.as_bytes(), span.start)),
            key: key_at(text, span),
            ..fail(name, &message)
        };
        if signature.get_ref().trim().is_empty() {
            return Err(at(signature.span(), "expected what was found, found nothing".to_owned()));
        }
        if !TIERS.contains(&tier.get_ref().as_str()) {
            return Err(at(tier.span(), WordError::new(tier.get_ref(), &TIERS, "").to_string()));
        }
    }
    Ok(file.case)
}

fn fail(name: &str, message: &str) -> ScenarioError {
    ScenarioError { key: "case".to_owned(), ..ScenarioError::of_file(name, message) }
}

/// The lines of a text that take no more than so many bytes in TOML, and if that is not all, a line that says so.
fn beginning(text: &str, free: usize) -> Cow<'_, str> {
    if spelled(text).len() <= free {
        return text.into();
    }
    let (mut kept, mut taken) = (0, SPARE);
    for line in text.split_inclusive('\n') {
        taken += spelled(line).len();
        if taken > free {
            break;
        }
        kept += line.len();
    }
    let many = text[kept..].lines().count();
    format!("{}{LEFT_OUT}{many} more lines)\n", &text[..kept]).into()
}

/// Text of several lines as TOML spells it.
fn lines(text: &str) -> String {
    format!("\"\"\"\n{}\"\"\"", spelled(text))
}

/// The text as it stands between the quotes.
fn spelled(text: &str) -> String {
    let mut spelled = String::new();
    for c in text.chars() {
        match c {
            '\\' => spelled += "\\\\",
            '"' => spelled += "\\\"",
            '\n' | '\t' => spelled.push(c),
            c if c.is_control() => spelled += &format!("\\u{:04x}", u32::from(c)),
            c => spelled.push(c),
        }
    }
    spelled
}
