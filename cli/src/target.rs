//! Where bytes go: standard output, and files that appear whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use mockras::scenario::shown;
use tempfile::{NamedTempFile, TempDir};

use super::exit::{self, UserError};
use super::terminal::Stdout;

/// Writes a file that the user has named whole, or not at all.
pub(super) fn write_whole(path: &Path, text: &str) -> Result<(), UserError> {
    written(path, text, Target::file)
}

/// Writes a file that mockras itself has named, such as a saved case, whole or not at all. Whatever stands in its place
/// is replaced: a link is not followed, and a pipe is not opened.
pub(super) fn write_own(path: &Path, text: &str) -> Result<(), UserError> {
    written(path, text, |path| match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() && found.permissions().readonly() => {
            Err(io::ErrorKind::PermissionDenied.into())
        }
        Ok(found) => Target::whole(path, found.is_file().then(|| found.permissions())),
        Err(_) => Target::whole(path, None),
    })
}

fn written(path: &Path, text: &str, open: impl Fn(&Path) -> io::Result<Target>) -> Result<(), UserError> {
    let write = || {
        let mut target = open(path)?;
        target.write_all(text.as_bytes())?;
        target.finish()
    };
    write().map_err(|error| cannot_write(path, &error))
}

/// Sees that a file can be written, before the work whose result it will hold.
pub(super) fn try_out(path: &Path) -> Result<(), UserError> {
    // Whoever reads a pipe would take its closing for the end.
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Ok(());
    }
    Target::file(path).map(drop).map_err(|error| cannot_write(path, &error))
}

/// Makes a folder, unless it is there.
pub(super) fn make_folder(folder: &Path) -> Result<(), UserError> {
    fs::create_dir_all(folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists if folder.is_file() => {
            let folder = shown(folder);
            UserError::new(format!("{folder}: cannot be written: expected a folder, found a file"))
        }
        _ => cannot_write(folder, &error),
    })
}

/// Sees that files can be made in a folder.
pub(super) fn try_folder(folder: &Path) -> Result<(), UserError> {
    tempfile::tempfile_in(folder).map(drop).map_err(|error| cannot_write(folder, &error))
}

pub(super) fn cannot_write(path: &Path, error: &io::Error) -> UserError {
    let in_the_way = path.ancestors().skip(1).find(|above| above.is_file());
    let path = shown(path);
    if let Some(file) = in_the_way {
        let file = shown(file);
        return UserError::new(format!("{path}: cannot be written: expected a folder, found a file: {file}"));
    }
    match error.kind() {
        io::ErrorKind::NotFound => {
            UserError::new(format!("{path}: cannot be written: there is no such folder"))
        }
        io::ErrorKind::IsADirectory => {
            UserError::new(format!("{path}: cannot be written: expected a file, found a directory"))
        }
        A_LINK => UserError::new(format!("{path}: cannot be written: expected a file, found a link"))
            .hint("name the file that the link leads to"),
        // The error itself may name the file beside it that is written first.
        kind => UserError::new(match error.raw_os_error().map(io::Error::from_raw_os_error) {
            Some(bare) => format!("{path}: cannot be written: {bare}"),
            None => format!("{path}: cannot be written: {kind}"),
        }),
    }
}

/// The kind of the error that a link stands where a file is to be written.
const A_LINK: io::ErrorKind = io::ErrorKind::InvalidInput;

/// Files that are being written and have a name already. The lock is held while one gets its name or loses it.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Deletes the files that are being written, and ends the process before there can be others.
pub(super) fn end_without_unfinished(code: i32) -> ! {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for file in unfinished.iter() {
        // It ends anyway.
        let _ = fs::remove_file(file).or_else(|_| fs::remove_dir_all(file));
    }
    std::process::exit(code)
}

/// A folder for files that are not where they belong yet. It goes if the command ends before.
pub(super) struct Unfinished(TempDir);

impl Unfinished {
    /// Makes one below a folder, on the same file system as what is there.
    pub(super) fn below(folder: &Path) -> io::Result<Self> {
        exit::listen();
        let folder = if folder == Path::new("") { Path::new(".") } else { folder };
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        let made = tempfile::Builder::new().prefix(".mockras-").suffix(".tmp").tempdir_in(folder)?;
        unfinished.insert(made.path().to_owned());
        Ok(Self(made))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Moves what is in it to its places. An interrupt meanwhile ends the command when that is done.
    pub(super) fn move_out(self, moves: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        // It is given back before `self` goes, which takes it too.
        let _undisturbed = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        moves()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(self.0.path());
    }
}

/// The place that a writer writes to.
pub(super) enum Target {
    Stdout(Stdout),
    /// A file that is there from the start and cannot be replaced, such as a named pipe or a terminal.
    Special(BufWriter<File>),
    /// A file that is not there before the end. What it will hold is kept in a file without a name, which the system
    /// deletes however this process ends.
    Whole(BufWriter<File>, Place),
}

/// Where a file appears, and with which permissions; those of any new file if it is not there yet.
pub(super) struct Place {
    path: PathBuf,
    kept: Option<fs::Permissions>,
}

impl Place {
    fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
    }

    /// A file beside the place, to be moved there.
    fn beside(&self) -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".mockras-").suffix(".tmp");
        // As any other file that a command makes: not for the owner's eyes alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // Who ends the command meanwhile ends it without the file.
        exit::listen();
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        let file = builder.tempfile_in(self.folder())?;
        unfinished.insert(file.path().to_owned());
        Ok(file)
    }

    /// Puts there what the file holds.
    fn fill(self, mut whole: File) -> io::Result<()> {
        let mut file = self.beside()?;
        let name = file.path().to_owned();
        let filled = whole.rewind().and_then(|()| io::copy(&mut whole, file.as_file_mut()).map(drop));
        let filled = filled.and_then(|()| match self.kept {
            Some(kept) => file.as_file().set_permissions(kept),
            None => Ok(()),
        });
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        let moved = filled.and_then(|()| file.persist(self.path).map(drop).map_err(|error| error.error));
        unfinished.remove(&name);
        moved
    }
}

impl Target {
    /// A file that the user has named. A link that leads to a file is refused; one that leads to a device or a pipe is
    /// followed, as `/dev/stdout` is one.
    pub(super) fn file(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                Ok(Self::Special(BufWriter::new(File::options().write(true).open(path)?)))
            }
            _ if path.is_symlink() => Err(A_LINK.into()),
            Ok(found) if found.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
            found => Self::whole(path, found.ok().map(|found| found.permissions())),
        }
    }

    fn whole(path: &Path, kept: Option<fs::Permissions>) -> io::Result<Self> {
        let place = Place { path: path.to_owned(), kept };
        let whole = tempfile::tempfile_in(place.folder())?;
        Ok(Self::Whole(BufWriter::new(whole), place))
    }

    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush(),
            Self::Special(mut file) => file.flush(),
            Self::Whole(file, place) => {
                place.fill(file.into_inner().map_err(io::IntoInnerError::into_error)?)
            }
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Special(file) => file.write(bytes),
            Self::Whole(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Special(file) => file.flush(),
            Self::Whole(file, _) => file.flush(),
        }
    }
}
