//! What a scenario is played with: flags go before the environment, that before the file, that before defaults.

use std::io;
use std::path::Path;
use std::str::FromStr;

use clap::Args;
use mockras::ras::{Policy, Profile};
use mockras::scenario::{Dll, MAX_DLLS, Scenario, ScenarioError};

use super::exit::UserError;
use super::told::tell;

/// The flags of every verb that plays scenarios.
#[derive(Args, Debug, Default, PartialEq, Eq)]
pub(super) struct Setup {
    /// The Windows version that is played (environment: MOCKRAS_PROFILE); see `mockras list profiles`
    #[arg(long, value_name = "NAME")]
    profile: Option<Profile>,
    /// How an open question of the documentation is read; may be repeated (environment: MOCKRAS_POLICY, joined by
    /// commas); see `mockras list policies`
    #[arg(long, value_name = "KEY=VALUE", value_delimiter = ',')]
    policy: Vec<Reading>,
    /// A DLL to play against instead of those of the file: stock:NAME, or stock:NAME,OPTION=VALUE..; may be repeated,
    /// in registry order (environment: MOCKRAS_DLL, joined by semicolons); see `mockras list stock`
    #[arg(long, value_name = "DLL")]
    dll: Vec<Dll>,
}

/// A policy and the reading to set.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    field: String,
    reading: String,
}

impl FromStr for Reading {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (field, reading) =
            text.split_once('=').ok_or_else(|| format!("expected KEY=VALUE, found `{text}`"))?;
        Policy::default().set(field, reading).map_err(|error| error.to_string())?;
        Ok(Self { field: field.to_owned(), reading: reading.to_owned() })
    }
}

impl Setup {
    /// Whether no flag was given.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What the environment says.
    pub(super) fn from_environment() -> Result<Self, UserError> {
        Ok(Self {
            profile: words("MOCKRAS_PROFILE", None)?.pop(),
            policy: words("MOCKRAS_POLICY", Some(','))?,
            dll: words("MOCKRAS_DLL", Some(';'))?,
        })
    }

    /// Reads a scenario from a file, or from standard input if it is `-`, and puts environment and flags over it.
    pub(super) fn scenario(&self, path: &Path) -> Result<Scenario, UserError> {
        let read = match path.to_str() {
            Some("-") => Scenario::read(io::stdin().lock(), "<stdin>"),
            _ => Scenario::load(path),
        };
        let mut scenario = read.map_err(|error| match hint(&error) {
            Some(hint) => UserError::new(error).hint(hint),
            None => UserError::new(error),
        })?;
        Self::from_environment()?.put_over(&mut scenario);
        self.put_over(&mut scenario);
        if scenario.dlls.len() > MAX_DLLS {
            return Err(UserError::new(format!(
                "expected at most {MAX_DLLS} DLLs, found {}",
                scenario.dlls.len()
            )));
        }
        warn_of_decided(&scenario);
        Ok(scenario)
    }

    fn put_over(&self, scenario: &mut Scenario) {
        scenario.profile = self.profile.unwrap_or(scenario.profile);
        for Reading { field, reading } in &self.policy {
            scenario.policy.set(field, reading).expect("readings were checked when they were parsed");
        }
        if !self.dll.is_empty() {
            scenario.dlls.clone_from(&self.dll);
        }
    }
}

/// Where a user finds what could stand in the place of the trouble.
fn hint(error: &ScenarioError) -> Option<&'static str> {
    let (top, _) = error.key.split_at(error.key.find(['.', '[']).unwrap_or(error.key.len()));
    // A file that is no text at all, or of another version, needs other help; some messages say where to look.
    let is_known = error.place.is_none() || top == "format" || error.message.contains("`mockras list");
    (!is_known).then_some(match top {
        "steps" => "`mockras list steps` shows every step and its fields",
        "dll" => "`mockras list stock` shows the DLLs and their options",
        "policy" => "`mockras list policies` shows the policies and their readings",
        "profile" => "`mockras list profiles` shows the Windows versions",
        _ => "`mockras run --help` shows a scenario",
    })
}

/// The values in a variable of the environment. One that is empty counts as not set.
fn words<T: FromStr<Err: ToString>>(name: &str, separator: Option<char>) -> Result<Vec<T>, UserError> {
    let Some(value) = std::env::var_os(name) else { return Ok(Vec::new()) };
    let text =
        value.to_str().ok_or_else(|| UserError::new(format!("{name}: expected UTF-8, found other bytes")))?;
    text.split(|c| Some(c) == separator)
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.parse().map_err(|error: T::Err| UserError::new(format!("{name}: {}", error.to_string())))
        })
        .collect()
}

/// A reading that was asked for is not in force where a page decides the question for this Windows version.
fn warn_of_decided(scenario: &Scenario) {
    let Scenario { profile, policy, .. } = scenario;
    for (field, decided, rules) in profile.decided() {
        let asked = policy.reading(field).filter(|asked| asked != decided);
        if let Some(asked) = asked {
            tell(format_args!(
                "note: {profile} decides {field}: {decided} ({rules}); `{asked}` has no effect"
            ));
        }
    }
}
