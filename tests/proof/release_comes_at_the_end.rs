//! IP4-14: an address is released when its user disconnects.

use std::collections::BTreeMap;

use mockras::check::{At, ConnectionHistory, Judge, Lease, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::{ReleaseVsHangup, Series};

mockras::rule! {
    /// MprAdminReleaseIpAddress is called when the user disconnects and the address is about to be released: after it,
    /// nothing is left to happen to the connection but its end.
    ///
    /// Whether ConnectionHangupNotification comes before or after it is open; the policy `release_vs_hangup` says
    /// (AMB-22). A DLL must not count on either, nor on finding the connection in its tables when the release comes.
    /// Where sessions of one user share an address (AMB-56), the last is meant.
    id: "IP4-14",
    name: "release-comes-at-the-end",
    applies_to: Hangup,
    check: at_the_end,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=TRUE
         0.000  c1            ipv4 address=10.0.0.2
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  c1            link-down port=VPN2-0
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.0.0.2
         0.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  c1            ipv4 address=10.0.0.2
    "# with r#"
         0.000  c1            ipv4 address=10.0.0.2
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.0.0.2
    "#, replaces r#"
         0.000  call   ip/1   ReleaseIpAddress user=alice port=VPN2-0 address=10.0.0.2
    "# with "",
}

fn at_the_end(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut hangups: BTreeMap<u32, Vec<At>> = BTreeMap::new();
    for series in Series::ALL {
        for call in look.calls_of(series.hangup()) {
            hangups.entry(call.connection.unwrap_or_default()).or_default().push(call.at);
        }
    }
    for lease in look.leases().iter().filter(|lease| !lease.holders.is_empty()) {
        let Some(release) = lease.released() else { continue };
        let Some(last) = lease.last_holder(look.connections()) else {
            judge.owed(release, "a release while the connection goes on", "the end of the connection");
            continue;
        };
        if !ends_after(last, release.at) {
            let observed = format!("a release while connection {} goes on", last.number);
            judge.broken(release, observed, "a release when the user disconnects");
            continue;
        }
        let hangups = hangups.get(&last.number).map(Vec::as_slice).unwrap_or_default();
        judge_order(look, judge, lease, hangups);
    }
}

/// Whether the only thing that still happens to the connection is that it is closed, and in this very step.
fn ends_after(connection: &ConnectionHistory<'_>, release: At) -> bool {
    let next = connection.events.iter().find(|(at, _)| *at > release);
    next.is_some_and(|(at, what)| matches!(what, ConnectionEvent::Closed(_)) && at.step == release.step)
}

fn judge_order(look: &Look<'_>, judge: &mut Judge<'_>, lease: &Lease<'_>, hangups: &[At]) {
    let Some(release) = lease.released() else { return };
    let (observed, expected, is_wrong) = match look.policy.release_vs_hangup {
        ReleaseVsHangup::HangupFirst => {
            ("a release before the hangup", "the hangup first", hangups.iter().any(|at| *at > release.at))
        }
        ReleaseVsHangup::ReleaseFirst => {
            ("a release after the hangup", "the release first", hangups.iter().any(|at| *at < release.at))
        }
        ReleaseVsHangup::Concurrent => ("", "", false),
        other => panic!("this rule does not know the reading {other:?}"),
    };
    if is_wrong {
        judge.broken(release, observed, expected).under("release_vs_hangup");
    } else {
        judge.held();
    }
}
