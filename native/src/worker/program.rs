//! How a child is started.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::sanitizers::{self, Sanitizers};
use crate::ffi::process::heap_checks;
use mockras::scenario::Scenario;

/// What is started as a child, and how: a program whose `main` comes to [`child`](super::child()).
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) path: PathBuf,
    pub(super) arguments: Vec<OsString>,
    /// What it is started under, such as `valgrind -q`; nothing if it is started as it is.
    pub(super) wrap: Vec<OsString>,
    /// Whether it is a command that leads to such a program elsewhere.
    pub(super) is_remote: bool,
    /// The variables of its environment that are not as they are here, and those that it goes without.
    pub(super) variables: Vec<(OsString, Option<OsString>)>,
    /// Makes of a scenario the one that children are sent, if paths are others where they run.
    pub(super) translation: Option<fn(&Scenario) -> Scenario>,
}

impl Program {
    /// The command line, as it can be typed in a shell.
    pub(super) fn line(&self) -> String {
        let path = self.path.to_string_lossy();
        let words: Vec<_> = std::iter::once(path)
            .chain(self.arguments.iter().map(|argument| argument.to_string_lossy()))
            .collect();
        let words = || words.iter().map(|word| word.as_ref());
        shlex::try_join(words()).unwrap_or_else(|_| words().collect::<Vec<_>>().join(" "))
    }

    /// The text of a scenario as children read it.
    pub(super) fn text(&self, scenario: &Scenario) -> String {
        match self.translation {
            Some(translate) => translate(scenario).to_toml(),
            None => scenario.to_toml(),
        }
    }

    /// What starts it, and the folder for its temporary files. Where there is none, nobody looks at what is left there.
    pub(super) fn command(&self, sanitizers: &Sanitizers) -> (Command, Option<TempDir>) {
        let mut command = match self.wrap.split_first() {
            None => Command::new(&self.path),
            Some((wrap, words)) => {
                let mut command = Command::new(wrap);
                command.args(sanitizers::ends_at_first_report(wrap)).args(words).arg(&self.path);
                command
            }
        };
        command.args(&self.arguments);
        for (name, value) in &self.variables {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if self.is_remote {
            // The command may start others, all before it can be put into a group from here.
            #[cfg(unix)]
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
            return (command, None);
        }
        if sanitizers.is_needed() {
            // They have a heap of their own, and so has what a user wraps around.
            command.envs(sanitizers.variables());
        } else if self.wrap.is_empty() {
            command.envs(heap_checks());
        }
        let folder = own_folder();
        if let Some(folder) = &folder {
            command.envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, folder.path())));
        }
        (command, folder)
    }
}

/// A folder that goes with the child. On Windows it outlives a parent that is ended.
fn own_folder() -> Option<TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("mockras-");
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    folder.tempdir().ok()
}
