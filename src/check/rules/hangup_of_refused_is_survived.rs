//! HANGUP-07: a DLL copes with the hangup of what was refused.

use crate::check::{Call, CallResult, Judge, Look};

crate::rule! {
    /// From Server 2003 on, no page says whether the service reports the hangup of a refused connection, or to
    /// which DLLs. So a DLL has to cope with both: with a hangup of a connection that it refused, and with none.
    ///
    /// Typically, a DLL fails because Accept makes an entry that Hangup removes: the removal faults because the
    /// entry is not there, or a count of sessions falls below zero. mockras reports such hangups under
    /// `hangup_after_refusal` (AMB-09). If a DLL goes wrong because a hangup does not come, only its own counters
    /// show it, not the transcript. Where structures are hostile, a fault says nothing about refusals; RUN-01 finds
    /// it.
    id: "HANGUP-07",
    name: "hangup-of-refused-is-survived",
    applies_to: Refusal,
    check: is_survived,
    holds: r#"
        profile  server-2012
        policy   hangup_after_refusal=all
        dll 1    gate

         0.000  step   1      { dial = { port = "VPN2-0", user = "mallory" } }
         0.000  c1            authenticated handle=65537 user=mallory
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  c1            refused reason=vote
         0.000  call   conn/1 ConnectionHangupNotification2 c1
         0.000  c1            closed reason=refused
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 ConnectionHangupNotification2 c1
    "# with r#"
         0.000  call   conn/1 ConnectionHangupNotification2 c1 ! panic: fewer than no sessions
         0.000  log    conn/1 error callout: ConnectionHangupNotification2: panic: fewer than no sessions
    "#,
    fault: "sessions-below-zero",
}

fn is_survived(look: &Look<'_>, judge: &mut Judge<'_>) {
    // Before, the pages say that none is called: HANGUP-05.
    if look.profile().is_2000_or_earlier() || !look.header.hostile.is_empty() {
        return;
    }
    for hangup in look.calls().iter().filter(|call| call.hangs_up().is_some()) {
        if !is_of_refused(look, hangup) {
            continue;
        }
        match hangup.result {
            CallResult::Returned(_) => judge.held(),
            // Another DLL is to blame.
            CallResult::Faulted(fault) if fault.is_of_another() => {}
            CallResult::Faulted(fault) => {
                let expected = "a hangup function that returns: the DLL refused this connection";
                judge.broken(hangup, &fault.what, expected).under("hangup_after_refusal");
            }
            CallResult::Cut => judge.owed(hangup, "nothing", "a hangup function that returns"),
        }
    }
}

/// Whether the DLL that is told of the hangup refused the connection. That a fault counts as a refusal is one reading of
/// AMB-52: here it is none.
fn is_of_refused(look: &Look<'_>, hangup: &Call<'_>) -> bool {
    let about = look.calls_about(hangup.connection.unwrap_or_default());
    let mut own = about.filter(|call| call.accepts().is_some() && call.instance == hangup.instance);
    let said_no = |vote: &Call<'_>| look.says_yes(vote) == Some(false);
    own.next().is_some_and(said_no) && own.all(said_no)
}
