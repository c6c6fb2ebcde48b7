//! TERM-06: MprAdminTerminateDll is found through its slot or by its export, as the policy says.

use mockras::check::{Judge, Look};
use mockras::model::Via;
use mockras::ras::Callout;

mockras::rule! {
    /// The callbacks table has a slot for MprAdminTerminateDll, and both lists of mandatory functions want it exported.
    /// Which of the two is called is open (AMB-04): the policy `terminate_via` decides, and nothing is called twice
    /// (TERM-05).
    ///
    /// A DLL that registered no table is always called by its export.
    id: "TERM-06",
    name: "terminate-by-slot-or-export",
    applies_to: Stop,
    check: is_by_policy,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx TerminateDll
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
         0.000  step   0      "stop"
         0.000  call   conn/1 TerminateDll* = NO_ERROR
         0.000  unload conn/1
         0.000  service       stopped
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 TerminateDll* = NO_ERROR
    "# with r#"
         0.000  call   conn/1 TerminateDll = NO_ERROR
    "#,
}

fn is_by_policy(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.dll_histories() {
        let expected = dll.binding(look).terminate_via();
        for call in dll.calls.iter().filter(|call| call.callout() == Callout::TerminateDll) {
            if expected == Some(call.entry.via) {
                judge.held();
                continue;
            }
            let expected = expected.map_or("no call", way);
            // Without a table there is nothing to read in two ways.
            judge
                .broken(call, format!("a call {}", way(call.entry.via)), expected)
                .under(dll.table.is_some().then_some("terminate_via"));
        }
    }
}

fn way(via: Via) -> &'static str {
    match via {
        Via::Export => "by its export",
        Via::Slot => "through its slot",
    }
}
