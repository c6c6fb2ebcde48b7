//! The scenarios below a folder.

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use mockras::scenario::{Config, shown};

use super::exit::UserError;
use super::saved::is_scenario;

/// The scenarios below a folder, sorted by name, so that the order is the same everywhere. What begins with a dot is
/// left alone, as is the configuration of a project, and links to folders are not followed.
pub(super) fn scenarios(folder: &Path) -> Result<Vec<PathBuf>, UserError> {
    let found = all(folder)?;
    if found.is_empty() {
        let folder = shown(folder);
        return Err(UserError::new(format!("{folder}: expected scenarios (*.toml) below it, found none")));
    }
    Ok(found)
}

/// The scenarios below a folder, sorted by name; nothing if there are none.
pub(super) fn all(folder: &Path) -> Result<Vec<PathBuf>, UserError> {
    files(folder, &is_scenario)
}

/// The files below a folder that are what is wanted by their names, sorted.
pub(super) fn files(folder: &Path, is_wanted: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>, UserError> {
    let mut found = Vec::new();
    collect(folder, is_wanted, &mut found).map_err(|(place, error)| {
        UserError::new(format!("{}: the folder cannot be read: {error}", shown(&place)))
    })?;
    Ok(found)
}

/// The path of a file in this folder, with the separator that users and reports have on every system.
fn below(folder: &Path, name: &OsStr) -> PathBuf {
    let mut path = folder.as_os_str().to_owned();
    if !path.is_empty() && !path.as_encoded_bytes().ends_with(b"/") {
        path.push("/");
    }
    path.push(name);
    path.into()
}

fn collect(
    folder: &Path,
    is_wanted: &dyn Fn(&Path) -> bool,
    found: &mut Vec<PathBuf>,
) -> Result<(), (PathBuf, io::Error)> {
    let here = |error| (folder.to_owned(), error);
    let mut entries =
        fs::read_dir(folder).map_err(here)?.collect::<io::Result<Vec<DirEntry>>>().map_err(here)?;
    entries.sort_by_key(DirEntry::file_name);
    for entry in entries {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = below(folder, &entry.file_name());
        if entry.file_type().map_err(here)?.is_dir() {
            collect(&path, is_wanted, found)?;
        } else if is_wanted(&path) && path.is_file() && entry.file_name() != Config::FILE {
            found.push(path);
        }
    }
    Ok(())
}
