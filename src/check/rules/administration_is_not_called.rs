//! REENTRY-01: no RAS administration function inside a callout.

use crate::check::{Judge, Look, rows};
use crate::dll::Notice;
use crate::ras::{Callout, Function, FunctionKind};

crate::rule! {
    /// A DLL must not call a RAS administration function, such as MprAdminConnectionEnum, inside a callout. The
    /// overview says so for every callout, and the pages of eleven callouts repeat it. According to the overview
    /// such a call does not return, so the service hangs.
    ///
    /// Two questions are open (AMB-35), and a finding that depends on one of them says so. First, five functions,
    /// MprAdminBufferFree among them, are shared with router administration; under `forbidden_set=15` a DLL may
    /// call them. Second, the pages of ten callouts, MprAdminInitializeDll among them, do not mention the rule;
    /// under `forbidden_scope=documented_pages` a DLL may call anything there. If another thread makes such a call
    /// while a callout runs, the transcript shows it, but it is not a breach: a transcript cannot tell whether the
    /// callout waits for that thread.
    ///
    /// A DLL can record what it needs to know about connections and ports when callouts tell it, or ask for it on a
    /// thread that no callout waits for.
    id: "REENTRY-01",
    name: "administration-is-not-called",
    also: [
        "REENTRY-04", "REENTRY-05", "REENTRY-06", "REENTRY-07", "REENTRY-08", "REENTRY-09", "REENTRY-10",
        "REENTRY-11", "REENTRY-12", "REENTRY-13", "REENTRY-14", "REENTRY-15",
    ],
    applies_to: Call,
    check: is_not_called,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 InitializeDll = NO_ERROR
    "# with r#"
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  saw    conn/1 called: MprAdminServerConnect
    "#,
    fault: "calls-port-enum",
}

fn is_not_called(look: &Look<'_>, judge: &mut Judge<'_>) {
    judge_calls(look, judge, |function| function.kind() != FunctionKind::User);
}

/// Judges every call by the functions of these kinds that were called inside it.
pub(super) fn judge_calls(look: &Look<'_>, judge: &mut Judge<'_>, is_meant: fn(Function) -> bool) {
    for call in look.calls() {
        let called: Vec<Function> =
            look.noticed_in(call).filter_map(called).filter(|f| is_meant(*f)).collect();
        if called.is_empty() {
            judge.held();
        }
        for function in called {
            // Those that router administration shares weigh as much as the rest (CHOICE 45).
            let callout = call.callout();
            let expected = format!("no such call inside {callout}{}", repeated(callout));
            judge
                .broken(call, format!("a call of {function}: {HANGS}"), expected)
                .member(function.word())
                .under(policy_that_forbids(function, callout));
        }
    }
}

/// What becomes of the call, whatever `forbidden_call` says of it here (REENTRY-03).
const HANGS: &str = "on Windows it does not return, and the connection hangs, and the service with it";

fn called(notice: &Notice) -> Option<Function> {
    match notice {
        Notice::Called(function) => Some(*function),
        Notice::CalledAside(_)
        | Notice::CalledOutside(_)
        | Notice::Answered(_)
        | Notice::Overran(_)
        | Notice::Left(_)
        | Notice::Kept(_)
        | Notice::Misfreed(_)
        | Notice::Shares(_) => None,
    }
}

/// The policy without whose reading this call would be allowed; the narrower one if there are two.
fn policy_that_forbids(function: Function, callout: Callout) -> Option<&'static str> {
    if function.kind() == FunctionKind::Shared {
        Some("forbidden_set")
    } else if callout.page_forbids_calls() {
        None
    } else {
        Some("forbidden_scope")
    }
}

/// Whether the page of the callout repeats the rule, and the row that says so.
fn repeated(callout: Callout) -> String {
    let name = format!("not in {callout}");
    match rows().find(|row| row.name == name) {
        Some(row) => format!(", as its own page repeats ({})", row.id),
        None => ", although its own page is silent (REENTRY-15)".to_owned(),
    }
}
