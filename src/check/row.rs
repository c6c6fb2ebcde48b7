//! A row of the catalogue: one duty that the documentation states, or leaves open, and where this crate deals with it.

use std::fmt;

use super::page::Page;
use crate::ras::word_names;

/// One duty of the contract between service and DLL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The permanent id, such as `IP4-08`.
    pub id: &'static str,
    /// A short name that recalls the duty.
    pub name: &'static str,
    /// Who owes the duty.
    pub obliged: Obliged,
    /// How firmly it is documented.
    pub strength: Strength,
    /// The Windows versions it is about.
    pub eras: &'static str,
    /// The pages that document or contradict it; for a silent row, those where one would look.
    pub pages: &'static [Page],
    /// The open questions it touches, by the number of AMB-nn.
    pub questions: &'static [u8],
    /// The duty in one sentence.
    pub duty: &'static str,
    /// Where this crate deals with it.
    pub home: Home,
}

word_names! {
    /// Whose duty a row is.
    pub enum Obliged {
        /// The administration DLL owes it.
        Dll "DLL",
        /// The service owes it; here mockras plays the service.
        Service "service",
        /// Whoever installs the DLL owes it.
        Setup "setup",
        /// Nobody owes it: the row is a fact.
        Nobody "nobody",
    }
}

word_names! {
    /// How firmly a duty is documented.
    #[non_exhaustive]
    pub enum Strength {
        /// A page states it.
        Stated "stated",
        /// It follows from what pages state.
        Implied "implied",
        /// Pages contradict each other; a policy holds the readings.
        Conflicting "conflicting",
        /// Only a header or the published metadata shows it.
        Header "header only",
        /// Only Microsoft's sample shows it.
        Sample "sample only",
        /// No page says anything.
        Silent "silent",
    }
}

/// Where a row is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Home {
    /// A rule judges transcripts by it.
    Rule,
    /// mockras keeps it, and a rule of its tests, in this file, proves that.
    Proven(&'static str),
    /// No run shows it, but the file of a DLL does.
    Inspect,
    /// Tests in this file assert it, about layouts or about what structures are filled with.
    Asserted(&'static str),
    /// It cannot be checked here, for this reason.
    NotHere(&'static str),
}

impl fmt::Display for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule => f.write_str("rule"),
            Self::Proven(file) => write!(f, "kept by mockras, proven by {file}"),
            Self::Inspect => f.write_str("static: `mockras inspect` reads it from the file of a DLL"),
            Self::Asserted(file) => write!(f, "asserted by {file}"),
            Self::NotHere(reason) => write!(f, "not checkable here: {reason}"),
        }
    }
}

/// Declares the rows of one family.
macro_rules! rows {
    ($(
        $id:literal $name:literal
        $obliged:ident $strength:ident $eras:literal [$($page:ident),* $(,)?] [$($question:literal),* $(,)?]
        $duty:literal
        => $home:ident $(($detail:literal))?;
    )*) => {
        pub(super) const ROWS: &[$crate::check::Row] = &[$($crate::check::Row {
            id: $id,
            name: $name,
            obliged: $crate::check::Obliged::$obliged,
            strength: $crate::check::Strength::$strength,
            eras: $eras,
            pages: &[$($crate::check::page::$page),*],
            questions: &[$($question),*],
            duty: $duty,
            home: $crate::check::Home::$home $(($detail))?,
        }),*];
    };
}

pub(super) use rows;
