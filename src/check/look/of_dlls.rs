//! What rules ask a transcript about its DLLs.

use std::collections::BTreeMap;

use super::Look;
use crate::check::call::Call;
use crate::check::dll_history::DllHistory;
use crate::model::{CallbacksTable, Instance, Process};
use crate::ras::Callout;

/// Questions about the DLLs.
impl<'a> Look<'a> {
    /// Every time that a DLL was in memory, in the order of loading.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.dll_histories().iter().all(DllHistory::is_initialized));
    /// ```
    pub fn dll_histories(&self) -> &[DllHistory<'a>] {
        &self.dll_histories
    }

    /// The DLLs that were in memory in one start of the service, in the order of loading.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.dll_histories_in(0).len(), look.dll_histories().len());
    /// ```
    pub fn dll_histories_in(&self, run: u32) -> &[DllHistory<'a>] {
        let from = self.dll_histories.partition_point(|dll| dll.at.run < run);
        let to = self.dll_histories.partition_point(|dll| dll.at.run <= run);
        &self.dll_histories[from..to]
    }

    /// A DLL in a process, in one start of the service.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert!(look.dll_history(vote.at.run, vote.instance).is_some());
    /// ```
    pub fn dll_history(&self, run: u32, instance: Instance) -> Option<&DllHistory<'a>> {
        self.dll_histories_in(run).iter().find(|dll| dll.instance == instance)
    }

    /// Every DLL once, as it was first loaded: a file exports the same wherever it is loaded.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.files().len(), 1);
    /// ```
    pub fn files(&self) -> Vec<&DllHistory<'a>> {
        let mut files: BTreeMap<u8, &DllHistory<'a>> = BTreeMap::new();
        for dll in &self.dll_histories {
            files.entry(dll.instance.dll).or_insert(dll);
        }
        files.into_values().collect()
    }

    /// The DLLs in the process where users connect and disconnect.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.deciders(0).all(|dll| dll.has(Callout::AcceptNewLink)));
    /// ```
    pub fn deciders(&self, run: u32) -> impl Iterator<Item = &DllHistory<'a>> {
        self.dll_histories_in(run).iter().filter(|dll| dll.instance.process != Process::Addresses)
    }

    /// The callbacks tables that DLLs left with success, each with the call that left it.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let dll = Dll::stock(Stock::AcceptAll).table(true);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(dll), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.tables().all(|(call, _)| call.callout() == Callout::InitializeDllEx));
    /// assert!(look.tables().next().is_some());
    /// ```
    pub fn tables(&self) -> impl Iterator<Item = (&Call<'a>, &'a CallbacksTable)> {
        self.calls_of(Callout::InitializeDllEx).filter_map(|call| Some((call, call.registered()?)))
    }
}
