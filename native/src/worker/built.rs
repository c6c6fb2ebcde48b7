//! Finds the library that cargo has built of a package under test.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The library of a package, a `cdylib`, for its integration tests.
///
/// Cargo builds it with the tests if `crate-type` is `["cdylib", "rlib"]`, and that one is taken: it lies beside the test
/// executable or one folder above, and of the two the newer counts. If there is none, `cargo build --lib` makes it, with the
/// profile and the target of the test, but with default features. What a crate of another name has under `[lib] name` is
/// found by that name.
///
/// ```no_run
/// use mockras::scenario::Dll;
///
/// let gate = mockras_native::built_library(env!("CARGO_PKG_NAME")).expect("the crate is a cdylib");
/// let gate = Dll::file(gate.to_str().expect("the path is text"));
/// ```
///
/// # Errors
///
/// If there is none and cargo makes none: the error says what was looked for, and what cargo says.
pub fn built_library(package: &str) -> Result<PathBuf, BuiltLibraryError> {
    let file = format!("{}{}{}", env::consts::DLL_PREFIX, package.replace('-', "_"), env::consts::DLL_SUFFIX);
    let test = env::current_exe().unwrap_or_default();
    let places: Vec<PathBuf> = test.ancestors().skip(1).take(2).map(|folder| folder.join(&file)).collect();
    let newest = places.iter().filter_map(|place| Some((fs::metadata(place).ok()?.modified().ok()?, place)));
    if let Some((_, place)) = newest.max() {
        return Ok(place.clone());
    }
    built_now(package, &test).map_err(|cargo| BuiltLibraryError {
        package: package.to_owned(),
        places,
        cargo,
    })
}

/// There is no library of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltLibraryError {
    /// The package.
    pub package: String,
    /// The files that were looked for.
    pub places: Vec<PathBuf>,
    /// What came of having cargo build it.
    pub cargo: String,
}

impl fmt::Display for BuiltLibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { package, places, cargo } = self;
        let places: Vec<_> = places.iter().map(|place| place.to_string_lossy()).collect();
        write!(
            f,
            "there is no library of the package `{package}`: looked for {}; then {cargo}. Its Cargo.toml needs `[lib]` with \
             `crate-type = [\"cdylib\", \"rlib\"]`",
            places.join(" and ")
        )
    }
}

impl std::error::Error for BuiltLibraryError {}

/// Has cargo build the library, and returns where it is.
fn built_now(package: &str, test: &Path) -> Result<PathBuf, String> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--lib", "--package", package, "--message-format=json-render-diagnostics"]);
    command.args(as_built(test)).stdin(Stdio::null()).stderr(Stdio::piped());
    if let Some(folder) = env::var_os("CARGO_MANIFEST_DIR") {
        command.current_dir(folder);
    }
    let output = command.output().map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().find(|line| line.starts_with("error")).unwrap_or("it fails").to_owned();
        return Err(format!("`cargo build --lib --package {package}` says: {first}"));
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let library = said.lines().rev().find_map(library_in);
    library.ok_or_else(|| format!("`cargo build --lib --package {package}` makes no cdylib"))
}

/// The flags with which the test was built, as far as its path tells: `target/<triple>/<profile>/deps/<test>`.
fn as_built(test: &Path) -> Vec<String> {
    let mut folders = test.ancestors().skip(2);
    let name = |folder: Option<&Path>| Some(folder?.file_name()?.to_string_lossy().into_owned());
    let (profile, above) = (folders.next(), folders.next());
    let mut flags = match name(profile).as_deref() {
        None | Some("debug") => Vec::new(),
        Some("release") => vec!["--release".to_owned()],
        Some(other) => vec!["--profile".to_owned(), other.to_owned()],
    };
    let triple = name(above).filter(|name| name.split('-').count() >= 3);
    let target = if triple.is_some() { folders.next() } else { above };
    flags.extend(triple.into_iter().flat_map(|triple| ["--target".to_owned(), triple]));
    let target = target.map(|target| target.to_string_lossy().into_owned());
    flags.extend(target.into_iter().flat_map(|target| ["--target-dir".to_owned(), target]));
    flags
}

/// The library in a message of cargo, if that tells of one.
fn library_in(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let kinds = message["target"]["crate_types"].as_array()?;
    kinds.iter().find(|kind| **kind == "cdylib")?;
    let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    files.filter(|file| file.ends_with(env::consts::DLL_SUFFIX)).map(PathBuf::from).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_those_of_the_test() {
        let flags = |path: &str| as_built(Path::new(path)).join(" ");
        assert_eq!(flags("/w/target/debug/deps/gate-1"), "--target-dir /w/target");
        assert_eq!(flags("/w/target/release/deps/gate-1"), "--release --target-dir /w/target");
        assert_eq!(
            flags("/w/target/x86_64-pc-windows-gnu/small/deps/gate-1"),
            "--profile small --target x86_64-pc-windows-gnu --target-dir /w/target"
        );
    }

    #[test]
    fn library_is_found_in_what_cargo_says() {
        let file = format!("/w/target/debug/gate{}", env::consts::DLL_SUFFIX);
        let artifact = serde_json::json!({
            "reason": "compiler-artifact",
            "target": { "crate_types": ["cdylib", "rlib"] },
            "filenames": ["/w/target/debug/libgate.rlib", file],
        });
        assert_eq!(library_in(&artifact.to_string()), Some(PathBuf::from(file)));
        let other =
            serde_json::json!({ "target": { "crate_types": ["rlib"] }, "filenames": ["/w/libgate.rlib"] });
        assert_eq!(library_in(&other.to_string()), None);
        assert_eq!(library_in("no JSON"), None);
    }

    #[test]
    fn package_that_is_none_is_told_with_what_was_looked_for() {
        let error = built_library("no-such-package").expect_err("there is none");
        let file = format!("{}no_such_package{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
        assert!(
            error.places.len() == 2 && error.places.iter().all(|place| place.ends_with(&file)),
            "{error}"
        );
        let text = error.to_string();
        assert!(
            text.starts_with("there is no library of the package `no-such-package`: looked for "),
            "{text}"
        );
        // Under Wine there is no cargo that a program for Windows can run.
        let said = "`cargo build --lib --package no-such-package` says: error";
        assert!(cfg!(windows) || text.contains(said), "{text}");
        assert!(text.ends_with("`crate-type = [\"cdylib\", \"rlib\"]`"), "{text}");
    }
}
