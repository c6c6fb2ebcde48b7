//! NAMESAKE: what a DLL says of one user does not hang on one of the same name in another domain.

use crate::check::company::company_changes_nothing;
use crate::check::{Judge, Look};

crate::rule! {
    /// Users are told apart by name and domain: CORP\\alice and SALES\\alice are two people. A DLL that keeps sessions
    /// by name alone takes the one for the other.
    ///
    /// mockras plays the scenario with a namesake of its first user, who comes first, from another domain, on a port of their own
    /// and without an address, and compares what the DLL says to the same questions about the same users, as BYSTANDER does
    /// with a user of another name.
    id: "NAMESAKE",
    name: "a-namesake-changes-nothing",
    applies_to: Dial,
    compare(Namesake): changes_nothing,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN9-8", user = "alice", domain = "ELSEWHERE" } }
         0.000  c1            authenticated handle=65537 user=alice domain=ELSEWHERE
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  step   2      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c2            authenticated handle=65538 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c2 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c2 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewConnection2 c2 = FALSE
    "#,
    fault: "knows-users-by-name",
}

fn changes_nothing(alone: &Look<'_>, beside: &Look<'_>, judge: &mut Judge<'_>) {
    company_changes_nothing(alone, beside, judge, "namesake");
}
