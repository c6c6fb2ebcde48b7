//! HANGUP-10: a connection is the same from accept to hangup.

use std::collections::BTreeMap;

use mockras::check::{Judge, Look};
use mockras::ras::{Connection, ConnectionFlags, Record};

mockras::rule! {
    /// Between accept and hangup a connection keeps its handle, its interface, its type, its flags and its names, and
    /// its duration does not shrink. No page says so, but Microsoft's sample DLL checks it.
    ///
    /// So a DLL can find its connection again by the handle. What has passed over it, its addresses and its
    /// quarantine state do change, with the flag that tells of it (DATA-37), and so does the duration, which some have
    /// taken for a part of the key.
    id: "HANGUP-10",
    name: "identity-stays-the-same",
    applies_to: Hangup,
    check: stays_the_same,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { wait = "9s" }
         9.000  step   3      { hang-up = { port = "VPN2-0" } }
         9.000  c1            link-down port=VPN2-0
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9
         9.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9
    "# with r#"
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9 user=Alice
    "#,
}

/// The facts that name a connection, and the members that hold them.
const IDENTITY: [(&str, &str); 8] = [
    ("handle", "hConnection"),
    ("interface", "hInterface"),
    ("interface-type", "dwInterfaceType"),
    ("flags", "dwConnectionFlags"),
    ("interface-name", "wszInterfaceName"),
    ("user", "wszUserName"),
    ("domain", "wszLogonDomain"),
    ("computer", "wszRemoteComputer"),
];

fn stays_the_same(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut earlier: BTreeMap<u32, &Connection> = BTreeMap::new();
    for call in look.calls() {
        let Some(now) = call.facts() else { continue };
        let Some(before) = earlier.insert(now.number, now) else { continue };
        let structure = if call.takes_ex() { "RAS_CONNECTION_EX" } else { "RAS_CONNECTION_0" };
        let (was, is) = (differing(before, now), differing(now, before));
        if was.is_empty() && now.duration_s >= before.duration_s {
            judge.held();
        }
        for ((member, was), (_, is)) in was.into_iter().zip(is) {
            judge.broken(call, is, was).member(format!("{structure}.{member}"));
        }
        if now.duration_s < before.duration_s {
            let expected = format!("{} or more", before.duration_s);
            judge.broken(call, now.duration_s, expected).member(format!("{structure}.dwConnectDuration"));
        }
    }
}

/// The members of the identity in which these facts differ from others, and what they hold.
fn differing(facts: &Connection, others: &Connection) -> Vec<(&'static str, String)> {
    let mut members = Vec::new();
    let quarantine = ConnectionFlags::QUARANTINE.0;
    let others = Connection {
        flags: ConnectionFlags(others.flags.0 & !quarantine | facts.flags.0 & quarantine),
        ..others.clone()
    };
    facts.changes(Some(&others), &mut |fact, _, text| {
        let named = IDENTITY.iter().find(|(name, _)| *name == fact);
        members.extend(named.map(|(_, member)| (*member, text.to_owned())));
    });
    members
}
