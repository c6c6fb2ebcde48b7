//! LOAD-10: what every list of mandatory functions demands is exported.

use crate::check::{Judge, Look};
use crate::ras::{Callout, RequiredExports};

crate::rule! {
    /// The overview and the function reference each list functions that a DLL must export. Both lists have
    /// MprAdminAcceptNewLink, MprAdminLinkHangupNotification and MprAdminTerminateDll, even for a DLL that has nothing to
    /// say there. Where the lists disagree, this rule demands nothing, except InitializeDll itself under
    /// `required_exports=overview` (AMB-02). A typical cause is a function that the DEF file forgot.
    ///
    /// A DLL with MprAdminInitializeDllEx can put its functions into the callbacks table instead, and is only bound under
    /// `ex_binding=exports` (AMB-04), or if it is not asked for a table (AMB-05).
    id: "LOAD-10",
    name: "mandatory-functions-are-exported",
    applies_to: Load,
    check: are_exported,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx LinkHangupNotification
         0.000  log    conn/1 error exports: it does not export LinkHangupNotification
         0.000  unload conn/1
         0.000  service       not-started
    "#,
    fault: "no-link-hangup",
}

fn are_exported(look: &Look<'_>, judge: &mut Judge<'_>) {
    for dll in look.files().into_iter().filter(|dll| dll.is_bound_by_lists(look)) {
        let policy = dll.binding_policy(look);
        for callout in look.demanded_functions() {
            if dll.has(callout) {
                judge.held();
            } else {
                judge
                    .broken(dll.at, format!("{} does not export it", dll.instance), "an exported function")
                    .member(callout.export())
                    .under(policy);
            }
        }
        // Without any initialiser it breaks another rule.
        let overview = look.policy.required_exports == RequiredExports::Overview;
        if overview && dll.has(Callout::InitializeDllEx) && !dll.has(Callout::InitializeDll) {
            judge
                .broken(dll.at, format!("{} exports the Ex form alone", dll.instance), "an exported function")
                .member(Callout::InitializeDll.export())
                .under("required_exports");
        }
    }
}
