//! PREAUTH-02: pre-authentication is for SSTP.

use mockras::check::{ConnectionHistory, Judge, Look};
use mockras::ras::{Callout, Tunnel};
use mockras::scenario::Step;

mockras::rule! {
    /// AUTH_VALIDATION_EX lets a client skip the authentication of PPP while an SSTP connection is being set up. So the
    /// function that takes it is called for SSTP connections alone, and before the user is authenticated.
    ///
    /// No page describes the function; mockras calls it only under `preauth_enabled=yes` (AMB-29).
    id: "PREAUTH-02",
    name: "pre-authentication-is-for-sstp",
    applies_to: PreAuthentication,
    check: is_for_sstp,
    holds: r#"
        profile  server-2012
        policy   preauth_enabled=yes
        dll 1    watcher

         0.000  step   1      { pre-authenticate = { port = "VPN3-0", info = "0a" } }
         0.000  step   2      { dial = { port = "VPN3-0", user = "alice", tunnel = "sstp" } }
         0.000  call   conn/1 ValidatePreAuthenticatedConnectionEx handle=65537 user=alice domain="" auth-info=0a = NO_ERROR
         0.000  c1            authenticated handle=65537 user=alice tunnel=sstp
    "#,
    breaks: replaces r#"
         0.000  step   2      { dial = { port = "VPN3-0", user = "alice", tunnel = "sstp" } }
    "# with r#"
         0.000  step   2      { dial = { port = "VPN3-0", user = "alice" } }
    "#, replaces r#"
         0.000  c1            authenticated handle=65537 user=alice tunnel=sstp
    "# with r#"
         0.000  c1            authenticated handle=65537 user=alice
    "#,
}

fn is_for_sstp(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls_of(Callout::ValidatePreAuthenticatedConnectionEx) {
        let Some(Step::Dial(dial)) = look.step(call.at) else {
            judge.broken(call, "a call", "no call: nobody dials");
            continue;
        };
        let authenticated = look.dialled(call.at).and_then(ConnectionHistory::authenticated);
        let too_late = authenticated.is_some_and(|at| at < call.at);
        if dial.tunnel != Tunnel::Sstp {
            judge.broken(call, format!("a dial over {}", dial.tunnel), "a dial over sstp");
        } else if too_late {
            judge.broken(call, "a user who is authenticated", "a user who is not yet authenticated");
        } else {
            judge.held();
        }
    }
}
