//! THREADS: which thread calls does not matter.

use crate::check::decision::said;
use crate::check::{Call, CallResult, Judge, Look};

crate::rule! {
    /// No page says on which thread a callout runs (AMB-34). A lock that is still held when a callout returns keeps the next
    /// thread waiting for ever, and what is kept by thread is not there on the next.
    ///
    /// mockras plays the scenario a second time with native DLLs called on two threads, one call at a time, and compares
    /// what each call comes to with the first play, up to the first difference. A DLL that does not do the same twice on
    /// one thread either breaks REPEATS instead. Of a DLL that hangs on another thread, one hang is told, and the scenarios
    /// after that are played on one thread.
    id: "THREADS",
    name: "threads-change-nothing",
    applies_to: Call,
    compare(Threads): change_nothing,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "#,
    breaks: replaces r#"
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "# with r#"
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 !! hang: did not return within 2s
    "#,
}

fn change_nothing(one: &Look<'_>, several: &Look<'_>, judge: &mut Judge<'_>) {
    let mut is_applied = false;
    for (here, there) in one.calls().iter().zip(several.calls()) {
        if (here.instance, here.entry, here.question) != (there.instance, there.entry, there.question) {
            break;
        }
        if matches!(here.result, CallResult::Faulted(_) | CallResult::Cut) || there.result == CallResult::Cut
        {
            break;
        }
        if here.result != there.result {
            let observed = match there.result {
                CallResult::Faulted(fault) if fault.is_hang() => {
                    format!("it hangs when another thread calls ({})", fault.what)
                }
                CallResult::Faulted(fault) => format!("when another thread calls: {}", fault.what),
                CallResult::Returned(_) | CallResult::Cut => {
                    format!("{} on one thread; {} when another thread calls", in_words(here), in_words(there))
                }
            };
            judge.broken(
                here,
                observed,
                "the same: no page says which thread calls, and calls do not overlap",
            );
            return;
        }
        is_applied = true;
    }
    if is_applied {
        judge.held();
    }
}

/// What was answered, if something was.
fn in_words(call: &Call<'_>) -> String {
    said(call).map(|answer| answer.to_string()).unwrap_or_default()
}
