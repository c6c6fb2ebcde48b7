//! Which DLLs a file may name. A DLL runs with the rights of whoever starts mockras, so a scenario that came from elsewhere
//! does not choose among all files of the system. `docs/reference/isolation.md` says so to users.

use std::path::{Component, Path, PathBuf};

use mockras::scenario::{Scenario, shown};

use super::exit::UserError;

/// Refuses a DLL that a file names and that lies neither below the folder of that file nor below one that was allowed.
/// Paths of DLLs start where this process is; standard input has no folder.
pub(super) fn check(scenario: &Scenario, file: &Path, allowed: &[PathBuf]) -> Result<(), UserError> {
    let own = (file != Path::new("-")).then(|| folder_of(file).to_owned());
    let folders: Vec<PathBuf> = own.iter().chain(allowed).map(|folder| real(folder)).collect();
    for path in paths(scenario) {
        let real = real(Path::new(&path));
        if !folders.iter().any(|folder| real.starts_with(folder)) {
            return Err(refusal(file, &path, &near(folder_of(&real))));
        }
    }
    Ok(())
}

/// The same for DLLs on another system, whose files and links cannot be seen from here: paths are compared as text.
pub(super) fn check_elsewhere(
    scenario: &Scenario,
    file: &Path,
    allowed: &[PathBuf],
) -> Result<(), UserError> {
    for path in paths(scenario) {
        let parts = parts(&path);
        let is_below =
            |folder: &PathBuf| folder.to_str().is_some_and(|folder| parts.starts_with(&self::parts(folder)));
        let has_root = path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':');
        if parts.contains(&"..") || (has_root && !allowed.iter().any(is_below)) {
            let folder = path.rsplit_once(['/', '\\']).map_or(".", |(folder, _)| folder);
            return Err(refusal(file, &path, Path::new(folder)));
        }
    }
    Ok(())
}

fn refusal(file: &Path, dll: &str, folder: &Path) -> UserError {
    let (file, dll, folder) = (shown(file), shown(Path::new(dll)), shown(folder));
    UserError::new(format!("{file}: expected a DLL below the folder of this file, found {dll}")).hint(
        format!(
            "a DLL runs with your rights: if you trust it, add --allow-dll {folder}, or name it with --dll"
        ),
    )
}

/// The paths of the files of DLLs that a scenario would have loaded.
fn paths(scenario: &Scenario) -> impl Iterator<Item = String> {
    let usable = scenario.listed().into_iter().filter(|listed| listed.unusable.is_none());
    usable.filter_map(|listed| listed.dll.path)
}

/// Where a path leads, links and dots resolved. What is not there is found by its text, below what is there.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for there in whole.ancestors() {
        if let Ok(real) = there.canonicalize() {
            let rest = whole.strip_prefix(there).unwrap_or(Path::new(""));
            return without_dots(&real.join(rest));
        }
    }
    without_dots(&whole)
}

/// A folder as it is named most shortly from here.
fn near(folder: &Path) -> PathBuf {
    let here = Path::new(".").canonicalize().ok();
    let relative = here.and_then(|here| pathdiff::diff_paths(folder, here));
    let relative = relative.map(|path| if path == Path::new("") { PathBuf::from(".") } else { path });
    relative
        .filter(|path| path.as_os_str().len() < folder.as_os_str().len())
        .unwrap_or_else(|| folder.to_owned())
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// A path without `..`, as far as its text goes.
fn without_dots(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut out, part| {
        if part == Component::ParentDir {
            out.pop();
        } else {
            out.push(part);
        }
        out
    })
}

/// The parts of a path of any system.
fn parts(path: &str) -> Vec<&str> {
    path.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect()
}

#[cfg(test)]
mod tests {
    use mockras::scenario::Dll;

    use super::*;

    fn is_allowed(path: &str, allowed: &str) -> bool {
        let allowed = if allowed.is_empty() { Vec::new() } else { vec![PathBuf::from(allowed)] };
        let scenario = Scenario { dlls: vec![Dll::file(path)], ..Scenario::default() };
        check_elsewhere(&scenario, Path::new("a.toml"), &allowed).is_ok()
    }

    #[test]
    fn path_of_another_system_stays_below_its_folder() {
        for (path, allowed) in [
            ("gate.dll", ""),
            (r"below\gate.dll", ""),
            (r"C:\dlls\gate.dll", "C:/dlls"),
            ("/dlls/gate.so", "/dlls"),
        ] {
            assert!(is_allowed(path, allowed), "{path}");
        }
        for (path, allowed) in [
            (r"..\gate.dll", ""),
            ("below/../../gate.so", ""),
            (r"C:\dlls\gate.dll", ""),
            (r"\\host\share\gate.dll", ""),
            ("/dlls/gate.so", ""),
            ("/dlls2/gate.so", "/dlls"),
            ("/dlls/../etc/gate.so", "/dlls"),
            (r"C:gate.dll", ""),
        ] {
            assert!(!is_allowed(path, allowed), "{path}");
        }
    }

    #[test]
    fn dots_lead_no_further_than_their_text() {
        assert_eq!(without_dots(Path::new("/a/b/../c")), Path::new("/a/c"));
    }
}
