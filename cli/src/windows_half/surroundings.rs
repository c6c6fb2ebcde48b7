//! What the environment says of Wine, of `mockras.exe` and of the folder of data.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use mockras::scenario::shown;

use super::super::environment::words;
use super::super::exit::UserError;

/// Where Wine is found although no `PATH` leads there: in packages of Debian, of WineHQ and of macOS.
const PLACES: [&str; 7] = [
    "/usr/lib/wine",
    "/opt/wine-stable/bin",
    "/opt/wine-staging/bin",
    "/opt/wine-devel/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
    "/Applications/Wine Stable.app/Contents/Resources/wine/bin",
];

/// What the Windows half is looked for with.
#[derive(Debug, Clone, Default)]
pub(super) struct Surroundings {
    /// The Wine that the user names.
    pub(super) wine: Option<PathBuf>,
    /// The `mockras.exe` that the user names.
    pub(super) exe: Option<PathBuf>,
    /// The folders where programs are looked for.
    pub(super) programs: Vec<PathBuf>,
    /// The folder of this program.
    pub(super) beside: Option<PathBuf>,
    /// Where mockras keeps what it makes for itself.
    pub(super) data: PathBuf,
}

impl Surroundings {
    /// What the variables of the environment say.
    pub(super) fn from_environment() -> Result<Self, UserError> {
        let path = |name: &str| words::<PathBuf>(name, None).map(|mut paths| paths.pop());
        let searched = std::env::var_os("PATH").unwrap_or_default();
        let places = PLACES.iter().map(PathBuf::from);
        let own = std::env::current_exe().ok();
        Ok(Self {
            wine: path("MOCKRAS_WINE")?,
            exe: path("MOCKRAS_WINDOWS_EXE")?,
            programs: std::env::split_paths(&searched).chain(places).collect(),
            beside: own.and_then(|own| own.parent().map(Path::to_owned)),
            data: data(path("MOCKRAS_DATA")?, std::env::var_os("XDG_DATA_HOME"), std::env::var_os("HOME"))?,
        })
    }

    /// The program of this name in the first folder that has it.
    pub(super) fn program(&self, name: &str) -> Option<PathBuf> {
        let is_there = |path: &PathBuf| path.is_file();
        self.programs.iter().map(|folder| folder.join(name)).find(is_there)
    }
}

/// The folder of data: that which the user names, or `mockras` where programs keep their data.
fn data(
    named: Option<PathBuf>,
    shared: Option<OsString>,
    home: Option<OsString>,
) -> Result<PathBuf, UserError> {
    let full = |path: Option<OsString>| path.map(PathBuf::from).filter(|path| path.is_absolute());
    let found = named.or_else(|| full(shared).map(|folder| folder.join("mockras")));
    let found = found.or_else(|| full(home).map(|home| home.join(".local/share/mockras")));
    let Some(folder) = found.and_then(|folder| std::path::absolute(folder).ok()) else {
        return Err(UserError::new(
            "expected a folder of data for Wine, found neither HOME nor XDG_DATA_HOME",
        )
        .hint("MOCKRAS_DATA=FOLDER names one"));
    };
    // Wine is told of it in text.
    match folder.to_str() {
        Some(_) => Ok(folder),
        None => Err(UserError::new(format!("{}: expected a folder of data in UTF-8", shown(&folder)))
            .hint("MOCKRAS_DATA=FOLDER names another")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(named: &str, shared: &str, home: &str) -> Result<PathBuf, String> {
        let given = |text: &str| (!text.is_empty()).then(|| text.into());
        data(given(named).map(PathBuf::from), given(shared), given(home)).map_err(|error| error.in_one_line())
    }

    #[cfg(unix)]
    #[test]
    fn data_lie_where_programs_keep_theirs() {
        for (named, shared, home, expected) in [
            ("/data", "/shared", "/home/a", "/data"),
            ("", "/shared", "/home/a", "/shared/mockras"),
            ("", "not/full", "/home/a", "/home/a/.local/share/mockras"),
            ("", "", "/home/a", "/home/a/.local/share/mockras"),
        ] {
            assert_eq!(folder(named, shared, home), Ok(PathBuf::from(expected)));
        }
    }

    #[test]
    fn nowhere_to_keep_data_is_told_with_the_variable() {
        let error = folder("", "", "").expect_err("there is no folder");
        assert!(error.ends_with("(MOCKRAS_DATA=FOLDER names one)"), "{error}");
    }

    #[test]
    fn first_folder_that_has_a_program_counts() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let places = ["none", "first", "second"].map(|name| folder.path().join(name));
        for place in &places[1..] {
            std::fs::create_dir(place).expect("it can be made");
            std::fs::write(place.join("wine64"), "").expect("it can be written");
        }
        let surroundings = Surroundings { programs: places.to_vec(), ..Surroundings::default() };
        assert_eq!(surroundings.program("wine64"), Some(places[1].join("wine64")));
        assert_eq!(surroundings.program("wine"), None);
    }
}
