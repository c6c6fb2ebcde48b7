//! The scenarios that come with mockras, each of which shows one behaviour of the service.

use include_dir::{Dir, File, include_dir};

use super::{Dll, Scenario};
use crate::ras::Profile;

/// The corpus as it was when the crate was built.
static CORPUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/corpus");

/// A scenario of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusFile {
    name: String,
    text: &'static str,
}

/// Every scenario that comes with mockras, in the order of their names: the corpus that `mockras check` plays (feature
/// `corpus`).
///
/// Each names the DLLs that show its behaviour. To judge another, put that in their place:
///
/// ```
/// use mockras::check::all_rules;
/// use mockras::pipeline::{InProcess, Judging};
/// use mockras::scenario::{Dll, Stock};
///
/// let pool = Dll::stock(Stock::AddressPool);
/// let judging = Judging::by(all_rules());
/// let about_addresses = mockras::corpus().into_iter().filter(|file| file.topic() == "address4");
/// for scenario in about_addresses.filter_map(|file| file.with(pool.clone())) {
///     let (run, verdicts) = judging.judged(&scenario, &InProcess);
///     assert!(verdicts.errors().next().is_none(), "{run}");
/// }
/// ```
pub fn corpus() -> Vec<CorpusFile> {
    let mut files: Vec<CorpusFile> = CORPUS.dirs().flat_map(Dir::files).filter_map(CorpusFile::of).collect();
    files.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    files
}

/// The scenario of that name, such as `corpus/address4/pool.toml`, if there is one.
pub fn corpus_file(name: &str) -> Option<CorpusFile> {
    CorpusFile::of(CORPUS.get_file(name.strip_prefix("corpus/")?)?)
}

impl CorpusFile {
    fn of(file: &'static File<'static>) -> Option<Self> {
        // With `/` on every system.
        let parts: Vec<_> = file.path().iter().map(|part| part.to_string_lossy()).collect();
        let text = file.contents_utf8()?;
        parts.last()?.ends_with(".toml").then(|| Self { name: format!("corpus/{}", parts.join("/")), text })
    }

    /// The name by which the command plays it: `corpus/address4/pool.toml`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is about: `address4`. Of the topic `cases` are those that were saved because a seeded fault shows in them.
    pub fn topic(&self) -> &str {
        self.name.split('/').nth(1).unwrap_or_default()
    }

    /// What the file says. The comment at the top tells what it shows.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The scenario with this DLL in the place of those that it names, and without what is expected of them, as
    /// `mockras check --dll` plays it. `None` if it is written for another than the newest Windows version, or hands DLLs what
    /// is wrong on purpose.
    pub fn with(&self, dll: Dll) -> Option<Scenario> {
        let scenario = self.scenario().without_expectations();
        let is_for_it = scenario.profile == Profile::default() && scenario.hostile.is_empty();
        is_for_it.then(|| Scenario { dlls: vec![dll], dll_path: None, ..scenario })
    }

    /// The scenario.
    ///
    /// # Panics
    ///
    /// If it cannot be read, which the tests of mockras rule out.
    pub fn scenario(&self) -> Scenario {
        Scenario::parse(self.text, &self.name).expect("scenarios of the corpus can be read")
    }
}
