//! What the service demands of a DLL's exports (LOAD-10 to LOAD-16).

use std::fmt;

use super::binding::Binding;
use super::event::Level;
use crate::ras::{
    Callout, CalloutSet, CrossedPair, InitBoth, InitMissing, Ipv4PairRequired2000, Policy, Profile,
    RequiredExports, Series,
};

/// Something that can be demanded of what a DLL exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wanted {
    /// The DLL has to export one of the two initialisers (AMB-46).
    Initializer,
    /// The DLL has to export this function.
    Function(Callout),
    /// The DLL has to export Accept and Hangup of one series that the Windows version knows.
    Pair,
    /// The DLL has to export Accept and Hangup of the series plain or 2.
    OlderPair,
    /// The DLL has to export one of the two functions for reauthentication.
    Reauthentication,
    /// The DLL has to export the two functions for IPv4 addresses.
    Ipv4Pair,
}

/// Names what is demanded in the words of the event log.
impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Initializer => f.write_str("an initialiser"),
            Self::Function(callout) => write!(f, "{callout}"),
            Self::Pair => f.write_str("a complete pair of connection functions"),
            Self::OlderPair => f.write_str("a complete pair of the connection functions plain or 2"),
            Self::Reauthentication => f.write_str("AcceptReauthentication or AcceptReauthenticationEx"),
            Self::Ipv4Pair => f.write_str("GetIpAddressForUser and ReleaseIpAddress"),
        }
    }
}

impl Wanted {
    /// The row of the catalogue that demands it.
    pub fn row(self) -> &'static str {
        match self {
            Self::Initializer => "LOAD-24",
            // A newer pair is complete, too: that the overview does not count it is a matter of its list (AMB-02).
            Self::Function(_) | Self::OlderPair => "LOAD-10",
            Self::Pair => "LOAD-12",
            Self::Reauthentication => "LOAD-25",
            Self::Ipv4Pair => "LOAD-16",
        }
    }
}

/// Something that is demanded of what a DLL exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Demand {
    /// What the DLL has to export.
    pub wanted: Wanted,
    /// Whether the DLL exports it.
    pub is_met: bool,
}

/// Something that is wrong with what a DLL exports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportProblem {
    /// An error keeps the service from starting.
    pub level: Level,
    /// What is wrong, as the event log has it.
    pub text: String,
    /// The row of the catalogue that it is about.
    pub row: &'static str,
    /// What a list of required exports demands and the DLL lacks; none if it is no matter of lists.
    pub missing: Option<Wanted>,
    /// The lists of required exports that demand it (AMB-02): `the overview`, `the reference`, both, or none if it is
    /// no matter of lists.
    pub lists: &'static [&'static str],
}

/// What the service says of a DLL with these exports when it loads it, before any of it is called.
pub fn export_problems(exports: CalloutSet, profile: Profile, policy: &Policy) -> Vec<ExportProblem> {
    Binding::new(exports, None, profile, &profile.decide(*policy)).export_problems()
}

/// The functions that come together or not at all (LOAD-14, LOAD-15, CBTABLE-04, CBTABLE-05).
pub(super) const ADDRESS_PAIRS: [(Callout, Callout, &str); 2] = [
    (Callout::GetIpAddressForUser, Callout::ReleaseIpAddress, "LOAD-14"),
    (Callout::GetIpv6AddressForUser, Callout::ReleaseIpv6AddressForUser, "LOAD-15"),
];

impl Binding {
    /// Whether the lists of required exports bind the DLL: one with a callbacks table only where the table does not
    /// count (CHOICE 11).
    pub fn is_bound_by_lists(&self) -> bool {
        !self.has_a_table_that_counts()
    }

    /// What the DLL has to export, or the service does not start (LOAD-13): an initialiser, what the list in force
    /// demands if it binds the DLL (AMB-02), and on old systems the functions for IPv4 addresses.
    pub fn demands(&self) -> Vec<Demand> {
        let mut demands = Vec::new();
        if self.policy.init_missing == InitMissing::FailStart {
            demands.extend(self.initializer());
        }
        if self.is_bound_by_lists() {
            demands.extend(self.list_in_force());
        }
        demands.extend(self.ipv4_pair());
        demands
    }

    /// Lists what is wrong with its exports.
    pub(super) fn export_problems(&self) -> Vec<ExportProblem> {
        let mut problems = Vec::new();
        let problem = |level, row, text| ExportProblem { level, text, row, missing: None, lists: &[] };
        let has = |callout| self.exports.contains(callout);
        let both = has(Callout::InitializeDll) && has(Callout::InitializeDllEx);
        if both && self.policy.init_both == InitBoth::Reject {
            let text = "it exports both InitializeDll and InitializeDllEx".to_owned();
            problems.push(problem(Level::Error, Wanted::Initializer.row(), text));
        }
        if self.initializer().is_some_and(|demand| !demand.is_met) {
            let level = match self.policy.init_missing {
                InitMissing::FailStart => Level::Error,
                InitMissing::Tolerate => Level::Warning,
            };
            let text = "it exports no initialiser".to_owned();
            problems.push(problem(level, Wanted::Initializer.row(), text));
        }
        if self.is_bound_by_lists() {
            problems.extend(self.list_problems());
        }
        for (get, release, row) in ADDRESS_PAIRS {
            // CHOICE 7: the pages say what is wrong, not what follows.
            if self.has_exports_that_count() && has(get) != has(release) {
                let text = format!("{get} and {release} come together or not at all");
                problems.push(problem(Level::Error, row, text));
            }
        }
        if let Some(Demand { wanted, is_met: false }) = self.ipv4_pair() {
            // CHOICE 6: a start failure, not a warning.
            let text = format!("{wanted} are required on {}", self.profile);
            problems.push(problem(Level::Error, wanted.row(), text));
        }
        problems
    }

