//! LOAD-10: what every list of mandatory functions demands is exported.

use crate::check::{Judge, Look};
use crate::model::{Demand, Wanted};
use crate::ras::Callout;

crate::rule! {
    /// The overview and the function reference each list functions that a DLL must export. Both lists have
    /// MprAdminAcceptNewLink, MprAdminLinkHangupNotification and MprAdminTerminateDll, even for a DLL that has
    /// nothing to do in them. Where the lists disagree, this rule demands nothing, except what the overview alone
    /// demands under `required_exports=overview` (AMB-02): MprAdminInitializeDll itself, and Accept and Hangup of the
    /// plain series or of series 2. Typically, a DLL breaks this rule because its DEF file
    /// lacks a function.
    ///
    /// A DLL with MprAdminInitializeDllEx can put its functions into the callbacks table instead. The rule binds it
    /// only under `ex_binding=exports` (AMB-04), or if the service does not ask it for a table (AMB-05).
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
    for dll in look.files() {
        let policy = dll.binding_policy(look);
        for Demand { wanted, is_met } in dll.binding(look).demands() {
            let (observed, expected, member, policy) = match wanted {
                // One list demands InitializeDll by name. Without any initialiser the DLL breaks another rule.
                Wanted::Function(callout @ Callout::InitializeDll) => {
                    let observed = "exports only the Ex form";
                    (observed, "an exported function", Some(callout), Some("required_exports"))
                }
                Wanted::Function(callout) => {
                    ("does not export it", "an exported function", Some(callout), policy)
                }
                Wanted::OlderPair => {
                    let observed = "exports no complete pair of these series";
                    (observed, "Accept and Hangup of the series plain or 2", None, Some("required_exports"))
                }
                // Other rules demand these.
                Wanted::Initializer | Wanted::Pair | Wanted::Reauthentication | Wanted::Ipv4Pair => continue,
            };
            let is_of_one_list = policy == Some("required_exports");
            if is_met && !is_of_one_list {
                judge.held();
            } else if !is_met {
                let breach = judge.broken(dll.at, format!("{} {observed}", dll.instance), expected);
                if let Some(callout) = member {
                    breach.member(callout.export());
                }
                breach.under(policy);
            }
        }
    }
}
