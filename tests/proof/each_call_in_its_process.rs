//! SERIAL-05: addresses are handed out in one process, users connect and disconnect in another.

use mockras::check::{Judge, Look};
use mockras::model::Process;
use mockras::ras::{Processes, Side};

mockras::rule! {
    /// The functions for addresses run in one process, those for users who connect and disconnect in another. Each
    /// process loads the DLL for itself, so what one half learns the other does not know.
    ///
    /// No page assigns the other functions (SERIAL-08): mockras runs the IPv6 functions with IPv4, everything else with
    /// connections (CHOICE 1). Under `processes=one` (AMB-33) there is one process for all.
    id: "SERIAL-05",
    name: "each-call-in-its-process",
    applies_to: Call,
    check: in_its_process,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
         0.000  c1            ipv4 address=10.0.0.2
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "# with r#"
         0.000  call   conn/1 GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "#,
}

fn in_its_process(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let process = call.instance.process;
        let (ok, expected) = match (look.policy.processes, call.callout().side()) {
            (Processes::One, _) => (process == Process::Only, "the only process, ras"),
            (Processes::Two, Side::Addresses) => (process == Process::Addresses, "the process ip"),
            (Processes::Two, Side::Connections) => (process == Process::Connections, "the process conn"),
            (Processes::Two, Side::Both) => (process != Process::Only, "the process conn or ip"),
            (other, _) => panic!("this rule does not know the reading {other:?}"),
        };
        let observed = || format!("the process {process}");
        judge.expect(ok, call, observed, expected);
    }
}
