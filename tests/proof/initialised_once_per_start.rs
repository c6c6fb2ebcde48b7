//! INIT-12: a DLL is initialised once per start of the service, in each process.

use mockras::check::{Judge, Look};
use mockras::model::initializes_in;
use mockras::ras::Callout;

mockras::rule! {
    /// The overview has MprAdminInitializeDll called when the service first starts up: once per start. The service runs
    /// as two processes with a copy of the DLL in each, so that it is initialised in both, or, under
    /// `init_per_process=connection_only`, in the one for connections alone (AMB-33).
    ///
    /// A DLL that exports both initialisers may see both called (AMB-05), each of them once.
    ///
    /// What is acquired in MprAdminInitializeDll, such as a named mutex or a port, is wanted by two processes at once.
    id: "INIT-12",
    name: "initialised-once-per-start",
    applies_to: Start,
    check: is_once,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  load   ip/1   all but InitializeDllEx
         0.000  call   ip/1   InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: replaces r#"
         0.000  load   ip/1   all but InitializeDllEx
         0.000  call   ip/1   InitializeDll = NO_ERROR
    "# with r#"
         0.000  call   conn/1 InitializeDll = NO_ERROR
    "#,
}

fn is_once(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.dll_histories() {
        let both = dll.binding(look).initializers().len() > 1;
        let left_out = !initializes_in(dll.instance.process, &look.policy);
        let mut before: Vec<Callout> = Vec::new();
        for call in dll.initializations() {
            let is_again = before.contains(&call.callout()) || !both && !before.is_empty();
            before.push(call.callout());
            if is_again {
                judge.broken(
                    call,
                    "a DLL that is initialised again",
                    "one initialisation per start and process",
                );
            } else if left_out {
                judge
                    .broken(
                        call,
                        "an initialisation in the process for addresses",
                        "one for connections alone",
                    )
                    .under("init_per_process");
            } else {
                judge.held();
            }
        }
    }
}
