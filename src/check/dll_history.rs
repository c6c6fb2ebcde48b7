//! What a DLL goes through while it is in the memory of a process.

use super::call::Call;
use super::spot::At;
use crate::abi::{Layout, MPRAPI_ADMIN_DLL_CALLBACKS};
use crate::model::{CallbacksTable, Instance, Slot};
use crate::ras::{Callout, CalloutSet, Profile, Series};

/// A DLL in a process, from its load to its unload.
#[derive(Debug)]
#[non_exhaustive]
pub struct DllHistory<'a> {
    /// The number of the DLL, and the process that loaded it.
    pub instance: Instance,
    /// Where in the transcript it was loaded.
    pub at: At,
    /// What it exports, as far as the Windows version knows it (LOAD-23).
    pub exports: CalloutSet,
    /// The calls that the service made of it, in order.
    pub calls: Vec<Call<'a>>,
    /// The callbacks table that it registered: the last that it left with success.
    pub table: Option<&'a CallbacksTable>,
}

impl<'a> DllHistory<'a> {
    pub(super) fn new(at: At, instance: Instance, exports: CalloutSet) -> Self {
        Self { instance, at, exports, calls: Vec::new(), table: None }
    }

    /// Leaves out of its exports what the Windows version does not know.
    pub(super) fn on(self, profile: Profile) -> Self {
        Self { exports: self.exports.known_to(profile), ..self }
    }

    pub(super) fn push(&mut self, call: Call<'a>) {
        self.table = call.registered().or(self.table);
        self.calls.push(call);
    }

    /// Whether it exports this, and the Windows version knows it.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let dll = &look.dll_histories()[0];
    /// assert!(dll.has(Callout::AcceptNewLink));
    /// ```
    pub fn has(&self, callout: Callout) -> bool {
        self.exports.contains(callout)
    }

    /// Whether it exports a complete pair of the series.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let dll = &look.dll_histories()[0];
    /// use mockras::ras::Series;
    ///
    /// assert!(dll.has_pair(Series::Two));
    /// ```
    pub fn has_pair(&self, series: Series) -> bool {
        self.has(series.accept()) && self.has(series.hangup())
    }

    /// The calls of its initialisers.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let dll = &look.dll_histories()[0];
    /// assert_eq!(dll.initializations().count(), 1);
    /// ```
    pub fn initializations(&self) -> impl Iterator<Item = &Call<'a>> {
        self.calls.iter().filter(|call| call.initializes())
    }

    /// The call that registered its callbacks table, and the table.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let dll = Dll::stock(Stock::AcceptAll).table(true);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(dll), &[]);
    /// # let look = Look::new(&run);
    /// # let dll = &look.dll_histories()[0];
    /// assert!(dll.registration().is_some_and(|(call, _)| call.succeeded()));
    /// ```
    pub fn registration(&self) -> Option<(&Call<'a>, &'a CallbacksTable)> {
        self.calls.iter().rev().find_map(|call| Some((call, call.registered()?)))
    }

    /// Whether its initialisers were called, and all succeeded.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let dll = &look.dll_histories()[0];
    /// assert!(dll.is_initialized());
    /// ```
    pub fn is_initialized(&self) -> bool {
        self.initializations().next().is_some() && self.initializations().all(Call::succeeded)
    }
}

/// What the slot of a callout holds; NULL if the callout has no slot.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// # let dll = Dll::stock(Stock::AcceptAll).table(true);
/// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(dll), &[]);
/// # let look = Look::new(&run);
/// use mockras::model::Slot;
///
/// let (_, table) = look.tables().next().expect("the DLL registers one");
/// assert_ne!(slot_of(table, Callout::AcceptNewLink), Slot::Null);
/// ```
pub fn slot_of(table: &CallbacksTable, callout: Callout) -> Slot {
    callout.slot().map_or(Slot::Null, |at| table.slots[at])
}

/// The path of a callout's slot, such as `MPRAPI_ADMIN_DLL_CALLBACKS.lpfnRasAdminTerminateDll`.
///
/// ```
/// # use mockras::{check::*, prelude::*};
/// let slot = slot_member(Callout::TerminateDll);
/// assert_eq!(slot, "MPRAPI_ADMIN_DLL_CALLBACKS.lpfnRasAdminTerminateDll");
/// ```
pub fn slot_member(callout: Callout) -> String {
    let slots = &MPRAPI_ADMIN_DLL_CALLBACKS::FIELDS[1..];
    let name = callout.slot().map_or("", |at| slots[at].name);
    format!("{}.{name}", MPRAPI_ADMIN_DLL_CALLBACKS::NAME)
}
