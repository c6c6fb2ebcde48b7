//! Everything that is written to a terminal, a pipe or standard error goes through here; what users must change, too.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};

/// Writes a line to standard error. It holds what files and DLLs say, so control characters are spelled out; there is
/// nobody to tell if it fails.
pub(super) fn tell(line: impl Display) {
    let _ = writeln!(io::stderr(), "{}", spelled_out(&line.to_string()));
}

/// Something that the user must change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UserError {
    message: String,
    hint: Option<String>,
}

impl UserError {
    /// What was expected, and what was found.
    pub(super) fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None }
    }

    /// What the user may want to do about it.
    pub(super) fn hint(self, hint: impl Display) -> Self {
        Self { hint: Some(hint.to_string()), ..self }
    }

    /// What it says, without its hint.
    pub(super) fn message(&self) -> &str {
        &self.message
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

/// Standard output could not be written.
pub(super) fn unwritten(error: &io::Error) -> UserError {
    UserError::new(format!("standard output cannot be written: {error}"))
}

/// Standard output: line by line to a terminal, else in large pieces. Once its reader has gone, it swallows the rest:
/// that is no error.
pub(super) struct Stdout(Option<Box<dyn Write>>);

impl Stdout {
    pub(super) fn open() -> Self {
        Self::lines(false)
    }

    /// Line by line if that is asked for: a run that may be interrupted has shown what it did until then.
    pub(super) fn lines(asked_for: bool) -> Self {
        const PIECE: usize = 64 * 1024;
        let out = io::stdout().lock();
        Self(Some(if asked_for || out.is_terminal() {
            Box::new(out)
        } else {
            Box::new(BufWriter::with_capacity(PIECE, out))
        }))
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
        self.with(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with((), |out| out.flush())
    }
}

/// `text` on lines of its own making: control characters other than line feeds are escaped.
pub(super) fn spelled_out(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}
