//! DATA-43: a connected port has a line speed.

use mockras::check::{Judge, Look};

mockras::rule! {
    /// dwLineSpeed of RAS_PORT_1 is the speed of the line in bits per second. A port that is connected has one, so a DLL
    /// may divide by it.
    ///
    /// What is usual for a tunnel is a choice of mockras, unless the dial says a speed.
    id: "DATA-43",
    name: "connected-port-has-a-speed",
    applies_to: Accept,
    check: has_a_speed,
    holds: r#"
         0.000  step   1      { dial = { port = "COM1", user = "alice", tunnel = "modem" } }
         0.000  c1            authenticated handle=65537 user=alice tunnel=modem
         0.000  call   conn/1 AcceptNewConnectionEx c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=COM1 handle=196609 connection=65537 calls=1 line-speed=56000 = TRUE
         0.000  c1            link-up port=COM1
         0.000  c1            connected
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewLink port=COM1 handle=196609 connection=65537 calls=1 line-speed=56000 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewLink port=COM1 handle=196609 connection=65537 calls=1 = TRUE
    "#,
}

fn has_a_speed(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        // A transcript that tells nothing of the port but its name may be an excerpt.
        let Some(port) = call.link().filter(|port| port.handle != 0) else { continue };
        judge.expect(
            port.line_speed != 0,
            call,
            || "a line speed of 0".to_owned(),
            "a speed in bits per second",
        );
    }
}
