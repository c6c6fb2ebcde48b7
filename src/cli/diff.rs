//! `mockras diff`: where two transcripts part.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use mockras::pipeline;
use mockras::transcript::{Transcript, TranscriptError, first_divergence};

use super::exit::{Exit, UserError};
use super::setup::Setup;
use super::told::print;

/// The longest transcript that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

const EXAMPLES: &str = "\
Examples:
  mockras diff two-links.toml three-links.toml
  mockras diff two-links.toml two-links.snap
  mockras diff before.json after.json
  mockras run two-links.toml --policy vote=ask_all | mockras diff two-links.toml -

A name that ends in .toml is a scenario, and is run. Everything else is a
transcript, as text or as JSON, bare or in a snapshot of insta.";

/// Show where two transcripts first differ
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Diff {
    /// A scenario (.toml), or a saved transcript; `-` for a transcript on standard input
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The same
    #[arg(value_name = "B")]
    b: PathBuf,
    #[command(flatten)]
    setup: Setup,
}

pub(super) fn diff(args: Diff) -> Result<Exit, UserError> {
    let Diff { a, b, setup } = &args;
    if a == Path::new("-") && b == Path::new("-") {
        return Err(UserError::new("expected standard input once, found it twice"));
    }
    if !setup.is_empty() && !is_scenario(a) && !is_scenario(b) {
        return Err(UserError::new(
            "expected a scenario beside --profile, --policy and --dll, found two transcripts",
        )
        .hint("a transcript is compared as it was saved; a name that ends in .toml is a scenario"));
    }
    let (a, b) = (transcript(a, setup)?, transcript(b, setup)?);
    let Some(divergence) = first_divergence(&a, &b) else {
        return print("identical\n").map(|()| Exit::Clean);
    };
    print(&divergence.to_string())?;
    if a.header != b.header {
        // What was run differs, which is often the point: what happened is compared all the same.
        let b = Transcript { header: a.header.clone(), ..b };
        print(&match first_divergence(&a, &b) {
            None => "what happened is identical\n".to_owned(),
            Some(divergence) => format!("what happened, {divergence}"),
        })?;
    }
    Ok(Exit::Findings)
}

fn is_scenario(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// Runs a scenario, or reads a transcript.
fn transcript(path: &Path, setup: &Setup) -> Result<Transcript, UserError> {
    if is_scenario(path) {
        let scenario = setup.scenario(path)?;
        return Ok(pipeline::run(&scenario, &pipeline::named(&scenario)));
    }
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
    String::from_utf8(bytes).map_err(|_| "expected UTF-8, found a byte that is not".to_owned())
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
    /// It does not look like one.
    Unknown,
    /// It begins like one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transcript_is_read_in_every_form() {
        let bare = Transcript::default();
        let (text, json) = (bare.to_text(), bare.to_json());
        let snap = format!("---\nsource: tests/it/corpus.rs\nexpression: transcript\n---\n{text}");
        for form in [&text, &json, &snap] {
            assert_eq!(parse(form).as_ref(), Ok(&bare), "{form}");
        }
    }

    #[test]
    fn text_that_is_no_transcript_is_told_from_a_broken_one() {
        for text in ["", "steps = []\n", "---\nmockras transcript 1\n"] {
            assert_eq!(parse(text), Err(NoTranscript::Unknown), "{text}");
        }
        let error =
            parse("---\na: b\n---\nmockras transcript 1\nprofile  server-2O12\n").expect_err("no profile");
        assert!(matches!(error, NoTranscript::Broken(TranscriptError { line: 5, .. })), "{error:?}");
    }
}
