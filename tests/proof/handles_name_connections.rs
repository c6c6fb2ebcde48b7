//! CONN-15, DATA-33: every connection has one handle, and no two have the same.

use std::collections::BTreeMap;

use mockras::check::{Judge, Look};

mockras::rule! {
    /// hConnection names a connection from its Accept to its Hangup: in every structure of the connection, and in the
    /// RAS_PORT structures of its links.
    ///
    /// The check takes the handle from the connection's authentication. It must not be zero, nor that of another
    /// connection. All calls about the connection must have it, and the ports of all links one that is known.
    id: "CONN-15",
    name: "handles-name-connections",
    also: ["DATA-33"],
    applies_to: Dial,
    check: names,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { dial = { port = "VPN2-1", user = "bob" } }
         0.000  c2            authenticated handle=65538 user=bob
         0.000  call   conn/1 AcceptNewConnection2 c2 = FALSE
         0.000  c2            refused reason=vote
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=1 condition=authenticated line-speed=100000000 = TRUE
    "#, replaces r#"
         0.000  c2            authenticated handle=65538 user=bob
    "# with r#"
         0.000  c2            authenticated handle=65537 user=bob
    "#,
}

fn names(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
    for connection in look.connections() {
        let Some(handle) = connection.facts.map(|facts| facts.handle) else { continue };
        let spot = (connection.at, connection.number);
        match seen.insert(handle, connection.number) {
            _ if handle == 0 => {
                judge.broken(spot, "handle 0", "a handle other than 0").member("hConnection");
            }
            Some(other) => {
                let observed = format!("handle {handle}, as connection {other}");
                judge.broken(spot, observed, "a handle of its own").member("hConnection");
            }
            None => judge.held(),
        }
    }
    for call in look.calls() {
        let of_connection = |number| look.connection(number)?.facts.map(|facts| facts.handle);
        let same = match (call.facts(), call.link()) {
            (Some(facts), _) => of_connection(facts.number).map(|handle| handle == facts.handle),
            (None, Some(port)) => Some(seen.contains_key(&port.connection)),
            (None, None) => None,
        };
        match same {
            Some(true) => judge.held(),
            Some(false) => {
                let handle = call.facts().map(|facts| facts.handle);
                let handle = handle.or(call.link().map(|port| port.connection)).unwrap_or_default();
                judge
                    .broken(call, format!("handle {handle}"), "the handle of its connection")
                    .about("DATA-33")
                    .member("hConnection");
            }
            None => {}
        }
    }
}
