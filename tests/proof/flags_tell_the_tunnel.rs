//! DATA-36, DATA-39, DATA-42: the flags of a connection tell its tunnel, and a tunnel is of its time.

use mockras::check::{Judge, Look};
use mockras::ras::{ConnectionFlags, Tunnel};

mockras::rule! {
    /// RAS_FLAGS_PPP_CONNECTION says that a connection uses PPP. An IKEv2 connection has no PPP and carries
    /// RAS_FLAGS_IKEV2_CONNECTION instead, whose bit stood for ARAP before Server 2008 R2. RAS_FLAGS_DORMANT is for IKEv2
    /// alone.
    ///
    /// No connection comes through a tunnel that its Windows version does not know: SSTP is of Server 2008, IKEv2 of
    /// Server 2008 R2.
    id: "DATA-36",
    name: "flags-tell-the-tunnel",
    also: ["DATA-39", "DATA-42"],
    applies_to: Accept,
    check: tell_the_tunnel,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN4-0", user = "alice", tunnel = "ikev2" } }
         0.000  c1            authenticated handle=65537 flags=ikev2+dormant user=alice tunnel=ikev2
         0.000  call   conn/1 AcceptNewConnectionEx c1 = TRUE
         0.000  c1            link-up port=VPN4-0
         0.000  c1            connected
    "#,
    breaks: replaces r#"
         0.000  c1            authenticated handle=65537 flags=ikev2+dormant user=alice tunnel=ikev2
    "# with r#"
         0.000  c1            authenticated handle=65537 flags=ppp+dormant user=alice tunnel=ikev2
    "#,
}

fn tell_the_tunnel(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Some(facts) = call.facts() else { continue };
        let has = |flag| facts.flags.contains(flag);
        let is_ikev2 = facts.tunnel == Tunnel::Ikev2;
        let flags_fit = has(ConnectionFlags::PPP) != is_ikev2 && has(ConnectionFlags::IKEV2) == is_ikev2;
        judge.expect(flags_fit, call, || facts.flags.to_string(), "the flag of its tunnel");
        if has(ConnectionFlags::DORMANT) && !is_ikev2 {
            let observed = format!("{} over {}", facts.flags, facts.tunnel);
            judge.broken(call, observed, "no dormant connection but IKEv2").about("DATA-39");
        }
        if look.profile() < facts.tunnel.floor() {
            let observed = format!("{} on {}", facts.tunnel, look.profile());
            judge.broken(call, observed, "a tunnel that this version knows").about("DATA-42");
        }
    }
}
