//! HOST-01, TERM-02: a DLL leaves its process as it found it.

use crate::check::{Judge, Look, Spot};
use crate::dll::Notice;
use crate::model::{Event, Level, LogEntry, Stage};
use crate::transcript::EntryKind;

crate::rule! {
    /// A DLL is a guest: other DLLs and the service itself run in the same process. It must not close a descriptor
    /// that it did not open, change the working directory, the environment, the umask or the handling of signals,
    /// lower a limit, or leave a timer running. After TerminateDll it can be unloaded without a fault.
    ///
    /// TerminateDll is the place to clean up. When it has returned and the DLL was unloaded, its threads and child
    /// processes have ended, since their code or whoever waits for them is gone. Its descriptors are closed, its files
    /// are mapped no more, and its temporary files are gone.
    ///
    /// mockras examines the process of a native DLL after each call and when it unloads the DLL, and restores what
    /// it can.
    id: "HOST-01",
    name: "process-is-left-as-found",
    also: ["TERM-02"],
    applies_to: Stop,
    check: is_left_as_found,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   0      "stop"
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  unload conn/1
         0.000  service       stopped
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 InitializeDll = NO_ERROR
    "# with r#"
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  saw    conn/1 left: descriptor 1 is closed
    "#,
    fault: "changes-directory",
}

fn is_left_as_found(look: &Look<'_>, judge: &mut Judge<'_>) {
    for (at, call, notice) in look.noticed() {
        let spot = call.map_or(Spot::from(at), |call| Spot { at, ..Spot::from(call) });
        match notice {
            Notice::Left(what) => {
                judge.broken(spot, what, "the process as it was");
            }
            Notice::Kept(what) => {
                judge
                    .broken(Spot::from(at), what, "what was taken given back, in TerminateDll")
                    .about("TERM-02");
            }
            Notice::Called(_)
            | Notice::CalledAside(_)
            | Notice::CalledOutside(_)
            | Notice::Answered(_)
            | Notice::Overran(_)
            | Notice::Misfreed(_)
            | Notice::Shares(_) => {}
        }
    }
    for (at, kind) in look.entries() {
        if let EntryKind::Event(Event::Unloaded { .. }) = kind {
            judge.held();
        }
        if let EntryKind::Logged(LogEntry { level: Level::Error, stage: Stage::Unload, text, .. }) = kind {
            judge.broken(*at, text, "a DLL that can be unloaded");
        }
    }
}
