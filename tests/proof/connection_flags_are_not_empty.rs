//! DATA-01: dwConnectionFlags is not empty.

use mockras::check::{Judge, Look};
use mockras::ras::ConnectionFlags;

mockras::rule! {
    /// dwConnectionFlags holds at least one of the documented bits: PPP, MESSENGER, QUARANTINE, IKEV2 (or ARAP, which
    /// is the same bit), DORMANT.
    ///
    /// It may well hold several, and bits that no page mentions, so a DLL tests for a bit and never for equality.
    id: "DATA-01",
    name: "connection-flags-are-not-empty",
    applies_to: Accept,
    check: are_not_empty,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 flags=ppp+messenger user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "#,
    breaks: replaces r#"
         0.000  c1            authenticated handle=65537 flags=ppp+messenger user=alice
    "# with r#"
         0.000  c1            authenticated handle=65537 flags=ras user=alice
    "#,
}

/// The documented bits. RAS is not one of them: it is in the metadata, but on no page.
const DOCUMENTED: [ConnectionFlags; 5] = [
    ConnectionFlags::PPP,
    ConnectionFlags::MESSENGER,
    ConnectionFlags::QUARANTINE,
    ConnectionFlags::IKEV2,
    ConnectionFlags::DORMANT,
];

fn are_not_empty(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Some(flags) = call.facts().map(|facts| facts.flags) else { continue };
        let documented = DOCUMENTED.iter().any(|bit| flags.contains(*bit));
        judge.expect(documented, call, || flags.to_string(), "a documented bit");
    }
}
