//! LOAD-11, LOAD-25, REAUTH-06: a reauthentication function is exported, where the list in force demands one.

use crate::check::{Judge, Look};
use crate::model::Wanted;
use crate::ras::Callout;

crate::rule! {
    /// The function reference lists MprAdminAcceptReauthentication as mandatory; from Server 2008 R2 on
    /// MprAdminAcceptReauthenticationEx may take its place. The overview does not mention it (AMB-02). So this rule
    /// applies only under `required_exports=reference` and `era_union`, and only from Server 2008 on, where the
    /// functions first appear.
    ///
    /// DLLs written before Windows Vista lack it: under that reading they keep the service from starting. A DLL
    /// with MprAdminInitializeDllEx registers the Ex form, if any. The rule binds it only under
    /// `ex_binding=exports` (AMB-04), or if the service does not ask it for a table (AMB-05).
    id: "LOAD-11",
    name: "reauthentication-is-exported",
    also: ["LOAD-25", "REAUTH-06"],
    applies_to: Load,
    check: is_exported,
    holds: r#"
        profile  server-2012
        policy   required_exports=reference
        dll 1    example

         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx AcceptReauthentication
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: r#"
        profile  server-2012
        policy   required_exports=reference
        dll 1    example

         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx AcceptReauthentication AcceptReauthenticationEx
         0.000  log    conn/1 error exports: it does not export AcceptReauthentication or AcceptReauthenticationEx
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "no-reauthentication",
}

fn is_exported(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.files() {
        let demands = dll.binding(look).demands();
        let Some(demand) = demands.iter().find(|demand| demand.wanted == Wanted::Reauthentication) else {
            continue;
        };
        if demand.is_met {
            judge.held();
            continue;
        }
        judge
            .broken(dll.at, format!("{} exports neither form of it", dll.instance), "one of the two forms")
            .member(Callout::AcceptReauthentication.export())
            .under("required_exports");
    }
}
