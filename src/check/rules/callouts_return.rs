//! RUN-01: a callout returns.

use crate::check::{Call, CallResult, Judge, Look, Spot};
use crate::dll::{Notice, admin};
use crate::model::{Fault, Level, LogEntry, Stage};
use crate::transcript::EntryKind;

crate::rule! {
    /// Every page says what its function returns, and none knows a function that does not return.
    ///
    /// A panic, a crash or a hang inside a callout, or in the timer of a DLL, breaks this rule. What the service does in that case is open
    /// (AMB-52): mockras logs it and goes on as the policy `callout_fault` says.
    id: "RUN-01",
    name: "callouts-return",
    applies_to: Call,
    check: returns,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll ! panic: the list is empty
         0.000  log    conn/1 error initialize: InitializeDll faulted: panic: the list is empty
         0.000  service       not-started
    "#,
    fault: "panic",
}

fn returns(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        match call.result {
            CallResult::Returned(_) => judge.held(),
            CallResult::Faulted(fault) if fault.is_of_another() => {
                // It names the DLL that is to blame, which is not the one that was asked.
                judge.broken(Spot::from(call.at), &fault.what, "a process that goes on");
            }
            // What it called is REENTRY-01's or REENTRY-02's.
            CallResult::Faulted(fault) if is_of_forbidden_call(look, call, fault) => {}
            CallResult::Faulted(fault) => {
                judge.broken(call, &fault.what, "a function that returns");
            }
            CallResult::Cut => judge.owed(call, "nothing", "a function that returns"),
        }
    }
    for (at, kind) in look.entries() {
        if let EntryKind::Logged(LogEntry { level: Level::Error, stage: Stage::Timer, text, .. }) = kind {
            judge.broken(*at, text, "a timer that returns");
        }
    }
}

/// Whether a call does not return because of a forbidden function that it calls.
fn is_of_forbidden_call(look: &Look<'_>, call: &Call<'_>, fault: &Fault) -> bool {
    let mut noticed = look.noticed_in(call);
    noticed.any(|notice| {
        matches!(notice, Notice::Called(function) if admin::is_of_forbidden_call(&fault.what, *function))
    })
}
