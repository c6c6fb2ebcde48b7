//! What the answer of a DLL means, under the readings in force.

use crate::ras::{
    AcceptExReturn, BoolTruth, Callout, Code, NotifyEntry, NotifyOnError, NotifyTruth, Policy,
    Release6Return, ResultKind,
};

/// What bNotifyRelease holds on entry under `notify_entry=poison`, so that a DLL that does not write it is noticed.
pub const UNWRITTEN: u32 = 0xcccc_cccc;

/// Whether the return register of this function means anything: ReleaseIpv6AddressForUser may return a code (AMB-26).
pub fn has_result(callout: Callout, policy: &Policy) -> bool {
    match callout.result() {
        ResultKind::Code | ResultKind::Verdict => true,
        ResultKind::Nothing => {
            callout == Callout::ReleaseIpv6AddressForUser && policy.release6_return == Release6Return::Dword
        }
    }
}

/// Whether this function decides by what it returns: AcceptNewConnectionEx may be `VOID` (AMB-01).
pub fn has_verdict(callout: Callout, policy: &Policy) -> bool {
    let is_ignored =
        callout == Callout::AcceptNewConnectionEx && policy.accept_ex_return == AcceptExReturn::Ignored;
    callout.result() == ResultKind::Verdict && !is_ignored
}

/// Whether a function that was asked for its consent gives it with this value (AMB-01, AMB-29, AMB-41).
///
/// ```
/// use mockras::model::means_yes;
/// use mockras::ras::{BoolTruth, Callout, Policy};
/// let strict = Policy { bool_truth: BoolTruth::One, ..Policy::default() };
/// assert!(means_yes(Callout::AcceptNewLink, 2, &Policy::default()));
/// assert!(!means_yes(Callout::AcceptNewLink, 2, &strict));
/// assert!(means_yes(Callout::ValidatePreAuthenticatedConnectionEx, 0, &strict));
/// ```
pub fn means_yes(callout: Callout, value: u32, policy: &Policy) -> bool {
    match callout.result() {
        ResultKind::Code => Code(value) == Code::NO_ERROR,
        ResultKind::Verdict if !has_verdict(callout, policy) => true,
        ResultKind::Verdict | ResultKind::Nothing => match policy.bool_truth {
            BoolTruth::Nonzero => value != 0,
            BoolTruth::One => value == 1,
        },
    }
}

/// Whether a function left bNotifyRelease as it was on entry, and that can be seen (AMB-20).
pub fn is_unwritten(notify: u32, policy: &Policy) -> bool {
    notify == UNWRITTEN && policy.notify_entry == NotifyEntry::Poison
}

/// Whether a Get function that returned `code` and left `notify` in bNotifyRelease asked to be told of the release of
/// its address (AMB-20).
pub fn asks_for_release(code: Code, notify: u32, policy: &Policy) -> bool {
    let is_ignored = code != Code::NO_ERROR && policy.notify_on_error == NotifyOnError::Ignore;
    if is_ignored || is_unwritten(notify, policy) {
        return false;
    }
    match policy.notify_truth {
        NotifyTruth::Nonzero => notify != 0,
        NotifyTruth::EqualsTrue => notify == 1,
    }
}
