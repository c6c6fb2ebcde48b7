//! What each Windows version would say when it loads a DLL.

use crate::binary::{Binary, Kind};
use mockras::model::{ExportProblem, Level, export_problems};
use mockras::ras::{Callout, CalloutSet, ExBinding, InitBoth, Policy, Profile};

/// What one Windows version would say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The version.
    pub profile: Profile,
    /// What keeps its service from starting with this DLL, as its event log has it; empty if nothing in the file does.
    pub obstacles: Vec<String>,
    /// Whether the callbacks table that the DLL registers at run time has a part in it, which no file shows.
    pub hangs_on_table: bool,
}

/// What each version would say, oldest first.
pub fn outlook(binary: &Binary, policy: Policy) -> Vec<Outlook> {
    let exports = binary.callouts();
    let of = |profile: Profile| {
        let obstacles = if binary.kind == Kind::SharedLibrary {
            let mut problems = export_problems(exports, profile, &policy);
            problems.retain(|problem| problem.level == Level::Error);
            together(problems, |_| ()).into_iter().map(|problem| problem.text).collect()
        } else {
            vec![format!("it is {}", binary.kind)]
        };
        let hangs_on_table = obstacles.is_empty() && registers_table(exports, profile, policy);
        Outlook { profile, obstacles, hangs_on_table }
    };
    Profile::ALL.into_iter().map(of).collect()
}

/// Exports that are missing are told together, as far as they have a row, a level and this in common.
pub(super) fn together<K: PartialEq>(
    problems: Vec<ExportProblem>,
    key: impl Fn(&ExportProblem) -> K,
) -> Vec<ExportProblem> {
    /// How the model begins when an export is missing.
    const MISSING: &str = "it does not export ";
    let mut together: Vec<ExportProblem> = Vec::new();
    for problem in problems {
        let is_alike = |one: &&mut ExportProblem| {
            let is_same = (one.row, one.level, key(one)) == (problem.row, problem.level, key(&problem));
            is_same && one.text.starts_with(MISSING)
        };
        match (problem.text.strip_prefix(MISSING), together.iter_mut().find(is_alike)) {
            (Some(what), Some(one)) => one.text += &format!(", {what}"),
            _ => together.push(problem),
        }
    }
    together
}

/// Whether the service asks a DLL with these exports for a callbacks table, and what is in it counts.
pub(super) fn registers_table(exports: CalloutSet, profile: Profile, policy: Policy) -> bool {
    let ex = Callout::InitializeDllEx;
    let is_asked = exports.contains(ex) && ex.floor() <= profile;
    let has_plain = exports.contains(Callout::InitializeDll);
    let prefers_plain = has_plain && matches!(policy.init_both, InitBoth::PreferPlain | InitBoth::Reject);
    is_asked && !prefers_plain && policy.ex_binding != ExBinding::Exports
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_counts_where_it_is_asked_for() {
        let (plain, ex) = (Callout::InitializeDll, Callout::InitializeDllEx);
        let registers = |exports: &[Callout], profile, policy| {
            registers_table(exports.iter().copied().collect::<CalloutSet>(), profile, policy)
        };
        let new = Profile::default();
        assert!(registers(&[ex], new, Policy::default()) && registers(&[plain, ex], new, Policy::default()));
        assert!(!registers(&[plain], new, Policy::default()));
        assert!(!registers(&[ex], Profile::Server2008, Policy::default()));
        let prefer_plain = Policy { init_both: InitBoth::PreferPlain, ..Policy::default() };
        assert!(!registers(&[plain, ex], new, prefer_plain) && registers(&[ex], new, prefer_plain));
        let exports_alone = Policy { ex_binding: ExBinding::Exports, ..Policy::default() };
        assert!(!registers(&[ex], new, exports_alone));
    }
}
