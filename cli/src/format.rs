//! `--format FORM[=FILE]` and `--show WHAT`, for every verb that has them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::{OsStringValueParser, TypedValueParser, ValueParser, ValueParserFactory};
use clap_lex::OsStrExt;
use mockras::scenario::shown;

use super::exit::UserError;
use super::target::write_whole;
use super::terminal::{did_you_mean, print};

/// A form in which a verb can write, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormatFlag<F> {
    pub(super) form: F,
    /// The file; standard output if absent.
    pub(super) file: Option<PathBuf>,
}

impl<F: ValueEnum> FormatFlag<F> {
    /// What was asked for; if nothing was, the first form to standard output.
    pub(super) fn or_default(asked: Vec<Self>) -> Vec<Self> {
        let first = || Self { form: F::value_variants()[0].clone(), file: None };
        if asked.is_empty() { vec![first()] } else { asked }
    }
}

/// Reads a flag from any argument: the name of a file need not be UTF-8.
impl<F: ValueEnum + Send + Sync + 'static> ValueParserFactory for FormatFlag<F> {
    type Parser = ValueParser;

    fn value_parser() -> ValueParser {
        ValueParser::new(OsStringValueParser::new().try_map(|text| Self::parse(&text)))
    }
}

impl<F: ValueEnum> FormatFlag<F> {
    fn parse(text: &OsStr) -> Result<Self, String> {
        let (word, file) = match text.split_once("=") {
            Some((_, file)) if file.is_empty() => {
                return Err(format!("expected a file after `=`, found `{}`", text.to_string_lossy()));
            }
            Some((word, file)) => (word, Some(file).filter(|file| *file != "-").map(PathBuf::from)),
            None => (text, None),
        };
        let word = &word.to_string_lossy();
        F::from_str(word, false).map(|form| Self { form, file }).map_err(|_| {
            let known: Vec<_> = F::value_variants().iter().filter_map(F::to_possible_value).collect();
            let names: Vec<&str> = known.iter().map(|value| value.get_name()).collect();
            let (last, others) = names.split_last().expect("a verb has forms");
            let near = did_you_mean(word, names.iter().copied());
            format!(
                "expected {} or {last}, or one of them with =FILE, found `{}`{near}",
                others.join(", "),
                text.to_string_lossy()
            )
        })
    }
}

/// What a report shows only if it is asked to: the rules that were kept, those that never applied, what was reached, what
/// native DLLs wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ShowFlag {
    Held,
    Untested,
    Coverage,
    Written,
}

/// Whether this was asked for.
pub(super) fn shows(asked: &[ShowFlag], what: ShowFlag) -> bool {
    asked.contains(&what)
}

/// Writes a report in every form that was asked for, even if one of them cannot be written: that error is returned at the
/// end.
pub(super) fn write_all<F: Copy>(
    formats: &[FormatFlag<F>],
    render: impl Fn(F) -> String,
) -> Result<(), UserError> {
    let mut failed = Ok(());
    for FormatFlag { form, file } in formats {
        let text = render(*form);
        let written = match file {
            None => print(&text),
            Some(path) => write_whole(path, &text),
        };
        failed = failed.and(written);
    }
    failed
}

/// Refuses formats that go to the same place, or to a file that is read.
pub(super) fn distinct<'a, F>(
    formats: &[FormatFlag<F>],
    inputs: impl Iterator<Item = &'a Path>,
) -> Result<(), UserError> {
    let inputs: Vec<PathBuf> = inputs.map(real).collect();
    let places: Vec<Option<PathBuf>> =
        formats.iter().map(|format| format.file.as_deref().map(real)).collect();
    for (at, place) in places.iter().enumerate() {
        let name = formats[at].file.as_deref().map_or("standard output".to_owned(), shown);
        if places[..at].contains(place) {
            return Err(UserError::new(format!("two formats for {name}"))
                .hint("give each --format a file of its own, as in --format json=out.json"));
        }
        if place.as_ref().is_some_and(|place| inputs.contains(place)) {
            return Err(UserError::new(format!("{name} is read and cannot be written as well"))
                .hint("give --format another file, as in --format json=out.json"));
        }
    }
    Ok(())
}

/// The full path of a file, however it is spelled. A file that is not there yet is found by its folder.
pub(super) fn real(path: &Path) -> PathBuf {
    let whole = path.canonicalize();
    let in_folder = || {
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        folder.canonicalize().ok().zip(path.file_name()).map(|(folder, name)| folder.join(name))
    };
    whole.ok().or_else(in_folder).unwrap_or_else(|| path.to_owned())
}
