//! Transcripts that were saved, in any form.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use mockras::transcript::{Transcript, TranscriptError};

use super::exit::UserError;

/// The longest transcript that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Whether a file is a scenario by its name; every other is a transcript.
pub(super) fn is_scenario(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// Reads a transcript; from standard input if the path is `-`.
pub(super) fn transcript(path: &Path) -> Result<Transcript, UserError> {
    let fail = |message: String| UserError::new(format!("{}: {message}", path.display()));
    let text = read(path).map_err(fail)?;
    parse(&text).map_err(|error| match error {
        NoTranscript::Unknown => fail("expected a transcript as text or JSON, found neither".to_owned())
            .hint("`mockras run` writes both; a scenario's name ends in .toml"),
        NoTranscript::Broken(error) => {
            UserError::new(format!("{}:{}: {}", path.display(), error.line, error.message))
        }
    })
}

fn read(path: &Path) -> Result<String, String> {
    if path.is_dir() {
        return Err("expected a transcript, found a directory".to_owned());
    }
    let source: Box<dyn Read> = match path.to_str() {
        Some("-") => Box::new(io::stdin().lock()),
        _ => Box::new(File::open(path).map_err(|error| cannot_read(&error))?),
    };
    let mut bytes = Vec::new();
    source.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| cannot_read(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!(
            "expected a transcript of at most {} MiB, found more",
            MAX_BYTES / (1024 * 1024)
        ));
    }
    let text = String::from_utf8(bytes).map_err(|_| "expected UTF-8, found a byte that is not".to_owned())?;
    // The byte-order mark that some editors put before a text.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn cannot_read(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "cannot be read: there is no such file".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// Why a text is no transcript.
#[derive(Debug, PartialEq, Eq)]
enum NoTranscript {
    /// It does not look like a transcript.
    Unknown,
    /// It begins like a transcript, and goes wrong later.
    Broken(TranscriptError),
}

/// Reads a transcript in any of its forms.
fn parse(text: &str) -> Result<Transcript, NoTranscript> {
    let (above, body) = without_front_matter(text);
    let parsed = if body.starts_with("mockras transcript") {
        Transcript::parse_text(body)
    } else if body.trim_start().starts_with('{') {
        Transcript::parse_json(body)
    } else {
        return Err(NoTranscript::Unknown);
    };
    parsed.map_err(|error| NoTranscript::Broken(TranscriptError { line: error.line + above, ..error }))
}

/// The lines that insta puts before a snapshot, from `---` to `---`: how many there are, and what follows them.
fn without_front_matter(text: &str) -> (usize, &str) {
    if text.lines().next() != Some("---") {
        return (0, text);
    }
    let mut end = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        end += line.len();
        if at > 0 && line.trim_end() == "---" {
            return (at + 1, &text[end..]);
        }
    }
    (0, text)
}
