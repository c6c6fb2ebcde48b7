//! What a scenario is played with: flags go before the environment, that before the file, that before defaults.

use std::path::{Path, PathBuf};

use clap::Args;
use mockras::generate::{Shape, Tier, Vocabulary};
use mockras::ras::{Policy, PolicyField, Profile};
use mockras::scenario::{Always, Config, Dll, DllPath, MAX_DLLS, Registry, Scenario, shown};

use super::config;
use super::environment::{note_unknown_variables, words};
use super::exit::UserError;
use super::flag_value::{DllFlag, FaultName, Reading, Written};
use super::native::{self, NativeFlags};
use super::player::{CommandPlayer, REMOTE_CHILD};
use super::scenarios;
use super::trust;
use super::verdict::Profiles;
use super::windows_half;

/// The flags of every verb that plays scenarios.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
#[command(next_help_heading = "What is played")]
pub(super) struct Setup {
    /// Play this Windows version; to judge, several or all (`list profiles`) [MOCKRAS_PROFILE]
    #[arg(long, value_name = "NAME")]
    profile: Option<Profiles>,
    /// Read an open question this way (`list policies`) [MOCKRAS_POLICY]
    #[arg(long, value_name = "KEY=VALUE", value_delimiter = ',')]
    policy: Vec<Reading>,
    /// Play against this DLL: its path, or stock:NAME,OPTION=VALUE.. (`list stock`) [MOCKRAS_DLL]
    #[arg(long, value_name = "DLL")]
    dll: Vec<Written<Dll>>,
    /// The same, as a list that the registry value DLLPath holds [MOCKRAS_DLL_PATH]
    #[arg(long, value_name = "LIST", conflicts_with = "dll")]
    dll_path: Option<DllPath>,
    /// Give every DLL this seeded fault (`list faults`) [MOCKRAS_FAULT]
    #[arg(long, value_name = "NAME")]
    fault: Option<FaultName>,
    /// Read this, not the mockras.toml here or above; none reads no file [MOCKRAS_CONFIG]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How native DLLs are run
    #[command(flatten)]
    native: NativeFlags,
    /// What the project expects in every run.
    #[arg(skip)]
    always: Vec<Always>,
    /// What DLLs find in the registry of the project.
    #[arg(skip)]
    registry: Registry,
    /// The names that mean something to the project.
    #[arg(skip)]
    vocabulary: Vocabulary,
}

impl Setup {
    /// Whether no flag was given.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What the environment says.
    pub(super) fn from_environment() -> Result<Self, UserError> {
        note_unknown_variables();
        Ok(Self {
            profile: words("MOCKRAS_PROFILE", None)?.pop(),
            policy: words("MOCKRAS_POLICY", Some(','))?,
            dll: words("MOCKRAS_DLL", Some(';'))?,
            dll_path: words("MOCKRAS_DLL_PATH", None)?.pop(),
            fault: words("MOCKRAS_FAULT", None)?.pop(),
            native: NativeFlags::from_environment()?,
            ..Self::default()
        })
    }

    /// The same against this DLL alone.
    pub(super) fn against(&self, dll: DllFlag) -> Self {
        Self { dll: vec![dll], dll_path: None, ..self.clone() }
    }

    /// What flags, environment and the project say together.
    pub(super) fn with_environment(self) -> Result<Self, UserError> {
        let config = self.config.clone();
        let setup = self.with_variables()?;
        match config::config(config.as_deref())? {
            None => Ok(setup),
            Some((path, config)) => setup.with_config(&path, config),
        }
    }

    /// The same with what the project says, where flags and environment do not say it.
    fn with_config(mut self, path: &Path, config: Config) -> Result<Self, UserError> {
        let parsed = |key: &str, error: &dyn std::fmt::Display| {
            UserError::new(format!("{}: {key}: {error}", shown(path)))
        };
        if !self.has_dlls() {
            for text in config::dlls(path, &config, &self.native)? {
                self.dll.push(text.parse().map_err(|error| parsed("dll", &error))?);
            }
        }
        if let (None, Some(profile)) = (&self.profile, &config.profile) {
            self.profile = Some(profile.parse().map_err(|error| parsed("profile", &error))?);
        }
        if let (None, Some(timeout), false) = (self.native.timeout, &config.timeout, self.native.in_process) {
            self.native.timeout = Some(native::timeout(timeout).map_err(|error| parsed("timeout", &error))?);
        }
        let readings = config.policy.into_iter().map(|(field, reading)| Reading { field, reading });
        self.policy = readings.chain(self.policy).collect();
        self.always = config.always;
        self.registry = config.registry;
        self.vocabulary = config.vocabulary.into();
        Ok(self)
    }

