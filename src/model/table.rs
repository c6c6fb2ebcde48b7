//! What the service says of a callbacks table that a DLL has left (CBTABLE-01 to CBTABLE-07, CHOICES 8 to 11).

use super::binding::{Binding, tables_count};
use super::event::Level;
use super::exports::ADDRESS_PAIRS;
use super::seam::{CallbacksTable, Slot};
use crate::ras::{Callout, Revision1Connections, Series, TableEither};

impl Binding {
    /// Whether of two functions of which a table needs "either A or B" both have to be there (AMB-03).
    pub fn demands_both_of_either(&self) -> bool {
        self.policy.table_either == TableEither::Both
    }
}

/// What is wrong with a table, where `binding` is that of the DLL with this table.
pub(super) fn table_problems(table: &CallbacksTable, binding: &Binding) -> Vec<(Level, String)> {
    let mut problems = Vec::new();
    // CHOICE 9: any other revision is a warning, and 1.
    if !(1..=2).contains(&table.revision) {
        let text = format!("the table's revision is {}, neither 1 nor 2: taken as 1", table.revision);
        problems.push((Level::Warning, text));
    }
    let holds = |callout: Callout, state| callout.slot().is_some_and(|at| table.slots[at] == state);
    // CHOICE 8: a slot that was never written is a warning, and NULL.
    for callout in Callout::SLOTS.into_iter().filter(|callout| holds(*callout, Slot::Poison)) {
        problems.push((Level::Warning, format!("the slot of {callout} was never written: taken as NULL")));
    }
    if !tables_count(&binding.policy) {
        return problems;
    }
    let is_useless = |callout: &Callout| {
        binding.is_at_revision1() && callout.takes_connection_ex() && holds(*callout, Slot::Set)
    };
    for callout in Callout::ALL.iter().filter(|callout| is_useless(callout)) {
        let text = format!("{callout} is not supported in a table of revision 1: never called");
        problems.push((Level::Warning, text));
    }
    for pair in address_slots(table).filter(|pair| pair.get_is_set != pair.release_is_set) {
        let text = format!("the slots of {} and {} are set both or neither", pair.get, pair.release);
        problems.push((Level::Error, text));
    }
    problems.extend(either(Callout::AcceptNewLink, Callout::LinkHangupNotification, binding));
    problems.extend(connection_problems(binding));
    problems
}

/// What a table holds for the addresses of one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressSlots {
    /// The function that is asked for an address.
    pub get: Callout,
    /// The function that takes it back.
    pub release: Callout,
    /// Whether the slot of `get` holds a function.
    pub get_is_set: bool,
    /// Whether the slot of `release` holds a function.
    pub release_is_set: bool,
}

/// The slots that are set both or neither (CBTABLE-04, CBTABLE-05), whatever is exported beside the table.
pub fn address_slots(table: &CallbacksTable) -> impl Iterator<Item = AddressSlots> {
    let is_set = |callout: Callout| callout.slot().is_some_and(|at| table.slots[at] == Slot::Set);
    ADDRESS_PAIRS.into_iter().map(move |(get, release, _)| AddressSlots {
        get,
        release,
        get_is_set: is_set(get),
        release_is_set: is_set(release),
    })
}

fn connection_problems(binding: &Binding) -> Option<(Level, String)> {
    if !binding.is_at_revision1() {
        // CHOICE 11: a complete pair of any series will do, wherever it comes from.
        let (accept, hangup) = (Series::Ex.accept(), Series::Ex.hangup());
        return if binding.offers_a_series() { None } else { either(accept, hangup, binding) };
    }
    match binding.policy.revision1_connections {
        Revision1Connections::Reject => {
            Some((Level::Error, "a table of revision 1 has no connection functions".to_owned()))
        }
        // CHOICE 10: without an older pair the DLL cannot be used.
        Revision1Connections::Exports if !binding.offers_a_series() => {
            let text = "the table is of revision 1, and no older pair of connection functions is exported";
            Some((Level::Error, text.to_owned()))
        }
        Revision1Connections::Exports | Revision1Connections::None => None,
    }
}

/// Checks that "either A or B" is implemented, or both (AMB-03).
fn either(a: Callout, b: Callout, binding: &Binding) -> Option<(Level, String)> {
    match (binding.offers(a), binding.offers(b)) {
        (true, true) => None,
        (false, false) => Some((Level::Error, format!("neither {a} nor {b} is implemented"))),
        (has_a, _) => {
            let (there, missing) = if has_a { (a, b) } else { (b, a) };
            let level = if binding.demands_both_of_either() { Level::Error } else { Level::Warning };
            Some((level, format!("{there} is implemented without {missing}")))
        }
    }
}

/// What is to be said of a table that looks two pointers short.
pub const TEN_SLOTS: &str = "slots 9 and 10 are set, 11 and 12 are not: either slot 11, the hangup, is missing, or the DLL is \
    built with the header of mingw-w64, whose table has ten slots and lacks AcceptTunnelEndpointChangeEx (9): then slot 9 \
    holds the function for reauthentication, and slot 10 the one for hangup";

/// Whether a table that InitializeDllEx has filled looks as if the DLL was built with the header of mingw-w64.
///
/// That header lacks the ninth and the twelfth slot, so that what belongs into slots 10 and 11 ends up in 9 and 10. A
/// DLL may fill just these slots on purpose, so this is suspicious, and proves nothing.
pub fn looks_like_ten_slots(table: &CallbacksTable) -> bool {
    let is_set = |callout: Callout| callout.slot().is_some_and(|at| table.slots[at] == Slot::Set);
    is_set(Callout::AcceptNewConnectionEx)
        && is_set(Callout::AcceptTunnelEndpointChangeEx)
        && is_set(Callout::AcceptReauthenticationEx)
        && !is_set(Callout::ConnectionHangupNotificationEx)
        && !is_set(Callout::ValidatePreAuthenticatedConnectionEx)
}
