//! What is told of inspected files, as text, JSON and SARIF: one renderer each. `docs/reference/inspect.md` describes
//! them.

pub mod json;
pub mod sarif;
pub mod text;

use crate::binary::{Binary, Provided};
use crate::inspect::{Inspection, Outlook, Severity, inspect_among, outlook};
use mockras::ras::{Policy, Profile};
use mockras::report::words::counted;

/// Files that were inspected.
#[derive(Debug, Clone)]
pub struct Inspections {
    /// The Windows version that was asked for; without one, files are judged for the default one, and what each
    /// version would say is told as well.
    pub profile: Option<Profile>,
    /// The readings of open questions that were asked for.
    pub policy: Policy,
    /// The files that were inspected, in order.
    pub files: Vec<Inspected>,
    /// The files that could not be read, and why.
    pub unreadable: Vec<(String, String)>,
}

/// A file that was inspected.
#[derive(Debug, Clone)]
pub struct Inspected {
    /// The name of the file, as on the command line.
    pub name: String,
    /// What was found in the file.
    pub inspection: Inspection,
    /// What each Windows version would say; empty if one was asked for.
    pub outlook: Vec<Outlook>,
}

impl Inspections {
    /// A report without any file yet.
    pub fn new(profile: Option<Profile>, policy: Policy) -> Self {
        Self { profile, policy, files: Vec::new(), unreadable: Vec::new() }
    }

    /// Judges what was read of a file.
    pub fn add(&mut self, name: String, binary: Binary) {
        self.add_among(name, binary, None);
    }

    /// Judges what was read of a file, and whether there is all that it takes.
    pub fn add_among(&mut self, name: String, binary: Binary, provided: Option<&Provided>) {
        let outlook = if self.profile.is_none() { outlook(&binary, self.policy) } else { Vec::new() };
        let inspection = inspect_among(binary, self.profile.unwrap_or_default(), self.policy, provided);
        self.files.push(Inspected { name, inspection, outlook });
    }

    /// How many findings there are of this severity.
    pub fn count(&self, severity: Severity) -> u64 {
        self.files.iter().map(|file| file.inspection.count(severity) as u64).sum()
    }

    /// Whether every file was read and nothing is an error.
    pub fn is_clean(&self) -> bool {
        self.count(Severity::Error) == 0 && self.unreadable.is_empty()
    }

    /// The last line that is printed: how it ends, and why.
    pub fn result_line(&self) -> String {
        let unreadable = match self.unreadable.len() as u64 {
            0 => None,
            count => Some(format!("{} cannot be read", counted(count, "file"))),
        };
        let counts = Severity::ALL.into_iter().filter_map(|severity| match self.count(severity) {
            0 => None,
            count => Some(counted(count, severity.word())),
        });
        let told = unreadable.into_iter().chain(counts).collect::<Vec<_>>().join(", ");
        let told = if told.is_empty() { String::new() } else { format!(" ({told})") };
        let word = if self.is_clean() { "PASS" } else { "FAIL" };
        format!("RESULT: {word}{told}")
    }
}
