//! Wine, and how its programs are started.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use mockras::scenario::shown;

use super::super::exit::UserError;
use super::limited::{self, Ran};
use super::surroundings::Surroundings;

/// The names under which Wine starts programs; the first one starts those of 64 bits everywhere.
const NAMES: [&str; 2] = ["wine64", "wine"];

/// The names of its server, which all its processes share.
const SERVERS: [&str; 2] = ["wineserver64", "wineserver"];

/// How long a question may take that Wine answers by itself.
const SHORT: Duration = Duration::from_secs(30);

/// So many seconds the server stays after the last process has ended: the next command starts faster then.
const SERVER_STAYS: u32 = 60;

/// What brings Wine.
const HINT: &str = "install it (Debian: `apt-get install wine64`), or say with MOCKRAS_WINE=FILE where it is; \
                    --runner plays on another machine";

/// An installed Wine.
#[derive(Debug, Clone)]
pub(super) struct Wine {
    pub(super) program: PathBuf,
    /// What it says of its version.
    pub(super) version: String,
    pub(super) server: Option<PathBuf>,
}

impl Wine {
    /// The Wine that the user names, or that of the system.
    pub(super) fn find(surroundings: &Surroundings) -> Result<Self, UserError> {
        let program = match &surroundings.wine {
            Some(named) => named_program(named, surroundings)?,
            None => NAMES.iter().find_map(|name| surroundings.program(name)).ok_or_else(|| {
                UserError::new("expected Wine, which plays DLLs for Windows here, found none").hint(HINT)
            })?,
        };
        let asked = limited::run(Command::new(&program).arg("--version"), SHORT);
        let version = match &asked {
            Ok(ran) if ran.is_good() && ran.said.starts_with("wine") => {
                ran.said.lines().next().unwrap_or_default().trim().to_owned()
            }
            other => {
                let why = match other {
                    Ok(ran) => ran.ending(SHORT),
                    Err(error) => error.to_string(),
                };
                let program = shown(&program);
                return Err(UserError::new(format!(
                    "{program}: expected Wine, which tells its version with --version: {why}"
                ))
                .hint(HINT));
            }
        };
        let server = server(&program, surroundings);
        Ok(Self { program, version, server })
    }

    /// Sees to it that its server runs for this prefix, and stays for a while.
    pub(super) fn start_server(&self, variables: &Variables) {
        // Without it all is the same, and slower. If there is one already, it stays as it is.
        self.tell_server(&format!("-p{SERVER_STAYS}"), variables);
    }

    /// Ends all its processes of this prefix, and waits until what they have changed is written.
    pub(super) fn end_server(&self, variables: &Variables) {
        self.tell_server("-k", variables);
        self.tell_server("-w", variables);
    }

    fn tell_server(&self, word: &str, variables: &Variables) {
        if let Some(server) = &self.server {
            // There may be none, which is as good.
            let _ = limited::run(variables.put_over(Command::new(server).arg(word)), SHORT);
        }
    }

    /// Runs a program of Wine's own.
    pub(super) fn run(
        &self,
        arguments: &[&str],
        variables: &Variables,
        limit: Duration,
    ) -> std::io::Result<Ran> {
        limited::run(variables.put_over(Command::new(&self.program).args(arguments)), limit)
    }
}

/// A program that a variable names: its path, or its name.
fn named_program(named: &Path, surroundings: &Surroundings) -> Result<PathBuf, UserError> {
    let is_name = named.components().count() == 1 && !named.is_absolute();
    let found = named.to_str().filter(|_| is_name).and_then(|name| surroundings.program(name));
    match found {
        Some(found) => Ok(found),
        None if named.is_file() => Ok(std::path::absolute(named).unwrap_or_else(|_| named.to_owned())),
        None => {
            let named = shown(named);
            Err(UserError::new(format!("MOCKRAS_WINE: expected the program of Wine, found no file {named}"))
                .hint("without the variable, Wine is looked for on PATH and where packages put it"))
        }
    }
}

/// The server of this Wine, which is beside it, also where a link leads to it.
fn server(program: &Path, surroundings: &Surroundings) -> Option<PathBuf> {
    let real = program.canonicalize().ok();
    let folders = [Some(program), real.as_deref()].map(|path| path.and_then(Path::parent));
    let beside =
        |folder: &Path| SERVERS.map(|name| folder.join(name)).into_iter().find(|path| path.is_file());
    let beside = folders.into_iter().flatten().find_map(beside);
    beside.or_else(|| SERVERS.iter().find_map(|name| surroundings.program(name)))
}

/// The variables of the environment that programs under Wine have, and those that they do without.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables(Vec<(OsString, Option<OsString>)>);

impl Variables {
    pub(super) fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.0.push((name.into(), Some(value.into())));
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.push((name.into(), None));
    }

    fn put_over<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        for (name, value) in &self.0 {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<(OsString, Option<OsString>)> {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_wine_is_told_with_what_brings_it() {
        let error = Wine::find(&Surroundings::default()).expect_err("there is none").in_one_line();
        assert!(
            error.starts_with("expected Wine, which plays DLLs for Windows here, found none ("),
            "{error}"
        );
        assert!(error.contains("`apt-get install wine64`") && error.contains("MOCKRAS_WINE=FILE"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn server_is_the_one_beside_wine_also_behind_a_link() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name);
        for place in ["real", "bin"] {
            std::fs::create_dir(at(place)).expect("it can be made");
        }
        for file in ["real/wine64", "real/wineserver"] {
            std::fs::write(at(file), "").expect("it can be written");
        }
        std::os::unix::fs::symlink(at("real/wine64"), at("bin/wine64")).expect("a link can be made");
        let surroundings = Surroundings { programs: vec![at("bin")], ..Surroundings::default() };
        let found = server(&at("bin/wine64"), &surroundings).and_then(|path| path.canonicalize().ok());
        assert_eq!(found, at("real/wineserver").canonicalize().ok());
        std::fs::remove_file(at("real/wineserver")).expect("it was there");
        assert_eq!(server(&at("bin/wine64"), &surroundings), None);
    }
}
