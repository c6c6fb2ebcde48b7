//! Which entry points of a DLL the service uses: exports, callbacks table, series.

use super::agenda::Voter;
use super::seam::{EntryPoint, Instance, Via};
use crate::ras::{
    Callout, CalloutSet, CrossedPair, ExBinding, MixedFleetVote, Policy, Profile, Revision1Connections,
    Series, SeriesSelect, TerminateVia,
};

/// A loaded DLL, as the service knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct LoadedDll {
    pub(super) instance: Instance,
    /// What it exports, as far as the Windows version knows it (LOAD-23).
    pub(super) exports: CalloutSet,
    /// What it registered through InitializeDllEx.
    pub(super) table: Option<BoundTable>,
    pub(super) progress: InitState,
}

/// How far initialisation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum InitState {
    Loaded,
    Initialized,
    Failed,
}

/// A callbacks table after all doubts are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct BoundTable {
    /// Revision 1 or anything unknown (CHOICE 9): Ex functions are not supported (CBTABLE-02).
    pub(super) revision1: bool,
    /// The slots that hold a function.
    pub(super) slots: CalloutSet,
}

/// The Accept and the Hangup function that a DLL uses for connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) series: Series,
    pub(super) accept: Option<EntryPoint>,
    pub(super) hangup: Option<EntryPoint>,
}

/// The functions that take RAS_CONNECTION_EX.
pub(super) const EX_FUNCTIONS: [Callout; 4] = [
    Callout::AcceptNewConnectionEx,
    Callout::ConnectionHangupNotificationEx,
    Callout::AcceptReauthenticationEx,
    Callout::AcceptTunnelEndpointChangeEx,
];

impl LoadedDll {
    /// The entry point for a callout, by slot or by export (AMB-04).
    pub(super) fn entry(&self, callout: Callout, policy: &Policy) -> Option<EntryPoint> {
        let export = self.exports.contains(callout).then_some(EntryPoint { callout, via: Via::Export });
        let Some(table) = &self.table else { return export };
        let counts = policy.ex_binding != ExBinding::Exports;
        if counts && table.revision1 && EX_FUNCTIONS.contains(&callout) {
            return None;
        }
        let slot = table.slots.contains(callout).then_some(EntryPoint { callout, via: Via::Slot });
        match policy.ex_binding {
            _ if callout.slot().is_none() => export,
            ExBinding::TableThenExports => slot.or(export),
            ExBinding::Table => slot,
            ExBinding::Exports => export,
        }
    }

    /// The entry point of TerminateDll: `terminate_via` alone decides (CHOICE 4).
    pub(super) fn terminate(&self, policy: &Policy) -> Option<EntryPoint> {
        let callout = Callout::TerminateDll;
        let export = self.exports.contains(callout).then_some(EntryPoint { callout, via: Via::Export });
        let Some(table) = &self.table else { return export };
        let slot = table.slots.contains(callout).then_some(EntryPoint { callout, via: Via::Slot });
        match policy.terminate_via {
            TerminateVia::PreferTable => slot.or(export),
            TerminateVia::Table => slot,
            TerminateVia::Export => export,
        }
    }

    /// What it uses for connections: complete pairs by `series_select`; failing that half a pair in the table
    /// (AMB-03), or a crossed one (AMB-07).
    pub(super) fn routes(&self, policy: &Policy) -> Vec<Route> {
        let revision1 =
            self.table.is_some_and(|table| table.revision1) && policy.ex_binding != ExBinding::Exports;
        if revision1 && policy.revision1_connections != Revision1Connections::Exports {
            return Vec::new();
        }
        let all: Vec<Route> = Series::ALL
            .iter()
            .map(|&series| Route {
                series,
                accept: self.entry(series.accept(), policy),
                hangup: self.entry(series.hangup(), policy),
            })
            .collect();
        let complete: Vec<Route> =
            all.iter().copied().filter(|route| route.accept.is_some() && route.hangup.is_some()).collect();
        if !complete.is_empty() {
            return match policy.series_select {
                SeriesSelect::Newest => complete[complete.len() - 1..].to_vec(),
                SeriesSelect::Oldest => complete[..1].to_vec(),
                SeriesSelect::All => complete, // CHOICE 18: oldest first
            };
        }
        if let Some(half) =
            all.last().filter(|ex| self.table.is_some() && (ex.accept.is_some() || ex.hangup.is_some()))
        {
            return vec![*half];
        }
        if policy.crossed_pair == CrossedPair::Allow {
            return crossed(&all, policy.series_select).into_iter().collect();
        }
        Vec::new()
    }
}

