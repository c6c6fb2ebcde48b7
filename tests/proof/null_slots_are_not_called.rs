//! CBTABLE-12: only a slot that holds a function is called.

use mockras::check::{Judge, Look, slot_member, slot_of};
use mockras::model::{Slot, Via};

mockras::rule! {
    /// The page of the callbacks table speaks of functions that are implemented or not; in a table of pointers that can
    /// only mean a slot that is not NULL.
    ///
    /// So every call through a slot needs a table that the DLL registered, with success, and in which that slot holds a
    /// function. What mockras makes of a slot with poison is its own choice (CHOICE 8), but it does not call it.
    id: "CBTABLE-12",
    name: "null-slots-are-not-called",
    applies_to: Table,
    check: are_not_called,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=AcceptNewLink,LinkHangupNotification,AcceptNewConnectionEx,ConnectionHangupNotificationEx
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnectionEx* c1 = TRUE
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=AcceptNewLink,LinkHangupNotification,AcceptNewConnectionEx,ConnectionHangupNotificationEx
         0.000  service       running
         0.000  step   1      { pre-authenticate = { port = "VPN3-0" } }
         0.000  step   2      { dial = { port = "VPN3-0", user = "alice", tunnel = "sstp" } }
         0.000  call   conn/1 ValidatePreAuthenticatedConnectionEx* handle=65537 user=alice domain="" auth-info=00 = NO_ERROR
    "#,
}

fn are_not_called(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.dll_histories() {
        for call in dll.calls.iter().filter(|call| call.entry.via == Via::Slot) {
            let slot = dll.table.map_or(Slot::Null, |table| slot_of(table, call.callout()));
            let observed = match slot {
                Slot::Set => {
                    judge.held();
                    continue;
                }
                Slot::Null => "a call through a slot that is NULL",
                Slot::Poison => "a call through a slot that was never written",
            };
            judge.broken(call, observed, "no call").member(slot_member(call.callout()));
        }
    }
}
