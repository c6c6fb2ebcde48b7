//! What only Unix has: signals that are no crash of code, but those of timers and of others.

use mockras::pipeline::{InProcess, Runner};
use mockras::ras::Callout;
use mockras::scenario::{Scenario, Step};
use mockras::transcript::EntryKind;

use super::faults::faults;
use super::isolated;
use super::{dll, twice};

#[test]
fn signals_of_timers_and_others_have_names() {
    let raised = |name, signal| {
        faults(
            name,
            &format!("#include <signal.h>\n#define ACCEPT kill(getpid(), {signal}); for (;;) pause()"),
        )
    };
    assert_eq!(raised("alarms", "SIGALRM"), ["crash: SIGALRM"; 2]);
    assert_eq!(raised("user", "SIGUSR1"), ["crash: SIGUSR1"; 2]);
}

#[test]
fn child_killed_in_a_callout_cuts_the_run_short() {
    let dll = dll("killed", "#include <signal.h>\n#define ACCEPT kill(getpid(), SIGKILL)");
    let isolated = isolated();
    let dial = Scenario::of([Step::dial("VPN2-0", "alice")]);
    let transcript = isolated.run(&twice(dll));
    assert_eq!(isolated.cut().as_deref(), Some("the child was killed: SIGKILL, not by mockras"));
    let last = transcript.entries.last().map(|entry| &entry.kind);
    assert!(matches!(last, Some(EntryKind::Asked(ask)) if ask.entry.callout == Callout::AcceptNewConnection));
    assert!(transcript.verdicts().is_cut);
    assert_eq!(isolated.run(&dial), InProcess.run(&dial), "the next run is whole");
    assert_eq!(isolated.cut(), None);
}

#[test]
fn child_that_is_asked_to_end_is_nobodys_fault() {
    let isolated = isolated();
    isolated
        .run(&twice(dll("asked", "#include <signal.h>\n#define ACCEPT kill(getpid(), SIGTERM); pause()")));
    assert_eq!(isolated.cut().as_deref(), Some("the child was killed: SIGTERM, not by mockras"));
}
