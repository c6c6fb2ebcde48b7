//! HANGUP-05, HANGUP-06: on Windows 2000 and earlier, a refused connection is not hung up.

use mockras::check::{Call, Judge, Look};
use mockras::ras::Series;

mockras::rule! {
    /// On Windows 2000 and earlier, the hangup function is not called for a connection that AcceptNewConnection or
    /// AcceptNewConnection2 refused.
    ///
    /// A DLL for those systems must give back what it took for the user when it refuses: there will be no other
    /// moment. Nothing is promised from Server 2003 on (AMB-09), and the page of series 2 uses the name of the plain
    /// function where it says so.
    id: "HANGUP-05",
    name: "old-refusal-has-no-hangup",
    also: ["HANGUP-06"],
    applies_to: OldWindows,
    check: has_no_hangup,
    holds: r#"
        profile  server-2000
        dll 1    gate

         0.000  step   1      { dial = { port = "VPN2-0", user = "bob" } }
         0.000  c1            authenticated handle=65537 user=bob
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  c1            refused reason=vote
         0.000  c1            closed reason=refused
    "#,
    breaks: replaces r#"
         0.000  c1            refused reason=vote
    "# with r#"
         0.000  c1            refused reason=vote
         0.000  call   conn/1 ConnectionHangupNotification2 c1
    "#,
}

fn has_no_hangup(look: &Look<'_>, judge: &mut Judge<'_>) {
    if !look.profile().is_2000_or_earlier() {
        return;
    }
    for connection in look.connections() {
        let calls = || look.calls_about(connection.number);
        let mut accepts = calls().filter(|call| look.says_yes(call) == Some(false));
        let Some(refused) = accepts.find_map(Call::accepts) else { continue };
        let row = if refused == Series::Plain { "HANGUP-05" } else { "HANGUP-06" };
        let mut hangups = calls().filter(|call| call.hangs_up().is_some()).peekable();
        if hangups.peek().is_none() {
            judge.held();
        }
        for call in hangups {
            judge
                .broken(call, "a hangup of a refused connection", "no hangup on this Windows version")
                .about(row);
        }
    }
}
