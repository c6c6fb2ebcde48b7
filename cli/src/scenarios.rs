//! Where scenarios come from: files, standard input, and the command itself, which brings along the corpus and the
//! scenarios that show seeded faults.

use std::io;
use std::path::Path;

use mockras::generate::fault;
use mockras::scenario::{Scenario, ScenarioError, corpus_file};

use super::exit::UserError;

/// The names of the corpus, such as `corpus/address4/pool.toml`, sorted.
pub(super) fn corpus() -> Vec<String> {
    mockras::corpus().iter().map(|file| file.name().to_owned()).collect()
}

/// The name of the scenario that shows a seeded fault.
pub(super) fn of_fault(fault: &str) -> String {
    format!("fault/{fault}.toml")
}

/// The built-in scenario of that name, if there is one.
pub(super) fn builtin(name: &str) -> Option<Scenario> {
    if let Some(fault) = name.strip_prefix("fault/").and_then(|name| name.strip_suffix(".toml")) {
        return fault::named(fault).map(fault::SeededFault::scenario);
    }
    corpus_file(name).map(|file| file.scenario())
}

/// Reads a scenario from a file, or from standard input if it is `-`, or one that the command brings along.
pub(super) fn read(path: &Path) -> Result<Scenario, UserError> {
    let found = path.to_str().filter(|_| !path.exists()).and_then(builtin);
    let read = match (path.to_str(), found) {
        (_, Some(found)) => Ok(found),
        (Some("-"), None) => Scenario::read(io::stdin().lock(), "<stdin>"),
        _ => Scenario::load(path),
    };
    read.map_err(|error| match hint(&error) {
        Some(hint) => UserError::new(error).hint(hint),
        None => UserError::new(error),
    })
}

/// Where a user finds what could stand in the place of the trouble.
fn hint(error: &ScenarioError) -> Option<&'static str> {
    let (top, _) = error.key.split_at(error.key.find(['.', '[']).unwrap_or(error.key.len()));
    // A file that is no text at all, or of another version, needs other help; some messages say where to look.
    let is_known = error.place.is_none() || top == "format" || error.message.contains("`mockras list");
    (!is_known).then_some(match top {
        "steps" => "`mockras list steps` shows every step and its fields",
        "dll" | "dll-path" => "`mockras list stock` shows the DLLs and their options",
        "policy" => "`mockras list policies` shows the policies and their readings",
        "profile" => "`mockras list profiles` shows the Windows versions",
        _ => "`mockras run --help` shows a scenario",
    })
}
