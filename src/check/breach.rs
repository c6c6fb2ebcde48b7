//! What a rule says of one place where it was broken.

use std::fmt;

use super::spot::Spot;
use crate::ras::Policy;

/// A rule was broken here. [`Judge::broken`](super::Judge::broken) makes one, and the check adds what else it knows.
#[derive(Debug, Clone)]
pub struct Breach {
    pub(super) spot: Spot,
    pub(super) row: Option<&'static str>,
    pub(super) member: Option<String>,
    pub(super) observed: String,
    pub(super) expected: String,
    pub(super) depends_on: Option<DependsOn>,
    /// The readings in force.
    readings: Policy,
}

/// The reading of an open question that a finding depends on: under another it would be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DependsOn {
    /// The id of the question, such as `AMB-41`.
    pub question: &'static str,
    /// The policy that holds its readings.
    pub policy: &'static str,
    /// The reading that is in force in the run.
    pub reading: &'static str,
}

impl Breach {
    pub(super) fn new(spot: Spot, observed: String, expected: String, readings: Policy) -> Self {
        Self { spot, row: None, member: None, observed, expected, depends_on: None, readings }
    }

    /// Says which member of a structure, or which parameter, it is about.
    pub fn member(&mut self, path: impl Into<String>) -> &mut Self {
        self.member = Some(path.into());
        self
    }

    /// Says which of the rows that the rule decides it is about, if it is not the first.
    pub fn about(&mut self, row: &'static str) -> &mut Self {
        self.row = Some(row);
        self
    }

    /// Says on which policy the breach depends: under another reading than the one in force there would be none.
    pub fn under(&mut self, policy: impl Into<Option<&'static str>>) -> &mut Self {
        self.depends_on = policy.into().and_then(|policy| DependsOn::reading(policy, self.readings));
        self
    }
}

impl DependsOn {
    /// The reading of this policy that is in force.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// let reading = DependsOn::reading("series_select", Policy::default()).expect("a policy");
    /// assert_eq!(reading.to_string(), "AMB-06 read as series_select=newest");
    /// ```
    pub fn reading(policy: &str, readings: Policy) -> Option<Self> {
        let field = Policy::FIELDS.iter().find(|field| field.name == policy)?;
        Some(Self { question: field.question, policy: field.name, reading: readings.reading(policy)? })
    }

    /// That reading of that policy, if there is one.
    ///
    /// ```
    /// # use mockras::check::DependsOn;
    /// let reading = DependsOn::known("series_select", "newest").expect("a reading");
    /// assert_eq!(reading.question, "AMB-06");
    /// assert_eq!(DependsOn::known("series_select", "by-lot"), None);
    /// ```
    pub fn known(policy: &str, reading: &str) -> Option<Self> {
        let field = Policy::FIELDS.iter().find(|field| field.name == policy)?;
        let (reading, _) = field.readings.iter().find(|(word, _)| *word == reading)?;
        Some(Self { question: field.question, policy: field.name, reading })
    }
}

impl fmt::Display for DependsOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} read as {}={}", self.question, self.policy, self.reading)
    }
}
