//! LOAD-07, INIT-05: DLLs are loaded and initialised in the order of the registry.

use std::collections::BTreeMap;

use mockras::check::{Call, DllHistory, Judge, Look};
use mockras::model::Process;

mockras::rule! {
    /// With several DLLs in DLLPath, RAS calls them in the order of the list. The page of MprAdminInitializeDll says so for
    /// that function, too.
    ///
    /// The rule follows each start of the service in each process: a DLL must not be loaded, or initialised, after one
    /// that stands behind it in the list. A DLL with two initialisers may be initialised twice in a row (AMB-05). Calls
    /// about connections and links are another duty (ORDER-06), and so is MprAdminTerminateDll, whose order no page
    /// states (TERM-04).
    id: "LOAD-07",
    name: "registry-order-at-start",
    also: ["INIT-05"],
    applies_to: SeveralDlls,
    check: in_order,
    holds: r#"
        profile  server-2012
        dll 1    one
        dll 2    two

         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  load   conn/2 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  call   conn/2 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      "restart"
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  call   conn/2 TerminateDll = NO_ERROR
         0.000  unload conn/1
         0.000  unload conn/2
         0.000  service       stopped
         0.000  load   conn/1 all but InitializeDllEx
         0.000  load   conn/2 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  call   conn/2 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: r#"
        profile  server-2012
        dll 1    one
        dll 2    two

         0.000  step   0      "start"
         0.000  load   conn/2 all but InitializeDllEx
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/2 InitializeDll = NO_ERROR
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
}

fn in_order(look: &Look<'_>, judge: &mut Judge<'_>) {
    // The last one so far, of each start and process.
    let mut loaded: BTreeMap<(u32, Process), u8> = BTreeMap::new();
    for DllHistory { at, instance, .. } in look.dll_histories() {
        if let Some(before) = loaded.insert((at.run, instance.process), instance.dll) {
            let observed = || format!("{instance} is loaded after DLL {}", before + 1);
            judge.expect(before < instance.dll, *at, observed, "the order of the registry");
        }
    }
    let mut initialized: BTreeMap<(u32, Process), u8> = BTreeMap::new();
    for call in look.calls().iter().filter(|call| call.initializes()) {
        let dll = call.instance.dll;
        match initialized.insert((call.at.run, call.instance.process), dll) {
            Some(before) if before > dll => not_in_order(judge, call, before),
            Some(before) if before < dll => judge.held(),
            Some(_) | None => {}
        }
    }
}

fn not_in_order(judge: &mut Judge<'_>, call: &Call<'_>, before: u8) {
    let observed = format!("{} is initialised after DLL {}", call.instance, before + 1);
    judge.broken(call, observed, "the order of the registry").about("INIT-05");
}
