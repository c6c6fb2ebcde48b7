//! CBTABLE-02, CBTABLE-03: functions that take a RAS_CONNECTION_EX are called only at revision 2.

use mockras::check::{Call, DllHistory, Judge, Look, slot_of};
use mockras::model::{CallbacksTable, Slot, tables_count};
use mockras::ras::{Series, SeriesSelect};

mockras::rule! {
    /// At revision 1 of the callbacks table, RAS_CONNECTION_EX and the functions that take it are not supported; at revision
    /// 2 they are. So a DLL whose table has revision 1 must never be called with RAS_CONNECTION_EX; who decides about its
    /// connections instead is open (AMB-31).
    ///
    /// One whose table has revision 2 and both Ex functions for connections must not be asked by an older series, as long as
    /// the newest counts (`series_select=newest`, AMB-06). Under `ex_binding=exports` the table does not count (AMB-04), and
    /// what holds for another revision is a choice of mockras (CHOICE 9).
    id: "CBTABLE-02",
    name: "ex-functions-need-revision-2",
    also: ["CBTABLE-03"],
    applies_to: Table,
    check: need_revision_2,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnectionEx* c1 = TRUE
    "#,
    breaks: r#"
        profile  server-2012
        dll 1    one
        dll 2    two

         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx AcceptNewConnection2 ConnectionHangupNotification2
         0.000  load   conn/2 InitializeDllEx AcceptNewConnection2 ConnectionHangupNotification2
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=1 slots=AcceptNewLink,LinkHangupNotification,AcceptNewConnectionEx,ConnectionHangupNotificationEx
         0.000  call   conn/2 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnectionEx* c1 = TRUE
         0.000  call   conn/2 AcceptNewConnection2 c1 = TRUE
    "#,
}

fn need_revision_2(look: &Look<'_>, judge: &mut Judge<'_>) {
    if !tables_count(&look.policy) {
        return;
    }
    for dll in look.dll_histories() {
        let Some(table) = dll.table else { continue };
        match table.revision {
            1 => is_never_ex(dll, judge),
            2 => is_by_ex(look, dll, table, judge),
            _ => {}
        }
    }
}

fn is_never_ex(dll: &DllHistory<'_>, judge: &mut Judge<'_>) {
    for call in dll.calls.iter().filter(|call| call.facts().is_some()) {
        judge.expect(
            !call.takes_ex(),
            call,
            || "a call with RAS_CONNECTION_EX, and a table of revision 1".to_owned(),
            "no such call at revision 1",
        );
    }
}

fn is_by_ex(look: &Look<'_>, dll: &DllHistory<'_>, table: &CallbacksTable, judge: &mut Judge<'_>) {
    let has_both =
        [Series::Ex.accept(), Series::Ex.hangup()].map(|callout| slot_of(table, callout) == Slot::Set);
    let ex_counts = has_both == [true; 2] && look.policy.series_select == SeriesSelect::Newest;
    for call in &dll.calls {
        if call.takes_ex() {
            judge.held();
        } else if ex_counts && is_of_older_series(call) {
            let observed = "a call of an older series, and a table of revision 2";
            judge.broken(call, observed, "the Ex function of its table").about("CBTABLE-03");
        }
    }
}

fn is_of_older_series(call: &Call<'_>) -> bool {
    call.accepts().or(call.hangs_up()).is_some_and(|series| series != Series::Ex)
}
