//! REENTRY-02: no RAS user administration function inside a callout.

use super::administration_is_not_called::judge_calls;
use crate::check::{Judge, Look};
use crate::ras::FunctionKind;

crate::rule! {
    /// A DLL calls no RAS user administration function inside a callout: MprAdminUserGetInfo, MprAdminUserSetInfo,
    /// MprAdminGetPDCServer and MprAdminSendUserMessage. Such a call does not return, the overview says.
    ///
    /// The usual case is a DLL that looks up the dial-in rights of the user whom it is asked about; it can do so on a thread
    /// that no callout waits for.
    ///
    /// The pages of ten callouts do not repeat the rule; a finding there depends on a reading of AMB-35.
    id: "REENTRY-02",
    name: "user-administration-is-not-called",
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
         0.000  saw    conn/1 called: MprAdminUserGetInfo
    "#,
    fault: "calls-user-get-info",
}

/// What it shares with the rule about administration functions is how a call is judged; the functions are others.
fn is_not_called(look: &Look<'_>, judge: &mut Judge<'_>) {
    judge_calls(look, judge, |function| function.kind() == FunctionKind::User);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Rule, judge};

    #[test]
    fn administration_function_is_another_rules_concern() {
        let called =
            "0.000 call conn/1 InitializeDll = NO_ERROR\n0.000 saw conn/1 called: MprAdminServerConnect";
        let (run, _) = Rule::example(called).expect("a transcript");
        assert_eq!(judge(&run, None, &[&RULE]).findings().count(), 0);
    }
}
