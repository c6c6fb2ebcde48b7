//! Signatures: what all occurrences of one finding have in common.

use std::fmt;

use xxhash_rust::xxh3::xxh3_64;

use crate::check::{Check, Finding, Twin, all_rules};

/// How much of a signature goes into the name of a file.
const LENGTH_MAX: usize = 60;

/// What repeats of one finding have in common: [`Finding::signature`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature(String);

impl Signature {
    /// The signature of a finding.
    pub fn of(finding: &Finding) -> Self {
        Self(finding.signature())
    }

    /// Whether it is that of a rule for which scenarios are played a second time.
    pub fn takes_twins(&self) -> bool {
        let id = self.0.split(' ').next().unwrap_or_default();
        all_rules().iter().any(|rule| {
            rule.id == id && matches!(rule.check, Check::Pair(twin, _) if twin != Twin::OneProcess)
        })
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
