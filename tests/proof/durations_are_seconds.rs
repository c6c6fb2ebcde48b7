//! DATA-03: durations are seconds.

use mockras::check::{At, Call, Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::Callout;

mockras::rule! {
    /// dwConnectDuration counts seconds, for a connection and for a port. What is not yet a whole second does not
    /// count, and more than the member holds stays at its greatest value.
    ///
    /// A connection begins with its authentication. When the link of a port begins is not documented; mockras takes
    /// the moment at which the call came in, and nothing for a link that is not up yet.
    id: "DATA-03",
    name: "durations-are-seconds",
    applies_to: Hangup,
    check: are_seconds,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { wait = "90s" }
        90.000  step   3      { hang-up = { port = "VPN2-0" } }
        90.000  c1            link-down port=VPN2-0
        90.000  call   conn/1 LinkHangupNotification port=VPN2-0 handle=196609 connection=65537 calls=1 duration-s=90 line-speed=100000000
        90.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=90
        90.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
        90.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=90
    "# with r#"
        90.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=90000
    "#,
}

fn are_seconds(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let shown = call.facts().map(|facts| facts.duration_s).or(call.link().map(|port| port.duration_s));
        let Some((shown, since)) = shown.zip(since(look, call)) else { continue };
        let seconds = u32::try_from(call.at.ms.saturating_sub(since.ms) / 1000).unwrap_or(u32::MAX);
        if shown == seconds {
            judge.held();
        } else {
            judge.broken(call, format!("{shown} s"), format!("{seconds} s")).member("dwConnectDuration");
        }
    }
}

/// The moment at which the connection or link began whose duration a call shows.
fn since(look: &Look<'_>, call: &Call<'_>) -> Option<At> {
    let connection = look.connection(call.connection?)?;
    let Some(port) = call.link() else {
        return connection.authenticated();
    };
    // A port may have left the connection and come back: its latest link counts, unless that was refused.
    let is_asked = call.callout() == Callout::AcceptNewLink;
    let mut latest =
        connection.events[..connection.events.partition_point(|(at, _)| *at < call.at)].iter().rev();
    let began = latest.find_map(|(at, what)| {
        let came_up = matches!(what, ConnectionEvent::LinkUp(name) if *name == port.name);
        let refused = matches!(what, ConnectionEvent::LinkRefused(name) if *name == port.name);
        if came_up { Some(*at) } else { refused.then_some(call.at) }
    });
    Some(began.filter(|_| !is_asked).unwrap_or(call.at))
}
