//! Signatures: what all occurrences of one finding have in common.

use std::fmt;

use xxhash_rust::xxh3::xxh3_64;

use crate::check::Finding;

/// How much of a signature goes into the name of a file.
const LENGTH_MAX: usize = 60;

/// What is observed of a call that does not return, before the time that was waited for it.
const HANG: &str = "hang: did not return";

/// What repeats of one finding have in common: rule, entry point, member, and for a crash its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature(String);

impl Signature {
    /// The signature of a finding.
    pub fn of(finding: &Finding) -> Self {
        let mut words = finding.signature();
        // What ended the call is what tells one fault from another; how long a hang was waited for does not.
        if finding.rule.id == "RUN-01" {
            let hang = finding.observed.split_once(" in ").filter(|(what, _)| *what == HANG);
            words = format!("{words} {}", hang.map_or(&*finding.observed, |(what, _)| what));
        }
        Self(words.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// A signature that was read from a saved case.
    pub fn saved(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The name of a file for it, without an extension: its first words, and what tells it from all others.
    pub fn file_name(&self) -> String {
        let mut name = String::new();
        for c in self.0.chars().take(LENGTH_MAX) {
            match c {
                c if c.is_ascii_alphanumeric() => name.push(c.to_ascii_lowercase()),
                _ if name.is_empty() || name.ends_with('-') => {}
                _ => name.push('-'),
            }
        }
        format!("{}-{:08x}", name.trim_end_matches('-'), xxh3_64(self.0.as_bytes()) >> 32)
    }

    /// The text that stands in reports and saved cases.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
