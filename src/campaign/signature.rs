//! What repeats of one finding have in common.

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
    /// That of a finding.
    pub fn of(finding: &Finding) -> Self {
        let mut words = finding.signature();
        // What ended the call is what tells one fault from another; how long a hang was waited for does not.
        if finding.rule.id == "RUN-01" {
            let hang = finding.observed.split_once(" in ").filter(|(what, _)| *what == HANG);
            words = format!("{words} {}", hang.map_or(&*finding.observed, |(what, _)| what));
        }
        Self(words.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// One that was saved.
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

    /// Its text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Verdict, all_rules, judge};

    #[test]
    fn hang_is_the_same_however_long_it_was_waited_for() {
        let rule = all_rules().iter().copied().find(|rule| rule.id == "RUN-01").expect("it is there");
        let (run, _) = rule.example_that_breaks().expect("its example is well formed");
        let mut verdicts = judge(&run, None, &[rule]);
        let Verdict::Broken(findings) = &mut verdicts.outcomes[0].verdict else { panic!("it is broken") };
        let mut of = |observed: &str| {
            findings[0].observed = observed.to_owned();
            Signature::of(&findings[0])
        };
        assert_eq!(of("hang: did not return in 2s"), of("hang: did not return in 200ms"));
        assert_ne!(of("crash: SIGSEGV in gate+0x1"), of("crash: SIGSEGV in gate+0x2"));
    }
}
