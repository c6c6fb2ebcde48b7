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

/// With `/` on every system.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corpus_is_that_of_the_sources_and_can_be_read() {
        let here = mockras_testing::source::root();
        let names = corpus();
        let mut files = Vec::new();
        for folder in std::fs::read_dir(here.join("corpus")).expect("the corpus is there") {
            let folder = folder.expect("a folder").path();
            for file in std::fs::read_dir(folder).expect("it can be read") {
                let path = file.expect("a file").path();
                files.push(name(path.strip_prefix(here.join("corpus")).expect("it lies there")));
            }
        }
        files.sort_unstable();
        assert_eq!(names, files, "the corpus has changed since this was built: touch cli/src/builtin.rs");
        assert!(names.iter().all(|name| scenario(name).is_some()));
        assert!(scenario("corpus/none.toml").is_none() && scenario("fault/none.toml").is_none());
    }

    #[test]
    fn every_fault_has_its_scenario() {
        assert!(fault::all().all(|fault| scenario(&of_fault(fault.name)).is_some()));
    }
}
