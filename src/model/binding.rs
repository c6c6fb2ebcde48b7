//! Which entry points of a DLL the service uses: exports, callbacks table, series.

use super::instance::{EntryPoint, Process, Via};
use super::seam::{CallbacksTable, Slot};
use crate::ras::{
    Callout, CalloutSet, CrossedPair, ExBinding, InitBoth, InitPerProcess, Policy, Profile,
    Revision1Connections, Series, SeriesSelect, TerminateVia,
};

/// What the service uses of a DLL, under one Windows version and one policy.
///
/// This is the only place that decides it. Whoever wants to know what a DLL is asked makes a binding of what the DLL
/// exports and of the table that it registered, if it did, and asks:
///
/// ```
/// use mockras::model::{Binding, Via};
/// use mockras::ras::{Callout, CalloutSet, Policy, Profile};
/// let exports: CalloutSet = "AcceptNewLink TerminateDll".parse().expect("callouts");
/// let binding = Binding::new(exports, None, Profile::default(), &Policy::default());
/// assert!(binding.offers(Callout::AcceptNewLink) && !binding.offers_a_series());
/// assert_eq!(binding.terminate_via(), Some(Via::Export));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Binding {
    pub(super) exports: CalloutSet,
    table: Option<BoundTable>,
    pub(super) profile: Profile,
    pub(super) policy: Policy,
}

/// A callbacks table as the service reads it, after all doubts are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct BoundTable {
    /// Whether Ex functions are not supported (CBTABLE-02): revision 1 or anything unknown (CHOICE 9).
    pub(super) is_revision1: bool,
    /// The slots that hold a function.
    pub(super) slots: CalloutSet,
}

impl BoundTable {
    /// Takes any revision but 2 for 1 (CHOICE 9), and a slot that was never written for NULL (CHOICE 8).
    pub(super) fn of(table: &CallbacksTable) -> Self {
        let slots = Callout::SLOTS.into_iter().zip(table.slots);
        let set = slots.filter(|(_, slot)| *slot == Slot::Set).map(|(callout, _)| callout).collect();
        Self { is_revision1: table.revision != 2, slots: set }
    }
}

/// The Accept and the Hangup function that a DLL uses for connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Route {
    /// The series of the Accept function, and of the Hangup function unless the pair is crossed (AMB-07).
    pub series: Series,
    /// The entry point that is asked whether a user may connect.
    pub accept: Option<EntryPoint>,
    /// The entry point that is told when the user has gone.
    pub hangup: Option<EntryPoint>,
}

impl Route {
    /// Whether Accept and Hangup are of different series (AMB-07).
    pub fn is_crossed(&self) -> bool {
        self.hangup.is_some_and(|hangup| hangup.callout != self.series.hangup())
    }

    fn is_complete(&self) -> bool {
        self.accept.is_some() && self.hangup.is_some()
    }
}

impl Binding {
    /// The binding of a DLL with these exports, which has registered this table, if it has.
    ///
    /// Exports that the Windows version does not know are left out (LOAD-23).
    pub fn new(
        exports: CalloutSet,
        table: Option<&CallbacksTable>,
        profile: Profile,
        policy: &Policy,
    ) -> Self {
        Self {
            exports: exports.known_to(profile),
            table: table.map(BoundTable::of),
            profile,
            policy: *policy,
        }
    }

    /// The same DLL after it has registered this table.
    pub(super) fn with_table(self, table: Option<BoundTable>) -> Self {
        Self { table, ..self }
    }

    /// What it exports, as far as the Windows version knows it (LOAD-23).
    pub fn exports(&self) -> CalloutSet {
        self.exports
    }

