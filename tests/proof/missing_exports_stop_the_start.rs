//! LOAD-13: the service does not start if a mandatory function is missing.

use mockras::check::{DllHistory, Judge, Look};
use mockras::model::{ServiceState, Wanted};

mockras::rule! {
    /// Both pages with lists of mandatory functions say that the service does not start if one is missing. So a single such
    /// DLL keeps all users out.
    ///
    /// The rule takes every DLL that lacks something by the list in force (AMB-02, AMB-04, AMB-07, AMB-46): it must
    /// never be called, and the service must not come to run. What follows from half an address pair, or from a missing
    /// one on Windows 2000, is a choice of mockras (CHOICE 6, CHOICE 7) and not judged.
    id: "LOAD-13",
    name: "missing-exports-stop-the-start",
    applies_to: FailedStart,
    check: stop_the_start,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptNewLink LinkHangupNotification
         0.000  log    conn/1 error exports: it does not export TerminateDll
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptNewLink LinkHangupNotification
         0.000  log    conn/1 warning exports: it does not export TerminateDll
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
}

fn stop_the_start(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.dll_histories() {
        let lacking = lacking(dll, look).join(", ");
        if lacking.is_empty() {
            continue;
        }
        if let Some(call) = dll.calls.first() {
            judge.broken(call, format!("a call of {}, which lacks {lacking}", dll.instance), "no call");
        }
        let expected = format!("no start: {} lacks {lacking}", dll.instance);
        match look.state_after(dll.at) {
            Some((_, ServiceState::NotStarted)) => judge.held(),
            Some((at, state)) => {
                judge.broken(at, format!("the service is {state}"), expected);
            }
            None if look.is_cut() => judge.owed(dll.at, "the end of the transcript", expected),
            None => {}
        }
    }
}

/// The exports that the DLL lacks, in words.
fn lacking(dll: &DllHistory<'_>, look: &Look<'_>) -> Vec<String> {
    let unmet = dll.binding(look).demands().into_iter().filter(|demand| !demand.is_met);
    let in_words = |wanted| match wanted {
        Wanted::Initializer => Some("an initialiser".to_owned()),
        Wanted::Function(callout) => Some(callout.export()),
        Wanted::Pair | Wanted::OlderPair => Some("a pair of connection functions".to_owned()),
        Wanted::Reauthentication => Some("a reauthentication function".to_owned()),
        _ => None,
    };
    unmet.filter_map(|demand| in_words(demand.wanted)).collect()
}
