//! What users see: standard output, standard error, errors and progress bars. Everything that the command writes there
//! goes through here.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};

use super::dressed::Dress;
use indicatif::{ProgressBar, ProgressStyle};
use mockras::ras::{breaks_lines, on_one_line};
use mockras_native::ffi::command::began_without_stdout;

/// Writes a line to standard error. It holds what files and DLLs say, so that what would break or disguise it is spelled
/// out; there is nobody to tell if it fails.
pub(super) fn tell(line: impl Display) {
    let line = Dress::of(&io::stderr()).put_on(&on_one_line(&line.to_string()));
    let _ = writeln!(io::stderr(), "{line}");
}

/// The end of an error about a word that is not known: the known word that is nearest, if one is near.
pub(super) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    or_near(mockras::ras::did_you_mean(word, known))
}

/// The end of an error about a word that is not known, given the nearest known word.
pub(super) fn or_near(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// A bar on a terminal that shows how far the command is, and nothing anywhere else. Without a number of things to do it
/// has no end.
pub(super) fn progress_bar(many: Option<u64>, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    many.map_or_else(ProgressBar::no_length, ProgressBar::new).with_style(style)
}

/// Something that the user must change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UserError {
    message: String,
    hint: Option<String>,
}

impl UserError {
    /// An error whose message says what was expected, and what was found.
    pub(super) fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None }
    }

    /// Adds what the user may want to do about it.
    pub(super) fn hint(self, hint: impl Display) -> Self {
        Self { hint: Some(hint.to_string()), ..self }
    }

    /// Says first what it is about.
    pub(super) fn about(self, what: impl Display) -> Self {
        Self { message: format!("{what}: {}", self.message), ..self }
    }

    /// The message, without the hint.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// The message with the hint.
    pub(super) fn in_one_line(&self) -> String {
        self.hint.iter().fold(self.message.clone(), |line, hint| format!("{line} ({hint})"))
    }

    /// Writes it to standard error.
    pub(super) fn tell(&self) {
        tell(format_args!("error: {}", self.message));
        if let Some(hint) = &self.hint {
            tell(format_args!("hint: {hint}"));
        }
    }
}

/// Writes text to standard output.
pub(super) fn print(text: &str) -> Result<(), UserError> {
    let mut out = Stdout::open();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| unwritten(&error))
}

/// Shows what the parser of the command line has to say: help, or what is wrong with the arguments.
pub(super) fn show(message: &clap::Error) -> Result<(), UserError> {
    if std::env::args_os().any(|word| word.to_string_lossy().contains(breaks_lines)) {
        // It quotes arguments, which may be names of files.
        let text = message.render().to_string();
        tell(text.split("\n\n").next().unwrap_or_default());
        return Ok(());
    }
    match message.print() {
        Ok(()) if began_without_stdout() && !message.use_stderr() => {
            Err(unwritten(&io::Error::other("it is closed")))
        }
        Err(error) if error.kind() != ErrorKind::BrokenPipe && !message.use_stderr() => {
            Err(unwritten(&error))
        }
        // A reader who has gone has seen enough of the help; of an error there is nobody to tell.
        _ => Ok(()),
    }
}

/// The error of a command that cannot write to standard output.
pub(super) fn unwritten(error: &io::Error) -> UserError {
    UserError::new(format!("standard output cannot be written: {error}"))
}

/// Standard output: line by line to a terminal, else in large pieces. Once its reader has gone, it swallows the rest:
/// that is no error. Text is escaped here, so that nothing that comes from a file reaches a terminal raw.
pub(super) struct Stdout(Option<Box<dyn Write>>, Dress);

impl Stdout {
    /// Opens it: line by line if it is a terminal, else in large pieces.
    pub(super) fn open() -> Self {
        Self::lines(false)
    }

    /// Opens it, line by line if that is asked for: a run that may be interrupted has then shown what it did so far.
    pub(super) fn lines(asked_for: bool) -> Self {
        const PIECE: usize = 64 * 1024;
        let out = io::stdout().lock();
        let dress = Dress::of(&out);
        let out: Box<dyn Write> = if asked_for || out.is_terminal() {
            Box::new(out)
        } else {
            Box::new(BufWriter::with_capacity(PIECE, out))
        };
        Self(Some(out), dress)
    }

    /// Writes text without more ado.
    fn put(&mut self, text: &str) -> io::Result<()> {
        if began_without_stdout() {
            return Err(io::Error::other("it is closed"));
        }
        let dressed = self.1.put_on(&spelled_out(text));
        self.with((), |out| out.write_all(dressed.as_bytes()))
    }

    fn with<T>(&mut self, gone: T, act: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
        let Some(out) = &mut self.0 else { return Ok(gone) };
        match act(out.as_mut()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.0 = None;
                Ok(gone)
            }
            done => done,
        }
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let whole = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            // What is left comes again, with the rest of its last character.
            Err(error) if error.valid_up_to() > 0 => {
                std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(_) => return Err(io::Error::new(ErrorKind::InvalidData, "expected UTF-8")),
        };
        self.put(whole).map(|()| whole.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with((), |out| out.flush())
    }
}

/// The text with what would break or disguise its lines escaped, other than line feeds and tabs.
fn spelled_out(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| breaks_lines(c) && !matches!(c, '\n' | '\t');
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    for c in text.chars() {
        if is_odd(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// A plain table, with columns aligned by spaces, so that people can read it, and `grep` and `awk` as well. The last
/// column is as long as it likes.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with the names of its columns, in capitals.
    pub(super) fn new<const N: usize>(head: [&str; N]) -> Self {
        Self { rows: vec![head.map(str::to_owned).to_vec()] }
    }

    /// Adds a row. An empty cell is shown as `-`, so that columns can be counted.
    pub(super) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(|cell| if cell.is_empty() { "-" } else { cell }.to_owned()).to_vec());
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows[0].len();
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max();
        let widths: Vec<usize> = (0..columns).filter_map(width).collect();
        for row in &self.rows {
            let (last, others) = row.split_last().expect("a table has columns");
            for (cell, width) in others.iter().zip(&widths) {
                write!(f, "{cell:<width$}  ")?;
            }
            writeln!(f, "{last}")?;
        }
        Ok(())
    }
}
