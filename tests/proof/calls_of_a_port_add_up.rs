//! DATA-29: the calls of a port add up.

use std::collections::BTreeMap;

use mockras::check::{Judge, Look};
use mockras::ras::{Callout, Name};

mockras::rule! {
    /// dwTotalNumberOfCalls counts the calls of a port and is cumulative: it never falls, and each new call adds one.
    ///
    /// It may rise by more than one, for no DLL hears of a call that fails to authenticate. Whether it starts again
    /// from zero with the service is not documented, so each start of the service is judged by itself.
    id: "DATA-29",
    name: "calls-of-a-port-add-up",
    applies_to: Link,
    check: add_up,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 calls=1 line-speed=100000000 = FALSE
         0.000  c1            link-refused port=VPN2-0
         0.000  c1            refused reason=first-link
         0.000  c1            closed reason=refused
         0.000  step   2      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c2            authenticated handle=65538 user=alice
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 calls=2 = FALSE
         0.000  c2            link-refused port=VPN2-0
         0.000  c2            refused reason=first-link
         0.000  c2            closed reason=refused
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 calls=2 = FALSE
    "# with r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 = FALSE
    "#,
}

/// What a port last showed: its calls, the connection, and the step in which a DLL was asked about its link.
type Shown = (u32, u32, Option<u32>);

fn add_up(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut ports: BTreeMap<(u32, &Name), Shown> = BTreeMap::new();
    for call in look.calls() {
        let Some(port) = call.link() else { continue };
        let asked = (call.callout() == Callout::AcceptNewLink).then_some(call.at.step);
        let now = (port.calls, port.connection, asked);
        let Some(before) = ports.insert((call.at.run, &port.name), now) else { continue };
        let is_new = before.1 != port.connection || (asked.is_some() && asked != before.2);
        let expected = before.0.saturating_add(is_new.into());
        if port.calls >= expected {
            judge.held();
        } else {
            judge
                .broken(call, port.calls, format!("{expected} or more"))
                .member("RAS_PORT_0.dwTotalNumberOfCalls");
        }
    }
}
