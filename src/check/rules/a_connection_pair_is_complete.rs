//! LOAD-12: at least one pair of connection functions is complete.

use crate::check::{DllHistory, Judge, Look};
use crate::model::{Demand, Wanted};
use crate::ras::Series;

crate::rule! {
    /// The functions that accept a connection come in four series, each with a hang-up function of its own: plain,
    /// 2, 3 and Ex. A DLL must export both functions of at least one series that the Windows version knows. That
    /// the overview does not count the newer series is a matter of LOAD-10. Typically, a DLL breaks this rule because
    /// it moved to series 2 and kept its old hang-up function.
    ///
    /// The Accept function of one series with the hang-up function of another satisfies neither list; mockras
    /// tolerates it under `crossed_pair=allow` (AMB-07). A DLL with MprAdminInitializeDllEx registers its functions
    /// in the callbacks table. The rule binds such a DLL only under `ex_binding=exports` (AMB-04), or if the
    /// service does not ask it for a table (AMB-05).
    id: "LOAD-12",
    name: "a-connection-pair-is-complete",
    applies_to: Load,
    check: is_complete,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptNewLink LinkHangupNotification
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification AcceptNewLink LinkHangupNotification
         0.000  log    conn/1 error exports: it does not export a complete pair of connection functions
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "crossed-pair",
}

fn is_complete(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.files() {
        let is_pair = |demand: &Demand| demand.wanted == Wanted::Pair;
        match dll.binding(look).demands().into_iter().find(is_pair) {
            None => continue,
            Some(Demand { is_met: true, .. }) => {
                judge.held();
                continue;
            }
            Some(Demand { is_met: false, .. }) => {}
        }
        let policy = policy_that_decides(look, dll);
        judge.broken(dll.at, observed(dll), "both functions of a series that counts").under(policy);
    }
}

/// What it exports of connection functions.
fn observed(dll: &DllHistory<'_>) -> String {
    let both = Series::ALL.iter().flat_map(|series| [series.accept(), series.hangup()]);
    let exported: Vec<String> =
        both.filter(|callout| dll.has(*callout)).map(|callout| callout.to_string()).collect();
    let exported = if exported.is_empty() { "none of them".to_owned() } else { exported.join(", ") };
    format!("{} exports {exported}", dll.instance)
}

/// The policy whose reading makes it a breach; none if it has no connection functions under any reading.
fn policy_that_decides(look: &Look<'_>, dll: &DllHistory<'_>) -> Option<&'static str> {
    let is_crossed = Series::ALL.iter().any(|series| dll.has(series.accept()))
        && Series::ALL.iter().any(|series| dll.has(series.hangup()));
    dll.binding_policy(look).or(is_crossed.then_some("crossed_pair"))
}
