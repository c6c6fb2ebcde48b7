//! A row of the catalogue: one duty that the documentation states, or leaves open, and where this crate deals with it.

use std::fmt;

use super::page::Page;

/// One duty of the contract between service and DLL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The permanent id, such as `IP4-08`.
    pub id: &'static str,
    /// A few words that recall it.
    pub name: &'static str,
    /// Who owes the duty.
    pub obliged: Obliged,
    /// How firmly it is documented.
    pub strength: Strength,
    /// The Windows versions it is about.
    pub eras: &'static str,
    /// Where it is documented, or contradicted; of a silent row, where one would look.
    pub pages: &'static [Page],
    /// The open questions it touches, by the number of AMB-nn.
    pub questions: &'static [u8],
    /// The duty in one sentence.
    pub duty: &'static str,
    /// Where this crate deals with it.
    pub home: Home,
}

/// Whose duty a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obliged {
    /// The administration DLL.
    Dll,
    /// The service; here mockras plays it.
    Service,
    /// Whoever installs the DLL.
    Setup,
    /// A fact that binds nobody.
    Nobody,
}

/// How firmly a duty is documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// A page states it.
    Stated,
    /// It follows from what pages state.
    Implied,
    /// Pages contradict each other; a policy holds the readings.
    Conflicting,
    /// Only a header or the published metadata shows it.
    Header,
    /// Only Microsoft's sample shows it.
    Sample,
    /// No page says anything.
    Silent,
}

/// Where a row is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// A rule judges transcripts by it.
    Rule,
    /// mockras keeps it, and a rule of its tests proves that; the file of that rule.
    Proven(&'static str),
    /// The file of a DLL shows it, no run does.
    Inspect,
    /// Tests of this crate assert it, of layouts and of what structures are filled with; the file of the tests.
    Asserted(&'static str),
    /// It cannot be checked here, and why.
    NotHere(&'static str),
}

impl fmt::Display for Obliged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dll => "DLL",
            Self::Service => "service",
            Self::Setup => "setup",
            Self::Nobody => "nobody",
        })
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stated => "stated",
            Self::Implied => "implied",
            Self::Conflicting => "conflicting",
            Self::Header => "header only",
            Self::Sample => "sample only",
            Self::Silent => "silent",
        })
    }
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
