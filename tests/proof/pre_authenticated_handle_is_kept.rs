//! PREAUTH-07: hRasConnection names the connection that follows.

use mockras::check::{Judge, Look};
use mockras::model::Question;

mockras::rule! {
    /// hRasConnection of AUTH_VALIDATION_EX names the connection whose authentication is skipped. So it is not NULL,
    /// and it is the handle under which AcceptNewConnection and all that follows speak of the same connection.
    ///
    /// The page says that the handle may come from RasDial, which is of no use on a server (AMB-29).
    id: "PREAUTH-07",
    name: "pre-authenticated-handle-is-kept",
    applies_to: PreAuthentication,
    check: is_kept,
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
         0.000  call   conn/1 ValidatePreAuthenticatedConnectionEx handle=65537 user=alice domain="" auth-info=0a = NO_ERROR
    "# with r#"
         0.000  call   conn/1 ValidatePreAuthenticatedConnectionEx handle=1 user=alice domain="" auth-info=0a = NO_ERROR
    "#,
}

fn is_kept(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Question::PreAuthenticated(client) = call.question else { continue };
        // A client that does not get as far as authentication has no other handle to compare with.
        let handle = look.dialled(call.at).and_then(|connection| connection.facts).map(|facts| facts.handle);
        if client.handle != 0 && handle.is_none_or(|handle| handle == client.handle) {
            judge.held();
        } else {
            let expected =
                handle.map_or_else(|| "a handle other than 0".to_owned(), |handle| handle.to_string());
            judge.broken(call, client.handle, expected).member("AUTH_VALIDATION_EX.hRasConnection");
        }
    }
}
