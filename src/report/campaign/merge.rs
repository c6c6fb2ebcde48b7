//! Joins the reports of shares of one campaign.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use super::{Campaign, CampaignFinding, LaneReport};
use crate::check::Kind;

/// Two reports are not of one campaign, or tell different things of one lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeError {
    /// They differ in what makes a campaign.
    Differ {
        /// The place of the second, from 0; the first is that of the report with which it was compared.
        at: usize,
        /// What differs between the two reports.
        what: &'static str,
        /// How it is in the first report.
        first: String,
        /// How it is in the other report.
        other: String,
    },
    /// They have played one lane with different results.
    Lane {
        /// The place of the second report.
        at: usize,
        /// The lane that both have.
        lane: u64,
    },
    /// Some of the lanes of one are in those before, and some are not: what it counts cannot be told apart.
    Overlap {
        /// The place of the report.
        at: usize,
        /// The first lane that they share.
        lane: u64,
    },
}

impl MergeError {
    /// The place of the report that does not fit, from 0.
    pub fn at(&self) -> usize {
        match self {
            Self::Differ { at, .. } | Self::Lane { at, .. } | Self::Overlap { at, .. } => *at,
        }
    }
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differ { what, first, other, .. } => {
                write!(f, "expected reports of one campaign, found another {what}: {other}, not {first}")
            }
            Self::Lane { lane, .. } => write!(
                f,
                "lane {lane} was played before, and something else has happened: the DLL, or what it asks the system, differs"
            ),
            Self::Overlap { lane, .. } => write!(
                f,
                "expected lanes that no report before has, or no others; found lane {lane} and new ones"
            ),
        }
    }
}

impl std::error::Error for MergeError {}

/// Joins reports of one campaign. Nothing is lost, and what two reports tell is counted once. `digest` makes one digest
/// from those of all lanes.
///
/// # Errors
///
/// If they are not of one campaign.
pub fn merge(
    reports: Vec<Campaign>,
    digest: impl Fn(&[LaneReport]) -> String,
) -> Result<Option<Campaign>, MergeError> {
    let mut reports: Vec<(usize, Campaign)> = reports.into_iter().enumerate().collect();
    if let Some(((_, first), others)) = reports.split_first() {
        others.iter().try_for_each(|(at, other)| same_campaign(first, other, *at))?;
    }
    // What comes of it depends on no order: those with most lanes first, which may hold others.
    reports.sort_by_cached_key(|(_, report)| (Reverse(report.lanes.len()), report.to_json()));
    let mut reports = reports.into_iter();
    let Some((_, mut whole)) = reports.next() else { return Ok(None) };
    whole.findings = join_findings(Vec::new(), whole.findings, true);
    for (at, report) in reports {
        let is_new = join_lanes(&mut whole.lanes, report.lanes, at)?;
        if is_new {
            for (what, times) in report.reached {
                let sum = whole.reached.entry(what).or_default();
                *sum = sum.saturating_add(times);
            }
            whole.started = whole.started.saturating_add(report.started);
            whole.exercised = whole.exercised.saturating_add(report.exercised);
            whole.avoided = whole.avoided.saturating_add(report.avoided);
        }
        whole.findings = join_findings(whole.findings, report.findings, is_new);
        whole.cut = [whole.cut, report.cut].into_iter().flatten().min();
        whole.systems.extend(report.systems);
        whole.edges = whole.edges.max(report.edges);
    }
    whole.systems.sort_unstable();
    whole.systems.dedup();
    let is_all = whole.lanes.iter().all(|lane| lane.whole) && whole.played() == whole.cases;
    whole.digest = is_all.then(|| digest(&whole.lanes));
    Ok(Some(whole))
}

fn same_campaign(first: &Campaign, other: &Campaign, at: usize) -> Result<(), MergeError> {
    match first.difference(other) {
        None => Ok(()),
        Some((what, first, other)) => Err(MergeError::Differ { at, what, first, other }),
    }
}

impl Campaign {
    /// What makes another campaign of the other report, if something does: what differs, how it is here, and how there.
    pub fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let facts = |report: &Self| {
            [
                ("version of mockras", report.mockras.clone()),
                ("seed", report.seed.to_string()),
                ("number of cases", report.cases.to_string()),
                ("tier", report.tier.clone()),
                ("number of steps", report.steps.to_string()),
                ("kind of search", report.kind()),
                ("DLL", report.dlls.join(", ")),
                ("vocabulary", report.vocabulary.clone().unwrap_or_else(|| "none".to_owned())),
                ("setup", setup(&report.flags)),
            ]
        };
        let mut pairs = facts(self).into_iter().zip(facts(other));
        pairs
            .find(|((_, here), (_, there))| here != there)
            .map(|((what, here), (_, there))| (what, here, there))
    }
}

/// The flags, without those that say where the campaign ran: its results are the same everywhere.
fn setup(flags: &[String]) -> String {
    let mut flags = flags.iter();
    let mut kept = Vec::new();
    while let Some(flag) = flags.next() {
        if flag == "--runner" || flag == "--allow-dll" {
            flags.next();
        } else {
            kept.push(flag.as_str());
        }
    }
    kept.join(" ")
}

/// Adds the lanes, if they are new, and says whether they are. A report is joined whole or not at all, because it does
/// not count by lane.
fn join_lanes(lanes: &mut Vec<LaneReport>, others: Vec<LaneReport>, at: usize) -> Result<bool, MergeError> {
    let known = |other: &LaneReport| lanes.iter().find(|lane| lane.lane == other.lane);
    let differs =
        |other: &LaneReport, lane: &LaneReport| lane.cases == other.cases && lane.digest != other.digest;
    if let Some(other) = others.iter().find(|other| known(other).is_some_and(|lane| differs(other, lane))) {
        return Err(MergeError::Lane { at, lane: other.lane });
    }
    let shared: Vec<&LaneReport> = others.iter().filter(|other| known(other).is_some()).collect();
    match shared.first() {
        None => {
            lanes.extend(others);
            lanes.sort_by_key(|lane| lane.lane);
            Ok(true)
        }
        Some(_) if shared.iter().all(|other| known(other) == Some(other)) && shared.len() == others.len() => {
            Ok(false)
        }
        Some(other) => Err(MergeError::Overlap { at, lane: other.lane }),
    }
}

/// Keeps the smallest case of each signature, and counts how often it was met. Nothing is counted twice.
fn join_findings(
    first: Vec<CampaignFinding>,
    others: Vec<CampaignFinding>,
    is_new: bool,
) -> Vec<CampaignFinding> {
    let mut joined: BTreeMap<String, CampaignFinding> = BTreeMap::new();
    let others = others.into_iter().map(|found| (found, is_new));
    for (found, is_counted) in first.into_iter().map(|found| (found, true)).chain(others) {
        match joined.get_mut(&found.signature) {
            None => {
                joined.insert(found.signature.clone(), found);
            }
            Some(known) => {
                let times = known.times.saturating_add(if is_counted { found.times } else { 0 });
                let number = known.number.min(found.number);
                if rank(&found) < rank(known) {
                    *known = found;
                }
                (known.times, known.number) = (times, number);
            }
        }
    }
    joined.into_values().collect()
}

/// What weighs more comes first, then the smaller case, then the one that was met earlier, then one that is saved.
fn rank(found: &CampaignFinding) -> impl Ord + '_ {
    let CampaignFinding { kind, steps, case_number, case, file, text, binds, tier, .. } = found;
    let kind: Kind = kind.parse().unwrap_or(Kind::Advice);
    (kind, steps, case_number, case, file.is_none(), file, text, binds, tier)
}
