//! Joins the reports of shares of one campaign.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use super::{Campaign, Found, Lane};

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

/// Joins reports of one campaign: nothing is lost, and what two of them tell is told once. `digest` makes one of the
/// digests of all lanes.
///
/// # Errors
///
/// If they are not of one campaign.
pub fn merge(
    reports: Vec<Campaign>,
    digest: impl Fn(&[Lane]) -> String,
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
        }
        whole.findings = join_findings(whole.findings, report.findings, is_new);
        whole.cut = [whole.cut, report.cut].into_iter().flatten().min();
        whole.systems.extend(report.systems);
    }
    whole.systems.sort_unstable();
    whole.systems.dedup();
    let is_all = whole.lanes.iter().all(|lane| lane.whole) && whole.played() == whole.cases;
    whole.digest = is_all.then(|| digest(&whole.lanes));
    Ok(Some(whole))
}

fn same_campaign(first: &Campaign, other: &Campaign, at: usize) -> Result<(), MergeError> {
    let facts = |report: &Campaign| {
        [
            ("version of mockras", report.mockras.clone()),
            ("seed", report.seed.to_string()),
            ("number of cases", report.cases.to_string()),
            ("tier", report.tier.clone()),
            ("number of steps", report.steps.to_string()),
            ("kind of search", report.kind()),
            ("DLL", report.dlls.join(", ")),
            ("setup", setup(&report.flags)),
        ]
    };
    for ((what, first), (_, other)) in facts(first).into_iter().zip(facts(other)) {
        if first != other {
            return Err(MergeError::Differ { at, what, first, other });
        }
    }
    Ok(())
}

/// What was asked for, without where it ran: the same comes of it everywhere.
fn setup(flags: &[String]) -> String {
    let mut flags = flags.iter();
    let mut kept = Vec::new();
    while let Some(flag) = flags.next() {
        if flag == "--runner" {
            flags.next();
        } else {
            kept.push(flag.as_str());
        }
    }
    kept.join(" ")
}

/// Whether the lanes are new. A report is joined whole or not at all, since what it counts is not told by lane.
fn join_lanes(lanes: &mut Vec<Lane>, others: Vec<Lane>, at: usize) -> Result<bool, MergeError> {
    let known = |other: &Lane| lanes.iter().find(|lane| lane.lane == other.lane);
    let differs = |other: &Lane, lane: &Lane| lane.cases == other.cases && lane.digest != other.digest;
    if let Some(other) = others.iter().find(|other| known(other).is_some_and(|lane| differs(other, lane))) {
        return Err(MergeError::Lane { at, lane: other.lane });
    }
    let shared: Vec<&Lane> = others.iter().filter(|other| known(other).is_some()).collect();
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

/// Of each signature the smallest case, and how often it was met in all; what was counted before is not counted again.
fn join_findings(first: Vec<Found>, others: Vec<Found>, is_new: bool) -> Vec<Found> {
    let mut joined: BTreeMap<String, Found> = BTreeMap::new();
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

/// The smaller case first, then the one that was met before; then one that is saved.
fn rank(found: &Found) -> impl Ord + '_ {
    let Found { steps, case_number, case, file, text, binds, tier, .. } = found;
    (steps, case_number, case, file.is_none(), file, text, binds, tier)
}

#[cfg(test)]
mod tests {
    use super::super::FORMAT;
    use super::*;

    fn found(number: u64, steps: u64, times: u64) -> Found {
        Found {
            signature: "S".to_owned(),
            binds: "DLL".to_owned(),
            text: String::new(),
            number,
            case_number: number,
            times,
            tier: "default".to_owned(),
            steps,
            file: None,
            case: format!("case {number}"),
        }
    }

    fn report(lane: u64, cut: Option<&str>, findings: Vec<Found>) -> Campaign {
        Campaign {
            format: FORMAT,
            mockras: String::new(),
            seed: 1,
            cases: 30,
            tier: "default".to_owned(),
            steps: 4,
            exhaustive: None,
            guided: true,
            dlls: Vec::new(),
            flags: Vec::new(),
            systems: Vec::new(),
            lanes: vec![Lane { lane, cases: 10, whole: true, digest: lane.to_string() }],
            digest: None,
            started: 10,
            exercised: 10,
            cut: cut.map(str::to_owned),
            findings,
            reached: BTreeMap::from([("a".to_owned(), 1)]),
        }
    }

    const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    fn all_orders(reports: &[Campaign; 3]) -> Vec<Campaign> {
        let joined = |order: [usize; 3]| {
            let reports = order.map(|at| reports[at].clone()).to_vec();
            let joined = merge(reports, |lanes| lanes.len().to_string());
            joined.expect("one campaign").expect("a report")
        };
        ORDERS.map(joined).to_vec()
    }

    #[test]
    fn order_of_reports_changes_nothing() {
        let reports = [
            report(0, Some("b"), vec![found(3, 5, 1)]),
            report(1, None, vec![found(12, 2, 1)]),
            report(2, Some("a"), vec![found(7, 2, 1)]),
        ];
        let joined = all_orders(&reports);
        let whole = &joined[0];
        assert_eq!((whole.digest.as_deref(), whole.cut.as_deref()), (Some("3"), Some("a")));
        assert_eq!(whole.findings, [Found { number: 3, times: 3, ..found(7, 2, 1) }]);
        for (order, joined) in ORDERS.iter().zip(&joined) {
            assert_eq!(joined, whole, "{order:?}");
        }
    }

    #[test]
    fn report_that_is_given_twice_is_counted_once_and_its_smaller_case_is_kept() {
        let twice = [
            report(0, None, vec![found(3, 5, 1)]),
            report(0, None, vec![found(3, 2, 1)]),
            report(1, None, vec![found(12, 4, 1)]),
        ];
        for (order, joined) in ORDERS.iter().zip(all_orders(&twice)) {
            assert_eq!(joined.findings, [found(3, 2, 2)], "{order:?}");
            assert_eq!((joined.exercised, joined.played()), (20, 20), "{order:?}");
        }
    }

    #[test]
    fn sums_of_strange_reports_end_at_the_largest_number() {
        let mut reports = [0, 1, 2].map(|lane| report(lane, None, vec![found(1, 1, u64::MAX)]));
        for report in &mut reports {
            (report.exercised, report.lanes[0].cases) = (u64::MAX, u64::MAX);
            report.reached.insert("a".to_owned(), u64::MAX);
        }
        for joined in all_orders(&reports) {
            assert_eq!(
                (joined.exercised, joined.played(), joined.reached["a"]),
                (u64::MAX, u64::MAX, u64::MAX)
            );
            assert_eq!(joined.findings[0].times, u64::MAX);
        }
    }
}
