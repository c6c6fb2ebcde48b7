//! CBTABLE-09: a DLL takes the callbacks table for what it is.

use super::pointers_end_with_the_call::EARLIER;
use crate::check::{Judge, Look};
use crate::dll::Notice;
use crate::model::{Question, TEN_SLOTS, looks_like_ten_slots};

crate::rule! {
    /// MPRAPI_ADMIN_DLL_CALLBACKS is a revision and twelve pointers. A DLL that writes past its end was compiled
    /// with another layout, and overwrites whatever lies there in the service.
    ///
    /// mockras leaves room around the table and looks there after InitializeDllEx of a native DLL has returned. The
    /// header of mingw-w64 has two slots fewer: it lacks the ninth and the twelfth. What belongs into slots 10 and 11 ends up
    /// in 9 and 10 then, and the service calls one function for another. A table in which 9 and 10 are set, and 11 and 12
    /// are not, is taken for such a one.
    id: "CBTABLE-09",
    name: "table-keeps-its-bounds",
    applies_to: Table,
    check: keeps_bounds,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
    "# with r#"
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  saw    conn/1 overran: 8 bytes past the end of MPRAPI_ADMIN_DLL_CALLBACKS
    "#,
    fault: "table-of-fourteen",
}

fn keeps_bounds(look: &Look<'_>, judge: &mut Judge<'_>) {
    for (_, call, notice) in look.noticed() {
        if let (Notice::Overran(place), Some(call)) = (notice, call)
            && matches!(call.question, Question::Table(_))
            && !place.ends_with(EARLIER)
        {
            judge.broken(call, format!("a write to {place}"), "no write outside the table");
        }
    }
    for (call, _) in look.tables().filter(|(_, table)| looks_like_ten_slots(table)) {
        judge.broken(call, TEN_SLOTS, "the table of the documentation, which has twelve slots");
    }
    let tables = look.calls().iter().filter(|call| matches!(call.question, Question::Table(_)));
    tables.for_each(|_| judge.held());
}
