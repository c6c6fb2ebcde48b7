//! ADMIN-07: a buffer of an administration function is freed once.

use crate::check::{Judge, Look, Spot};
use crate::dll::Notice;

crate::rule! {
    /// What a function such as MprAdminConnectionEnum or MprAdminPortGetInfo hands out is memory of the function. The
    /// caller frees it by MprAdminBufferFree, once, and does not touch it afterwards. A DLL that forgets it takes memory
    /// from the service at every call, for as long as the service runs.
    ///
    /// mockras counts the buffers that a native DLL gets, and tells those that are left when TerminateDll returns. It keeps
    /// those that were freed for a while, filled with 0xCC, so that it notices when one is freed again or written to. It
    /// cannot notice when one is read: a DLL that reads one finds 0xCC there.
    id: "ADMIN-07",
    name: "buffers-are-freed-once",
    applies_to: Stop,
    check: are_freed_once,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { wait = "1s" }
         1.000  timer  conn/1
         1.000  saw    conn/1 answered: MprAdminPortEnum(level 0) = NO_ERROR, 1 read
         1.000  saw    conn/1 answered: MprAdminBufferFree() = NO_ERROR
         1.000  step   0      "stop"
         1.000  call   conn/1 TerminateDll = NO_ERROR
         1.000  service       stopped
    "#,
    breaks: replaces r#"
         1.000  saw    conn/1 answered: MprAdminBufferFree() = NO_ERROR
         1.000  step   0      "stop"
         1.000  call   conn/1 TerminateDll = NO_ERROR
    "# with r#"
         1.000  step   0      "stop"
         1.000  call   conn/1 TerminateDll = NO_ERROR
         1.000  saw    conn/1 misfreed: a buffer of MprAdminPortEnum is not freed
    "#,
    fault: "keeps-a-buffer",
}

fn are_freed_once(look: &Look<'_>, judge: &mut Judge<'_>) {
    for (at, call, notice) in look.noticed() {
        let spot = call.map_or(Spot::from(at), |call| Spot { at, ..Spot::from(call) });
        match notice {
            Notice::Misfreed(what) => {
                judge.broken(spot, what, "every buffer freed once by MprAdminBufferFree, and not used then");
            }
            Notice::Answered(answered) if answered.read.is_some() => judge.held(),
            Notice::Answered(_)
            | Notice::Called(_)
            | Notice::CalledAside(_)
            | Notice::CalledOutside(_)
            | Notice::Overran(_)
            | Notice::Left(_)
            | Notice::Kept(_)
            | Notice::Shares(_) => {}
        }
    }
}
