//! ORDER-06, ORDER-07, CONN-07, LINK-08, LINK-12, HANGUP-04: several DLLs are called in registry order.

use std::collections::BTreeMap;

use mockras::check::{Call, Judge, Look};
use mockras::model::Instance;
use mockras::ras::{Callout, Name, Series};

mockras::rule! {
    /// Where several DLLs are registered, they are asked about a connection, and then about its link, in the order of
    /// the registry. They are told of hangups in that order as well, and not in reverse: what was accepted first is not
    /// torn down last.
    ///
    /// A phase is what is asked or told of one connection, or of one link, in one step; the check compares each call
    /// with the one before in its phase. It also holds under `accept_link_interleave=per_dll` (AMB-13), where two phases
    /// mix, and under `series_select=all` (AMB-06), where a DLL is called once for each of its series. A finding names
    /// the row of its phase; ORDER-06 and ORDER-07 say the same of all of them.
    ///
    /// A DLL that relies on another one's work can count on that order where the pages state it. They say nothing of
    /// reauthentication, IPv6 and the Ex functions; of these, mockras asks AcceptNewConnectionEx in the same order, and
    /// the hangups of that series are not judged. How a start keeps the order is another duty (LOAD-07).
    id: "ORDER-06",
    name: "phases-keep-registry-order",
    also: ["ORDER-07", "CONN-07", "LINK-08", "LINK-12", "HANGUP-04"],
    applies_to: SeveralDlls,
    check: in_order,
    holds: r#"
        profile  server-2012
        dll 1    one
        dll 2    two
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/2 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  call   conn/2 AcceptNewLink port=VPN2-0 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         9.000  step   2      { hang-up = { port = "VPN2-0" } }
         9.000  c1            link-down port=VPN2-0
         9.000  call   conn/1 LinkHangupNotification port=VPN2-0 duration-s=9
         9.000  call   conn/2 LinkHangupNotification port=VPN2-0
         9.000  call   conn/1 ConnectionHangupNotification2 c1 duration-s=9
         9.000  call   conn/2 ConnectionHangupNotification2 c1
         9.000  c1            closed reason=hung-up
    "#,
    breaks: r#"
        profile  server-2012
        dll 1    one
        dll 2    two
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/2 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/2 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         9.000  step   2      { hang-up = { port = "VPN2-0" } }
         9.000  c1            link-down port=VPN2-0
         9.000  call   conn/2 LinkHangupNotification port=VPN2-0 duration-s=9
         9.000  call   conn/1 LinkHangupNotification port=VPN2-0
         9.000  call   conn/2 ConnectionHangupNotification2 c1 duration-s=9
         9.000  call   conn/1 ConnectionHangupNotification2 c1
         9.000  c1            closed reason=hung-up
    "#,
}

/// A phase: the row that states its order, the start and the step of the service, the connection, and the port of a link.
type Phase<'a> = (&'static str, u32, u32, Option<u32>, Option<&'a Name>);

fn in_order(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut latest: BTreeMap<Phase<'_>, Instance> = BTreeMap::new();
    for call in look.calls() {
        let Some(row) = row(call) else { continue };
        let port = call.link().map(|port| &port.name);
        let phase = (row, call.at.run, call.at.step, call.connection, port);
        let Some(before) = latest.insert(phase, call.instance) else { continue };
        // A DLL may have several series, but has one function for links.
        let is_next = before.dll < call.instance.dll || before.dll == call.instance.dll && port.is_none();
        if is_next {
            judge.held();
        } else {
            judge
                .broken(call, format!("a call after that of {before}"), "the order of the registry")
                .about(row);
        }
    }
}

/// The row that states the order of the phase to which a call belongs, if one does.
fn row(call: &Call<'_>) -> Option<&'static str> {
    if call.accepts().is_some() {
        Some("CONN-07")
    } else if call.callout() == Callout::AcceptNewLink {
        Some("LINK-08")
    } else if call.callout() == Callout::LinkHangupNotification {
        Some("LINK-12")
    } else {
        call.hangs_up().filter(|series| *series != Series::Ex).map(|_| "HANGUP-04")
    }
}