/// Accept of one series and Hangup of another, each the newest (or oldest) that is there.
fn crossed(all: &[Route], select: SeriesSelect) -> Option<Route> {
    let pick = |mut halves: Vec<(Series, EntryPoint)>| match select {
        SeriesSelect::Oldest => halves.first().copied(),
        SeriesSelect::Newest | SeriesSelect::All => halves.pop(),
    };
    let (series, accept) =
        pick(all.iter().filter_map(|route| Some((route.series, route.accept?))).collect())?;
    let (_, hangup) = pick(all.iter().filter_map(|route| Some((route.series, route.hangup?))).collect())?;
    Some(Route { series, accept: Some(accept), hangup: Some(hangup) })
}

/// Who is called for what, in registry order: worked out once per start of the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Roster {
    pub(super) accept: Vec<Voter>,
    pub(super) hangup: Vec<Voter>,
    pub(super) accept_link: Vec<Voter>,
    pub(super) hangup_link: Vec<Voter>,
    pub(super) reauthenticate: Vec<Voter>,
    pub(super) endpoint: Vec<Voter>,
    pub(super) pre_authenticate: Vec<Voter>,
    pub(super) ipv4: Option<AddressPair>,
    pub(super) ipv6: Vec<AddressPair>,
}

/// The two address functions of one DLL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct AddressPair {
    pub(super) get: Voter,
    pub(super) release: Voter,
}

impl Roster {
    /// The roster of these DLLs; `connections` and `addresses` are the same where there is one process.
    ///
    /// CHOICE 1: IPv6 goes with IPv4, everything else with connections, as [`Callout::side`] says.
    pub(super) fn new(connections: &[&LoadedDll], addresses: &[&LoadedDll], policy: &Policy) -> Self {
        let voters = |callout| -> Vec<Voter> {
            connections.iter().filter_map(|dll| voter(dll, callout, policy)).collect()
        };
        let pairs = |get, release| -> Vec<AddressPair> {
            let pair = |dll: &&LoadedDll| {
                Some(AddressPair { get: voter(dll, get, policy)?, release: voter(dll, release, policy)? })
            };
            addresses.iter().filter_map(pair).collect()
        };
        let (accept, hangup) = connection_voters(connections, policy);
        Self {
            accept,
            hangup,
            accept_link: voters(Callout::AcceptNewLink),
            hangup_link: voters(Callout::LinkHangupNotification),
            reauthenticate: connections.iter().filter_map(|dll| reauthenticator(dll, policy)).collect(),
            endpoint: voters(Callout::AcceptTunnelEndpointChangeEx),
            pre_authenticate: voters(Callout::ValidatePreAuthenticatedConnectionEx),
            ipv4: pairs(Callout::GetIpAddressForUser, Callout::ReleaseIpAddress).first().copied(), // IP4-11
            ipv6: pairs(Callout::GetIpv6AddressForUser, Callout::ReleaseIpv6AddressForUser),
        }
    }
}

fn voter(dll: &LoadedDll, callout: Callout, policy: &Policy) -> Option<Voter> {
    Some(Voter { instance: dll.instance, entry: dll.entry(callout, policy)? })
}

/// CHOICE 33: Ex if both exist, unless the oldest series is preferred.
fn reauthenticator(dll: &LoadedDll, policy: &Policy) -> Option<Voter> {
    let mut functions = [Callout::AcceptReauthenticationEx, Callout::AcceptReauthentication];
    if policy.series_select == SeriesSelect::Oldest {
        functions.reverse();
    }
    functions.into_iter().find_map(|callout| voter(dll, callout, policy))
}

/// CHOICE 19: under `same_series` only the preferred family takes part.
fn connection_voters(connections: &[&LoadedDll], policy: &Policy) -> (Vec<Voter>, Vec<Voter>) {
    let family = |route: &Route| match route.series {
        Series::Plain | Series::Two => 0,
        Series::Three => 1,
        Series::Ex => 2,
    };
    let routes: Vec<(Instance, Route)> = connections
        .iter()
        .flat_map(|dll| dll.routes(policy).into_iter().map(|route| (dll.instance, route)))
        .collect();
    let families = routes.iter().map(|(_, route)| family(route));
    let preferred = match policy.series_select {
        SeriesSelect::Oldest => families.min(),
        SeriesSelect::Newest | SeriesSelect::All => families.max(),
    };
    let takes_part =
        |route: &Route| policy.mixed_fleet_vote == MixedFleetVote::All || Some(family(route)) == preferred;
    let voters = |half: fn(&Route) -> Option<EntryPoint>| {
        let parts = routes.iter().filter(|(_, route)| takes_part(route));
        parts
            .filter_map(|(instance, route)| Some(Voter { instance: *instance, entry: half(route)? }))
            .collect()
    };
    (voters(|route| route.accept), voters(|route| route.hangup))
}

/// What the Windows version knows of these exports (LOAD-23).
pub(super) fn known(exports: CalloutSet, profile: Profile) -> CalloutSet {
    exports.iter().filter(|callout| callout.floor() <= profile).collect()
}