    /// The initialisers that are called, in their order (AMB-05, AMB-46).
    pub fn initializers(&self) -> &'static [Callout] {
        const PLAIN: Callout = Callout::InitializeDll;
        const EX: Callout = Callout::InitializeDllEx;
        match (self.exports.contains(PLAIN), self.exports.contains(EX)) {
            (false, false) => &[],
            (true, false) => &[PLAIN],
            (false, true) => &[EX],
            (true, true) => match self.policy.init_both {
                InitBoth::PreferEx => &[EX],
                InitBoth::PreferPlain => &[PLAIN],
                InitBoth::BothPlainFirst => &[PLAIN, EX],
                InitBoth::BothExFirst => &[EX, PLAIN],
                InitBoth::Reject => &[],
            },
        }
    }

    /// Whether it is initialised in this process: not where the one for connections is enough (AMB-33), and not if it
    /// has no initialiser that is called (AMB-46).
    pub fn takes_part(&self, process: Process) -> bool {
        !self.initializers().is_empty() && initializes_in(process, &self.policy)
    }

    /// Whether the service asks it for a callbacks table (AMB-05).
    pub fn is_asked_for_a_table(&self) -> bool {
        self.initializers().contains(&Callout::InitializeDllEx)
    }

    /// Whether it is asked for a callbacks table that means something (AMB-04).
    pub fn has_a_table_that_counts(&self) -> bool {
        self.is_asked_for_a_table() && tables_count(&self.policy)
    }

    /// Whether its exports mean something where the callbacks table has a slot for them (AMB-04).
    pub fn has_exports_that_count(&self) -> bool {
        !self.is_asked_for_a_table() || self.policy.ex_binding != ExBinding::Table
    }

    /// The entry point that the service calls for a callout, by slot or by export (AMB-04, AMB-31), if it calls any.
    pub fn entry(&self, callout: Callout) -> Option<EntryPoint> {
        match callout {
            Callout::InitializeDll | Callout::InitializeDllEx => {
                self.export(callout).filter(|_| self.initializers().contains(&callout))
            }
            Callout::TerminateDll => self.terminate(),
            Callout::AcceptNewConnection
            | Callout::AcceptNewConnection2
            | Callout::AcceptNewConnection3
            | Callout::AcceptNewConnectionEx
            | Callout::ConnectionHangupNotification
            | Callout::ConnectionHangupNotification2
            | Callout::ConnectionHangupNotification3
            | Callout::ConnectionHangupNotificationEx => {
                self.by_slot_or_export(callout).filter(|_| self.decides_about_connections())
            }
            Callout::AcceptReauthentication
            | Callout::AcceptReauthenticationEx
            | Callout::AcceptNewLink
            | Callout::LinkHangupNotification
            | Callout::GetIpAddressForUser
            | Callout::ReleaseIpAddress
            | Callout::GetIpv6AddressForUser
            | Callout::ReleaseIpv6AddressForUser
            | Callout::AcceptTunnelEndpointChangeEx
            | Callout::ValidatePreAuthenticatedConnectionEx => self.by_slot_or_export(callout),
        }
    }

    /// Whether the service has a way to call this function.
    pub fn offers(&self, callout: Callout) -> bool {
        self.entry(callout).is_some()
    }

    /// The entry point that is asked about a new quarantine state: Ex if both exist, unless the oldest series is
    /// preferred (CHOICE 33).
    pub fn reauthentication(&self) -> Option<EntryPoint> {
        let mut functions = [Callout::AcceptReauthenticationEx, Callout::AcceptReauthentication];
        if self.policy.series_select == SeriesSelect::Oldest {
            functions.reverse();
        }
        functions.into_iter().find_map(|callout| self.entry(callout))
    }

    /// How TerminateDll is found, if it is called: `terminate_via` alone decides (AMB-04, CHOICE 4).
    pub fn terminate_via(&self) -> Option<Via> {
        self.entry(Callout::TerminateDll).map(|entry| entry.via)
    }

    /// Whether the service has a way to call Accept and Hangup of some series.
    pub fn offers_a_series(&self) -> bool {
        self.all_routes().iter().any(Route::is_complete)
    }

    /// What it uses for connections: complete pairs by `series_select` (AMB-06); failing that half a pair in the table
    /// (AMB-03), or a crossed one (AMB-07).
    pub fn routes(&self) -> Vec<Route> {
        let all = self.all_routes();
        let complete: Vec<Route> = all.iter().copied().filter(Route::is_complete).collect();
        if !complete.is_empty() {
            return match self.policy.series_select {
                SeriesSelect::Newest => complete[complete.len() - 1..].to_vec(),
                SeriesSelect::Oldest => complete[..1].to_vec(),
                SeriesSelect::All => complete, // CHOICE 18: oldest first
            };
        }
        let [.., ex] = all;
        if self.table.is_some() && (ex.accept.is_some() || ex.hangup.is_some()) {
            return vec![ex];
        }
        match self.policy.crossed_pair {
            CrossedPair::Allow => crossed(&all, self.policy.series_select).into_iter().collect(),
            CrossedPair::Reject => Vec::new(),
        }
    }

    fn all_routes(&self) -> [Route; 4] {
        [Series::Plain, Series::Two, Series::Three, Series::Ex].map(|series| Route {
            series,
            accept: self.entry(series.accept()),
            hangup: self.entry(series.hangup()),
        })
    }

    fn export(&self, callout: Callout) -> Option<EntryPoint> {
        self.exports.contains(callout).then_some(EntryPoint { callout, via: Via::Export })
    }

    /// Whether it has a table that counts, of revision 1: then it has no Ex functions (CBTABLE-02).
    pub(super) fn is_at_revision1(&self) -> bool {
        self.table.is_some_and(|table| table.is_revision1) && tables_count(&self.policy)
    }

    /// Whether its functions for connections are called: beside a table of revision 1 they may not be (AMB-31).
    fn decides_about_connections(&self) -> bool {
        !self.is_at_revision1() || self.policy.revision1_connections == Revision1Connections::Exports
    }

    /// Finds the entry point by slot or by export, as AMB-04 reads it.
    fn by_slot_or_export(&self, callout: Callout) -> Option<EntryPoint> {
        let export = self.export(callout);
        let Some(table) = &self.table else { return export };
        if self.is_at_revision1() && callout.takes_connection_ex() {
            return None;
        }
        if callout.slot().is_none() {
            // CHOICE 37. Beside a table of revision 1, AMB-31 says whether older exports count.
            let counts = self.policy.ex_binding != ExBinding::Table || self.is_at_revision1();
            return export.filter(|_| counts);
        }
        let slot = table.slots.contains(callout).then_some(EntryPoint { callout, via: Via::Slot });
        match self.policy.ex_binding {
            ExBinding::TableThenExports => slot.or(export),
            ExBinding::Table => slot,
            ExBinding::Exports => export,
        }
    }

    /// TerminateDll has a policy of its own (CHOICE 4).
    fn terminate(&self) -> Option<EntryPoint> {
        let callout = Callout::TerminateDll;
        let export = self.export(callout);
        let Some(table) = &self.table else { return export };
        let slot = table.slots.contains(callout).then_some(EntryPoint { callout, via: Via::Slot });
        match self.policy.terminate_via {
            TerminateVia::PreferTable => slot.or(export),
            TerminateVia::Table => slot,
            TerminateVia::Export => export,
        }
    }
}

/// Whether callbacks tables mean anything (AMB-04).
pub fn tables_count(policy: &Policy) -> bool {
    policy.ex_binding != ExBinding::Exports
}

/// Whether DLLs are initialised in this process (AMB-33).
pub fn initializes_in(process: Process, policy: &Policy) -> bool {
    process != Process::Addresses || policy.init_per_process == InitPerProcess::Both
}

/// Pairs Accept of one series with Hangup of another, each the newest (or oldest) that is there.
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