    /// What environment and flags say together.
    fn with_variables(self) -> Result<Self, UserError> {
        let environment = Self::from_environment()?;
        if !environment.dll.is_empty() && environment.dll_path.is_some() {
            return Err(UserError::new("expected MOCKRAS_DLL or MOCKRAS_DLL_PATH, found both"));
        }
        self.profile.as_ref().or(environment.profile.as_ref()).into_iter().for_each(Profiles::tell_of_others);
        // DLLs that a flag names replace those of the environment, however either names them.
        let (dll, dll_path) = match (&self.dll[..], &self.dll_path) {
            ([], None) => (environment.dll, environment.dll_path),
            _ => (self.dll, self.dll_path),
        };
        Ok(Self {
            profile: self.profile.or(environment.profile),
            policy: [environment.policy, self.policy].concat(),
            dll,
            dll_path,
            fault: self.fault.or(environment.fault),
            native: self.native.or(environment.native),
            ..self
        })
    }

    /// The DLLs that stand in for those of scenarios, as they were written.
    pub(super) fn dlls(&self) -> Vec<String> {
        self.dll.iter().map(|dll| dll.text.clone()).collect()
    }

    /// The name of the seeded fault.
    pub(super) fn fault(&self) -> Option<&'static str> {
        self.fault.map(|fault| fault.0)
    }

    /// The flags, as they can be typed.
    pub(super) fn flags(&self) -> Vec<String> {
        let dlls = self.dll.iter().flat_map(|dll| ["--dll".to_owned(), dll.text.clone()]);
        dlls.chain(self.flags_but_dlls()).collect()
    }

    /// The same, with native DLLs in the process of the command.
    pub(super) fn in_process(&self) -> Self {
        Self { native: self.native.in_process(), ..self.clone() }
    }

    /// The flags without `--dll`.
    pub(super) fn flags_but_dlls(&self) -> Vec<String> {
        let profile = self.profile.as_ref();
        let profile = profile.map(|profiles| ["--profile".to_owned(), profiles.text().to_owned()]);
        let policy = self
            .policy
            .iter()
            .map(|Reading { field, reading }| ["--policy".to_owned(), format!("{field}={reading}")]);
        let fault = self.fault().map(|fault| ["--fault".to_owned(), fault.to_owned()]);
        let list = self.dll_path.as_ref().map(|list| ["--dll-path".to_owned(), list.text().to_owned()]);
        let flags = list.into_iter().chain(profile).chain(policy).chain(fault).flatten();
        flags.chain(self.native.flags()).collect()
    }

    /// The flags that say how native DLLs are run, as they can be typed.
    pub(super) fn how_run(&self) -> Vec<String> {
        self.native.flags()
    }

    /// Whether DLLs stand in for those of scenarios.
    pub(super) fn has_dlls(&self) -> bool {
        !self.dll.is_empty() || self.dll_path.is_some()
    }

    /// A flag, and its variable, that makes a saved case another one than it was: it may then not show its finding with
    /// the DLL being as it was.
    pub(super) fn alters_cases(&self) -> Option<[&'static str; 2]> {
        match self {
            Self { profile: Some(_), .. } => Some(["--profile", "MOCKRAS_PROFILE"]),
            Self { policy, .. } if !policy.is_empty() => Some(["--policy", "MOCKRAS_POLICY"]),
            Self { fault: Some(_), .. } => Some(["--fault", "MOCKRAS_FAULT"]),
            _ => None,
        }
    }

    /// The same with the seeded fault of a saved case, unless other DLLs or another fault were asked for.
    pub(super) fn with_fault_of(&self, case: Option<&str>) -> Result<Self, String> {
        let mut setup = self.clone();
        if let (Some(name), None, false) = (case, self.fault(), self.has_dlls()) {
            setup.fault = Some(name.parse()?);
        }
        Ok(setup)
    }

    /// Who plays the scenarios.
    pub(super) fn player(&self) -> Result<CommandPlayer, UserError> {
        let mut scenario = Scenario::default();
        self.put_over(&mut scenario);
        self.require_windows(&scenario)?;
        CommandPlayer::new(&self.native, self.fault.map(FaultName::fault))
    }

    /// Sees to it that DLLs for Windows can be played on another system.
    fn require_windows(&self, scenario: &Scenario) -> Result<(), UserError> {
        let is_elsewhere = self.native.in_process || self.is_elsewhere();
        if is_elsewhere {
            return Ok(());
        }
        if self.native.wrap.is_some() && windows_half::of(scenario).is_some() {
            return Err(UserError::new("--wrap: expected a DLL of this system, found one for Windows")
                .hint("wrap a build of it for this system"));
        }
        windows_half::require(scenario, &REMOTE_CHILD)
    }

    /// Another player, for a further thread, when there is one already.
    pub(super) fn another_player(&self) -> Result<CommandPlayer, UserError> {
        CommandPlayer::another(&self.native, self.fault.map(FaultName::fault))
    }

    /// Where files of DLLs are missing, where that can be seen from here.
    fn tell_of_missing(&self, scenario: &Scenario) -> Result<(), UserError> {
        if self.is_elsewhere() { Ok(()) } else { native::tell_of_missing(scenario) }
    }

    /// Whether the files of native DLLs are those of another system, or may be.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.native.runner.is_some()
    }

    /// What scenarios have in common that are generated for these flags: the DLLs under test are those of the flags, or
    /// those that show the seeded fault, and what the flags say is not drawn.
    pub(super) fn shape(&self, tier: Tier, steps_max: u32) -> Result<Shape, UserError> {
        let demo = self.fault.map(|name| name.fault().scenario()).unwrap_or_default();
        let mut scenario = Scenario { dlls: demo.dlls, always: demo.always, ..Scenario::default() };
        self.put_over(&mut scenario);
        not_too_many(&scenario)?;
        self.tell_of_missing(&scenario)?;
        self.require_windows(&scenario)?;
        let reading = |field: &'static PolicyField| {
            let asked = self.policy.iter().rev().find(|asked| asked.field == field.name)?;
            let (reading, _) = field.readings.iter().find(|(reading, _)| *reading == asked.reading)?;
            Some((field.name, *reading))
        };
        Ok(Shape {
            tier,
            steps_max,
            subjects: scenario.specs(),
            profiles: self
                .profile
                .as_ref()
                .map_or(vec![Profile::default()], |profiles| profiles.list.clone()),
            is_hostile: false,
            readings: Policy::FIELDS.iter().filter_map(reading).collect(),
            vocabulary: self.vocabulary.clone(),
            always: scenario.always,
            registry: scenario.registry,
        })
    }

    /// Reads a scenario, and puts the flags over it.
    pub(super) fn scenario(&self, path: &Path) -> Result<Scenario, UserError> {
        let scenario = self.over(scenarios::read(path)?, path)?;
        self.tell_of_missing(&scenario)?;
        Ok(scenario)
    }

    /// Puts the flags over a scenario that was read from this file. DLLs that it names itself are run only if they lie
    /// below its folder, or below one that was allowed.
    pub(super) fn over(&self, mut scenario: Scenario, file: &Path) -> Result<Scenario, UserError> {
        if !self.has_dlls() {
            let allowed = &self.native.allow_dll;
            if self.is_elsewhere() {
                trust::check_elsewhere(&scenario, file, allowed)?;
            } else {
                native::rebase(&mut scenario, file)?;
                trust::check(&scenario, file, allowed)?;
            }
        }
        if let Some(profiles) = &self.profile {
            scenario.profile = profiles.one()?;
        }
        self.put_over(&mut scenario);
        not_too_many(&scenario)?;
        self.require_windows(&scenario)?;
        Ok(scenario)
    }

    /// What the project expects in every run.
    pub(super) fn always(&self) -> &[Always] {
        &self.always
    }

    /// The Windows versions that were asked for.
    pub(super) fn profiles(&self) -> Option<&[Profile]> {
        self.profile.as_ref().map(|profiles| profiles.list.as_slice())
    }

    /// The same on this Windows version, or on that of each scenario.
    pub(super) fn on(&self, profile: Option<Profile>) -> Self {
        let named = |profile: Profile| profile.name().parse().expect("a version has its name");
        Self { profile: profile.map(named), ..self.clone() }
    }

    /// The same with these readings as well.
    pub(super) fn reading(mut self, more: Vec<Reading>) -> Self {
        self.policy.extend(more);
        self
    }

    /// The readings that flags and environment ask for.
    pub(super) fn readings(&self) -> &[Reading] {
        &self.policy
    }

    fn put_over(&self, scenario: &mut Scenario) {
        self.policy.iter().for_each(|reading| reading.put_into(&mut scenario.policy));
        if !self.dll.is_empty() {
            scenario.dlls = self.dll.iter().map(|dll| dll.value.clone()).collect();
            scenario.dll_path = None;
        }
        if self.dll_path.is_some() {
            scenario.dlls.clear();
            scenario.dll_path = self.dll_path.clone();
        }
        self.native.put_over(scenario);
        // What the project says of a rule now goes before what a saved case says.
        scenario.always.retain(|rule| self.always.iter().all(|own| own.id() != rule.id()));
        scenario.always.extend(self.always.iter().cloned());
        scenario.registry = std::mem::take(&mut scenario.registry).over(&self.registry);
    }
}

/// Flags can name more DLLs than a scenario may have.
fn not_too_many(scenario: &Scenario) -> Result<(), UserError> {
    match scenario.dlls.len() {
        many if many > MAX_DLLS => {
            Err(UserError::new(format!("expected at most {MAX_DLLS} DLLs, found {many}")))
        }
        _ => Ok(()),
    }
}
