//! What a folder of cases remembers of the last replay.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::ReplayOutcome;
use crate::exit::UserError;
use crate::saved::text_of;
use crate::target::write_own;

/// The name of the file in which a folder remembers what failed.
const STATE: &str = ".replay";
const STATE_TITLE: &str = "mockras replay 1";
const STATE_MAX: u64 = 1024 * 1024;

/// What a folder remembers of its cases.
pub(super) struct FolderMemory {
    folder: PathBuf,
    /// What failed the last time, and of that what was not played since.
    failed: BTreeSet<String>,
    before: BTreeSet<String>,
}

impl FolderMemory {
    /// What cannot be read is forgotten.
    pub(super) fn of(folder: &Path) -> Self {
        let text = text_of(&folder.join(STATE), "what `mockras replay` left", STATE_MAX).unwrap_or_default();
        let mut lines = text.lines();
        let is_known = lines.next() == Some(STATE_TITLE);
        let failed: BTreeSet<String> = lines.filter(|_| is_known).map(str::to_owned).collect();
        Self { folder: folder.to_owned(), before: failed.clone(), failed }
    }

    /// What the folder calls a file of its own: the same on every system.
    fn name(&self, file: &Path) -> Option<String> {
        let inside = file.strip_prefix(&self.folder).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }

    pub(super) fn failed(&self, file: &Path) -> bool {
        self.name(file).is_some_and(|name| self.before.contains(&name))
    }

    pub(super) fn note(&mut self, file: &Path, came: &ReplayOutcome) {
        let Some(name) = self.name(file) else { return };
        match came {
            ReplayOutcome::Failing => drop(self.failed.insert(name)),
            ReplayOutcome::Fixed(_) => drop(self.failed.remove(&name)),
            // Nothing is known of those.
            ReplayOutcome::Refused(_) | ReplayOutcome::NotStarted(_) | ReplayOutcome::Cut(_) => {}
        }
    }

    pub(super) fn save(&self) -> Result<(), UserError> {
        // A case that was deleted is not remembered.
        let failed = self.failed.iter().filter(|name| self.folder.join(name).is_file());
        let failed: BTreeSet<String> = failed.cloned().collect();
        if failed == self.before {
            return Ok(());
        }
        let lines: String = failed.iter().map(|name| format!("{name}\n")).collect();
        write_own(&self.folder.join(STATE), &format!("{STATE_TITLE}\n{lines}"))
    }
}
