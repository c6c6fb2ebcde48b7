//! `mockras.exe`, and the DLLs that belong to it.

use std::path::{Path, PathBuf};

use mockras::scenario::shown;
use mockras_native::binary::Machine;

use super::super::exit::UserError;
use super::surroundings::Surroundings;
use super::{Half, file};

/// The name of the program.
const NAME: &str = "mockras.exe";

/// Where the Windows half of a data folder is.
pub(super) fn installed(surroundings: &Surroundings, half: Half) -> PathBuf {
    surroundings.data.join("windows").join(half.folder())
}

/// The `mockras.exe` of this half: the one that the user names, one beside this program, or one in the folder of data.
pub(super) fn find(surroundings: &Surroundings, half: Half) -> Result<PathBuf, UserError> {
    let mut other = None;
    if let Some(named) = &surroundings.exe {
        match file::machine(named) {
            Some(machine) if machine == half.machine() => {
                return Ok(std::path::absolute(named).unwrap_or_else(|_| named.clone()));
            }
            // There may be one of the other width where it is installed.
            Some(machine) => other = Some(machine),
            None => return Err(no_program(named)),
        }
    }
    let beside = surroundings.beside.iter();
    let beside = beside.flat_map(|folder| [folder.join("windows").join(half.folder()), folder.clone()]);
    let places: Vec<PathBuf> =
        beside.chain([installed(surroundings, half)]).map(|folder| folder.join(NAME)).collect();
    let fits = |path: &&PathBuf| file::machine(path) == Some(half.machine());
    places.iter().find(fits).cloned().ok_or_else(|| missing(half, other, &places))
}

fn no_program(named: &Path) -> UserError {
    let what = if named.exists() { "another file" } else { "no file" };
    let named = shown(named);
    UserError::new(format!("MOCKRAS_WINDOWS_EXE: expected a {NAME} for x86_64 or x86, found {what}: {named}"))
        .hint("without the variable, it is looked for beside mockras and in its folder of data")
}

fn missing(half: Half, other: Option<Machine>, places: &[PathBuf]) -> UserError {
    let machine = half.machine();
    let other = other.map(|other| format!("; MOCKRAS_WINDOWS_EXE names one for {other}"));
    let other = other.unwrap_or_default();
    let last = places.last().map(|path| shown(path)).unwrap_or_default();
    UserError::new(format!("expected a {NAME} for {machine} beside mockras or as {last}, found none{other}"))
        .hint(format!(
            "`{}` in a checkout of mockras builds and installs it; MOCKRAS_WINDOWS_EXE=FILE names one",
            half.script()
        ))
}

/// Whether this DLL lies beside the program, or where the Windows half is installed.
pub(super) fn has_beside(program: &Path, installed: &Path, dll: &str) -> bool {
    program.with_file_name(dll).is_file() || installed.join(dll).is_file()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    /// As much of a program for Windows as is looked at.
    fn program(path: &Path, machine: [u8; 2]) {
        let mut bytes = [0; 64];
        bytes[..2].copy_from_slice(b"MZ");
        bytes[60] = 64;
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, [&bytes[..], b"PE\0\0", &machine].concat()).expect("it can be written");
    }

    const X64: [u8; 2] = [0x64, 0x86];
    const X86: [u8; 2] = [0x4c, 0x01];

    fn surroundings(folder: &TempDir) -> Surroundings {
        Surroundings {
            beside: Some(folder.path().join("bin")),
            data: folder.path().join("data"),
            ..Surroundings::default()
        }
    }

    #[test]
    fn named_one_goes_before_one_beside_and_that_before_an_installed_one() {
        let folder = TempDir::new().expect("a temporary folder");
        let mut surroundings = surroundings(&folder);
        let at = |name: &str| folder.path().join(name);
        let found = |surroundings: &Surroundings| find(surroundings, Half::X64).ok();
        for (place, machine) in [
            ("data/windows/x86_64/mockras.exe", X64),
            ("bin/mockras.exe", X64),
            ("bin/windows/x86_64/mockras.exe", X64),
        ] {
            program(&at(place), machine);
            assert_eq!(found(&surroundings), Some(at(place)));
        }
        program(&at("own.exe"), X64);
        surroundings.exe = Some(at("own.exe"));
        assert_eq!(found(&surroundings), Some(at("own.exe")));
    }

    #[test]
    fn one_of_the_other_width_does_not_do() {
        let folder = TempDir::new().expect("a temporary folder");
        let mut surroundings = surroundings(&folder);
        let at = |name: &str| folder.path().join(name);
        program(&at("bin/mockras.exe"), X64);
        program(&at("own.exe"), X64);
        surroundings.exe = Some(at("own.exe"));
        let error = find(&surroundings, Half::X86).expect_err("there is none").in_one_line();
        assert!(error.starts_with("expected a mockras.exe for x86 beside mockras or as "), "{error}");
        assert!(error.contains("found none; MOCKRAS_WINDOWS_EXE names one for x86_64 ("), "{error}");
        assert!(error.contains("`scripts/windows.sh --exe --i686`"), "{error}");
        program(&at("data/windows/i686/mockras.exe"), X86);
        assert_eq!(find(&surroundings, Half::X86).ok(), Some(at("data/windows/i686/mockras.exe")));
    }

    #[test]
    fn named_file_that_is_none_is_refused() {
        let folder = TempDir::new().expect("a temporary folder");
        let mut surroundings = surroundings(&folder);
        for (name, text) in [("gone.exe", None), ("text.exe", Some("#!/bin/sh\n"))] {
            let path = folder.path().join(name);
            text.into_iter().for_each(|text| fs::write(&path, text).expect("it can be written"));
            surroundings.exe = Some(path);
            let error = find(&surroundings, Half::X64).expect_err("it is none");
            assert!(error.message().starts_with("MOCKRAS_WINDOWS_EXE: expected a mockras.exe"), "{error:?}");
        }
    }
}