    /// The two lists of required exports, against the policy that weighs them (AMB-02).
    fn list_problems(&self) -> Vec<ExportProblem> {
        let missing = |list: Vec<Demand>| -> Vec<Wanted> {
            list.into_iter().filter(|demand| !demand.is_met).map(|demand| demand.wanted).collect()
        };
        let (overview, reference) = (missing(self.overview()), missing(self.reference()));
        let lists = |wanted| match (overview.contains(&wanted), reference.contains(&wanted)) {
            (true, false) => &["the overview"][..],
            (false, true) => &["the reference"],
            (true, true) | (false, false) => &["the overview", "the reference"],
        };
        let hard = missing(self.list_in_force());
        let mut soft = match self.policy.required_exports {
            RequiredExports::Agreed => [overview.clone(), reference.clone()].concat(),
            RequiredExports::Overview | RequiredExports::Reference | RequiredExports::EraUnion => Vec::new(),
        };
        soft.retain(|wanted| !hard.contains(wanted));
        let report = |level, wanted: Wanted| ExportProblem {
            level,
            text: format!("it does not export {wanted}"),
            row: wanted.row(),
            missing: Some(wanted),
            lists: lists(wanted),
        };
        let hard = hard.into_iter().map(|wanted| report(Level::Error, wanted));
        hard.chain(soft.into_iter().map(|wanted| report(Level::Warning, wanted))).collect()
    }

    /// Demands an initialiser of either kind. NT 4.0 knows none and demands none.
    fn initializer(&self) -> Option<Demand> {
        let is_known = self.profile >= Callout::InitializeDll.floor();
        let is_met = self.has_either(Callout::InitializeDll, Callout::InitializeDllEx);
        is_known.then_some(Demand { wanted: Wanted::Initializer, is_met })
    }

    /// The functions for IPv4 addresses, which old systems demand (LOAD-16, AMB-39). Half of the pair is another
    /// breach.
    fn ipv4_pair(&self) -> Option<Demand> {
        let is_required = self.profile.is_2000_or_earlier()
            && self.policy.ipv4_pair_required_2000 == Ipv4PairRequired2000::Yes;
        let is_met = self.has_either(Callout::GetIpAddressForUser, Callout::ReleaseIpAddress);
        is_required.then_some(Demand { wanted: Wanted::Ipv4Pair, is_met })
    }

    /// Returns the list that the service insists on.
    fn list_in_force(&self) -> Vec<Demand> {
        match self.policy.required_exports {
            RequiredExports::Overview => self.overview(),
            RequiredExports::Reference | RequiredExports::EraUnion => self.reference(),
            RequiredExports::Agreed => self.agreed(),
        }
    }

    /// The list of the overview (LOAD-10). An initialiser is demanded by [`InitMissing`], InitializeDll in
    /// particular by the list.
    fn overview(&self) -> Vec<Demand> {
        let mut list = self.links_and_terminate();
        let only_ex =
            self.exports.contains(Callout::InitializeDllEx) && !self.exports.contains(Callout::InitializeDll);
        // Who tolerates a DLL without any initialiser tolerates one that has more.
        let is_met = !only_ex || self.policy.init_missing == InitMissing::Tolerate;
        list.push(Demand { wanted: Wanted::Function(Callout::InitializeDll), is_met });
        let (has_pair, has_older) =
            (self.has_pair(Series::ALL), self.has_pair(&[Series::Plain, Series::Two]));
        list.push(Demand { wanted: Wanted::Pair, is_met: has_pair });
        if has_pair && self.profile >= Profile::Server2008 {
            list.push(Demand { wanted: Wanted::OlderPair, is_met: has_older });
        }
        list
    }

    /// The list of the function reference (LOAD-11), from Server 2008 on. Below it this list demands nothing else than
    /// the overview (CHOICE 5).
    fn reference(&self) -> Vec<Demand> {
        if self.profile < Profile::Server2008 {
            return self.overview();
        }
        let mut list = self.links_and_terminate();
        let is_met = self.has_either(Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx);
        list.push(Demand { wanted: Wanted::Reauthentication, is_met });
        list.push(Demand { wanted: Wanted::Pair, is_met: self.has_pair(Series::ALL) });
        list
    }

    /// The list of what both lists demand.
    fn agreed(&self) -> Vec<Demand> {
        let mut list = self.links_and_terminate();
        list.push(Demand { wanted: Wanted::Pair, is_met: self.has_pair(Series::ALL) });
        list
    }

    /// The functions that every list demands, as far as the Windows version knows them: on NT 4.0 nothing calls
    /// TerminateDll.
    fn links_and_terminate(&self) -> Vec<Demand> {
        [Callout::AcceptNewLink, Callout::LinkHangupNotification, Callout::TerminateDll]
            .into_iter()
            .filter(|callout| callout.floor() <= self.profile)
            .map(|callout| Demand {
                wanted: Wanted::Function(callout),
                is_met: self.exports.contains(callout),
            })
            .collect()
    }

    /// Whether it has Accept and Hangup of these series (LOAD-12), of one or of several (AMB-07).
    fn has_pair(&self, series: &[Series]) -> bool {
        let accept = |series: &Series| self.exports.contains(series.accept());
        let hangup = |series: &Series| self.exports.contains(series.hangup());
        match self.policy.crossed_pair {
            CrossedPair::Reject => series.iter().any(|series| accept(series) && hangup(series)),
            CrossedPair::Allow => series.iter().any(accept) && series.iter().any(hangup),
        }
    }

    fn has_either(&self, one: Callout, other: Callout) -> bool {
        self.exports.contains(one) || self.exports.contains(other)
    }
}
