//! IP6-09: ReleaseIpv6AddressForUser returns NO_ERROR.

use crate::check::{Judge, Look};
use crate::model::has_result;
use crate::ras::{Callout, Code};

crate::rule! {
    /// The page of MprAdminReleaseIpv6AddressForUser wants NO_ERROR and says that the service ends the connection
    /// otherwise. Its syntax block and the type of the callback say that the function returns nothing (AMB-26), and
    /// the connection is ending anyway.
    ///
    /// A DLL whose function returns a value and returns NO_ERROR is right in either case. The rule applies under
    /// `release6_return=dword`; under `void` nobody looks at the result.
    id: "IP6-09",
    name: "ipv6-release-succeeds",
    applies_to: Ipv6,
    check: succeeds,
    holds: r#"
        profile  server-2012
        policy   release6_return=dword
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice", ipv4 = "none", ipv6 = "pool" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpv6AddressForUser user=alice port=VPN2-0 offered=2001:db8::200:0:0:1 notify=poison = NO_ERROR address=2001:db8::7 notify=TRUE
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  call   ip/1   ReleaseIpv6AddressForUser user=alice port=VPN2-0 address=2001:db8::7 = NO_ERROR
         0.000  c1            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   ReleaseIpv6AddressForUser user=alice port=VPN2-0 address=2001:db8::7 = NO_ERROR
    "# with r#"
         0.000  call   ip/1   ReleaseIpv6AddressForUser user=alice port=VPN2-0 address=2001:db8::7 = 87
    "#,
    fault: "release-returns-an-error",
}

fn succeeds(look: &Look<'_>, judge: &mut Judge<'_>) {
    if !has_result(Callout::ReleaseIpv6AddressForUser, &look.policy) {
        return;
    }
    for release in look.calls_of(Callout::ReleaseIpv6AddressForUser) {
        match release.value() {
            Some(value) if value == Code::NO_ERROR.0 => judge.held(),
            Some(value) => {
                judge.broken(release, Code(value), "NO_ERROR (0)").under("release6_return");
            }
            None => {}
        }
    }
}
