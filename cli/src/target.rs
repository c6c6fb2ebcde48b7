//! Where bytes go: standard output, and files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::exit::UserError;
use super::terminal::Stdout;

/// Writes a file whole, or not at all.
pub(super) fn write_whole(path: &Path, text: &str) -> Result<(), UserError> {
    let write = || {
        let mut target = Target::file(path)?;
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
            let folder = folder.display();
            UserError::new(format!("{folder}: cannot be written: expected a folder, found a file"))
        }
        _ => cannot_write(folder, &error),
    })
}

pub(super) fn cannot_write(path: &Path, error: &io::Error) -> UserError {
    let in_the_way = path.ancestors().skip(1).find(|above| above.is_file());
    let path = path.display();
    if let Some(file) = in_the_way {
        let file = file.display();
        return UserError::new(format!("{path}: cannot be written: expected a folder, found a file: {file}"));
    }
    match error.kind() {
        io::ErrorKind::NotFound => {
            UserError::new(format!("{path}: cannot be written: there is no such folder"))
        }
        io::ErrorKind::IsADirectory => {
            UserError::new(format!("{path}: cannot be written: expected a file, found a directory"))
        }
        _ => {
            // The error itself may name the file beside it that is written first.
            let bare = error.raw_os_error().map(io::Error::from_raw_os_error);
            UserError::new(format!("{path}: cannot be written: {}", bare.as_ref().unwrap_or(error)))
        }
    }
}

/// The place that a writer writes to.
pub(super) enum Target {
    Stdout(Stdout),
    /// A file that is there from the start and cannot be replaced, such as a named pipe or a terminal.
    Special(BufWriter<File>),
    /// A file that is not there before the end: it is written beside its place, and then moved there.
    Whole(BufWriter<NamedTempFile>, PathBuf),
}

impl Target {
    pub(super) fn file(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if found.is_file() && found.permissions().readonly() => {
                Err(io::ErrorKind::PermissionDenied.into())
            }
            Ok(found) if !found.is_file() => {
                Ok(Self::Special(BufWriter::new(File::options().write(true).open(path)?)))
            }
            // A link stays, and what it leads to is replaced.
            Ok(found) => Self::whole(&fs::canonicalize(path)?, Some(found.permissions())),
            Err(_) => Self::whole(path, None),
        }
    }

    /// A file that is replaced keeps its permissions.
    fn whole(path: &Path, kept: Option<fs::Permissions>) -> io::Result<Self> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".mockras-").suffix(".tmp");
        // As any other file that a command makes: not for the owner's eyes alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder)?;
        if let Some(kept) = kept {
            file.as_file().set_permissions(kept)?;
        }
        Ok(Self::Whole(BufWriter::new(file), path.to_owned()))
    }

    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush(),
            Self::Special(mut file) => file.flush(),
            Self::Whole(file, path) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(path).map(drop).map_err(|error| error.error)
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
