//! Where transcripts go: standard output, and files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use mockras::ras::did_you_mean;
use mockras::transcript::{Entry, Header, JsonWriter, TextWriter};
use tempfile::NamedTempFile;

use super::exit::UserError;
use super::told::{Stdout, unwritten};

/// `text`, `json`, or either with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format {
    form: Form,
    /// Standard output if absent.
    file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Json,
}

impl Format {
    /// What is written if nothing else is asked for.
    pub(super) const DEFAULT: Self = Self { form: Form::Text, file: None };
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, file) = match text.split_once('=') {
            Some((_, "")) => return Err(format!("expected a file after `=`, found `{text}`")),
            Some((word, file)) => (word, Some(file).filter(|file| *file != "-").map(PathBuf::from)),
            None => (text, None),
        };
        let form = match word {
            "text" => Form::Text,
            "json" => Form::Json,
            _ => {
                let near = did_you_mean(word, ["text", "json"]);
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                return Err(format!("expected text, json, text=FILE or json=FILE, found `{text}`{near}"));
            }
        };
        Ok(Self { form, file })
    }
}

/// A transcript on its way out, in one form.
pub(super) struct Output {
    writer: Writer,
    /// The file, for errors.
    name: Option<PathBuf>,
    /// What went wrong. Nothing is written after that.
    failed: Option<io::Error>,
}

enum Writer {
    Text(TextWriter<Target>),
    Json(JsonWriter<Target>),
}

impl Output {
    /// Opens everything before the run, so that a file that cannot be written is known at once.
    pub(super) fn open_all(formats: &[Format], header: &Header) -> Result<Vec<Self>, UserError> {
        for (at, format) in formats.iter().enumerate() {
            if formats[..at].iter().any(|other| other.file == format.file) {
                let place = format.file.as_deref().map_or("standard output".into(), Path::to_string_lossy);
                return Err(UserError::new(format!("two transcripts for {place}"))
                    .hint("give each --format a file of its own, as in --format json=out.json"));
            }
        }
        formats.iter().map(|format| Self::open(format, header)).collect()
    }

    fn open(format: &Format, header: &Header) -> Result<Self, UserError> {
        let target = match &format.file {
            None => Target::Stdout(Stdout::open()),
            Some(path) => Target::file(path).map_err(|error| cannot_write(path, &error))?,
        };
        let writer = match format.form {
            Form::Text => TextWriter::new(target, header).map(Writer::Text),
            Form::Json => JsonWriter::new(target, header).map(Writer::Json),
        };
        let writer = writer.map_err(|error| trouble(format.file.as_deref(), &error))?;
        Ok(Self { writer, name: format.file.clone(), failed: None })
    }

    /// Writes an entry.
    pub(super) fn entry(&mut self, entry: &Entry) {
        if self.failed.is_none() {
            self.failed = match &mut self.writer {
                Writer::Text(writer) => writer.entry(entry),
                Writer::Json(writer) => writer.entry(entry),
            }
            .err();
        }
    }

    /// Writes the end; a file appears now.
    pub(super) fn finish(self) -> Result<(), UserError> {
        let finish = || {
            self.failed.map_or(Ok(()), Err)?;
            match self.writer {
                Writer::Text(writer) => writer.finish()?,
                Writer::Json(writer) => writer.finish()?,
            }
            .finish()
        };
        finish().map_err(|error| trouble(self.name.as_deref(), &error))
    }
}

fn trouble(name: Option<&Path>, error: &io::Error) -> UserError {
    name.map_or_else(|| unwritten(error), |path| cannot_write(path, error))
}

fn cannot_write(path: &Path, error: &io::Error) -> UserError {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => {
            UserError::new(format!("{path}: cannot be written: there is no such folder"))
        }
        io::ErrorKind::IsADirectory => {
            UserError::new(format!("{path}: cannot be written: expected a file, found a directory"))
        }
        _ => UserError::new(format!("{path}: cannot be written: {error}")),
    }
}

/// What a writer writes to.
enum Target {
    Stdout(Stdout),
    /// A file that is there from the start and cannot be replaced, such as a named pipe or a terminal.
    Special(BufWriter<File>),
    /// A file that is not there before the end: written beside its place, then moved there.
    Whole(BufWriter<NamedTempFile>, PathBuf),
}

impl Target {
    fn file(path: &Path) -> io::Result<Self> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                Ok(Self::Special(BufWriter::new(File::options().write(true).open(path)?)))
            }
            // A link stays, and what it leads to is replaced.
            Ok(_) => Self::whole(&fs::canonicalize(path)?),
            Err(_) => Self::whole(path),
        }
    }

    fn whole(path: &Path) -> io::Result<Self> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".mockras-").suffix(".tmp");
        // As any other file that a command makes: not for the owner's eyes alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Self::Whole(BufWriter::new(builder.tempfile_in(folder)?), path.to_owned()))
    }

    fn finish(self) -> io::Result<()> {
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
