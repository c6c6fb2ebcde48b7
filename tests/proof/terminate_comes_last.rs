//! TERM-01, TERM-05: a DLL is terminated when the service stops, and nothing follows.

use mockras::check::{DllHistory, Judge, Look};
use mockras::model::ServiceState;
use mockras::ras::Callout;

mockras::rule! {
    /// RAS calls MprAdminTerminateDll when it shuts down. That no function is called afterwards, until the DLL is loaded
    /// and initialised again, follows from what termination is for.
    ///
    /// A service that stops in order must have terminated every DLL that it initialised. Which ones are terminated after
    /// a failed start is open (AMB-16), and a service that breaks off because of a fault terminates none (AMB-52). A DLL
    /// that `terminate_via` finds no MprAdminTerminateDll for is not called either.
    ///
    /// DLLs that free their data here would read freed memory in a call that came later.
    id: "TERM-01",
    name: "terminate-comes-last",
    also: ["TERM-05"],
    applies_to: Stop,
    check: comes_last,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   0      "stop"
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  unload conn/1
         0.000  service       stopped
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  load   ip/1   all but InitializeDllEx
         0.000  call   ip/1   InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   0      "stop"
         0.000  call   ip/1   TerminateDll = NO_ERROR
         0.000  call   ip/1   TerminateDll = NO_ERROR
         0.000  unload conn/1
         0.000  unload ip/1
         0.000  service       stopped
    "#,
}

fn comes_last(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.dll_histories() {
        let terminated = dll.calls.iter().position(|call| call.callout() == Callout::TerminateDll);
        let Some(at) = terminated else {
            is_missed(look, dll, judge);
            continue;
        };
        let late = &dll.calls[at + 1..];
        if late.is_empty() {
            judge.held();
        }
        for call in late {
            judge.broken(call, "a call after TerminateDll", "no call until the next start").about("TERM-05");
        }
    }
}

/// Judges a DLL that was never terminated: that is a breach if the service stopped in order.
fn is_missed(look: &Look<'_>, dll: &DllHistory<'_>, judge: &mut Judge<'_>) {
    if !dll.is_initialized() || dll.binding(look).terminate_via().is_none() {
        return;
    }
    let mut ends =
        look.states().filter(|(at, state)| at.run == dll.at.run && *state != ServiceState::Running);
    match ends.next() {
        Some((at, ServiceState::Stopped)) => {
            let observed = format!("the service has stopped, and {} was not terminated", dll.instance);
            judge.broken(at, observed, "TerminateDll");
        }
        Some(_) => {}
        // An excerpt, in which the service does not even start, owes nothing.
        None if look.is_cut() => judge.owed(dll.at, "the end of the transcript", "TerminateDll"),
        None => {}
    }
}
