//! ORDER-08: what a DLL hears of links lies between the Accept and the Hangup of their connection.

use std::collections::BTreeMap;

use mockras::check::{At, Judge, Look};
use mockras::model::Instance;
use mockras::ras::Callout;

mockras::rule! {
    /// A DLL that was asked about a connection hears of its links only afterwards, and no more once it was told that
    /// the connection is gone.
    ///
    /// The check compares, for each DLL, the calls about links with the Accept and the Hangup that had the same
    /// hConnection. So a DLL may set up its session in Accept and free it in Hangup.
    id: "ORDER-08",
    name: "links-lie-within-connections",
    applies_to: Link,
    check: lies_within,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         9.000  step   2      { hang-up = { port = "VPN2-0" } }
         9.000  c1            link-down port=VPN2-0
         9.000  call   conn/1 LinkHangupNotification port=VPN2-0 duration-s=9
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9
         9.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         9.000  c1            link-down port=VPN2-0
    "# with r#"
         9.000  c1            link-down port=VPN2-0
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9
    "#, replaces r#"
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9
    "# with "",
}

fn lies_within(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut accepts: BTreeMap<(u32, Instance), At> = BTreeMap::new();
    let mut hangups: BTreeMap<(u32, Instance), At> = BTreeMap::new();
    for call in look.calls() {
        let Some(number) = call.connection else { continue };
        let key = (number, call.instance);
        if call.accepts().is_some() {
            accepts.entry(key).or_insert(call.at);
        } else if call.hangs_up().is_some() {
            hangups.entry(key).or_insert(call.at);
        }
    }
    for call in look.calls() {
        let of_a_link = matches!(call.callout(), Callout::AcceptNewLink | Callout::LinkHangupNotification);
        let Some(number) = call.connection.filter(|_| of_a_link) else { continue };
        let key = (number, call.instance);
        if accepts.get(&key).is_some_and(|accept| *accept > call.at) {
            judge.broken(call, "a link before its connection", "Accept of the connection first");
        } else if hangups.get(&key).is_some_and(|hangup| *hangup < call.at) {
            judge.broken(
                call,
                "a link after its connection",
                "no call about it after Hangup of the connection",
            );
        } else {
            judge.held();
        }
    }
}
