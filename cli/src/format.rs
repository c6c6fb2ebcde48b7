//! `--format FORM[=FILE]`, of every verb that has it.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use mockras::ras::did_you_mean;

use super::exit::UserError;

/// The forms in which a verb can write.
pub(super) trait Form: Copy + 'static {
    /// Their names on the command line, the default first.
    const WORDS: &'static [(&'static str, Self)];
}

/// A form, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format<F> {
    pub(super) form: F,
    /// Standard output if absent.
    pub(super) file: Option<PathBuf>,
}

impl<F: Form> Format<F> {
    /// What was asked for; if nothing was, the first form to standard output.
    pub(super) fn or_default(asked: Vec<Self>) -> Vec<Self> {
        if asked.is_empty() { vec![Self { form: F::WORDS[0].1, file: None }] } else { asked }
    }
}

impl<F: Form> FromStr for Format<F> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, file) = match text.split_once('=') {
            Some((_, "")) => return Err(format!("expected a file after `=`, found `{text}`")),
            Some((word, file)) => (word, Some(file).filter(|file| *file != "-").map(PathBuf::from)),
            None => (text, None),
        };
        let words = || F::WORDS.iter().map(|(word, _)| *word);
        let Some((_, form)) = F::WORDS.iter().find(|(known, _)| *known == word) else {
            let near = did_you_mean(word, words());
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let (last, others) = F::WORDS.split_last().expect("a verb has forms");
            let others: Vec<_> = others.iter().map(|(word, _)| *word).collect();
            return Err(format!(
                "expected {} or {}, or one of them with =FILE, found `{text}`{near}",
                others.join(", "),
                last.0
            ));
        };
        Ok(Self { form: *form, file })
    }
}

/// Each format needs a place of its own, which is not that of an input.
pub(super) fn distinct<'a, F>(
    formats: &[Format<F>],
    inputs: impl Iterator<Item = &'a Path>,
) -> Result<(), UserError> {
    let inputs: Vec<PathBuf> = inputs.map(real).collect();
    let places: Vec<Option<PathBuf>> =
        formats.iter().map(|format| format.file.as_deref().map(real)).collect();
    for (at, place) in places.iter().enumerate() {
        let name = formats[at].file.as_deref().map_or("standard output".into(), Path::to_string_lossy);
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

/// The file that a path stands for, however it is spelled; for one that is not there yet, by its folder.
pub(super) fn real(path: &Path) -> PathBuf {
    let whole = path.canonicalize();
    let in_folder = || {
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        folder.canonicalize().ok().zip(path.file_name()).map(|(folder, name)| folder.join(name))
    };
    whole.ok().or_else(in_folder).unwrap_or_else(|| path.to_owned())
}
