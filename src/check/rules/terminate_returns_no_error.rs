//! TERM-03: MprAdminTerminateDll returns NO_ERROR.

use crate::check::{Judge, Look};
use crate::ras::Callout;

crate::rule! {
    /// MprAdminTerminateDll returns NO_ERROR, which is 0, if it succeeds. The page names no other value, and no
    /// page says what follows from one (AMB-17): under `terminate_nonzero=log` mockras logs the value and stops the
    /// service all the same.
    ///
    /// Only TRUE (1) breaks this rule: Microsoft's own sample returns it, and so do DLLs that began as a copy of
    /// the sample. Any other value may be a deliberate error.
    id: "TERM-03",
    name: "terminate-returns-no-error",
    applies_to: Stop,
    check: is_no_error,
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
    breaks: replaces r#"
         0.000  call   conn/1 TerminateDll = NO_ERROR
    "# with r#"
         0.000  call   conn/1 TerminateDll = 1
         0.000  log    conn/1 warning terminate: TerminateDll returned 1
    "#,
    fault: "terminate-returns-true",
}

fn is_no_error(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls_of(Callout::TerminateDll) {
        match call.value() {
            Some(0) => judge.held(),
            Some(1) => {
                judge.broken(call, "TRUE (1)", "NO_ERROR (0)");
            }
            // A failure that is meant.
            Some(_) | None => {}
        }
    }
}
