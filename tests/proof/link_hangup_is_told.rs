//! LINK-10: every link that goes down is told to every DLL that has LinkHangupNotification.

use mockras::check::{Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::{Callout, Name};

mockras::rule! {
    /// LinkHangupNotification is called whenever a link of a connection is dismantled: when it is dropped, and when
    /// its connection ends with it.
    ///
    /// The check takes every link that goes down and looks for the call of each DLL that has the function. No link may
    /// be left up when its connection closes. What a service does that stops without notice is open (AMB-51, AMB-52), so
    /// the check leaves such connections out.
    id: "LINK-10",
    name: "link-hangup-is-told",
    applies_to: Hangup,
    check: is_told,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
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
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         9.000  step   2      { hang-up = { port = "VPN2-0" } }
         9.000  c1            closed reason=hung-up
    "#,
}

fn is_told(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections().iter().filter(|connection| !connection.was_dropped()) {
        let mut up: Vec<&Name> = Vec::new();
        for (down, what) in &connection.events {
            if let ConnectionEvent::LinkUp(port) = what {
                up.push(port);
            }
            let ConnectionEvent::LinkDown(port) = what else { continue };
            up.retain(|link| *link != port);
            for dll in look.offering(down.run, Callout::LinkHangupNotification) {
                let told = look.calls_in_step(connection.number, *down).any(|call| {
                    call.callout() == Callout::LinkHangupNotification
                        && call.instance == dll
                        && call.at > *down
                        && call.link().is_some_and(|link| link.name == *port)
                });
                if told {
                    judge.held();
                } else {
                    let observed = format!("{dll} was not told of {port}");
                    judge.owed((*down, connection.number), observed, "a call of LinkHangupNotification");
                }
            }
        }
        if let (Some(closed), Some(port)) = (connection.closed(), up.first()) {
            let observed = format!("{port} is still up");
            judge.broken(
                (closed, connection.number),
                observed,
                "every link down before the connection closes",
            );
        }
    }
}
