//! What the documentation's two lists of mandatory exports demand of a DLL (AMB-02).

use super::dll_history::DllHistory;
use super::look::Look;
use crate::ras::{Callout, CrossedPair, ExBinding, InitBoth, InitMissing, Profile, RequiredExports, Series};

/// What the lists demand of every DLL.
impl Look<'_> {
    /// The functions that both lists demand, as far as the Windows version knows them.
    pub fn demanded_functions(&self) -> impl Iterator<Item = Callout> {
        let both = [Callout::AcceptNewLink, Callout::LinkHangupNotification, Callout::TerminateDll];
        let profile = self.profile();
        both.into_iter().filter(move |callout| callout.floor() <= profile)
    }

    /// Whether the list in force demands a reauthentication function, which no version before Server 2008 knows.
    pub fn demands_reauthentication(&self) -> bool {
        let by_list =
            matches!(self.policy.required_exports, RequiredExports::Reference | RequiredExports::EraUnion);
        by_list && self.profile() >= Profile::Server2008
    }

    /// Whether an initialiser is demanded: NT 4.0 knows none, and Microsoft's own sample has none (AMB-46).
    pub fn demands_initializer(&self) -> bool {
        self.profile() >= Callout::InitializeDll.floor() && self.policy.init_missing == InitMissing::FailStart
    }
}

/// What the lists demand of this DLL, and what it has of that.
impl DllHistory<'_> {
    /// Whether the lists bind it. One that can register a callbacks table need not export what has a slot there, unless
    /// the table does not count (AMB-04).
    pub fn is_bound_by_lists(&self, look: &Look<'_>) -> bool {
        !self.is_asked_for_a_table(look) || look.policy.ex_binding == ExBinding::Exports
    }

    /// The policy whose reading binds it by its exports although it could register a table; none if it could not.
    pub fn binding_policy(&self, look: &Look<'_>) -> Option<&'static str> {
        let could = self.has(Callout::InitializeDllEx);
        could.then_some(if self.is_asked_for_a_table(look) { "ex_binding" } else { "init_both" })
    }

    /// Whether the service asks it for a callbacks table. A DLL with both initialisers may be asked by the other (AMB-05).
    pub fn is_asked_for_a_table(&self, look: &Look<'_>) -> bool {
        let prefers_plain =
            look.policy.init_both == InitBoth::PreferPlain && self.has(Callout::InitializeDll);
        self.has(Callout::InitializeDllEx) && !prefers_plain
    }

    /// Whether it has a pair of connection functions by the list in force.
    pub fn has_demanded_pair(&self, look: &Look<'_>) -> bool {
        let series: &[Series] = match look.policy.required_exports {
            RequiredExports::Overview => &[Series::Plain, Series::Two],
            RequiredExports::Agreed | RequiredExports::Reference | RequiredExports::EraUnion => Series::ALL,
        };
        match look.policy.crossed_pair {
            CrossedPair::Reject => series.iter().any(|series| self.has_pair(*series)),
            CrossedPair::Allow => {
                series.iter().any(|series| self.has(series.accept()))
                    && series.iter().any(|series| self.has(series.hangup()))
            }
        }
    }

    /// Whether it has a reauthentication function of either kind.
    pub fn has_reauthentication(&self) -> bool {
        self.has(Callout::AcceptReauthentication) || self.has(Callout::AcceptReauthenticationEx)
    }

    /// What keeps the service from starting with it, each in words (LOAD-13); nothing if it lacks nothing.
    pub fn lacks(&self, look: &Look<'_>) -> Vec<String> {
        let mut lacking = Vec::new();
        if look.demands_initializer() && !self.has_initializer() {
            lacking.push("an initialiser".to_owned());
        }
        if self.is_bound_by_lists(look) {
            lacking
                .extend(look.demanded_functions().filter(|callout| !self.has(*callout)).map(Callout::export));
            if !self.has_demanded_pair(look) {
                lacking.push("a pair of connection functions".to_owned());
            }
            if look.demands_reauthentication() && !self.has_reauthentication() {
                lacking.push("a reauthentication function".to_owned());
            }
        }
        lacking
    }
}
