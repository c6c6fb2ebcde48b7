//! INIT-04: the service does not start if an initialiser fails.

use mockras::check::{Judge, Look};
use mockras::model::ServiceState;
use mockras::ras::{Callout, InitContinue};

mockras::rule! {
    /// If MprAdminInitializeDll returns anything but NO_ERROR, RRAS fails to start, even if only one of several DLLs fails.
    ///
    /// The rule demands that the service does not come to run, and that no function is called in between but other
    /// initialisers and MprAdminTerminateDll. Whether later DLLs are initialised all the same, and whether earlier ones
    /// are terminated, is open (AMB-16); a later one whose turn has not come is not terminated.
    ///
    /// A DLL that returns an error for something harmless, such as ERROR_ALREADY_EXISTS, keeps all users out.
    id: "INIT-04",
    name: "failed-initialise-stops-the-start",
    applies_to: FailedStart,
    check: stops_the_start,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = ERROR_ACCESS_DENIED
         0.000  log    conn/1 error initialize: InitializeDll returned ERROR_ACCESS_DENIED
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    breaks: replaces r#"
         0.000  unload conn/1
         0.000  service       not-started
    "# with r#"
         0.000  service       running
    "#,
}

fn stops_the_start(look: &Look<'_>, judge: &mut Judge<'_>) {
    for failed in look.calls().iter().filter(|call| call.initializes()) {
        let Some(code) = failed.value().filter(|_| !failed.succeeded()) else { continue };
        let expected = format!("no start: {} returned {code}", failed.callout());
        let end = match look.state_after(failed.at) {
            Some((at, ServiceState::NotStarted)) => {
                judge.held();
                Some(at)
            }
            Some((at, state)) => {
                judge.broken(at, format!("the service is {state}"), expected);
                Some(at)
            }
            None => {
                judge.owed(failed, "the end of the transcript", expected);
                None
            }
        };
        for call in look.calls_between(failed.at, end) {
            if !call.initializes() && call.callout() != Callout::TerminateDll {
                judge.broken(
                    call,
                    "a call after a failed initialisation",
                    "no call but those that end the start",
                );
            }
            let is_behind = call.instance.process == failed.instance.process
                && call.instance.dll > failed.instance.dll
                && look.policy.init_continue == InitContinue::Stop;
            if is_behind && call.callout() == Callout::TerminateDll {
                judge.broken(call, "TerminateDll of a DLL behind the one that failed", "no call of it");
            }
        }
    }
}
