//! What a DLL goes through while it is in the memory of a process, and what the service can call of it.

use super::call::{Call, takes_ex};
use super::look::{At, Look};
use crate::abi::{Layout, MPRAPI_ADMIN_DLL_CALLBACKS};
use crate::model::{Instance, Process, Slot, Table, Via};
use crate::ras::{
    Callout, CalloutSet, ExBinding, InitPerProcess, Profile, Revision1Connections, Series, TerminateVia,
};

/// A DLL in a process, from its load to its unload.
#[derive(Debug)]
pub struct Stay<'a> {
    /// Which DLL, in which process.
    pub instance: Instance,
    /// Where it was loaded.
    pub at: At,
    /// What it exports, as far as the Windows version knows it (LOAD-23).
    pub exports: CalloutSet,
    /// The calls that it got, in order.
    pub calls: Vec<Call<'a>>,
    /// The callbacks table that it registered: the last that it left with success.
    pub table: Option<&'a Table>,
}

impl<'a> Stay<'a> {
    pub(super) fn new(at: At, instance: Instance, exports: CalloutSet) -> Self {
        Self { instance, at, exports, calls: Vec::new(), table: None }
    }

    /// Leaves out of its exports what the Windows version does not know.
    pub(super) fn on(self, profile: Profile) -> Self {
        let exports = self.exports.iter().filter(|callout| callout.floor() <= profile).collect();
        Self { exports, ..self }
    }

    pub(super) fn push(&mut self, call: Call<'a>) {
        self.table = call.registered().or(self.table);
        self.calls.push(call);
    }

    /// Whether it exports this, and the Windows version knows it.
    pub fn has(&self, callout: Callout) -> bool {
        self.exports.contains(callout)
    }

    /// Whether it exports a complete pair of the series.
    pub fn has_pair(&self, series: Series) -> bool {
        self.has(series.accept()) && self.has(series.hangup())
    }

    /// Whether it exports an initialiser of either kind.
    pub fn has_initializer(&self) -> bool {
        self.has(Callout::InitializeDll) || self.has(Callout::InitializeDllEx)
    }

    /// Whether the service has a way to call this function, its export or its slot, under the readings in force
    /// (AMB-04, AMB-31). How TerminateDll is found is a question of its own: [`Stay::terminate_via`].
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

    /// The calls of its initialisers.
    pub fn initializations(&self) -> impl Iterator<Item = &Call<'a>> {
        self.calls.iter().filter(|call| call.initializes())
    }

    /// The call that registered its callbacks table, and the table.
    pub fn registration(&self) -> Option<(&Call<'a>, &'a Table)> {
        self.calls.iter().rev().find_map(|call| Some((call, call.registered()?)))
    }

    /// Whether its initialisers were called, and all succeeded.
    pub fn is_initialized(&self) -> bool {
        self.initializations().next().is_some() && self.initializations().all(Call::succeeded)
    }
}

fn is_of_a_series(callout: Callout) -> bool {
    Series::ALL.iter().any(|series| [series.accept(), series.hangup()].contains(&callout))
}

/// What the slot of a callout holds. A callout without a slot has no function there.
pub fn slot_of(table: &Table, callout: Callout) -> Slot {
    callout.slot().map_or(Slot::Null, |at| table.slots[at])
}

/// The path of a callout's slot, such as `MPRAPI_ADMIN_DLL_CALLBACKS.lpfnRasAdminTerminateDll`.
pub fn slot_member(callout: Callout) -> String {
    let slots = &MPRAPI_ADMIN_DLL_CALLBACKS::FIELDS[1..];
    let name = callout.slot().map_or("", |at| slots[at].name);
    format!("{}.{name}", MPRAPI_ADMIN_DLL_CALLBACKS::NAME)
}
