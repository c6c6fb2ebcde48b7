//! LOAD-19: the service does not start if the file of a DLL is missing.

use mockras::check::{At, Judge, Look};
use mockras::model::{Level, ServiceState, Stage};
use mockras::ras::MissingDll;
use mockras::transcript::EntryKind;

mockras::rule! {
    /// If a DLL that the registry names is not there, the service does not start, and an error is logged. Only the
    /// readme of Microsoft's sample says the first half; the overview speaks of the log alone. So the rule applies under
    /// `missing_dll=fail_start`: under `skip` the service goes on without that DLL.
    ///
    /// After the error about the load, nothing else may be loaded or initialised, and the service must not come to run.
    /// Users meet this when an uninstaller deletes the file and leaves the path in the registry.
    id: "LOAD-19",
    name: "missing-file-stops-the-start",
    applies_to: FailedStart,
    check: stops_the_start,
    holds: r#"
         0.000  step   0      "start"
         0.000  log    conn/1 error load: the file is missing
         0.000  service       not-started
    "#,
    breaks: r#"
        profile  server-2012
        dll 1    gone
        dll 2    accept-all

         0.000  step   0      "start"
         0.000  log    conn/1 error load: the file is missing
         0.000  load   conn/2 all but InitializeDllEx
         0.000  call   conn/2 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
}

fn stops_the_start(look: &Look<'_>, judge: &mut Judge<'_>) {
    if look.policy.missing_dll == MissingDll::Skip {
        return;
    }
    for (at, kind) in look.entries() {
        let EntryKind::Logged(log) = kind else { continue };
        if log.stage != Stage::Load || log.level != Level::Error {
            continue;
        }
        let expected = format!("no start: {} could not be loaded", log.instance);
        match look.state_after(*at) {
            Some((_, ServiceState::NotStarted)) => judge.held(),
            Some((changed, state)) => {
                judge.broken(changed, format!("the service is {state}"), expected);
            }
            None if look.is_cut() => judge.owed(*at, "the end of the transcript", expected),
            None => {}
        }
        if let Some((next, what)) = goes_on(look, *at) {
            judge.broken(next, what, "no call but those that end the start");
        }
    }
}

/// Where the service goes on with its start before it changes its state. Terminations are allowed: they end the start
/// (AMB-16).
fn goes_on(look: &Look<'_>, after: At) -> Option<(At, String)> {
    let end = look.state_after(after).map(|(at, _)| at);
    let is_between = |at: At| after < at && end.is_none_or(|end| at < end);
    let load = look.dll_histories_in(after.run).iter().find(|dll| is_between(dll.at));
    let load = load.map(|dll| (dll.at, format!("{} is loaded", dll.instance)));
    let call = look.calls_between(after, end).iter().find(|call| call.initializes());
    load.or_else(|| call.map(|call| (call.at, format!("{} is initialised", call.instance))))
}
