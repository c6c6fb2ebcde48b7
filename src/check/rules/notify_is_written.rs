//! IP4-08: bNotifyRelease is written.

use crate::check::{Judge, Look};
use crate::model::is_unwritten;
use crate::ras::NotifyEntry;

crate::rule! {
    /// bNotifyRelease is an output of MprAdminGetIpAddressForUser and of MprAdminGetIpv6AddressForUser, so a DLL
    /// has to write it whenever they succeed. No page says what it holds on entry (AMB-20).
    ///
    /// mockras hands it over as poison, unless `notify_entry=false`, and finds it unwritten if the poison is still
    /// there. mockras then takes it as FALSE, so a DLL that counts on a release never hears of one.
    id: "IP4-08",
    name: "notify-is-written",
    applies_to: Ipv4,
    check: is_written,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "# with r#"
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=poison
    "#,
    fault: "notify-unwritten",
}

fn is_written(look: &Look<'_>, judge: &mut Judge<'_>) {
    if look.policy.notify_entry == NotifyEntry::False {
        return;
    }
    for call in look.calls() {
        let Some((_, notify)) = call.gave().filter(|_| call.succeeded()) else { continue };
        if !is_unwritten(notify, &look.policy) {
            judge.held();
            continue;
        }
        judge
            .broken(call, "what was there on entry: it was not written", "TRUE or FALSE")
            .member("*lpfNotifyRelease")
            .under("notify_entry");
    }
}
