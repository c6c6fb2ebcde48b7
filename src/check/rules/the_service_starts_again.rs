//! RESTARTS: a service that has started does so again.

use crate::check::{Judge, Look};
use crate::model::ServiceState;

crate::rule! {
    /// A DLL is initialised each time the service starts, and terminated each time it stops. So a DLL that was initialised
    /// once has to be initialised again after TerminateDll, as often as the administrator restarts the service.
    ///
    /// Typically, TerminateDll leaves a flag or a handle that the next InitializeDll takes for its own. The rule looks at
    /// the service as a whole: it has started before, and then it does not start.
    id: "RESTARTS",
    name: "the-service-starts-again",
    applies_to: Start,
    check: starts_again,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      "restart"
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  unload conn/1
         0.000  service       stopped
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: replaces r#"
         0.000  service       stopped
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "# with r#"
         0.000  service       stopped
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = ERROR_ACCESS_DENIED
         0.000  log    conn/1 error initialize: InitializeDll returned ERROR_ACCESS_DENIED
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "initialises-once",
}

fn starts_again(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut has_started = false;
    for (at, state) in look.states() {
        match state {
            ServiceState::Running => {
                if std::mem::replace(&mut has_started, true) {
                    judge.held();
                }
            }
            ServiceState::NotStarted if has_started => {
                // The call that failed says more than the state that follows from it.
                let failed = look.calls().iter().rfind(|call| call.at < at && call.initializes());
                let observed = "a service that has started, and does not start again after it has stopped";
                let expected = "a DLL that can be initialised as often as it was terminated";
                match failed.filter(|call| call.at.run == at.run && !call.succeeded()) {
                    Some(call) => judge.broken(call, observed, expected),
                    None => judge.broken(at, observed, expected),
                };
                return;
            }
            ServiceState::NotStarted | ServiceState::Stopped | ServiceState::Broken => {}
        }
    }
}
