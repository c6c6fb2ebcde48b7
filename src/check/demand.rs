//! What the documentation's two lists of mandatory exports demand of a DLL (AMB-02).

use super::look::Look;
use super::stay::Stay;
use crate::ras::{Callout, CrossedPair, ExBinding, InitBoth, InitMissing, Profile, RequiredExports, Series};

/// Whether the lists bind a DLL. One that can register a callbacks table need not export what has a slot there, unless
/// the table does not count (AMB-04).
pub(super) fn lists_bind(look: &Look<'_>, dll: &Stay<'_>) -> bool {
    !registers_a_table(look, dll) || look.policy.ex_binding == ExBinding::Exports
}

/// The policy whose reading binds a DLL by its exports that could register a table; none for one that could not.
pub(super) fn binding_policy(look: &Look<'_>, dll: &Stay<'_>) -> Option<&'static str> {
    let could = dll.has(Callout::InitializeDllEx);
    could.then_some(if registers_a_table(look, dll) { "ex_binding" } else { "init_both" })
}

/// Whether the service asks it for a callbacks table. A DLL with both initialisers may be asked by the other (AMB-05).
pub(super) fn registers_a_table(look: &Look<'_>, dll: &Stay<'_>) -> bool {
    let prefers_plain = look.policy.init_both == InitBoth::PreferPlain && dll.has(Callout::InitializeDll);
    dll.has(Callout::InitializeDllEx) && !prefers_plain
}

/// The functions that both lists demand, as far as the Windows version knows them.
pub(super) fn functions(look: &Look<'_>) -> impl Iterator<Item = Callout> {
    let both = [Callout::AcceptNewLink, Callout::LinkHangupNotification, Callout::TerminateDll];
    let profile = look.profile();
    both.into_iter().filter(move |callout| callout.floor() <= profile)
}

/// Whether it has a pair of connection functions by the list in force.
pub(super) fn has_pair(look: &Look<'_>, dll: &Stay<'_>) -> bool {
    let series: &[Series] = match look.policy.required_exports {
        RequiredExports::Overview => &[Series::Plain, Series::Two],
        RequiredExports::Agreed | RequiredExports::Reference | RequiredExports::EraUnion => Series::ALL,
    };
    match look.policy.crossed_pair {
        CrossedPair::Reject => series.iter().any(|series| dll.has_pair(*series)),
        CrossedPair::Allow => {
            series.iter().any(|series| dll.has(series.accept()))
                && series.iter().any(|series| dll.has(series.hangup()))
        }
    }
}

/// Whether the list in force demands a reauthentication function, which no version before Server 2008 knows.
pub(super) fn demands_reauthentication(look: &Look<'_>) -> bool {
    let by_list =
        matches!(look.policy.required_exports, RequiredExports::Reference | RequiredExports::EraUnion);
    by_list && look.profile() >= Profile::Server2008
}

/// Whether it has a reauthentication function of either kind.
pub(super) fn has_reauthentication(dll: &Stay<'_>) -> bool {
    dll.has(Callout::AcceptReauthentication) || dll.has(Callout::AcceptReauthenticationEx)
}

/// Whether an initialiser is demanded: NT 4.0 knows none, and Microsoft's own sample has none (AMB-46).
pub(super) fn demands_initializer(look: &Look<'_>) -> bool {
    look.profile() >= Callout::InitializeDll.floor() && look.policy.init_missing == InitMissing::FailStart
}

/// What keeps the service from starting with this DLL, by its name (LOAD-13).
pub(super) fn lacking(look: &Look<'_>, dll: &Stay<'_>) -> Vec<String> {
    let mut lacking = Vec::new();
    if demands_initializer(look) && !dll.has_initializer() {
        lacking.push("an initialiser".to_owned());
    }
    if lists_bind(look, dll) {
        lacking.extend(functions(look).filter(|callout| !dll.has(*callout)).map(Callout::export));
        if !has_pair(look, dll) {
            lacking.push("a pair of connection functions".to_owned());
        }
        if demands_reauthentication(look) && !has_reauthentication(dll) {
            lacking.push("a reauthentication function".to_owned());
        }
    }
    lacking
}
