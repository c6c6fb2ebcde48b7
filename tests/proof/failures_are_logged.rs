//! LOAD-17: the service logs what goes wrong with a DLL.

use std::collections::{BTreeMap, BTreeSet};

use mockras::check::{Call, CallResult, Judge, Look};
use mockras::model::{Event, Instance, Level, LogEntry, Process, ServiceState, Stage};
use mockras::ras::{Callout, TerminateNonzero};
use mockras::transcript::EntryKind;

mockras::rule! {
    /// If a DLL cannot be loaded, or an error occurs when one of its functions is called, the event log gets an entry
    /// that states the reason. What counts as an error is open (AMB-52), and so is what the entry looks like (AMB-48).
    ///
    /// The rule counts a callout that does not return, an initialiser that fails, and, under `terminate_nonzero=log`,
    /// a MprAdminTerminateDll that does (AMB-17): an entry about that DLL must come before the next call. A start that
    /// fails needs an error in the log, and a service that runs without one of its DLLs needs an entry about the load.
    id: "LOAD-17",
    name: "failures-are-logged",
    applies_to: FailedStart,
    check: are_logged,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = ERROR_ACCESS_DENIED
         0.000  log    conn/1 error initialize: InitializeDll returned ERROR_ACCESS_DENIED
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    breaks: replaces r#"
         0.000  log    conn/1 error initialize: InitializeDll returned ERROR_ACCESS_DENIED
    "# with "",
}

fn are_logged(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Some(failure) = failure(look, call) else { continue };
        let expected = format!("an entry about {} in the log", call.instance);
        match look.entries()[call.at.entry..].iter().skip(1).find_map(|(_, kind)| ends_wait(kind, call)) {
            Some(true) => judge.held(),
            Some(false) => {
                judge.broken(call, format!("{failure}, and no entry before the next call"), expected);
            }
            None => judge.owed(call, format!("{failure}, and no entry"), expected),
        }
    }
    starts_are_explained(look, judge);
}

/// What went wrong in a call, if something did.
fn failure(look: &Look<'_>, call: &Call<'_>) -> Option<&'static str> {
    let is_terminate = call.callout() == Callout::TerminateDll;
    let counts = call.initializes() || is_terminate && look.policy.terminate_nonzero == TerminateNonzero::Log;
    match call.result {
        CallResult::Faulted(_) => Some("a fault"),
        CallResult::Returned(_) => (counts && !call.succeeded()).then_some("an error"),
        CallResult::Cut => None,
    }
}

/// Whether this is the entry that the check waits for; `None` if it has to wait further.
fn ends_wait(kind: &EntryKind, call: &Call<'_>) -> Option<bool> {
    match kind {
        EntryKind::Logged(log) => is_about(log, call.instance).then_some(true),
        EntryKind::Asked(_) | EntryKind::Event(Event::Service(_)) => Some(false),
        _ => None,
    }
}

/// Whether the service wrote this entry about the DLL. What a DLL logs by itself does not count.
fn is_about(log: &LogEntry, instance: Instance) -> bool {
    log.instance == instance && log.stage != Stage::Note
}

/// Judges each start: one that fails must log an error, and one that succeeds an entry for every DLL that is missing.
fn starts_are_explained(look: &Look<'_>, judge: &mut Judge<'_>) {
    let logs = logs(look);
    for (at, state) in look.states() {
        let logs = logs.get(&at.run).map(Vec::as_slice).unwrap_or_default();
        if state == ServiceState::NotStarted {
            let is_logged = logs.iter().any(|log| log.level == Level::Error);
            judge.expect(
                is_logged,
                at,
                || "a failed start, and no error".to_owned(),
                "the reason in the log",
            );
        }
        if state == ServiceState::Running {
            for missing in absent(look, at.run) {
                let is_logged = logs.iter().any(|log| log.instance == missing && log.stage == Stage::Load);
                let observed = || format!("{missing} is not loaded, and no entry");
                judge.expect(is_logged, at, observed, format!("an entry about {missing} in the log"));
            }
        }
    }
}

/// The entries of each start of the service.
fn logs<'a>(look: &Look<'a>) -> BTreeMap<u32, Vec<&'a LogEntry>> {
    let mut logs: BTreeMap<u32, Vec<&'a LogEntry>> = BTreeMap::new();
    for (at, kind) in look.entries() {
        if let EntryKind::Logged(log) = kind {
            logs.entry(at.run).or_default().push(log);
        }
    }
    logs
}

/// The DLLs of the registry that are missing in a process where others were loaded.
fn absent(look: &Look<'_>, run: u32) -> Vec<Instance> {
    let loaded: BTreeSet<Instance> = look.dll_histories_in(run).iter().map(|dll| dll.instance).collect();
    let processes: BTreeSet<Process> = loaded.iter().map(|instance| instance.process).collect();
    let registered = (0..).take(look.header.dlls.len());
    let expected = registered.flat_map(|dll| processes.iter().map(move |&process| Instance { process, dll }));
    expected.filter(|instance| !loaded.contains(instance)).collect()
}
