//! `mockras.toml`: what holds for every scenario of a DLL, written or generated.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::bounded::shown;
use super::expect::Always;
use super::file::{ScenarioError, checked_rules, fail_at, reading_of, text_of, trouble};
use super::registry::{Registry, RegistryTable};
use super::text::one_or_many;
use crate::ras::{Name, Policy};

/// What a project says of its DLL in one place: the file `mockras.toml`.
///
/// ```
/// use mockras::scenario::Config;
///
/// let text = r#"
///     dll = "./libgate.so"
///     profile = "server-2012"
///     [vocabulary]
///     users = ["mallory", "svc-backup"]
///     [[always]]
///     name = "mallory stays out"
///     when = { user = "mallory" }
///     expect = { state = "refused" }
/// "#;
/// let config = Config::parse(text, "mockras.toml").expect("a configuration");
/// assert_eq!(config.always[0].id(), "expect/mallory-stays-out");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// The DLLs, as `--dll` takes them. Paths start where the file is.
    pub dlls: Vec<String>,
    /// The Windows versions, as `--profile` takes them.
    pub profile: Option<String>,
    /// The readings of open questions, as `--policy` takes them.
    pub policy: Vec<(String, String)>,
    /// How long a call of a native DLL may take, as `--timeout` takes it.
    pub timeout: Option<String>,
    /// Names that generated scenarios use.
    pub vocabulary: Words,
    /// What DLLs find in the registry, where a scenario says nothing else.
    pub registry: Registry,
    /// What is expected in every run.
    pub always: Vec<Always>,
}

/// The table `[vocabulary]`: names that mean something to the DLL.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    /// Users who dial.
    #[serde(default)]
    pub users: Vec<Name>,
    /// Their domains.
    #[serde(default)]
    pub domains: Vec<Name>,
    /// Their computers.
    #[serde(default)]
    pub computers: Vec<Name>,
    /// Ports on which calls come in.
    #[serde(default)]
    pub ports: Vec<Name>,
    /// Interfaces.
    #[serde(default)]
    pub interfaces: Vec<Name>,
}

/// The file as serde reads it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ConfigFile {
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::dlls"))]
    dll: Option<Vec<String>>,
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::versions"))]
    profile: Option<Vec<String>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::policy"))]
    policy: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    timeout: Option<String>,
    #[serde(default)]
    vocabulary: Words,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::registry"))]
    registry: RegistryTable,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Always>"))]
    always: Vec<Spanned<Always>>,
}

impl Config {
    /// The name of the file.
    pub const FILE: &str = "mockras.toml";

    /// Reads the file, of at most [`MAX_BYTES`](super::MAX_BYTES).
    pub fn load(path: &Path) -> Result<Self, ScenarioError> {
        Self::parse(&text_of(path, "a configuration")?, &shown(path))
    }

    /// Reads the text of the file; `name` stands for the file in errors.
    pub fn parse(text: &str, name: &str) -> Result<Self, ScenarioError> {
        let file: ConfigFile = toml::from_str(text).map_err(|error| trouble(text, name, &error))?;
        let mut policy = Policy::default();
        let mut readings = Vec::new();
        for (field, reading) in file.policy {
            let word = reading_of(&mut policy, &field, &reading)
                .map_err(|(span, why)| fail_at(text, name, Some(span), &why))?;
            readings.push((field.into_inner(), word));
        }
        let placed = |(span, why): (_, String)| fail_at(text, name, Some(span), &why);
        let registry = Registry::of_table(file.registry).map_err(placed)?;
        let always = checked_rules(file.always).map_err(placed)?;
        Ok(Self {
            dlls: file.dll.unwrap_or_default(),
            profile: file.profile.map(|profiles| profiles.join(",")),
            policy: readings,
            timeout: file.timeout,
            vocabulary: file.vocabulary,
            registry,
            always,
        })
    }
}
