//! LOAD-05, LOAD-26: Windows 2000 and NT 4.0 load one DLL.

use mockras::check::{Judge, Look};
use mockras::model::ServiceState;

mockras::rule! {
    /// Windows 2000 and NT 4.0 load a single administration DLL, and DLLPath must be one path there: lists with
    /// semicolons came later.
    ///
    /// So a registry with two DLLs names one file that does not exist, and neither of the two may be loaded. What follows
    /// from a missing file is another duty (LOAD-19).
    id: "LOAD-05",
    name: "old-windows-loads-one-dll",
    also: ["LOAD-26"],
    applies_to: OldWindows,
    check: loads_one,
    holds: r#"
        profile  server-2000
        dll 1    one
        dll 2    two

         0.000  step   0      "start"
         0.000  log    conn/1 error load: server-2000 knows one DLL only: the list of 2 is taken as one path
         0.000  service       not-started
    "#,
    breaks: replaces r#"
         0.000  log    conn/1 error load: server-2000 knows one DLL only: the list of 2 is taken as one path
         0.000  service       not-started
    "# with r#"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  load   conn/2 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  call   conn/2 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
}

fn loads_one(look: &Look<'_>, judge: &mut Judge<'_>) {
    if !look.profile().is_2000_or_earlier() {
        return;
    }
    let is_list = look.header.dlls.len() > 1;
    for dll in look.dll_histories() {
        if !is_list {
            judge.held();
            continue;
        }
        let row = if dll.instance.dll == 0 { "LOAD-05" } else { "LOAD-26" };
        let observed = format!("{} is loaded from a list of {}", dll.instance, look.header.dlls.len());
        judge.broken(dll.at, observed, "no load: the list is one path, which no file has").about(row);
    }
    // A start that loads nothing is what a list comes to.
    for (at, state) in look.states() {
        let starts = matches!(state, ServiceState::Running | ServiceState::NotStarted);
        if starts && is_list && look.dll_histories_in(at.run).is_empty() {
            judge.held();
        }
    }
}
