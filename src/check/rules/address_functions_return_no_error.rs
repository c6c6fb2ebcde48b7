//! IP4-09, IP6-07: the address functions return NO_ERROR if they succeed.

use crate::check::{Family, Judge, Look};
use crate::ras::Code;

crate::rule! {
    /// The functions that give addresses return NO_ERROR, which is 0, if they succeed. Any other value is an error,
    /// and the service ends the connection.
    ///
    /// A DLL may return any error on purpose, for example when its pool is empty. Only the value 1 counts as a
    /// mistake: it is the TRUE that the Accept functions of the same DLL return for "yes", and as an error code,
    /// ERROR_INVALID_FUNCTION, it would say nothing about addresses. Users of such a DLL can never connect.
    id: "IP4-09",
    name: "address-functions-return-no-error",
    also: ["IP6-07"],
    applies_to: Ipv4,
    check: is_not_true,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
         0.000  c1            ipv4 address=10.0.0.2
    "#,
    breaks: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = 1 address=10.0.0.2 notify=FALSE
         0.000  c1            refused reason=address-error
         0.000  c1            closed reason=refused
    "#,
    fault: "true-for-no-error",
}

fn is_not_true(look: &Look<'_>, judge: &mut Judge<'_>) {
    for family in Family::ALL {
        for get in look.calls_of(family.get()) {
            match get.value() {
                Some(value) if value == Code::NO_ERROR.0 => judge.held(),
                Some(1) => {
                    let row = family.row("IP4-09", "IP6-07");
                    judge
                        .broken(get, "1, which is TRUE", "NO_ERROR (0), or an error code other than 1")
                        .about(row);
                }
                // Another error, or no answer at all.
                Some(_) | None => {}
            }
        }
    }
}
