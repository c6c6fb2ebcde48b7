//! Scenarios that the command brings along: the corpus, and those that show seeded faults.

use include_dir::{Dir, include_dir};
use mockras::generate::fault;
use mockras::scenario::Scenario;

/// The corpus as it was when the command was built.
static CORPUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../corpus");

/// The names of the corpus, such as `corpus/address4/pool.toml`, sorted.
pub(super) fn corpus() -> Vec<String> {
    let mut names: Vec<String> = CORPUS.dirs().flat_map(Dir::files).map(|file| name(file.path())).collect();
    names.sort_unstable();
    names
}

/// The name of a file of the corpus, with `/` on every system.
fn name(path: &std::path::Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    format!("corpus/{}", parts.join("/"))
}

/// The name of the scenario that shows a seeded fault.
pub(super) fn of_fault(fault: &str) -> String {
    format!("fault/{fault}.toml")
}

/// The built-in scenario of that name, if there is one.
pub(super) fn scenario(name: &str) -> Option<Scenario> {
    if let Some(fault) = name.strip_prefix("fault/").and_then(|name| name.strip_suffix(".toml")) {
        return fault::named(fault).map(fault::SeededFault::scenario);
    }
    let file = CORPUS.get_file(name.strip_prefix("corpus/")?)?;
    Scenario::parse(file.contents_utf8()?, name).ok()
}
