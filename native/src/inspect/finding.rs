//! Something that a file shows.

use std::fmt;

use mockras::check::{Row, row};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The service does not start with this DLL, or does not find or cannot call one of its functions.
    Error,
    /// It may go wrong, or goes wrong under another reading.
    Warning,
    /// Nothing is wrong, but the author may want to know.
    Note,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// In a word, as reports and SARIF spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Something that a file shows, and what the catalogue says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFinding {
    /// The row of the catalogue.
    pub row: &'static str,
    /// How much the finding weighs.
    pub severity: Severity,
    /// The export or import that it is about, as the file spells it.
    pub symbol: Option<String>,
    /// What the file shows.
    pub observed: String,
    /// What it should show.
    pub expected: String,
    /// The open question that it hangs on, and how it is read.
    pub open: Option<String>,
    /// What its author can do.
    pub cure: Option<String>,
}

impl FileFinding {
    pub(super) fn new(
        row: &'static str,
        severity: Severity,
        observed: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        let (observed, expected) = (observed.into(), expected.into());
        Self { row, severity, symbol: None, observed, expected, open: None, cure: None }
    }

    pub(super) fn symbol(self, symbol: impl Into<String>) -> Self {
        Self { symbol: Some(symbol.into()), ..self }
    }

    pub(super) fn open(self, open: impl Into<String>) -> Self {
        Self { open: Some(open.into()), ..self }
    }

    pub(super) fn cure(self, cure: impl Into<String>) -> Self {
        Self { cure: Some(cure.into()), ..self }
    }

    /// The row of the catalogue that the finding names.
    pub fn duty(&self) -> Option<&'static Row> {
        row(self.row)
    }
}
