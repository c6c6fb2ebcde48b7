//! LINK-13: on Windows 2000 and earlier, no DLL is told of the end of a link that was refused.

use mockras::check::{Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::{Callout, Name};

mockras::rule! {
    /// On Windows 2000 and earlier, LinkHangupNotification is not called for a link that AcceptNewLink refused. From
    /// Server 2003 on no page says (AMB-10).
    ///
    /// The check takes every LinkHangupNotification of such a version and looks for the link that was up before. A DLL
    /// that sets something aside in AcceptNewLink must give it back itself if it says no.
    id: "LINK-13",
    name: "refused-link-had-no-end",
    applies_to: OldWindows,
    check: was_up,
    holds: r#"
        profile  server-2000
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = FALSE
         0.000  c1            link-refused port=VPN2-0
         0.000  c1            refused reason=first-link
         0.000  call   conn/1 ConnectionHangupNotification2 c1
         0.000  c1            closed reason=refused
    "#,
    breaks: replaces r#"
         0.000  c1            link-refused port=VPN2-0
    "# with r#"
         0.000  c1            link-refused port=VPN2-0
         0.000  call   conn/1 LinkHangupNotification port=VPN2-0
    "#,
}

fn was_up(look: &Look<'_>, judge: &mut Judge<'_>) {
    if !look.profile().is_2000_or_earlier() {
        return;
    }
    for connection in look.connections() {
        let mut hangups = look
            .calls_about(connection.number)
            .filter(|call| call.callout() == Callout::LinkHangupNotification);
        let was_up = |port: &Name| {
            let up = |what: &ConnectionEvent| matches!(what, ConnectionEvent::LinkUp(link) if link == port);
            connection.when(up)
        };
        let without = hangups.find(|call| {
            let up = call.link().and_then(|link| was_up(&link.name));
            up.is_none_or(|up| up > call.at)
        });
        let refused = connection.when(|what| matches!(what, ConnectionEvent::LinkRefused(_)));
        if let Some(call) = without {
            judge.broken(call, "the end of a link that was never up", "no call for a refused link");
        } else if refused.is_some() {
            judge.held();
        }
    }
}
