//! `mockras.toml`: what a project says of its DLL, found in the folder or above.

use std::path::{Path, PathBuf};
use std::sync::Once;

use mockras::scenario::{Config, Dll, Scenario, shown};

use super::environment::words;
use super::exit::UserError;
use super::native::{self, NativeFlags};
use super::terminal::tell;
use super::trust;

/// The word that stands for no file at all.
const NONE: &str = "none";

/// The file to read: the one that a flag or the environment names, or that of the project. None if there is none.
fn file(flag: Option<&Path>) -> Result<Option<PathBuf>, UserError> {
    let named: Option<PathBuf> = match flag {
        Some(path) => Some(path.to_owned()),
        None => words::<PathBuf>("MOCKRAS_CONFIG", None)?.pop(),
    };
    match named {
        Some(path) if path == Path::new(NONE) => Ok(None),
        Some(path) => Ok(Some(path)),
        None => Ok(near()),
    }
}

/// The file of the project: in this folder, or in the nearest above that has one.
fn near() -> Option<PathBuf> {
    let here = Path::new(".").canonicalize().ok()?;
    let found = here.ancestors().map(|folder| folder.join(Config::FILE)).find(|file| file.is_file())?;
    Some(pathdiff::diff_paths(&found, &here).unwrap_or(found))
}

/// What the project says. It is told once where that stands.
pub(super) fn config(flag: Option<&Path>) -> Result<Option<(PathBuf, Config)>, UserError> {
    static TOLD: Once = Once::new();
    let Some(path) = file(flag)? else { return Ok(None) };
    let config = Config::load(&path).map_err(|error| {
        UserError::new(error).hint("`--config none` reads no file; docs/reference/config.md describes it")
    })?;
    TOLD.call_once(|| tell(format_args!("note: {} is read", shown(&path))));
    Ok(Some((path, config)))
}

/// The DLLs that a configuration names, as they are found from here. Files must lie below its folder, as those of scenarios.
pub(super) fn dlls(path: &Path, config: &Config, flags: &NativeFlags) -> Result<Vec<String>, UserError> {
    let file = shown(path);
    let mut texts = Vec::new();
    for text in &config.dlls {
        let dll: Dll = text.parse().map_err(|error| UserError::new(format!("{file}: dll: {error}")))?;
        if dll.path.is_none() {
            texts.push(text.clone());
            continue;
        }
        let mut scenario = Scenario { dlls: vec![dll], ..Scenario::default() };
        if flags.runner.is_some() {
            trust::check_elsewhere(&scenario, path, &flags.allow_dll)?;
        } else {
            native::rebase(&mut scenario, path)?;
            trust::check(&scenario, path, &flags.allow_dll)?;
        }
        texts.extend(scenario.dlls.into_iter().filter_map(|dll| dll.path));
    }
    Ok(texts)
}
