//! CBTABLE-01: the revision of the callbacks table is 1 or 2.

use crate::check::{Judge, Look, Spot};
use crate::model::{CallbacksTable, Question};

crate::rule! {
    /// MPRAPI_ADMIN_DLL_CALLBACKS.revision is the version of the table: 1 or 2. Whether RAS, the DLL or both set it
    /// is open (AMB-30), so a DLL should set it. The header of mingw-w64 has no constants for it, so DLLs built
    /// with it often leave it 0.
    ///
    /// The rule looks at the table that a DLL leaves when it returns success. If the revision is the one that RAS
    /// put there, the breach depends on the reading `table_revision_in`. What mockras does with any other number is
    /// its own choice (CHOICE 9).
    id: "CBTABLE-01",
    name: "table-revision-is-known",
    applies_to: Table,
    check: is_known,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx AcceptNewConnection2 ConnectionHangupNotification2
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=0 slots=all
         0.000  log    conn/1 warning table: the table's revision is 0, neither 1 nor 2: taken as 1
         0.000  service       running
    "#,
    fault: "revision-zero",
}

fn is_known(look: &Look<'_>, judge: &mut Judge<'_>) {
    for (call, table) in look.tables() {
        if matches!(table.revision, 1 | 2) {
            judge.held();
        } else {
            let was = if let Question::Table(entry) = call.question { Some(entry) } else { None };
            unknown(judge, call.into(), table, was);
        }
    }
}

fn unknown(judge: &mut Judge<'_>, spot: Spot, table: &CallbacksTable, was: Option<&CallbacksTable>) {
    let is_left = was.is_some_and(|was| was.revision == table.revision);
    let observed =
        if is_left { format!("{}, as it was", table.revision) } else { table.revision.to_string() };
    judge
        .broken(spot, observed, "1 or 2")
        .member("MPRAPI_ADMIN_DLL_CALLBACKS.revision")
        .under(is_left.then_some("table_revision_in"));
}
