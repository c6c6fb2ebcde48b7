//! The DLLs that are loaded, and which of them are called for what.

use super::binding::{Binding, BoundTable, Route};
use super::instance::{EntryPoint, Instance};
use crate::ras::{Callout, CalloutSet, MixedFleetVote, Policy, Profile, Series, SeriesSelect};

/// A loaded DLL, as the service knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct LoadedDll {
    pub(super) instance: Instance,
    pub(super) exports: CalloutSet,
    pub(super) has_timer: bool,
    /// What it registered through InitializeDllEx.
    pub(super) table: Option<BoundTable>,
    pub(super) state: InitState,
}

/// How far a DLL has come in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum InitState {
    Loaded,
    Initialized,
    Failed,
    /// Its TerminateDll was called, whatever came of that: it is called once (TERM-01).
    Terminated,
}

impl LoadedDll {
    /// What the service uses of it.
    pub(super) fn binding(&self, profile: Profile, policy: &Policy) -> Binding {
        Binding::new(self.exports, None, profile, policy).with_table(self.table)
    }
}

/// An entry point of a loaded DLL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Voter {
    pub(super) instance: Instance,
    pub(super) entry: EntryPoint,
}

/// The entry point that hears of the end of a connection, beside the one that was asked about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Farewell {
    pub(super) accept: Option<Voter>,
    pub(super) hangup: Voter,
}

/// The two address functions of one DLL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct AddressPair {
    pub(super) get: Voter,
    pub(super) release: Voter,
}

/// Who is called for what, in registry order: worked out once per start of the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Roster {
    pub(super) accept: Vec<Voter>,
    pub(super) hangup: Vec<Farewell>,
    pub(super) accept_link: Vec<Voter>,
    pub(super) hangup_link: Vec<Voter>,
    pub(super) reauthenticate: Vec<Voter>,
    pub(super) endpoint: Vec<Voter>,
    pub(super) pre_authenticate: Vec<Voter>,
    pub(super) ipv4: Option<AddressPair>,
    pub(super) ipv6: Vec<AddressPair>,
}

/// A DLL of one process, and what the service uses of it.
pub(super) type Member = (Instance, Binding);

impl Roster {
    /// The roster of these DLLs; `connections` and `addresses` are the same where there is one process.
    ///
    /// CHOICE 1: IPv6 goes with IPv4, everything else with connections, as [`Callout::side`] says.
    pub(super) fn new(connections: &[Member], addresses: &[Member], policy: &Policy) -> Self {
        let voters = |entry: &dyn Fn(&Binding) -> Option<EntryPoint>| -> Vec<Voter> {
            let voter = |&(instance, ref binding): &Member| Some(Voter { instance, entry: entry(binding)? });
            connections.iter().filter_map(voter).collect()
        };
        let of = |callout| voters(&move |binding| binding.entry(callout));
        let pairs = |get, release| -> Vec<AddressPair> {
            let pair = |&(instance, ref binding): &Member| {
                let voter = |callout| Some(Voter { instance, entry: binding.entry(callout)? });
                Some(AddressPair { get: voter(get)?, release: voter(release)? })
            };
            addresses.iter().filter_map(pair).collect()
        };
        let (accept, hangup) = connection_voters(connections, policy);
        Self {
            accept,
            hangup,
            accept_link: of(Callout::AcceptNewLink),
            hangup_link: of(Callout::LinkHangupNotification),
            reauthenticate: voters(&Binding::reauthentication),
            endpoint: of(Callout::AcceptTunnelEndpointChangeEx),
            pre_authenticate: of(Callout::ValidatePreAuthenticatedConnectionEx),
            ipv4: pairs(Callout::GetIpAddressForUser, Callout::ReleaseIpAddress).first().copied(), // IP4-11
            ipv6: pairs(Callout::GetIpv6AddressForUser, Callout::ReleaseIpv6AddressForUser),
        }
    }
}

/// Those that are asked about connections, and those that hear of their end. Under `mixed_fleet_vote=same_series` only
/// the preferred family takes part (CHOICE 19).
fn connection_voters(connections: &[Member], policy: &Policy) -> (Vec<Voter>, Vec<Farewell>) {
    let family = |route: &Route| match route.series {
        Series::Plain | Series::Two => 0,
        Series::Three => 1,
        Series::Ex => 2,
    };
    let routes: Vec<(Instance, Route)> = connections
        .iter()
        .flat_map(|(instance, binding)| binding.routes().into_iter().map(|route| (*instance, route)))
        .collect();
    let families = routes.iter().map(|(_, route)| family(route));
    let preferred = match policy.series_select {
        SeriesSelect::Oldest => families.min(),
        SeriesSelect::Newest | SeriesSelect::All => families.max(),
    };
    let takes_part =
        |route: &Route| policy.mixed_fleet_vote == MixedFleetVote::All || Some(family(route)) == preferred;
    let halves = routes.iter().filter(|(_, route)| takes_part(route)).map(|&(instance, route)| {
        let voter = |entry: EntryPoint| Voter { instance, entry };
        (route.accept.map(voter), route.hangup.map(voter))
    });
    let (accepts, hangups): (Vec<_>, Vec<_>) =
        halves.map(|(accept, hangup)| (accept, hangup.map(|hangup| Farewell { accept, hangup }))).unzip();
    (accepts.into_iter().flatten().collect(), hangups.into_iter().flatten().collect())
}
