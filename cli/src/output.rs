//! Transcripts on their way out, entry by entry.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::exit::UserError;
use super::format::{FormatFlag, distinct};
use super::picture::{Mark, Picture, standalone};
use super::target::{Target, cannot_write};
use super::terminal::{Stdout, unwritten};
use mockras::check::{Kind, Twins, all_rules, judge};
use mockras::transcript::{Entry, Header, JsonWriter, TextWriter, Transcript};

/// A form in which transcripts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TranscriptForm {
    Text,
    Json,
    /// A picture of the run.
    Svg,
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
    /// A picture is drawn at the end, for how wide it is depends on all that comes.
    Svg(Target, Transcript),
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
            TranscriptForm::Svg => {
                Ok(Writer::Svg(target, Transcript { header: header.clone(), entries: Vec::new() }))
            }
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
                Writer::Svg(_, transcript) => {
                    transcript.entries.push(entry.clone());
                    Ok(())
                }
            }
            .err();
        }
    }

    /// Writes the end of the transcript. A file appears only now. A picture has this title.
    pub(super) fn finish(self, title: &str) -> Result<(), UserError> {
        let finish = || {
            self.failed.map_or(Ok(()), Err)?;
            match self.writer {
                Writer::Text(writer) => writer.finish()?,
                Writer::Json(writer) => writer.finish()?,
                Writer::Svg(mut target, transcript) => {
                    target.write_all(picture(&transcript, title).as_bytes())?;
                    target
                }
            }
            .finish()
        };
        finish().map_err(|error| trouble(self.name.as_deref(), &error))
    }
}

/// So many lines of a run are drawn: those around what is wrong.
const DRAWN_MAX: usize = 1000;

/// The run as a picture. What is an error by the rules that judge one run is marked.
fn picture(transcript: &Transcript, title: &str) -> String {
    let verdicts = judge(transcript, Twins::default(), all_rules());
    let errors = verdicts.causes().filter(|finding| finding.kind == Kind::Error);
    let marks: Vec<Mark> = errors.map(Mark::from).collect();
    standalone(&Picture::of(transcript, &marks, DRAWN_MAX), title)
}

fn trouble(name: Option<&Path>, error: &io::Error) -> UserError {
    name.map_or_else(|| unwritten(error), |path| cannot_write(path, error))
}
