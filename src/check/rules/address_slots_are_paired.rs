//! CBTABLE-04, CBTABLE-05: the slots for addresses are set in pairs.

use crate::check::{Judge, Look, slot_member};
use crate::model::{address_slots, tables_count};
use crate::ras::Callout;

crate::rule! {
    /// The page of MPRAPI_ADMIN_DLL_CALLBACKS demands that a DLL registers both functions for IPv6 addresses or
    /// neither, and the same of the two for IPv4.
    ///
    /// A DLL that hands out addresses and never hears of a release leaks them. No page says what the service does
    /// with such a table; mockras does not start, which is its own choice (CHOICE 13). A function that the DLL exports
    /// beside the table does not fill its slot.
    id: "CBTABLE-04",
    name: "address-slots-are-paired",
    also: ["CBTABLE-05"],
    applies_to: Table,
    check: are_paired,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=GetIpAddressForUser,GetIpv6AddressForUser,AcceptNewLink,LinkHangupNotification,AcceptNewConnectionEx,ConnectionHangupNotificationEx
         0.000  log    conn/1 error table: the slots of GetIpAddressForUser and ReleaseIpAddress are set both or neither
         0.000  log    conn/1 error table: the slots of GetIpv6AddressForUser and ReleaseIpv6AddressForUser are set both or neither
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "half-address-slots",
}

fn are_paired(look: &Look<'_>, judge: &mut Judge<'_>) {
    // AMB-04: then nothing comes of the table.
    if !tables_count(&look.policy) {
        return;
    }
    for dll in look.dll_histories() {
        let Some((call, table)) = dll.registration() else { continue };
        for pair in address_slots(table) {
            let (there, missing) = match (pair.get_is_set, pair.release_is_set) {
                (true, true) => {
                    judge.held();
                    continue;
                }
                (true, false) => (pair.get, pair.release),
                (false, true) => (pair.release, pair.get),
                (false, false) => continue,
            };
            let is_ipv4 = pair.get == Callout::GetIpAddressForUser;
            judge
                .broken(call, format!("only {there} is set"), "both, or neither")
                .about(if is_ipv4 { "CBTABLE-05" } else { "CBTABLE-04" })
                .member(slot_member(missing));
        }
    }
}
