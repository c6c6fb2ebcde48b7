//! INIT-01, INIT-11, ORDER-09: a DLL is initialised when the service starts, and before anything else.

use mockras::check::{Call, DllHistory, Judge, Look};
use mockras::model::ServiceState;
use mockras::ras::{Callout, TerminateFailed};

mockras::rule! {
    /// RAS calls MprAdminInitializeDll when it starts. That no other function is called before, or after it failed,
    /// follows from what initialisation is for. It holds for each process: no DLL may count on having run in the other one.
    ///
    /// The rule leaves out what is not initialised at all: a DLL without an initialiser (AMB-46), any DLL on NT 4.0, and
    /// under `init_per_process=connection_only` the process for addresses (AMB-33). MprAdminTerminateDll may follow a
    /// failed initialisation under `terminate_failed=yes` (AMB-16).
    id: "INIT-01",
    name: "initialise-comes-first",
    also: ["INIT-11", "ORDER-09"],
    applies_to: Start,
    check: comes_first,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   ip/1   all but InitializeDllEx
         0.000  call   ip/1   InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   InitializeDll = NO_ERROR
    "# with "",
}

fn comes_first(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.dll_histories().iter().filter(|dll| dll.binding(look).takes_part(dll.instance.process)) {
        // Every transcript that goes on has the state in which the start ended.
        if let Some((at, ServiceState::Running)) = look.state_after(dll.at) {
            let is_ready = dll.initializations().any(|call| call.at.entry < at.entry);
            let observed = || format!("the service runs, and {} was not initialised", dll.instance);
            judge.expect(is_ready, at, observed, "MprAdminInitializeDll, or its Ex form");
        }
        nothing_precedes(look, dll, judge);
    }
}

fn nothing_precedes(look: &Look<'_>, dll: &DllHistory<'_>, judge: &mut Judge<'_>) {
    let mut is_ready = false;
    for call in &dll.calls {
        if call.initializes() {
            is_ready = call.succeeded();
        } else if is_ready {
            judge.held();
        } else if !is_way_back(look, call) {
            judge.broken(call, "a call without a successful initialisation", "no call").about("INIT-11");
        }
    }
}

fn is_way_back(look: &Look<'_>, call: &Call<'_>) -> bool {
    call.callout() == Callout::TerminateDll && look.policy.terminate_failed == TerminateFailed::Yes
}
