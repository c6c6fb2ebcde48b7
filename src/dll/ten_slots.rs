//! The tell-tale of a callbacks table that is two pointers short.

use crate::model::{CallbacksTable, Slot};
use crate::ras::Callout;

/// What the event log says of a table with the tell-tale.
pub const TEN_SLOTS: &str = "the table looks like the ten-slot one of mingw-w64's header, which lacks slot 9 \
    (AcceptTunnelEndpointChangeEx) and slot 12 (ValidatePreAuthenticatedConnectionEx): 9 and 10 are set, 11 and 12 are \
    not; if so, slot 9 holds the function for reauthentication and slot 10 the one for hangup";

/// Whether a table that InitializeDllEx has filled looks as if the DLL was built with the header of mingw-w64.
///
/// That header lacks the ninth and the twelfth slot, so that what belongs into slots 10 and 11 ends up in 9 and 10. A
/// DLL may fill just these slots on purpose, so this is suspicious, and proves nothing.
pub fn looks_like_ten_slots(table: &CallbacksTable) -> bool {
    let is_set = |callout: Callout| callout.slot().is_some_and(|at| table.slots[at] == Slot::Set);
    is_set(Callout::AcceptTunnelEndpointChangeEx)
        && is_set(Callout::AcceptReauthenticationEx)
        && !is_set(Callout::ConnectionHangupNotificationEx)
        && !is_set(Callout::ValidatePreAuthenticatedConnectionEx)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slots with these numbers set, counted from 1 as everybody does.
    fn table(rest: Slot, set: &[usize]) -> CallbacksTable {
        let mut slots = [rest; 12];
        set.iter().for_each(|number| slots[number - 1] = Slot::Set);
        CallbacksTable { revision: 2, slots }
    }

    #[test]
    fn ten_slots_are_told_by_nine_and_ten_without_eleven_and_twelve() {
        for rest in [Slot::Null, Slot::Poison] {
            assert!(looks_like_ten_slots(&table(rest, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])));
            assert!(looks_like_ten_slots(&table(rest, &[9, 10])));
            for other in [&[8, 10, 11][..], &[9, 10, 11], &[9, 10, 12], &[9], &[10], &[]] {
                assert!(!looks_like_ten_slots(&table(rest, other)), "{other:?}");
            }
        }
    }
}
