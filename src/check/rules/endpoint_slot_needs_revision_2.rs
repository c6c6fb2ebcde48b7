//! ENDPT-04: the slot for endpoint changes is set at revision 2 alone.

use crate::check::{Judge, Look, slot_member, slot_of};
use crate::model::{Question, Slot, tables_count};
use crate::ras::Callout;

crate::rule! {
    /// The function for endpoint changes takes a RAS_CONNECTION_EX. A callbacks table of revision 1 supports
    /// neither that structure nor any function that takes it.
    ///
    /// The service never calls such a function through a table of revision 1: tunnel endpoints move unchecked,
    /// although the author of the DLL believes that the DLL checks them. CBTABLE-01 judges tables whose revision is
    /// neither 1 nor 2.
    id: "ENDPT-04",
    name: "endpoint-slot-needs-revision-2",
    applies_to: Table,
    check: needs_revision_2,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx AcceptNewConnection2 ConnectionHangupNotification2
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=1 slots=AcceptNewLink,LinkHangupNotification,AcceptTunnelEndpointChangeEx
         0.000  log    conn/1 warning table: AcceptTunnelEndpointChangeEx is not supported in a table of revision 1: never called
         0.000  service       running
    "#,
    fault: "endpoint-at-revision-1",
}

fn needs_revision_2(look: &Look<'_>, judge: &mut Judge<'_>) {
    let endpoint = Callout::AcceptTunnelEndpointChangeEx;
    // AMB-04: then nothing comes of the table.
    if !tables_count(&look.policy) {
        return;
    }
    for (call, table) in look.tables() {
        match (slot_of(table, endpoint), table.revision) {
            (Slot::Set, 2) => judge.held(),
            (Slot::Set, 1) => {
                // Whether the service says which revision it knows is open (AMB-30).
                let is_left = matches!(call.question, Question::Table(entry) if entry.revision == 1);
                judge
                    .broken(call, "a function in a table of revision 1", "NULL, or a table of revision 2")
                    .member(slot_member(endpoint))
                    .under(is_left.then_some("table_revision_in"));
            }
            (Slot::Set | Slot::Null | Slot::Poison, _) => {}
        }
    }
}
