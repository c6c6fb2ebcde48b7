//! DATA-41: the multilink bit comes with the second link, or with the first.

use mockras::check::{Judge, Look};
use mockras::model::ConnectionEvent;
use mockras::ras::{MultilinkBit, Tunnel};

mockras::rule! {
    /// PPP_LCP_MULTILINK_FRAMING in the LCP options says that the connection uses multilink. When it is first set is open
    /// (AMB-58): with the second link, or when the first link is negotiated. Once set it stays, and IKEv2, which has no
    /// LCP, never has it.
    id: "DATA-41",
    name: "multilink-bit-comes-with-links",
    applies_to: Accept,
    check: comes_with_links,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice lcp-options=6
         0.000  call   conn/1 AcceptNewConnectionEx c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { add-link = { port = "VPN2-1", to = "VPN2-0" } }
         0.000  c1            link-up port=VPN2-1
         0.000  step   3      { hang-up = { port = "VPN2-0" } }
         0.000  c1            link-down port=VPN2-0
         0.000  c1            link-down port=VPN2-1
         0.000  call   conn/1 ConnectionHangupNotificationEx c1 lcp-options=7
         0.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 ConnectionHangupNotificationEx c1 lcp-options=7
    "# with r#"
         0.000  call   conn/1 ConnectionHangupNotificationEx c1
    "#,
}

fn comes_with_links(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Some(facts) = call.facts() else { continue };
        let Some(connection) = look.connection(facts.number) else { continue };
        let mut links = 0;
        let mut had_two = false;
        for (_, what) in connection.events.iter().take_while(|(at, _)| *at < call.at) {
            match what {
                ConnectionEvent::LinkUp(_) => links += 1,
                ConnectionEvent::LinkDown(_) => links -= 1,
                _ => {}
            }
            had_two |= links > 1;
        }
        let is_expected = facts.tunnel != Tunnel::Ikev2
            && (had_two || look.policy.multilink_bit == MultilinkBit::Negotiated);
        let is_set = facts.lcp_options & 1 != 0;
        let observed = || format!("LCP options {:#x}", facts.lcp_options);
        let expected = if is_expected { "the bit of multilink" } else { "no bit of multilink" };
        judge.expect(is_set == is_expected, call, observed, expected);
    }
}
