//! REENTRY-02: no RAS user administration function inside a callout.

use super::administration_is_not_called::judge_calls;
use crate::check::{Judge, Look};
use crate::ras::FunctionKind;

crate::rule! {
    /// A DLL must not call a RAS user administration function inside a callout: MprAdminUserGetInfo,
    /// MprAdminUserSetInfo, MprAdminGetPDCServer or MprAdminSendUserMessage. According to the overview such a call
    /// does not return.
    ///
    /// Typically, a DLL looks up the dial-in rights of the user whom the callout is about. It can do so on a thread
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

/// Judges calls as the rule about administration functions does, but of other functions.
fn is_not_called(look: &Look<'_>, judge: &mut Judge<'_>) {
    judge_calls(look, judge, |function| function.kind() == FunctionKind::User);
}
