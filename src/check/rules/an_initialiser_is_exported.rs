//! LOAD-24: there is an initialiser.

use crate::check::{Judge, Look};
use crate::model::Wanted;
use crate::ras::Callout;

crate::rule! {
    /// A DLL must export MprAdminInitializeDll; from Server 2008 R2 on it may export MprAdminInitializeDllEx
    /// instead. Both lists of mandatory functions say so, although Microsoft's own sample has no initialiser
    /// (AMB-46). The rule applies under `init_missing=fail_start`.
    ///
    /// Older Windows versions do not look for MprAdminInitializeDllEx, so on those a DLL that exports only that
    /// function has no initialiser. NT 4.0 knows neither function and demands neither.
    id: "LOAD-24",
    name: "an-initialiser-is-exported",
    applies_to: Load,
    check: is_exported,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 InitializeDllEx
         0.000  call   conn/1 InitializeDllEx revision=2 slots=none = NO_ERROR revision=2 slots=all
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDll InitializeDllEx
         0.000  log    conn/1 error exports: it exports no initialiser
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "no-initialiser",
}

fn is_exported(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.files() {
        let demands = dll.binding(look).demands();
        let Some(demand) = demands.iter().find(|demand| demand.wanted == Wanted::Initializer) else {
            continue;
        };
        if demand.is_met {
            judge.held();
            continue;
        }
        // Before the alternative was there, the plain one is demanded by name.
        let knows_ex = look.profile() >= Callout::InitializeDllEx.floor();
        judge
            .broken(dll.at, format!("{} exports no initialiser", dll.instance), "an initialiser")
            .about(if knows_ex { "LOAD-24" } else { "LOAD-10" })
            .member(Callout::InitializeDll.export())
            .under("init_missing");
    }
}
