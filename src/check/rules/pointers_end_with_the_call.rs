//! DATA-32: pointers end with the call.

use crate::check::{CallResult, Judge, Look, Spot};
use crate::dll::Notice;

crate::rule! {
    /// No page promises that the arguments of a function are still there after it has returned. A DLL that needs a
    /// name, an address or a counter later has to copy it.
    ///
    /// mockras takes the arguments of native DLLs away when a call is over, so a pointer that the DLL kept leads nowhere:
    /// the DLL faults, and this rule names the member that it tried to use. With `--after-call scribble` they are
    /// overwritten instead, and what the DLL writes there is noticed.
    id: "DATA-32",
    name: "pointers-end-with-the-call",
    applies_to: Call,
    check: end_with_the_call,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: replaces r#"
         0.000  service       running
    "# with r#"
         0.000  service       running
         0.000  step   0      "stop"
         0.000  call   conn/1 TerminateDll !! crash: SIGSEGV reading RAS_PORT_0.hPort, of an earlier call, in gate+0x1139
         0.000  log    conn/1 error terminate: TerminateDll: crash: SIGSEGV reading RAS_PORT_0.hPort, of an earlier call, in gate+0x1139
         0.000  service       broken
    "#,
    fault: "keeps-a-pointer",
}

/// What a fault says that lies in the memory of arguments whose call is over.
pub(super) const EARLIER: &str = ", of an earlier call";

fn end_with_the_call(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        match call.result {
            CallResult::Faulted(fault) if fault.what.contains(EARLIER) => {
                // Of another DLL's, the fault names the DLL.
                let spot = if fault.is_of_another() { Spot::from(call.at) } else { Spot::from(call) };
                judge.broken(spot, &fault.what, "no use of an argument after its function has returned");
            }
            CallResult::Returned(_) => judge.held(),
            CallResult::Faulted(_) | CallResult::Cut => {}
        }
    }
    for (at, call, notice) in look.noticed() {
        if let Notice::Overran(place) = notice
            && place.ends_with(EARLIER)
        {
            let spot = call.map_or(Spot::from(at), Spot::from);
            judge.broken(
                spot,
                format!("a write to {place}"),
                "no use of an argument after its function has returned",
            );
        }
    }
}
