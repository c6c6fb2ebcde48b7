//! Transcripts that were saved, in any form.

use std::io::{self, Read};
use std::path::Path;

use mockras::scenario::{read_file, shown};
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
    let fail = |message: String| UserError::new(format!("{}: {message}", shown(path)));
    let text = read(path).map_err(fail)?;
    parse(&text).map_err(|error| match error {
        NoTranscript::Unknown => fail("expected a transcript as text or JSON, found neither".to_owned())
            .hint("`mockras run` writes both; a scenario's name ends in .toml"),
        NoTranscript::Broken(error) => {
            UserError::new(format!("{}:{}: {}", shown(path), error.line, error.message))
        }
    })
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = match path.to_str() {
        Some("-") => from_stdin()?,
        _ => read_file(path, "a transcript", MAX_BYTES).map_err(|error| error.to_string())?,
    };
    let text = String::from_utf8(bytes).map_err(|_| "expected UTF-8, found a byte that is not".to_owned())?;
    // The byte-order mark that some editors put before a text.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The text of a file that is no transcript. `what` says in errors what it should be.
pub(super) fn text_of(path: &Path, what: &str, max: u64) -> Result<String, UserError> {
    let fail = |why: String| UserError::new(format!("{}: {why}", shown(path)));
    let bytes = read_file(path, what, max).map_err(|error| fail(error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| fail("expected UTF-8, found a byte that is not".to_owned()))
}

fn from_stdin() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        let most = MAX_BYTES / (1024 * 1024);
        return Err(format!("expected a transcript of at most {most} MiB, found more"));
    }
    Ok(bytes)
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
    parsed.map_err(|mut error| {
        error.line += above;
        NoTranscript::Broken(error)
    })
}

/// The lines that insta puts before a snapshot, from `---` to `---`: how many there are, and what follows them.
pub(super) fn without_front_matter(text: &str) -> (usize, &str) {
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
