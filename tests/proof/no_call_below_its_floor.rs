//! LOAD-23, INIT-10: a Windows version calls only the functions that it knows.

use mockras::check::{Judge, Look};
use mockras::ras::Callout;

mockras::rule! {
    /// Every page names the oldest Windows version that knows its function: plain and 2, links, IPv4, start and stop
    /// from Windows 2000 on; series 3, reauthentication and IPv6 from Server 2008 on; the Ex functions,
    /// MprAdminInitializeDllEx and with it the callbacks table from Server 2008 R2 on. NT 4.0 with the RRAS
    /// redistributable knew the plain pair, the two link functions and the pair for IPv4.
    ///
    /// An older service never calls a newer function, whatever a DLL exports. So Server 2003 never asks a DLL that relies on
    /// AcceptNewConnection3.
    id: "LOAD-23",
    name: "no-call-below-its-floor",
    also: ["INIT-10"],
    applies_to: Call,
    check: is_known,
    holds: r#"
        profile  server-2008
        dll 1    example

         0.000  step   0      "start"
         0.000  load   conn/1 all
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection3 c1 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 InitializeDll = NO_ERROR
    "# with r#"
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
    "#, replaces r#"
         0.000  call   conn/1 AcceptNewConnection3 c1 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewConnectionEx* c1 = TRUE
    "#,
}

fn is_known(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let floor = call.callout().floor();
        if floor <= look.profile() {
            judge.held();
            continue;
        }
        let row = if call.callout() == Callout::InitializeDllEx { "INIT-10" } else { "LOAD-23" };
        judge
            .broken(call, format!("a call on {}", look.profile()), format!("no call before {floor}"))
            .about(row);
    }
}
