//! REENTRY-03: a forbidden call does not return.

use mockras::check::{CallResult, Judge, Look};
use mockras::dll::Notice;
use mockras::ras::ForbiddenCall;

mockras::rule! {
    /// A RAS administration function that is called inside a callout does not return: so the overview says.
    ///
    /// A service that stands still shows nobody anything, so by default (`forbidden_call=fail`) mockras lets the function
    /// return an error and goes on; the rule does not apply then. Under `hang` and `trap` the process ends in that
    /// callout.
    id: "REENTRY-03",
    name: "forbidden-calls-do-not-return",
    applies_to: Call,
    check: do_not_return,
    holds: r#"
        profile  server-2012
        policy   forbidden_call=hang
        dll 1    example

         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll !! MprAdminPortEnum does not return inside InitializeDll
         0.000  saw    conn/1 called: MprAdminPortEnum
         0.000  log    conn/1 error initialize: MprAdminPortEnum does not return inside InitializeDll
         0.000  service       not-started
    "#,
    breaks: r#"
        profile  server-2012
        policy   forbidden_call=hang
        dll 1    example

         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  saw    conn/1 called: MprAdminPortEnum
         0.000  service       running
    "#,
}

fn do_not_return(look: &Look<'_>, judge: &mut Judge<'_>) {
    if look.policy.forbidden_call == ForbiddenCall::Fail {
        return;
    }
    for call in look.calls() {
        let mut called = look.noticed_in(call).filter(|notice| matches!(notice, Notice::Called(_)));
        if called.next().is_some() {
            let is_over = matches!(call.result, CallResult::Faulted(_));
            judge.expect(
                is_over,
                call,
                || "a callout that returned".to_owned(),
                "a callout that does not return",
            );
        }
    }
}
