//! Transcripts on their way out, entry by entry.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::exit::UserError;
use super::format::{FormatFlag, distinct};
use super::target::{Target, cannot_write};
use super::terminal::{Stdout, unwritten};
use mockras::transcript::{Entry, Header, JsonWriter, TextWriter};

/// A form in which transcripts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TranscriptForm {
    Text,
    Json,
}

/// A transcript on its way out, in one form.
pub(super) struct TranscriptOutput {
    writer: Writer,
    /// The name of the file, for errors; absent for standard output.
    name: Option<PathBuf>,
    /// What went wrong. Nothing is written after that.
    failed: Option<io::Error>,
}

enum Writer {
    Text(TextWriter<Target>),
    Json(JsonWriter<Target>),
}

impl TranscriptOutput {
    /// Opens everything before the run, so that a file that cannot be written is known at once. `by_line` is whether
    /// standard output shows each line as it comes.
    pub(super) fn open_all(
        formats: &[FormatFlag<TranscriptForm>],
        input: &Path,
        header: &Header,
        by_line: bool,
    ) -> Result<Vec<Self>, UserError> {
        distinct(formats, std::iter::once(input))?;
        formats.iter().map(|format| Self::open(format, header, by_line)).collect()
    }

    fn open(format: &FormatFlag<TranscriptForm>, header: &Header, by_line: bool) -> Result<Self, UserError> {
        let target = match &format.file {
            None => Target::Stdout(Stdout::lines(by_line)),
            Some(path) => Target::file(path).map_err(|error| cannot_write(path, &error))?,
        };
        let writer = match format.form {
            TranscriptForm::Text => TextWriter::new(target, header).map(Writer::Text),
            TranscriptForm::Json => JsonWriter::new(target, header).map(Writer::Json),
        };
        let writer = writer.map_err(|error| trouble(format.file.as_deref(), &error))?;
        Ok(Self { writer, name: format.file.clone(), failed: None })
    }

    /// Writes one entry, unless something went wrong before.
    pub(super) fn entry(&mut self, entry: &Entry) {
        if self.failed.is_none() {
            self.failed = match &mut self.writer {
                Writer::Text(writer) => writer.entry(entry),
                Writer::Json(writer) => writer.entry(entry),
            }
            .err();
        }
    }

    /// Writes the end of the transcript. A file appears only now.
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
