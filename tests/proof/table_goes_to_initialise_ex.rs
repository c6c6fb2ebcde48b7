//! INIT-08, CBTABLE-13: InitializeDllEx gets the callbacks table, and nothing else does.

use mockras::check::{Judge, Look};
use mockras::model::Question;
use mockras::ras::Callout;

mockras::rule! {
    /// MprAdminInitializeDllEx receives a pointer to MPRAPI_ADMIN_DLL_CALLBACKS, the table through which a DLL registers
    /// its functions. The page of the table knows no other function that uses it.
    ///
    /// So every call of MprAdminInitializeDllEx must have the table as its argument, and no other call may. What the
    /// table holds on entry is another duty (CBTABLE-10).
    id: "INIT-08",
    name: "table-goes-to-initialise-ex",
    also: ["CBTABLE-13"],
    applies_to: Table,
    check: goes_there_alone,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
    "#,
    breaks: r#"
        profile  server-2012
        dll 1    one
        dll 2    two

         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  load   conn/2 InitializeDllEx
         0.000  call   conn/1 InitializeDll revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  call   conn/2 InitializeDllEx = NO_ERROR
         0.000  service       running
    "#,
}

fn goes_there_alone(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let is_ex = call.callout() == Callout::InitializeDllEx;
        match (is_ex, matches!(call.question, Question::Table(_))) {
            (true, true) => judge.held(),
            (true, false) => {
                judge.broken(call, "a call without the table", "a call with the callbacks table");
            }
            (false, true) => {
                let observed = "a call with the callbacks table";
                judge.broken(call, observed, "the table in InitializeDllEx alone").about("CBTABLE-13");
            }
            (false, false) => {}
        }
    }
}
