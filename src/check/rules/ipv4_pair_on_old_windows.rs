//! LOAD-16, IP4-18: on NT 4.0 and Windows 2000 the functions for IPv4 addresses are mandatory.

use crate::check::{DllHistory, Judge, Look};
use crate::model::Wanted;
use crate::ras::Callout;

crate::rule! {
    /// The overview and the function reference demand MprAdminGetIpAddressForUser and MprAdminReleaseIpAddress on
    /// Windows NT and Windows 2000, even of a DLL that has nothing to do with addresses. The pages of the two
    /// functions call them optional, without exception (AMB-39).
    ///
    /// The rule applies under `ipv4_pair_required_2000=yes`. A DLL that only watches connections can export the
    /// two, leave the offered address alone and set bNotifyRelease to FALSE. A DLL that exports only one of the two
    /// breaks LOAD-14 instead.
    id: "LOAD-16",
    name: "ipv4-pair-on-old-windows",
    also: ["IP4-18"],
    applies_to: OldWindows,
    check: is_there,
    holds: r#"
        profile  server-2000
        dll 1    example

         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection ConnectionHangupNotification AcceptNewLink LinkHangupNotification GetIpAddressForUser ReleaseIpAddress
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: r#"
        profile  server-2000
        dll 1    example

         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection ConnectionHangupNotification AcceptNewLink LinkHangupNotification
         0.000  log    conn/1 error exports: GetIpAddressForUser and ReleaseIpAddress are required on server-2000
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "no-ipv4-pair",
}

fn is_there(look: &Look<'_>, judge: &mut Judge<'_>) {
    let is_required = |dll: &&DllHistory<'_>| {
        dll.binding(look).demands().iter().any(|demand| demand.wanted == Wanted::Ipv4Pair)
    };
    for dll in look.files().into_iter().filter(is_required) {
        let pair = [Callout::GetIpAddressForUser, Callout::ReleaseIpAddress];
        match pair.map(|callout| dll.has(callout)) {
            [true, true] => judge.held(),
            [false, false] => {
                judge
                    .broken(dll.at, format!("{} exports neither", dll.instance), "both functions for IPv4")
                    .member(Callout::GetIpAddressForUser.export())
                    .under("ipv4_pair_required_2000");
            }
            [true, false] | [false, true] => {}
        }
    }
}
