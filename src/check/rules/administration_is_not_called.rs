//! REENTRY-01: no RAS administration function inside a callout.

use crate::check::{Judge, Look};
use crate::dll::Notice;
use crate::ras::{Callout, Function, FunctionKind};

crate::rule! {
    /// A DLL calls no RAS administration function inside a callout, such as MprAdminConnectionEnum: the overview says so
    /// for every callout, and the pages of eleven callouts repeat it. Such a call does not return, it says, and the
    /// service stands still with it.
    ///
    /// Two things are open (AMB-35), and findings that depend on one say so. Five functions are shared with router
    /// administration, MprAdminBufferFree among them; under `forbidden_set=15` they may be called. And the pages of ten
    /// callouts are silent, MprAdminInitializeDll among them; under `forbidden_scope=documented_pages` anything may be
    /// called there. A call from another thread while a callout runs is in the transcript, and nobody is blamed: whether
    /// the callout waits for that thread, no transcript tells.
    ///
    /// What a DLL needs of connections and ports it can keep from the callouts themselves, or ask for on a thread that no
    /// callout waits for.
    id: "REENTRY-01",
    name: "administration-is-not-called",
    also: [
        "REENTRY-04", "REENTRY-05", "REENTRY-06", "REENTRY-07", "REENTRY-08", "REENTRY-09", "REENTRY-10",
        "REENTRY-11", "REENTRY-12", "REENTRY-13", "REENTRY-14", "REENTRY-15",
    ],
    applies_to: Call,
    check: is_not_called,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 InitializeDll = NO_ERROR
    "# with r#"
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  saw    conn/1 called: MprAdminServerConnect
    "#,
    fault: "calls-port-enum",
}

fn is_not_called(look: &Look<'_>, judge: &mut Judge<'_>) {
    judge_calls(look, judge, |function| function.kind() != FunctionKind::User);
}

/// Judges every call by the functions of these kinds that were called inside it.
pub(super) fn judge_calls(look: &Look<'_>, judge: &mut Judge<'_>, is_meant: fn(Function) -> bool) {
    for call in look.calls() {
        let called: Vec<Function> =
            look.noticed_in(call).filter_map(called).filter(|f| is_meant(*f)).collect();
        if called.is_empty() {
            judge.held();
        }
        for function in called {
            // Those that router administration shares weigh as much as the rest (CHOICE 37).
            let callout = call.callout();
            let expected = format!("no such call inside {callout}{}", repeated(callout));
            judge
                .broken(call, format!("a call of {function}"), expected)
                .member(function.word())
                .under(policy_that_forbids(function, callout));
        }
    }
}

fn called(notice: &Notice) -> Option<Function> {
    match notice {
        Notice::Called(function) => Some(*function),
        Notice::CalledAside(_) | Notice::Overran(_) | Notice::Left(_) => None,
    }
}

/// The policy without whose reading this call would be allowed; the narrower one if there are two.
fn policy_that_forbids(function: Function, callout: Callout) -> Option<&'static str> {
    if function.kind() == FunctionKind::Shared {
        Some("forbidden_set")
    } else if callout.page_forbids_calls() {
        None
    } else {
        Some("forbidden_scope")
    }
}

/// Where the page of the callout says it again.
fn repeated(callout: Callout) -> String {
    let row = match callout {
        Callout::AcceptNewConnection => 4,
        Callout::AcceptNewConnection2 => 5,
        Callout::AcceptNewConnection3 => 6,
        Callout::AcceptNewLink => 7,
        Callout::AcceptReauthentication => 8,
        Callout::ConnectionHangupNotification => 9,
        Callout::ConnectionHangupNotification2 => 10,
        Callout::ConnectionHangupNotification3 => 11,
        Callout::LinkHangupNotification => 12,
        Callout::GetIpAddressForUser => 13,
        Callout::ReleaseIpAddress => 14,
        Callout::InitializeDll
        | Callout::InitializeDllEx
        | Callout::TerminateDll
        | Callout::AcceptNewConnectionEx
        | Callout::ConnectionHangupNotificationEx
        | Callout::AcceptReauthenticationEx
        | Callout::AcceptTunnelEndpointChangeEx
        | Callout::ValidatePreAuthenticatedConnectionEx
        | Callout::GetIpv6AddressForUser
        | Callout::ReleaseIpv6AddressForUser => {
            return ", although its own page is silent (REENTRY-15)".to_owned();
        }
    };
    format!(", as its own page repeats (REENTRY-{row:02})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Rule;

    #[test]
    fn every_page_that_forbids_calls_has_its_row() {
        for callout in Callout::ALL {
            let is_silent = repeated(*callout).contains("REENTRY-15");
            assert_eq!(is_silent, !callout.page_forbids_calls(), "{callout}");
            let row = Rule::rows(&RULE).find(|row| row.name == format!("not in {callout}"));
            assert_eq!(row.map(|row| repeated(*callout).contains(row.id)), (!is_silent).then_some(true));
        }
    }
}
