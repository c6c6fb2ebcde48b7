//! CBTABLE-06, CBTABLE-07: a callbacks table has a function for links, and one for connections.

use crate::check::{DllHistory, Judge, Look, slot_member};
use crate::model::tables_count;
use crate::ras::{Callout, Series};

crate::rule! {
    /// The page of MPRAPI_ADMIN_DLL_CALLBACKS demands either MprAdminLinkHangupNotification or
    /// MprAdminAcceptNewLink, and either MprAdminAcceptNewConnectionEx or MprAdminConnectionHangupNotificationEx.
    /// To set neither function of a pair is a breach under any reading; to set only one is a breach under
    /// `table_either=both` (AMB-03).
    ///
    /// A function counts if its slot is set or the DLL exports it, unless `ex_binding` says otherwise (AMB-04). A
    /// table of revision 1 cannot have the Ex functions (AMB-31), and a DLL with a complete pair of another series
    /// need not have them (CHOICE 11). Typically, a DLL that only hands out addresses breaks this rule.
    id: "CBTABLE-06",
    name: "either-or-slots-are-set",
    also: ["CBTABLE-07"],
    applies_to: Table,
    check: are_set,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=AcceptNewLink,ConnectionHangupNotificationEx
         0.000  log    conn/1 warning table: AcceptNewLink is implemented without LinkHangupNotification
         0.000  log    conn/1 warning table: ConnectionHangupNotificationEx is implemented without AcceptNewConnectionEx
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=TerminateDll
         0.000  log    conn/1 error table: neither AcceptNewLink nor LinkHangupNotification is implemented
         0.000  log    conn/1 error table: neither AcceptNewConnectionEx nor ConnectionHangupNotificationEx is implemented
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "no-link-slots",
}

fn are_set(look: &Look<'_>, judge: &mut Judge<'_>) {
    if !tables_count(&look.policy) {
        return;
    }
    for dll in look.dll_histories() {
        let Some(table) = dll.table else { continue };
        let links = [Callout::AcceptNewLink, Callout::LinkHangupNotification];
        is_set(look, judge, dll, "CBTABLE-06", links);
        let binding = dll.binding(look);
        let older = Series::ALL.iter().filter(|series| **series != Series::Ex);
        let has_older =
            older.copied().any(|series| binding.offers(series.accept()) && binding.offers(series.hangup()));
        if table.revision == 2 && !has_older {
            let connections = [Series::Ex.accept(), Series::Ex.hangup()];
            is_set(look, judge, dll, "CBTABLE-07", connections);
        }
    }
}

fn is_set(
    look: &Look<'_>,
    judge: &mut Judge<'_>,
    dll: &DllHistory<'_>,
    row: &'static str,
    pair: [Callout; 2],
) {
    let binding = dll.binding(look);
    let has = pair.map(|callout| binding.offers(callout));
    let demands_both = binding.demands_both_of_either();
    let (missing, observed) = match has {
        [true, true] => return judge.held(),
        [true, false] | [false, true] if !demands_both => return judge.held(),
        [true, false] => (pair[1], format!("only {}", pair[0])),
        [false, true] => (pair[0], format!("only {}", pair[1])),
        [false, false] => (pair[0], format!("neither {} nor {}", pair[0], pair[1])),
    };
    let expected = if demands_both { "both of them" } else { "one of them" };
    let policy = if has != [false; 2] {
        Some("table_either")
    } else {
        // An export that does not count is a breach of one reading alone.
        pair.iter().any(|callout| dll.has(*callout)).then_some("ex_binding")
    };
    let Some((call, _)) = dll.registration() else { return };
    judge.broken(call, observed, expected).about(row).member(slot_member(missing)).under(policy);
}
