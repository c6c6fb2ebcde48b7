//! The report of a campaign: of one machine's share of it, or of all shares together.

mod merge;
mod text;

pub use merge::{MergeError, merge};
pub use text::{render as text, summary};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::group::{is_heap_alone, may_be_the_heap};
use super::layout;
use crate::check::Kind;

/// The version of the JSON form.
pub const FORMAT: u32 = 2;

/// How deep the document is spread over lines.
const SPREAD: usize = 3;

/// What came of a campaign, or of some of its lanes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Campaign {
    /// The version of the JSON form.
    #[serde(rename = "mockras-campaign")]
    pub format: u32,
    /// The version of mockras.
    pub mockras: String,
    /// The seed from which all choices come.
    pub seed: u64,
    /// How many cases the whole campaign has.
    pub cases: u64,
    /// The tier that scenarios were drawn at.
    pub tier: String,
    /// The most steps of a drawn scenario.
    pub steps: u32,
    /// The greatest number of steps, if the campaign plays every scenario up to it.
    pub exhaustive: Option<u32>,
    /// Whether cases that reached something new were changed to reach more.
    pub guided: bool,
    /// The DLLs: names, and hashes of those that are files.
    pub dlls: Vec<String>,
    /// What else was asked for, as flags.
    pub flags: Vec<String>,
    /// From where how many names were taken for the scenarios.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// A digest of these names; none if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<String>,
    /// Where native DLLs ran, if that was another system than that of mockras; several after a merge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<String>,
    /// The lanes that were played, in order.
    pub lanes: Vec<LaneReport>,
    /// A digest of the bytes of all transcripts in the order of the cases; none before every lane was played.
    pub digest: Option<String>,
    /// In how many cases the service has started.
    pub started: u64,
    /// In how many cases a rule about a DLL applied.
    pub exercised: u64,
    /// How many cases were ended before a call that had not returned three times.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub avoided: u64,
    /// Why a run was cut short, if one was.
    pub cut: Option<String>,
    /// What was found, by signature.
    pub findings: Vec<CampaignFinding>,
    /// How many edges there are in the code of DLLs that say so. Those that were reached are in `reached`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub edges: u64,
    /// What was reached, and in how many cases.
    pub reached: BTreeMap<String, u64>,
}

/// Cases that were played in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LaneReport {
    /// The number of the lane.
    pub lane: u64,
    /// How many of its cases were played.
    pub cases: u64,
    /// Whether all of its cases were played.
    pub whole: bool,
    /// A digest of the bytes of their transcripts.
    pub digest: String,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CampaignFinding {
    /// What its repeats have in common.
    pub signature: String,
    /// How much it weighs: `error`, `open` or `advice`.
    pub kind: String,
    /// The reading that it depends on, if it does: `AMB-26 read as release6_return=dword`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// Who is to blame: `DLL` or `service`.
    pub binds: String,
    /// What there is to say, as the text form prints it.
    pub text: String,
    /// The number of the first case that shows it.
    pub number: u64,
    /// The number of the case from which the saved scenario was made.
    pub case_number: u64,
    /// In how many cases it was met.
    pub times: u64,
    /// The lowest tier that the saved scenario takes.
    pub tier: String,
    /// How many steps the saved scenario has.
    pub steps: u64,
    /// Where it is saved; nothing if it could not be.
    pub file: Option<String>,
    /// The text of the saved case.
    pub case: String,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Campaign {
    /// The findings of this kind that are told together, the smallest case of each group first: those of one rule (and, of
    /// what is open, of one reading), but for calls that did not return and bugs of mockras, which are told one by one.
    pub fn groups(&self, kind: Kind) -> Vec<Vec<&CampaignFinding>> {
        let id = |found: &CampaignFinding| found.signature.split(' ').next().unwrap_or_default().to_owned();
        let is_error = |found: &&CampaignFinding| found.kind == Kind::Error.word();
        let errors: BTreeSet<String> = self.findings.iter().filter(is_error).map(id).collect();
        let mut groups: BTreeMap<(&str, &str), Vec<&CampaignFinding>> = BTreeMap::new();
        for found in self.findings.iter().filter(|found| found.kind == kind.word()) {
            let id = found.signature.split(' ').next().unwrap_or_default();
            // What is wrong under the readings that count need not be told once more for others.
            if kind == Kind::Open && id != "RUN-01" && errors.contains(id) {
                continue;
            }
            let whole = ["RUN-01", "PANIC"].contains(&id);
            let rule = if whole { found.signature.as_str() } else { id };
            groups
                .entry((found.reading.as_deref().filter(|_| kind == Kind::Open).unwrap_or_default(), rule))
                .or_default()
                .push(found);
        }
        let mut groups: Vec<Vec<&CampaignFinding>> = groups.into_values().collect();
        // A broken heap shows in many ways: without a place it is no other cause than a crash that has one.
        let all =
            |group: &[&CampaignFinding], is: fn(&str) -> bool| group.iter().all(|found| is(&found.signature));
        if groups.iter().any(|group| all(group, may_be_the_heap)) {
            let alone: Vec<_> = groups.extract_if(.., |group| all(group, is_heap_alone)).flatten().collect();
            let cause = groups.iter_mut().find(|group| all(group, may_be_the_heap));
            cause.into_iter().for_each(|cause| cause.extend(&alone));
        }
        groups.iter_mut().for_each(|group| group.sort_by_key(|found| (found.steps, found.number)));
        groups
            .sort_by_key(|group| group.first().map(|found| (found.reading.clone(), found.signature.clone())));
        groups
    }

    /// How many edges of the code of DLLs were reached: none, unless they were built to tell of it.
    pub fn edges_reached(&self) -> usize {
        self.reached.keys().filter(|name| name.starts_with("edge ")).count()
    }

    /// How many cases were played.
    pub fn played(&self) -> u64 {
        self.lanes.iter().fold(0, |sum, lane| sum.saturating_add(lane.cases))
    }

    /// How its scenarios were made, in words.
    pub fn kind(&self) -> String {
        let Self { seed, tier, guided, .. } = self;
        match (self.exhaustive, guided) {
            (Some(length), _) => format!("every scenario of at most {length} steps"),
            (None, true) => format!("seed {seed}, tier {tier}, guided"),
            (None, false) => format!("seed {seed}, tier {tier}, blind"),
        }
    }

    /// Writes the report as a JSON document.
    pub fn to_json(&self) -> String {
        layout::document(self, SPREAD)
    }

    /// Reads the report from a JSON document.
    ///
    /// # Errors
    ///
    /// What was expected, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct FormatOnly {
            #[serde(rename = "mockras-campaign")]
            format: u32,
        }
        // The format first: whatever else is strange, a newer version may know it.
        let format: FormatOnly = serde_json::from_str(text)
            .map_err(|error| format!("expected the report of a campaign as JSON: {error}"))?;
        if format.format != FORMAT {
            return Err(format!(
                "expected format {FORMAT}, found {}: this report needs a newer mockras",
                format.format
            ));
        }
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}
