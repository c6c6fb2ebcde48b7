//! SERIAL-01 to SERIAL-04: a call returns before the next begins.

use mockras::check::{Call, Judge, Look, Spot};
use mockras::model::Ask;
use mockras::ras::ExclusiveGroup;
use mockras::transcript::EntryKind;

mockras::rule! {
    /// The service serialises its calls. The pages say it of all calls, then of each function, of the IPv4 pair, and of
    /// AcceptNewConnection with ConnectionHangupNotification (AMB-32).
    ///
    /// mockras keeps the widest of these promises: a call begins only when the one before has come back. The check
    /// looks for a call between another and its answer. What a DLL must stand beyond that, such as address functions
    /// that run at the same time in the other process (SERIAL-07), a sequential mock cannot show.
    id: "SERIAL-01",
    name: "calls-do-not-overlap",
    also: ["SERIAL-02", "SERIAL-03", "SERIAL-04"],
    applies_to: Call,
    check: one_by_one,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = ?
         0.000  step   2      { dial = { port = "VPN2-1", user = "bob" } }
         0.000  c2            authenticated handle=65538 user=bob
         0.000  call   conn/1 AcceptNewConnection2 c2 = TRUE
    "#,
}

fn one_by_one(look: &Look<'_>, judge: &mut Judge<'_>) {
    let mut calls = look.calls().iter();
    let mut open: Option<&Ask> = None;
    for (_, kind) in look.entries() {
        match kind {
            EntryKind::Asked(ask) => {
                let call = calls.next();
                if let (Some(before), Some(call)) = (open.replace(ask), call) {
                    overlap(judge, before, call);
                }
            }
            EntryKind::Answered(_) | EntryKind::Faulted(_) if open.take().is_some() => judge.held(),
            _ => {}
        }
    }
}

/// Reports an overlap, under the row of the narrowest promise that covers both calls.
fn overlap(judge: &mut Judge<'_>, before: &Ask, call: &Call<'_>) {
    let (first, second) = (before.entry.callout, call.callout());
    let row = match (first.group(), second.group()) {
        _ if first == second => "SERIAL-01",
        (Some(ExclusiveGroup::Addresses), Some(ExclusiveGroup::Addresses)) => "SERIAL-02",
        (Some(ExclusiveGroup::Connections), Some(ExclusiveGroup::Connections)) => "SERIAL-03",
        (Some(_) | None, _) => "SERIAL-04",
    };
    let observed = format!("{first} of {} has not come back", before.instance);
    judge.broken(Spot::from(call), observed, "one call after the other").about(row);
}
