//! Variables of the environment that stand for flags.

use std::str::FromStr;

use mockras::ras::did_you_mean;

use super::exit::UserError;
use super::terminal::tell;

/// The variables that mean something to the command.
const VARIABLES: [&str; 14] = [
    "MOCKRAS_CONFIG",
    "MOCKRAS_PROFILE",
    "MOCKRAS_POLICY",
    "MOCKRAS_DLL",
    "MOCKRAS_DLL_PATH",
    "MOCKRAS_FAULT",
    "MOCKRAS_IN_PROCESS",
    "MOCKRAS_TIMEOUT",
    "MOCKRAS_RUNNER",
    "MOCKRAS_GUARD",
    "MOCKRAS_AFTER_CALL",
    "MOCKRAS_WINE",
    "MOCKRAS_WINDOWS_EXE",
    "MOCKRAS_DATA",
];

/// Tells of variables that look like those of the command and mean nothing: they would be ignored in silence.
pub(super) fn note_unknown_variables() {
    let names = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
    let mut unknown: Vec<String> =
        names.filter(|name| name.starts_with("MOCKRAS_") && !VARIABLES.contains(&name.as_str())).collect();
    unknown.sort();
    for name in unknown {
        let near = did_you_mean(&name, VARIABLES);
        let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        tell(format_args!("note: the variable {name} means nothing to mockras{near}"));
    }
}

/// The values in a variable of the environment. One that is empty counts as not set.
pub(super) fn words<T: FromStr<Err: ToString>>(
    name: &str,
    separator: Option<char>,
) -> Result<Vec<T>, UserError> {
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

/// How many things are done at the same time, where nobody says it.
pub(super) fn processors() -> u32 {
    std::thread::available_parallelism().map_or(1, |many| u32::try_from(many.get()).unwrap_or(1))
}
