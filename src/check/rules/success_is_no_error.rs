//! INIT-03, INIT-09: an initialiser that succeeds returns NO_ERROR.

use crate::abi::TRUE;
use crate::check::{Judge, Look};
use crate::ras::Callout;

crate::rule! {
    /// MprAdminInitializeDll and MprAdminInitializeDllEx return NO_ERROR, which is 0, if they succeed. Any other
    /// value says that they failed, and the service does not start (INIT-04).
    ///
    /// A failure is not a breach, and a transcript cannot tell what a DLL meant. Only the value 1 counts as a
    /// breach: it is TRUE, which authors often return by mistake for "done", and as an error code
    /// (ERROR_INVALID_FUNCTION) it makes little sense here. The symptom is a service that does not start although
    /// the DLL found nothing wrong.
    id: "INIT-03",
    name: "success-is-no-error",
    also: ["INIT-09"],
    applies_to: Start,
    check: is_no_error,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = 1
         0.000  log    conn/1 error initialize: InitializeDll returned 1
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "initialise-returns-true",
}

fn is_no_error(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls().iter().filter(|call| call.initializes()) {
        if call.succeeded() {
            judge.held();
        } else if call.value() == Some(TRUE.cast_unsigned()) {
            let row = if call.callout() == Callout::InitializeDllEx { "INIT-09" } else { "INIT-03" };
            judge.broken(call, "1, which is TRUE", "NO_ERROR (0), or an error code other than 1").about(row);
        }
    }
}
