//! BYSTANDER: what a DLL says of one user does not hang on another.

use crate::check::company::company_changes_nothing;
use crate::check::{Judge, Look};

crate::rule! {
    /// Another user, who dials in before and stays, changes nothing of what a DLL says of the others. A DLL that counts the
    /// links of all connections in one variable (LINK-15), or keeps one session for all users, says something else.
    ///
    /// mockras plays the scenario with a bystander, who comes first, with a name, a domain and a port of their own and
    /// without an address, and compares what the DLL says to the same questions about the same users. Which address it
    /// gives may differ. The rule says nothing where an address is refused, because pools may be empty, and nothing where
    /// a connection is refused that is one more than were ever there without the bystander, because a DLL may limit
    /// their number. A DLL that has room for a single connection is told of.
    id: "BYSTANDER",
    name: "another-user-changes-nothing",
    applies_to: Dial,
    compare(Bystander): change_nothing,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65537 = TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN9-9", user = "bystander" } }
         0.000  c1            authenticated handle=65537 user=bystander
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN9-9 connection=65537 = TRUE
         0.000  step   2      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c2            authenticated handle=65538 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c2 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65538 = FALSE
    "#,
    fault: "counts-links-of-all",
}

fn change_nothing(alone: &Look<'_>, beside: &Look<'_>, judge: &mut Judge<'_>) {
    company_changes_nothing(alone, beside, judge, "bystander");
}
