//! CBTABLE-10: the service hands over the callbacks table as the policies say.

use mockras::check::{Judge, Look, slot_member};
use mockras::model::{Question, Slot};
use mockras::ras::{Callout, TablePrefill, TableRevisionIn};

mockras::rule! {
    /// RAS supplies the table that MprAdminInitializeDllEx fills. What it holds on entry is open (AMB-30): the revision is
    /// that of `table_revision_in`, and the slots are NULL or hold poison, as `table_prefill` says.
    ///
    /// Poison reveals a DLL that counts on NULL, and a DLL that takes the revision as an offer can be tested with each.
    id: "CBTABLE-10",
    name: "table-on-entry",
    applies_to: Table,
    check: is_by_policy,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
    "# with r#"
         0.000  call   conn/1 InitializeDllEx revision=1 slots=none = NO_ERROR revision=2 slots=all
    "#,
}

fn is_by_policy(look: &Look<'_>, judge: &mut Judge<'_>) {
    let revision = match look.policy.table_revision_in {
        TableRevisionIn::Two => 2,
        TableRevisionIn::One => 1,
        TableRevisionIn::Zero => 0,
        other => panic!("this rule does not know the reading {other:?}"),
    };
    let (slot, expected) = match look.policy.table_prefill {
        TablePrefill::Zero => (Slot::Null, "NULL"),
        TablePrefill::Poison => (Slot::Poison, "poison"),
        other => panic!("this rule does not know the reading {other:?}"),
    };
    for call in look.calls() {
        let Question::Table(table) = call.question else { continue };
        if table.revision == revision {
            judge.held();
        } else {
            let finding = judge.broken(call, format!("{} on entry", table.revision), revision);
            finding.member("MPRAPI_ADMIN_DLL_CALLBACKS.revision").under("table_revision_in");
        }
        for (callout, _) in Callout::SLOTS.iter().zip(table.slots).filter(|(_, found)| *found != slot) {
            let finding = judge.broken(call, "something else on entry", expected);
            finding.member(slot_member(*callout)).under("table_prefill");
        }
    }
}
