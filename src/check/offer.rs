//! What the service can call of a DLL: an export or a slot of its callbacks table, under the readings in force.

use super::call::takes_ex;
use super::dll_history::{DllHistory, slot_of};
use super::family::Family;
use super::look::Look;
use crate::model::{Instance, Process, Slot, Via};
use crate::ras::{Callout, ExBinding, InitPerProcess, Revision1Connections, Series, TerminateVia};

impl DllHistory<'_> {
    /// Whether the service has a way to call this function, its export or its slot, under the readings in force
    /// (AMB-04, AMB-31). How TerminateDll is found is a question of its own: [`DllHistory::terminate_via`].
    pub fn offers(&self, look: &Look<'_>, callout: Callout) -> bool {
        let export = self.has(callout);
        let Some(table) = self.table.filter(|_| look.policy.ex_binding != ExBinding::Exports) else {
            return export;
        };
        // CHOICE 9: a revision that no page knows supports no more than the first.
        let is_supported = table.revision == 2
            || !takes_ex(callout)
                && (!is_of_a_series(callout)
                    || look.policy.revision1_connections == Revision1Connections::Exports);
        let slot = slot_of(table, callout) == Slot::Set;
        // Where the table alone counts, an export still does if the table has no slot for it.
        let counts = look.policy.ex_binding != ExBinding::Table || callout.slot().is_none();
        is_supported && (slot || counts && export)
    }

    /// Whether the service has a way to call Accept and Hangup of some series.
    pub fn offers_a_series(&self, look: &Look<'_>) -> bool {
        Series::ALL
            .iter()
            .any(|series| self.offers(look, series.accept()) && self.offers(look, series.hangup()))
    }

    /// How its TerminateDll is found, if it has one (AMB-04).
    pub fn terminate_via(&self, look: &Look<'_>) -> Option<Via> {
        let export = self.has(Callout::TerminateDll).then_some(Via::Export);
        let Some(table) = self.table else { return export };
        let slot = (slot_of(table, Callout::TerminateDll) == Slot::Set).then_some(Via::Slot);
        match look.policy.terminate_via {
            TerminateVia::PreferTable => slot.or(export),
            TerminateVia::Table => slot,
            TerminateVia::Export => export,
        }
    }

    /// Whether the service initialises it at all: not in the process for addresses if the one for connections is
    /// enough (AMB-33), and not if it has no initialiser that this Windows version knows (AMB-46).
    pub fn takes_part(&self, look: &Look<'_>) -> bool {
        let left_out = self.instance.process == Process::Addresses
            && look.policy.init_per_process == InitPerProcess::ConnectionOnly;
        self.has_initializer() && !left_out
    }
}

impl Look<'_> {
    /// The DLLs where users connect and disconnect that offer one function, see [`DllHistory::offers`].
    pub fn offering(&self, run: u32, callout: Callout) -> impl Iterator<Item = Instance> {
        self.deciders(run).filter(move |dll| dll.offers(self, callout)).map(|dll| dll.instance)
    }

    /// The DLLs that can be asked for an address of this family, in registry order: loaded where addresses are handed
    /// out, with both functions.
    pub fn providers(&self, run: u32, family: Family) -> Vec<Instance> {
        let offers_both = |dll: &&DllHistory<'_>| {
            [family.get(), family.release()].into_iter().all(|callout| dll.offers(self, callout))
        };
        let here =
            self.dll_histories_in(run).iter().filter(|dll| dll.instance.process != Process::Connections);
        let mut providers: Vec<Instance> = here.filter(offers_both).map(|dll| dll.instance).collect();
        providers.sort_by_key(|instance| instance.dll);
        providers
    }
}

fn is_of_a_series(callout: Callout) -> bool {
    Series::ALL.iter().any(|series| [series.accept(), series.hangup()].contains(&callout))
}
