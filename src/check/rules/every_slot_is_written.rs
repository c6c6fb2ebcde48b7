//! CBTABLE-11: a DLL writes every slot of the callbacks table.

use crate::check::{Judge, Look, slot_member};
use crate::model::{Question, Slot};
use crate::ras::Callout;

crate::rule! {
    /// A slot of the callbacks table holds a function, or NULL if the DLL has none. No page says that RAS fills the
    /// table with NULL beforehand (AMB-30), so a DLL has to write all twelve slots, including those that no remark
    /// on the page mentions.
    ///
    /// The rule applies under `table_prefill=poison`: a slot that still holds poison after success was never
    /// written. mockras takes it for NULL (CHOICE 8); Windows might call it. The header of mingw-w64 lacks the
    /// ninth and the twelfth slot, so a DLL built with it leaves the last two slots unwritten and puts two
    /// functions in the wrong place.
    id: "CBTABLE-11",
    name: "every-slot-is-written",
    applies_to: Table,
    check: is_written,
    holds: r#"
        profile  server-2012
        policy   table_prefill=poison
        dll 1    example

         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=poison = NO_ERROR revision=2 slots=all
         0.000  service       running
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 InitializeDllEx revision=2 slots=poison = NO_ERROR revision=2 slots=all
    "# with r#"
         0.000  call   conn/1 InitializeDllEx revision=2 slots=poison = NO_ERROR revision=2 slots=AcceptNewLink,LinkHangupNotification,AcceptNewConnectionEx,ConnectionHangupNotificationEx,GetIpAddressForUser,ReleaseIpAddress,GetIpv6AddressForUser,ReleaseIpv6AddressForUser,TerminateDll,AcceptTunnelEndpointChangeEx,AcceptReauthenticationEx,?ValidatePreAuthenticatedConnectionEx
         0.000  log    conn/1 warning table: the slot of ValidatePreAuthenticatedConnectionEx was never written: taken as NULL
    "#,
    fault: "slot-unwritten",
}

fn is_written(look: &Look<'_>, judge: &mut Judge<'_>) {
    for (call, left) in look.tables() {
        let Question::Table(entry) = call.question else { continue };
        if !entry.slots.contains(&Slot::Poison) {
            continue;
        }
        let unwritten: Vec<Callout> = Callout::SLOTS
            .into_iter()
            .zip(left.slots)
            .filter(|(_, slot)| *slot == Slot::Poison)
            .map(|(callout, _)| callout)
            .collect();
        let Some(first) = unwritten.first() else {
            judge.held();
            continue;
        };
        let observed = match unwritten.len() {
            1 => "what was there on entry: it was not written".to_owned(),
            many => format!("what was there on entry: {many} slots were not written"),
        };
        judge.broken(call, observed, "a function or NULL").member(slot_member(*first)).under("table_prefill");
    }
}
