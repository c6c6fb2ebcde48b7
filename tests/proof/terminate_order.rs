//! TERM-04: DLLs are terminated in the order of the policy.

use std::collections::BTreeMap;

use mockras::check::{Call, Judge, Look};
use mockras::model::Process;
use mockras::ras::{Callout, TerminateOrder};

mockras::rule! {
    /// The remark about the order of DLLs on the page of MprAdminTerminateDll speaks of MprAdminInitializeDll: it looks
    /// like a copy (AMB-15). So the order is that of the policy `terminate_order`: that of the registry, its reverse, or another.
    ///
    /// The rule compares the terminations of each start in each process. Under `shuffled` it demands nothing but one
    /// turn at most: which order that is, is a choice of mockras (CHOICE 14).
    ///
    /// A DLL should not depend on another one still being there, or being gone already.
    id: "TERM-04",
    name: "terminate-order",
    applies_to: SeveralDlls,
    check: is_by_policy,
    holds: r#"
        profile  server-2012
        dll 1    one
        dll 2    two

         0.000  step   0      "stop"
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  call   conn/2 TerminateDll = NO_ERROR
         0.000  call   ip/1   TerminateDll = NO_ERROR
         0.000  call   ip/2   TerminateDll = NO_ERROR
         0.000  service       stopped
    "#,
    breaks: r#"
        profile  server-2012
        dll 1    one
        dll 2    two

         0.000  step   0      "stop"
         0.000  call   conn/2 TerminateDll = NO_ERROR
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  service       stopped
    "#,
}

fn is_by_policy(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut terminated: BTreeMap<(u32, Process), Vec<&Call<'_>>> = BTreeMap::new();
    for call in look.calls_of(Callout::TerminateDll) {
        terminated.entry((call.at.run, call.instance.process)).or_default().push(call);
    }
    for calls in terminated.into_values() {
        let mut turns = 0;
        // One that is terminated again breaks another rule (TERM-05).
        for pair in calls.windows(2).filter(|pair| pair[0].instance != pair[1].instance) {
            let ascends = pair[0].instance.dll < pair[1].instance.dll;
            turns += u32::from(!ascends);
            let (ok, expected) = match look.policy.terminate_order {
                TerminateOrder::Registry => (ascends, "the order of the registry"),
                TerminateOrder::Reverse => (!ascends, "the reverse order of the registry"),
                TerminateOrder::Shuffled => (turns <= 1, "the order of the registry with one turn"),
                other => panic!("this rule does not know the reading {other:?}"),
            };
            let observed = || format!("{} is terminated after {}", pair[1].instance, pair[0].instance);
            if ok {
                judge.held();
            } else {
                judge.broken(pair[1], observed(), expected).under("terminate_order");
            }
        }
    }
}
