//! What the service uses of a DLL and demands of it. The model decides both.

use super::dll_history::DllHistory;
use super::family::Family;
use super::look::Look;
use crate::model::{Binding, Instance, Process};
use crate::ras::Callout;

impl DllHistory<'_> {
    /// What the service uses of it and demands of it, under the readings in force: the answer of the model for what it
    /// exports, and for the callbacks table that it registered.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let dll = &look.dll_histories()[0];
    /// assert!(dll.binding(&look).offers(Callout::AcceptNewLink));
    /// ```
    pub fn binding(&self, look: &Look<'_>) -> Binding {
        Binding::new(self.exports, self.table, look.profile(), &look.policy)
    }

    /// The policy whose reading binds it by its exports although it could register a table; none if it could not.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let dll = Dll::stock(Stock::AcceptAll).table(true);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(dll), &[]);
    /// # let look = Look::new(&run);
    /// # let dll = &look.dll_histories()[0];
    /// assert_eq!(dll.binding_policy(&look), Some("ex_binding"));
    /// ```
    pub fn binding_policy(&self, look: &Look<'_>) -> Option<&'static str> {
        let is_asked = self.binding(look).is_asked_for_a_table();
        let could = self.has(Callout::InitializeDllEx);
        could.then_some(if is_asked { "ex_binding" } else { "init_both" })
    }
}

impl Look<'_> {
    /// The DLLs where users connect and disconnect that offer one function, see [`Binding::offers`].
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.offering(0, Callout::AcceptNewLink).count(), 1);
    /// ```
    pub fn offering(&self, run: u32, callout: Callout) -> impl Iterator<Item = Instance> {
        self.deciders(run).filter(move |dll| dll.binding(self).offers(callout)).map(|dll| dll.instance)
    }

    /// The DLLs that can be asked for an address of this family, in registry order: loaded where addresses are handed
    /// out, with both functions.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.providers(0, Family::Ipv4).len(), 1);
    /// ```
    pub fn providers(&self, run: u32, family: Family) -> Vec<Instance> {
        let offers_both = |dll: &&DllHistory<'_>| {
            let binding = dll.binding(self);
            binding.offers(family.get()) && binding.offers(family.release())
        };
        let here =
            self.dll_histories_in(run).iter().filter(|dll| dll.instance.process != Process::Connections);
        let mut providers: Vec<Instance> = here.filter(offers_both).map(|dll| dll.instance).collect();
        providers.sort_by_key(|instance| instance.dll);
        providers
    }
}
